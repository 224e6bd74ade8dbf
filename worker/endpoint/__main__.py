"""The endpoint as a process of its own: python -m worker.endpoint."""

import signal
import sys

import click
import structlog

from worker import log
from worker.app import configuration, end_with_parent, redis_url
from worker.endpoint.access import listener, token
from worker.endpoint.app import application
from worker.endpoint.limits import LIMITS, Limits
from worker.endpoint.server import serve
from worker.errors import ConfigError, DepescheError, StoreError, VersionError
from worker.store import Store, connect, migrate
from worker.tasks import send

USAGE, FAILED = 2, 3
RETRIES = 1  # a sender hears soon that Redis is away, and comes again


def main(limits: Limits = LIMITS) -> int:
    """Serve until a signal says to end. Return the exit code: 2 for a wrong setting, 3 for trouble with Redis."""
    try:
        chosen = configuration()
        log.configure(chosen.log_format, chosen.log_level)
        if chosen.endpoint.listen is None:
            raise ConfigError("endpoint.listen: not set, so there is nothing to serve")
        secret = token(chosen.endpoint)
        store = Store(connect(redis_url(chosen), RETRIES), chosen.source)
        _migrate(store)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        end_with_parent()
        with listener(chosen.endpoint) as listening:
            serve(application(store, send, secret, limits), listening, limits)
    except DepescheError as error:
        click.echo(f"depesche: {error}", err=True)
        return USAGE if isinstance(error, ConfigError) else FAILED
    except KeyboardInterrupt:
        pass
    return 0


def _migrate(store: Store) -> None:
    """Where Redis is away, senders are told so until it is back."""
    try:
        migrate(store.client)
    except VersionError:
        raise
    except StoreError as error:
        structlog.get_logger(__name__).warning("store_unavailable", reason=str(error))


if __name__ == "__main__":
    sys.exit(main())
