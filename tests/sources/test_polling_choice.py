"""Which items of a feed are read, and why the others are not."""

from datetime import datetime, timedelta

import pytest
from helpers import NOW, article

from worker.feeds import DAY_S, Counts
from worker.sources.choosing import Chosen, choose
from worker.sources.feed import Item

HOUR = timedelta(hours=1)


def item(name: str, published: datetime | None = None, updated: datetime | None = None) -> Item:
    return Item(name, None, published, updated, name, article(name))


NOTHING_TO_READ = Item("t", None, NOW, None, "t", None, "empty: it has no text")


def ids(chosen: Chosen) -> list[str]:
    """What is read and announced."""
    return [found.id for found in chosen.articles if found.announce]


def quiet(chosen: Chosen) -> list[str]:
    return [found.id for found in chosen.articles if not found.announce]


def first(*items: Item, age_s: float = DAY_S) -> Chosen:
    return choose(items, (), NOW, age_s)


def later(*items: Item, known: tuple[str, ...] = ()) -> Chosen:
    return choose(items, known, NOW, None)


def test_first_contact_announces_what_is_young_and_reads_all() -> None:
    chosen = first(item("young", NOW - HOUR), item("old", NOW - 25 * HOUR), item("undated"), NOTHING_TO_READ)
    assert (ids(chosen), quiet(chosen)) == (["young"], ["old", "undated"])
    assert chosen.ids == ("young", "old", "undated")
    assert chosen.counts == Counts(before_first_contact=1, undated_at_first_contact=1, unreadable=1)


def test_the_age_at_first_contact_can_be_set() -> None:
    assert ids(first(item("a", NOW - HOUR), age_s=60.0)) == []
    assert ids(first(item("a", NOW - 48 * HOUR), age_s=3 * DAY_S)) == ["a"]


def test_later_an_undated_item_is_announced_when_it_appears() -> None:
    assert ids(later(item("new"), item("seen"), known=("seen",))) == ["new"]


def test_later_an_item_is_read_although_it_is_days_old() -> None:
    assert ids(later(item("a", NOW - 72 * HOUR))) == ["a"]


def test_an_old_date_under_a_new_id_is_an_archive() -> None:
    chosen = later(item("a", NOW - timedelta(days=15)))
    assert (ids(chosen), chosen.counts) == ([], Counts(too_old=1))


@pytest.mark.parametrize("date", [NOW, NOW - timedelta(days=400), None])
def test_an_item_is_known_by_its_id_whatever_its_date_says_now(date: datetime | None) -> None:
    chosen = later(item("a", date), known=("a",))
    assert (ids(chosen), chosen.counts) == ([], Counts(known=1))
    assert chosen.ids == ("a",)


def test_a_date_that_a_time_zone_explains_counts_as_now() -> None:
    chosen = first(item("a", NOW + 2 * HOUR), item("b", NOW - HOUR))
    assert ids(chosen) == ["a", "b"]
    assert chosen.newest == NOW


def test_a_date_far_ahead_counts_as_none() -> None:
    assert first(item("a", NOW + 30 * HOUR)).counts == Counts(undated_at_first_contact=1)
    assert ids(later(item("a", NOW + timedelta(days=400)))) == ["a"]
    assert later(item("a", NOW + timedelta(days=400))).newest is None


def test_the_last_change_stands_in_for_a_date_that_is_missing() -> None:
    assert ids(first(item("a", None, NOW - HOUR), item("b", None, NOW - 30 * HOUR))) == ["a"]


def test_twice_in_one_document_is_once() -> None:
    chosen = later(item("a", NOW), item("a", NOW))
    assert (ids(chosen), chosen.ids, chosen.counts) == (["a"], ("a",), Counts(repeated=1))


def test_the_gap_is_the_usual_time_between_items() -> None:
    dates = [NOW - hours * HOUR for hours in (0, 1, 6)]
    assert later(*(item(str(n), date) for n, date in enumerate(dates))).gap_s == 3 * 3_600
    assert later(item("a", NOW), item("b", NOW - HOUR)).gap_s is None
    assert later(*(item(str(n), NOW) for n in range(5))).gap_s is None
