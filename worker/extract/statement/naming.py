"""Names of speakers that stand beside the words for what they are."""

from dataclasses import replace

from worker.extract.analysis import Reading
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.words import Word
from worker.extract.mentions import ActorMention
from worker.text.tokens import text_of

_LONGEST = 3  # words of a name


def is_apposed(mention: ActorMention, phrase: Phrase, reading: Reading) -> bool:
    """Is it the name of a country right behind the noun for it, not in the genitive ("der Gastgeber | China")?"""
    if mention.form != "country" or mention.first != phrase.head + 1 or not phrase.covers(mention.first, mention.last):
        return False
    actors = reading.pack.actors
    return bool(actors.adjective_endings) and not reading.words[mention.last].lower.endswith(
        tuple(actors.genitive_endings)
    )


def by_name(office: ActorMention, reading: Reading) -> ActorMention:
    """ "the head of the department at the ministry, Yuri Belousov, ...": the name behind the comma that ends an office
    with all that hangs on it; of "der Schweizer Alain Berset" what follows the word for his people."""
    if office.form != "office" or office.number == "pl":
        return office
    words, clause = reading.words, reading.clause_at(office.last)
    taken = {m.first for m in reading.actors if m.form != "name"} | {p.first for p in reading.places}
    for first in range(office.last + 2, clause.last):
        if words[first - 2] is clause.finite or not clause.holds(first - 2):
            break
        last = _end_of_name(words, first)
        opens = words[first - 1].token.text == "," and (words[first].capital or words[first].determiner)
        if opens and first not in taken and last > first and words[last + 1].punctuation:
            people = words[first].determiner is not None and first + 1 in taken and last > first + 2
            name = text_of(reading.sentence.tokens, first + 2 if people else first, last)
            return replace(
                office, last=last, form="name", actor=office.actor.model_copy(update={"name": name, "text": name})
            )
    return office


def bare_name(phrase: Phrase, reading: Reading) -> str:
    """A name that nothing tells whose it is, of two words or more without a noun ("sagte | Goran Petrow")."""
    words = reading.words[phrase.first : phrase.last + 1]
    named = all(w.capital and not (w.nouns or w.compounds or w.closed) for w in words)
    inside = [m for m in reading.actors if m.first <= phrase.last and phrase.first <= m.last]
    known = any(m.form != "name" or m.actor.role or m.actor.country or not m.speaks for m in inside)
    known = known or any(p.first <= phrase.last and phrase.first <= p.last for p in reading.places)
    single = phrase.preposition is None and 1 < len(words) <= _LONGEST
    return text_of(reading.sentence.tokens, phrase.first, phrase.last) if single and named and not known else ""


def _end_of_name(words: tuple[Word, ...], first: int) -> int:
    """Token that ends the capitals from `first` on, `first` itself where the next one has none."""
    last = first
    while last + 2 < len(words) and words[last + 1].capital:
        last += 1
    return last
