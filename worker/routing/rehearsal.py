"""What routes would have done with alerts of the past."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas import AlertMessage
from worker.routing.config import Route
from worker.routing.deciding import route


@dataclass
class Tally:
    """How many alerts a route would have sent, how many of them held in quiet hours; the newest as samples."""

    sent: int = 0
    held: int = 0
    samples: list[AlertMessage] = field(default_factory=list)


@dataclass
class Rehearsal:
    """`routes` in their order; `unrouted` is how many of all `alerts` none of them took, `first` the oldest of all."""

    routes: dict[str, Tally]
    alerts: int = 0
    unrouted: int = 0
    first: AlertMessage | None = None


def rehearse(messages: Iterable[AlertMessage], routes: Sequence[Route], samples: int) -> Rehearsal:
    """Route each message, as of its own time, and keep the last `samples` of each route."""
    found = Rehearsal({one.name: Tally() for one in routes})
    told: set[tuple[str, str]] = set()  # routes, and events of which they sent an alert
    for message in messages:
        found.first = found.first or message
        found.alerts += 1
        event = message.data.event.id
        taken = [
            each
            for each in route(message.data, routes, message.time)
            if not each.follows or (each.route.name, event) in told
        ]
        told |= {(each.route.name, event) for each in taken}
        found.unrouted += not taken
        for each in taken:
            tally = found.routes[each.route.name]
            tally.sent += 1
            tally.held += each.hold_until is not None
            tally.samples = [*tally.samples, message][-samples:] if samples else []
    return found
