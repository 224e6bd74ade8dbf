"""Counts and sums of money in a sentence, with the words that qualify them and the noun that they count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas import Money, Quantity
from worker.languages.quantity_rules import Collective, Effect, QuantityRules, Relation
from worker.text.document import Sentence
from worker.text.tokens import Token, text_of

REACH = 5  # words that may stand between a number and the noun it counts
LARGEST = 10**15
_DIGITS = re.compile(r"(\d+(?:[.,']\d+)*)(-?[^\W\d_].*)?$")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Quantified:
    """A count on tokens `first` to `last`; it counts a noun on one of the tokens up to `reach`.

    relation: told as a `total`, as a `subset` of a number before, or as an `increment` of one.
    """

    first: int
    last: int
    quantity: Quantity
    reach: int
    relation: Relation | None = None

    def counts(self, first: int, last: int) -> bool:
        """Does it count the noun on tokens `first` to `last`, or is it part of it ("31-köpfig")?"""
        return (self.last < first and last <= self.reach) or self.first <= first <= self.last


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """A sum on tokens `first` to `last`; `converted` when it only restates one in another currency."""

    first: int
    last: int
    money: Money
    converted: bool = False


@dataclass(frozen=True, slots=True)
class _Number:
    first: int
    last: int
    low: int | None
    high: int | None
    plain: bool
    value: float


def find_quantities(sentence: Sentence, rules: QuantityRules) -> tuple[Quantified, ...]:
    """The counts of `sentence` from left to right: no years, ages, dates, rates or sums of money."""
    qualified = (_qualified(sentence, number, rules) for number in _numbers(sentence.tokens, rules))
    return tuple(q for q in qualified if q)


def _numbers(tokens: Sequence[Token], rules: QuantityRules) -> Iterator[_Number]:
    """All numbers from left to right."""
    i = 0
    while i < len(tokens):
        number = (_range_at(tokens, i, rules) or _number_at(tokens, i, rules)) if _may_begin(tokens[i], rules) else None
        if number:
            yield number
        i = (number.last if number else i) + 1


def _may_begin(token: Token, rules: QuantityRules) -> bool:
    """Can a number begin here? Almost no word can, and looking closer costs time."""
    if token.text[0].isdigit() or token.lower in rules.starts:
        return True
    return bool(rules.hundred) and (rules.hundred in token.lower or rules.thousand in token.lower)


def _qualified(sentence: Sentence, number: _Number, rules: QuantityRules) -> Quantified | None:
    tokens = sentence.tokens
    first, before = _effect_before(tokens, number.first, rules)
    last, after = _effect_after(tokens, number.last, rules)
    if "not_count" in (before, after) or _currency_beside(tokens, number, rules):
        return None
    if number.plain and before is None and number.value in _YEARS and not _counted_here(tokens, last, rules):
        return None
    low, high = _ends(number, before if before not in (None, "exact") else after or before)
    text = text_of(tokens, first, last)
    relation = _relation(tokens, first, last, rules)
    return Quantified(first, last, Quantity(min=low, max=high, text=text), _reach(tokens, last, rules), relation)


def _ends(number: _Number, effect: Effect | None) -> tuple[int | None, int | None]:
    if effect == "at_least":
        return (number.low if number.low is not None else number.high), None
    if effect == "up_to":
        return None, (number.high if number.high is not None else number.low)
    return number.low, number.high


def _number_at(tokens: Sequence[Token], i: int, rules: QuantityRules) -> _Number | None:
    """The number that begins at token `i`: digits, number words, a collective; with its multiplier."""
    collective = rules.collectives.at(tokens, i)
    if collective and not (collective[1] + 1 < len(tokens) and tokens[collective[1] + 1].text[0].isdigit()):
        return _collective(tokens, i, *collective, rules)
    if tokens[i].text[0].isdigit():
        digits = _digits(tokens[i], rules)
        parsed = (digits[0], i, digits[1]) if digits else None
    else:
        parsed = _words(tokens, i, rules)
    if parsed is None:
        return None
    value, last, plain = parsed
    multiplied = rules.multipliers.at(tokens, last + 1)
    if multiplied:
        value, last, plain = value * multiplied[0], multiplied[1], False
    if not 0 <= value <= LARGEST:
        return None
    whole = round(value)
    return _Number(i, last, whole, whole, plain, value)


def _collective(tokens: Sequence[Token], i: int, entry: Collective, last: int, rules: QuantityRules) -> _Number:
    """ "Dutzende", "zwei bis drei (Millionen)"."""
    multiplied = rules.multipliers.at(tokens, last + 1)
    factor, last = multiplied or (1, last)
    low = None if entry.min is None else round(entry.min * factor)
    high = None if entry.max is None else round(entry.max * factor)
    return _Number(i, last, low, high, False, low or high or 0)


def _range_at(tokens: Sequence[Token], i: int, rules: QuantityRules) -> _Number | None:
    """ "zwischen 20 und 30", "10 to 15": both ends; only where the second is larger."""
    opened = rules.range_opens.at(tokens, i)
    start = opened[1] + 1 if opened else i
    low = _number_at(tokens, start, rules) if start < len(tokens) else None
    joint = rules.range_joins.at(tokens, low.last + 1) if low else None
    if low is None or joint is None or (opened is None and tokens[low.last + 1].lower == rules.join):
        return None
    high = _number_at(tokens, joint[1] + 1, rules) if joint[1] + 1 < len(tokens) else None
    if high is None or high.value <= low.value:
        return None
    scale = _scale(low.value, high.value) if low.plain and not high.plain else 1
    return _Number(i, high.last, round(low.value * scale), high.high, False, high.value)


def _scale(low: float, high: float) -> float:
    """A multiplier behind the second number holds for the first as well: "zwei bis drei Millionen"."""
    return next((m for m in (10**12, 10**9, 10**6, 10**3, 100) if high >= m and low * m < high), 1)


def _digits(token: Token, rules: QuantityRules) -> tuple[float, bool] | None:
    """(value, is it a bare integer) of a token that begins with a digit; None for clocks, scores, models."""
    found = _DIGITS.match(token.text)
    if found is None or token.text.endswith("."):
        return None
    digits, tail = found.groups()
    value = parse_digits(digits, rules.decimal)
    if value is None:
        return None
    if not tail:
        return value, digits.isdigit()
    parts = tuple(p.lower() for p in tail.strip("-").split("-"))
    factor = rules.multipliers[parts[:1]]
    return (value * factor, False) if factor else None


def parse_digits(digits: str, decimal: str) -> float | None:
    """The value of "1.200", "1,5", "1'200"; None where the signs group nothing."""
    group = "." if decimal == "," else ","
    if group in digits or "'" in digits:
        parts = re.split(r"[.']" if decimal == "," else r"[,']", digits.split(decimal, maxsplit=1)[0])
        if not all(len(p) == 3 for p in parts[1:]) or len(parts[0]) > 3:
            if digits.count(group) != 1 or decimal in digits:
                return None
            return float(digits.replace(group, "."))
        digits = "".join(parts) + (decimal + digits.split(decimal)[1] if decimal in digits else "")
    if digits.count(decimal) > 1:
        return None
    return float(digits.replace(decimal, "."))


def _words(tokens: Sequence[Token], i: int, rules: QuantityRules) -> tuple[float, int, bool] | None:
    listed = rules.numbers.at(tokens, i)
    if listed:
        return listed[0], listed[1], False
    value = _composed(tokens[i].lower, rules)
    return None if value is None else (value, i, False)


def _composed(word: str, rules: QuantityRules) -> float | None:
    """A number written as one word ("zweihundertfünfzig", "dreitausend")."""
    if not rules.hundred or (rules.hundred not in word and rules.thousand not in word):
        return None
    above, has_thousand, below = word.partition(rules.thousand) if rules.thousand in word else ("", "", word)
    thousands = (_below_thousand(above, rules) if above else 1) if has_thousand else 0
    rest = _below_thousand(below.removeprefix(rules.join), rules) if below else 0
    return None if thousands is None or rest is None else thousands * 1000 + rest


def _below_thousand(word: str, rules: QuantityRules) -> float | None:
    above, has_hundred, below = word.partition(rules.hundred) if rules.hundred in word else ("", "", word)
    hundreds = (rules.numbers[(above,)] if above else 1) if has_hundred else 0
    rest = rules.numbers[(below.removeprefix(rules.join),)] if below else 0
    return None if hundreds is None or rest is None else hundreds * 100 + rest


def _effect_before(tokens: Sequence[Token], first: int, rules: QuantityRules) -> tuple[int, Effect | None]:
    """(first token with the qualifier, its effect); one word may stand between."""
    found = rules.before.before(tokens, first)
    if found:
        return found[1], found[0]
    between = first > 0 and tokens[first - 1].text.isalpha()
    farther = rules.before.before(tokens, first - 1) if between else None
    return (farther[1], farther[0]) if farther and farther[0] != "not_count" else (first, None)


def _effect_after(tokens: Sequence[Token], last: int, rules: QuantityRules) -> tuple[int, Effect | None]:
    found = rules.after.at(tokens, last + 1)
    return (found[1], found[0]) if found else (last, None)


def _relation(tokens: Sequence[Token], first: int, last: int, rules: QuantityRules) -> Relation | None:
    for relation, phrases in rules.relations:
        if phrases.before(tokens, first) or (relation == "increment" and phrases.at(tokens, last + 1)):
            return relation
    return None


def _reach(tokens: Sequence[Token], last: int, rules: QuantityRules) -> int:
    """The last token that the number can count: up to a stop, a sign, or, where nouns have capitals, the first noun."""
    end = min(len(tokens), last + 1 + REACH)
    for k in range(last + 1, end):
        token = tokens[k]
        if not token.text[0].isalnum() or token.lower in rules.stops:
            return k - 1
        if not rules.stops and token.text[0].isupper() and not _adjective_like(tokens, k):
            return k
    return end - 1


def _adjective_like(tokens: Sequence[Token], k: int) -> bool:
    """A capitalised word before another: the adjective of a city."""
    return k + 1 < len(tokens) and tokens[k].lower.endswith("er") and tokens[k + 1].text[0].isupper()


def _counted_here(tokens: Sequence[Token], last: int, rules: QuantityRules) -> bool:
    """Does a noun follow at once, so that a number that could be a year is a count?"""
    if last + 1 >= len(tokens):
        return False
    token = tokens[last + 1]
    return token.text[0].isalpha() and (token.text[0].isupper() if not rules.stops else token.lower not in rules.stops)


def _currency_beside(tokens: Sequence[Token], number: _Number, rules: QuantityRules) -> bool:
    return _currency(tokens, number, rules) is not None


def _currency(tokens: Sequence[Token], number: _Number, rules: QuantityRules) -> tuple[str, int, int] | None:
    """(ISO code, first token, last token) of a sum: the currency stands behind the number or right before it."""
    behind = rules.currencies.at(tokens, number.last + 1)
    if behind:
        return behind[0], number.first, behind[1]
    inside = _inside(tokens[number.first], rules)
    if inside:
        return inside, number.first, number.last
    for width in (2, 1):
        start = number.first - width
        if start >= 0 and (iso := rules.currencies[tuple(t.lower for t in tokens[start : number.first])]):
            return iso, start, number.last
    return None


def _inside(token: Token, rules: QuantityRules) -> str | None:
    """The currency in "300-Millionen-Euro-Paket"."""
    parts = token.lower.split("-")
    return next((iso for p in parts[1:] if (iso := rules.currencies[(p,)])), None)


def find_money(sentence: Sentence, rules: QuantityRules) -> tuple[MoneyMention, ...]:
    """The sums of money of `sentence` from left to right."""
    tokens, found = sentence.tokens, []
    for number in _numbers(tokens, rules):
        priced = _currency(tokens, number, rules)
        if priced:
            iso, first, last = priced
            money = Money(value=number.value, currency=iso, text=text_of(tokens, first, last))
            found.append(MoneyMention(first, last, money, converted=first > 0 and tokens[first - 1].text == "("))
    return tuple(found)
