"""The routes.

POST /articles   takes articles; with the token
GET /metrics     what Prometheus reads
GET /healthz     this process answers
GET /readyz      Redis answers and the workers work

The last three tell no news and ask for no token. Every answer but that of /metrics is a JSON object; where something
is wrong, its `error` says what.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import cast

import structlog
from prometheus_client.exposition import choose_encoder
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from worker.endpoint import intake
from worker.endpoint.limits import LIMITS, Limits
from worker.endpoint.metrics import registry
from worker.endpoint.readiness import problem_of
from worker.endpoint.request import authorise, body_of, origin_of, suffix_of
from worker.errors import SourceError, StoreError
from worker.pipeline import Send
from worker.sources.draft import Origin
from worker.store import Store

RETRY = {"Retry-After": "5"}  # seconds
TOLD = 10  # reasons of one request that `depesche status` shows
WHAT = "POST /articles"  # as whose refusal it shows them: the newest request's stand there, all are counted

log = structlog.get_logger(__name__)


def application(store: Store, send: Send, token: str, limits: Limits = LIMITS) -> Starlette:
    """Return the ASGI application; `send` tells a worker an article id."""
    handlers = Handlers(store, send, token, limits)
    app = Starlette(
        routes=[
            Route("/articles", handlers.articles, methods=["POST"]),
            Route("/metrics", handlers.metrics),
            Route("/healthz", handlers.healthz),
            Route("/readyz", handlers.readyz),
        ],
        exception_handlers={
            HTTPException: _refused,
            SourceError: _unreadable,
            StoreError: _unavailable,
            ClientDisconnect: _gone,
        },
    )
    app.router.redirect_slashes = False
    return app


class Handlers:
    """What the routes do."""

    def __init__(self, store: Store, send: Send, token: str, limits: Limits) -> None:
        self._store = store
        self._send = send
        self._token = token
        self._limits = limits
        self._places = asyncio.Semaphore(limits.at_once)
        self._registry = registry(store)

    async def articles(self, request: Request) -> Response:
        """Take the articles of the body. When the answer says that they are taken, they are on the ledger."""
        authorise(request, self._token)
        suffix, origin = suffix_of(request), origin_of(request)
        async with self._place():
            body = await body_of(request, self._limits)
            told = await run_in_threadpool(self._take, body, suffix, origin)
        return JSONResponse(asdict(told), 202 if told.taken or told.known else 422)

    async def metrics(self, request: Request) -> Response:
        """Tell the numbers as they stand in Redis now."""
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(await run_in_threadpool(encode, self._registry), headers={"Content-Type": content_type})

    async def healthz(self, _request: Request) -> Response:
        """Tell that this process answers."""
        return JSONResponse({"status": "ok"})

    async def readyz(self, _request: Request) -> Response:
        """Tell whether an article that is taken now is read soon."""
        problem = await run_in_threadpool(self._problem)
        return _error(503, problem, RETRY) if problem else JSONResponse({"status": "ok"})

    def _problem(self) -> str | None:
        return problem_of(self._store.status(1), self._store.workers.alive(), datetime.now(UTC))

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Wait for one of the few places for bodies in memory."""
        try:
            async with asyncio.timeout(self._limits.wait_s):
                await self._places.acquire()
        except TimeoutError as error:
            raise HTTPException(503, "too many requests at once", RETRY) from error
        try:
            yield
        finally:
            self._places.release()

    def _take(self, body: bytes, suffix: str, origin: Origin) -> intake.Taken:
        """Read everything before anything is taken, so that what is refused as a whole leaves nothing behind."""
        most = self._limits.articles
        found = list(islice(intake.items(body, "body", suffix, origin), most + 1))
        if len(found) > most:
            raise HTTPException(413, f"too many: up to {most:,} articles are taken at once")
        if not found:
            raise SourceError("the list is empty")
        told = intake.take_all(found, self._store, self._send)
        reasons = [item.reason for item in told.refused]
        if reasons:
            more = [f"{len(reasons) - TOLD} more"] if len(reasons) > TOLD else []
            self._store.refuse(origin.source, WHAT, "; ".join(reasons[:TOLD] + more))
        counts = {name: len(found) for name, found in vars(told).items()}
        log.info("articles_pushed", source=origin.source, **counts)
        return told


def _error(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": reason}, status, headers)


async def _refused(request: Request, error: Exception) -> Response:
    error = cast("HTTPException", error)
    log.info("request_refused", path=request.url.path, status=error.status_code, reason=error.detail)
    return _error(error.status_code, error.detail, error.headers)


async def _unreadable(request: Request, error: Exception) -> Response:
    return await _refused(request, HTTPException(400, str(error)))


async def _unavailable(request: Request, error: Exception) -> Response:
    log.warning("store_unavailable", path=request.url.path, reason=str(error))
    return _error(503, "Redis cannot be used now", RETRY)


async def _gone(request: Request, _error: Exception) -> Response:
    """Nobody hears this answer; without it the log would show an error."""
    return Response(status_code=400)
