"""Is everything processed that stands in the folders and feeds? This only looks: workers take it in."""

import time
from collections.abc import Collection, Sequence
from itertools import islice

from worker.sources.folder import Config, scan
from worker.store import Store

AT_ONCE = 500  # questions to the store at a time
REST_SHARE = 5  # a look through the folders is followed by a rest so many times as long


class Completion:
    """Tells when every file is taken or refused as it is now, no feed is due, and every article has its result.

    `feeds` are the names of those that are configured.
    """

    def __init__(self, folders: Sequence[Config], feeds: Collection[str], store: Store) -> None:
        self._folders = folders
        self._feeds = feeds
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
        return done and not self._store.pending()

    def _is_known(self, folder: Config) -> bool:
        files = scan(folder)
        while some := list(islice(files, AT_ONCE)):
            seen = self._store.seen([str(file.path) for file in some])
            if any(str(file.path) not in seen or seen[str(file.path)].stamp != file.stamp for file in some):
                return False
        return True
