"""Every rule of every language means what its example says, and what only looks like a time means nothing."""

from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from schemas import When
from worker.errors import PackError
from worker.extract.values.anchors import anchored
from worker.extract.values.dates import Tense
from worker.extract.values.times import TimeExpression, find_times
from worker.languages.sentence_rules import load_split_rules
from worker.languages.time_rows import TimeRule
from worker.languages.time_rules import load_time_rules
from worker.text.document import parse

PUBLISHED = datetime(2025, 7, 21, 16, 0, tzinfo=timezone(timedelta(hours=2)))  # a Monday
FOLDER = files("worker.languages")
RULES = {language: load_time_rules(FOLDER / language / "times.toml") for language in ("de", "en")}
SPLIT = {language: load_split_rules(FOLDER / language / "sentences.toml") for language in RULES}
EXAMPLES = [(language, rule) for language, rules in RULES.items() for rule in rules.rules]


def _times(text: str, language: str) -> list[TimeExpression]:
    sentences = parse(text, "", SPLIT[language]).sentences
    return [t for times in anchored(find_times(s, RULES[language]) for s in sentences) for t in times]


def _when(text: str, language: str, tense: Tense | None = None, published: datetime = PUBLISHED) -> When:
    (found,) = [w for t in _times(text, language) if (w := t.resolve(published, tense))]
    return found


def _span(when: When) -> tuple[str, str]:
    return when.start.isoformat(), when.end.isoformat()


@pytest.mark.parametrize(
    ("language", "rule"), EXAMPLES, ids=lambda x: x if isinstance(x, str) else f"{x.example} ({x.pattern})"
)
def test_example_of_a_rule_means_its_interval(language: str, rule: TimeRule) -> None:
    published = datetime.fromisoformat(rule.published)
    found = [t.resolve(published, rule.tense) for t in _times(rule.example, language)]
    told = [(*_span(when), when.precision) for when in found if when]
    assert told == ([(rule.start, rule.end, rule.precision)] if rule.start else [])


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("de", "Mit Drohnen griff die Armee in der Nacht zum Montag an.", "2025-07-20", "2025-07-21"),
        ("de", "Am Montagabend und in der Nacht zum Dienstag", "2025-07-14", "2025-07-15"),
        ("de", "Von Samstag bis Montag dauerte es.", "2025-07-19", "2025-07-21"),
        ("de", "Seit dem 24. Februar 2022 wird gekämpft.", "2022-02-24", "2025-07-21"),
        ("de", "Am Palmsonntag läuteten die Glocken.", "2025-07-20", "2025-07-20"),
        ("de", "Sie kamen am 30. Juni und 1. Juli.", "2025-06-30", "2025-07-01"),
        ("de", "In den vergangenen 24 Stunden fiel Regen.", "2025-07-20", "2025-07-21"),
        ("en", "The raid came overnight and on Monday morning.", "2025-07-20", "2025-07-21"),
        ("en", "It lasted from Saturday until Monday.", "2025-07-19", "2025-07-21"),
        ("en", "He said so last July.", "2024-07-01", "2024-07-31"),
        ("en", "The war that began on February 24, 2022, goes on.", "2022-02-24", "2022-02-24"),
        ("en", "They met on Dec. 23.", "2024-12-23", "2024-12-23"),
        ("en", "Monday's attack was the worst.", "2025-07-21", "2025-07-21"),
    ],
)
def test_interval_of_a_time_in_its_sentence(language: str, text: str, start: str, end: str) -> None:
    assert _span(_when(text, language)) == (start, end)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mit 2000 Soldaten und 2025 Drohnen"),
        ("de", "Jeden Montag wird gefeiert."),
        ("de", "Das Ende der Geschichte"),
        ("de", "Ihr Heute Journal"),
        ("de", "Sie wünschte einen guten Morgen."),
        ("de", "Der Mai-Ausflug der 3. Klasse"),
        ("en", "They may march in order."),
        ("en", "Some 2025 soldiers came."),
        ("en", "Every Monday they sing."),
        ("en", "The sun and the second man"),
    ],
)
def test_words_that_only_look_like_a_time_mean_none(language: str, text: str) -> None:
    assert [t.text for t in _times(text, language)] == []


@pytest.mark.parametrize(("text", "day"), [("Er kommt morgen.", "2025-07-22"), ("Er kam am Morgen.", "2025-07-21")])
def test_noun_and_adverb_of_one_spelling_are_told_apart(text: str, day: str) -> None:
    assert _span(_when(text, "de")) == (day, day)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Am Freitag beginnen die Gespräche."), ("en", "Talks begin on Friday.")]
)
def test_future_clause_takes_the_weekday_to_come(language: str, text: str) -> None:
    assert _span(_when(text, language, "future")) == ("2025-07-25", "2025-07-25")
    assert _span(_when(text, language, "past")) == ("2025-07-18", "2025-07-18")


@pytest.mark.parametrize(
    ("text", "day", "published"),
    [
        ("It would be told on 20 July.", "2025-07-20", PUBLISHED),
        ("It would be told on 24 June.", "2025-06-24", PUBLISHED),
        ("It will be told on 1 March.", "2026-03-01", PUBLISHED),
        ("It would be told on 30 December.", "2024-12-30", PUBLISHED.replace(month=1, day=6)),
        ("It will be told on 3 January.", "2026-01-03", PUBLISHED.replace(month=12, day=30)),
    ],
)
def test_a_day_just_over_is_not_that_of_the_next_year(text: str, day: str, published: datetime) -> None:
    assert _span(_when(text, "en", "future", published)) == (day, day)


def test_weekday_of_publication_is_that_day() -> None:
    assert {_span(_when("am Montag", "de", tense)) for tense in ("past", "future", None)} == {
        ("2025-07-21", "2025-07-21")
    }


def test_date_without_a_year_is_the_one_to_come_where_it_is_near() -> None:
    assert _span(_when("They agreed to meet on August 15.", "en", "past")) == ("2025-08-15", "2025-08-15")
    assert _span(_when("They met on December 15.", "en", "past")) == ("2024-12-15", "2024-12-15")


def test_day_is_that_of_the_offset_of_publication() -> None:
    late = datetime(2025, 7, 21, 0, 30, tzinfo=timezone(timedelta(hours=3)))
    assert _span(_when("heute", "de", published=late)) == ("2025-07-21", "2025-07-21")
    assert _span(_when("heute", "de", published=late.astimezone(UTC))) == ("2025-07-20", "2025-07-20")


def test_hour_carries_the_offset_of_publication() -> None:
    when = _when("Am Samstag um 3.15 Uhr schlug es ein.", "de")
    assert when.precision == "instant"
    assert when.start.isoformat() == "2025-07-19T03:15:00+02:00"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Stadt wurde am 27.09.2024 um 18:30 Uhr getroffen."),
        ("en", "It was hit on 27 September 2024 at 6 pm."),
    ],
)
def test_hour_of_which_nobody_knows_the_offset_is_its_day(language: str, text: str) -> None:
    (found,) = [w for t in _times(text, language) if (w := t.resolve(None))]
    assert _span(found) == ("2024-09-27", "2024-09-27")


def test_part_of_the_day_that_has_not_come_is_that_of_the_day_before() -> None:
    early = PUBLISHED.replace(hour=8)
    assert _span(_when("Am Abend fielen Bomben.", "de", published=early)) == ("2025-07-20", "2025-07-20")
    unknown = PUBLISHED.replace(hour=0)
    assert _span(_when("Am Abend fielen Bomben.", "de", published=unknown)) == ("2025-07-21", "2025-07-21")


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Am Montag griff die Armee an."), ("en", "The army has attacked since 2014.")]
)
def test_relative_time_without_a_publication_date_means_nothing(language: str, text: str) -> None:
    assert [t.resolve(None) for t in _times(text, language)] == [None]


@pytest.mark.parametrize(
    ("language", "text", "span"),
    [
        ("de", "Der Überfall begann am 24. Februar 2022.", ("2022-02-24", "2022-02-24")),
        ("de", "zwischen März 2023 und Mai 2023", ("2023-03-01", "2023-05-31")),
        ("en", "in June 2024", ("2024-06-01", "2024-06-30")),
    ],
)
def test_written_out_date_needs_no_publication(language: str, text: str, span: tuple[str, str]) -> None:
    (found,) = _times(text, language)
    when = found.resolve(None)
    assert when is not None
    assert _span(when) == span


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("de", "am Montag", "point"), ("de", "seit Montag", "duration"), ("de", "in den vergangenen Wochen", "recap"),
        ("de", "bis Ende August", "deadline"), ("de", "vor zwei Jahren", "recap"), ("de", "vor zwei Tagen", "point"),
        ("en", "on Monday", "point"), ("en", "since Monday", "duration"), ("en", "in recent weeks", "recap"),
        ("en", "by Friday", "deadline"), ("en", "two years ago", "recap"), ("en", "two days later", "point"),
        ("en", "two years later", "recap"),
    ],
)  # fmt: skip
def test_kind_tells_what_a_time_is_good_for(language: str, text: str, kind: str) -> None:
    assert [t.kind for t in _times(text, language)] == [kind]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "They met on Tuesday. Two days later they met again.", "2025-07-17"),
        ("en", "They met on Tuesday. Hours earlier the guns had fallen silent.", "2025-07-15"),
        ("en", "They met on Tuesday, a day after the vote.", "2025-07-14"),
        ("en", "They met on Tuesday. It rained at dawn. The day before, it had snowed.", "2025-07-14"),
        ("de", "Am Dienstag traf man sich. Am Tag darauf fiel Schnee.", "2025-07-16"),
        ("de", "Am Dienstag, zwei Tage nach der Wahl, traf man sich.", "2025-07-13"),
        ("de", "Am Dienstag traf man sich. Noch am selben Abend fiel Schnee.", "2025-07-15"),
    ],
)
def test_time_counted_from_another_starts_at_the_day_told_just_before(language: str, text: str, day: str) -> None:
    when = _times(text, language)[-1].resolve(PUBLISHED, "past")
    assert when is not None
    assert _span(when) == (day, day)


@pytest.mark.parametrize("text", ["Two days later they met.", "Hours after the vote they met.", "a day before a vote"])
def test_time_counted_from_what_nobody_dates_means_nothing(text: str) -> None:
    assert [t.resolve(PUBLISHED) for t in _times(text, "en")] in ([None], [])


@pytest.mark.parametrize("text", ["am 31. April", "am 29. Februar 2025"])
def test_day_that_does_not_exist_is_no_time(text: str) -> None:
    assert [t.resolve(PUBLISHED) for t in _times(text, "de")] == [None]


def test_time_before_the_calendar_begins_is_no_time() -> None:
    ancient = datetime(500, 1, 1, tzinfo=UTC)
    assert [t.resolve(ancient) for t in _times("vor 999 Jahren", "de")] == [None]


@pytest.mark.parametrize(
    "text", ["am " * 50_000, "Montag und " * 20_000, "von Montag bis " * 20_000, "1. " * 50_000, "2022 " * 50_000]
)
@pytest.mark.timeout(30)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    assert len(_times(text, "de")) < len(text)


def test_rule_with_an_unknown_class_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "times.toml"
    file.write_text('rules = [{pattern = "am {wochentag}", means = "weekday", example = "am Montag"}]', "utf-8")
    with pytest.raises(PackError, match="wochentag"):
        load_time_rules(file)
