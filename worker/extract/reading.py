"""Article -> events: the order in which an article is read."""

from schemas import Article, Statement, codes_of
from worker.extract.aid_pledge import find_pledges
from worker.extract.analysis import analyse
from worker.extract.attack import find_attacks
from worker.extract.confidence import confidence
from worker.extract.silence import set_scene
from worker.extract.statement import find_statements
from worker.extract.statement.matter import Deed
from worker.extract.talks import find_talks
from worker.languages.pack import languages
from worker.text.language import identify

AnyEvent = Deed | Statement


def extract(article: Article) -> tuple[AnyEvent, ...]:
    """The events that `article` tells, in order of the text; none in a language that has no pack.

    Pure: the same article gives the same events, with the same ids, in every process.
    """
    language = identify(f"{article.title}\n{article.text}", article.language, languages())
    if language not in languages() or not article.text.strip():
        return ()
    analysis = analyse(article, language)
    scene = set_scene(analysis)
    attacks = find_attacks(analysis, scene)
    deeds: tuple[Deed, ...] = (
        *attacks,
        *find_talks(analysis, scene),
        *find_pledges(analysis, scene, attacks),
    )
    events: list[AnyEvent] = [*deeds, *find_statements(analysis, scene, deeds)]
    judged = (e.model_copy(update={"codes": codes_of(e), "confidence": confidence(e)}) for e in events)
    return tuple(sorted(judged, key=lambda e: (e.evidence[0].start, e.kind, e.id)))
