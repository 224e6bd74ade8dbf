"""What follows from the settings in force, also when they change while a worker runs."""

import threading
import time
from collections.abc import Sequence
from functools import partial
from typing import Protocol

import structlog

from worker import settings
from worker.errors import StoreError
from worker.reload import CHECK_S, Reloader
from worker.settings import Settings
from worker.store import Store

log = structlog.get_logger(__name__)


class Part(Protocol):
    """A part of a worker that does what settings say."""

    def use(self, chosen: Settings) -> str:
        """Do what `chosen` says from now on; return in a few words what. Raises StoreError; then it is called again."""


def follow(chosen: Settings, store: Store, parts: Sequence[Part]) -> None:
    """Look after the configuration from which `chosen` was loaded, in a thread, and hand what changes to `parts`."""
    path = settings.file_named()
    reloader = Reloader(path, settings.load, chosen, refused=partial(store.tell, "config_refused", path.name))
    threading.Thread(target=_follow, args=[reloader, store, parts], name="reload", daemon=True).start()


def _follow(reloader: Reloader, store: Store, parts: Sequence[Part]) -> None:
    changed: Settings | None = None
    while True:
        time.sleep(CHECK_S)
        try:
            changed = changed or reloader.changed()
            if changed:
                detail = ", ".join([part.use(changed) for part in parts])
                store.tell("config_reloaded", reloader.path.name, detail)
                log.warning("config_reloaded", now=detail)
                changed = None
        except StoreError as error:  # Redis is being started again
            log.warning("config_not_taken_up", reason=str(error))
