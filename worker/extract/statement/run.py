"""A statement that is being put together: who says what in which sentences."""

from dataclasses import dataclass, field

from schemas import Actor, When
from worker.extract.mentions import ActorMention
from worker.extract.statement.speech import Saying


def party(mention: ActorMention) -> Actor:
    """For whom somebody speaks: a rebel is no man of his country's government."""
    group = mention.group
    return group if group is not None and group.kind == "armed_group" else mention.actor


@dataclass(slots=True)
class Run:
    """What one speaker says in a row; `sayings`: the verbs and credits that tell it; `summed`: those that sum it up."""

    speaker: ActorMention
    sentences: list[int]
    sayings: list[Saying] = field(default_factory=list)
    summed: list[Saying] = field(default_factory=list)
    when: When | None = None

    @property
    def strength(self) -> float:
        return max((s.strength for s in self.sayings), default=0.0)

    @property
    def last(self) -> int:
        return self.sentences[-1]
