"""Clauses, phrases and grammatical places in German and English sentences."""

from datetime import UTC, datetime

import pytest

from schemas import Article
from worker.extract.analysis import Reading, analyse
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.subjects import object_of
from worker.extract.grammar.triggers import find_triggers
from worker.languages.pack import AidWord, AttackWord, SpeechWord


def _read(text: str, language: str) -> Reading:
    now = datetime(2025, 7, 21, 12, tzinfo=UTC)
    article = Article(id="a", text=text, language=language, published=now, fetched=now, source="test")
    return analyse(article, language).readings[0]


def _text(reading: Reading, phrase: Phrase | None) -> str | None:
    return phrase and " ".join(t.text for t in reading.sentence.tokens[phrase.first : phrase.last + 1])


@pytest.mark.parametrize(
    ("language", "text", "subject", "direct"),
    [
        ("de", "Moskau setzte am Montag 450 Drohnen ein.", "Moskau", "450 Drohnen"),
        ("de", "Am Montag setzte Moskau 450 Drohnen ein.", "Moskau", "450 Drohnen"),
        ("de", "Nach Angaben der Luftabwehr setzte Moskau 450 Drohnen ein.", "Moskau", "450 Drohnen"),
        ("de", "Den Angriff verurteilte der Minister.", "der Minister", "Den Angriff"),
        ("de", "Norwegen hat der Ukraine neue Raketen zugesagt.", "Norwegen", "neue Raketen"),
        ("de", "Getroffen wurden mehrere Wohnhäuser.", "mehrere Wohnhäuser", None),
        ("en", "Russia launched dozens of drones at Kyiv.", "Russia", "dozens"),
        ("en", "On Monday the army shelled the town.", "the army", "the town"),
        ("en", "Drones fired by the rebels hit a ship.", "Drones", "a ship"),
    ],
)
def test_main_clause_has_its_subject_and_object(language: str, text: str, subject: str, direct: str | None) -> None:
    reading = _read(text, language)
    clause = next(c for c in reading.clauses if c.finite)
    found = reading.subject(clause)
    assert _text(reading, found) == subject
    assert _text(reading, object_of(clause, reading.phrases_of(clause), found, reading.grammar)) == direct


@pytest.mark.parametrize(
    ("language", "text", "tense", "mood", "passive", "modal"),
    [
        ("de", "Die Armee griff die Stadt an.", "past", "indicative", False, None),
        ("de", "Die Armee hat die Stadt angegriffen.", "past", "indicative", False, None),
        ("de", "Die Armee hatte die Stadt angegriffen.", "pluperfect", "indicative", False, None),
        ("de", "Die Stadt wurde angegriffen.", "past", "indicative", True, None),
        ("de", "Die Armee wird die Stadt angreifen.", "future", "indicative", False, None),
        ("de", "Die Armee will die Stadt angreifen.", "present", "indicative", False, "want"),
        ("de", "Das Land halte sich an alle Absprachen.", "present", "reported", False, None),
        ("de", "Der Minister ist in Kiew eingetroffen.", "past", "indicative", False, None),
        ("en", "The army attacked the town.", "past", "indicative", False, None),
        ("en", "The army has attacked the town.", "past", "indicative", False, None),
        ("en", "The town was attacked.", "past", "indicative", True, None),
        ("en", "The army will attack the town.", "future", "indicative", False, None),
        ("en", "The army may attack the town.", "present", "indicative", False, "may"),
    ],
)
def test_verbal_complex_tells_tense_mood_and_voice(
    language: str, text: str, tense: str, mood: str, passive: bool, modal: str | None
) -> None:
    clause = _read(text, language).clauses[0]
    assert (clause.tense, clause.mood, clause.passive, clause.modal) == (tense, mood, passive, modal)


@pytest.mark.parametrize(
    ("language", "text", "roles"),
    [
        ("de", "Der Minister, der am Montag anreiste, lobte die Armee.", ["main", "relative"]),
        ("de", "Der Präsident sagte, dass die Armee abziehe.", ["main", "subordinate"]),
        ("de", "Er rief dazu auf, die Waffen zu liefern.", ["main", "infinitive"]),
        ("de", "Seit Montag schweigen die Waffen.", ["main"]),
        ("de", "Die Regierung teilte mit, die Lage sei ruhig.", ["main", "main"]),
        ("en", "The minister, who arrived on Monday, praised the army.", ["main", "relative"]),
        ("en", "Poland said a missile had crossed its border.", ["main", "main"]),
        ("en", "The president said that the army would leave.", ["main", "subordinate"]),
    ],
)
def test_sentence_falls_into_its_clauses(language: str, text: str, roles: list[str]) -> None:
    assert [c.role for c in _read(text, language).clauses] == roles


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Die Armee hat die Rebellen, die den Süden halten, am Montag angegriffen.", "angegriffen"),
        ("Die Armee soll den Ort, in dem Rebellen lebten, beschossen haben.", "haben"),
        ("Die Regierung will den Truppen, die im Osten kämpfen, neue Waffen liefern.", "liefern"),
        ("Die Armee griff den Ort, den Rebellen hielten, mit Drohnen an.", "an"),
        ("Der Ort wurde, wie die Armee mitteilte, von Rebellen überfallen.", "überfallen"),
        ("Die Armee suchte Rebellen, die den Süden hielten, und nahm zwei fest.", "Rebellen"),
    ],
)
def test_predicate_ends_behind_a_clause_inside_it(text: str, end: str) -> None:
    assert _read(text, "de").clauses[0].words[-1].token.text == end


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Rebels who hold the port shelled it.", ["Rebels shelled it", "who hold the port"]),
        ("The drones that hit Odesa have killed two.", ["The drones have killed two", "that hit Odesa"]),
        ("The town that Russia shelled was empty.", ["The town was empty", "that Russia shelled"]),
        ("Raids that killed a boy hit a camp.", ["Raids hit a camp", "that killed a boy"]),
        ("Crowds who met in Jaffa and Haifa cheered.", ["Crowds cheered", "who met in Jaffa and Haifa"]),
        (
            "Women who fled the area say the army burned it.",
            ["Women say", "who fled the area", "the army burned it"],
        ),
        ("The army said rebels who hold Goma fired.", ["The army said", "rebels fired", "who hold Goma"]),
        (
            "The war that began when Sudan split has spread.",
            ["The war has spread", "that began", "when Sudan split"],
        ),
        ("Men who had been held were freed.", ["Men were freed", "who had been held"]),
        ("Aides who asked not to be named said no.", ["Aides said no", "who asked not to be named"]),
        ("The drones Russia launched at Kyiv hit a mill.", ["The drones hit a mill", "Russia launched at Kyiv"]),
        ("The talks it held have failed.", ["The talks have failed", "it held"]),
        ("States that border Chad sent troops.", ["States sent troops", "that border Chad"]),
        # What ends with the relative clause goes on nowhere.
        ("The army shelled rebels who hold Goma.", ["The army shelled rebels", "who hold Goma"]),
        ("Police held a man who came and shot two.", ["Police held a man", "who came", "and shot two"]),
    ],
)
def test_clause_goes_on_behind_a_relative_one_without_commas(text: str, clauses: list[str]) -> None:
    found = _read(text, "en").clauses
    assert [" ".join(w.token.text for w in c.words if not w.punctuation) for c in found] == clauses


@pytest.mark.parametrize(
    ("language", "text", "table", "place", "names"),
    [
        ("de", "Der Angriff Russlands auf Kiew war schwer.", AttackWord, "genitive", ["Russia"]),
        ("de", "Die russischen Angriffe auf Kiew gehen weiter.", AttackWord, "adjective", ["Russia"]),
        ("de", "Norwegen hat der Ukraine Raketen geliefert.", AidWord, "dative", ["Ukraine"]),
        ("de", "Der Minister sagte Kiew mehr Raketen zu.", AidWord, "dative", ["Ukraine"]),
        ("en", "The town was shelled by the Israeli army.", AttackWord, "subject", ["Israel Defense Forces"]),
        ("en", "Norway gave Ukraine ten missiles.", AidWord, "subject", ["Norway"]),
        ("en", "Canada pledged missiles for Ukraine.", AidWord, "for", ["Ukraine"]),
        ("en", "“We will stay,” said French President Emmanuel Macron.", SpeechWord, "subject", ["Emmanuel Macron"]),
    ],
)
def test_argument_stands_at_its_grammatical_place(
    language: str, text: str, table: type[AttackWord], place: str, names: list[str]
) -> None:
    triggers = find_triggers(_read(text, language), table)
    found = [[a.name for m in argument.actors for a in m.actors] for t in triggers for argument in arguments(t, place)]
    assert names in found


@pytest.mark.parametrize(
    ("language", "text", "lemma"),
    [
        ("de", "Die Armee griff am Morgen die Stadt an.", "angreifen"),
        ("de", "Der Drohnenangriff traf die Stadt.", "Drohnenangriff"),
        ("en", "Rebels opened fire on the convoy.", "open fire"),
    ],
)
def test_predicate_of_several_words_is_found_as_one(language: str, text: str, lemma: str) -> None:
    assert lemma in [t.entry.lemma for t in find_triggers(_read(text, language), AttackWord)]
