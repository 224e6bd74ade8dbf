"""Who goes on speaking: what is said over several sentences, by speaker.

A verb of saying or a credit opens a run; quotations without a cue, clauses in the mood of hearsay and a pronoun for
the same speaker go on with it; narration, another speaker or a word for another matter ends it. Who only adds
something resumes behind a sentence of narration. Direct speech that ends before the verb is the run's from where it
begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from worker.extract.analysis import Analysis, Reading
from worker.extract.grammar.clauses import Clause
from worker.extract.mentions import ActorMention
from worker.extract.statement.act import said_when
from worker.extract.statement.meant import speaker_meant
from worker.extract.statement.run import Run
from worker.extract.statement.sources import credits_stranger, find_sources
from worker.extract.statement.speech import Saying, drop_saying, find_sayings, somebody_speaks

# A speaker resumes after this many sentences at most; so long "he" is whoever spoke last.
_RESUMES = 2
_WHOLE = " government"
_CALLS = frozenset({"demand", "propose", "announce", "promise"})
_TELLING = frozenset({"say", "announce", "confirm"})
_JUDGES = frozenset({"accuse", "condemn", "criticise"})


def find_runs(analysis: Analysis) -> list[Run]:
    """All that is said, by speaker, bare credits included."""
    runs: list[Run] = []
    for reading in analysis.readings:
        sayings = list(_sayings(reading, analysis, runs))
        for saying in sayings:
            _join(saying, reading, analysis, runs)
        if not sayings and runs and _goes_on(reading, runs[-1], analysis.readings[reading.index - 1]):
            runs[-1].sentences.append(reading.index)
    return runs


def _sayings(reading: Reading, analysis: Analysis, runs: Sequence[Run]) -> Iterator[Saying]:
    """What is said in one sentence, each with its speaker; credits of a speaker who is found otherwise are dropped."""
    verbs = find_sayings(reading)
    sources = () if verbs else find_sources(reading)
    last = runs[-1] if runs and reading.index - runs[-1].last <= _RESUMES else None
    before = analysis.readings[reading.index - 1] if reading.index else None
    for saying in (*verbs, *sources):
        if speaker := speaker_meant(saying, reading, before, last):
            saying.meant = speaker is not saying.speaker
            saying.speaker = _first(speaker)
            yield saying
        else:
            drop_saying(saying, reading, "nobody_before")


def _first(speaker: ActorMention) -> ActorMention:
    """Of sides that speak together the one named first."""
    return replace(speaker, actor=speaker.members[0]) if speaker.form == "group" and speaker.members else speaker


def _join(saying: Saying, reading: Reading, analysis: Analysis, runs: list[Run]) -> None:
    """Adds to the run of the same speaker that ends here or shortly before, or opens a new run."""
    last = runs[-1] if runs else None
    speaker = saying.speaker
    if speaker is None:
        return
    gap = saying.sentence - last.last if last else 0
    he = saying.meant or speaker.form == "pronoun"
    if last and he and gap == _RESUMES and _same(last.speaker, speaker) and _is_hearsay(last.last + 1, analysis):
        # "Chad, he said, was ready. | It would not yield. | It was strong, he said"
        last.sentences.append(last.last + 1)
        gap = 1
    same = bool(saying.name) or (last is not None and (_speaks_for(speaker, last.speaker) or _sums_up(saying, last)))
    if last is not None and gap == 1 and same:
        last.speaker = speaker
    elif last is None or not _same(last.speaker, speaker) or _begins(saying, last.sayings[-1], gap, reading):
        last = Run(speaker, _taken_back(saying, analysis, last))
        runs.append(last)
    if saying.sentence not in last.sentences:
        last.sentences.append(saying.sentence)
    last.sayings.append(saying)
    if last.when is None and saying.strength > 0:  # a bare credit is told with the day of the deed
        last.when = said_when(saying, reading, analysis.published)


def _is_hearsay(index: int, analysis: Analysis) -> bool:
    """Can a sentence that names no speaker tell what was said, all its clauses in the mood for that ("would")?"""
    reading = analysis.readings[index]
    mains = [c for c in reading.clauses if c.role == "main"]
    told = bool(mains) and all(c.mood == "irrealis" and not c.quoted for c in mains)
    return told and reading.sentence.role == "body" and not _names_speaker(reading)


def _taken_back(saying: Saying, analysis: Analysis, last: Run | None) -> list[int]:
    """ ""It was a lie. Chad | must go," said Obi": the sentences before the verb that are said as well, of its
    quotation or paragraph, as far as nobody is told to speak in them; a run of an earlier paragraph may have gone on
    with them.
    """
    reading = analysis.readings[saying.sentence]
    start, paragraph = reading.sentence.start, reading.sentence.paragraph
    if saying.strength <= 0 or reading.sentence.quoted[saying.index]:
        return []
    opened = next((q.first for q in analysis.document.quotations if q.start < start < q.end), reading.index)
    told, heard = (last.sayings[-1].sentence, last.last) if last else (-1, -1)
    trails = any(c.number in saying.content and c.last < saying.index for c in reading.clauses)
    if trails and told >= 0 and analysis.readings[told].sentence.paragraph < paragraph:
        heard = told
    first = reading.index
    if saying.points_back and first > heard + 1 and _is_meant(saying, analysis.readings[first - 1]):
        return [first - 1]
    while first > told + 1 and not _names_speaker(before := analysis.readings[first - 1]):
        beside = before.index > heard and before.sentence.paragraph == paragraph
        if first <= opened and not (beside and (_is_quoted(before) or (trails and _is_speech(before)))):
            break
        first -= 1
    if last is not None and first < reading.index:
        last.sentences = [i for i in last.sentences if i < first]
    return list(range(first, reading.index))


def _is_meant(saying: Saying, before: Reading) -> bool:
    """ "Chad must go. | Das forderte Obi": is the sentence before what somebody wills or thinks, and no mere fact?"""
    willed = saying.act not in _TELLING or any(c.modal or c.mood != "indicative" for c in before.clauses)
    return willed and before.sentence.role == "body"


def _begins(saying: Saying, before: Saying, gap: int, reading: Reading) -> bool:
    """Does the same speaker turn to another matter: behind narration, by a word for it ("he also warned"), or from
    what somebody is to do to a judgement of another, or back?"""
    if saying.resumes:
        return gap > _RESUMES
    if gap == 1 and ({before.act, saying.act} & _CALLS and {before.act, saying.act} & _JUDGES):
        return True
    return gap > 1 or (gap == 1 and any(w.lower in reading.grammar.additive_adverbs for w in saying.clause.words))


def _speaks_for(speaker: ActorMention, side: ActorMention) -> bool:
    """Is it the spokesperson or ministry of the side that spoke just before ("Russia, too, ... said Peskov"), the
    spokesperson of the government, or a man of the armed group?
    """
    if speaker.group is not None and speaker.group.kind == "armed_group" and _same(speaker.side, side):
        return True
    if speaker.actor.kind == "armed_group" or (speaker.actor.kind == "person" and speaker.actor.role != "spokesperson"):
        return False
    plain = side.form in ("country", "capital", "seat") or side.actor.kind == "country"
    own = speaker.group is None and side.actor.name.endswith(_WHOLE)  # a ministry has a spokesperson of its own
    plain = plain or (own and side.actor.kind == "government" and speaker.actor.role == "spokesperson")
    return plain and side.actor.country == speaker.actor.country and side.actor.country is not None


def _sums_up(saying: Saying, last: Run) -> bool:
    """ "The government regrets it. | Das sagte ein Sprecher": does somebody of the same side tell that it was said?"""
    speaker, side = saying.speaker, last.speaker.actor
    own = speaker is not None and side.kind != "person" and side.country == speaker.actor.country
    return own and saying.points_back and side.country is not None


def _same(a: ActorMention, b: ActorMention) -> bool:
    return a.actor.name == b.actor.name


def _goes_on(reading: Reading, run: Run, before: Reading) -> bool:
    """Does this sentence, which names no speaker of its own, go on with what the run says? What was to happen is told
    by the paper, too ("Kigali proposed a truce. It | sollte | begin at noon"), unless it follows what is said."""
    if reading.index != run.last + 1 or reading.sentence.role != "body" or _names_speaker(reading):
        return False
    plans = all(_is_planned(c, reading) for c in reading.clauses if c.mood != "indicative")
    return _is_speech(reading) and (not plans or _is_quoted(reading) or _is_speech(before))


def _is_planned(clause: Clause, reading: Reading) -> bool:
    """ "The truce | sollte | begin at noon", not "Kigali sollte": what nobody is asked to do."""
    subject = reading.subject(clause)
    asked = subject is not None and bool(reading.actors_of(subject))
    return clause.mood == "irrealis" and clause.modal == "shall" and not asked


def _names_speaker(reading: Reading) -> bool:
    """Is anybody at all, a side or not, told to say something in the sentence?"""
    return somebody_speaks(reading) or credits_stranger(reading)


def _is_quoted(reading: Reading) -> bool:
    """Is the sentence direct speech for the most part?"""
    words = [(q, w) for q, w in zip(reading.sentence.quoted, reading.words, strict=True) if not w.punctuation]
    return bool(words) and sum(q for q, _ in words) * 2 > len(words)


def _is_speech(reading: Reading) -> bool:
    """Is the sentence direct speech for the most part, or in the mood of hearsay?"""
    heard = {"reported", "irrealis"} if reading.grammar.word_order == "verb_second" else {"reported"}
    return _is_quoted(reading) or any(c.mood in heard and c.role == "main" for c in reading.clauses)
