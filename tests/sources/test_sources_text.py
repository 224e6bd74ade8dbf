"""Plain text of every encoding becomes clean text, or is refused."""

import json
import time
from datetime import UTC, datetime

import pytest
from format_helpers import FETCHED, TEXT, article, reason


def test_text_file_is_one_article_of_its_source() -> None:
    found = article(TEXT, "a.txt")
    assert (found.text, found.title, found.source, found.fetched) == (TEXT, "", "wire", FETCHED)
    assert (found.language, found.published, found.url, found.outlet) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Talks in Geneva\n\nThey met.", "Talks in Geneva"),
        ("They met in Geneva.\n\nThey left.", ""),
        ('"They met in Geneva."\n\nThey left.', ""),
        ("Talks in Geneva\nThey met.", ""),
        ("Talks in Geneva", ""),
        ("T" * 200 + "\n\nThey met.", ""),
        ("Will they meet?\n\nThey met.", ""),
    ],
)
def test_first_line_is_a_title_only_where_it_looks_like_one(text: str, title: str) -> None:
    found = article(text, "a.txt")
    assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize("name", ["a.TXT", "a.Md", "a.HTM", "a.JSON", "a.JSONL"])
def test_suffix_is_known_in_capitals_too(name: str) -> None:
    assert article(json.dumps({"text": "They met."}), name).text


def test_what_the_file_does_not_tell_is_filled_in() -> None:
    when = datetime(2025, 7, 20, tzinfo=UTC)
    assert article(TEXT, "a.txt", language="de", published=when).published == when
    assert article(TEXT, "a.txt", language="de", published=when).language == "de"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_same_text_in_every_encoding_is_the_same_article(encoding: str) -> None:
    text = TEXT + " „Nein“, sagte er – für 5 € mehr."
    assert article(text.encode(encoding), "a.txt") == article(text, "a.txt")


def test_utf_16_big_endian_with_its_mark_is_read() -> None:
    assert article(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt").text == TEXT


def test_utf_16_without_a_mark_is_refused() -> None:
    assert "zero bytes" in reason(TEXT.encode("utf-16-le"), "a.txt")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Переговоры в Стамбуле завершились без результата", "cp1251"),
        ("Переговоры в Стамбуле завершились без результата", "koi8-r"),
        ("Premier powiedział, że będą dalsze rozmowy pokojowe", "iso8859-2"),
    ],
)
def test_other_encodings_are_refused_rather_than_guessed(text: str, encoding: str) -> None:
    assert reason(text.encode(encoding), "a.txt").startswith("wrong encoding")


def test_mark_of_an_encoding_that_the_rest_does_not_have_is_refused() -> None:
    assert "utf-16-le" in reason(b"\xff\xfea", "a.txt")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04\x14\0", bytes(range(1, 32)) * 4])
def test_binary_data_is_refused(data: bytes) -> None:
    assert reason(data, "a.txt").startswith("not text")


def test_text_is_cleaned() -> None:
    dirty = "\ufeff\n Ein\u00adsatz \t\r\nU\u0308bung\x07\r\rzer\u200bo\u2028end\n\n "
    assert article(dirty.encode("utf-8"), "a.txt").text == "Einsatz\nÜbung\n\nzero\nend"


def test_surrogates_in_json_do_not_reach_the_article() -> None:
    assert article('{"text": "a\\ud800b"}', "a.json").text == "ab"


def test_endless_combining_marks_take_no_time() -> None:
    began = time.monotonic()
    assert len(article("a" + "\u0315\u0300" * 200_000, "a.txt").text) < 40
    assert time.monotonic() - began < 5
