"""The sides behind people whom a text does not name: whose ministers or officers they are, from where they come; who
they are that it named before."""

from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import side
from worker.extract.grammar.anaphora import subjects_before
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import Trigger
from worker.extract.mentions import ActorMention
from worker.extract.talks.table import row, told
from worker.languages.pack import TalksWord


def senders(reading: Reading, mention: ActorMention) -> tuple[ActorMention, ...]:
    """`mention`, or the sides behind a plural noun that only counts or gathers them ("the ministers of the two
    countries", "officers from Thailand and Cambodia", "the nuclear powers India and Pakistan")."""
    if mention.form == "office" and mention.inferred:  # "Minister aus Chile und Peru"
        return tuple(behind(reading, mention.last)) or (mention,)
    if mention.form not in ("group", "generic") and mention.actor.kind != "other":
        return (mention,)
    unnamed = mention.guessed or (mention.actor.country is None and mention.actor.kind in ("other", "country"))
    named = behind(reading, mention.last)
    if unnamed:
        return tuple(named or [m for m in reading.actors if m.first == mention.last + 1 and told(m)] or [mention])
    own = any(m.actor.country == mention.actor.country for m in named)
    return (mention, *named) if own else (mention,)


def sent_by(reading: Reading, phrase: Phrase, acts: bool) -> list[ActorMention]:
    """The sides behind people whom the text does not name ("the ministers of the two countries"); those that somebody
    comes from only where he acts."""
    inside = [m for m in reading.actors if m.form == "group" and phrase.covers(m.first, m.last) and told(m)]
    owning = behind(reading, phrase.last) if acts else [m for m in reading.owners_of(phrase) if told(m)]
    return row(reading, [*inside, *owning])


def behind(reading: Reading, last: int) -> list[ActorMention]:
    """The sides in the genitive, or behind a preposition of origin, right behind token `last`."""
    origin = reading.grammar.genitive_prepositions | reading.grammar.origin_prepositions
    phrase = next((p for p in reading.phrases if 0 < p.first - last <= 2), None)
    if phrase is None:
        return []
    owning = "gen" in phrase.cases and phrase.cases <= {"gen", "dat"} and phrase.preposition is None
    if not (phrase.preposition in origin or owning):
        return []
    return [m for m in reading.actors_of(phrase) if told(m) or m.guessed]


def together(phrase: Phrase, trigger: Trigger[TalksWord], analysis: Analysis) -> tuple[ActorMention, ...]:
    """The people of two sides whom a pronoun in the plural can mean together ("Macron and Merz ... | They | met")."""
    pronoun = trigger.reading.words[phrase.first].pronoun if phrase.pronoun else None
    if pronoun is None or not any(".pl" in case for case in pronoun.cases):
        return ()
    people = [m for m in subjects_before(trigger.reading, trigger.clause, analysis) if m.actor.kind == "person"]
    return tuple(people) if len({side(m.actor) for m in people}) > 1 else ()


def the_two(phrase: Phrase, reading: Reading) -> tuple[ActorMention, ...]:
    """The two people of the same sentence whom a number without a noun means ("spoke beside Ruto before | the two |
    met")."""
    if reading.words[phrase.head].lower not in reading.pack.actors.count_words:
        return ()
    people = (m for m in reading.actors if m.actor.kind == "person" and m.form != "pronoun" and told(m))
    before = [m for m in people if m.last < phrase.first]
    last = next(iter(before[-1:]), None)
    other = next((m for m in reversed(before) if last is not None and side(m.actor) != side(last.actor)), None)
    return (other, last) if other is not None and last is not None else ()
