"""Article -> events: the order in which an article is read."""

from collections.abc import Sequence

from schemas import Actor, AidPledge, Article, Attack, Statement, Talks, codes_of
from worker.extract.aid_pledge import find_pledges
from worker.extract.analysis import analyse
from worker.extract.attack import find_attacks
from worker.extract.draft import side
from worker.extract.silence import Scene, set_scene
from worker.extract.statement import find_statements
from worker.extract.talks import find_talks
from worker.languages.pack import languages
from worker.text.language import identify

Deed = Attack | Talks | AidPledge
AnyEvent = Deed | Statement


def extract(article: Article) -> tuple[AnyEvent, ...]:
    """The events that `article` tells, in order of the text; none in a language that has no pack.

    Pure: the same article gives the same events, with the same ids, in every process.
    """
    language = identify(f"{article.title}\n{article.text}", article.language)
    if language not in languages() or not article.text.strip():
        return ()
    analysis = analyse(article, language)
    scene = set_scene(analysis)
    deeds: tuple[Deed, ...] = (
        *find_attacks(analysis, scene),
        *find_talks(analysis, scene),
        *find_pledges(analysis, scene),
    )
    statements = (s for s in find_statements(analysis) if _counts(s, deeds, scene))
    events: list[AnyEvent] = [*deeds, *statements]
    coded = (e.model_copy(update={"codes": codes_of(e)}) for e in events)
    return tuple(sorted(coded, key=lambda e: (e.evidence[0].start, e.kind, e.id)))


# Acts that do the deed they tell: "pledges tanks" is the pledge itself.
_DOING = frozenset({"announce", "promise", "propose", "threaten", "confirm", "demand"})


# Acts that hand on a fact.
_CREDITING = frozenset({"say", "announce", "confirm"})


def _counts(statement: Statement, deeds: Sequence[Deed], scene: Scene) -> bool:
    """Is it a statement of its own: on a matter of ours, no mere credit for a fact, no telling of another event?"""
    if not deeds and not scene.at_war and not statement.topics:
        return False
    return not _only_announces(statement, deeds) and not _only_credits(statement, deeds)


def _only_credits(statement: Statement, deeds: Sequence[Deed]) -> bool:
    """One sentence without a quotation that tells an attack: its speaker is the attack's source."""
    if statement.act not in _CREDITING or len(statement.evidence) > 1 or statement.quotes:
        return False
    told = statement.evidence[0].start
    return any(isinstance(d, Attack) and any(e.start == told for e in d.evidence) for d in deeds)


def _only_announces(statement: Statement, deeds: Sequence[Deed]) -> bool:
    """Is the statement nothing but another event, told by the one who does it?"""
    if statement.act not in _DOING or any(q.direct for q in statement.quotes):
        return False
    spans = {(e.start, e.end) for e in statement.evidence}
    speaker = side(statement.speaker)
    return any(
        speaker in {side(a) for a in _sides(deed)} and spans <= {(e.start, e.end) for e in deed.evidence}
        for deed in deeds
    )


def _sides(deed: Deed) -> tuple[Actor, ...]:
    match deed:
        case Attack():
            return deed.attackers
        case Talks():
            return deed.participants
        case AidPledge():
            return (*deed.donors, *deed.recipients)
