"""Attacks: one side's strike or wave in one stretch of time, told over any number of sentences.

Predicates of the pack make strikes, and so do weapons of a side beside a toll or damage; strikes of the same sides and
time are one event; sentences that only add a toll, a place or a figure join the strike they stand behind.
"""

from collections.abc import Sequence

from schemas import Actor, Attack, When
from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.blame import Blame, find_blames
from worker.extract.attack.credit import credits_of, misplaced
from worker.extract.attack.damage import clear, find_hits
from worker.extract.attack.doubts import words_of_violence
from worker.extract.attack.going_on import as_losses, of_one_deed
from worker.extract.attack.joining import join
from worker.extract.attack.method import as_used, method_of, used
from worker.extract.attack.munitions import arms_used, find_downings, intercepted, launched
from worker.extract.attack.needs import crashes
from worker.extract.attack.order import is_answered, only_precedes
from worker.extract.attack.owners import owners_of
from worker.extract.attack.placing import placings
from worker.extract.attack.sequence import aside_at
from worker.extract.attack.ships import ship_name
from worker.extract.attack.sides import attackers_of, fill_sides, targets_of
from worker.extract.attack.spots import acts_as_state, is_seat, owns_deed, where_sources_serve
from worker.extract.attack.strike import REACH, Strike, meet, named_alike, parties
from worker.extract.attack.striking import note_defence, settle_doers
from worker.extract.attack.tolls import find_tolls
from worker.extract.attack.violence import strikes_in
from worker.extract.attack.worth import OLD_CAMPAIGN, is_worth
from worker.extract.dating import closer, happened
from worker.extract.draft import (
    MOST_EVENTS,
    drop,
    event_id,
    evidence,
    extend,
    side,
    unique_actors,
    unique_places,
)
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention, PlaceMention
from worker.extract.opening import opening_day
from worker.extract.reality import reality_of
from worker.extract.silence import Scene
from worker.extract.values.expressions import day_of
from worker.languages.pack import Damage, HitWord, TalksWord

_OFFICIAL = frozenset({"government", "military", "person"})


def find_attacks(analysis: Analysis, scene: Scene) -> tuple[Attack, ...]:
    """The attacks that the article reports, in order of the text."""
    strikes: list[Strike] = []
    for reading in analysis.readings:
        if len(strikes) >= MOST_EVENTS:
            break
        own = tuple(settle_doers(s, strikes) for s in strikes_in(reading, analysis, scene))
        for toll in find_tolls(reading, analysis) if own else ():
            aside = aside_at(reading, toll.index)
            told = [s for s in own if s.index in aside] if aside else [_nearest(own, reading, toll.index)]
            if told and not is_answered(reading, toll.index, told[0].index):
                told[0].tell(toll)
        told = of_one_deed(own, reading)
        here = [as_losses(s, strikes) or join(s, strikes, analysis.published.date()) for s in told]
        if not own and (scene.calamity(reading) or crashes(reading) or _imagined(reading)):
            continue
        _elaborate(reading, strikes, [s for k, s in enumerate(here) if s not in here[:k]], analysis)
    for strike in strikes:
        extend(strike.places, where_sources_serve(strike, analysis))
    fill_sides(strikes)
    told = [s for s in strikes if not _only_planned(s, strikes, analysis)]
    sided = any(s.attacking() for s in told)
    return tuple(_event(s, analysis) for s in told if is_worth(s, sided, analysis, scene))


def _imagined(reading: Reading) -> bool:
    """Does a sentence tell only of violence that was not done ("may strike the port")?"""
    told = [reality_of(word).type for word in words_of_violence(reading)]
    return bool(told) and {*told} <= {"hypothetical", "negated", "requested"}


def _only_planned(strike: Strike, strikes: Sequence[Strike], analysis: Analysis) -> bool:
    planned = strike.status == "threatened" and any(_refers(strike, t) for t in strikes)
    return planned and drop(analysis, strike.sentences, strike.rules, "attack", "only_planned")


def _refers(planned: Strike, told: Strike) -> bool:
    """Is a plan only the plan of a strike that the article tells as done?"""
    done = told.status == "reported" and bool(planned.spots() & told.spots())
    return done and meet(planned.attacking(), told.attacking())


def _elaborate(reading: Reading, strikes: Sequence[Strike], own: Sequence[Strike], analysis: Analysis) -> None:
    """Gives tolls, hits, figures and blame of a sentence to its strikes, or to the one before that it goes on with."""
    earlier = None if own else _told_before(reading, strikes, analysis)
    if earlier and any(_long_before(t.index, earlier, reading, analysis) for t in find_tolls(reading, analysis)):
        return
    told, known = False, [earlier] if earlier else list(own)
    if not known:
        return
    for toll in find_tolls(reading, analysis) if not own else ():
        known[0].tell(toll)
        told = True
    for thing in find_hits(reading):
        strike = _nearest(known, reading, thing.index)
        strike.hit.append(thing)
        strike.rules.append(thing.rule)
        told = True
    for slot, count in (("intercepted", intercepted(reading)), ("launched", launched(reading))):
        if count:
            strike = next((s for s in known if not only_precedes(s, reading)), known[0])
            strike.count(slot, count)
            told = True
            if slot == "intercepted":
                note_defence(strike, reading)
    for arm in arms_used(reading) if told and not own else ():
        if all(meet(parties([m]), known[0].attacking()) for m in owners_of(arm, analysis)):
            known[0].add_arm(arm)
    ship = next((t for t in find_triggers(reading, HitWord) if t.entry.hit_kind == "vessel"), None)
    if ship and (own or told):
        known[0].vessel = known[0].vessel or ship_name(ship)
    for placing in placings(reading) if not own and reading.index - max(known[0].sentences) == 1 else ():
        when = happened(reading, placing.clause, placing.index, analysis.published)
        known[0].when = closer(known[0].when, when)
        told = True
    told = told or (not own and _names_places(reading, known[0]))
    told = _blame(reading, strikes, own, known, analysis) or told
    if own or told:
        _tell(reading, known, bool(own), analysis)


def _long_before(index: int, strike: Strike, reading: Reading, analysis: Analysis) -> bool:
    """Was a toll told at `index` paid on a day before a strike, or before all that is news?"""
    when = happened(reading, reading.clause_at(index), index, analysis.published)
    start = strike.when.start if strike.when else analysis.published.date() - OLD_CAMPAIGN
    return when is not None and day_of(when.end) < day_of(start)


def _names_places(reading: Reading, strike: Strike) -> bool:
    """Does a sentence about damage name places of the side that was struck?"""
    struck, damages = {p.country for p in strike.struck()}, find_triggers(reading, Damage)
    return not all(map(_meets, damages)) and any(p.place.country in struck for p in reading.places)


def _meets(damage: Trigger[Damage]) -> bool:
    """Is it a word for meeting that could tell damage, too ("traf ihn in Odessa", "trafen sich in Odessa"), or do talks
    only fall apart ("the truce | collapsed in Doha")?
    """
    reading = damage.reading
    subjects = [a.phrase.head for a in arguments(damage, "subject") if a.phrase is not None]
    if any(t.last in subjects for t in find_triggers(reading, TalksWord) if not t.verbal):
        return True
    met = any(t.index == damage.index and t.form.reflexive for t in find_triggers(reading, TalksWord))
    return met or any(m.actor.kind == "person" for a in arguments(damage, "subject") for m in a.actors)


def _tell(reading: Reading, known: Sequence[Strike], own: bool, analysis: Analysis) -> None:
    """Makes the sentence evidence of its strikes, with the sources that it credits and, of an addition, its places."""
    sources = credits_of(reading)
    for strike in known:
        strike.sentences.add(reading.index)
        extend(strike.attribution, (strike.attackers[0] if side(m.actor) in strike.misread else m for m in sources))
        if len(known) == 1:
            extend(strike.places, _scene(reading, analysis))
        credited = {(m.sentence, m.first) for m in sources}
        strike.places = [p for p in strike.places if (p.sentence, p.first) not in credited]


def _scene(reading: Reading, analysis: Analysis) -> list[PlaceMention]:
    """Where the losses and the damage were that a sentence adds: places of the clauses that tell them."""
    told = [t.index for t in find_tolls(reading, analysis)] + [thing.index for thing in find_hits(reading)]
    told += [t.index for t in find_triggers(reading, Damage) if not _meets(t)]
    told += [t.index for t in find_downings(reading)] + [t.index for t in placings(reading)]
    clauses = [reading.clause_at(index) for index in told]
    places = [p for p in reading.places if p.form in ("place", "capital") and not is_seat(p, reading)]
    places = [p for p in places if not (reading.in_attribute(p.first) or acts_as_state(p, reading))]
    places = [p for p in places if not owns_deed(p, words_of_violence(reading))]
    relative, body = [c.first for c in clauses if c.role == "relative"], reading.sentence.body_first
    meant = [p for first in relative for p in [q for q in places if body <= q.first < first][-1:]]
    return [p for p in places if p in meant or any(c.holds(p.first) for c in clauses)]


def _told_before(reading: Reading, strikes: Sequence[Strike], analysis: Analysis) -> Strike | None:
    """The strike that a sentence without one goes on with: at its place, else of its victims or defenders, else the
    last one, not what that followed ("Auf die Angriffe der Hisbollah antwortete Israel mit Bomben. Dabei starben")."""
    spots = {p.place.name for p in reading.places}
    at_place = [s for s in strikes if s.spots() & spots]
    if at_place:
        return at_place[-1]
    lands = {p.place.country for p in reading.places if p.form in ("place", "capital") and not is_seat(p, reading)}
    near = [s for s in strikes if reading.index - max(s.sentences) <= REACH and not _at_home(s, lands)]
    tellers = {m.actor.country for m in credits_of(reading) if find_downings(reading) and m.actor.kind in _OFFICIAL}
    near = [s for s in near if not tellers or tellers & {p.country for p in s.struck()}]
    victims = parties(m.side for t in find_tolls(reading, analysis) for m in t.people)
    near = [s for s in near if meet(victims, s.struck())] or near
    last = max(near, key=lambda s: (max(s.sentences), not s.before)) if near else None
    return None if last and reading.sentence.role != "body" and _elsewhere(last, reading) else last  # another story


def _at_home(strike: Strike, lands: set[str | None]) -> bool:
    """Do all the places lie in the country that struck, and not in the one that was struck?"""
    homes, struck = ({p.country for p in side} for side in (strike.attacking(), strike.struck()))
    return bool(lands) and lands <= homes and not lands & struck


def _elsewhere(strike: Strike, reading: Reading) -> bool:
    """Do all the places of a sentence lie in countries that neither struck nor were struck, where both are known?"""
    lands = {p.place.country for p in reading.places} - {None}
    sides = [{p.country for p in side} - {None} for side in (strike.attacking(), strike.struck())]
    return bool(lands) and all(sides) and not lands & {*sides[0], *sides[1]}


def _nearest(strikes: Sequence[Strike], reading: Reading, index: int) -> Strike:
    """Whose a figure at token `index` is: the strike that this word tells itself, else one told in its clause, one that
    does not only say after what before others, else the last one before it."""
    itself = next((s for s in strikes if s.deed and (reading.index, index) in s.words), None)
    if itself is not None:
        return itself
    clause = reading.clause_at(index).number
    within = [s for s in strikes if s.clause == clause]
    within = [s for s in within if not only_precedes(s, reading)] or within
    before = [s for s in strikes if s.index <= index]
    return (within or before or list(strikes))[-1 if before and not within else 0]


def _blame(
    reading: Reading, strikes: Sequence[Strike], own: Sequence[Strike], known: Sequence[Strike], analysis: Analysis
) -> bool:
    """Names the doers of strikes that have none: of those that the blame itself tells, else of those near; True where
    it did.
    """
    found = False
    for blame in find_blames(reading, analysis):
        behind = (w for w in words_of_violence(reading) if blame.index < w.index)
        bound = own and any(w.clause.number == blame.clause for w in behind)
        meant = [s for s in own if s.clause == blame.clause and s.index > blame.index] if bound else []
        for strike in meant or (own if bound else strikes):
            near = reading.index - max(strike.sentences) <= REACH
            struck = named_alike(parties(blame.doers), strike.struck())
            whence = all(m.inferred or _is_member(m, blame) for m in strike.attackers)  # nothing else is told
            if (strike in known or near) and not struck and (whence or not strike.attacking()):
                strike.attackers = list(blame.doers)
                strike.rules.append(blame.rule)
                found = True
    return found


def _is_member(doer: ActorMention, blame: Blame) -> bool:
    """Can somebody who is told of by a noun alone be one of a group of his country that claims what he did ("a
    Palestinian bomber")?
    """
    groups = {m.actor.country for m in blame.doers if m.actor.kind == "armed_group" and m.form == "body"}
    unnamed = doer.form == "generic" and doer.actor.kind == "armed_group"
    return blame.claimed and unnamed and doer.actor.country in groups


def _by_context(strike: Strike, targets: Sequence[Actor], when: When | None) -> tuple[str, ...]:
    """The rules by which only its places tell who was struck, and only somebody's telling of it has a day."""
    named = unique_actors(strike.targets)
    place = () if any(t in named for t in targets) else ("article:place",)
    return (*place, "article:when") if when and strike.when is None else place


def _event(strike: Strike, analysis: Analysis) -> Attack:
    found = evidence(analysis, strike.sentences)
    attackers, targets = attackers_of(strike), targets_of(strike)
    method = method_of(strike, attackers)
    opens = strike.status == "reported" and not (strike.before or strike.aside)
    when = strike.when if strike.status == "threatened" else strike.dated  # not the day on which it was announced
    when = when or (opening_day(analysis, strike.sentences) if opens else None)
    return Attack.model_validate(
        {
            "id": event_id(analysis.article, "attack", found, "|".join(sorted(side(a) for a in attackers))),
            "status": strike.status,
            "when": when,
            "places": unique_places(strike.places),
            "attribution": unique_actors(m for m in strike.attribution if not misplaced(m, (*attackers, *targets))),
            "evidence": found,
            "confidence": 0.0,  # reading.py judges the whole event
            "attackers": attackers,
            "targets": targets,
            "method": method,
            "weapons": tuple(as_used(a, method) for a in used(strike)),
            "hit": tuple(t.slot for t in clear(strike.hit)),
            "rules": tuple(dict.fromkeys((*strike.rules, *_by_context(strike, targets, when)))),
            **{slot: toll.quantity for slot, toll in strike.tolls.items()},
            **{slot: count.quantity for slot, count in strike.figures.items()},
        }
    )
