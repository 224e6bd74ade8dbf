"""Help that is being put together from what clauses and sentences tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas import Item, When
from worker.extract.draft import side
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.triggers import Trigger
from worker.extract.mentions import ActorMention
from worker.extract.values.money import MoneyMention
from worker.languages.names import load_names
from worker.languages.pack import AidItem, AidWord, Weapon

Thing = Trigger[AidItem] | Trigger[Weapon]

STOPPED = frozenset({"refused", "suspended"})
UNDONE = STOPPED | {"requested", "proposed"}


@dataclass(slots=True)
class Package:
    """Help that is being put together. `acts`: the words of giving, those that govern before those governed.

    nameless: somebody gives it who is no side we know ("participants pledged $5m").
    told: its own clause says who gets it; elsewhere: it says so, and that is no side we know ("to 1,200 families").
    sure: False where nobody is named who gets it and its words are too weak to take it for help by themselves; it then
    only adds to another.
    back: its noun is "the package", without a sum, so that it may be one told long before.
    by_third: who asks for it asks for another.
    fellows: who gives something of his own in the same clause.
    aside: the tokens of its clause that tell of another gift besides.
    """

    sentences: set[int]
    clause: Clause
    acts: list[Trigger[AidWord]] = field(default_factory=list)
    donors: list[ActorMention] = field(default_factory=list)
    recipients: list[ActorMention] = field(default_factory=list)
    funders: list[ActorMention] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    amount: MoneyMention | None = None
    status: str = "pledged"
    when: When | None = None
    rules: list[str] = field(default_factory=list)
    strength: int = 0
    told: bool = False
    elsewhere: bool = False
    nameless: bool = False
    sure: bool = True
    back: bool = False
    by_third: bool = False
    fellows: Sequence[ActorMention] = ()
    aside: frozenset[int] = frozenset()

    @property
    def act(self) -> Trigger[AidWord]:
        """The word that dates it: the innermost act."""
        return self.acts[-1]

    def givers(self) -> frozenset[str]:
        """The sides that give, bodies as what they act for."""
        wholes = load_names().wholes
        return frozenset(wholes.get(side(a), side(a)) for m in self.donors for a in m.sides)

    def takers(self) -> frozenset[str]:
        """The sides that receive."""
        return frozenset(side(a) for m in self.recipients for a in m.actors)
