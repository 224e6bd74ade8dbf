"""Receivers and routes as a person configures them."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from schemas.alert import Change, Level
from schemas.base import Frozen
from worker.routing import fields
from worker.routing.condition import AnyOf, Condition

Name = Annotated[str, Field(pattern=r"^[\w.@-]{1,64}$")]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error
    return name


def _written(value: Any) -> Any:
    """Refuse numbers, which pydantic takes for seconds: 22 is not 22:00."""
    if isinstance(value, int | float):
        raise ValueError("a time such as 22:00")  # noqa: TRY004 - pydantic passes on ValueError alone
    return value


def _local(value: time) -> time:
    if value.tzinfo:
        raise ValueError("a time without offset; timezone says where it is meant")
    return value


Clock = Annotated[time, BeforeValidator(_written), AfterValidator(_local)]


class Receiver(Frozen):
    """Where alerts go: a webhook at `url` (https, http, or an address of Apprise such as ntfy://), or a `channel`.

    `secret_env` or `secret_file` name where its secret is, or two while one takes the place of the other, in words of
    their own; `header_env` names, by header, the variables that hold values which are secret too. `timeout` in seconds.
    `template` is the text that is sent in place of the message, with $headline, $severity and the like. In an address
    of Apprise, $secret stands for the secret.
    """

    name: Name
    url: Annotated[str, AfterValidator(fields.address)] | None = Field(None, repr=False)
    channel: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,200}$"), AfterValidator(fields.channel)] | None = None
    secret_env: Annotated[str, AfterValidator(fields.variable)] | None = None
    secret_file: Annotated[str, AfterValidator(fields.secret_file)] | None = None
    headers: Annotated[Mapping[str, str], AfterValidator(fields.headers)] = Field({}, repr=False)
    header_env: Annotated[Mapping[str, str], AfterValidator(fields.header_variables)] = {}
    timeout: float = Field(15.0, ge=1, le=60)
    template: Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(fields.template)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.url is None) == (self.channel is None):
            raise ValueError(f"{self.name}: a receiver has either a url or a channel")
        if self.secret_env and self.secret_file:
            raise ValueError(f"{self.name}: its secret is in secret_env or in secret_file, not in both")
        if "$secret" in (self.url or "") and not (self.secret_env or self.secret_file):
            raise ValueError(f"{self.name}: neither secret_env nor secret_file says what $secret in its url is")
        if self.template and self.sends_json and not fields.makes_json(self.template):
            raise ValueError(f"{self.name}: its template makes no JSON, as its Content-Type says")
        return self

    @property
    def sends_json(self) -> bool:
        """Whether its headers say that its template makes JSON."""
        given = next((value for name, value in self.headers.items() if name.lower() == "content-type"), "")
        return given.partition(";")[0].rstrip().lower().endswith("json")


class Quiet(Frozen):
    """Hours in which alerts wait until they end, unless they are at least as severe as `except_from`.

    They may go over midnight.
    """

    begin: Clock
    end: Clock
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    except_from: Level | None = "critical"

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if self.begin == self.end:
            raise ValueError("quiet hours begin and end at different times")
        return self


class Rate(Frozen):
    """No more than `alerts` in `seconds`; what is over waits for its turn."""

    alerts: int = Field(ge=1, le=10_000)
    seconds: float = Field(ge=1, le=86_400)


class Group(Frozen):
    """Alerts that have `by` in common are sent together, every `wait` seconds."""

    by: tuple[Literal["event", "kind", "country"], ...] = ()
    wait: float = Field(ge=1, le=86_400)


class Route(Frozen):
    """Alerts with one of `changes` that `match` go to `receivers`; without `match`, all do."""

    name: Name
    receivers: AnyOf[Name]
    match: Condition | None = None
    changes: AnyOf[Change] = get_args(Change)
    group: Group | None = None
    rate: Rate | None = None
    quiet: Quiet | None = None
