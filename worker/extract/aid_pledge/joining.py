"""When two packages of one article are one: told again, gone on with, or first told in its headline."""

from collections.abc import Sequence

from worker.extract.aid_pledge.package import STOPPED, Package
from worker.extract.aid_pledge.things import holds
from worker.extract.draft import extend, side
from worker.extract.grammar.triggers import find_triggers
from worker.languages.pack import AidWord

REACH = 2  # sentences within which a package goes on
# Statuses that one package can have in turn while an article goes on.
_CHAPTERS = (
    frozenset({"pledged", "allocated", "proposed"}),
    frozenset({"suspended", "refused"}),
    frozenset({"proposed", "suspended"}),
)
_TELLING_TYPES = frozenset({"military", "humanitarian"})
_SEVERAL = 2
_BOTH = 2
_ROUNDED = 0.05  # by how much of itself a headline may round a sum


def join(package: Package, packages: list[Package]) -> None:
    """Adds `package` to the one of `packages` that it goes on with, else as a new one."""
    for known in reversed(packages):
        if _same(package, known):
            _merge(package, known)
            return
    packages.append(package)


def _same(package: Package, known: Package) -> bool:
    givers, before = package.givers(), known.givers()
    if package.funders and not givers:
        return _pays(package, known)
    if _tells_headline(package, known):
        return True
    if givers and before and givers != before and not givers & before:
        return False
    nobody = (package.nameless and bool(before)) or (known.nameless and bool(givers))
    more = bool(givers and before - givers) and _has_own(package) and not _has_own(known)
    if nobody or more or _paid_apart(package, known):
        return False
    takers, taken = package.takers(), known.takers()
    if (takers and taken and not takers & taken) or (package.back and package.amount is None and _adds_up(known)):
        return False
    if not (givers & before or takers & taken) and _of_other_kind(package, known):
        return False
    if not (_same_sum(package, known) or _is_part(package, known)) or not (givers or before):
        return False
    back = package.back and known.amount is not None and givers <= before and takers <= taken
    again = package.amount is not None and known.amount is not None and givers == before
    again = again and (takers <= taken or not taken)
    near = back or again or min(package.sentences) - max(known.sentences) <= REACH
    if _vague(package) and (givers, package.status) == (before, known.status) and takers <= taken:
        return True
    if package.status != known.status and _differ(package, known):
        return False
    return near and (package.status == known.status or any({package.status, known.status} <= c for c in _CHAPTERS))


def _paid_apart(package: Package, known: Package) -> bool:
    """Does one side pay for things of its own choice ("Canada will pay for 800 drones"), and another then give a sum or
    other things?"""
    kinds, before = {i.kind for i in package.items}, {i.kind for i in known.items}
    paid = bool(known.funders) and not known.donors and bool(before)
    return paid and bool(package.donors) and not kinds & before and bool(kinds or package.amount)


def _tells_headline(package: Package, known: Package) -> bool:
    """Does the text begin with what a headline told in short: in the present, with a round sum, without names?"""
    headings = known.act.reading.sentence.role != "body" and package.act.reading.sentence.role == "body"
    if not headings or len(known.sentences) > 1 or min(package.sentences) - max(known.sentences) > REACH:
        return False
    if (package.status in STOPPED) != (known.status in STOPPED) or "requested" in (package.status, known.status):
        return False
    alike = {i.kind for i in package.items} & {i.kind for i in known.items} and package.givers() == known.givers()
    if not (package.takers() & known.takers() or (alike and not package.takers())) or _differ(package, known):
        return False
    sums = [p.amount.money.value for p in (package, known) if p.amount]
    alike = len(sums) == _BOTH and abs(sums[0] - sums[1]) <= _ROUNDED * max(sums)
    if len(sums) == _BOTH and not alike:
        return False
    many = all(m.form == "group" for m in known.donors)  # "donors pledge $2bn"
    paying = {side(a) for m in known.funders for a in m.sides}  # "Denmark buys tanks for Kyiv"
    return bool(package.givers() & (known.givers() | paying)) or (alike and many and bool(known.donors))


def _take_over(package: Package, known: Package) -> None:
    """Makes what a headline told what the text says of it."""
    known.clause, known.acts, known.status = package.clause, package.acts, package.status
    known.when, known.amount = package.when or known.when, package.amount or known.amount
    if all(m.form == "group" for m in known.donors) and package.donors:
        known.donors, known.funders = [], []


def _has_own(package: Package) -> bool:
    """Does it tell a sum, or how many things?"""
    return package.amount is not None or any(i.count for i in package.items)


def parted(package: Package, packages: Sequence[Package]) -> bool:
    """Is it what several give, each of whom is then told with a sum or things of its own? Its sentences are theirs."""
    if _has_own(package) or len(package.givers()) < _SEVERAL or package.status in STOPPED:
        return False
    after = [p for p in packages if p is not package and _has_own(p) and p.givers() & package.givers()]
    near = [p for p in after if 0 <= min(p.sentences) - max(package.sentences) <= REACH + len(after)]
    told = {g for p in near for g in p.givers()}
    if len(near) < _SEVERAL or not package.givers() <= told:
        return False
    for part in near:
        part.sentences |= package.sentences
        part.recipients = part.recipients or list(package.recipients)
        part.told, part.sure = part.told or package.told, part.sure or package.sure
        part.strength = max(part.strength, package.strength)
        extend(part.types, package.types)
    return True


def _same_sum(package: Package, known: Package) -> bool:
    """Do two packages tell no other sums than one ("$74m in aid": "pledged A$110m ($73.5m)")?"""
    if package.amount is None or known.amount is None or package.amount.money.value == known.amount.money.value:
        return True
    told = known.amount.money
    sums = (
        m.money for m in package.act.reading.money if m.converted and package.amount.money.currency != told.currency
    )
    return any(m.currency == told.currency and abs(m.value - told.value) <= _ROUNDED * told.value for m in sums)


def _is_part(package: Package, known: Package) -> bool:
    """Does a sentence only say what is in a package told right before, and how much of it ("This includes $5m for")?"""
    sums = [p.amount for p in (package, known) if p.amount]
    others = package.givers() - known.givers()
    if len(sums) < _BOTH or others or min(package.sentences) - max(known.sentences) > 1:
        return False
    if package.donors and (known.told or not package.told):  # "a $95m package | that includes $6m for Mali"
        return False
    part, whole = sums
    words = find_triggers(package.act.reading, AidWord)
    held = any(holds(w) for w in words if w.verbal and w.index < part.first)
    return held and part.money.currency == whole.money.currency and part.money.value < whole.money.value


def _adds_up(package: Package) -> bool:
    """Does it tell what was given so far ("has committed $5bn since 2022")?"""
    grammar = package.act.reading.grammar
    return any(w.lower in grammar.lasting_words | grammar.summing_words for w in package.clause.words)


def _of_other_kind(package: Package, known: Package) -> bool:
    """Is one package arms and the other relief?"""
    kinds = [_TELLING_TYPES & set(p.types) for p in (package, known)]
    return all(kinds) and not kinds[0] & kinds[1]


def _vague(package: Package) -> bool:
    """Does a package name neither a sum nor what is in it, so that it may be one told before?"""
    return package.amount is None and all(i.kind == "other" for i in package.items)


def _differ(package: Package, known: Package) -> bool:
    """Do two packages tell of other things each?"""
    kinds, before = {i.kind for i in package.items}, {i.kind for i in known.items}
    return bool(kinds and before) and not kinds & before


def _pays(package: Package, known: Package) -> bool:
    """Does a clause without a gift of its own say who pays for what is known?"""
    own = bool(package.amount or package.items) or not known.donors
    near = min(package.sentences) - max(known.sentences) <= 1
    return near and not own and not (package.takers() and known.takers() and not package.takers() & known.takers())


def _merge(package: Package, known: Package) -> None:
    if _tells_headline(package, known):
        _take_over(package, known)
    known.sentences |= package.sentences
    extend(known.donors, package.donors)
    held = any(holds(a) for a in package.acts)  # "the money includes funding for Mali and | the Red Cross"
    extend(known.recipients, [m for m in package.recipients if m.actor.country or not held])
    extend(known.funders, package.funders)
    extend(known.types, package.types)
    extend(known.rules, package.rules)
    counted = {i.kind: i for i in package.items if i.count}
    known.items = [counted.get(i.kind, i) if i.count is None else i for i in known.items]
    kinds = {i.kind for i in known.items}
    extend(known.items, [i for i in package.items if i.kind not in kinds])
    own = package.amount is not None and known.amount is not None and _same_sum(package, known)
    part = package.told and not known.told and _is_part(package, known)
    if known.amount is None or own or part or (package.amount is not None and not known.amount.currencies):
        known.amount = package.amount or known.amount  # "120 million | from Berlin" may have been in any currency
    known.strength = max(known.strength, package.strength)
    known.sure = known.sure or package.sure
    known.told = known.told or package.told
