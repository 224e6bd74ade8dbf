"""Who gets a package whose own clause does not say so: who gets those near it, or the land that it is told of."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from worker.extract.aid_pledge.givers import speaker
from worker.extract.aid_pledge.naming import fits, is_town, of_meeting, others, there, title_of
from worker.extract.aid_pledge.package import STOPPED, UNDONE, Package
from worker.extract.aid_pledge.shares import of_many
from worker.extract.aid_pledge.takers import beside, places_served
from worker.extract.aid_pledge.things import asks, meets
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import side
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.triggers import find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import AidWord, SpeechWord, TalksWord

# How many sentences away a package may stand that tells for whom another is.
_NEAR = 5
_STRONG = 3  # of a package that may stand anywhere
_ROW, _SEVERAL = 3, 2  # sentences in which others give, and how many of them make a row
_BEHIND = 2  # tokens from a noun to the phrase that says where it is
_IN_OFFICE = frozenset({"person", "country", "government", "military"})
_BEFORE = 2  # sentences before it of which a package can be told


def fill_from_others(packages: Sequence[Package], analysis: Analysis) -> None:
    """A package without a named recipient is for the people where it goes, or for whom others near it are."""
    readings = analysis.readings
    telling = [p for p in packages if p.told and p.recipients and not p.givers() & p.takers()]
    named = Counter(s for p in telling for s in p.takers())
    for package in packages:
        if package.recipients:
            continue
        told = [p for p in telling if not package.givers() & p.takers()]
        far = package.strength >= _STRONG
        near = [p for p in told if not package.elsewhere and (far or distance(p, package) <= _NEAR)]
        best = max(near, key=lambda p: max(named[s] for s in p.takers()), default=None)
        beside_it = _before_in_row(package, packages)
        best = best or beside_it
        known = list(best.recipients) if best else []
        later = best is not None and best.status in UNDONE and min(best.sentences) > max(package.sentences)
        land = _of_land(package, packages, analysis) if later else []  # told before what is only to be talked of
        known = land or known
        package.sure = package.sure or beside_it is not None or (best is not None and _does_alike(package, best))
        own = readings[min(package.sentences)]
        found = (
            _served(package, readings) or _meant(package, own) or _where(package, own) or _opening(package, own, known)
        )
        package.recipients = found or known or beside(package, own) or _of_land(package, packages, analysis)
        package.recipients = package.recipients or _telling(package, own, analysis)
        package.rules += ["article:recipients"] if package.recipients else []


def _does_alike(package: Package, known: Package) -> bool:
    """Does another giver of help by name stop it right behind one that does ("Canada has also withheld funding"), or
    give a sum in the sentence of one that does ("Japan pledged $5m, while Norway | added $2m")?"""
    if package.status in STOPPED:
        firm = any(a.verbal and a.entry.strength != "weak" for a in package.acts)
        return firm and package.status == known.status and known.sure and distance(package, known) == 1
    sums = package.amount is not None and known.amount is not None
    return sums and package.status == known.status and known.sure and distance(package, known) == 0


def _before_in_row(package: Package, packages: Sequence[Package]) -> Package | None:
    """The gift right before one of a row of them, each with its giver by name ("Canada will send tanks. Norway | adds
    $40m. Latvia | gives shells")."""
    if not _fits_row(package) or package.elsewhere:
        return None
    row = [p for p in packages if p is not package and p.sure and p.recipients and _fits_row(p)]
    row = [p for p in row if distance(p, package) <= _ROW and not p.givers() & package.givers()]
    if len({g for p in row for g in p.givers()}) < _SEVERAL and not any(map(of_many, row)):
        return None
    before = [p for p in row if min(p.sentences) <= min(package.sentences) and distance(p, package) <= 1]
    return before[-1] if before and not before[-1].takers() & package.givers() else None


def _fits_row(package: Package) -> bool:
    """Does a side by name give a sum or things, and not sell them?"""
    given = not (package.donors and package.funders)
    given = given and (package.amount is not None or any(i.kind != "other" for i in package.items))
    return given and bool(package.givers()) and package.status not in UNDONE


def distance(one: Package, other: Package) -> int:
    return min(abs(i - k) for i in one.sentences for k in other.sentences)


def _served(package: Package, readings: Sequence[Reading]) -> list[ActorMention]:
    if "humanitarian" not in package.types:
        return []
    return [m for i in sorted(package.sentences) for m in places_served(package, readings[i])][:1]


def _meant(package: Package, reading: Reading) -> list[ActorMention]:
    """The only land that a sum is for by what is told behind it ("$5m to meet needs | in Chad"), or whose people are
    to be helped."""
    if package.amount is None or package.elsewhere:
        return []
    sum_, grammar = package.amount, reading.grammar
    purposes = [c for c in reading.clauses if c.role == "infinitive" and c.parent == package.clause.number]
    marks = [w.index for w in package.clause.words if w.infinitive and w.index > sum_.last]
    first = min([*marks, *(c.first for c in purposes)], default=len(reading.words))
    clauses = {package.clause.number, *(c.number for c in purposes)}
    near = [p for p in reading.phrases if p.first > max(first, sum_.last) and p.clause in clauses]
    peoples = {m.first for m in reading.actors if m.owns and m.form == "adjective"}  # "to help | Syrian refugees"
    named = {side(m.actor): m for p in near for m in reading.actors if p.covers(m.first, m.last) and m.first in peoples}
    near = [p for p in near if p.preposition in grammar.locatives and not is_town(p, reading)]
    lands = {side(m.actor): m for p in near for m in there(p, reading) if m.actor.kind == "country"} or named
    found = others(list(lands.values()), package.givers())
    return found if len(found) == 1 else []


def _opening(package: Package, reading: Reading, known: Sequence[ActorMention]) -> list[ActorMention]:
    """The land that the clause of a sum begins with ("In Chad, | the EU will provide $5m"), where `known`, who gets
    another, is no other land."""
    phrase = next(iter(reading.phrases_of(package.clause)), None)
    if package.amount is None or phrase is None or phrase.first > package.clause.first + 1:
        return []
    if not fits(phrase, reading.grammar.locatives) or is_town(phrase, reading):
        return []
    lands = others([m for m in there(phrase, reading) if m.actor.kind == "country"], package.givers())
    whole = {side(m.actor) for m in known if m.actor.country}
    return lands if whole.issuperset(side(m.actor) for m in lands) or not whole else []


def _where(package: Package, reading: Reading) -> list[ActorMention]:
    """The only land where what a sum is for is ("$5m against hunger | in Chad"), behind another noun."""
    if package.amount is None or package.elsewhere or package.strength < _STRONG:
        return []
    own = [p for p in reading.phrases if p.clause == package.clause.number and p is not reading.subject(package.clause)]
    meetings = [t.index for t in find_triggers(reading, TalksWord) if not t.verbal]
    nouns = [p for p in own if not any(p.covers(k, k) for k in meetings)]
    inside = [p for p in own for q in nouns if fits(p, reading.grammar.locatives) and 0 < p.first - q.last <= _BEHIND]
    told = [there(p, reading) for p in inside if not (p.joined or is_town(p, reading))]
    lands = [found for group in told if (found := [m for m in group if m.actor.kind == "country"])]
    return others(lands[0], package.givers()) if len(lands) == 1 else []


def _of_land(package: Package, packages: Sequence[Package], analysis: Analysis) -> list[ActorMention]:
    """The only land that the lines before a firm gift, or else a heading, tell of ("Donors met to raise money for Chad.
    The EU pledged $5m"), which gives nothing itself."""
    if package.strength < _STRONG or package.elsewhere or package.nameless or package.amount is None:
        return []
    first, givers = min(package.sentences), {g for p in packages for g in p.givers()}
    before = analysis.readings[max(first - _BEFORE, 0) : first][::-1]
    headings = (r for r in analysis.readings[:first] if r.sentence.role != "body")
    held = {side(m.actor): m for m in analysis.readings[first].actors if of_meeting(m, analysis.readings[first])}
    if len(held) == 1:  # "at the Sudan conference"
        return list(held.values())
    for reading in title_of(analysis):  # "Donor conference for Chad"
        lands = {side(m.actor): m for m in _helped_at(reading) if side(m.actor) not in givers}
        if len(lands) == 1:
            return list(lands.values())
    for reading in chain(before, headings, title_of(analysis)):
        lands = {side(m.actor): m for m in _lands(reading) if side(m.actor) not in givers}
        if len(lands) == 1:
            return list(lands.values())
    return []


def _helped_at(reading: Reading) -> Iterator[ActorMention]:
    """The lands for which a meeting for help is."""
    for noun in (w for w in find_triggers(reading, AidWord) if not w.verbal and meets(w)):
        places = [r.partition("=")[0] for r in noun.entry.roles if r.endswith("=recipient")]
        told = (m for p in places for a in arguments(noun, p) for m in a.actors)
        yield from (m for m in told if m.actor.kind == "country")
    yield from (m for m in reading.actors if m.actor.kind == "country" and of_meeting(m, reading))


def _telling(package: Package, reading: Reading, analysis: Analysis) -> list[ActorMention]:
    """Who urges another to give it, or says what another gives where the article tells of no third land ("Zelensky said
    | Oslo would send ...")."""
    if package.elsewhere or package.nameless or not package.givers() or package.status in STOPPED:
        return []
    urging = next((a for a in package.acts if a.verbal and asks(a)), None)
    bought = any("subject=funder" in a.entry.roles for a in package.acts)  # "urged Germany to buy French jets"
    if bought or (urging is None and package.status == "proposed"):
        return []
    subject = reading.subject(urging.clause) if urging is not None else None
    spoken = reading.actors_of(subject) if subject is not None else speaker(package.clause, reading, analysis)
    parties = [m for m in spoken if m.form == "generic" and urging is not None]  # "Syria's opposition | urged"
    told = others([m for m in spoken if m.actor.kind in _IN_OFFICE or m in parties], package.givers())
    told = [m for m in told if m.actor.country]
    if urging is not None or not told:
        return told
    given = {m.actor.country for m in package.donors}
    lands = {m.actor.country for r in chain(analysis.readings, title_of(analysis)) for m in r.actors}
    return told if lands - given - {None} == {m.actor.country for m in told} else []


def _lands(reading: Reading) -> Iterator[ActorMention]:
    """The lands that a sentence names, but for those that speak and those of a town where something is held."""
    speaking = {t.clause.number for t in find_triggers(reading, SpeechWord) if t.verbal}
    subjects = [p for k in speaking if (p := reading.subject(reading.clauses[k]))]
    for mention in reading.actors:
        phrase = reading.phrase_at(mention.head)
        if mention.actor.kind != "country" or mention.form in ("adjective", "capital", "seat"):
            continue
        if phrase is not None and (phrase in subjects or is_town(phrase, reading)):
            continue
        yield mention
