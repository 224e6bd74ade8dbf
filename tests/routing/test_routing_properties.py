"""What holds of every condition and every alert."""

from datetime import UTC, datetime

from helpers import attack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from routing_helpers import alert, condition, route_of, statement, talks

from schemas import Actor, Place, Report, Severity
from worker.routing.checking import check
from worker.routing.deciding import explain, route

SPOTS = ("city", "site")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
COUNTRIES, NAMES, LANGUAGES = ["UA", "RU", "PL"], ["Kyiv", "Lviv", "Łódź"], ["de", "en"]


unhurried = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def maybe(values, known: bool):
    return st.sampled_from(values) if known else st.none() | st.sampled_from(values)


def places(known: bool):
    return st.builds(
        Place,
        name=st.sampled_from(NAMES),
        kind=st.sampled_from(["city", "site"] if known else ["city", "region", "country"]),
        country=maybe(COUNTRIES, known),
        admin1=maybe(NAMES, known),
        lat=st.floats(40, 60) if known else st.none() | st.floats(40, 60),
        lon=st.floats(20, 40),
        text=st.just("x"),
    ).map(lambda place: place if place.kind in SPOTS else place.model_copy(update={"admin1": None}))


def actors(known: bool):
    return st.builds(
        Actor,
        name=st.sampled_from(NAMES),
        kind=st.sampled_from(["person", "country", "armed_group"]),
        country=maybe(COUNTRIES, known),
        text=st.just("x"),
    )


def reports(known: bool):
    return st.builds(
        Report,
        article=st.just("a"),
        source=st.sampled_from(["wire", "desk"]),
        outlet=maybe(NAMES, known),
        language=maybe(LANGUAGES, known),
        title=st.sampled_from(NAMES),
    )


@st.composite
def alerts(draw, known: bool = True):
    least = int(known)
    where = draw(st.lists(places(known), min_size=least, max_size=3))
    sides = st.lists(actors(known), min_size=least, max_size=2)
    event = draw(
        st.sampled_from(
            [
                attack(places=where, attackers=draw(sides), targets=draw(sides)),
                talks(places=where, participants=draw(st.lists(actors(known), min_size=2 * least, max_size=3))),
                statement(places=where, speaker=draw(actors(known))),
            ]
        )
    )
    return alert(
        event,
        reports=draw(st.lists(reports(known), min_size=1, max_size=3)),
        severity=Severity(level=draw(st.sampled_from(["low", "high", "critical"]))),
        independent_sources=draw(st.integers(1, 3)),
        headline=draw(st.sampled_from(NAMES)),
    )


def any_of(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2)


FIELDS = {
    "kind": any_of(["attack", "talks", "statement"]),
    "country": any_of(COUNTRIES),
    "place": any_of(NAMES),
    "near": st.fixed_dictionaries({"lat": st.floats(40, 60), "lon": st.floats(20, 40), "km": st.floats(1, 2000)}),
    "actor": any_of(NAMES),
    "actor_country": any_of(COUNTRIES),
    "severity": st.sampled_from(["medium", "high", "critical"]),
    "standing": any_of(["official", "unconfirmed"]),
    "independent_sources": st.integers(1, 3),
    "source": any_of(["wire", "desk"]),
    "outlet": any_of(NAMES),
    "language": any_of(LANGUAGES),
    "words": any_of([name.lower() for name in NAMES]),
}


def plain():
    some = st.sampled_from(sorted(FIELDS)).flatmap(lambda name: FIELDS[name].map(lambda value: {name: value}))
    return st.lists(some, min_size=1, max_size=3).map(lambda found: {k: v for one in found for k, v in one.items()})


conditions = st.recursive(
    plain(),
    lambda inner: st.builds(
        lambda name, several, fields: fields | {name: several[0] if name == "not" else several},
        st.sampled_from(["all", "any", "not"]),
        st.lists(inner, min_size=1, max_size=3),
        st.just({}) | plain(),
    ),
    max_leaves=6,
)


def answer(fields, given_alert):
    return check(condition(**fields), given_alert).answer


@unhurried
@given(conditions, alerts(known=True))
def test_of_what_is_known_not_is_the_complement(fields, known):
    holds = answer(fields, known)
    assert holds in (True, False)
    assert answer({"not": fields}, known) is (not holds)


@unhurried
@given(conditions, alerts(known=False))
def test_what_is_unknown_matches_neither_a_condition_nor_its_not(fields, partly):
    taken = route(partly, [route_of("yes", match=fields), route_of("no", match={"not": fields})], NOW)
    expected = {True: ["yes"], False: ["no"], None: []}[answer(fields, partly)]
    assert [one.route.name for one in taken] == expected
    explained = explain(partly, [route_of("yes", match=fields), route_of("no", match={"not": fields})], NOW)
    assert tuple(one.routed for one in explained if one.routed) == taken


@unhurried
@given(st.sampled_from(["country", "place", "near"]), st.data())
def test_an_event_without_a_place_is_nowhere_and_not_elsewhere(name, data):
    given_alert = alert(attack(places=()))
    assert answer({name: data.draw(FIELDS[name])}, given_alert) is None


def completed(draw, event):
    """The same event with everything told that was not."""

    def person(actor):
        return actor.model_copy(update={"country": actor.country or draw(st.sampled_from(COUNTRIES))})

    def place(p):
        found = {"country": p.country or draw(st.sampled_from(COUNTRIES))}
        found["admin1"] = p.admin1 or draw(st.sampled_from(NAMES))
        if p.kind in ("region", "country"):  # it was at a spot in there, and the area's name stays true of it
            found |= {"kind": "city", "name": draw(st.sampled_from(NAMES)), "admin1": p.name}
        if p.kind != "city" or p.lat is None:
            found |= {"lat": draw(st.floats(40, 60)), "lon": draw(st.floats(20, 40))}
        return p.model_copy(update=found)

    told = {"places": tuple(map(place, event.places)) or (draw(places(known=True)),)}
    for slot, least in (("attackers", 1), ("targets", 1), ("participants", 2)):
        if hasattr(event, slot):
            more = draw(st.lists(actors(known=True), min_size=least, max_size=least))
            told[slot] = tuple(map(person, getattr(event, slot))) or ()
            told[slot] += tuple(more[len(told[slot]) :])
    if hasattr(event, "speaker"):
        told["speaker"] = person(event.speaker)
    return event.model_copy(update=told)


@unhurried
@given(conditions, alerts(known=False), st.data())
def test_an_answer_never_hangs_on_what_is_not_known(fields, partly, data):
    def told(report):
        return report.model_copy(
            update={
                "outlet": report.outlet or data.draw(st.sampled_from(NAMES)),
                "language": report.language or data.draw(st.sampled_from(LANGUAGES)),
            }
        )

    before = answer(fields, partly)
    whole = partly.model_copy(
        update={"event": completed(data.draw, partly.event), "reports": tuple(map(told, partly.reports))}
    )
    assert before is None or answer(fields, whole) is before
