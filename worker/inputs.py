"""What the worker that watches takes in: the folders and feeds of the settings in force, also when they change."""

import threading
import time
from functools import partial

import structlog

from worker import pipeline, settings
from worker.errors import StoreError
from worker.http import Client
from worker.reload import CHECK_S, Reloader
from worker.settings import Folder, Settings
from worker.sources.folder import Config
from worker.sources.watch import Watcher
from worker.store import Store

HOUR_S = 3_600

log = structlog.get_logger(__name__)


def poller_of(chosen: Settings) -> pipeline.Poller:
    """Return how feeds and pages are asked for."""
    polling = chosen.polling
    return pipeline.Poller(Client(polling.allow, polling.contact), polling.spacing, polling.first_hours * HOUR_S)


class Inputs:
    """Begins with the settings `chosen`; `follow` looks after the file that they came from."""

    def __init__(self, chosen: Settings, store: Store, send: pipeline.Send) -> None:
        self._store = store
        self._send = send
        self._watchers: dict[Folder, Watcher] = {}
        self._use(chosen)

    def follow(self, chosen: Settings) -> None:
        """Take up changes of the configuration from now on, in a thread."""
        path = settings.file_named()
        reloader = Reloader(path, settings.load, chosen, refused=partial(self._store.tell, "config_refused", path.name))
        threading.Thread(target=self._follow, args=[reloader], name="reload", daemon=True).start()

    def _use(self, chosen: Settings) -> None:
        """Poll the feeds and watch the folders of `chosen`, and no others."""
        self.poller = poller_of(chosen)
        self._store.feeds.configure(chosen.feeds)
        for folder in self._watchers.keys() - set(chosen.folders):
            self._watchers.pop(folder).stop()
        for folder in set(chosen.folders) - self._watchers.keys():
            config = Config(folder.path, folder.name)
            self._watchers[folder] = Watcher(pipeline.folder_intake(config, self._store, self._send))
            self._watchers[folder].start()

    def _follow(self, reloader: Reloader) -> None:
        changed: Settings | None = None
        while True:
            time.sleep(CHECK_S)
            try:
                changed = changed or reloader.changed()
                if changed:
                    self._use(changed)
                    detail = f"{len(changed.folders)} folders, {len(changed.feeds)} feeds"
                    self._store.tell("config_reloaded", reloader.path.name, detail)
                    log.warning("config_reloaded", now=detail)
                    changed = None
            except StoreError as error:  # Redis is being started again
                log.warning("config_not_taken_up", reason=str(error))
