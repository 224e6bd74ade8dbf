"""Counts in a sentence, with the words that qualify them and the noun that they count.

Rules of reading: "at least two" is {2, open}, "up to 40" {open, 40}, "about 40" {40, 40}; the nearest qualifier wins.
Years, dates, clocks, ages, models, distances, weights, shares in percent, rates and scores are no quantities.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from schemas import Quantity
from worker.extract.values.money import MoneyMention, currency_of, paired_numbers, past_qualifiers
from worker.extract.values.numbers import Number, Paired
from worker.languages.quantity_rows import Effect
from worker.languages.quantity_rules import REASONS, QuantityRules
from worker.text.document import Sentence
from worker.text.quotations import QUOTATION_MARKS
from worker.text.tokens import Token, text_of

Relation = Literal["total", "subset", "increment", "share", "former"]

REACH = 5  # words that may stand between a number and the noun it counts
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_OLDEST = 120
_DAYS = 31
_AGED = 2  # tokens from the sign before an age to the one behind it
_PAIRED = 2  # tokens of a conjunction and the number that it joins
_TIES = frozenset("/-–:")
_RELATIONS: dict[str, Relation] = {"total": "total", "increment": "increment", "share": "share", "subset": "subset"}
_PAIR_RELATIONS: dict[str, Relation] = {
    "changed_from": "former", "share": "share", "share_of": "total", "subset": "subset",
}  # fmt: skip
_ADJECTIVES = 3  # between an article and its noun
_QUOTED = 5  # tokens of a noun between quotation marks, with them
_LOOK_BACK = 4  # qualifiers before one number


@dataclass(frozen=True, slots=True)
class Quantified:
    """A count on tokens `first` to `last`, its qualifiers included, of which the number itself begins at `number`.

    noun: token of the noun that it counts, None where it is left out; reach: the last token that can belong to the
    noun. relation: told as a `total`, as a `share` of a total told beside it or before, as a `subset` within a number
    told before, as an `increment` to one, or as `former` and no longer true. from_article: of persons told
    with an article, one or added up ("a woman and two children"). vague: it says no more than "many" ("dozens").
    """

    first: int
    last: int
    number: int
    quantity: Quantity
    noun: int | None
    reach: int
    relation: Relation | None = None
    from_article: bool = False
    vague: bool = False

    def counts(self, first: int, last: int) -> bool:
        """Does it count the noun on tokens `first` to `last`, or is it part of it ("31-köpfig")?"""
        return (self.last < first and last <= self.reach) or self.first <= first <= self.last


@dataclass(frozen=True, slots=True)
class _Qualified:
    """What the words around a number make of it."""

    first: int
    last: int
    effect: Effect | None
    relation: Relation | None
    counts: bool


def find_quantities(sentence: Sentence, rules: QuantityRules) -> tuple[Quantified, ...]:
    """The counts of `sentence` from left to right, with what they count."""
    tokens = sentence.tokens
    counted = (_quantified(tokens, paired, rules) for paired in paired_numbers(tokens, rules))
    found = [q for q in counted if q]
    singles = [q for q in _singles(tokens, rules) if not any(o.first <= q.first <= o.reach for o in found)]
    told = _added_up(sorted((*found, *singles), key=lambda q: q.number), tokens, rules)
    return tuple(q for q in told if not (q.from_article and tokens[q.number].lower in rules.possessives))


def _quantified(tokens: tuple[Token, ...], paired: Paired, rules: QuantityRules) -> Quantified | None:
    number = paired.number
    around = _around(tokens, number, rules)
    if not around.counts or currency_of(tokens, number, rules):
        return None
    low, high = _ends(number, around.effect)
    noun, reach = _noun(tokens, around.last, number, rules)
    relation = (_PAIR_RELATIONS.get(paired.kind) if paired.kind else None) or around.relation
    if (
        relation is None
        and noun is not None
        and (behind := rules.after.at(tokens, reach + 1))
        and behind[0] == "subset"
    ):
        relation = "subset"
    quantity = Quantity(min=low, max=high, text=text_of(tokens, around.first, around.last))
    vague = number.high is None
    return Quantified(around.first, around.last, number.first, quantity, noun, reach, relation, vague=vague)


def _ends(number: Number, effect: Effect | None) -> tuple[int | None, int | None]:
    if number.low != number.high and None not in (number.low, number.high):
        return number.low, number.high
    if effect == "at_least":
        return (number.high if number.low is None else number.low), None
    if effect == "up_to":
        return None, (number.low if number.high is None else number.high)
    return number.low, number.high


def _around(tokens: tuple[Token, ...], number: Number, rules: QuantityRules) -> _Qualified:
    first, effect, relation, reason = _before(tokens, number, rules)
    last = number.last
    behind = rules.after.at(tokens, last + 1)
    if behind:
        word, end = behind
        if word in REASONS:
            reason = reason or word
        else:
            last = end
            relation = relation or _RELATIONS.get(word)
            effect = word if effect in (None, "exact") and word in ("at_least", "up_to") else effect
    if reason == "date" and number.value > _DAYS:
        reason = None
    counts = reason is None and _counts(tokens, number, effect, last, rules)
    return _Qualified(first, last, effect, relation, counts)


def _before(
    tokens: tuple[Token, ...], number: Number, rules: QuantityRules
) -> tuple[int, Effect | None, Relation | None, str | None]:
    """(first token, effect, relation, reason) of the qualifiers before a number; one other adverb may stand between."""
    first, effect, relation = number.first, None, None
    for step in range(_LOOK_BACK):
        found = rules.before.before(tokens, first)
        if found is None and step == 0 and first > 0 and _adverb(tokens[first - 1]):
            found = rules.before.before(tokens, first - 1)
            phrase = found is not None and {t.lower for t in tokens[found[1] : first]} <= rules.stops
            found = found if found and found[0] in ("at_least", "up_to") and not phrase else None  # "unter | den | 14"
        if found is None:
            break
        word, start = found
        if word in REASONS:
            return first, effect, relation, word if step == 0 else None
        first = start
        relation = relation or _RELATIONS.get(word)
        effect = word if effect in (None, "exact") and word in ("at_least", "up_to") else effect or "exact"
    return first, effect, relation, None


def _adverb(token: Token) -> bool:
    return token.text.islower() and token.text.isalpha()


def _counts(tokens: tuple[Token, ...], number: Number, effect: Effect | None, last: int, rules: QuantityRules) -> bool:
    """Is the number a count, and no unit, fraction, year, score, age or model?"""
    if number.tail or not number.whole:
        return False
    if not number.plain:
        return True
    before = tokens[number.first - 1] if number.first else None
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    may_be_year = _FIRST_YEAR <= number.value <= _LAST_YEAR and len(tokens[number.first].text) == 4
    if may_be_year and _is_year(before, behind, effect, rules):
        return False
    if _adjacent(behind, tokens[last]) or _adjacent(tokens[number.first], before):
        return False
    if before is None:
        return True
    if number.value <= _OLDEST and _tells_age(tokens, number.first, last, rules):
        return False
    if before.text in ",(" and behind is not None and behind.text in ",)" and number.value <= _OLDEST:
        named = number.first > 1 and tokens[number.first - 2].text[0].isupper()
        return not (named and (before.text == "(" or not rules.nouns_are_capitalised or behind.text == ","))
    name = effect is None and _noun(tokens, last, number, rules)[0] is None
    return not (name and _is_model(before))


def _tells_age(tokens: tuple[Token, ...], first: int, last: int, rules: QuantityRules) -> bool:
    """Is it set off behind people, alone or in a pair ("a man, | 71, and", "two women (| 19 and | 34)")?"""
    joiner = rules.numerals.joiner
    if first > _PAIRED and tokens[first - 1].lower == joiner and tokens[first - 2].text.isdigit():
        first -= _PAIRED
    elif last + _PAIRED < len(tokens) and tokens[last + 1].lower == joiner and tokens[last + 2].text.isdigit():
        last += _PAIRED
    closed = last + 1 < len(tokens) and tokens[last + 1].text in ",)."
    if first < _PAIRED or tokens[first - 1].text not in ",(" or not closed:
        return False
    whom = tokens[first - 2].lower
    return whom in rules.persons or rules.is_people(whom)


def _adjacent(token: Token | None, before: Token | None) -> bool:
    """Is one of them a sign that ties figures together without a blank ("24-23", "9/11")?"""
    if token is None or before is None or token.start > before.end:
        return False
    return token.text in _TIES or before.text in _TIES


def _is_year(before: Token | None, behind: Token | None, effect: Effect | None, rules: QuantityRules) -> bool:
    if effect not in (None, "exact"):
        return False
    cued = before is not None and before.lower in rules.year_cues
    return cued or not (behind is not None and _may_be_noun(behind, rules))


def _may_be_noun(token: Token, rules: QuantityRules) -> bool:
    if not token.text[0].isalpha() or token.lower in rules.stops:
        return False
    return token.text[0].isupper() or not rules.nouns_are_capitalised


def _is_model(before: Token) -> bool:
    """ "Su 34", "MH 17": bare digits right behind a name in capitals."""
    return len(before.text) <= 8 and sum(c.isupper() for c in before.text) >= 2


def _noun(tokens: tuple[Token, ...], last: int, number: Number, rules: QuantityRules) -> tuple[int | None, int]:
    """(noun, last token that belongs to it) of what the number counts, over adjectives."""
    start = last + 1
    rough = number.low != number.high or number.scale > 1
    if rough and start < len(tokens) and tokens[start].lower in rules.linkers:
        start += 1
    marked = [t.text in QUOTATION_MARKS for t in tokens[start : start + _QUOTED]]
    if marked[:1] == [True] and any(marked[1:]):  # 'two "attack drones"'
        start += 1
    end = start
    while end < min(len(tokens), start + REACH) and (_in_phrase(tokens[end], rules) or _is_acronym(tokens, end)):
        end += 1
    if rules.nouns_are_capitalised:
        return _capitalised(tokens, start, end, last, rules)
    return _plural(tokens, start, end, last, number, rules)


def _in_phrase(token: Token, rules: QuantityRules) -> bool:
    return token.text[0].isalpha() and token.lower not in rules.stops


def _is_acronym(tokens: tuple[Token, ...], k: int) -> bool:
    """Is it an acronym, whatever word it looks like ("two | US | soldiers")?"""
    text = tokens[k].text
    return len(text) > 1 and text.isupper() and k + 1 < len(tokens) and tokens[k + 1].text.islower()


def _capitalised(
    tokens: tuple[Token, ...], start: int, end: int, last: int, rules: QuantityRules
) -> tuple[int | None, int]:
    """The first noun; the name of a town as an adjective ("Kiewer") and the first of two names go with it."""
    for k in range(start, end):
        two = k + 1 < end and tokens[k + 1].text[0].isupper()
        if tokens[k].text[0].isupper() and not (two and tokens[k].lower.endswith(rules.place_adjective_endings)):
            return k, k + two
    return None, last


def _plural(
    tokens: tuple[Token, ...], start: int, end: int, last: int, number: Number, rules: QuantityRules
) -> tuple[int | None, int]:
    """The first plural, or the one behind it where the first is a bare form ("police officers")."""
    for k in range(start, end):
        lower = tokens[k].lower
        if lower in rules.plurals and k + 1 < end and _regular_plural(tokens[k + 1].lower, rules):
            return k + 1, k + 1
        if lower in rules.plurals or _regular_plural(lower, rules):
            return k, k
    if number.high == 1 and end > start:
        return end - 1, end - 1
    return (start, end - 1) if end > start else (None, last)


def _regular_plural(word: str, rules: QuantityRules) -> bool:
    return len(word) > 3 and word.endswith(rules.plural_endings) and not word.endswith(rules.no_plural_endings)


def _singles(tokens: tuple[Token, ...], rules: QuantityRules) -> Iterator[Quantified]:
    """One person told with an article ("eine Frau", "a 54-year-old man"), or whose he is ("... and her son")."""
    possessives, articles = rules.possessives, rules.articles
    for i, token in enumerate(tokens):
        owned = i > 0 and token.lower in possessives and tokens[i - 1].lower in (rules.numerals.joiner, ",")
        noun = _person(tokens, i + 1, rules) if owned or token.lower in articles else None
        if noun is not None:
            yield _single(tokens, i, noun, rules)


def _single(tokens: tuple[Token, ...], number: int, last: int, rules: QuantityRules) -> Quantified:
    first, effect, relation, _ = _before(tokens, Number(number, number, 1, 1, 1), rules)
    low, high = _ends(Number(number, number, 1, 1, 1), effect)
    quantity = Quantity(min=low, max=high, text=text_of(tokens, first, last))
    return Quantified(first, number, number, quantity, last, last, relation, from_article=True)


def _person(tokens: tuple[Token, ...], start: int, rules: QuantityRules) -> int | None:
    """The person whom an article opens, over adjectives and an age, or who is one more without a noun."""
    near = tokens[start : start + 3]
    if near and near[0].lower in rules.others and not any(t.text[0].isupper() for t in near):
        return start
    for k in range(start, min(len(tokens), start + _ADJECTIVES + 1)):
        token = tokens[k]
        aged = token.text[0].isdigit() and token.lower.endswith(rules.person_endings)
        if token.lower in rules.persons and not _describes(tokens, k, rules):
            return k
        if aged and not (k + 1 < len(tokens) and tokens[k + 1].lower in rules.persons):
            return k
        if not aged and (token.lower in rules.stops or not token.text.replace("-", "").islower()):
            return None
    return None


def _describes(tokens: tuple[Token, ...], k: int, rules: QuantityRules) -> bool:
    """Is it the name of a people before a noun ("a Russian drone")?"""
    if rules.nouns_are_capitalised or not tokens[k].text[0].isupper() or k + 1 >= len(tokens):
        return False
    return _in_phrase(tokens[k + 1], rules)


def _added_up(found: list[Quantified], tokens: tuple[Token, ...], rules: QuantityRules) -> list[Quantified]:
    """Persons told group by group are one count: "zwei Frauen, drei Männer und ein Kind" are six."""
    kept: list[Quantified] = []
    for q in reversed(found):
        behind = kept[-1] if kept else None
        if behind and _goes_on(q, behind, tokens, rules):
            kept[-1] = _sum(q, replace(behind, reach=_end(behind, tokens, rules)), tokens)
        else:
            kept.append(q)
    return kept[::-1]


def _goes_on(before: Quantified, q: Quantified, tokens: tuple[Token, ...], rules: QuantityRules) -> bool:
    """Does "und" alone stand between two counts of persons, or "and her", or a comma before such a sum? The second of
    those within another number is within it, too ("57 people, including 22 women and 17 children").
    """
    rest = q.relation == "increment" and tokens[q.last].lower in rules.others  # "a driver and four others"
    if before.noun is None or before.relation not in (None, "subset") or not (rest or (q.noun and not q.relation)):
        return False
    between = [t.lower for t in tokens[before.reach + 1 : q.first]]
    aged = len(between) > _AGED and between[0] in ",(" and between[1].isdigit() and between[_AGED] in ",)"
    between = between[_AGED + 1 :] if aged else between
    owned = between[-1:] and between[-1] in rules.possessives and len(between) == 1 + (not aged)
    between = (between[:-1] if owned else between) or [","] * aged
    listed = between == [","] and any(t.lower == rules.numerals.joiner for t in tokens[q.first : q.reach])
    counts = (before,) if rest else (before, q)
    persons = all(n.from_article or rules.is_people(tokens[n.noun or 0].lower) for n in counts)
    return persons and (listed or between == [rules.numerals.joiner]) and not _has_own_verb(before, q, tokens, rules)


def _end(q: Quantified, tokens: tuple[Token, ...], rules: QuantityRules) -> int:
    """The last token of a count with its noun, which "others" is itself."""
    return q.last if tokens[q.last].lower in rules.others else q.reach


def _has_own_verb(before: Quantified, q: Quantified, tokens: tuple[Token, ...], rules: QuantityRules) -> bool:
    """Is the second of two counts the subject of another verb ("killed two soldiers and five aides | were hurt")?"""
    end = _end(q, tokens, rules) + 1
    behind = any(t.lower in rules.count_verbs for t in tokens[end : end + 1])
    doer = tokens[before.first - 1] if before.first else None
    return behind and doer is not None and doer.text.islower() and doer.lower not in rules.possessives


def _sum(before: Quantified, q: Quantified, tokens: tuple[Token, ...]) -> Quantified:
    low = None if None in (before.quantity.min, q.quantity.min) else (before.quantity.min or 0) + (q.quantity.min or 0)
    high = None if None in (before.quantity.max, q.quantity.max) else (before.quantity.max or 0) + (q.quantity.max or 0)
    quantity = Quantity(min=low, max=high, text=text_of(tokens, before.first, q.reach))
    told = replace(q, relation=before.relation, quantity=quantity, from_article=True)
    return replace(told, first=before.first, number=before.number, noun=q.last if q.noun is None else q.noun)


def loose_words(
    sentence: Sentence, quantities: tuple[Quantified, ...], money: tuple[MoneyMention, ...], rules: QuantityRules,
    least: int,
) -> frozenset[int]:  # fmt: skip
    """The tokens of qualifiers of at least `least` words ("up to"), which are no prepositions and open nothing."""
    starts = [(q.first, q.number) for q in quantities]
    starts += [(past_qualifiers(sentence.tokens, m.first, rules), m.first) for m in money]
    return frozenset(k for first, number in starts if number - first >= least for k in range(first, number))
