"""One stack for all tests that ask for it; where no engine is, they are skipped."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from stack import Stack, engine_problem


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole stack, healthy; at the end nothing of it may be left."""
    if problem := engine_problem():
        pytest.skip(problem)
    started = Stack(tmp_path_factory.mktemp("stack"), _free_ports("redis", "endpoint"))
    started.prepare()
    try:
        started.up()
        yield started
    finally:
        left = started.down()
    assert left == []


def _free_ports(*names: str) -> dict[str, int]:
    with ExitStack() as probes:
        opened = {name: probes.enter_context(socket.create_server(("127.0.0.1", 0))) for name in names}
        return {name: int(probe.getsockname()[1]) for name, probe in opened.items()}
