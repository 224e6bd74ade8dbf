"""Who gives, who gets and who pays in one clause: by the roles of its words, else by what stands there.

A recipient is often told by a place only ("to hospitals in Gaza", "nach Myanmar"), a donor by whose the goods are
("Norwegian launchers", "Lastwagen des Roten Kreuzes") or by who speaks of them ("it would send", "we will send").
"""

from collections.abc import Iterator, Sequence

from worker.extract.aid_pledge.givers import charged, fill_donors, is_asked, owners_of, speaker, tapped
from worker.extract.aid_pledge.naming import (
    AnyWord,
    Word,
    behind,
    fits,
    is_side,
    is_taker,
    is_town,
    land_meant,
    lands_of_help,
    named,
    of_meeting,
    others,
    served,
    there,
)
from worker.extract.aid_pledge.package import Package, Thing
from worker.extract.aid_pledge.takers import fill_recipients, given_to, goal_of, right_behind, thanks
from worker.extract.aid_pledge.things import asks
from worker.extract.allies import allies_in
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import extend, side
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import Argument
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import find_triggers
from worker.extract.mentions import ActorMention
from worker.languages.pack import AidWord, SpeechWord

_PARTIES = frozenset({"donor", "recipient", "funder"})
_GIVERS = frozenset({"donor", "funder"})


def find_sides(
    package: Package, acts: Sequence[Word], nouns: Sequence[Word], things: Sequence[Thing], reading: Reading,
    analysis: Analysis,
) -> None:  # fmt: skip
    """Fills the sides of `package` from the words of its clause, the innermost act first."""
    package.donors = _carriers(package, reading)
    weak = [w for w in reversed(acts) if w.entry.strength == "weak"]
    firm = [w for w in reversed(acts) if w not in weak]
    moves = any("subject=item" in w.entry.roles for w in firm)  # "aid | for Gaza | arrived in Egypt"
    for word in (*nouns, *firm, *weak) if moves else (*firm, *nouns, *weak):
        asked = bool(acts) and (is_asked(word, acts, reading) or bool(charged(word)) or _leads_to_get(word, acts))
        _roles(package, word, asked=asked)
    package.donors = [m for m in package.donors if not tapped(m, reading)]
    words: tuple[AnyWord, ...] = (*reversed(acts), *nouns, *things)
    _ask_for_others(package, (*nouns, *things))
    if _declines(package, words):
        return
    _fill_thanking(package, reading, analysis)
    fill_recipients(package, words, reading)
    _fill_land(package, reading, analysis)
    fill_donors(package, words, reading, analysis)
    if any(m.actor.country for m in package.donors):  # "the US, the largest | donor"
        package.donors = [m for m in package.donors if m.actor.country or m.actor.kind != "other"]
    package.recipients = [m for m in package.recipients if not tapped(m, reading)]
    package.recipients = _lands_of(package, reading) or package.recipients
    package.recipients = others(package.recipients, package.givers()) or package.recipients
    if all(_speaks_for(m, package) for m in package.recipients):
        package.recipients = []
    if package.donors:
        extend(package.donors, others([m for m in allies_in(package.clause, reading) if is_side(m)], package.takers()))
    package.nameless = not package.givers() and any(_of_nobody(w) or thanks(w) for w in acts)


def _leads_to_get(word: Word, acts: Sequence[Word]) -> bool:
    """Does a weak verb govern one of getting, so that its subject gives nothing ("continues to | receive support")?"""
    behind_ = (w for w in acts if w.verbal and w.index > word.index and w.reading.words[w.index].infinitive)
    gets = any("subject=recipient" in w.entry.roles and not asks(w) for w in behind_)
    return gets and word.verbal and word.entry.strength == "weak" and word.entry.status[:1] != ("refused",)


def _lands_of(package: Package, reading: Reading) -> list[ActorMention]:
    """The lands that bodies of no land get something for ("the UN received $5m | for Chad")."""
    if not package.recipients or any(m.actor.country or m.actor.kind != "organization" for m in package.recipients):
        return []
    first = min(m.first for m in package.recipients)
    goals = reading.grammar.recipient_prepositions | reading.grammar.locatives
    behind_ = [p for p in reading.phrases_of(package.clause) if p.first > first and fits(p, goals)]
    lands = [m for p in behind_ if not is_town(p, reading) for m in there(p, reading) if m.actor.kind == "country"]
    return others(lands, package.givers())


def _speaks_for(taker: ActorMention, package: Package) -> bool:
    """Is it the land for which one of its own speaks ("Für Norwegen | kündigte Eide ... an")?"""
    opens = taker.first - 1 == package.clause.first
    return opens and any(m.actor.kind == "person" and side(m.actor) == side(taker.actor) for m in package.donors)


def _fill_thanking(package: Package, reading: Reading, analysis: Analysis) -> None:
    """Who gets it where a pronoun does: who says so ("We | will get tanks", "he | thanked Norway for the tanks")."""
    subject = reading.subject(package.clause)
    if package.recipients or subject is None or not subject.pronoun:
        return
    gets = [w for w in package.acts if "subject=recipient" in w.entry.roles]
    own = reading.words[subject.first].lower in reading.grammar.first_person
    if gets and (own or all(map(thanks, gets))):
        package.recipients = others(
            [m for m in speaker(package.clause, reading, analysis) if is_taker(m)], package.givers()
        )


def _fill_land(package: Package, reading: Reading, analysis: Analysis) -> None:
    """The recipient that a noun for a country means, which is no place and, but where it gets something, no subject."""
    if package.recipients:
        return
    grammar, subject = reading.grammar, reading.subject(package.clause)
    gets = any("subject=recipient" in w.entry.roles for w in package.acts)
    from_or_in = grammar.locatives | grammar.origin_prepositions
    phrases = (p for p in reading.phrases_of(package.clause) if p.preposition not in from_or_in)
    meant = (land_meant(p, reading, analysis, package.givers()) for p in phrases if gets or p is not subject)
    if found := next(filter(None, meant), []):
        package.recipients, package.elsewhere = found, False


def _carriers(package: Package, reading: Reading) -> list[ActorMention]:
    """Whose the subject is that comes or goes somewhere ("a Brazilian ship with generators docked in ...")."""
    subject = reading.subject(package.clause)
    if subject is None or not any("subject=item" in w.entry.roles for w in package.acts):
        return []
    return [m for m in reading.actors if subject.covers(m.first, m.last) and m.form == "adjective"]


def _of_nobody(act: Word) -> bool:
    """Has a verb a doer that names no side and stands for none?"""
    subjects = [a for a in arguments(act, "subject") if a.phrase] if "subject=donor" in act.entry.roles else []
    return any(a.phrase and not a.phrase.pronoun and not a.actors for a in subjects)


def _declines(package: Package, words: Sequence[AnyWord]) -> bool:
    """Does the subject refuse a gift of another's for itself ("turned down aid from the United States")?"""
    refused = any(w.entry.status[:1] == ("refused",) and "object=item" in w.entry.roles for w in package.acts)
    if not refused or not package.donors or package.recipients:
        return False
    gifts = [w for w in words if not (isinstance(w.entry, AidWord) and asks(w))]
    givers = next((f for w in gifts if (f := others(owners_of(w, package), package.givers()))), [])
    if givers and not any(goal_of(w, package) for w in words):
        package.donors, package.recipients = givers, package.donors
    return bool(givers)


def _ask_for_others(package: Package, gifts: Sequence[AnyWord]) -> None:
    """Who asks for help that goes to another gets none, nor is that one asked ("appealed for | aid to Sudan")."""
    asking = next((w for w in package.acts if w.verbal and asks(w)), None)
    if asking is None:
        return
    subject = asking.reading.subject(asking.clause)
    askers = {side(a) for m in (asking.reading.actors_of(subject) if subject else ()) for a in m.sides}
    reading = asking.reading
    given = [(g.index, _goals_of(g)) for g in gifts if not (isinstance(g.entry, AidWord) and asks(g))]
    if package.amount is not None:  # "appealed for | $5m for Chad"
        given.append((package.amount.last, reading.grammar.recipient_prepositions))
    for index, places in given:
        phrase = reading.phrase_at(index)
        goals = [p for p in (behind(phrase, reading) if phrase else ()) if fits(p, places)]
        taking = [m for p in goals for m in reading.actors_of(p) if is_side(m)]
        if taking:
            package.by_third = bool(askers) and not askers & {side(a) for m in taking for a in m.actors}
            package.recipients = taking
            package.donors = [m for m in package.donors if m not in taking]
            return


def _goals_of(gift: AnyWord) -> frozenset[str]:
    """The prepositions that say for whom it is."""
    listed = gift.entry.roles if isinstance(gift.entry, AidWord) else ()
    return frozenset(r.partition("=")[0] for r in listed if r.endswith("=recipient")) or (
        gift.reading.grammar.recipient_prepositions
    )


def _roles(package: Package, word: Word, *, asked: bool) -> None:
    """Donors, recipients and funders by the word's roles, where no word nearer to the gift has told them. Who asks for
    a gift does not give it."""
    found: dict[str, list[ActorMention]] = {}
    found_at = ""
    for rule in word.entry.roles:
        place, _, role = rule.partition("=")
        if role in _PARTIES and not (role in _GIVERS and place == "subject" and asked):
            last: Phrase | None = None
            for argument in _arguments(word, place):
                beside = argument.phrase is not None and argument.phrase.first in package.aside
                if beside and not (role == "donor" and place in word.reading.grammar.addressee_prepositions):
                    continue
                if last and argument.phrase and not _goes_on(last, argument.phrase, word.reading):
                    continue  # "gave $5m to Chad, responding | to a call by Mali"
                told = served(argument, word.reading, place) if role == "recipient" else named(argument, word.reading)
                if role == "donor" and not told and place in word.reading.grammar.origin_prepositions:  # "EU-Haushalt"
                    told = [m for m in argument.actors if m.form == "compound" and not of_meeting(m, word.reading)]
                if role == "recipient" and not told and not _is_charge(word.reading):
                    told = [
                        m for m in argument.actors if m.guessed and m.actor.kind == "armed_group"
                    ]  # "arm the rebels"
                told = [m for m in told if m not in package.fellows]
                told = [m for m in told if place != "modifier" or m not in lands_of_help(word)]
                if role == "recipient" and argument.phrase and _is_help(argument.phrase, word.reading):
                    continue  # "a halt | to all US aid | to Chad"
                last = argument.phrase if told and role == "recipient" else last
                if role != "recipient" or not found.get(role) or place == found_at:
                    found.setdefault(role, []).extend(told)
                    found_at = place if told and role == "recipient" else found_at
                if role == "recipient" and not told and argument.phrase:
                    package.elsewhere = package.elsewhere or _names_stranger(place, argument.phrase, word)
    package.donors = package.donors or found.get("donor", [])
    package.recipients = package.recipients or found.get("recipient", []) or right_behind(word) or given_to(word)
    package.funders = package.funders or found.get("funder", [])


def _is_charge(reading: Reading) -> bool:
    """Does somebody accuse another in this sentence, so that whom he means may not be of the land it names?"""
    return any(t.entry.act == "accuse" for t in find_triggers(reading, SpeechWord))


def _is_help(phrase: Phrase, reading: Reading) -> bool:
    """Is a phrase named as help itself, and nobody who gets it?"""
    nouns = (w for w in find_triggers(reading, AidWord) if not w.verbal and w.last == phrase.head)
    return any(w.entry.aid_types and w.entry.strength != "weak" for w in nouns)


def _goes_on(before: Phrase, phrase: Phrase, reading: Reading) -> bool:
    """Does nothing stand between two phrases but what joins them ("to Chad | and | to Mali")?"""
    between = reading.words[before.last + 1 : phrase.first]
    return all(w.coordinator or w.punctuation or w.preposition or w.determiner for w in between)


def _arguments(word: Word, place: str) -> Iterator[Argument]:
    """What stands at a place of `word`; "owner": whose its object is ("paid off Syria's debt")."""
    if place != "owner":
        yield from arguments(word, place)
        return
    for argument in arguments(word, "object"):
        for phrase in _around(argument.phrase, word.reading) if argument.phrase else ():
            if owners := tuple(m for m in word.reading.actors if phrase.covers(m.first, m.last)):
                yield Argument(None, owners, ())
                return


def _around(phrase: Phrase, reading: Reading) -> Iterator[Phrase]:
    """A phrase, the bare one right before it and those right behind it."""
    yield phrase
    yield from (p for p in reading.phrases if p.last == phrase.first - 1 and p.preposition is None)
    yield from behind(phrase, reading)


def _names_stranger(place: str, phrase: Phrase, word: Word) -> bool:
    """Can only somebody stand at a place, and does a phrase there tell no sum, time or party, nobody named before ("to
    $5m", "für dieses Jahr", "als größter Geber", "to the agency"), and nothing before a verb that its object follows?
    """
    reading, grammar = word.reading, word.reading.grammar
    beside = word.verbal and grammar.word_order == "subject_verb" and phrase.last < word.index
    if phrase.pronoun or not (place == "dative" or (place in grammar.addressee_prepositions and not beside)):
        return False
    told = [m.last for m in reading.money] + [m.first for m in reading.actors if m.guessed]
    party = (w for w in find_triggers(reading, AidWord) if w.index == phrase.head)
    told += [w.index for w in party if any(r.startswith("self=") for r in w.entry.roles)]
    return not (any(phrase.covers(k, k) for k in told) or reading.names_time(phrase))
