"""Headings and the lead state in brief what is told in full below: both are one statement."""

from collections.abc import Sequence
from typing import Final

from worker.extract.analysis import Analysis
from worker.extract.draft import opposed
from worker.extract.statement.run import Run, party

# Sentences that can sum up the article.
_LEAD = 6
# Sentences behind a headline within which somebody says in full what it sums up.
_NEAR = 3
# Share of its words that what is told below repeats of a heading, of a sentence of the lead.
_HEADING, _SENTENCE = 0.3, 0.4
# Letters by which words are compared: longer ones only differ in their endings.
_STEM: Final = 6
_NEUTRAL: Final = frozenset({"say", "announce", "confirm"})
_MENACES: Final = frozenset({"warn", "threaten"})


def fold_summaries(runs: Sequence[Run], analysis: Analysis) -> list[Run]:
    """`runs` without those that another one tells in full; the other one takes their sentences as evidence."""
    kept = []
    for run in runs:
        below = [r for r in runs if r.sentences[0] > run.last and _same_side(run, r)]
        full = max(below, key=lambda r: _repeated(run, r, analysis), default=None)
        if full is None or _repeated(run, full, analysis) < _least(run, analysis):
            after = [r for r in runs if r.sentences[0] > run.last][:1]
            full = next((r for r in below if _spelt_out(run, r, after, analysis)), None)
        if full is not None:
            full.sentences = sorted({*run.sentences, *full.sentences})
            full.summed += [*run.summed, *run.sayings]
        else:
            kept.append(run)
    return kept


def _same_side(run: Run, other: Run) -> bool:
    """Can `other` tell in full what `run` does: the same speaker, or somebody of the side that speaks there?"""
    who = run.speaker
    named = who.actor.kind == "person" and any(s.speaker and s.speaker.form != "office" for s in run.sayings)
    if (group := other.speaker.group) is not None and group.name == who.actor.name:
        return True  # "EU condemns raid": and then its foreign policy chief
    return not (opposed(party(who), party(other.speaker)) or (named and who.actor.name != other.speaker.actor.name))


def _spelt_out(run: Run, other: Run, after: Sequence[Run], analysis: Analysis) -> bool:
    """Does the text begin with what a headline only sums up, or come to it before anybody else speaks: the same act,
    or one that says less?"""
    first = analysis.readings[run.sentences[0]]
    heads = first.sentence.role == "headline" or (run.sentences == [0] and _is_teaser(analysis))
    acts, told = {s.act for s in run.sayings}, {s.act for s in other.sayings}
    begins = other.sentences[0] <= run.last + 1
    if not heads or not (begins or (other in after and other.sentences[0] <= run.last + _NEAR)):
        return False
    return bool(acts & told) or (begins and (told <= _NEUTRAL or acts | told <= _MENACES))


def _is_teaser(analysis: Analysis) -> bool:
    """Does the first sentence stand alone before the text?"""
    first, *rest = (r.sentence for r in analysis.readings[:2])
    return bool(rest) and first.role == "body" and rest[0].paragraph > first.paragraph


def _least(run: Run, analysis: Analysis) -> float:
    if analysis.readings[run.sentences[0]].sentence.role != "body":
        return _HEADING
    return _SENTENCE if run.last < _LEAD else 2.0


def _repeated(run: Run, other: Run, analysis: Analysis) -> float:
    """Share of the words of `run` that `other` has as well."""
    own = _stems(run, analysis)
    return len(own & _stems(other, analysis)) / max(len(own), 1)


def _stems(run: Run, analysis: Analysis) -> frozenset[str]:
    """What the words of a run begin with, without those that name who speaks."""
    words = [w for i in run.sentences for w in analysis.readings[i].words]
    speaker = analysis.readings[run.speaker.sentence].words[run.speaker.first : run.speaker.last + 1]
    told = {w.lower[:_STEM] for w in words if not (w.closed or w.punctuation) and len(w.lower) >= _STEM - 1}
    return frozenset(told - {w.lower[:_STEM] for w in speaker})
