"""Text to sentences, tokens and quotations."""

import random
import string

import pytest

from worker.languages.pack import load_pack
from worker.text.document import LONGEST_SENTENCE, Document, parse
from worker.text.normalise import fold, normalise


def _parse(text: str, language: str = "de", title: str = "") -> Document:
    return parse(text, title, load_pack(language).sentences)


def _sentences(text: str, language: str = "de") -> list[str]:
    return [text[s.start : s.end] for s in _parse(text, language).sentences]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die 2. Brigade rückte vor. Am 3. Juli kam sie an.", 2),
        ("de", "Dr. Weber sprach z.B. mit Prof. Lang. Danach ging er.", 2),
        ("de", "Es waren mehr als 60. Die Regierung schweigt.", 2),
        ("de", "„Wir bleiben.“ Er ging.", 2),
        ("de", "„Kommen Sie?“ fragte er.", 1),
        ("en", "The U.S. envoy met Mr. Brown. They talked.", 2),
        ("en", "Kyiv said 86. Moscow said none.", 2),
        ("en", "“We will stay.” He left.", 2),
        ("en", "They fled to St. Petersburg on Jan. 5.", 1),
        ("de", "Die Stadt wurde zerstört.Retter suchen weiter.", 2),
        ("de", "Erste Zeile ohne Punkt\nZweite Zeile.", 2),
        ("de", "In Israel starben laut Behörden 24. An den Märkten blieb es ruhig.", 2),
        ("de", "Das Ministerium sprach von 86. Israelische Jets griffen an.", 2),
        ("de", "Im 20. Jahrhundert gab es den 1. Weltkrieg.", 1),
        ("de", "Der Sprecher schrieb auf X. Washington schwieg.", 2),
        ("de", "Es geht um 3,5 Mio. Euro und rd. 20 Mrd. Dollar.", 1),
        ("de", "Was nun? Das fragt die Stadt! Niemand weiß es ...", 3),
        ("en", "The toll reached 44. Two people were missing.", 2),
        ("en", "He wrote on X. Vice President Reed agreed.", 2),
        ("en", "George W. Bush and J. K. Rowling met at 9 p.m. in the U.S. Capitol.", 1),
        ("en", "It ended at 9 p.m. The guests left the U.S. They flew home.", 3),
        ("en", "'We stay.' He left. \"We go.\" She left.", 4),
        ("de", "+++ 11:12 Sumy: Viele Tote +++\n\nEs gab Raketen.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, text: str, expected: int) -> None:
    assert len(_sentences(text, language)) == expected


def test_offsets_are_those_of_the_text() -> None:
    text = "Kiew – „Es reicht“, sagte Müller’s Sprecher.  Dann\u00a0ging er. 😀 Ende."
    document = _parse(text)
    for sentence in document.sentences:
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        for token in sentence.tokens:
            assert normalise(text[token.start : token.end]) == token.text


def test_headline_is_one_sentence_and_read_once() -> None:
    document = _parse("Angriff. Tote. Flucht\n\nEs gab Tote.", title="Angriff. Tote. Flucht")
    assert [s.role for s in document.sentences] == ["headline", "body"]


def test_text_that_does_not_begin_with_its_title_has_no_headline() -> None:
    assert [s.role for s in _parse("Es gab Tote.", title="Angriff").sentences] == ["body"]


def test_short_line_without_full_stop_is_a_heading() -> None:
    assert [s.role for s in _parse("Es gab Tote.\n\nNeue Gespräche\n\nMan traf sich.").sentences] == [
        "body",
        "heading",
        "body",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KYIV, April 13 - Two people died.",
        "TEHRAN, Aug. 12 (MNA) –Two people died.",
        "Kiew (dpa) – Zwei Menschen starben.",
        "Kiew, 26. August 2021 (dpa) - Zwei Menschen starben.",
        "KABUL, Aug. 26 (Xinhua) -- Two people died.",
        "Kiew/Tel Aviv - Zwei starben.",
        "MANILA, Philippines—Two people died.",
        "BANGKOK -- Two people died.",
        "NEW DELHI: Two people died.",
        "Kano, Nigeria– Two people died.",
        "Srinagar, May 5 (IANS) Two people died.",
        "BERLIN taz | Zwei Menschen starben.",
        "BERLIN/KABUL rtr ■ Zwei Menschen starben.",
        "BERLIN | Zwei Menschen starben.",
        "BAGDAD dpa/afp – Zwei Menschen starben.",
    ],
)
def test_sentence_proper_begins_behind_the_dateline(text: str) -> None:
    sentence = _parse(text).sentences[0]
    assert sentence.tokens[sentence.body_first].text in ("Two", "Zwei")


def test_lines_of_a_broken_paragraph_are_one_paragraph() -> None:
    text = (
        "The ministers of the four countries met on Monday in the old town hall and\n"
        "Talked about the grain that has been waiting in the ports since the spring, as a\n"
        "spokesman of the ministry said after the meeting had come to its end."
    )
    assert _sentences(text, "en") == [text]


def test_line_that_goes_on_in_small_letters_is_no_sentence_of_its_own() -> None:
    assert _sentences("Die Armee meldete\nneue Angriffe.\nKiew schwieg.") == [
        "Die Armee meldete\nneue Angriffe.",
        "Kiew schwieg.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "quoted"),
    [
        ("en", "“We stay. We fight,” he said. Then he left.", ["We stay. We fight,"]),
        ("en", "“First part.\n\n“Second part,” he said.", ["First part.", "Second part,"]),
        ("de", "„Erster Absatz.\n\nZweiter Absatz.“ Das sagte er.", ["Erster Absatz.\n\nZweiter Absatz."]),
        ("de", "»Ja«, sagte er, »wir bleiben.«", ["Ja", "wir bleiben."]),
        ("de", "«Ja», sagte er.", ["Ja"]),
        ("de", 'Sie nennt es "Krieg", er "Frieden".', ["Krieg", "Frieden"]),
        ("de", "Die ‚Aurora‘ legte ab.", ["Aurora"]),
        ("de", "Er sagte: „Das ‚Paket‘ kommt.“", ["Das ‚Paket‘ kommt."]),
        ("en", "'No deal' says Reed as the allies' demands grow", ["No deal"]),
        ("en", "He called it 'the allies' worst day' on Friday.", ["the allies' worst day"]),
        ("de", "Hans' Auto stand vor Max' Haus.", []),
        ("en", "It was the summer of '93, the players' best.", []),
        ("de", 'Das "offene Ende. Ein anderer Satz.', ["offene Ende."]),
        ("en", '"A b," he said. "C d.\nThen "x y" came.', ["A b,", "C d.", "x y"]),
    ],
)
def test_direct_speech_is_found_without_its_marks(language: str, text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in _parse(text, language).quotations] == quoted


def test_speech_knows_its_first_and_last_sentence() -> None:
    document = _parse("Er ging. „Wir bleiben. Wir kämpfen.“ Das sagte er.")
    assert [(q.first, q.last) for q in document.quotations] == [(1, 2)]


@pytest.mark.parametrize("marks", ["„“", "“”", "»«", "«»", '""'])
def test_words_between_marks_are_quoted(marks: str) -> None:
    sentence = _parse(f"Er sagte: {marks[0]}Wir kämpfen weiter{marks[1]} und ging.").sentences[0]
    assert [t.text for t, q in zip(sentence.tokens, sentence.quoted, strict=True) if q] == ["Wir", "kämpfen", "weiter"]


def test_speech_over_several_sentences_is_quoted_throughout() -> None:
    document = _parse("„Wir bleiben. Wir kämpfen.“ Das sagte er.")
    assert [all(s.quoted[1:-2]) for s in document.sentences] == [True, True, False]


def test_mark_that_is_never_closed_does_not_quote_the_next_paragraph() -> None:
    document = _parse("„Wir bleiben, sagte er.\n\nDie Stadt brennt.")
    assert not any(document.sentences[-1].quoted)


def test_apostrophes_of_all_kinds_are_one() -> None:
    assert {fold(w) for w in ("Sana’a", "Sana'a", "Sanaʼa", "Sana´a")} == {"sana'a"}


def test_possessive_is_a_token_of_its_own() -> None:
    assert [t.text for t in _parse("Russia’s army", "en").sentences[0].tokens] == ["Russia", "'s", "army"]


@pytest.mark.parametrize(
    "text", ["Das Ende – Wer hätte das gedacht – ist nah.", "US–Iran talks began.", "Goma, im Osten - Wer weiß."]
)
def test_dash_inside_a_sentence_is_no_dateline(text: str) -> None:
    assert _parse(text).sentences[0].body_first == 0


@pytest.mark.parametrize(
    "number", ["1.200", "1,5", "11:12", "155-mm", "1.5bn", "S-300", "Patriot-Systeme", "1'200", "3:2"]
)
def test_number_or_compound_is_one_token(number: str) -> None:
    assert number in [t.text for t in _parse(f"Es sind {number} da").sentences[0].tokens]


@pytest.mark.parametrize(
    "text",
    [
        "wort " * 200_000,
        '"' * 50_000,
        "„“" * 25_000,
        "1" * 50_000,
        "1." * 50_000,
        "A." * 50_000,
        "\u202e\u200f" * 20_000 + "Ende.",
        "(" * 50_000,
        ".(" * 50_000,
        "." * 200_000,
        ". " * 50_000,
        "a\n" * 100_000,
        "B\n" * 100_000,
        "„a. " * 25_000,
        " 'a" * 50_000,
        "a-" * 100_000,
        "AB " * 100_000,
        "x" * 1_000_000,
        "".join(random.Random(7).choices(string.printable + "„“”»«äöüß\u0301", k=200_000)),
    ],
    ids=[
        "words",
        "quotes",
        "pairs",
        "digits",
        "ordinals",
        "initials",
        "marks",
        "brackets",
        "closed",
        "points",
        "stops",
        "small",
        "capitals",
        "open",
        "single",
        "hyphens",
        "dateline",
        "word",
        "noise",
    ],
)
@pytest.mark.timeout(20)
def test_hostile_text_is_cut_into_bounded_sentences(text: str) -> None:
    document = _parse(text)
    assert all(len(s.tokens) <= LONGEST_SENTENCE for s in document.sentences)
    assert all(len(t.text) <= 1_100 for s in document.sentences for t in s.tokens)
    ends = [0] + [s.end for s in document.sentences]
    assert all(s.start >= end for s, end in zip(document.sentences, ends, strict=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bridge. Ana Lee/AFP/Getty Images Rebels hold it.", "A bridge.|Ana Lee/AFP/Getty Images|Rebels hold it."),
        ("Related article Why Sudan’s war spreads The army left Wad Madani.", "The army left Wad Madani."),
        ("Related article Army leaves Wad Madani “We went home,” he said.", "“We went home,” he said."),
        ("Bo Ito/AP Related article Army leaves Burhan spoke.", "Bo Ito/AP|Related article Army leaves Burhan spoke."),
        ("Fights went on in Goma/Kivu until the rain.", "Fights went on in Goma/Kivu until the rain."),
    ],
)  # fmt: skip
def test_what_a_page_runs_together_is_parted(text: str, expected: str) -> None:
    assert _sentences(text, "en") == expected.split("|")
