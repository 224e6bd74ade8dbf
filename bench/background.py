"""A thread that watches something until it is told to stop."""

import threading
from abc import ABC, abstractmethod


class Background(ABC):
    """Runs `_run` in a thread from the end of `__init__`, which subclasses call last, to `stop`."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._thread.join()

    @abstractmethod
    def _run(self) -> None:
        """Watch until `_ended` is set."""
