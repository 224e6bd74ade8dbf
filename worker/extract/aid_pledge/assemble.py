"""Aid pledges: help for a side at war, asked for, promised, granted, delivered, stopped or refused."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from schemas import AidPledge, Attack, Money
from worker.extract.aid_pledge.content import add_listed
from worker.extract.aid_pledge.gifts import packages_in
from worker.extract.aid_pledge.joining import REACH, join, parted
from worker.extract.aid_pledge.naming import addressed, others
from worker.extract.aid_pledge.package import STOPPED, UNDONE, Package
from worker.extract.aid_pledge.recipients import distance, fill_from_others
from worker.extract.aid_pledge.shares import parts_in, shares_in
from worker.extract.aid_pledge.things import has_stop, listed
from worker.extract.analysis import Analysis
from worker.extract.dating import when_of
from worker.extract.draft import (
    MOST_EVENTS,
    drop,
    event_id,
    evidence,
    side,
    unique_actors,
    unique_sides,
)
from worker.extract.dropped import Reason
from worker.extract.grammar.lexicon import FINITE
from worker.extract.grammar.negated import waits
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.opening import opening_day
from worker.extract.reality import reality_of
from worker.extract.retold import is_old
from worker.extract.silence import Scene
from worker.languages.names import load_names
from worker.languages.pack import AidWord, SpeechNoun, SpeechWord

# Which status of several acts wins.
_TELLING = ("refused", "suspended", "requested", "proposed", "allocated", "pledged", "delivered")
_ASKING = frozenset({"demand", "propose"})
_ALLEGING = frozenset({"", "accuse", "say"})


def find_pledges(analysis: Analysis, scene: Scene, attacks: Sequence[Attack]) -> tuple[AidPledge, ...]:
    """The pledges that the article reports, in order of the text; none between those who attack one another."""
    if scene.off_topic("aid_pledge"):
        return ()
    packages: list[Package] = []
    listing: Package | None = None  # the one whose goods the next lines list
    for reading in analysis.readings:
        if len(packages) >= MOST_EVENTS:
            break
        if listing is not None and (things := listed(reading)) is not None:
            add_listed(listing, things)
            listing.sentences |= {reading.index} if things else set()
            continue
        words = [t for t in find_triggers(reading, AidWord) if not scene.silences(t, "aid_pledge")]
        for package in packages_in(reading, words, analysis):
            unreal = "hypothetical" if _supposed(package) else "denied" if _denied(package) else ""
            if (unreal or _is_exercise(package, words)) and package.act.drop(
                "aid_pledge", "unreal", unreal or "exercise"
            ):
                continue
            package.status = _status(package)
            if package.status in STOPPED and not package.donors:  # who will pay for nothing gives nothing
                package.donors, package.funders = package.funders, []
            package.when = when_of(reading, package.clause, package.act.index, analysis.published)
            parts = list(parts_in(reading, package))
            for part in (package, *parts):
                join(part, packages)
        packages += list(shares_in(reading, packages))
        near = (p for p in reversed(packages) if reading.index - max(p.sentences) <= 1)
        listing = next(near, None) if words and reading.sentence.tokens[-1].text == ":" else None
    packages = [p for p in packages if not parted(p, packages)]
    for package in packages:
        if not package.donors:
            package.donors, package.funders = package.funders, []
    _fill_donors(packages)
    fill_from_others(packages, analysis)
    enemies = {frozenset({side(a), side(t)}) for e in attacks for a in e.attackers for t in e.targets}
    return tuple(_event(p, analysis) for p in packages if _complete(p, enemies, analysis))


def _supposed(package: Package) -> bool:
    """Does a clause only suppose the gift ("if Japan sends howitzers, ...", "sollte Japan Haubitzen liefern, ...")?"""
    act = package.act
    clause, grammar = act.clause, act.reading.grammar
    if clause.opener is not None:
        asked = any(a.last + 1 == clause.first for a in package.acts)  # "weighs | if it should send howitzers"
        return clause.opener.lower in grammar.conditionals and clause.tense != "future" and not asked
    if any(a.clause is not clause for a in package.acts):
        return False
    inverted = clause.finite is clause.words[0] and grammar.word_order == "verb_second"
    return inverted and clause.modal == "shall" and clause.mood == "irrealis"


def _is_exercise(package: Package, words: Sequence[Trigger[AidWord]]) -> bool:
    """Is it done in an exercise, and not the training of others itself?"""
    standing = reality_of(package.act)
    given = {w.entry.lemma for w in words}
    return standing.type == "exercise" and not (standing.cue and standing.cue.lemma in given)


def _denied(package: Package) -> bool:
    """Does somebody deny the gift ("denied supplying drones", "rejected allegations that it arms the rebels", "rejected
    reports of arms for them")?
    """
    act, reading = package.act, package.act.reading
    says = (t for t in find_triggers(reading, SpeechWord) if t.index == act.index and t.form.fixed)
    if any(t.entry.act == "deny" for t in says):
        return True
    spoken = [t for t in find_triggers(reading, SpeechWord) if t.verbal and t.index < act.index]
    hangs = act.verbal and act.form.tag not in FINITE
    here = any(t.entry.act == "deny" and t.clause is act.clause for t in spoken)
    if hangs and (here or reality_of(act).type == "denied"):
        return True
    first = act.clause.first
    mark = int(act.clause.words[0].behind_comma)
    nouns = [t for t in find_triggers(reading, SpeechNoun) if t.last == first - 1 - mark]
    alleged = [t.clause for t in nouns if t.entry.act in _ALLEGING]
    return any(
        (t.entry.act == "deny" and t.clause.number == act.clause.parent)
        or (t.entry.act in ("deny", "reject") and t.clause in alleged)
        for t in spoken
        if t.index < first
    )


def _status(package: Package) -> str:
    """The weakest of what the acts say; a deed that is to come is promised, one that may come proposed."""
    firm = [a for a in package.acts if a.entry.strength != "weak" or a.entry.status[:1] != ("pledged",) or _waits(a)]
    found = {s: act for act in firm or package.acts if (s := _status_of(act))}
    status = min(found, key=_TELLING.index, default="pledged")
    if status in STOPPED and any(_is_wanted(a) for a in package.acts):
        status = "proposed"
    if package.by_third and status == "requested":
        return "proposed"
    if status in found and status not in found[status].entry.status:
        package.rules.append(_rule_of_clause(found[status]))
    return status


def _is_wanted(act: Trigger[AidWord]) -> bool:
    """Is somebody only asked to do it ("urged Berlin to stop the deliveries", "calls to stop the deliveries")?"""
    if not act.reading.words[act.index].infinitive:
        return False
    end = act.clause.first - int(act.clause.words[0].behind_comma)
    calls = (t for t in find_triggers(act.reading, SpeechNoun) if t.entry.act == "demand")
    return bool(addressed(act, _ASKING)) or any(t.last + 1 == end for t in calls)


def _rule_of_clause(act: Trigger[AidWord]) -> str:
    """What makes a status that the act itself does not tell."""
    standing = reality_of(act)
    return standing.rule if standing.type != "asserted" else f"grammar:{act.clause.tense}"


def _status_of(act: Trigger[AidWord]) -> str | None:
    said = act.entry.status
    if said and act.verbal and has_stop(act):  # "lifted a freeze", "ordered a freeze"
        said = ("pledged",) if said[0] in STOPPED else said if said[0] in UNDONE else ("suspended",)
    standing = reality_of(act)
    waiting = _waits(act)
    own = bool(act.reading.grammar.negations.intersection(act.form.fixed))  # "noch | nicht geliefert"
    if not said or (waiting and (own or said[0] not in UNDONE)):
        open_ = "pledged" if own or "delivered" in said else "proposed"
        return open_ if waiting else {"negated": "refused", "hypothetical": "proposed"}.get(standing.type)
    if _is_matter(act):
        return "proposed"
    if said[0] in UNDONE:
        feared = standing.type in ("hypothetical", "threatened") or _under(act, "threaten")  # "could cut its aid"
        planned = "proposed" in said and _to_come(act)  # "plans to halve its aid"
        return "proposed" if planned or (feared and said[0] in STOPPED) else said[0]
    if standing.type in ("negated", "denied"):
        return "refused"
    if standing.type == "hypothetical" and not act.clause.past and not _reported(act):
        return "proposed"
    if act.clause.modal == "want" and act.clause.mood != "indicative":
        return "proposed"
    if "delivered" in said and (_goes_on(act) or _perfect(act) or _under(act, "accuse")):
        return "delivered"
    if standing.type == "asserted" and standing.cue is not None and "delivered" in said:  # "started to receive"
        return "delivered"
    now = act.clause.modal is None and not act.reading.words[act.index].infinitive
    if (now and act.clause.past) or not act.verbal:
        return said[0]
    comes = said[0] in ("delivered", "allocated") and not (now and act.clause.tense == "present")
    return "pledged" if "pledged" in said or comes else said[0]


def _waits(act: Trigger[AidWord]) -> bool:
    """Is it not done as yet ("has not yet decided")?"""
    grammar = act.reading.grammar
    negated = reality_of(act).type == "negated" or bool(grammar.negations.intersection(act.form.fixed))
    return negated and waits(act.clause, grammar)


def _is_matter(act: Trigger[AidWord]) -> bool:
    """Is a deed only what something is about ("a decision on | sending tanks")?"""
    before = act.reading.words[act.index - 1] if act.index else None
    return act.form.tag == "ger" and before is not None and before.lower in act.reading.grammar.matter_prepositions


def _under(act: Trigger[AidWord], said: str) -> bool:
    """Is it what somebody is accused of, or threatened with ("warf Polen vor, | Panzer zu liefern")?"""
    spoken = (t for t in find_triggers(act.reading, SpeechWord) if t.clause.number == act.clause.parent)
    return act.clause.role == "infinitive" and any(t.entry.act == said for t in spoken)


def _to_come(act: Trigger[AidWord]) -> bool:
    future = act.clause.tense == "future" or act.clause.modal == "want"
    return future or (act.reading.words[act.index].infinitive and not _perfect(act))


def _goes_on(act: Trigger[AidWord]) -> bool:
    """Does a headline leave out the auxiliary of what goes on ("Rwanda arming rebels, experts say")?"""
    before = act.reading.words[act.index - 1] if act.index > act.clause.first else None
    named = any(m.last == act.index - 1 for m in act.reading.actors)
    heading = act.reading.sentence.role != "body" and act.form.tag == "ger"
    return heading and named and before is not None and not before.auxiliaries


def _perfect(act: Trigger[AidWord]) -> bool:
    """Is it done under a modal verb ("soll Rebellen bewaffnet haben", "is said to have armed rebels")?"""
    words = (w for w in act.clause.words if w is not act.clause.finite)
    having = any(a.kind == "have" for w in words for a in w.auxiliaries)
    return having and act.reading.words[act.index].participle


def _reported(act: Trigger[AidWord]) -> bool:
    """Is a conditional only the future of what somebody said ("said it would give")?"""
    spoken = find_triggers(act.reading, SpeechWord)
    return act.clause.tense == "future" and any(t.clause.number < act.clause.number for t in spoken)


def _fill_donors(packages: Sequence[Package]) -> None:
    """A sum that is given or got behind a package, nobody knows by whom, is of whom that is ("15 million more | will be
    made available", "Moldova | will receive 50 million as well")."""
    for before, package in pairwise(packages):
        if package.donors or package.amount is None or not before.donors or distance(before, package) > REACH:
            continue
        act = package.act
        roles = {r for a in package.acts for r in a.entry.roles}
        nobody = act.clause.passive or "subject=recipient" in roles or "subject=item" in roles
        summed = any(w.lower in act.reading.grammar.summing_words for w in act.clause.words)
        if nobody and act.verbal and package.status not in UNDONE and not summed and not package.nameless:
            package.donors = others(before.donors, package.takers())


def _complete(package: Package, enemies: Collection[frozenset[str]], analysis: Analysis) -> bool:
    lack = _lack(package, enemies, analysis)
    return not (lack and drop(analysis, package.sentences, package.rules, "aid_pledge", lack))


def _lack(package: Package, enemies: Collection[frozenset[str]], analysis: Analysis) -> Reason | None:
    if not package.recipients:
        return "no_recipient"
    if not package.givers() - package.takers():
        return "own_donor" if package.donors else "no_donor"
    trained = package.told and "training" in package.types  # "goes on with the training of | Malian soldiers"
    if not package.sure or (package.strength <= 0 and not trained):
        return "weak"
    if package.status == "refused" and not (package.types or package.items or package.amount) and _asked(package):
        return "weak"
    if is_old(package.when, analysis):
        return "history"
    return "hostile" if _hostile(package, enemies) else None


def _asked(package: Package) -> bool:
    """Is only a demand refused, whatever it is for ("lehnte die Forderungen Kiews ab")?"""
    asks = [w for w in package.acts if not w.verbal]
    return all(w.entry.strength == "weak" for w in asks)


def _hostile(package: Package, enemies: Collection[frozenset[str]]) -> bool:
    if package.status == "suspended" and "humanitarian" in package.types:  # who fights others may stop help for them
        return False
    return any(frozenset({giver, taker}) in enemies for giver in package.givers() for taker in package.takers())


def _types(package: Package) -> tuple[str, ...]:
    """What kind of help it is; money only where nothing says what it is for."""
    special = tuple(t for t in package.types if t != "financial")
    return special or tuple(package.types) or (("financial",) if package.amount else ())


def _amount(package: Package) -> Money | None:
    """The sum, in the donor's own money where its name leaves that open ("1.5 billion crowns" from Norway)."""
    if package.amount is None:
        return None
    countries = {a.country for a in unique_actors(package.donors) if a.country}
    return package.amount.in_currency_of(countries.pop()) if len(countries) == 1 else package.amount.money


def _event(package: Package, analysis: Analysis) -> AidPledge:
    found = evidence(analysis, package.sentences)
    takers = package.takers()
    given = unique_sides(package.donors)
    named, wholes = {a.name for a in given}, load_names().wholes
    donors = tuple(a for a in given if side(a) not in takers and wholes.get(a.name) not in named)
    return AidPledge.model_validate(
        {
            "id": event_id(analysis.article, "aid_pledge", found, "|".join(side(a) for a in donors)),
            "status": package.status,
            "when": package.when or opening_day(analysis, package.sentences),
            "evidence": found,
            "confidence": 0.0,  # reading.py judges the whole event
            "donors": donors,
            "recipients": unique_actors(package.recipients),
            "funders": tuple(a for a in unique_actors(package.funders) if side(a) not in {*takers, *map(side, donors)}),
            "aid_types": _types(package),
            "amount": _amount(package),
            "items": tuple(i for i in package.items if i.kind != "other") or tuple(package.items),
            "rules": tuple(dict.fromkeys(package.rules)),
        }
    )
