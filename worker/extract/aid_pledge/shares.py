"""Sums beside that of a package: parts of one that many gave together, by whose they are ("donors pledged $1bn,
including $20m from Norway"), rows of them ("Norway ($5m) and Peru ($3m) gave most"), and what the same giver has for
others ("$5m for Chad and $3m for Mali")."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas import Money
from worker.extract.aid_pledge.naming import fits, headed, heads, is_side, is_taker
from worker.extract.aid_pledge.package import UNDONE, Package
from worker.extract.aid_pledge.things import bare_figures
from worker.extract.analysis import Reading
from worker.extract.draft import side
from worker.extract.mentions import ActorMention
from worker.extract.values.money import MoneyMention
from worker.extract.values.quantities import Quantified
from worker.text.tokens import text_of

_NEAR = 2  # tokens from a sum to the phrase that says whose it is
_ROW = 2  # sums behind names that make one
_BRACKET = 3  # tokens from a sum to the same in another currency
_MANY = frozenset({"group", "generic"})


def shares_in(reading: Reading, packages: Sequence[Package]) -> Iterator[Package]:
    """A package for each part of the sum told last, in this sentence or the one before, that a side of its own gave, or
    for each sum of a row."""
    whole = next((p for p in reversed(packages) if reading.index in p.sentences), packages[-1] if packages else None)
    if whole is None or reading.index - max(whole.sentences) > 1 or whole.status in UNDONE:
        return
    here = sums_in(reading)
    told = [p for p in packages if reading.index in p.sentences and p.amount in here]  # not a sum of another sentence
    taken = {p.amount.first for p in told if p.amount}
    sums = [m for m in reading.money if not m.converted]
    following = [m for m in sums if _following(m, reading)]
    if whole.amount is not None and of_many(whole):
        sums += [_as_sum(f, whole.amount.money.currency, reading) for f in bare_figures(reading)]
    elif sum(bool(_before(m, reading)) for m in sums) < _ROW:
        sums = following
    for package in told if len(sums) > len(following) else ():
        if package.amount is not None:
            package.donors = _before(package.amount, reading) or package.donors
    for sum_ in (m for m in sums if m.first not in taken):
        givers = [m for m in _givers(sum_, reading) if side(m.actor) not in whole.takers()]
        if givers:
            part = replace(whole, sentences={reading.index}, donors=givers, funders=[], nameless=False, items=[])
            part.recipients, part.types, part.rules = list(whole.recipients), list(whole.types), list(whole.rules)
            part.amount = sum_
            yield part


def parts_in(reading: Reading, package: Package) -> Iterator[Package]:
    """A package for each further sum of one giver that another side gets ("$5m for Chad and | $3m for Mali")."""
    if package.amount is None or not package.told:
        return
    grammar, sums = reading.grammar, reading.money
    for sum_ in (m for m in sums if m.first > package.amount.last and not m.converted):
        phrase = next((p for p in reading.phrases if 0 < p.first - sum_.last <= _NEAR), None)
        if phrase is None or not fits(phrase, grammar.recipient_prepositions) or phrase.clause != package.clause.number:
            continue
        lands = [m for m in headed(phrase, reading) if m.actor.country and is_taker(m)]  # not "$5m for the Red Cross"
        takers = [m for m in lands if side(m.actor) not in package.takers()]
        if takers and not package.givers() & {side(m.actor) for m in takers}:
            part = replace(package, sentences={reading.index}, items=[], amount=sum_, recipients=takers)
            part.donors, part.types, part.rules = list(package.donors), list(package.types), list(package.rules)
            yield part


def of_many(package: Package) -> bool:
    """Do donors give it who are not named one by one?"""
    return all(m.form in _MANY and not m.actor.country for m in package.donors) and not package.funders


def sums_in(reading: Reading) -> list[MoneyMention]:
    """The sums of a sentence, and bare figures behind one as such in its currency ("... 5 million euros and Italy | 3
    million")."""
    found = [*reading.money]
    for figure in bare_figures(reading):
        before = [m for m in reading.money if m.last < figure.first]
        preposition = figure.first > 0 and reading.words[figure.first - 1].preposition is not None
        if before and not preposition and figure.relation != "former":
            found.append(_as_sum(figure, before[-1].money.currency, reading))
    return sorted(found, key=lambda m: m.first)


def _as_sum(figure: Quantified, currency: str, reading: Reading) -> MoneyMention:
    text = text_of(reading.sentence.tokens, figure.first, figure.last)
    value = figure.quantity.min or figure.quantity.max or 0
    return MoneyMention(figure.first, figure.last, Money(value=value, currency=currency, text=text))


def _givers(sum_: MoneyMention, reading: Reading) -> list[ActorMention]:
    """Whose a sum is: the name before it where it stands in brackets, else by the phrase right behind it."""
    if before := _before(sum_, reading) or _following(sum_, reading):
        return before
    last, grammar = sum_.last, reading.grammar
    for same in reading.money:
        if same.converted and 0 < same.first - last <= _BRACKET:
            last = same.last + 1
    places = grammar.origin_prepositions | grammar.agent_prepositions
    behind = next((p for p in reading.phrases if 0 < p.first - last <= _NEAR), None)
    if behind is None or behind.preposition not in places:
        return []
    return [m for m in reading.actors if is_side(m) and behind.covers(m.first, m.last) and heads(m, behind)]


def _following(sum_: MoneyMention, reading: Reading) -> list[ActorMention]:
    """Who comes next in a row of givers, each with his sum ("followed by Norway | with $5m and Peru | with $3m")."""
    grammar = reading.grammar
    ties = grammar.part_prepositions - grammar.locatives - grammar.genitive_prepositions
    told = [m for m in reading.money if (p := reading.phrase_at(m.last)) and p.preposition in ties]
    ends = {m.first - 2 - int(reading.words[m.first - 1].adverb): m for m in told}  # "mit | umgerechnet | 5 Euro"
    row = [m for m in reading.actors if is_side(m) and m.last in ends]
    first = reading.phrase_at(row[0].first) if row else None
    if first is None or first.preposition not in grammar.agent_prepositions:
        return []
    return [m for m in row if ends[m.last] == sum_]


def _before(sum_: MoneyMention, reading: Reading) -> list[ActorMention]:
    bracket = reading.words[sum_.first - 1].token.text == "(" if sum_.first else False
    return [m for m in reading.actors if bracket and is_side(m) and m.last == sum_.first - 2]
