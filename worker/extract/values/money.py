"""Sums of money in a sentence, and the currency that makes a number one."""

from dataclasses import dataclass

from schemas import Money
from worker.extract.values.numbers import Number, Paired, find_numbers, pair_up
from worker.languages.quantity_rules import Codes, QuantityRules
from worker.text.document import Sentence
from worker.text.tokens import Token, text_of


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """A sum on tokens `first` to `last`. converted: it restates one in another currency; rate: so much a day or piece.

    currencies: all that its name can stand for ("Kronen"), the first of them is taken.
    """

    first: int
    last: int
    money: Money
    converted: bool = False
    rate: bool = False
    currencies: tuple[str, ...] = ()

    def in_currency_of(self, country: str) -> Money:
        """The sum in the currency of `country` if it can be that: ISO 4217 codes begin with those of ISO 3166-1."""
        own = next((code for code in self.currencies if code[:2] == country), self.money.currency)
        return self.money.model_copy(update={"currency": own})


def paired_numbers(tokens: tuple[Token, ...], rules: QuantityRules) -> list[Paired]:
    return list(pair_up(find_numbers(tokens, rules), tokens, rules))


def currency_of(tokens: tuple[Token, ...], number: Number, rules: QuantityRules) -> tuple[Codes, int, int] | None:
    """(ISO codes, first token, last token) of a sum: the currency stands behind the number or right before it."""
    rough = number.high is None and number.last + 1 < len(tokens) and tokens[number.last + 1].lower in rules.linkers
    behind = rules.currencies.at(tokens, number.last + 1 + rough)
    if behind and not number.tail:
        of = any(t.lower in rules.linkers for t in tokens[behind[1] + 1 : behind[1] + 2])  # "pounds | of food"
        twice = rules.currencies.before(tokens, number.first)  # "€20 million euros"
        first = twice[1] if twice and twice[0] == behind[0] else number.first
        return None if of and tokens[behind[1]].lower in rules.weights else (behind[0], first, behind[1])
    if number.tail:
        weighs = number.scale == 1 and number.tail.strip("-").partition("-")[0].lower() in rules.weights
        inside = None if weighs else _within(number.tail, rules)
        return None if inside is None else (inside, number.first, number.last)
    before = rules.currencies.before(tokens, number.first)
    return None if before is None else (before[0], before[1], number.last)


def _within(tail: str, rules: QuantityRules) -> Codes | None:
    """The currency in "300-Millionen-Euro-Paket"."""
    parts = (rules.currencies.word(part) for part in tail.split("-"))
    return next((codes for codes in parts if codes is not None), None)


def find_money(sentence: Sentence, rules: QuantityRules) -> tuple[MoneyMention, ...]:
    """The sums of money of `sentence` from left to right; of a range the lower end."""
    tokens = sentence.tokens
    found: list[MoneyMention] = []
    starts = rules.currencies.starts()
    if not any(
        (t.lower in starts and rules.currencies.at(tokens, i)) or ("-" in t.lower and _within(t.lower, rules))
        for i, t in enumerate(tokens)
    ):
        return ()
    for paired in paired_numbers(tokens, rules):
        priced = currency_of(tokens, paired.number, rules)
        if priced is None or not priced[0] or paired.number.high is None:
            continue
        codes, first, last = priced
        value = paired.number.value
        if first < paired.number.first and paired.number.scale == 1 and last + 1 < len(tokens):
            unit = rules.money_suffixes.get(tokens[last + 1].lower)  # "$50 m"
            value, last = (value * unit, last + 1) if unit else (value, last)
        money = Money(value=value, currency=codes[0], text=text_of(tokens, first, last))
        rate = rules.after.at(tokens, last + 1)
        converted = _restates(tokens, first, found, rules)
        found.append(MoneyMention(first, last, money, converted, rate is not None and rate[0] == "rate", codes))
    return tuple(found)


def _restates(tokens: tuple[Token, ...], first: int, found: list[MoneyMention], rules: QuantityRules) -> bool:
    """Is the sum one in brackets or behind a word of conversion, right behind another one, or goes on with such?"""
    if rules.conversions.before(tokens, first) or rules.conversions.before(
        tokens, past_qualifiers(tokens, first, rules)
    ):
        return True
    opened = past_qualifiers(tokens, first, rules) - 1
    if not found or opened < 0:
        return False
    if found[-1].converted and opened == found[-1].last + 1 and tokens[opened].text in {";", ",", "/"}:
        return True  # "(£6.7bn; $8.7bn)"
    return tokens[opened].text in "([" and opened - found[-1].last <= 3


def past_qualifiers(tokens: tuple[Token, ...], first: int, rules: QuantityRules) -> int:
    found = rules.before.before(tokens, first)
    return found[1] if found else first
