"""What is said in a sentence: which clauses a verb of saying governs."""

from collections.abc import Sequence

from worker.extract.analysis import Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.statement.verbs import DENYING, denies, described, position, predicates
from worker.languages.grammar import Grammar
from worker.languages.pack import SpeechNoun, SpeechWord

_CLAUSES = frozenset({"that", "konjunktiv", "wh", "object+that"})
_QUOTE = frozenset({"quote"})
# What may follow a verb that tells what is said.
CONTENT = _CLAUSES | _QUOTE
# Acts of verbs that a clause such as "as the army said" can have.
_HANDING_ON = frozenset({"say", "announce"})
_ATTRIBUTES = 3  # words before a noun among which its article stands
_DASHES = frozenset("-–—")


def content_of(trigger: Trigger[SpeechWord]) -> frozenset[int]:
    """Numbers of the clauses that are said: those behind the verb, else, where it trails, those before it."""
    reading, clause = trigger.reading, trigger.clause
    others = [c for c in reading.clauses if c.number != clause.number]
    behind = _behind(trigger, [c for c in others if c.first > trigger.index])
    if behind:
        return frozenset(behind)
    if position(trigger) == "gerund":  # "..., saying it was ..."
        return frozenset({clause.number})
    if not _trails(trigger):
        return frozenset()
    start = _segment(reading, trigger.index)
    before = [c for c in others if start <= c.first and c.last < trigger.index]
    if not any(c.quoted or not (c.role == "relative" or _adverbial(c, reading.grammar)) for c in before):
        return frozenset()  # "The junta, | which took power in May, | promised to ..."
    if any(_rules(clause, c, reading) for c in before) and not any(c.quoted for c in before):
        return frozenset()  # "While Oslo said ..., | Paris urged ..."
    marked = bool(before) and reading.words[max(c.last for c in before) + 1].punctuation
    return frozenset(c.number for c in before) if marked else frozenset()


def _trails(trigger: Trigger[SpeechWord]) -> bool:
    """Can what is said stand before the verb: is it one of plain saying that opens its clause or follows a subject?"""
    entry, clause, grammar = trigger.entry, trigger.clause, trigger.reading.grammar
    if entry.act != "say" and entry.government and not CONTENT & set(entry.government):
        return False
    opens = clause.first == trigger.index  # "..., the agency's head, Ada Obi, | said"
    if clause.words[0].coordinator or (not opens and _contrasts(clause, trigger.reading)):
        return False
    if grammar.word_order == "verb_second" and clause.role == "main":
        return clause.finite is not None and clause.finite.index == clause.first
    return clause.role == "main" or (clause.role == "subordinate" and entry.act in _HANDING_ON)


def _behind(trigger: Trigger[SpeechWord], clauses: Sequence[Clause]) -> list[int]:
    """Of the clauses behind the verb those that are said; one of time or reason only with another behind it."""
    reading = trigger.reading
    found: list[int] = []
    waiting: list[int] = []
    for clause in sorted(clauses, key=lambda c: c.first):
        lead = clause.words[0]
        if reading.words[clause.first - 1].token.text == ";" or _contrasts(clause, reading):
            break
        if found and _rules(clause, trigger.clause, reading):
            break
        if not found and not trigger.entry.quotes and _adverbial(clause, reading.grammar):  # "quoted as saying ..."
            waiting.append(clause.number)
            continue
        if not found and not _opens(trigger, clause, next_to=bool(waiting) or _next_to(trigger, clause)):
            return []
        marked = reading.words[clause.first - 1].punctuation
        own = reading.own_subject(clause)
        inside = any(reading.clauses[k].last > clause.last for k in found)  # "said those who fled | and hid | are back"
        goes_on = own is None or (marked and clause.role == "main")
        if found and lead.coordinator and not (clause.quoted or inside) and goes_on:
            break
        found.append(clause.number)
    return [*waiting, *found] if found else []


def _next_to(trigger: Trigger[SpeechWord], clause: Clause) -> bool:
    """Does a clause follow the verb at once, or behind the one to whom it is said ("told | the BBC | Chad had ...") or
    who begins its enumeration ("said | the army, | militias and rebels fled")?
    """
    first, last = trigger.last + 1, clause.first - 1
    to = [p for p in trigger.reading.phrases if p.first == first and p.preposition is None]
    if first > last or ("object+that" in trigger.entry.government and any(p.last == last for p in to)):
        return True
    rows = trigger.reading.words[last].token.text == "," and any(p.last == last - 1 for p in to)
    members = [p for p in trigger.reading.phrases_of(clause) if p.preposition is None][:2]
    return rows and len(members) > 1 and members[1].joined and not clause.words[0].coordinator


def _contrasts(clause: Clause, reading: Reading) -> bool:
    """ "..., but the army denied it", "... - a charge Iran rejects": does another speaker come in here?"""
    if clause.quoted or clause.mood != "indicative":
        return False
    parted = reading.words[clause.first - 1].token.text in _DASHES and clause.role == "main"
    parted = parted or clause.words[0].lower in reading.grammar.contrasting or _answers(clause, reading)
    verbs = (t for t in find_triggers(reading, SpeechWord) if t.clause is clause and predicates(t))
    return any(parted or denies(t) or is_of_charge(t) or any(described(t)) for t in verbs)


def _rules(clause: Clause, opening: Clause, reading: Reading) -> bool:
    """ "While Oslo said that it would wait, | Paris urged ...": is it the main clause on which the one that opens the
    sentence depends, and does somebody speak in both?"""
    if opening.role != "subordinate" or not _adverbial(opening, reading.grammar) or clause.role != "main":
        return False
    parted = reading.words[clause.first - 1].punctuation or reading.words[clause.first - 2].punctuation
    speaking = {t.clause.number for t in find_triggers(reading, SpeechWord) if predicates(t)}
    return not clause.quoted and parted and speaking >= {clause.number, opening.number}


def _answers(clause: Clause, reading: Reading) -> bool:
    """ "..., a charge Kabul denies": does it begin with an article and a noun for what was said?"""
    lead = clause.words[0]
    nouns = {t.index for t in find_triggers(reading, SpeechNoun)}
    return lead.lower in reading.grammar.indefinite_articles and lead.index + 1 in nouns


def is_of_charge(trigger: Trigger[SpeechWord]) -> bool:
    """ "..., a charge | that Kabul denied": does a verb of denial follow an article and a noun of saying that sum up
    what was said before them?"""
    reading, clause = trigger.reading, trigger.clause
    if clause.role != "relative" or trigger.entry.act not in DENYING:
        return False
    noun = clause.first - 1 - reading.words[clause.first - 1].punctuation
    article = next((w for w in reversed(reading.words[max(noun - _ATTRIBUTES, 0) : noun]) if w.determiner), None)
    if article is None or not article.index or article.lower not in reading.grammar.indefinite_articles:
        return False
    beside = reading.words[article.index - 1].punctuation
    return beside and any(t.index == noun for t in find_triggers(reading, SpeechNoun))


def _adverbial(clause: Clause, grammar: Grammar) -> bool:
    return clause.opener is not None and clause.opener.lower in grammar.adverbial_subordinators


def _opens(trigger: Trigger[SpeechWord], clause: Clause, *, next_to: bool) -> bool:
    """Can what is said begin with this clause? `next_to`: it stands right behind the verb."""
    reading, government = trigger.reading, frozenset(trigger.entry.government)
    if clause.role == "infinitive" or clause.quoted or clause.mood == "reported":
        return True
    if reading.words[clause.first - 1].token.text == ":":
        return True
    if clause.role == "main":
        bare = reading.grammar.word_order == "verb_second" and (not government or bool(CONTENT & government))
        beside = next_to and government != _QUOTE
        return (bare or beside) and not clause.words[0].coordinator
    dependent = clause.opener is not None and clause.opener.subordinator and not _tells_of(trigger, clause)
    return bool(dependent and (not government or _CLAUSES & government))


def _tells_of(trigger: Trigger[SpeechWord], clause: Clause) -> bool:
    """Does what could be a clause behind "that" tell of a noun before it ("replied with missiles | that hit ...")?"""
    opener, finite = clause.opener, clause.finite
    beside = any(w.preposition for w in trigger.reading.words[trigger.last + 1 : clause.first])
    return bool(beside and opener and opener.relative and finite and finite.index == opener.index + 1)


def _segment(reading: Reading, index: int) -> int:
    """First token behind the last semicolon before `index`."""
    marks = [w.index for w in reading.words if w.token.text == ";" and w.index < index]
    return marks[-1] + 1 if marks else 0


def infinitive_behind(trigger: Trigger[SpeechWord]) -> bool:
    """Is there an infinitive behind the verb that is no purpose ("um ... zu")?"""
    grammar = trigger.reading.grammar
    clauses = [c for c in trigger.reading.clauses if not _adverbial(c, grammar)]
    return any(w.infinitive and w.index > trigger.last for c in clauses for w in c.words)
