"""What is packed is there again, and what was not packed, too."""

import json

import pytest
from helpers import alert_body
from hypothesis import given
from hypothesis import strategies as st

from schemas import AlertBody
from worker.store.packing import pack, read, read_body, unpack


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_packed_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text
    assert pack(text).isascii()


def test_an_event_takes_less_than_half() -> None:
    text = alert_body().model_dump_json()
    assert len(pack(text)) < len(text) / 2
    assert read_body(pack(text)) == read(AlertBody, text) == alert_body()


def test_what_was_packed_before_is_still_read() -> None:
    """The dictionary stays: this was packed with it when it was made."""
    assert unpack("1:eLtCe7nbw1eh1QIAkZ4JtQ==") == '{"change":"new","revision":1}'


@pytest.mark.parametrize(
    "kept", ["", "{}", "[]", "bar", "1:", "1:!", "1:eA==", "1:\x00", "2:eA==", '{"revision": 1}', "\ud800"]
)
def test_what_cannot_be_read_is_nothing(kept: str) -> None:
    assert read_body(kept) is None


def test_what_was_cut_is_nothing() -> None:
    kept = pack(alert_body().model_dump_json())
    for end in range(0, len(kept), 7):
        assert read_body(kept[:end]) is None


def test_what_a_newer_version_adds_is_left_out() -> None:
    body = alert_body()
    newer = json.loads(body.model_dump_json())
    newer["mood"] = newer["event"]["mood"] = {"of": "tomorrow"}
    assert read_body(pack(json.dumps(newer))) == body
