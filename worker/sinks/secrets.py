"""Secrets of receivers: read at each delivery, so that a file can be replaced while the program runs."""

import os
import re
import stat
from collections.abc import Iterable, Mapping

from worker.errors import DepescheError
from worker.routing.config import Receiver

LARGEST = 4_096  # bytes
HIDDEN = "***"
PART = 8  # letters of a word of a secret, such as the token of "Bearer token", that is hidden by itself
_HEADER_VALUE = re.compile(r"[\x20-\x7e]+")


class SecretError(DepescheError):
    """A secret that is missing or cannot be used. Its text says where it should be, never what it is."""


def secrets_of(receiver: Receiver, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of the receiver's secret, none where it has no secret. Raises SecretError."""
    if receiver.secret_env:
        text = environment.get(receiver.secret_env, "")
    elif receiver.secret_file:
        text = _read(receiver.secret_file)
    else:
        return ()
    if not text.strip():
        raise SecretError(f"{receiver.name}: there is no secret in {receiver.secret_env or receiver.secret_file}")
    return tuple(text.split())


def secret_headers(receiver: Receiver, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the headers whose values stand in the environment. Raises SecretError."""
    found = {name: environment.get(variable, "").strip() for name, variable in receiver.header_env.items()}
    for name, value in found.items():
        if not _HEADER_VALUE.fullmatch(value) or len(value) > LARGEST:
            raise SecretError(f"{receiver.name}: {receiver.header_env[name]} holds nothing that can be sent as {name}")
    return found


def without(text: str, hidden: Iterable[str]) -> str:
    """Return `text` without the secrets in it: there are receivers that send back what they were sent."""
    parts = {part for secret in hidden for part in (secret, *secret.split()) if part == secret or len(part) >= PART}
    for secret in sorted(parts, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def _read(path: str) -> str:
    """Return what is in a file; one that is no file, such as a pipe, is not waited for."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            data = file.read(LARGEST + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
        if data is None or len(data) > LARGEST:
            raise SecretError(f"{path} is not a file of at most {LARGEST:,} bytes")
        return data.decode("utf-8")
    except OSError as error:
        raise SecretError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError:  # bytes that are no text, which the error would show, or a zero byte in the path
        raise SecretError(f"{path} cannot be read: it holds no text") from None
