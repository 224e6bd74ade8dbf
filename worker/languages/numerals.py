"""Number words and figures of one language.

The grammar of number words was checked against num2words for 0 to 20,000 in both languages. A language either writes a
number as one word with the units first ("dreihundertzwanzigtausendvierhundert") or as words in a row with the largest
first ("three hundred and twenty thousand").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from worker.languages.tables import words_in
from worker.text.normalise import fold
from worker.text.tokens import Token

_SHAPE = re.compile(r"(\d++(?:[.,']\d++)*)(?:-?([^\W\d_].*))?", re.DOTALL)
_LONGEST = 15  # digits; more is no count of anything
_LONGEST_WORD = 80
_LONGEST_ROW = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A token that begins with digits. `tail`: what is written behind them in one word, without its hyphen."""

    value: float
    plain: bool
    tail: str


@dataclass(frozen=True, eq=False)
class Numerals:
    """`words`: value by single word. `composed`: numbers below a million are one word; `joiner`: "und", "and";
    `one_within`: what one is called within a word ("einundzwanzig")."""

    decimal: str
    words: dict[str, float]
    composed: bool
    hundred: str
    thousand: str
    joiner: str
    one_within: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Numerals":
        """From a quantities.toml: how number words are put together, and the table `numbers`."""
        words: dict[str, float] = {fold(k): v for k, v in data.get("numbers", {}).items()}
        found = cls(
            decimal=data.get("decimal", "."),
            words=words,
            composed=data.get("composed", False),
            hundred=data.get("hundred", ""),
            thousand=data.get("thousand", ""),
            joiner=data.get("joiner", ""),
            one_within=words_in(data, "one_within"),
        )
        more = found._one_word() if found.composed else found._hyphened()
        return replace(found, words=more | words)

    def _hyphened(self) -> dict[str, float]:
        units, tens = self._between(1, 9), self._between(20, 99)
        return {f"{t}-{u}": vt + vu for t, vt in tens.items() for u, vu in units.items()}

    def _one_word(self) -> dict[str, float]:
        """All numbers from 21 to 1999 that are put together of units, tens and the hundred."""
        one = dict.fromkeys(self.one_within, 1.0)
        units, tens, teens = self._between(1, 9) | one, self._between(20, 99), self._between(10, 19)
        below = {f"{u}{self.joiner}{t}": vu + vt for u, vu in units.items() for t, vt in tens.items()}
        hundreds = {f"{u}{self.hundred}": 100 * v for u, v in {"": 1.0, **units, **teens}.items()}
        rest = {f"{link}{b}": v for link in ("", self.joiner) for b, v in (below | units | tens | teens).items()}
        return below | hundreds | {h + b: vh + vb for h, vh in hundreds.items() for b, vb in rest.items()}

    def _between(self, low: int, high: int) -> dict[str, float]:
        return {w: v for w, v in self.words.items() if low <= v <= high and v == int(v)}

    def figure(self, token: Token) -> Figure | None:
        """What a token says that begins with a digit; None for a clock, a score, an ordinal."""
        found = _SHAPE.fullmatch(token.text)
        if found is None:
            return None
        digits, tail = found.groups()
        value = self._digits(digits)
        return None if value is None else Figure(value, digits.isdecimal(), fold(tail or ""))

    def _digits(self, digits: str) -> float | None:
        """The value of "1.200", "1,5", "1'200"; None where the signs group nothing."""
        if sum(c.isdecimal() for c in digits) > _LONGEST:
            return None
        group = "." if self.decimal == "," else ","
        whole, sign, fraction = digits.partition(self.decimal)
        parts = re.split(f"[{group}']", whole)
        if not (fraction or "0").isdecimal():
            return None
        if len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:]):
            return float(f"{''.join(parts)}.{fraction or 0}")
        if len(parts) == 1:
            return float(f"{whole}.{fraction or 0}")
        # "1.5" in a language that writes "1,5", as Swiss papers do
        return float(f"{parts[0]}.{parts[1]}") if len(parts) == 2 and not sign and "'" not in whole else None

    def read(self, tokens: tuple[Token, ...], i: int) -> tuple[float, int] | None:
        """(value, last token) of the number words that begin at token `i`."""
        if self.composed:
            value = self._composed(tokens[i].lower)
            return None if value is None else (value, i)
        return self._in_a_row(tokens, i)

    def _composed(self, word: str) -> float | None:
        value = self.words.get(word)
        if value is not None or self.thousand not in word or len(word) > _LONGEST_WORD:
            return value
        above, _, below = word.partition(self.thousand)
        thousands = 1 if not above or above in self.one_within else self.words.get(above)
        rest = self.words.get(below.removeprefix(self.joiner)) if below else 0
        return None if thousands is None or rest is None else thousands * 1000 + rest

    def _in_a_row(self, tokens: tuple[Token, ...], i: int) -> tuple[float, int] | None:
        """ "three hundred and twenty thousand four hundred": below a hundred added up, ranks multiply."""
        total, block, last = 0.0, 0.0, i - 1
        for k in range(i, min(len(tokens), i + _LONGEST_ROW)):
            word = tokens[k].lower
            value = self.words.get(word)
            if value is not None and (last < k - 1 or _goes_on(block, value) or last < i):
                block, last = block + value, k
            elif word == self.hundred and last == k - 1 and 0 < block < 100:
                block, last = block * 100, k
            elif word == self.thousand and last == k - 1 and block:
                total, block, last = total + block * 1000, 0.0, k
            elif word != self.joiner or last != k - 1 or (block and block % 100):
                break
        return None if last < i else (total + block, last)


def _goes_on(block: float, value: float) -> bool:
    """Can `value` be added to what stands before it: behind a full hundred, or a unit behind a ten?"""
    return block % 100 == 0 or (block % 10 == 0 and block % 100 > 10 and value < 10)
