"""Every rule of every language means what its example says."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from worker.extract.times import find_times
from worker.languages.sentence_rules import load_split_rules
from worker.languages.time_rules import TimeRule, load_time_rules
from worker.text.document import Sentence, parse

PUBLISHED = datetime(2025, 7, 21, 16, 0, tzinfo=UTC)
RULES = {language: load_time_rules(files("worker.languages") / language / "times.toml") for language in ("de", "en")}
SPLIT = {language: load_split_rules(files("worker.languages") / language / "sentences.toml") for language in RULES}
EXAMPLES = [(language, rule) for language, rules in RULES.items() for rule in rules.rules]


def _sentence(text: str, language: str) -> Sentence:
    return parse(text, "", SPLIT[language]).sentences[0]


@pytest.mark.parametrize(("language", "rule"), EXAMPLES, ids=lambda x: x if isinstance(x, str) else x.example)
def test_example_of_a_rule_means_its_interval(language: str, rule: TimeRule) -> None:
    found = find_times(_sentence(f"Foo {rule.example} bar", language), RULES[language])
    assert [f.rule.pattern for f in found] == [rule.pattern]
    when = found[0].resolve(PUBLISHED)
    assert when is not None
    assert (str(when.start), str(when.end)) == (rule.start, rule.end)


@pytest.mark.parametrize("language", RULES)
def test_relative_time_without_a_publication_date_means_nothing(language: str) -> None:
    text = {"de": "Am Montag griff die Armee an.", "en": "The army attacked on Monday."}[language]
    found = find_times(_sentence(text, language), RULES[language])
    assert [f.resolve(None) for f in found] == [None]


def test_future_clause_takes_the_weekday_to_come() -> None:
    sentence = _sentence("Am Freitag sollen die Gespräche beginnen.", "de")
    when = find_times(sentence, RULES["de"])[0].resolve(PUBLISHED, "future")
    assert when is not None
    assert str(when.start) == "2025-07-25"


def test_written_out_date_needs_no_publication() -> None:
    sentence = _sentence("Der Überfall begann am 24. Februar 2022.", "de")
    when = find_times(sentence, RULES["de"])[0].resolve(None)
    assert when is not None
    assert str(when.start) == "2022-02-24"
