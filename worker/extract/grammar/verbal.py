"""Words of a predicate that could be taken for words of a noun phrase."""

from collections.abc import Collection, Sequence

from worker.extract.grammar.words import Word
from worker.languages.grammar import Grammar

_AGENT = 3  # words from a participle to the name of who did it ("by | the | EU")


def is_particle(words: tuple[Word, ...], k: int, grammar: Grammar) -> bool:
    """Does a word right behind a verb belong to it, so that its object follows ("handed over | two tanks")?"""
    lower = words[k].lower
    if grammar.word_order != "subject_verb" or k == 0 or lower in grammar.part_prepositions:
        return False
    return any(f.particle == lower for f in words[k - 1].verbs)


def completes_verb(words: tuple[Word, ...], k: int, grammar: Grammar) -> bool:
    """Does a participle or infinitive stand behind its auxiliary ("had telephoned", "will jointly supply"), hence no
    word of the noun that follows? An unknown word between the two belongs to them."""
    if grammar.word_order != "subject_verb" or k == 0:
        return False
    before = k - 1
    while before > 0 and (words[before].adverb or words[before].negation):
        before -= 1
    if before > 0 and before == k - 1 and not words[before].auxiliaries and _loose(words[before]):
        before -= 1
    if words[before].lower in grammar.passive_particles and words[before].index == words[k].index - (k - before):
        return words[k].participle  # "had been | shot dead"
    apart = words[k].index - words[before].index - (k - before)
    quoted = apart == 1 and not words[k].behind_comma  # "had "struck a post""
    adjacent = words[before].auxiliaries if apart == 0 or quoted else ()
    bare = any(a.kind not in ("be", "have") for a in adjacent)
    if bool(adjacent) and _goes_with(words[k], bare):
        return True
    return bool(adjacent) and _loose(words[k]) and k + 1 < len(words) and _goes_with(words[k + 1], bare)


def _goes_with(word: Word, bare: bool) -> bool:
    """Is it a form that an auxiliary takes: an infinitive behind one that takes it `bare`, else a participle?"""
    return any(f.tag == "inf" for f in word.verbs) if bare else word.participle


def _loose(word: Word) -> bool:
    """Is it an unknown word, as most adverbs are?"""
    return not (word.closed or word.nouns or word.verbs or word.capital or word.punctuation)


def parted(verb: Word, behind: Sequence[Word]) -> bool:
    """Does the particle of a verb of two words follow ("carried | out | by")?"""
    return bool(behind) and any(f.particle == behind[0].lower for f in verb.verbs)


def by_agent(verb: Word, words: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> bool:
    """Is it a participle that only looks finite, before who did it ("talks held by | the EU with Chad and Sudan")?"""
    if grammar.word_order == "verb_second" or not verb.participle or verb.auxiliaries:
        return False
    behind = [w for w in words if 0 < w.index - verb.index <= _AGENT]
    behind = behind[parted(verb, behind) :]
    by = bool(behind) and behind[0].lower in grammar.agent_prepositions
    return by and any(w.index in names for w in behind[1:])


def behind_agent(lead: Word, words: tuple[Word, ...], grammar: Grammar, names: Collection[int]) -> Word | None:
    """The verb that could be a noun, too, between an agent by name and an object ("rebels backed by Iran | raid | a
    port")."""
    if grammar.word_order != "subject_verb" or not by_agent(lead, words, grammar, names):
        return None
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        named = any(lead.index < k < word.index for k in names)
        whole = before.index + 1 == word.index == after.index - 1 and not before.closed
        if named and whole and any(f.tag == "pres" for f in word.verbs) and not word.participle:
            return None if after.preposition or after.punctuation or after.coordinator else word
    return None
