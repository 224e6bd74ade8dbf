"""Documents that are made to cost time or memory, or that are no feeds at all, end in a named outcome."""

import gzip
import json
import random
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sources.feed import ParsedFeed, parse_feed

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
HEAD = b'<rss version="2.0"><channel><title>t</title>'
TAIL = b"</channel></rss>"
SECONDS = 15.0  # where nothing else runs, the slowest takes three
MEGABYTES = 800  # differs by a third between builds of Python
VERSION = b'{"version":"https://jsonfeed.org/version/1.1","items":['


def read(content: bytes) -> ParsedFeed:
    return parse_feed(content, url="https://a.example/", content_type=None, source="s", fetched=NOW)


def bomb() -> bytes:
    """A gigabyte in gzip, made without having it in memory."""
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    pieces = [packer.compress(b"0" * 1_000_000) for _ in range(1_000)]
    return b"".join(pieces) + packer.flush()


HOSTILE = {
    "a third of a million items": (lambda: HEAD + b"<item><title>a</title></item>" * 330_000, "items"),
    "a million empty items": (lambda: HEAD + b"<item/>" * 1_400_000, "items"),
    "two million elements": (lambda: HEAD + b"<x/>" * 2_400_000, "broken"),
    "three million levels": (lambda: HEAD + b"<a>" * 3_000_000, "broken"),
    "a million items within items": (lambda: HEAD + b"<item>" * 1_600_000, "broken"),
    "an attribute of ten megabytes": (lambda: HEAD + b'<item x="' + b"a" * 9_900_000 + b'"/>' + TAIL, "items"),
    "half a million attributes": (
        lambda: HEAD + b"<item " + b"".join(b'a%d="" ' % n for n in range(500_000)) + b"/>" + TAIL, "items",
    ),
    "half a million namespaces": (lambda: b"<rss " + b"".join(b'xmlns:a%d="" ' % n for n in range(500_000)), "broken"),
    "a title of ten megabytes": (lambda: HEAD + b"<item><title>" + b"a&lt;" * 1_900_000 + b"</title></item>", "items"),
    "a text of a million paragraphs": (
        lambda: HEAD + b"<item><description>" + b"&lt;p&gt;" * 1_000_000 + b"</description></item>", "items",
    ),
    "markup of half a million elements": (
        lambda: b"<feed><entry><content type='xhtml'><div>" + b"<b>x</b>" * 450_000 + b"</div></content></entry>",
        "items",
    ),
    "ten million ampersands": (lambda: HEAD + b"&" * 9_900_000, "broken"),
    "ten million signs of less": (lambda: b"<" * 9_900_000, "not_a_feed"),
    "a million comments": (lambda: b"<!---->" * 1_400_000, "not_a_feed"),
    "a million open sections": (lambda: HEAD + b"<![CDATA[" * 1_000_000, "broken"),
    "an endless document type": (lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 600_000, "entities"),
    "three million references": (
        lambda: b"<!DOCTYPE rss [<!ENTITY a 'bbbbbbbbbbbbbbb'>]>" + HEAD + b"<item>" + b"&a;" * 3_000_000, "broken",
    ),
    "an endless date": (lambda: HEAD + b"<item><pubDate>" + b"1" * 9_900_000 + b"</pubDate></item>", "items"),
    "an endless page of HTML": (lambda: b"<html>" + b"<rss " * 1_900_000, "html"),
    "a million accents": (lambda: HEAD + b"<item><title>" + b"e\xcc\x81" * 3_000_000 + b"</title></item>", "items"),
    "nine million brackets": (lambda: b'{"a":' + b"[" * 9_000_000, "broken"),
    "a number of nine million digits": (lambda: VERSION + b"1" * 9_000_000 + b"]}", "empty"),
    "three million objects": (lambda: VERSION + b"{}," * 3_000_000 + b"{}]}", "items"),
    "a gigabyte in gzip": (bomb, "too_large"),
    "eleven megabytes": (lambda: HEAD + b" " * 11_000_000, "too_large"),
    "broken gzip": (lambda: gzip.compress(HEAD)[:10] + b"\xff" * 20, "broken"),
    "zeros": (lambda: b"\0" * 9_000_000, "not_a_feed"),
    "noise": (lambda: random.Random(7).randbytes(2_000_000), "not_text"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "not_text"),
    "nothing": (lambda: b"", "no_content"),
    "white space": (lambda: b" \r\n\t", "no_content"),
    "a sentence": (lambda: b"The feed has moved.", "not_a_feed"),
    "half a JSON Feed": (lambda: VERSION + b'{"id":"1","title":"Bri', "broken"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_document_ends_in_its_outcome_within_its_time(what: str) -> None:
    make, outcome = HOSTILE[what]
    content = make()
    begun = time.perf_counter()
    found = read(content)
    seconds = time.perf_counter() - begun
    assert (found.cause or found.outcome) == outcome
    assert found.cause is None or found.reason
    assert seconds < SECONDS
    assert len(found.items) <= 5_000


def test_hostile_documents_stay_within_their_memory() -> None:
    worst = [
        "half a million attributes", "two million elements", "ten million ampersands", "three million objects",
        "a title of ten megabytes", "half a million namespaces", "a gigabyte in gzip",
    ]  # fmt: skip
    program = (
        "import json, re, sys; sys.path[:0] = sys.argv[1:3]; import test_feed_hostile as t\n"
        "for what in json.loads(sys.argv[3]):\n"
        "    t.read(t.HOSTILE[what][0]())\n"
        # Not ru_maxrss: it counts what the program that starts this one had.
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    command = [sys.executable, "-c", program, *folders, json.dumps(worst)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < MEGABYTES


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    found = read(content)
    assert found.outcome == "refused"
    assert found.reason


@given(st.lists(st.sampled_from([
    "<item>", "</item>", "<title>", "</title>", "a", "&", "&lt;", "&#0;", "<![CDATA[", "]]>", "<!--", "-->", "<b", ">",
    "<link href='x'/>", "<m:title>", "</m:title>", "<description>", "</description>", "\x00", "é", "<pubDate>5 Mar 24",
    "<content type='xhtml'>", "</content>", "<entry>", "</entry>", "</channel>", "<?x ?>", "<!DOCTYPE x>", "<item/>",
]), max_size=40))  # fmt: skip
def test_no_markup_makes_it_fail(pieces: list[str]) -> None:
    found = read(HEAD + "".join(pieces).encode())
    assert found.cause != "broken" or "reader failed" not in (found.reason or "")
