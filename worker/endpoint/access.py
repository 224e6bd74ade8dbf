"""What the endpoint needs before it can start: the token that senders show, and the address it listens on."""

import ipaddress
import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path

from worker.errors import ConfigError
from worker.settings import Endpoint

TOKEN_VARIABLE = "DEPESCHE_ENDPOINT_TOKEN"  # noqa: S105 - a name
TOKEN = re.compile(r"[!-~]{16,1000}")  # what a header can carry
BACKLOG = 128


def token(endpoint: Endpoint, environment: Mapping[str, str] = os.environ) -> str:
    """Return the token, of the environment before the file. Raises ConfigError, which says where, never what it is."""
    where, found = TOKEN_VARIABLE, environment.get(TOKEN_VARIABLE, "")
    if not found and endpoint.token_file:
        where, found = str(endpoint.token_file), _written(endpoint.token_file)
    if not TOKEN.fullmatch(found.strip()):
        raise ConfigError(f"{where}: the endpoint needs a token of at least 16 characters of ASCII without blanks")
    return found.strip()


def listener(endpoint: Endpoint) -> socket.socket:
    """Return a socket that listens where `endpoint` says. Raises ConfigError, also where the port is in use."""
    host, port = endpoint.address
    family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise ConfigError(f"endpoint.listen: {endpoint.listen}: {os.strerror(error.errno or 0)}") from error


def check(endpoint: Endpoint) -> None:
    """Raise ConfigError where an endpoint is configured and could not start."""
    if endpoint.listen is not None:
        token(endpoint)
        listener(endpoint).close()


def _written(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(2_000).decode("ascii", "replace")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
