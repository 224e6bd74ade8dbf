"""Where numbers stand in a sentence and what they say, before anything is made of what they count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from worker.languages.phrases import stand_at
from worker.languages.quantity_rows import PairKind
from worker.languages.quantity_rules import CompiledPair, QuantityRules
from worker.text.tokens import Token

_LARGEST = 10**15
_QUALIFIES = frozenset({"exact", "at_least", "up_to"})
_X_LONGEST = 8  # words that {X} of a pair may stand for


@dataclass(init=False, slots=True, unsafe_hash=True)
class Number:
    """Tokens `first` to `last` say a number from `low` to `high`; None is an open end.

    value: of a single number; scale: the multiplier in it; plain: bare digits, which can be a year, a model, a date;
    tail: what is written behind the digits in one word ("mm"); whole: no fraction is left over.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    value: float
    scale: float
    plain: bool
    tail: str
    whole: bool

    def __init__(  # noqa: PLR0913, PLR0917 - its fields
        self,
        first: int,
        last: int,
        low: int | None,
        high: int | None,
        value: float,
        scale: float = 1,
        plain: bool = False,
        tail: str = "",
        whole: bool = True,
    ) -> None:
        self.first = first
        self.last = last
        self.low = low
        self.high = high
        self.value = value
        self.scale = scale
        self.plain = plain
        self.tail = tail
        self.whole = whole


@dataclass(frozen=True, slots=True)
class Paired:
    """A number with what the one beside it makes of it."""

    number: Number
    kind: PairKind | None = None


def find_numbers(tokens: tuple[Token, ...], rules: QuantityRules) -> list[Number]:
    """All numbers from left to right, ranges not yet put together."""
    found: list[Number] = []
    i = 0
    while i < len(tokens):
        number = _number_at(tokens, i, rules) if _may_begin(tokens[i], rules) else None
        if number:
            found.append(number)
        i = (number.last if number else i) + 1
    return found


def _may_begin(token: Token, rules: QuantityRules) -> bool:
    """Can a number begin here? Almost no word can, and looking closer costs time."""
    lower = token.lower
    if lower in rules.starts or lower in rules.articles or token.text[0].isdigit():
        return True
    if "-" in lower:
        return lower.partition("-")[0] in rules.numerals.words
    return rules.numerals.composed and rules.numerals.thousand in lower


def _number_at(tokens: tuple[Token, ...], i: int, rules: QuantityRules) -> Number | None:
    if tokens[i].text[0].isdigit():
        return _in_digits(tokens, i, rules)
    if i and tokens[i - 1].lower in rules.no_number_after:
        return None
    return _in_words(tokens, i, rules)


def _in_digits(tokens: tuple[Token, ...], i: int, rules: QuantityRules) -> Number | None:
    if tokens[i].text.endswith("."):
        return None
    figure = rules.numerals.figure(tokens[i])
    if figure is None:
        return None
    value, last = figure.value, i
    if figure.plain and not figure.tail and _grouped_by_blank(tokens, i):
        value, last = value * 1000 + int(tokens[i + 1].text), i + 1
    suffix, _, rest = figure.tail.partition("-")
    factor = rules.suffixes.get(suffix) or (
        rules.money_suffixes.get(suffix) if _beside_sign(tokens, i, rules) else None
    )
    if factor:
        return _made(i, last, value, factor, tail=rest)
    if figure.tail:
        return _made(i, last, value, 1, tail=figure.tail, plain=figure.plain)
    return _multiplied(tokens, i, last, value, rules, plain=figure.plain and last == i)


def _grouped_by_blank(tokens: tuple[Token, ...], i: int) -> bool:
    """ "1 200": three digits one blank behind one to three."""
    if i + 1 >= len(tokens) or len(tokens[i].text) > 3 or tokens[i].text[0] == "0":
        return False
    follows = tokens[i + 1]
    return follows.start == tokens[i].end + 1 and len(follows.text) == 3 and follows.text.isdecimal()


def _beside_sign(tokens: tuple[Token, ...], i: int, rules: QuantityRules) -> bool:
    """Does a currency stand before or behind the number, so that "5m" is millions and no metres?"""
    return rules.currencies.before(tokens, i) is not None or rules.currencies.at(tokens, i + 1) is not None


def _made(first: int, last: int, value: float, factor: float, *, tail: str = "", plain: bool = False) -> Number:
    whole = round(value * factor)
    exact = abs(value * factor - whole) < 1e-6
    return Number(first, last, whole, whole, value * factor, factor, plain, tail, exact)


def _multiplied(
    tokens: tuple[Token, ...], first: int, last: int, value: float, rules: QuantityRules, *, plain: bool = False
) -> Number | None:
    """With "Millionen", "dozen", "hundred thousand" behind it, and "and a half" before that."""
    half = rules.halves.at(tokens, last + 1)
    if half:
        value, last = value + 0.5, half[1]
    factor, end = _factor(tokens, last, rules)
    if value * factor > _LARGEST:
        return None
    return _made(first, end, value, factor, plain=plain and end == last)


def _factor(tokens: tuple[Token, ...], last: int, rules: QuantityRules) -> tuple[float, int]:
    """(what the multipliers behind token `last` make, the last of them): "Hundert Millionen"."""
    factor = 1.0
    while factor < _LARGEST and (found := rules.multipliers.at(tokens, last + 1)):
        factor, last = factor * found[0], found[1]
    return factor, last


def _in_words(tokens: tuple[Token, ...], i: int, rules: QuantityRules) -> Number | None:
    if "-" in tokens[i].lower and tokens[i].lower not in rules.starts:
        return _hyphened(tokens[i].lower, i, rules)
    collective = rules.collectives.at(tokens, i)
    if collective and i and tokens[i - 1].lower in rules.no_collective_after:
        return None
    listed = rules.numerals.read(tokens, i)
    if listed and (collective is None or listed[1] >= collective[1]):
        return _multiplied(tokens, i, listed[1], listed[0], rules)
    if collective:
        return _collective(tokens, i, collective[0].min, collective[0].max, collective[1], rules)
    return _one(tokens, i, rules) if tokens[i].lower in rules.articles else None


def _one(tokens: tuple[Token, ...], i: int, rules: QuantityRules) -> Number | None:
    """ "a million", "eine weitere | Milliarde": one behind an article, or behind one and a word for what is added."""
    more = rules.before.at(tokens, i) or rules.before.at(tokens, i + 1)
    first = more[1] + 1 if more and more[0] == "increment" else i
    times = max(first, i + 1)
    return _multiplied(tokens, first, times - 1, 1, rules) if rules.multipliers.at(tokens, times) else None


def _hyphened(word: str, i: int, rules: QuantityRules) -> Number:
    """ "zwei-Milliarden-Paket", "three-day": a number word with more behind it."""
    first, _, tail = word.partition("-")
    suffix, _, rest = tail.partition("-")
    factor = rules.suffixes.get(suffix)
    value = rules.numerals.words[first]
    return _made(i, i, value, factor, tail=rest or suffix) if factor else _made(i, i, value, 1, tail=tail)


def _collective(
    tokens: tuple[Token, ...], first: int, low: int | None, high: int | None, last: int, rules: QuantityRules
) -> Number | None:
    """ "Dutzende", "mehrere Hundert", "hundreds of millions"; a plain number behind it is the number itself."""
    if last + 1 < len(tokens) and tokens[last + 1].text[0].isdigit():
        return None
    factor, last = _factor(tokens, last, rules)
    if max(low or 0, high or 0) * factor > _LARGEST:
        return None
    ends = [None if end is None else round(end * factor) for end in (low, high)]
    value = next(float(end) for end in (*ends, 0) if end is not None)
    return Number(first, last, ends[0], ends[1], value, factor)


def pair_up(numbers: Sequence[Number], tokens: tuple[Token, ...], rules: QuantityRules) -> Iterator[Paired]:
    """The numbers with what stands between two of them: ranges become one number, parts know that they are parts."""
    found = [Paired(n) for n in numbers]
    k = 0
    while k < len(found):
        pair = _pair(found[k].number, found[k + 1].number, tokens, rules) if k + 1 < len(found) else None
        if pair and pair.pair.kind == "range":
            found[k : k + 2] = [Paired(_range(found[k].number, found[k + 1].number))]
            continue
        if pair:
            found[k : k + 2] = _parts(pair.pair.kind, found[k], found[k + 1])
        yield found[k]
        k += 1


def _pair(first: Number, second: Number, tokens: tuple[Token, ...], rules: QuantityRules) -> CompiledPair | None:
    start, begun = second.first, _qualified_from(second, first.last, tokens, rules)
    openings = (first.first, _qualified_from(first, -1, tokens, rules))
    for rule in rules.between:
        between = _stands_between(rule, first.last + 1, start, tokens)
        if not between and (begun == start or not _stands_between(rule, first.last + 1, begun, tokens)):
            continue
        if rule.before and not any(stand_at(rule.before, tokens, i - len(rule.before)) for i in openings):
            continue
        if rule.after and not stand_at(rule.after, tokens, second.last + 1):
            continue
        if _sensible(rule, first, second):
            return rule
    return None


def _qualified_from(number: Number, end: int, tokens: tuple[Token, ...], rules: QuantityRules) -> int:
    """Where the currency sign and the words that qualify a number begin, behind token `end`."""
    sign = rules.currencies.before(tokens, number.first)
    start = sign[1] if sign and sign[1] > end else number.first
    while (found := rules.before.before(tokens, start)) and found[0] in _QUALIFIES and found[1] > end:
        start = found[1]
    return start


def _stands_between(rule: CompiledPair, start: int, end: int, tokens: tuple[Token, ...]) -> bool:
    width = len(rule.between)
    fits = width <= end - start <= width + _X_LONGEST if rule.open else width == end - start
    return fits and stand_at(rule.between, tokens, end - width)


def _sensible(rule: CompiledPair, first: Number, second: Number) -> bool:
    match rule.pair.kind:
        case "range":
            low, high = _spread(first, second), second.value
            same = first.plain == second.plain or rule.pair.before or first.scale == second.scale
            return (
                low < high and not first.tail and bool(same or second.scale > 1) and not (rule.pair.small and high > 10)
            )
        case "share" | "remainder":
            return first.value <= second.value
        case "share_of" | "subset":
            return second.value <= first.value
        case _:
            return True


def _spread(first: Number, second: Number) -> float:
    """The first number with the multiplier of the second: "zwei bis drei Millionen" is millions at both ends."""
    shared = second.scale if first.scale == 1 and first.value * second.scale < second.value else 1
    return first.value * shared


def _range(first: Number, second: Number) -> Number:
    low = _spread(first, second)
    return Number(first.first, second.last, round(low), second.high, low, second.scale, tail=second.tail)


def _parts(kind: PairKind, first: Paired, second: Paired) -> list[Paired]:
    """Which of the two is the part, which the whole, which the older figure."""
    match kind:
        case "change":
            return [Paired(first.number, "changed_from"), second]
        case "changed_from":
            return [first, Paired(second.number, "changed_from")]
        case "share":
            return [Paired(first.number, "share"), Paired(second.number, "share_of")]
        case "share_of":
            return [Paired(first.number, "share_of"), Paired(second.number, "share")]
        case "remainder":
            left = second.number.value - first.number.value
            rest = replace(second.number, low=round(left), high=round(left), value=left)
            return [Paired(first.number, "changed_from"), Paired(rest, "share")]
        case _:
            return [first, Paired(second.number, "subset")]
