"""Lists of feeds: what is taken from them, what is refused and why, and what is written."""

from pathlib import Path

import pytest

from worker.errors import SourceError
from worker.feeds import Feed
from worker.sources.opml import FeedList, parse_opml, to_opml

ROOT = Path(__file__).parents[2]


def opml(outlines: str, version: str = "2.0", head: str = "<title>Mine</title>") -> bytes:
    return f'<opml version="{version}"><head>{head}</head><body>{outlines}</body></opml>'.encode()


def feeds(outlines: str) -> tuple[Feed, ...]:
    return parse_opml(opml(outlines)).feeds


def test_attributes_become_settings() -> None:
    (feed,) = feeds(
        '<outline type="rss" title="Harbour News" text="other" xmlUrl="https://news.example/rss" language="de-AT"'
        ' htmlUrl="https://news.example/" category="/World/Europe,war" xmlns:d="urn:depesche:opml" d:outlet="Harbour"/>'
    )
    assert feed == Feed(
        url="https://news.example/rss", name="Harbour News", language="de", tags=("World/Europe", "war"),
        outlet="Harbour",
    )  # fmt: skip


def test_settings_of_other_programs_are_not_ours() -> None:
    (feed,) = feeds('<outline text="a" xmlUrl="https://a.example/" interval="5" full_text="yes" outlet="x"/>')
    assert feed == Feed(url="https://a.example/", name="a")


def test_folders_become_tags_and_a_feed_in_two_folders_is_one() -> None:
    outline = '<outline text="N" xmlUrl="https://news.example/rss"/>'
    (feed,) = feeds(
        f'<outline text="World"><outline text="Europe">{outline}</outline></outline>'
        f'<outline text="War">{outline}</outline>'
    )
    assert feed.tags == ("World", "Europe", "War")


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_names_of_attributes_are_read_in_any_case(name: str) -> None:
    assert [feed.url for feed in feeds(f'<outline text="N" {name}="https://news.example/rss"/>')]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("feed://news.example/rss", "http://news.example/rss"),
        ("feed:https://news.example/rss", "https://news.example/rss"),
        (" https://news.example/rss\n", "https://news.example/rss"),
    ],
)
def test_address_is_read_as_meant(written: str, meant: str) -> None:
    assert [feed.url for feed in feeds(f'<outline text="N" xmlUrl="{written}"/>')] == [meant]


def test_feed_without_a_name_is_called_after_its_host() -> None:
    assert [feed.name for feed in feeds('<outline xmlUrl="https://www.news.example/rss"/>')] == ["news.example"]


def test_language_that_is_none_is_left_out() -> None:
    assert [feed.language for feed in feeds('<outline xmlUrl="https://n.example/" language="unknown"/>')] == [None]


@pytest.mark.parametrize("url", ["", "/rss", "ftp://news.example/rss", "file:///etc/passwd", "http://"])
def test_what_is_no_address_of_a_page_is_left_out_with_a_reason(url: str) -> None:
    found = parse_opml(opml(f'<outline text="Bad" xmlUrl="{url}"/><outline text="N" xmlUrl="https://n.example/"/>'))
    assert [feed.name for feed in found.feeds] == ["N"]
    assert [refusal.name for refusal in found.refused] == ["Bad"]
    assert found.refused[0].reason


def test_bare_ampersands_are_mended_and_unclosed_elements_told() -> None:
    found = parse_opml(opml('<outline text="A & B" xmlUrl="https://n.example/?a=1&b=2"/>'))
    assert [(feed.name, feed.url) for feed in found.feeds] == [("A & B", "https://n.example/?a=1&b=2")]
    found = parse_opml(opml('<outline text="Folder"><outline text="N" xmlUrl="https://n.example/"/>'))
    assert [feed.name for feed in found.feeds] == ["N"]
    assert found.remarks


def test_list_without_feeds_is_empty() -> None:
    assert parse_opml(opml('<outline text="World"><outline text="Europe"/></outline>')) == FeedList("opml-2.0", (), ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no document"),
        (b"hello", "neither XML nor JSON"),
        (b"<rss/>", "not OPML"),
        (opml('<outline text="N" xmlUrl="https://n.example/"/>')[:-20], "cut off"),
        (b'<!DOCTYPE opml [<!ENTITY a "a"><!ENTITY b "&a;&a;">]>' + opml(""), "entity"),
        (opml("".join(f'<outline xmlUrl="https://n.example/{n}"/>' for n in range(10_001))), "too long"),
        (b"\x1f\x8b broken", "gzip"),
    ],
)
def test_file_that_cannot_be_taken_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        parse_opml(content)


def test_ten_megabytes_of_folders_end_within_the_limits() -> None:
    assert parse_opml(opml("<outline>" * 1_000_000)).feeds == ()


def test_what_is_written_is_read_again() -> None:
    written = (
        Feed(url="https://a.example/?a=1&b=2", name="A & <B>", outlet='"A"', language="de", tags=("x", "y z")),
        Feed(url="https://b.example/", name="Größe", interval=900, full_text="auto", origin="Agency"),
    )
    assert parse_opml(to_opml(written).encode()).feeds == written


def test_starter_pack_has_forty_feeds_with_language_and_outlet() -> None:
    found = parse_opml((ROOT / "examples" / "feeds.opml").read_bytes())
    assert len(found.feeds) >= 40
    assert found.refused == ()
    assert found.remarks == ()
    assert {feed.language for feed in found.feeds} == {"de", "en"}
    assert all(feed.outlet and feed.tags for feed in found.feeds)
    assert len({feed.name for feed in found.feeds}) == len(found.feeds)
