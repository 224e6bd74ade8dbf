"""What makes an event surer."""

from datetime import UTC, datetime

import pytest

from schemas import Article
from worker.extract import extract
from worker.extract.confidence import FEATURES, weights


def sure(text: str) -> float:
    when = datetime(2026, 3, 18, 12, tzinfo=UTC)
    article = Article(
        id="a", title="", text=text, language="en", published=when, fetched=when, outlet="Example", source="test"
    )
    [event] = extract(article)
    return event.confidence


@pytest.mark.parametrize("kind", FEATURES)
def test_every_feature_has_its_weight_and_no_other(kind: str) -> None:
    assert weights()[kind].keys() == {"base", *FEATURES[kind]}


def test_a_strike_with_place_weapon_and_toll_is_surer_than_one_without() -> None:
    bare = sure("Pakistani forces attacked Indian troops.")
    full = sure("Pakistan attacked Amritsar in India with drones on Monday, killing three people.")
    assert 0 < bare < full < 1


def test_a_named_minister_is_a_surer_speaker_than_a_government() -> None:
    state = sure("India said a ceasefire with Pakistan would be possible.")
    person = sure("Indian Foreign Minister Subrahmanyam Jaishankar said a ceasefire with Pakistan would be possible.")
    assert state < person
