"""Somebody known by the adjective of his country alone ("A Palestinian | killed two guards"), in headlines without an
article.
"""

from collections.abc import Iterable
from dataclasses import replace

from worker.extract.grammar.lexicon import Known, look_up
from worker.extract.mentions import ActorMention
from worker.languages.name_keys import name_key
from worker.languages.names import load_names
from worker.languages.pack import Pack
from worker.text.document import Sentence
from worker.text.tokens import Token

_ENDS = frozenset(",.;:)")


def with_nationals(actors: Iterable[ActorMention], sentence: Sentence, pack: Pack) -> tuple[ActorMention, ...]:
    """The mentions, with those adjectives as nouns that no noun follows, where that tells no capital."""
    if pack.grammar.nouns_are_capitalised:
        return tuple(actors)
    heads = sentence.role != "body"
    return tuple(replace(m, form="demonym") if _is_somebody(m, sentence.tokens, heads, pack) else m for m in actors)


def _is_somebody(mention: ActorMention, tokens: tuple[Token, ...], heads: bool, pack: Pack) -> bool:
    first, last = mention.first, mention.last
    if mention.form != "adjective" or not _names_one(tokens[first : last + 1]):
        return False
    if not first:
        return heads and bool(tokens[last + 1 :]) and _acts(tokens[last + 1 :], pack)
    if tokens[first - 1].lower not in pack.grammar.indefinite_articles:
        return False
    if last + 1 >= len(tokens) or tokens[last + 1].text in _ENDS:
        return True
    known = look_up(pack, tokens[last + 1].text)
    if known.capital or known.coordinator:
        return False
    return bool(known.auxiliaries or known.preposition or known.relative) or _does(known, tokens[last + 2 :], pack)


def _names_one(words: tuple[Token, ...]) -> bool:
    key = name_key([w.lower for w in words])
    return any(s.standing == "people" for s in load_names().senses(key))


def _acts(behind: tuple[Token, ...], pack: Pack) -> bool:
    """Does a headline go on with a verb, told of whoever stands before it ("Palestinian | stabs two")?"""
    known = look_up(pack, behind[0].text)
    tags = {f.tag for f in known.forms}
    return _does(known, behind[1:], pack) if "past" in tags else "pres" in tags and tags.isdisjoint({"sg", "pl"})


def _does(known: Known, behind: tuple[Token, ...], pack: Pack) -> bool:
    """Is it a verb in the past with its object or adverb behind it, and no participle before a noun?"""
    past = [f for f in known.forms if f.tag == "past"]
    if not past or not behind:
        return bool(past)
    after = tuple(t.lower for t in behind)
    if any(len(f.words) > 1 and after[: len(f.words) - 1] == f.words[1:] for f in past):  # "opened fire"
        return True
    if any(f.fixed and after[: len(f.fixed)] == f.fixed for f in past):
        return True
    nxt = look_up(pack, behind[0].text)
    told = nxt.determiner or nxt.pronoun or nxt.preposition or nxt.number or nxt.capital or nxt.adverb
    return bool(told) or behind[0].text[:1].isdigit() or nxt.coordinator
