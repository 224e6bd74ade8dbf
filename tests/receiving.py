"""Receivers that misbehave: what they do with a delivery, and what `Client.post` and `Sinks.send` make of it."""

import socket
import time
from dataclasses import dataclass
from typing import Literal

from misbehaving import CHUNKED, OK, Behaviour, Early, answer, endless, raw, redirect, reset, stalled

from worker.http.records import Outcome

METADATA = "http://169.254.169.254/latest/meta-data/"
RETRY_S = 1_800


@dataclass(frozen=True)
class Case:
    """A behaviour; the status or the failure of the request; what becomes of the delivery."""

    behaviour: Behaviour
    comes: int | Outcome
    outcome: Literal["delivered", "again", "rejected", "gone"]


def after(seconds: float, behaviour: Behaviour) -> Behaviour:
    def send(connection: socket.socket) -> None:
        time.sleep(seconds)
        behaviour(connection)

    return send


TEN_MB = b"x" * 10_000_000
LENGTH = b"Content-Length: 9999\r\n\r\n"

TABLE: dict[str, Case] = {
    # Taken
    "ok": Case(answer("200 OK", b"thanks"), 200, "delivered"),
    "created": Case(answer("201 Created"), 201, "delivered"),
    "accepted_with_garbage": Case(answer("202 Accepted", b"\0\xff\x1b[2J\xc3" * 999), 202, "delivered"),
    "no_content": Case(raw(b"HTTP/1.1 204 No Content\r\n\r\n"), 204, "delivered"),
    "unknown_2xx": Case(answer("299 Fine"), 299, "delivered"),
    "informational_answers_first": Case(
        raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n" + OK + b"\r\n"), 200, "delivered"
    ),
    # Taken, as the status says, whatever becomes of the body
    "ten_megabytes": Case(answer("200 OK", TEN_MB), 200, "delivered"),
    "ten_megabytes_in_chunks": Case(raw(CHUNKED + b"989680\r\n" + TEN_MB + b"\r\n0\r\n\r\n"), 200, "delivered"),
    "endless_body": Case(endless(OK + b"\r\n", b" " * 60_000), 200, "delivered"),
    "announces_a_terabyte": Case(answer("200 OK", b"x", length=10**12), 200, "delivered"),
    "closes_in_the_body": Case(raw(OK + LENGTH + b"than"), 200, "delivered"),
    "resets_in_the_body": Case(reset, 200, "delivered"),
    "stalls_in_the_body": Case(stalled(OK + LENGTH + b"than"), 200, "delivered"),
    "drips_the_body": Case(endless(OK + LENGTH, b"t", 0.05), 200, "delivered"),
    "says_gzip_sends_text": Case(answer("200 OK", b"thanks", "Content-Encoding: gzip"), 200, "delivered"),
    "bad_chunk_size": Case(raw(CHUNKED + b"xyz\r\n"), 200, "delivered"),
    # May pass: no answer
    "accepts_and_closes": Case(raw(b""), "connection", "again"),
    "never_answers": Case(stalled(b""), "timeout", "again"),
    "answers_after_30_s": Case(after(30, answer("200 OK")), "timeout", "again"),
    "drips_the_status_line": Case(endless(b"HTTP/1.1 200 ", b"O", 0.05), "timeout", "again"),
    "drips_headers": Case(endless(OK, b"X-A: b\r\n", 0.05), "timeout", "again"),
    "drips_informational_answers": Case(endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.05), "timeout", "again"),
    "endless_informational_answers": Case(
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 999), "too_large", "again"
    ),
    "endless_headers": Case(endless(OK, b"X-A: b\r\n" * 999), "protocol", "again"),
    "closes_in_the_headers": Case(raw(OK + b"X-A: b\r\n"), "connection", "again"),
    "garbage": Case(raw(b"\0\xff\x13\x37" * 99), "protocol", "again"),
    "speaks_another_protocol": Case(raw(b"220 mail.example ESMTP\r\n"), "connection", "again"),
    "two_lengths": Case(answer("200 OK", b"thanks", "Content-Length: 7"), "protocol", "again"),
    "switches_protocols": Case(raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), "protocol", "again"),
    # May pass: an answer that says so
    "request_timeout": Case(answer("408 Request Timeout"), 408, "again"),
    "too_early": Case(answer("425 Too Early"), 425, "again"),
    "too_many_requests": Case(answer("429 Too Many Requests", b"", f"Retry-After: {RETRY_S}"), 429, "again"),
    "server_error": Case(answer("500 Oops", b"Traceback"), 500, "again"),
    "bad_gateway": Case(answer("502 Bad Gateway"), 502, "again"),
    "unavailable": Case(answer("503 Service Unavailable", b"", f"Retry-After: {RETRY_S}"), 503, "again"),
    "gateway_timeout": Case(answer("504 Gateway Timeout"), 504, "again"),
    "unknown_5xx": Case(answer("599 Broken"), 599, "again"),
    # Will not pass by itself
    "redirects_to_the_metadata": Case(redirect(METADATA, "301 Moved Permanently"), 301, "rejected"),
    "redirects_to_itself": Case(redirect("/redirects_to_itself", "307 Temporary Redirect"), 307, "rejected"),
    "unchanged": Case(answer("304 Not Modified"), 304, "rejected"),
    "bad_request": Case(answer("400 Bad Request", b'{"error": "no such field"}'), 400, "rejected"),
    "wrong_signature": Case(answer("401 Unauthorized"), 401, "rejected"),
    "not_found": Case(answer("404 Not Found", b"<html>"), 404, "rejected"),
    "too_large_for_it": Case(Early(answer("413 Content Too Large")), 413, "rejected"),
    "unknown_status": Case(answer("999 Denied"), 999, "rejected"),
    # Does not want any more
    "gone": Case(answer("410 Gone"), 410, "gone"),
}  # fmt: skip
