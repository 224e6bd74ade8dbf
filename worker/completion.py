"""Is everything processed that stands in the folders and feeds? This only looks: workers take it in."""

import time
from itertools import islice

from worker.settings import Settings
from worker.sources.folder import Config, scan
from worker.store import Store

AT_ONCE = 500  # questions to the store at a time
REST_SHARE = 5  # a look through the folders is followed by a rest so many times as long


class Completion:
    """Tells when all that folders and feeds of the settings `chosen` hold is processed, and what follows is sent.

    Then every file is taken or refused as it is now, no feed is due, every article has its result, and no receiver is
    to get something now.
    """

    def __init__(self, chosen: Settings, store: Store) -> None:
        self._folders = [Config(folder.path, folder.name) for folder in chosen.folders]
        self._feeds = [feed.name for feed in chosen.feeds]
        self._receivers = [receiver.name for receiver in chosen.receivers]
        self._store = store
        self._next_look = 0.0

    def reached(self) -> bool:
        """Look, unless the last look was a moment ago. Raises SourceError where a folder is gone, StoreError."""
        began = time.monotonic()
        if began < self._next_look or self._store.pending():
            return False
        done = all(self._is_known(folder) for folder in self._folders) and self._store.feeds.are_idle(self._feeds)
        self._next_look = time.monotonic() + REST_SHARE * (time.monotonic() - began)
        # A file or poll is remembered after its articles were entered, so this order misses none.
        return done and not self._store.pending() and self._store.deliveries.are_idle(self._receivers)

    def _is_known(self, folder: Config) -> bool:
        files = scan(folder)
        while some := list(islice(files, AT_ONCE)):
            seen = self._store.seen([str(file.path) for file in some])
            if any(str(file.path) not in seen or seen[str(file.path)].stamp != file.stamp for file in some):
                return False
        return True
