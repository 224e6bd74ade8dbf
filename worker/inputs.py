"""What the worker that watches takes in: the folders and feeds of the settings in force."""

from worker import pipeline
from worker.http import Client
from worker.settings import Folder, Settings
from worker.sources.folder import Config
from worker.sources.watch import Watcher
from worker.store import Store

HOUR_S = 3_600


class Inputs:
    """Folders that are watched, and feeds that are polled through `poller`; none before `use`."""

    poller: pipeline.Poller

    def __init__(self, store: Store, send: pipeline.Send) -> None:
        self._store = store
        self._send = send
        self._watchers: dict[Folder, Watcher] = {}

    def use(self, chosen: Settings) -> str:
        """Poll the feeds and watch the folders of `chosen` from now on, and no others. Return how many there are."""
        self.poller = poller(chosen)
        self._store.feeds.configure(chosen.feeds)
        self._store.count_sources([*(f.name for f in chosen.folders), *(f.name for f in chosen.feeds)])
        for folder in self._watchers.keys() - set(chosen.folders):
            self._watchers.pop(folder).stop()
        for folder in set(chosen.folders) - self._watchers.keys():
            config = Config(folder.path, folder.name)
            self._watchers[folder] = Watcher(pipeline.folder_intake(config, self._store, self._send))
            self._watchers[folder].start()
        return f"{len(chosen.folders)} folders, {len(chosen.feeds)} feeds"


def poller(chosen: Settings) -> pipeline.Poller:
    """Return how feeds and pages are asked for."""
    polling = chosen.polling
    return pipeline.Poller(Client(polling.allow, polling.contact), polling.spacing, polling.first_hours * HOUR_S)
