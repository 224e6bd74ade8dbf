"""The application behind a socket, where nobody can hold up the others.

uvicorn limits how long a connection may be idle between two requests, but not how long a request may take to arrive,
nor how long an answer may take to be fetched, nor how many connections there are.
"""

import asyncio
import logging
import socket
from functools import partial
from typing import Any, cast

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from worker.endpoint.limits import LIMITS, Limits

IDLE_S = 15
STOP_S = 3  # for requests in hand; less than the supervisor waits


def serve(app: Starlette, listener: socket.socket, limits: Limits = LIMITS) -> None:
    """Answer requests until SIGTERM or SIGINT; then end what is in hand and let the signal have its usual effect."""
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # that a request is no HTTP is nothing to warn of
    config = uvicorn.Config(
        app, http=cast("Any", partial(Protocol, limits=limits)), loop="asyncio", ws="none", lifespan="off",
        log_config=None, access_log=False, server_header=False, proxy_headers=False, timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=STOP_S,
    )  # fmt: skip
    uvicorn.Server(config).run([listener])


class Protocol(H11Protocol):
    """One connection, which is cut when a request, or the way of its answer, takes too long.

    A client that is refused may go on sending its body, which is thrown away until then: were the connection closed at
    once, many clients would not see the answer.
    """

    def __init__(self, *arguments: Any, limits: Limits, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._limits = limits
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to count; too many connections are closed without a word."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections:
            transport.abort()
        else:
            self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        super().connection_lost(exc)
        self._stop()

    def on_response_complete(self) -> None:
        """Count anew for the next request, unless this one still arrives."""
        if self.conn.their_state is not h11.SEND_BODY:
            self._await_request()
        super().on_response_complete()

    def _await_request(self) -> None:
        self._stop()
        self._deadline = self.loop.call_later(self._limits.request_s, self._late)

    def _late(self) -> None:
        """Cut the connection, or give it time once more where all is here and the answer is due from us."""
        if self.cycle is None or self.cycle.response_complete or self.cycle.more_body:
            self.transport.abort()
        else:
            self._deadline = self.loop.call_later(self._limits.answer_s, self.transport.abort)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
