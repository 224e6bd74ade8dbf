"""Notices of the operating system, so that a file is taken the moment it is complete.

Notices only make it fast. What makes it sure is the sweep, a look through the whole folder every few seconds: it finds
what a full notice queue dropped, what came over a network file system, which sends no notices, what lies behind a link
to a folder, and everything where notices cannot be had at all. Then it runs every second, and the rule of
`folder.Config.settle_s` tells when a file is complete.
"""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)  # fmt: skip
from watchdog.observers.api import BaseObserver
from watchdog.utils import UnsupportedLibcError

from worker.errors import DepescheError, SourceError
from worker.sources.folder import look, within
from worker.sources.intake import FolderIntake, Outcome

SWEEP_S = 5.0  # between two sweeps while notices come
POLL_S = 1.0  # while they do not, and between two looks at whether the folder is still there
SWEEP_SHARE = 20  # a sweep rests so many times as long as it took
LOST_CLOSE_S = 60.0  # a file that was written to and not closed counts as abandoned after that
RETRY_S = 60.0  # between two tries to get notices where they cannot be had
SECONDS_TO_STOP = 10.0
MOVE_PAIRING_S = 0.005

NOTICES: list[type[FileSystemEvent]] = [
    FileClosedEvent, FileMovedEvent, FileCreatedEvent, FileModifiedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip

Observe = Callable[[Path, FileSystemEventHandler], BaseObserver]

log = structlog.get_logger()


def observe(root: Path, handler: FileSystemEventHandler) -> BaseObserver:
    """Start inotify over `root` and the folders below. Raises OSError where that cannot be had."""
    try:
        from watchdog.observers.inotify import InotifyObserver  # noqa: PLC0415 - cannot be imported everywhere
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper  # noqa: PLC0415
    except UnsupportedLibcError as error:
        raise OSError("this system has no inotify") from error

    # A file that leaves the folder holds up all notices behind it while watchdog waits for the other half of a move,
    # half a second by default. Unpaired halves do no harm here: a file that arrives is told either way.
    InotifyMoveEventGrouper.delay = MOVE_PAIRING_S
    observer = InotifyObserver(generate_full_events=True)  # a file from elsewhere comes as moved, not as created
    try:
        observer.schedule(handler, str(root), recursive=True, event_filter=NOTICES)
        observer.start()
    except BaseException:
        _stop(observer)
        raise
    return observer


class Watcher:
    """Feeds a FolderIntake for as long as it runs: first with what is in the folder, then with what arrives.

    The folder need not exist yet, and may go and come back; both are logged. `observe` starts the notices.
    """

    def __init__(self, intake: FolderIntake, observe: Observe = observe) -> None:
        self._intake = intake
        self._observe = observe
        self._observer: BaseObserver | None = None
        self._watched: tuple[int, int] | None = None  # device and inode of the folder while it is there
        self._again = 0.0  # monotonic time of the next try to get notices
        self._writing = Writing()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._said = ""
        self._thread = threading.Thread(target=self._run, name=f"watch {intake.config.name}", daemon=True)

    def start(self) -> None:
        """Begin to watch, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching. Returns at the end of a sweep that is going on, or after ten seconds: nothing is lost then."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(SECONDS_TO_STOP)

    def _run(self) -> None:
        due = 0.0
        while not self._stopping.is_set():
            woken = self._wake.is_set()
            self._wake.clear()  # before the sweep, so that what comes during it leads to another
            if self._attach() or woken or time.monotonic() >= due:
                due = self._sweep()
            self._wake.wait(min(POLL_S, max(0.0, due - time.monotonic())))
        self._detach()

    def _attach(self) -> bool:
        """See to it that notices come from the folder that is there now. Return True when that was to be done."""
        root = self._intake.config.root
        try:
            found = os.stat(root)
        except OSError:
            gone = self._watched is not None
            self._watched = None
            self._detach()
            return gone  # the sweep tells what is wrong
        same = self._watched == (found.st_dev, found.st_ino)
        if same and (self._alive() or time.monotonic() < self._again):
            return False
        self._detach()
        self._watched = (found.st_dev, found.st_ino)
        self._again = time.monotonic() + RETRY_S
        try:
            self._observer = self._observe(root, Notices(root, self._arrived, self._writing, self._wake.set))
        except OSError as error:
            self._say("folder_polled", reason=error.strerror or str(error))
        else:
            self._say("folder_watched")
        return True

    def _alive(self) -> bool:
        """Tell whether notices come; watchdog ends the thread of a folder that was deleted."""
        return self._observer is not None and any(emitter.is_alive() for emitter in self._observer.emitters)

    def _detach(self) -> None:
        if self._observer is not None:
            _stop(self._observer)
            self._observer = None

    def _arrived(self, path: Path) -> None:
        """Take a file that is complete. Where that does not work now, a sweep tries again."""
        outcome: Outcome = "waiting"
        try:
            outcome = self._intake.arrived(path)
        except DepescheError as error:
            log.warning("file_not_taken", path=str(path), reason=str(error))
        except Exception:  # the thread of the notices has to live on
            log.exception("file_not_taken", path=str(path))
        if outcome == "waiting":
            self._wake.set()

    def _sweep(self) -> float:
        """Look through the folder and return the monotonic time of the next look."""
        began = time.monotonic()
        swept = None
        try:
            swept = self._intake.sweep(self._writing.now())
        except SourceError as error:
            self._say("folder_missing", reason=str(error))
        except DepescheError as error:
            log.warning("sweep_failed", folder=self._intake.config.name, reason=str(error))
        except Exception:  # the watcher has to live on
            log.exception("sweep_failed", folder=self._intake.config.name)
        took = time.monotonic() - began
        self._stopping.wait(min(took, POLL_S))  # files that come by the thousand do not make it sweep without a break
        rest = SWEEP_S if self._observer and swept else POLL_S
        if swept and swept.waiting:
            rest = min(rest, self._intake.config.settle_s)
        return time.monotonic() + max(rest, SWEEP_SHARE * took)

    def _say(self, event: str, **about: str) -> None:
        """Log what became of the folder, once as long as it stays so."""
        if event != self._said:
            self._said = event
            level = log.info if event == "folder_watched" else log.warning
            level(event, folder=self._intake.config.name, path=str(self._intake.config.path), **about)


class Writing:
    """The files that somebody is writing to, as far as notices tell."""

    def __init__(self) -> None:
        self._last: dict[Path, float] = {}
        self._lock = threading.Lock()

    def note(self, path: Path) -> None:
        """Note that something was written to `path` now."""
        with self._lock:
            self._last[path] = time.monotonic()

    def forget(self, path: Path) -> None:
        """Note that `path` was closed, or is gone."""
        with self._lock:
            self._last.pop(path, None)

    def now(self) -> frozenset[Path]:
        """Return the files being written to; those that nothing was heard of for LOST_CLOSE_S are dropped."""
        oldest = time.monotonic() - LOST_CLOSE_S
        with self._lock:
            self._last = {path: last for path, last in self._last.items() if last >= oldest}
            return frozenset(self._last)


class Notices(FileSystemEventHandler):
    """What each notice means: a file is complete, is being written to, or the folder should be looked through."""

    def __init__(
        self, root: Path, arrived: Callable[[Path], None], writing: Writing, sweep: Callable[[], None]
    ) -> None:
        self._root = root
        self._arrived = arrived
        self._writing = writing
        self._sweep = sweep

    def on_closed(self, event: FileSystemEvent) -> None:
        """Take a file that was closed after writing."""
        self._complete(_path(event.src_path))

    def on_moved(self, event: FileSystemEvent) -> None:
        """Take a file that was renamed into place; look through the folder when a folder was."""
        if event.src_path:
            self._writing.forget(_path(event.src_path))
        if event.dest_path and event.is_directory:
            self._sweep()
        elif event.dest_path:
            self._complete(_path(event.dest_path))

    def on_created(self, event: FileSystemEvent) -> None:
        """Wait for the end of writing where it begins. With content at once it may be a hard link."""
        path = _path(event.src_path)
        if event.is_directory:
            self._sweep()
        elif within(self._root, path):
            found = look(path)
            if found and found.size == 0:
                self._writing.note(path)
            else:
                self._sweep()

    def on_modified(self, event: FileSystemEvent) -> None:
        """Wait for the end of writing."""
        path = _path(event.src_path)
        if not event.is_directory and within(self._root, path):
            self._writing.note(path)

    def on_deleted(self, event: FileSystemEvent) -> None:
        """Wait no longer for a file that is gone."""
        self._writing.forget(_path(event.src_path))

    def _complete(self, path: Path) -> None:
        self._writing.forget(path)
        if within(self._root, path):
            self._arrived(path)


def _path(name: bytes | str) -> Path:
    return Path(os.fsdecode(name))


def _stop(observer: BaseObserver) -> None:
    """End the threads of an observer, one that never started as well."""
    observer.stop()
    if observer.is_alive():
        observer.join(SECONDS_TO_STOP)
    else:
        observer.on_thread_stop()
