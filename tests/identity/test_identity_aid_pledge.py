"""When are two accounts one donor's package."""

import pytest
from identity_helpers import account, body, country, on, pledge, quantity, verdict

from schemas import Item, Money
from worker.identity.similarity import same

TWO_BILLION = Money(value=2e9, currency="USD", text="2 billion")
PACKAGE = pledge(amount=TWO_BILLION, aid_types=("military",), items=(Item(kind="air_defence", name="Patriot"),))


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("no sum", {"amount": None}),
        ("a rounded sum", {"amount": Money(value=2.1e9, currency="USD", text="")}),
        ("the sum in another currency", {"amount": Money(value=1.8e9, currency="EUR", text="")}),
        ("no items", {"items": ()}),
        ("approved meanwhile", {"status": "allocated"}),
        ("with a further donor", {"donors": (country("US"), country("DE"))}),
    ],
)
def test_one_package_is_told_in_many_ways(what: str, other: dict):
    assert verdict(PACKAGE, PACKAGE.model_copy(update=other)).same, what


@pytest.mark.parametrize(
    ("veto", "other"),
    [
        ("another donor", {"donors": (country("DE"),)}),
        ("another recipient", {"recipients": (country("PK"),)}),
        ("another sum", {"amount": Money(value=3e8, currency="USD", text="")}),
        ("another act", {"status": "suspended"}),
        ("another act", {"status": "refused"}),
        ("another act", {"status": "requested"}),
    ],
)
def test_another_package_is_never_the_same(veto: str, other: dict):
    assert verdict(PACKAGE, PACKAGE.model_copy(update=other)).veto == veto


def test_a_report_of_two_donors_does_not_make_one_package_of_theirs():
    both, german = (
        PACKAGE.model_copy(update={"donors": d}) for d in ((country("US"), country("DE")), (country("DE"),))
    )
    known, joint, other = account(PACKAGE), account(both, article_id="a2"), account(german, article_id="a3")
    summed = known._replace(event=both, tellings=(*known.tellings, *joint.tellings))
    assert same(summed, joint).same
    assert same(summed, other).veto == same(other, summed).veto == "another donor"
    assert same(joint, other).same


def test_the_package_of_the_next_month_is_another():
    assert verdict(PACKAGE, PACKAGE, hours=24 * 31).veto == "told too long after"


def test_a_package_told_again_two_weeks_later_is_the_same():
    assert verdict(PACKAGE, PACKAGE, hours=24 * 14).same


def test_more_aid_without_a_sum_is_one_promise_for_days_and_another_in_a_week():
    more = pledge(aid_types=("military",))
    assert verdict(more, more, hours=48).same
    assert not verdict(more, more, hours=24 * 6).same
    assert verdict(PACKAGE, PACKAGE.model_copy(update={"items": ()}), hours=24 * 6).same


def test_how_many_of_one_make_are_given_tells_packages_apart():
    def given(number: int, **fields: object):
        item = Item(kind="generator", name="generator", count=quantity(number, number))
        return pledge(aid_types=("energy",), items=(item,), **fields)

    assert verdict(given(63), given(63, status="delivered")).same
    assert verdict(given(63), given(60, status="delivered")).same
    assert not verdict(given(63), given(100, status="delivered")).same


def test_as_many_of_one_kind_are_the_same_by_whatever_name():
    def given(name: str, number: int, status: str):
        item = Item(kind="armour", name=name, count=quantity(number, number))
        return pledge(status=status, aid_types=("military",), items=(item,))

    assert verdict(given("tank", 14, "proposed"), given("Leopard", 14, "pledged")).same
    assert not verdict(given("tank", 14, "proposed"), given("Leopard", 31, "pledged")).same


def test_donor_and_recipient_alone_are_not_enough():
    assert not verdict(pledge(), pledge()).same


def test_tanks_are_not_missiles():
    tanks = pledge(items=(Item(kind="armour", name="Leopard"),))
    assert not verdict(tanks, pledge(items=(Item(kind="missile", name="Taurus"),))).same
    assert verdict(tanks, pledge(items=(Item(kind="armour", name="Leopard"),))).same


def test_a_commission_acts_for_its_union():
    one = pledge(donors=(body("European Commission"),), amount=TWO_BILLION)
    assert verdict(one, pledge(donors=(body("European Union"),), amount=TWO_BILLION)).same


def test_sum_beside_a_round_one_may_be_the_same_and_beside_an_exact_one_is_another():
    told = [pledge(amount=Money(value=v, currency="EUR", text="")) for v in (780e6, 810e6, 1.05e9, 1e9)]
    assert verdict(told[0], told[1]).veto == "another sum"
    assert verdict(told[2], told[3]).same
    assert verdict(told[2], told[3], hours=24 * 6).veto == "another sum"  # the next package


def test_two_pledges_of_two_days_are_two_and_a_sum_is_known_again():
    first = pledge(items=(Item(kind="armour", name="Bradley"),), when=on(5))
    later = first.model_copy(update={"when": on(20), "items": (Item(kind="armour", name="armour"),)})
    assert verdict(first, first.model_copy(update={"when": on(6)})).same
    assert verdict(first, later.model_copy(update={"status": "delivered"})).margin > verdict(first, later).margin
    assert not verdict(first, later).same
    paid, again = (x.model_copy(update={"amount": TWO_BILLION}) for x in (first, later))
    assert verdict(paid, again).same
