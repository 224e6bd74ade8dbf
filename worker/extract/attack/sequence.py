"""What a phrase tells that only says after or before what the rest of its clause was, and how far it goes."""

from worker.extract.analysis import Reading
from worker.extract.attack.doubts import words_of_violence
from worker.extract.grammar.nominal import is_bare
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.triggers import find_triggers
from worker.languages.pack import Casualty


def end_of(phrase: Phrase, reading: Reading) -> int:
    """The token behind a phrase and those that follow right behind it ("nach dem Angriff | auf Kiew | am Montag")."""
    end = phrase.last + 1
    for p in reading.phrases:
        closed = reading.words[end - 1].lower.endswith(reading.grammar.closing_nouns) and p.cases != {"gen"}
        owner = p.first == end and not closed and ("gen" in p.cases or not p.cases) and not is_bare(p, reading)
        goes_on = owner or (p.first == end + 1 and p.preposition)
        end = p.last + 1 if goes_on else end
    return end


def behind_sequence_word(reading: Reading, index: int) -> bool:
    """Does the phrase at `index` tell what came before or after ("nach dem Beschuss"), or in what those died after
    whose death the rest was ("nach dem Tod zweier Soldaten | bei einem Angriff")?
    """
    phrase, words = reading.phrase_at(index), reading.grammar.sequence_words
    return phrase is not None and (phrase.preposition in words or death_in(phrase, reading) is not None)


def death_in(phrase: Phrase, reading: Reading) -> Phrase | None:
    """The phrase for a death behind a word for what came before, that `phrase` tells more of."""
    if phrase.preposition not in reading.grammar.locatives:
        return None
    grammar = reading.grammar
    deaths = {t.last for t in find_triggers(reading, Casualty) if not t.verbal}
    before = (p for p in reading.phrases if p.last < phrase.first and p.clause == phrase.clause)
    first = (p for p in before if p.preposition in grammar.sequence_words | grammar.answering_words)
    return next((p for p in first if p.head in deaths and phrase.first < end_of(p, reading)), None)


def aside_at(reading: Reading, index: int) -> range | None:
    """The tokens of a deed that only says after what the rest was, where what stands at `index` belongs to it ("nach
    einem Angriff mit | drei | Toten", "nach dem Tod | dreier | Soldaten bei einem Angriff").
    """
    nouns = (w.index for w in words_of_violence(reading) if not w.verbal)
    for phrase in (reading.phrase_at(k) for k in nouns if behind_sequence_word(reading, k)):
        tokens = range((death_in(phrase, reading) or phrase).first, end_of(phrase, reading)) if phrase else range(0)
        if index in tokens:
            return tokens
    return None
