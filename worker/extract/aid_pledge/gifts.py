"""What one clause tells of help: who gives what to whom, and how far it has come.

A clause gives a package when it holds a word of giving (promise, send, halt ...) or a noun of help and something that
is given: a sum, weapons or goods, or the help itself. Verbs that govern the clause ("plans to", "refused to") decide
how real it is. A clause whose verb is shared ("Lithuania sends howitzers, Denmark tanks") gives one package per donor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas import Item, Quantity
from worker.extract.aid_pledge.package import Package, Thing
from worker.extract.aid_pledge.sides import find_sides, is_side, parents_of
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import STRENGTH, extend
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import Trigger, attributive, find_triggers, reduced
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.words import FINITE
from worker.extract.mentions import ActorMention
from worker.extract.values.quantities import MoneyMention
from worker.languages.pack import AidItem, AidWord, AttackWord, SpeechWord, Weapon

_ADJECTIVAL = frozenset({"part_adj", "pres_part"})
_LONGEST_GAP = 2
_TRADE = "self=trade"
# Things that also carry others, or fight.
_CARRIERS = frozenset({"vehicle", "vessel", "aircraft"})


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The tokens of a clause that belong to one donor; `giver` is the one that a shared verb leaves to it."""

    first: int
    last: int
    giver: ActorMention | None

    def holds(self, index: int) -> bool:
        return self.first <= index <= self.last


def packages_in(reading: Reading, words: Sequence[Trigger[AidWord]], analysis: Analysis) -> Iterator[Package]:
    """The packages of one sentence, in order; `words` are its words of giving that nothing silences."""
    for clause in reading.clauses:
        here = [w for w in words if w.clause is clause]
        if not here or _trades(here) or _attacks(reading, clause, here):
            continue
        first: Package | None = None
        stretches = tuple(_stretches(reading, clause, _end(reading, clause, words)))
        others = [s.giver for s in stretches if s.giver]
        for stretch in stretches:
            package = _package(reading, clause, stretch, here, words, first, analysis)
            if package:
                package.recipients = [m for m in package.recipients if m not in others]
                first = first or package
                yield package


def _end(reading: Reading, clause: Clause, words: Sequence[Trigger[AidWord]]) -> int:
    """The last token that tells of the gift: of the clause, or of those on it that have no word of their own."""
    end = clause.last
    busy = {w.clause.number for w in words} | {t.clause.number for t in find_triggers(reading, SpeechWord)}
    for later in reading.clauses[clause.number + 1 :]:
        if later.number in busy or later.role == "main":
            break
        end = max(end, later.last)
    return end


def _trades(here: Sequence[Trigger[AidWord]]) -> bool:
    """Does the clause tell of a sale, and of no help?"""
    helped = any(not w.verbal and w.entry.strength == "strong" for w in here)
    return not helped and any(_TRADE in w.entry.roles for w in here)


def _attacks(reading: Reading, clause: Clause, here: Sequence[Trigger[AidWord]]) -> bool:
    """Is the verb of the clause one of violence and nothing else, so that what is sent in it is no gift?"""
    finite = clause.finite
    helped = any(not w.verbal and w.entry.strength != "weak" for w in here)
    goods = any(isinstance(t.entry, AidItem) and t.clause is clause for t in _things(reading))
    return (
        finite is not None
        and not (helped or goods)
        and any(
            t.index == finite.index and not t.entry.needs and not t.entry.ambiguity
            for t in find_triggers(reading, AttackWord)
        )
    )


def _package(
    reading: Reading, clause: Clause, stretch: _Stretch, here: Sequence[Trigger[AidWord]],
    words: Sequence[Trigger[AidWord]], first: Package | None, analysis: Analysis,
) -> Package | None:  # fmt: skip
    verbs = [w for w in here if _predicates(w)]
    spoken = {v.index for v in verbs}
    nouns = [w for w in here if not w.verbal and w.index not in spoken and stretch.holds(w.index) and _names_help(w)]
    things = [t for t in _things(reading) if stretch.holds(t.index)]
    money = [m for m in reading.money if stretch.holds(m.first)]
    acts = [*_governors(clause, reading, words), *verbs]
    headed = clause.role == "fragment" and any(n.entry.strength == "medium" for n in nouns)
    if not headed and not _gives(verbs, nouns, things, money):
        return None
    package = Package({reading.index}, clause, acts=acts or list(nouns))
    _gift(package, nouns, things, money, acts)
    if stretch.giver and first:
        package.donors, package.recipients = [stretch.giver], list(first.recipients)
        package.acts = first.acts
    else:
        find_sides(package, acts, nouns, things, reading, analysis)
    firm = any(w.entry.strength != "weak" for w in (*acts, *nouns))
    package.sure = firm or bool(package.recipients) or (bool(verbs) and _named_here(package, reading))
    package.rules = [f"aid:{w.entry.lemma}" for w in (*acts, *nouns)]
    return package


def _named_here(package: Package, reading: Reading) -> bool:
    """Does the clause itself name who gives?"""
    return any(m.sentence == reading.index and package.clause.holds(m.first) for m in package.donors)


def _predicates(word: Trigger[AidWord]) -> bool:
    """Is it a verb of its clause that gives, and no attribute of a noun or noun that looks like one ("arms supplier")?
    A verb without roles is one that only looks like another ("es gibt")."""
    if not word.verbal or not word.entry.roles or word.form.tag in _ADJECTIVAL or attributive(word) or reduced(word):
        return False
    if word.form.tag == "inf" and word.reading.grammar.word_order == "subject_verb" and not _governed(word):
        return False
    finite = word.clause.finite
    free = finite is None or word.index == finite.index or word.reading.words[word.index].participle
    return free or word.form.tag not in FINITE


def _gives(
    verbs: Sequence[Trigger[AidWord]], nouns: Sequence[Trigger[AidWord]], things: Sequence[Thing],
    money: Sequence[MoneyMention],
) -> bool:  # fmt: skip
    """Is there something given and a word that gives it, one of them sure?"""
    if any(_moves(v) for v in verbs) and not nouns:
        things = [t for t in things if isinstance(t.entry, AidItem) and _kind(t.entry) not in _CARRIERS]
    firm = [v for v in verbs if v.entry.strength != "weak"]
    if any(_equips(v) for v in firm):
        return True
    if firm and (things or money or nouns):
        return True
    if any(n.entry.strength == "strong" for n in nouns):
        return True
    helping = any(not _moves(v) for v in verbs) and any(n.entry.strength == "medium" for n in nouns)
    return bool(helping) or (bool(verbs or nouns) and bool(things or money))


def _governed(word: Trigger[AidWord]) -> bool:
    """Does an infinitive stand behind its marker or an auxiliary?"""
    before = (w for w in word.clause.words if w.index < word.index)
    return word.reading.words[word.index].infinitive or any(w.auxiliaries for w in before)


def _moves(word: Trigger[AidWord]) -> bool:
    """Does a verb only say of things that they come or go somewhere?"""
    return "subject=item" in word.entry.roles and word.entry.strength == "weak"


def _equips(word: Trigger[AidWord]) -> bool:
    """Does a verb say by itself what is given to its object ("arm", "train")?"""
    return "object=recipient" in word.entry.roles and word.entry.strength == "strong"


def _names_help(word: Trigger[AidWord]) -> bool:
    """A noun for help or a step of it; not one for those who give or get it."""
    return not any(r.startswith("self=") for r in word.entry.roles)


def _things(reading: Reading) -> list[Thing]:
    """What can be given: goods and weapons, a weapon before a good of the same word."""
    weapons: list[Thing] = [t for t in find_triggers(reading, Weapon) if t.entry.role != "attack" and t.entry.item_kind]
    taken = {k for t in weapons for k in range(t.index, t.last + 1)}
    taken |= {k for m in reading.actors if m.form in ("body", "name") for k in range(m.first, m.last + 1)}
    goods = [t for t in find_triggers(reading, AidItem) if not taken & set(range(t.index, t.last + 1))]
    return sorted([*weapons, *goods], key=lambda t: t.index)


def _governors(clause: Clause, reading: Reading, words: Sequence[Trigger[AidWord]]) -> list[Trigger[AidWord]]:
    """The words of giving in the clauses that `clause` hangs on, outermost first."""
    found: list[Trigger[AidWord]] = []
    for parent in parents_of(clause, reading):
        found = [w for w in words if w.clause is parent and w.verbal] + found
    return found


def _gift(
    package: Package, nouns: Sequence[Trigger[AidWord]], things: Sequence[Thing], money: Sequence[MoneyMention],
    acts: Sequence[Trigger[AidWord]],
) -> None:  # fmt: skip
    given = [t for t in things if not _is_purpose(t, (*acts, *nouns))] or list(things)
    for thing in given:
        _add_item(package, thing)
    for noun in nouns:
        extend(package.types, noun.entry.aid_types)
        for part in noun.parts:
            if isinstance(part, AidItem) or (isinstance(part, Weapon) and part.item_kind):
                _add_kind(package, part, None)
    if not package.types:
        extend(package.types, (t for a in acts for t in a.entry.aid_types))
    sums = [m for m in money if not m.converted] or list(money)
    package.amount = sums[0] if sums else None
    best = max((STRENGTH[w.entry.strength] for w in (*acts, *nouns)), default=0)
    told = things if best else [i for i in package.items if i.kind != "other"]
    package.strength = best + bool(told) + bool(money)


def _kind(entry: AidItem | Weapon) -> str:
    return entry.item_kind if isinstance(entry, AidItem) else entry.item_kind[0]


def _is_purpose(thing: Thing, words: Sequence[Trigger[AidWord]]) -> bool:
    """Does a thing stand where the recipient would, and only say what the gift is for ("rockets for launchers")?"""
    phrase = thing.reading.phrase_at(thing.index)
    places = {r.partition("=")[0] for w in words for r in w.entry.roles if r.endswith("=recipient")}
    return phrase is not None and phrase.preposition is not None and phrase.preposition in places


def _add_item(package: Package, thing: Thing) -> None:
    count = next((q.quantity for q in thing.reading.quantities if q.counts(thing.index, thing.last)), None)
    _add_kind(package, thing.entry, count)


def _add_kind(package: Package, entry: AidItem | Weapon, count: Quantity | None) -> None:
    kind = _kind(entry)
    types = entry.aid_types[:1] if isinstance(entry, AidItem) else ("military",)
    if all(i.kind != kind for i in package.items):
        package.items.append(Item.model_validate({"kind": kind, "name": entry.lemma, "count": count}))
    extend(package.types, types)


def _stretches(reading: Reading, clause: Clause, last: int) -> Iterator[_Stretch]:
    """The clause cut before each further giver of a shared verb: a bare side with its gift right behind it."""
    gifts = [(t.index, t.last) for t in _things(reading)] + [(m.first, m.last) for m in reading.money]
    first_gift = min((g for g, _ in gifts if clause.first <= g <= last), default=last)
    phrases = reading.phrases_of(clause)
    start, giver = clause.first, None
    for k, phrase in enumerate(phrases):
        behind = _attribute(phrases, k)
        if phrase.first < first_gift or phrase.preposition or not behind:
            continue
        holder = next((m for m in reading.actors if phrase.covers(m.first, m.last) and m.head == phrase.head), None)
        if holder and is_side(holder) and any(a <= behind[-1].last and behind[0].first <= b for a, b in gifts):
            yield _Stretch(start, phrase.first - 1, giver)
            start, giver = phrase.first, holder
    yield _Stretch(start, last, giver)


def _attribute(phrases: Sequence[Phrase], k: int) -> Sequence[Phrase]:
    """The bare phrase right behind phrase `k`, with the prepositional one that belongs to it."""
    behind = phrases[k + 1 : k + 3]
    if not behind or behind[0].preposition is not None or behind[0].first - phrases[k].last > _LONGEST_GAP:
        return ()
    return behind if len(behind) > 1 and behind[1].preposition is not None else behind[:1]
