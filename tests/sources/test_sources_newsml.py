"""NewsML-G2, NewsML 1 and NITF: each item of text is an article, unless its publisher holds it back."""

from datetime import UTC, datetime

import pytest
from format_helpers import FETCHED, all_of, article, reason
from newsml_helpers import NITF, PLAIN_NITF, SAID, STORY, XHTML, inline, item, message, newsml1

from schemas import Article
from worker.sources.formats import Withdrawal


def test_nitf_alone_is_an_article() -> None:
    found = article('<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">' + PLAIN_NITF, "a.xml")
    assert found.text == STORY
    assert (found.title, found.id, found.language, found.outlet) == ("Treffen in Riga", "nl-7", "de", "Nordlicht")
    assert found.published == datetime(2025, 5, 16, 15, 5, tzinfo=UTC)


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.newsml", "A.XML"])
def test_root_element_tells_the_format_whatever_the_suffix(name: str) -> None:
    assert article(PLAIN_NITF, name).text == STORY
    assert article(item(inline(PLAIN_NITF)), name).text == STORY


@pytest.mark.parametrize(
    "declaration",
    [
        '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"',
        '<nitf xmlns="urn:whatever" xmlns:x="urn:other"',
        "<nitf",
    ],
)
def test_namespace_of_nitf_makes_no_difference(declaration: str) -> None:
    assert article(PLAIN_NITF.replace("<nitf", declaration, 1), "a.xml").text == STORY


@pytest.mark.parametrize("declared", ['xmlns:n="http://iptc.org/std/NITF/2006-10-18/"', ""])
def test_prefixes_make_no_difference_even_undeclared(declared: str) -> None:
    prefixed = (
        PLAIN_NITF.replace("</", "\0")
        .replace("<", "<n:")
        .replace("\0", "</n:")
        .replace("<n:nitf", f"<n:nitf {declared}")
    )
    assert article(prefixed, "a.xml").text == STORY


def test_lead_of_nitf_stands_before_the_story() -> None:
    heads = "<hl2>Gespr&#228;che dauern an</hl2>"
    lead = "</hedline><abstract><p>Ein Treffen mit Folgen.</p></abstract><hedline>"
    assert article(NITF.format(docdata="", heads=heads + lead), "a.xml").text.split("\n\n")[:4] == [
        "Treffen in Riga", "Gespräche dauern an", "Ein Treffen mit Folgen.", "Riga – Der Präsident traf den Rat.",
    ]  # fmt: skip


def test_dateline_that_the_story_has_already_is_not_told_twice() -> None:
    told = PLAIN_NITF.replace('<p lede="true">', "<p>RIGA, Lettland (NL) - ")
    assert "\n\nRIGA, Lettland (NL) - Der Präsident" in article(told, "a.xml").text


@pytest.mark.parametrize(
    "content",
    [
        inline(PLAIN_NITF),
        inline(f"<x:wrap xmlns:x='urn:x'>{PLAIN_NITF}</x:wrap>"),
        "<remoteContent href='a.jpg'/>" + inline("<html><body> </body></html>") + inline(PLAIN_NITF),
    ],
)
def test_item_of_newsml_with_nitf_is_an_article(content: str) -> None:
    found = article(item(content), "a.xml")
    assert found.text == STORY
    assert (found.title, found.outlet, found.language) == ("Treffen in Riga", "Nordlicht", "de")
    assert found.id == "urn:newsml:nl.example:20250516:7"
    assert found.published == datetime(2025, 5, 16, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (inline(XHTML), "Sie trafen sich."),
        (inline(XHTML.replace("<html", "<html xmlns='http://www.w3.org/1999/xhtml'")), "Sie trafen sich."),
        (inline("<section><p>Sie trafen<br></br>sich.</p><nav>Mehr</nav></section>"), "Sie trafen\n\nsich."),
        (inline("<p>Sie trafen &nbsp; sich.</p><p>Dann&hellip;</p>"), "Sie trafen sich.\n\nDann…"),
        (
            "<inlineData contenttype='text/plain'>Sie trafen\nsich.\n\nDann nicht.</inlineData>",
            "Sie trafen sich.\n\nDann nicht.",
        ),
        (
            "<inlineData><![CDATA[<p>Sie trafen sich.</p><p>Nie &lt; 3.</p>]]></inlineData>",
            "Sie trafen sich.\n\nNie < 3.",
        ),
        ("<inlineData>&lt;p&gt;Sie trafen sich.&lt;/p&gt;</inlineData>", "Sie trafen sich."),
    ],
)
def test_item_may_hold_html_or_plain_text(content: str, expected: str) -> None:
    assert article(item(content), "a.xml").text == f"Treffen in Riga\n\n{expected}"


def test_namespaces_of_newsml_make_no_difference() -> None:
    whole = item(SAID)
    assert article(
        whole.replace("<newsItem", "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'"), "a.xml"
    ) == article(whole, "a.xml")


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("<headline/><headline>Eins</headline><headline>Zwei</headline>", "Eins"),
        ("<headline role='hrol:short'>Kurz</headline><headline role='hrol:main'>Lang</headline>", "Lang"),
        ("<headline role='hrol:short'>Kurz</headline>", "Kurz"),
        ("<headline>Rat \n<b>tagt</b></headline>", "Rat tagt"),
        ("", ""),
    ],
)
def test_headline_is_the_title(about: str, expected: str) -> None:
    assert article(item(SAID, about=about), "a.xml").title == expected


def test_description_is_read_before_the_story_and_a_caption_is_not() -> None:
    about = "<description role='drol:caption'>Foto</description><description>Ein Vorspann.</description>"
    assert article(item(SAID, about=about), "a.xml").text == "Ein Vorspann.\n\nSie trafen sich."
    assert article(item("", about=about), "a.xml").text == "Ein Vorspann."


def test_flash_is_its_headline() -> None:
    assert article(item(), "a.xml").text == "Treffen in Riga"


@pytest.mark.parametrize(
    ("about", "hour"),
    [
        ("<contentCreated>2025-05-16T17:00:00+02:00</contentCreated>", 15),
        ("<contentCreated>2025-05-16T1:00</contentCreated>", 16),
        ("<contentCreated>2025-05-16</contentCreated>", 16),
        (
            "<contentCreated>2025-05-16T09:00:00Z</contentCreated><contentModified>2025-05-16T10:00:00Z</contentModified>",
            10,
        ),
    ],
)
def test_publication_is_that_of_the_story_before_that_of_the_item(about: str, hour: int) -> None:
    assert article(item(SAID, about=about), "a.xml").published == datetime(2025, 5, 16, hour, tzinfo=UTC)


def test_language_of_the_story_goes_before_that_of_the_item() -> None:
    assert article(item(SAID), "a.xml").language == "de"
    assert article(item(SAID, about="<language tag='en-GB'/>"), "a.xml").language == "en"
    assert article(item(inline("<html xml:lang='en'><p>They met.</p></html>")), "a.xml").language == "en"


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        ("<provider literal='Nordlicht Agentur'/>", "Nordlicht Agentur"),
        ("<provider qcode='nprov:NL'/>", "NL"),
        ("", None),
    ],
)
def test_provider_is_the_outlet(provider: str, expected: str | None) -> None:
    whole = item(SAID).replace('<provider qcode="nprov:NL"><name>Nordlicht</name></provider>', provider)
    assert article(whole, "a.xml").outlet == expected


def test_new_version_is_the_same_article_whose_words_tell_whether_it_was_edited() -> None:
    one, other = article(item(SAID), "a.xml"), article(item(SAID).replace('version="3"', 'version="4"'), "b.xml")
    assert (one.id, one.version) == (other.id, other.version)


@pytest.mark.parametrize(
    "status", ["qcode='stat:canceled'", "qcode='stat:withheld'", "uri='http://cv.example/status/canceled'"]
)
def test_story_that_is_taken_back_is_refused(status: str) -> None:
    [found] = all_of(item(SAID, meta=f"<pubStatus {status}/>"), "a.xml")
    assert isinstance(found, Withdrawal)
    assert "not to be published" in found.reason
    assert (found.article.id, found.article.text) == (article(item(SAID), "a.xml").id, "")
    assert article(item(SAID, meta="<pubStatus qcode='stat:usable'/>"), "a.xml")


@pytest.mark.parametrize(
    ("embargo", "expected"),
    [
        ("<embargoed>2025-07-21T18:00:01+02:00</embargoed>", "under embargo until 2025-07-21T18:00:01+02:00"),
        ("<embargoed>tomorrow\nnoon</embargoed>", "under embargo until tomorrow noon"),
        ("<embargoed/>", "marks it 'embargoed'"),
    ],
)
def test_story_under_embargo_is_refused(embargo: str, expected: str) -> None:
    assert expected in reason(item(SAID, meta=embargo), "a.xml")


def test_story_under_embargo_is_not_taken_back() -> None:
    assert not any(isinstance(found, Withdrawal) for found in all_of(item(SAID, meta="<embargoed/>"), "a.xml"))


def test_story_is_read_when_its_embargo_is_over() -> None:
    assert article(item(SAID, meta=f"<embargoed>{FETCHED.isoformat()}</embargoed>"), "a.xml")


@pytest.mark.parametrize(
    ("docdata", "status", "expected"),
    [
        ("", "canceled", "marks it 'canceled'"),
        ("", "Withheld", "marks it 'withheld'"),
        ("", "embargoed", "marks it 'embargoed'"),
        ('<date.release norm="20250722T000000+0200"/>', "usable", "under embargo until 20250722"),
        ('<date.release norm="20250520T000000+0200"/>', "embargoed", None),
    ],
)
def test_nitf_is_held_back_as_its_publisher_says(docdata: str, status: str, expected: str | None) -> None:
    whole = NITF.format(docdata=docdata, heads="").replace('"usable"', f'"{status}"')
    [found] = all_of(whole, "a.xml")
    assert isinstance(found, Article) if expected is None else expected in found.reason  # type: ignore[union-attr]


def test_refused_item_of_a_message_costs_none_of_the_others() -> None:
    canceled = item(SAID, meta="<pubStatus qcode='stat:canceled'/>")
    empty = item(about="")
    found = all_of(message(item(inline(XHTML)), canceled, empty, item(inline(PLAIN_NITF))), "a.xml")
    assert [one.text[:22] if isinstance(one, Article) else one.reason for one in found] == [
        "Treffen in Riga\n\nSie t",
        "item 2: not to be published: its publisher marks it 'canceled'",
        "item 3: empty: it has no text",
        "Treffen in Riga\n\nRiga ",
    ]


def test_pictures_and_packages_beside_a_text_are_left_alone() -> None:
    picture = item(SAID).replace("ninat:text", "ninat:picture")
    others = "<packageItem guid='p'/>", "<conceptItem/>", picture
    assert [type(found) for found in all_of(message(*others, item(SAID)), "a.xml")] == [Article]
    assert reason(message(*others), "a.xml") == "no item of text in it: picture"
    assert reason(message(), "a.xml") == "no item of text in it"


@pytest.mark.parametrize("content", ["<p>Sie trafen sich.</p>", "Sie trafen sich.", XHTML])
def test_newsml_1_is_read_too(content: str) -> None:
    found = article(newsml1(content), "a.xml")
    assert (found.text, found.outlet, found.language) == ("Treffen in Riga\n\nSie trafen sich.", "Nordlicht", "de")
    assert (found.id, found.published) == (
        "urn:newsml:nl.example:20050516:7",
        datetime(2005, 5, 16, 15, 5, tzinfo=UTC),
    )
    assert article(newsml1(PLAIN_NITF), "a.xml").text == STORY


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ('<Status FormalName="Canceled"/>', "marks it 'canceled'"),
        ('<Status FormalName="Embargoed"/>', "marks it 'embargoed'"),
        (
            '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
            "<DateAndTime>20250722T000000Z</DateAndTime></StatusWillChange>",
            "under embargo until 20250722T000000Z",
        ),
    ],
)
def test_newsml_1_is_held_back_as_its_publisher_says(status: str, expected: str) -> None:
    assert expected in reason(newsml1("x", status), "a.xml")
    assert reason(newsml1("x", medium="Photo"), "a.xml") == "no item of text in it"
