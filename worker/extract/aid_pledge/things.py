"""What is given in one clause: goods, weapons, sums and nouns of help, where a word of giving has them as its gift.

A thing counts as given only where the verb has it as its object ("sent tanks"), the passive as its subject, or a role
says so ("with rockets"); what stands elsewhere in the clause ("after a missile strike") is not what is given.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from worker.extract.aid_pledge.naming import behind, there
from worker.extract.aid_pledge.package import Thing
from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments, attributive, reduced
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.memory import once
from worker.extract.values.money import MoneyMention
from worker.extract.values.quantities import Quantified
from worker.languages.pack import AidItem, AidWord, AttackWord, TalksWord, Weapon

_CHAIN = 3  # phrases one behind the other that belong to one gift ("$5m worth | of shells")
GAP = 2
_SUM = 1_000_000  # what only money comes to, where nothing is said to be counted
_BEHIND_PARTICLE = 3  # tokens from a verb to the object behind its particle and a sign ("chips in £20m")
_UNDONE = frozenset({"refused", "suspended", "requested"})
_OTHER = "self=other"
_BACK = "self=package"  # "dazu gehören"
OWNER = "owner=recipient"
_DIRECT = frozenset({"nom", "acc"})
_OBJECTS = frozenset({"object=item", "object=amount"})
_GIVEN = frozenset({"item", "amount"})
# Things that also carry others, or fight.
CARRIERS = frozenset({"vehicle", "vessel", "aircraft"})
Word = Trigger[AidWord]


@once
def things_in(reading: Reading) -> tuple[Thing, ...]:
    """What can be given: goods and weapons, a weapon before a good of the same word."""
    named = (t for t in find_triggers(reading, Weapon) if t.entry.role != "attack" and t.entry.item_kind)
    weapons: list[Thing] = [t for t in named if not _of_talks(t)]
    taken = {k for t in weapons for k in range(t.index, t.last + 1)}
    taken |= {k for m in reading.actors if m.form in ("body", "name") for k in range(m.first, m.last + 1)}
    taken |= {k for m in reading.money for k in range(m.first, m.last + 1)}
    goods = [t for t in find_triggers(reading, AidItem) if not taken & set(range(t.index, t.last + 1))]
    found = (t for t in [*weapons, *goods] if not (_set_against(t) or reading.words[t.index].infinitive))  # "to help"
    found = (t for t in found if not is_name(t))
    return tuple(sorted(found, key=lambda t: t.index))


def is_name(word: Word | Thing) -> bool:
    """Are plain words written as a name ("the charity | Medical Aid | for Palestinians"), where nouns are not?"""
    reading = word.reading
    if reading.grammar.nouns_are_capitalised or reading.sentence.role != "body" or not word.entry.lemma.islower():
        return False
    return all(w.capital and not w.opens for w in reading.words[word.index : word.last + 1]) and word.last > word.index


def listed(reading: Reading) -> tuple[Thing, ...] | None:
    """What can be given in one line of a list, or None where it is a sentence of its own."""
    open_ = reading.sentence.tokens[-1].text == ";"
    if reading.sentence.role == "headline" or not (open_ or all(c.finite is None for c in reading.clauses)):
        return None
    return things_in(reading)


def _of_talks(thing: Thing) -> bool:
    """Does a word that names a weapon mean something else here ("a new | round | of negotiations", "of sanctions")?"""
    words = [t for t in find_triggers(thing.reading, TalksWord) if not t.verbal]
    phrase = thing.reading.phrase_at(thing.index)
    after = [p for p in behind(phrase, thing.reading) if p.preposition][:1] if phrase is not None else []
    if any(t.index == thing.index < t.last for t in words):  # "round of talks"
        return True
    same = any(t.index == thing.index for t in words)
    others = [t.index for t in find_triggers(thing.reading, AidWord) if _OTHER in t.entry.roles] if same else []
    return same and any(p.covers(k, k) for p in after for k in (*(t.index for t in words), *others))


def _set_against(thing: Thing) -> bool:
    """Is it denied where the gift is not ("shells, but no | tanks")?"""
    reading = thing.reading
    phrase = reading.phrase_at(thing.index)
    first = phrase.first if phrase else thing.index
    near = reading.words[max(first - 1, 0) : first + 1]
    return any(w.lower in reading.grammar.negations and not w.negation for w in near)


def is_given(
    verbs: Sequence[Word], nouns: Sequence[Word], things: Sequence[Thing], money: Sequence[MoneyMention]
) -> bool:
    """Does a verb have help, goods or a sum as its gift, or a noun of help tell what it is?"""
    if any(n.entry.strength == "strong" for n in nouns):
        return True
    if any(equips(v) or _has_gift(v, nouns, things, money) for v in verbs):
        return True
    return any(_names_gift(n, things, money) for n in nouns)


def passed_on(verbs: Sequence[Word]) -> tuple[Thing, ...]:
    """The goods of the clause before that a pronoun means which a verb gives to somebody ("will buy tanks | and give
    them to Kyiv")."""
    for verb in verbs:
        clause, reading = verb.clause, verb.reading
        objects = [a.phrase for a in arguments(verb, "object") if a.phrase and a.phrase.pronoun]
        means = any(reading.words[p.first].lower not in reading.grammar.impersonal_pronouns for p in objects)
        places = [r.partition("=")[0] for r in verb.entry.roles if r.endswith("=recipient")]
        means = means and any(a.actors for place in places for a in arguments(verb, place))
        if means and clause.number and "object=item" in verb.entry.roles and verb.entry.strength != "weak":
            before = reading.clauses[clause.number - 1]
            if reading.subject(before) is reading.subject(clause):
                return tuple(t for t in things_in(reading) if t.clause is before)
    return ()


def meets(word: Word | Thing) -> bool:
    """Is help told by a meeting for it, which is where it is held ("at the donor conference | in Geneva")?"""
    talks = (t for t in find_triggers(word.reading, TalksWord) if t.index == word.index and not t.verbal)
    return any(r.endswith("=venue") for t in talks for r in t.entry.roles)


def _of_help(verb: Word) -> bool:
    """Is what a relative clause is about help ("a package | that includes tanks", not "the estate, which includes")?"""
    phrase = verb.reading.subject(verb.clause)
    words = find_triggers(verb.reading, AidWord)
    return phrase is not None and any(phrase.covers(w.index, w.last) for w in words if not w.verbal)


def _has_gift(verb: Word, nouns: Sequence[Word], things: Sequence[Thing], money: Sequence[MoneyMention]) -> bool:
    given = _tokens(_gift_phrases(verb), verb.reading) | {t.index for t in passed_on((verb,))}
    for noun in (n for n in nouns if n.index in given and _UNDONE & set(n.entry.status)):  # "lifted a hold | on bombs"
        given |= {k for p in verb.reading.phrases if p.first - noun.last in (1, 2) for k in range(p.first, p.last + 1)}
    if holds(verb):  # "the package includes tanks", "..., das 50 Panzer umfasst", "it includes tanks"
        cut = verb.clause.first == verb.index  # "the package, worth $5m, | includes tanks"
        subject = verb.reading.subject(verb.clause)
        told = bool(nouns) or (verb.clause.role == "relative" and _of_help(verb)) or _BACK in verb.entry.roles
        told = told or (subject is not None and subject.pronoun and verb.clause.role != "relative")
        return told or (cut and verb.reading.grammar.word_order == "subject_verb")
    counted = any(q.last in given for q in verb.reading.quantities)
    if counted and "military" in verb.entry.aid_types and verb.entry.strength != "weak":
        return True  # "ready to hand over 14 of its own"
    if all(r.partition("=")[2] != "item" for r in verb.entry.roles if not r.startswith("subject")) and (
        "object=amount" in verb.entry.roles
    ):
        things = []  # "setzte Raketen ein"
    if verb.entry.aid_types == ("humanitarian",) and "object=item" in verb.entry.roles:  # not "warf Bomben ab"
        things = [t for t in things if isinstance(t.entry, AidItem)]
    if moves(verb) and not _sourced(verb):
        things = [t for t in things if isinstance(t.entry, AidItem) and kind_of(t.entry) not in CARRIERS]
    firm = ("proposed",) if verb.entry.strength != "weak" else ()
    promises = verb.entry.status[:1] in (("pledged",), ("allocated",), ("suspended",), firm) and not moves(verb)
    answers = verb.entry.status[:1] in (("refused",), ("allocated",), ("proposed",))
    helping = [
        n
        for n in nouns
        if n.entry.strength != "weak"
        or (promises and not _UNDONE & set(n.entry.status))
        or (answers and asks(n))  # "turned down a request for rockets"
        or (moves(verb) and _of_helpers(verb))  # "a convoy of the WFP reached ..."
    ]
    return any(i in given for i in (*_indexes((*things, *helping), money), *bare_sums(verb)))


def holds(verb: Word) -> bool:
    """Does a verb say what a package holds?"""
    return any(r.endswith("=package") for r in verb.entry.roles)


def has_stop(verb: Word) -> bool:
    """Is the object of a verb a noun for the end of help ("ordered | a freeze")?"""
    heads = {a.phrase.head for a in arguments(verb, "object") if a.phrase}
    nouns = (w for w in find_triggers(verb.reading, AidWord) if not w.verbal and w.entry.status[:1] == ("suspended",))
    return any(head in range(n.index, n.last + 1) for n in nouns for head in heads)


def bare_figures(reading: Reading) -> Iterator[Quantified]:
    """Figures that count nothing, so high that only money comes to them ("zahlt drei Milliarden an | Kiew")."""
    lands = {k for m in reading.actors for k in range(m.first, m.last + 1)}
    for figure in reading.quantities:
        if (figure.noun is None or figure.noun in lands) and (figure.quantity.min or figure.quantity.max or 0) >= _SUM:
            yield figure


def bare_sums(verb: Word) -> Iterator[int]:
    """The tokens of sums without their currency ("sagt Kiew drei Milliarden zu"), for a verb that can have one."""
    if _OBJECTS & set(verb.entry.roles):
        sums = bare_figures(verb.reading)
        yield from (k for q in sums for k in range(q.first, q.last + 1))


def _of_helpers(verb: Word) -> bool:
    """Does what comes somewhere belong to a body of no country?"""
    subject = verb.reading.subject(verb.clause)
    owners = verb.reading.actors_of(subject) if subject else ()
    return any(m.actor.kind == "organization" and not m.actor.country for m in owners)


def asks(noun: Word) -> bool:
    """Is it a request, so that whose it is would get what it is for?"""
    return noun.entry.status[:1] == ("requested",)


def _sourced(verb: Word) -> bool:
    """Does the verb itself say from whom ("aus Paris folgen Raketen"), or a participle ("promised by Oslo")?"""
    places = [(verb, r.partition("=")[0]) for r in verb.entry.roles if r.endswith("=donor")]
    givers = [
        w for w in find_triggers(verb.reading, AidWord) if w.clause is verb.clause and "subject=donor" in w.entry.roles
    ]
    places += [(w, "subject") for w in givers if w is not verb and w.verbal and (reduced(w) or attributive(w))]
    return any(a.actors for word, place in places for a in arguments(word, place))


def _names_gift(noun: Word, things: Sequence[Thing], money: Sequence[MoneyMention]) -> bool:
    """Do goods or a sum stand right with the noun ("a $50m package", "50 Millionen Euro Hilfe")?"""
    phrase = noun.reading.phrase_at(noun.index)
    before = next((p for p in noun.reading.phrases if phrase and 0 < phrase.first - p.last <= GAP), None)
    behind = next((p for p in noun.reading.phrases if phrase and 0 < p.first - phrase.last <= GAP), None)
    summed = any(behind.covers(m.first, m.last) for m in money) if behind else False
    behind = None if behind and parts_from(behind, noun.reading) and not summed else behind
    near = {k for p in (before, phrase, behind) if p for k in range(p.first, p.last + 1)}
    return any(i in near for i in _indexes([t for t in things if t.index != noun.index], money))


def _indexes(words: Sequence[Word | Thing], money: Sequence[MoneyMention]) -> Iterator[int]:
    for item in words:
        yield from range(item.index, item.last + 1)
    for sum_ in money:
        yield from range(sum_.first - 1, sum_.last + 1)  # "an extra | £20m"


def _gift_phrases(verb: Word) -> Iterator[Phrase]:
    """The phrases that are the gift of a verb: by its roles, else its object, in the passive its subject."""
    for rule in verb.entry.roles:
        place, _, role = rule.partition("=")
        if role in _GIVEN and place != "object":
            told = (a.phrase for a in arguments(verb, place) if a.phrase)
            yield from (p for p in told if not _other_deed(p, verb.reading))
    others = [r for r in verb.entry.roles if r.startswith("object=")] or asks(
        verb
    )  # "called on Chad to | return drones"
    if others and not _OBJECTS & set(verb.entry.roles):
        return
    reading, clause = verb.reading, verb.clause
    if verb.form.particle:  # "chipped in | £20m"
        beside = (p for p in reading.phrases if 0 < p.first - verb.last <= _BEHIND_PARTICLE)
        yield from (p for p in beside if p.preposition == verb.form.particle)
    subject = reading.subject(clause)
    if subject is not None and _done_to(verb, subject):  # "US | aid | to Chad suspended"
        yield subject
    if clause.role == "relative" and (clause.passive or (subject is not None and subject.clause == clause.number)):
        yield from [p for p in reading.phrases if p.last < clause.first][-1:]  # "tanks | that Spain sent"
    for opened in _open_clauses(clause, reading):
        held = reading.phrases_of(opened)
        bare = [p for p in held if (p.preposition is None and p.cases & _DIRECT) or _in_part(p, reading)]
        if _gets_object(verb, bare):
            bare = [p for p in bare if p is not subject]
        objects = [p for p in bare if "nom" not in p.cases and "acc" in p.cases and not _other_deed(p, reading)]
        sure = any(not _holds_actor(p, reading) for p in objects)  # "Waffen bringen | keinen Frieden"
        bare = [p for p in bare if clause.passive or p is not subject or not (sure or _holds_actor(p, reading))]
        if _free_order(verb) or opened is not clause:
            yield from (p for p in bare if not _other_deed(p, reading))
        else:  # "gave Kyiv | permission to use | rockets"
            yield from takewhile(lambda p: not _other_deed(p, reading), _behind(verb, bare))


def _done_to(verb: Word, subject: Phrase) -> bool:
    """Does the verb that a headline ends with tell what was done with its subject?"""
    reading = verb.reading
    last = verb.last == verb.clause.last and subject.last < verb.index and verb.form.tag in ("past", "part")
    return last and reading.sentence.role != "body" and reading.grammar.word_order == "subject_verb"


def of_figure(phrase: Phrase, reading: Reading) -> Quantified | None:
    """The figure that says how many of what a phrase names it is ("two | of its tanks", "zwei | seiner Panzer")."""
    parted = phrase.cases == {"gen"} or phrase.preposition in reading.grammar.genitive_prepositions
    owned = phrase.preposition is None and reading.words[phrase.first].lower in reading.grammar.possessives
    last = phrase.first - 1 - (phrase.preposition is not None)
    return next((q for q in reading.quantities if (parted or owned) and q.last == last), None)


def _in_part(phrase: Phrase, reading: Reading) -> bool:
    """Is it that of which a figure is given, where figures make no phrase ("gibt zwei | seiner Panzer ab")?"""
    figure = of_figure(phrase, reading)
    return figure is not None and reading.phrase_at(figure.last) is None


def _other_deed(phrase: Phrase, reading: Reading) -> bool:
    """Is the head of a phrase a deed of another kind, so that what it is done with is no gift ("a drone strike")?"""
    return phrase.head in _other_deeds(reading)


@once
def _other_deeds(reading: Reading) -> frozenset[int]:
    """The tokens of such deeds."""
    goods = {k for t in things_in(reading) for k in range(t.index, t.last + 1)}  # "Bomben"
    goods |= {w.last for w in find_triggers(reading, AidWord) if w.entry.aid_types and not w.verbal}  # "airdrops"
    goods |= {q.noun for t in things_in(reading) for q in reading.quantities if q.noun == t.index - 1}  # "zehn Schuss"
    strikes = {k for t in find_triggers(reading, AttackWord) if not t.verbal for k in range(t.index, t.last + 1)}
    others = (w for w in find_triggers(reading, AidWord) if _OTHER in w.entry.roles)
    return frozenset((*(strikes - goods), *(k for w in others for k in range(w.index, w.last + 1))))


def _gets_object(verb: Word, bare: Sequence[Phrase]) -> bool:
    """Has a passive an object of its own, so that its subject gets that ("experts were given | an award")?"""
    passive = verb.clause.passive and verb.reading.grammar.word_order == "subject_verb"
    behind_it = (p for p in bare if p.first > verb.last and not p.joined)  # not "by Chad and | Mali"
    return passive and "dative=recipient" in verb.entry.roles and any(behind_it)


def gives_other(verb: Word) -> bool:
    """Is what a verb gives a deed of another kind, and help only what that is about ("provided an update on ...")?"""
    if _free_order(verb) or not any(r.partition("=")[2] in _GIVEN for r in verb.entry.roles):
        return False
    bare = [p for p in verb.reading.phrases_of(verb.clause) if p.preposition is None]
    others = (w for w in find_triggers(verb.reading, AidWord) if _OTHER in w.entry.roles)
    heads = {w.index for w in others}
    return any(p.head in heads for p in _behind(verb, bare))


def _free_order(verb: Word) -> bool:
    """Can the gift stand anywhere in the clause?"""
    return verb.reading.grammar.word_order != "subject_verb" or verb.clause.passive


def _behind(verb: Word, bare: Sequence[Phrase]) -> Iterator[Phrase]:
    """The object right behind the verb, and before it who gets it ("give Ukraine | ten tanks")."""
    for phrase in (p for p in bare if p.first > verb.index and not p.joined):
        if phrase.first == phrase.last and verb.reading.words[phrase.first].lower == verb.form.particle:
            continue
        yield phrase
        if not _holds_actor(phrase, verb.reading):
            return


def _holds_actor(phrase: Phrase, reading: Reading) -> bool:
    return any(phrase.covers(m.first, m.last) for m in reading.actors)


def _open_clauses(clause: Clause, reading: Reading) -> Iterator[Clause]:
    """A clause with those right behind it that have no verb of their own ("as much as $5m")."""
    yield clause
    for later in reading.clauses[clause.number + 1 :]:
        if later.finite is not None or any(w.infinitive for w in later.words):
            return
        yield later


def _tokens(phrases: Sequence[Phrase] | Iterator[Phrase], reading: Reading) -> set[int]:
    """The tokens of phrases, their enumerations, and the phrases right behind them that belong to them."""
    found: set[int] = set()
    for phrase in phrases:
        last = phrase.first - 1
        for member in group(reading.phrases, phrase):
            found |= set(range(member.first, member.last + 1))
            last = member.last
        for _ in range(_CHAIN):
            behind = next((p for p in reading.phrases if 0 < p.first - last <= GAP), None)
            if (
                behind is None
                or behind.clause != phrase.clause
                or parts_from(behind, reading)
                or _other_deed(behind, reading)
            ):
                break
            for member in group(reading.phrases, behind):
                found |= set(range(member.first, member.last + 1))
                last = member.last
    return found


def parts_from(phrase: Phrase, reading: Reading) -> bool:
    """Does a phrase tell of something else, and no longer of the gift?"""
    if phrase.preposition is None:
        return phrase.cases != {"gen"} and not _is_measured(phrase, reading)
    named = {phrase.preposition, *(f"{phrase.preposition}+{c}" for c in phrase.cases)}
    return not named & reading.grammar.part_prepositions


def _is_measured(phrase: Phrase, reading: Reading) -> bool:
    """Is it of what so many units are given ("50.000 Schuss | Munition")?"""
    counted = any(q.noun in (phrase.first - 1, phrase.head) and q.last < phrase.first for q in reading.quantities)
    return counted and any(t.last == phrase.head for t in things_in(reading))


def moves(word: Trigger[AidWord]) -> bool:
    """Does a verb only say of things that they come or go somewhere?"""
    return "subject=item" in word.entry.roles and word.entry.strength == "weak"


def equips(word: Word) -> bool:
    """Does a verb say by itself what is given to its object ("arm the rebels", "train soldiers")?"""
    if "object=recipient" not in word.entry.roles or word.entry.strength != "strong":
        return False
    objects, origin = list(arguments(word, "object")), word.reading.grammar.origin_prepositions
    sources = (q for a in objects if a.phrase for q in behind(a.phrase, word.reading))  # "trains pilots | from Ukraine"
    return any(a.actors for a in objects) or any(q.preposition in origin and there(q, word.reading) for q in sources)


def kind_of(entry: AidItem | Weapon) -> str:
    return entry.item_kind if isinstance(entry, AidItem) else entry.item_kind[0]
