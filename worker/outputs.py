"""What the worker that delivers sends: alerts along the routes of the settings in force."""

import threading
import time
from collections.abc import Callable

import structlog

from worker import dispatch
from worker.dispatch import Sender
from worker.errors import StoreError
from worker.http import Client
from worker.settings import Settings
from worker.sinks import Sinks
from worker.store import Store

WAIT_S = 2.0  # less than a reply of Redis may take
REST_S = 1.0  # after trouble

log = structlog.get_logger(__name__)


class Outputs:
    """Routes alerts as they are published, in a thread, and asks with `deliver` for workers to send them.

    `sender` is what they are sent through; there is none before `use`.
    """

    sender: Sender

    def __init__(self, store: Store, deliver: Callable[[], object]) -> None:
        self._store = store
        self._deliver = deliver
        self._settings = Settings()
        self._thread = threading.Thread(target=self._run, name="routes", daemon=True)

    def use(self, chosen: Settings) -> str:
        """Route alerts as `chosen` says from now on. Return how many receivers and routes there are."""
        self._store.deliveries.configure([(r.name, r.url or f"channel:{r.channel}") for r in chosen.receivers])
        sinks = Sinks(Client(chosen.delivery.allow, chosen.polling.contact), self._store.publish)
        self.sender = Sender(sinks, {receiver.name: receiver for receiver in chosen.receivers})
        self._settings = chosen
        if not self._thread.is_alive():
            self._thread.start()
        return f"{len(chosen.receivers)} receivers, {len(chosen.routes)} routes"

    def _run(self) -> None:
        while True:
            try:
                self._step()
            except StoreError as error:
                log.warning("alerts_not_routed", reason=str(error))
                time.sleep(REST_S)
            except Exception:  # the thread has to live on; what it had is routed again
                log.exception("alerts_not_routed")
                time.sleep(REST_S)

    def _step(self) -> None:
        if not self._settings.receivers:
            time.sleep(WAIT_S)
        elif dispatch.dispatch(self._store, self._settings.routes, WAIT_S):
            self._deliver()
