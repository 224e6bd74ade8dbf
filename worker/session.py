"""What `depesche run` does beside watching over its processes: it prints alerts and knows when all is done."""

import time
from typing import TextIO

import click

from worker import console, report
from worker.completion import Completion
from worker.errors import StoreError
from worker.settings import Settings
from worker.sources.folder import Config
from worker.store import Status, Store


class Session:
    """One run with the settings `chosen`. With `once` it ends when all that there is now is processed and sent; then
    `report` is written of the folders.

    `store` should not retry: while it waits for Redis, nobody starts Redis again.
    """

    def __init__(self, store: Store, chosen: Settings, *, once: bool, as_json: bool, report: TextIO | None) -> None:
        self._store = store
        self._folders = [Config(folder.path, folder.name) for folder in chosen.folders]
        self._completion = Completion(chosen, store) if once else None
        self._report = report
        self._as_json = as_json
        self._began = time.monotonic()
        self._before: Status = store.status()
        self._printed = self._before.sequence
        self._progress = console.Progress(self._before)
        self.is_complete = False

    def step(self) -> bool:
        """Print what is new. Return True when there is nothing left to do."""
        try:
            self._print_new()
            if self._completion is None:
                return False
            if not self._completion.reached():
                self._progress.show(self._store.status())
                return False
            self._finish()
        except StoreError:  # Redis is being started again
            return False
        return True

    def _print_new(self) -> None:
        alerts = self._store.alerts(self._printed)
        if alerts:
            self._progress.clear()
        for number, message in alerts:
            console.echo_alert(message, as_json=self._as_json)
            self._printed = number

    def _finish(self) -> None:
        self._print_new()
        lines = list(report.report(self._folders, self._store)) if self._report else []
        after = self._store.status()
        if self._report:
            self._report.writelines(line + "\n" for line in lines)
        self._progress.clear()
        click.echo(console.summary(self._before, after, time.monotonic() - self._began), err=True)
        self.is_complete = True
