"""Mails: the story in them is read, whatever mail programs wrap around it."""

import base64
import time
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from format_helpers import all_of, article, reason
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import Article
from worker.sources.formats import Refusal

HEAD = """From: Agentur Nordlicht <desk@nordlicht.example>
Subject: Treffen in Riga
Date: Fri, 16 May 2025 17:05:00 +0200
Message-ID: <story-7@nordlicht.example>
MIME-Version: 1.0
"""
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"
MARKUP = "Content-Type: text/html; charset=utf-8\n\n"


def parts(kind: str, *inner: str, boundary: str = "cut") -> str:
    body = "".join(f"--{boundary}\n{part}\n" for part in inner)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{body}--{boundary}--\n'


def text(content: str | bytes) -> str:
    """Return the text of a mail behind its subject."""
    return article(content, "a.eml").text.removeprefix("Treffen in Riga\n\n")


def texts(content: str) -> list[str]:
    return [found.text if isinstance(found, Article) else found.reason for found in all_of(content, "a.eml")]


def test_mail_is_an_article_with_its_headers() -> None:
    found = article(HEAD + "Content-Language: de-AT, en\n" + PLAIN + "Sie trafen sich in Riga.\n", "a.eml")
    assert found.text == "Treffen in Riga\n\nSie trafen sich in Riga."
    assert (found.title, found.outlet, found.language) == ("Treffen in Riga", "Agentur Nordlicht", "de")
    assert found.published == datetime(2025, 5, 16, 15, 5, tzinfo=UTC)
    assert found.id == "story-7@nordlicht.example"


def test_line_ends_and_byte_order_mark_make_no_difference() -> None:
    mail = HEAD + PLAIN + "Sie trafen sich.\n\nDann nicht.\n"
    crlf = b"\xef\xbb\xbf" + mail.replace("\n", "\r\n").encode()
    assert article(crlf, "a.eml") == article(mail.replace("\n", "\r"), "a.eml") == article(mail, "a.eml")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("=?UTF-8?Q?Gr=C3=B6=C3=9Fe_der_=C3=9Cbung?=", "Größe der Übung"),
        ("=?utf-8?B?R3LDtsOf?= =?utf-8?B?ZSBkZXIgw5xidW5n?=", "Größe der Übung"),
        ("=?utf-8?B?R3LD?=\n =?utf-8?B?tsOfZQ==?= in Riga", "Größe in Riga"),
        ("=?iso-8859-1?Q?Gr=F6=DFe?= heute", "Größe heute"),
        ("=?utf-8*de?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?no-such-charset?Q?Gr=F6=DFe in Riga?=", "Größe in Riga"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
        ("Größe der\n Übung", "Größe der Übung"),
        ("Fwd: WG: Re: Treffen in Riga", "Treffen in Riga"),
        ("AW:Treffen", "Treffen"),
        ("Report: Treffen", "Report: Treffen"),
    ],
)
def test_subject_is_the_title(subject: str, expected: str) -> None:
    found = article(f"Subject: {subject}\n\nSie trafen sich.", "a.eml")
    assert (found.title, found.text) == (expected, f"{expected}\n\nSie trafen sich.")


def test_subject_in_an_old_encoding_is_read() -> None:
    assert article("Subject: Größe der Übung\n\nSie übten.".encode("cp1252"), "a.eml").title == "Größe der Übung"


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("Agentur Nordlicht <a@b.example>", "Agentur Nordlicht"),
        ('"Meier, Anna (Bote)" <a@b.example>', "Meier, Anna (Bote)"),
        ("=?utf-8?Q?B=C3=B6rsenbote?= <a@b.example>", "Börsenbote"),
        ("Börsenbote <a@b.example>", "Börsenbote"),
        ("desk@nordlicht.example", "nordlicht.example"),
        ("One <a@b.example>, Two <c@d.example>", "One"),
        ("", None),
        ("<>", None),
        ("(" * 300, None),
    ],
)
def test_sender_is_the_outlet(sender: str, expected: str | None) -> None:
    assert article(f"From: {sender}\nSubject: x\n\nThey met.", "a.eml").outlet == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Fri, 16 May 2025 15:05:00 -0000", datetime(2025, 5, 16, 15, 5, tzinfo=UTC)),
        ("16 May 2025 17:05 +0200 (CEST)", datetime(2025, 5, 16, 15, 5, tzinfo=UTC)),
        ("Fri, 16 May 2025\n 17:05:00 +0200", datetime(2025, 5, 16, 15, 5, tzinfo=UTC)),
        ("gestern", None),
        ("Fri, 99 May 2025 99:99:99 +9999", None),
    ],
)
def test_date_of_a_mail_is_its_publication(date: str, expected: datetime | None) -> None:
    assert article(f"Date: {date}\n\nThey met.", "a.eml").published == expected


def test_mail_without_an_id_is_known_by_its_content() -> None:
    one, other = (article(f"Message-ID: {i}\nSubject: x\n\nThey met.", "a.eml").id for i in ("", "<>"))
    assert one == other == article("Subject: x\nDate: Fri, 16 May 2025 17:05:00 +0200\n\nThey met.", "a.eml").id


def test_same_mail_in_two_folders_is_one_article() -> None:
    other_way = "Received: from x by y\nX-Spam: no\n" + HEAD.replace("Message-ID", "Message-Id")
    assert article(HEAD + PLAIN + "a", "a.eml").id == article(other_way + PLAIN + "a\n\n-- \nlist", "b.eml").id


def test_plain_text_goes_before_the_same_in_html() -> None:
    mail = HEAD + parts("alternative", PLAIN + "Sie trafen sich.", MARKUP + "<p>Sie trafen sich <b>wirklich</b>.")
    assert text(mail) == "Sie trafen sich."


@pytest.mark.parametrize("plain", ["", " \n ", "Bitte im Browser ansehen."])
def test_html_is_read_where_the_plain_text_is_none(plain: str) -> None:
    markup = "<style>p{}</style><h1>Treffen in Riga</h1><p>Sie trafen sich.</p>" + "<p>Das dauerte lange.</p>" * 20
    found = text(HEAD + parts("alternative", PLAIN + plain, parts("related", MARKUP + markup, boundary="in")))
    assert found.startswith("Sie trafen sich.\n\nDas dauerte lange.")


def test_mail_in_html_alone_is_read() -> None:
    assert text(HEAD + MARKUP + "<p>Sie trafen\nsich.<p>Dann nicht.") == "Sie trafen sich.\n\nDann nicht."


def test_page_in_a_mail_may_declare_its_own_encoding() -> None:
    page = '<meta charset="windows-1251"><p>Переговоры в Риге</p>'.encode("cp1251")
    assert text(HEAD.encode() + b"Content-Type: text/html\n\n" + page) == "Переговоры в Риге"


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("quoted-printable", b"Die Gr=C3=B6=C3=9Fe der =\n=C3=9Cbung."),
        ("Quoted-Printable", b"Die Gr\xc3\xb6\xc3\x9fe der =\n=C3=9Cbung."),
        ("base64", base64.encodebytes("Die Größe der Übung.".encode())),
        ("BASE64", base64.b64encode("Die Größe der Übung.".encode()).rstrip(b"=")),
        ("8bit", "Die Größe der Übung.".encode()),
        ("none-that-exists", "Die Größe der Übung.".encode()),
    ],
)
def test_body_is_read_in_its_transfer_encoding(encoding: str, content: bytes) -> None:
    mail = f"{HEAD}Content-Transfer-Encoding: {encoding}\n{PLAIN}".encode() + content
    assert text(mail) == "Die Größe der Übung."


@pytest.mark.parametrize("charset", ["", "utf-8", "us-ascii", "iso-8859-1", "x-unknown", "hex", '"', "utf-8''%ff"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_body_is_read_whatever_charset_is_declared(charset: str, encoding: str) -> None:
    mail = f"{HEAD}Content-Type: text/plain; charset={charset}\n\n".encode() + "„Größe der Übung“".encode(encoding)
    assert text(mail) == "„Größe der Übung“"


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "iso-2022-jp", "utf-16"])
def test_body_is_read_in_a_declared_charset(charset: str) -> None:
    said = "会議" if charset == "iso-2022-jp" else "Переговоры"
    body = base64.encodebytes(said.encode(charset)).decode()
    assert (
        text(f"{HEAD}Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset={charset}\n\n{body}") == said
    )


def test_attachments_are_left_alone() -> None:
    attached = (
        "Content-Disposition: attachment; filename=a.txt\n" + PLAIN + "Anhang",
        'Content-Type: text/plain; name="b.txt"\n\nAnhang',
        "Content-Disposition: inline; filename*=utf-8''c.html\n" + MARKUP + "Anhang",
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR",
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=",
    )
    mail = HEAD + parts("mixed", attached[0], PLAIN + "Sie trafen sich.", *attached[1:], PLAIN + "Dann nicht.")
    assert text(mail) == "Sie trafen sich.\n\nDann nicht."


def test_mail_of_attachments_alone_is_empty() -> None:
    assert reason(HEAD + parts("mixed", "Content-Disposition: attachment\n" + PLAIN + "x"), "a.eml").startswith("empty")


def test_body_may_have_the_name_of_a_file() -> None:
    assert text(HEAD + 'Content-Type: text/plain; name="story.txt"\n\nSie trafen sich.') == "Sie trafen sich."


def test_forwarded_mail_is_an_article_of_its_own() -> None:
    inner = "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=s.eml\n\n" + HEAD + PLAIN
    note = "From: me@here.example\nSubject: Fwd\n"
    assert texts(note + parts("mixed", inner + "Sie trafen sich.")) == ["Treffen in Riga\n\nSie trafen sich."]
    found = all_of(note + parts("mixed", PLAIN + "Zur Info", inner + "Sie trafen sich."), "a.eml")
    assert [one.text for one in found if isinstance(one, Article)] == [
        "Fwd\n\nZur Info", "Treffen in Riga\n\nSie trafen sich.",
    ]  # fmt: skip
    assert found[1].id == "story-7@nordlicht.example"  # type: ignore[union-attr]


def test_bad_mail_of_a_digest_costs_none_of_the_others() -> None:
    digest = parts("digest", *(f"\nSubject: {n}\n\n{body}" for n, body in enumerate(("They met.", "", "They left."))))
    assert texts(HEAD + digest) == ["0\n\nThey met.", "item 2: empty: it has no text", "2\n\nThey left."]


def test_signature_is_cut_off() -> None:
    assert text(HEAD + PLAIN + "Sie trafen sich.\n-- \nAnna Meier\nTel. 123") == "Sie trafen sich."
    assert text(HEAD + PLAIN + "Eins\n-- \nZwei\n-- \nAnna") == "Eins\n--\nZwei"
    assert text(HEAD + PLAIN + "Sie trafen sich.\n--\nDann nicht.") == "Sie trafen sich.\n--\nDann nicht."


@pytest.mark.parametrize(
    ("parameters", "body", "expected"),
    [
        ("", "Sie trafen \nsich.\n\nDann \nnicht.", "Sie trafen sich.\n\nDann nicht."),
        ("; delsp=yes", "Sie tra \nfen sich.", "Sie trafen sich."),
        ("", "Sie\n  trafen\n >sich", "Sie\n trafen\n>sich"),
        ("", "> Sie trafen \n> sich.\n>> Nein \nDoch.", "Sie trafen sich.\nNein\nDoch."),
        ("", "Sie trafen \n-- \nAnna", "Sie trafen"),
    ],
)
def test_flowed_text_is_put_together_again(parameters: str, body: str, expected: str) -> None:
    assert text(f"{HEAD}Content-Type: text/plain; format=flowed{parameters}\n\n{body}") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("They met in Riga.", "not a mail"),
        ('{"text": "a"}', "not a mail"),
        ("\n\n\n", "not a mail"),
        (HEAD, "empty"),
        (HEAD + PLAIN + "\n-- \nAnna", "empty"),
        (HEAD + "Content-Type: application/pdf\n\nx", "empty"),
        (HEAD + "Content-Type: message/rfc822\n\nnothing", "empty"),
        (HEAD + "Content-Type: multipart/mixed\n\n--x\n\nThey met.", "no boundary"),
        ("Message-ID: <" + "a" * 3_000 + ">\n\nThey met.", "'id' is too long"),
        ("Subject: " + "a" * 3_000 + "\n\nThey met.", "'title' is too long"),
        (HEAD + PLAIN + "a" * 500_001, "too long"),
    ],
)
def test_mail_without_a_story_is_refused_with_its_reason(content: str, expected: str) -> None:
    assert expected in reason(content, "a.eml")


def nested(kind: str, depth: int) -> Iterable[str]:
    for level in range(depth):
        yield f"Content-Type: {kind}; boundary=b{level}\n\n" + (f"--b{level}\n" if "multipart" in kind else "")


HOSTILE = {
    "parts in parts": "".join(nested("multipart/mixed", 5_000)) + "\nx",
    "mails in mails": "".join(nested("message/rfc822", 5_000)) + "\nx",
    "a hundred mails in mails": "".join(nested("message/rfc822", 100)) + "\nx",
    "a hundred parts in parts and many lines": "".join(nested("multipart/mixed", 100)) + "x\n" * 2_000_000,
    "many lines": PLAIN + "\n" * 9_000_000,
    "many parts": parts("mixed", *["\nx"] * 100_000),
    "many headers": "a: b\n" * 1_000_000 + "\nx",
    "a long header": "From: " + "(" * 5_000_000 + "\n\nx",
    "a long parameter": 'Content-Type: text/plain; a="' + ";" * 5_000_000 + "\n\nx",
    "a number of many digits": f"Content-Type: text/plain; charset*{'9' * 5_000}=x\n\nx",
    "brackets in the sender": "From: " + "(" * 9_000 + "\n\nx",
    "encoded words": "Subject: " + "=?utf-8?Q?a?= " * 600_000 + "\n\nx",
    "quotations": "Content-Type: text/plain; format=flowed\n\n" + ">" * 400_000 + " \n" + "a \n" * 30_000,
    "signatures": PLAIN + "-- \n" * 120_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_ends_within_bounds(name: str) -> None:
    began = time.monotonic()
    for found in all_of("Subject: x\n" + HOSTILE[name], "a.eml"):
        assert "the reader failed" not in getattr(found, "reason", "")
    assert time.monotonic() - began < 30


WHOLE = (
    HEAD
    + parts(
        "mixed",
        parts("alternative", PLAIN + "Die \xdcbung war lang.", MARKUP + "<p>Die \xdcbung", boundary="in"),
        "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; format=flowed; delsp=yes\n\n=41 \nb",
        "Content-Type: message/rfc822\n\nFrom: =?utf-8?B?QQ==?= <a@b.example>\nSubject: =?utf-8?Q?=41?=\n\nx",
        "Content-Transfer-Encoding: base64\nContent-Type: text/html; charset*=utf-8''utf%2D8\n\nPHA+YQ==",
        "Content-Disposition: attachment; filename*0*=utf-8''a; filename*1=b\n\nbegin",
        "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#86)C\n \nend\n",
    )
).encode("latin-1")
NOISE = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"\n", b"\n\n", b"=?", b"?=", b";", b'"', b"''", b"*", b"--cut", b"--", b"(", b"<", b":", b"=\n"]),
    st.sampled_from([b"Content-Type: ", b"multipart/mixed", b"message/rfc822", b"base64", b"charset=", b"boundary="]),
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cuts=st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 20), NOISE), min_size=1, max_size=8))
def test_no_change_of_a_mail_makes_reading_raise(cuts: list[tuple[int, int, bytes]]) -> None:
    mail = WHOLE
    for start, length, noise in cuts:
        mail = mail[:start] + noise + mail[start + length :]
    for found in all_of(mail, "a.eml"):
        assert isinstance(found, Article | Refusal)
        assert "the reader failed" not in getattr(found, "reason", "")
