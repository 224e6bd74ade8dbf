"""Who goes on speaking: what is said over several sentences, by speaker.

A verb of saying or a credit opens a run; quotations without a cue, clauses in the mood of hearsay and a pronoun for
the same speaker go on with it; narration or another speaker ends it, a single sentence of narration only breaks in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from schemas import When
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import when_of
from worker.extract.grammar.clauses import Clause
from worker.extract.mentions import ActorMention
from worker.extract.statement.sources import find_sources
from worker.extract.statement.speech import Saying, find_sayings, somebody_speaks
from worker.extract.statement.verbs import is_side

# A speaker resumes after this many sentences at most; so long "he" is whoever spoke last.
_RESUMES = 2
_BODIES = frozenset({"armed_group", "organization", "other"})
_OFFICES = frozenset({"government", "organization"})


@dataclass(slots=True)
class Run:
    """A statement that is being put together."""

    speaker: ActorMention
    sentences: list[int]
    sayings: list[Saying] = field(default_factory=list)
    when: When | None = None

    @property
    def strength(self) -> float:
        return max((s.strength for s in self.sayings), default=0.0)

    @property
    def last(self) -> int:
        return self.sentences[-1]


def find_runs(analysis: Analysis) -> list[Run]:
    """All that is said, by speaker, bare credits included."""
    runs: list[Run] = []
    for reading in analysis.readings:
        sayings = list(_sayings(reading, analysis, runs))
        for saying in sayings:
            _join(saying, reading, analysis, runs)
        if not sayings and runs and _goes_on(reading, runs[-1]):
            runs[-1].sentences.append(reading.index)
    return runs


def _sayings(reading: Reading, analysis: Analysis, runs: Sequence[Run]) -> Iterator[Saying]:
    """What is said in one sentence, each with its speaker; credits of a speaker who is found otherwise are dropped."""
    verbs = find_sayings(reading)
    sources = () if verbs else find_sources(reading, analysis.pack)
    last = runs[-1] if runs and reading.index - runs[-1].last <= _RESUMES else None
    before = analysis.readings[reading.index - 1] if reading.index else None
    for saying in (*verbs, *sources):
        if last is not None and (_still_speaks(saying, reading, last) or _again(saying, reading, last)):
            yield replace(saying, speaker=last.speaker)
        elif saying.speaker is not None:
            yield saying
        elif speaker := _meant(saying, reading, before, last):
            yield replace(saying, speaker=speaker)


def _still_speaks(saying: Saying, reading: Reading, last: Run) -> bool:
    """ "...," he said: a pronoun that nobody outside the quotation explains is the person who spoke just before, not
    whom that person has named."""
    pronoun, who = saying.speaker, last.speaker
    if pronoun is None or pronoun.form != "pronoun" or who.actor.kind != "person" or reading.index > last.last + 1:
        return False
    if who.gender and pronoun.gender and who.gender != pronoun.gender:
        return False
    quoted = reading.sentence.quoted
    return not any(m.first < pronoun.first and not quoted[m.first] and _same(m, pronoun) for m in reading.actors)


def _again(saying: Saying, reading: Reading, last: Run) -> bool:
    """ "the Islamist group", "die Behörde": is a definite noun the body that spoke last, by its kind and country?"""
    noun, who = saying.speaker, last.speaker
    if noun is None or noun.form != "generic" or who.form not in ("body", "name") or reading.index > last.last + 1:
        return False
    article = next((w for w in reading.words[max(noun.first - 2, 0) : noun.first + 1] if w.determiner), None)
    if article is None or article.lower in reading.grammar.indefinite_articles:
        return False
    kinds = {noun.actor.kind, who.actor.kind}
    fits = len(kinds) == 1 or kinds <= _BODIES or (noun.inferred and kinds <= _OFFICES)
    return fits and (noun.inferred or noun.actor.country == who.actor.country)


def _meant(saying: Saying, reading: Reading, before: Reading | None, last: Run | None) -> ActorMention | None:
    """Whom a pronoun or "the statement" means: the subject before it in its sentence, who spoke in the sentence
    before or is its subject, else who spoke last."""
    outside = [c for c in reading.clauses[: saying.clause.number] if c.number not in saying.content]
    found = [*_subjects(reading, outside[::-1])]
    if before is not None and (last is None or last.last < before.index):
        found += _subjects(before, before.clauses[:1])
    found += [last.speaker] if last is not None else []
    return next((m for m in found if is_side(m) and _fits(m, saying.gender)), None)


def _subjects(reading: Reading, clauses: Sequence[Clause]) -> Iterator[ActorMention]:
    phrases = (s for c in clauses if (s := reading.subject(c)))
    return (m for phrase in phrases for m in reading.actors_of(phrase))


def _fits(mention: ActorMention, gender: str) -> bool:
    """Can a pronoun of this gender mean the actor: a person is no "it", and only a person "he"?"""
    person = mention.actor.kind == "person"
    return not gender or (person if gender in ("m", "f") else not person)


def _join(saying: Saying, reading: Reading, analysis: Analysis, runs: list[Run]) -> None:
    """Adds to the run of the same speaker that ends here or shortly before, or opens a new run."""
    last = runs[-1] if runs else None
    speaker = saying.speaker
    if speaker is None:
        return
    gap = saying.sentence - last.last if last else 0
    if last is not None and gap == 1 and _speaks_for(speaker, last.speaker):
        last.speaker = speaker
    elif last is None or not _same(last.speaker, speaker) or _begins(saying, gap, reading):
        last = Run(speaker, [])
        runs.append(last)
    if saying.sentence not in last.sentences:
        last.sentences.append(saying.sentence)
    last.sayings.append(saying)
    if last.when is None:
        last.when = when_of(reading, saying.clause, saying.index, analysis.article)


def _begins(saying: Saying, gap: int, reading: Reading) -> bool:
    """Does the same speaker turn to another matter: behind narration, or by a word for it ("he also warned")?"""
    if saying.resumes:
        return gap > _RESUMES
    return gap > 1 or (gap == 1 and any(w.lower in reading.grammar.additive_adverbs for w in saying.clause.words))


def _speaks_for(speaker: ActorMention, side: ActorMention) -> bool:
    """Is it the spokesperson or ministry of the side that spoke just before ("Russia, too, ... said Peskov")?"""
    if speaker.actor.kind == "person" and speaker.actor.role != "spokesperson":
        return False
    plain = side.form in ("country", "capital", "seat") or side.actor.kind == "country"
    return plain and side.actor.country == speaker.actor.country and side.actor.country is not None


def _same(a: ActorMention, b: ActorMention) -> bool:
    return a.actor.name == b.actor.name


def _goes_on(reading: Reading, run: Run) -> bool:
    """Does this sentence, which names no speaker of its own, go on with what the run says?"""
    if reading.index != run.last + 1 or reading.sentence.role != "body" or somebody_speaks(reading):
        return False
    words = [(q, w) for q, w in zip(reading.sentence.quoted, reading.words, strict=True) if not w.punctuation]
    if words and sum(q for q, _ in words) * 2 > len(words):
        return True
    heard = {"reported", "irrealis"} if reading.grammar.word_order == "verb_second" else {"reported"}
    return any(c.mood in heard and c.role == "main" for c in reading.clauses)
