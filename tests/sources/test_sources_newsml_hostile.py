"""Documents of news agencies that are broken, no news or made to do harm."""

import time

import pytest
from format_helpers import all_of, article, reason
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsml_helpers import PLAIN_NITF, SAID, STORY, XHTML, inline, item, message, newsml1

from schemas import Article
from worker.sources.formats import Refusal


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "iso-8859-1", "windows-1252"]
)
def test_document_is_read_in_its_encoding(encoding: str) -> None:
    declared = encoding.removesuffix("-sig").removesuffix("-le")
    whole = f'<?xml version="1.0" encoding="{declared}"?>\n{PLAIN_NITF}'.replace("&#228;", "ä")
    assert article(whole.encode(encoding), "a.xml").text == STORY


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<rss version='2.0'><channel/></rss>", "a feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "a feed"),
        ("<rdf:RDF xmlns:rdf='urn:r'/>", "a feed"),
        ("<opml version='2.0'><body/></opml>", "a list of feeds"),
        ("<!DOCTYPE html><html><p>They met.</html>", "a web page"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "no news: <svg>"),
        ("<?xml version='1.0'?><project><a/></project>", "no news: <project>"),
        ("<packageItem/>", "no news: <packageitem>"),
        ("They met.", "not XML"),
        ('{"text": "a"}', "not XML"),
        (" \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not"),
        ("<nitf/>", "empty: it has no text"),
        ("<newsItem/>", "empty: it has no text"),
        ("<NewsML/>", "no item of text"),
        (PLAIN_NITF[:-20], "broken XML: line 8"),
        (PLAIN_NITF.replace("</p>", "", 1), "broken XML: line 8"),
        ("<nitf><a:1/></nitf>", "broken XML"),
        ("<nitf>" + "<a>" * 300 + "</a>" * 300 + "</nitf>", "broken XML"),
    ],
)
def test_what_is_no_news_is_refused_with_what_it_is(content: str | bytes, expected: str) -> None:
    assert expected in reason(content, "a.xml")


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/hostname">',
        '<!ENTITY b PUBLIC "x" "http://localhost/">',
        '<!ENTITY % c SYSTEM "http://localhost/c.dtd"> %c;',
        '<!ENTITY % c "x"> %c;',
    ],
)
def test_entities_are_never_expanded_and_nothing_is_fetched(declared: str) -> None:
    bomb = f"<!DOCTYPE nitf [{declared}]>" + PLAIN_NITF.replace("Dann", "Dann &b; ")
    [found] = all_of(bomb, "a.xml")
    assert "entity" in found.reason if isinstance(found, Refusal) else "&b;" in found.text


HOSTILE = {
    "two million elements": "<nitf>" + "<a/>" * 2_400_000 + "</nitf>",
    "elements up to the limit": "<nitf><body><body.content>" + "<p>a</p>" * 240_000 + "</body.content></body></nitf>",
    "items up to the limit": message(*["<newsItem><contentSet/></newsItem>"] * 120_000),
    "items in items": "<newsItem>" * 200 + item(inline("<p>" + "a " * 4_000_000 + "</p>")) + "</newsItem>" * 200,
    "a deep document": "<nitf>" + "<a>" * 3_000_000,
    "half a million attributes": "<nitf " + " ".join(f"a{n}=''" for n in range(500_000)) + "/>",
    "an endless document type": "<!DOCTYPE nitf [" + "<!ENTITY a 'b'>" * 600_000,
    "ten million ampersands": item("<inlineData>" + "&" * 9_000_000 + "</inlineData>"),
    "a headline of nine megabytes": item(SAID, about="<headline>" + "a" * 9_000_000 + "</headline>"),
    "a text of nine megabytes": item("<inlineData>" + "a " * 4_500_000 + "</inlineData>"),
    "contents without text": item("<inlineXML><p>" * 80 + " " * 9_000_000 + "</p></inlineXML>" * 80),
    "contents in contents": newsml1("<DataContent><p> " * 100 + " " * 9_000_000 + "</p></DataContent>" * 100),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document_ends_within_bounds(name: str) -> None:
    began = time.monotonic()
    for found in all_of(HOSTILE[name], "a.xml"):
        assert "the reader failed" not in getattr(found, "reason", "")
    assert time.monotonic() - began < 30


WHOLE = [
    ('<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE nitf [<!ENTITY a "b">]>' + PLAIN_NITF).encode(),
    message(item(inline(PLAIN_NITF)), item(inline(XHTML)), item("<inlineData><![CDATA[<p>a]]></inlineData>")).encode(),
    newsml1("<p>Sie trafen sich.</p>").encode(),
]
NOISE = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"<", b">", b"</", b"/>", b"&", b"&#0;", b"&#xD800;", b"<!--", b"]]>", b"<![CDATA[", b"<?", b"\0"]
    ),
    st.sampled_from(
        [b"<newsItem>", b"</newsItem>", b"xmlns:x=''", b"x:", b":", b"<!ENTITY a '&b;'>", b"\xff\xfe", b"'"]
    ),
    st.sampled_from(
        [b"<embargoed>9999-99-99</embargoed>", b"<nitf>", b"<body>", b"0001-01-01T00:00:00+14:00", b"stat:"]
    ),
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    whole=st.sampled_from(WHOLE),
    cuts=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 20), NOISE), min_size=1, max_size=6),
)
def test_no_change_of_a_document_makes_reading_raise(whole: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    for start, length, noise in cuts:
        whole = whole[:start] + noise + whole[start + length :]
    for found in all_of(whole, "a.xml"):
        assert isinstance(found, Article | Refusal)
        assert "the reader failed" not in getattr(found, "reason", "")
