"""The body of an answer, unpacked within limits."""

import contextlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpcore2

from worker.http.records import FetchError, Limits

MOST_RATIO = 100  # unpacked to packed; feeds reach 20, a bomb 1,000
RATIO_FROM = 1_000_000  # bytes unpacked; what is smaller does no harm
CHUNK = 65_536
KEPT = 64_000  # bytes of an answer that matters for its status
PACKED = ("gzip", "x-gzip", "deflate")


def read(pieces: Iterable[bytes], headers: Mapping[str, str], limits: Limits) -> bytes:
    """Return the body that comes in `pieces`. Raises FetchError."""
    announced = headers.get("content-length", "")[:20]
    if announced.isdigit() and int(announced) > limits.received:
        raise FetchError("too_large", f"{int(announced):,} bytes are announced, {limits.received:,} are read")
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in PACKED:
        return b"".join(_bounded(pieces, limits))
    if encoding == "identity":
        return b"".join(pieces)  # bounded by what may be received
    raise FetchError("bad_encoding", f"the server sent {encoding[:40]!r}, which was not asked for")


def start(pieces: Iterable[bytes]) -> bytes:
    """Return what begins a body, as it was sent, at most KEPT bytes, and what came of one that is broken off."""
    found = bytearray()
    with contextlib.suppress(FetchError, httpcore2.ProtocolError):
        for piece in pieces:
            found += piece
            if len(found) >= KEPT:
                break
    return bytes(found[:KEPT])


def _bounded(pieces: Iterable[bytes], limits: Limits) -> Iterator[bytes]:
    unpacked, packed = 0, _Counted(pieces)
    for piece in _inflated(packed):
        unpacked += len(piece)
        if unpacked > limits.unpacked:
            raise FetchError("too_large", f"it unpacks to more than {limits.unpacked:,} bytes")
        if unpacked > max(RATIO_FROM, MOST_RATIO * packed.count):
            raise FetchError("too_large", f"it unpacks to more than {MOST_RATIO} times its size")
        yield piece


class _Counted:
    """The pieces of a body as sent; `count` is how many bytes have come."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.count += len(piece)
            yield piece


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is packed as gzip or deflate, never more than CHUNK at once."""
    inflater: Any = None
    try:
        for piece in pieces:
            rest = piece
            while rest:
                inflater = inflater or _inflater(rest)
                yield inflater.decompress(rest, CHUNK)
                rest = inflater.unconsumed_tail
                if inflater.eof:  # a gzip file may have several parts; anything else behind the end is padding
                    rest = inflater.unused_data if inflater.unused_data[:1] == b"\x1f" else b""
                    inflater = zlib.decompressobj(31) if rest else inflater
        while inflater is not None and (last := inflater.decompress(b"", CHUNK)):
            yield last
    except zlib.error as error:
        raise FetchError("bad_encoding", f"what is packed is broken: {error}") from error
    if inflater is not None and not inflater.eof:
        raise FetchError("incomplete", "what is packed ends too early")


class _Plain:
    """An inflater of what is not packed."""

    eof = True
    unused_data = unconsumed_tail = b""

    def decompress(self, data: bytes, _most: int) -> bytes:
        return data


def _inflater(start: bytes) -> Any:
    """The first byte tells what it is: servers exist that say gzip and send text, or leave out the frame of deflate."""
    if start[:1] == b"\x1f":
        return zlib.decompressobj(31)
    if start[0] & 0x0F == 8 and start[0] >> 4 <= 7:  # RFC 1950: the method is 8, the window at most 7
        return zlib.decompressobj()
    return _Plain() if start[:1] in (b"<", b"{", b"[", b"\xef", b" ", b"\n") else zlib.decompressobj(-15)
