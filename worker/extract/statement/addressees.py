"""Whom a statement addresses: whom its verbs take, whom what is said is about, else whose deed or words it answers."""

from collections.abc import Iterator, Sequence

from schemas import Actor, Attack
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import opposed, side, unique_actors
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.nominal import owners
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.statement.run import Run, party
from worker.extract.statement.speech import Saying
from worker.languages.pack import ActCue, AttackWord, SpeechWord

# Acts that are about a deed or words, whosever they are.
_JUDGING = frozenset({"condemn", "criticise", "reject"})
# Acts that a noun for a crime tells.
_NAMING = frozenset({"accuse", "condemn"})
# Acts whose side is none that another verb takes.
_APART = _JUDGING | {"threaten"}
# Acts that always have somebody in view: whom the sentence names beside the speaker.
_POINTED = frozenset({"condemn", "accuse", "threaten", "reject", "demand", "warn", "criticise", "praise", "promise"})
# Acts that are about the one who does something, whoever hears of it.
_ON_OTHERS = frozenset({"accuse", "condemn", "criticise", "demand"})
# Acts that answer an attack, and acts that answer what somebody has said.
_ON_DEEDS = frozenset({"condemn", "accuse", "threaten"})
_ON_WORDS = frozenset({"reject", "deny", "criticise"})
# Mentions of lands, which are places as well.
_LANDS = frozenset({"country", "capital"})
_BEHIND = 2  # words from a phrase to the one behind its preposition
_LONGEST = 4  # words that say to whom something is said
# Offices that somebody holds in another land than his own.
_POSTED = frozenset({"ambassador", "special envoy", "diplomat"})
# Acts that tell of the speaker's own deeds to come.
_COMING = frozenset({"threaten", "promise"})


def addressees_of(
    run: Run, act: str, analysis: Analysis, attacks: Sequence[Attack], before: Run | None
) -> tuple[Actor, ...]:
    """The other sides that a run addresses; `before` is the run before it."""
    hit = _hit(run, act, analysis)
    told = [m for m in _told(run, act, analysis) if side(m.actor) not in hit]
    if (
        act == "condemn"
        and _of_deed(run, analysis)
        and (doers := _others(run, next(_attackers(run, analysis, attacks), ())))
    ):
        return doers
    if others := _others(run, unique_actors(told)):
        return others
    if act in _ON_DEEDS:
        return _others(run, next(_attackers(run, analysis, attacks), ()))
    if act in _ON_WORDS and before is not None and _spoke_of(before, run, analysis):
        return _others(run, (before.speaker.actor,))
    return ()


def _of_deed(run: Run, analysis: Analysis) -> bool:
    """Is a deed condemned whose doer is not named beside it ("called | the attacks | outrageous")?"""
    for saying in run.sayings:
        reading, clause = analysis.readings[saying.sentence], saying.clause
        cues = (t.entry.act for t in find_triggers(reading, ActCue) if t.clause is clause)
        judged = saying.act == "condemn" or "condemn" in cues
        deeds = (t for t in find_triggers(reading, AttackWord) if t.clause is clause and not t.verbal)
        if judged and any(deeds) and not _aims(run, saying, reading):
            return True
    return False


def telling(run: Run, analysis: Analysis) -> list[Saying]:
    """The sayings that tell what a run does: not one that judges nobody by name, beside one that turns to somebody
    ("condemned the coup and called on | the AU | to act").
    """
    pointed = [s for s in run.sayings if s.act in _POINTED]
    aimed = [s for s in pointed if _aims(run, s, analysis.readings[s.sentence])]
    return [s for s in run.sayings if s.act not in _JUDGING or s in aimed or not aimed]


def _aims(run: Run, saying: Saying, reading: Reading) -> list[ActorMention]:
    """Whom a verb of speech takes, else the first that its own clause names, up to another such verb."""
    if taken := _sides(run, (*saying.addressees, *_turned_to(saying, reading))):
        return taken
    return _beside(run, saying, _named(run, saying, reading))[:1]


def _beside(run: Run, saying: Saying, named: Sequence[ActorMention]) -> list[ActorMention]:
    """Those of `named` in the verb's own clause, between the other such verbs in it."""
    others = [s.index for s in run.sayings if s.clause is saying.clause and s is not saying]
    first = max((k for k in others if k < saying.index), default=-1)
    last = min((k for k in others if k > saying.index), default=saying.clause.last + 1)
    return [m for m in named if saying.clause.holds(m.first) and first < m.first < last]


def _spoke_of(before: Run, run: Run, analysis: Analysis) -> bool:
    """Was the side that speaks now spoken of just before, so that it can answer that?"""
    said = (m.actor for i in before.sentences for m in analysis.readings[i].actors)
    return any(not opposed(actor, party(run.speaker)) for actor in said)


def _told(run: Run, act: str, analysis: Analysis) -> tuple[ActorMention, ...]:
    """Whom the verbs take, else the first other side that a pointed verb or what is said has in view."""
    readings = {i: analysis.readings[i] for i in run.sentences}
    if act in _NAMING and all(s.act != act for s in run.sayings):
        whose = (m for r in readings.values() for m in _accused(r))
        if accused := _sides(run, list(whose))[:1]:
            return tuple(accused)
    plain = [s for s in run.sayings if s.act not in _POINTED]
    heard = act == "threaten" and any(s.addressees for s in plain)
    if (act in _ON_OTHERS or heard) and len(plain) == len(run.sayings):  # "told the assembly that | Rwanda | ..."
        about = (_spoken_of(run, readings[s.sentence], s.content) for s in plain)
        if others := next(filter(None, about), ()):
            return others
    said = [(s, analysis.readings[s.sentence]) for s in (*run.sayings, *run.summed)]
    if act in _POINTED:  # "condemned the Russian strikes and called on | the US | to act"
        aims = (_aims(run, s, r) for s, r in said if s.act == act)
        if aimed := tuple(m for found in aims for m in found):
            return aimed
        if act == "demand" and any(s.calls for s, _ in said if s.act == act):  # "called on | both parties | to ..."
            return ()
        said = [(s, r) for s, r in said if s.act not in _POINTED or act not in _APART]
    if taken := tuple(m for s, r in said for m in _sides(run, (*s.addressees, *_turned_to(s, r)))):
        return taken
    pointed = [s for s in run.sayings if s.act in _POINTED and not (act in _APART and s.act == "demand")]
    for saying in (*(pointed or run.sayings), *(s for s in run.summed if s.act in _POINTED)):
        reading = readings.pop(saying.sentence, analysis.readings[saying.sentence])
        found = _in_view(run, act, saying, reading) if act in _POINTED else _spoken_of(run, reading, saying.content)
        if found:
            return found
    apart = {r.index: frozenset(n for s, of in said if of is r for n in _describing(s, r)) for r in readings.values()}
    rest = ((r, frozenset(c.number for c in r.clauses) - apart[r.index]) for r in readings.values())
    return next((found for r, clauses in rest if (found := _spoken_of(run, r, clauses))), ())


def _accused(reading: Reading) -> Iterator[ActorMention]:
    """Whose a crime is that a noun names ("hampers Kyiv in | Russia's | war of aggression")."""
    for cue in (t for t in find_triggers(reading, ActCue) if not t.verbal and t.entry.act in _NAMING):
        phrase = reading.phrase_at(cue.index)
        if phrase is not None and phrase.preposition in reading.grammar.genitive_prepositions:
            whole = next((p for p in reading.phrases if p.last == phrase.first - _BEHIND), phrase)
            yield from (m for a in owners(reading, whole, whole.head) for m in a.actors)
        yield from (m for a in arguments(cue, "adjective") for m in a.actors)


def _hit(run: Run, act: str, analysis: Analysis) -> frozenset[str | None]:
    """The sides that suffered what is condemned ("condemned the raids on | Chad", which "had the right to ...")."""
    readings = (analysis.readings[i] for i in run.sentences) if act == "condemn" else ()
    return frozenset(side(m.actor) for r in readings for m in _struck(r, answered=False) if not m.inferred)


def _turned_to(saying: Saying, reading: Reading) -> Iterator[ActorMention]:
    """To whom the clause of the verb says that it is said ("in a message to | Iran", "An | Paris | gewandt")."""
    words, grammar, subject = reading.words, reading.grammar, reading.own_subject(saying.clause)
    for mention in (m for m in reading.actors if saying.clause.holds(m.first)):
        first = mention.first
        while first and (words[first - 1].determiner or words[first - 1].adverb):
            first -= 1
        named = (words[first - k : first] for k in range(1, min(_LONGEST, first) + 1))
        lead = next((w for w in named if " ".join(x.lower for x in w) in grammar.addressing), None)
        behind = words[mention.last + 1] if mention.last + 1 < len(words) else None
        before = lead is not None and _free(lead[0].index - 1, saying, subject, reading)
        if before or (behind is not None and behind.lower in grammar.addressed and not behind.capital):
            yield mention


def _free(index: int, saying: Saying, subject: Phrase | None, reading: Reading) -> bool:
    """Does what follows token `index` belong to the verb, and not to a noun before it ("the policy | towards Iran")?"""
    if index < saying.clause.first or index == saying.index or reading.words[index].punctuation:
        return True
    return reading.phrase_at(index) is None or (subject is not None and subject.covers(index, index))


def _named(run: Run, saying: Saying, reading: Reading) -> list[ActorMention]:
    """The other sides that a sentence names and that a saying can have in view."""
    out = {*_joint(saying, reading), *_speakers(saying, reading)}
    out |= {*_speaking_too(saying, reading)} if saying.act in _ON_DEEDS else set()
    out |= {*_struck(reading, answered=saying.act in _COMING)}
    out |= {m for m in reading.actors if m.form in _LANDS and _names_place(m, reading)}
    out |= {*_of_listeners(reading), *_credited(reading), *_host(saying, reading), *_in_contrast(saying, reading)}
    out |= {*_described_by(saying, reading)}
    known = [m for m in reading.actors if m.form != "pronoun" and m not in out]
    known = [m for m in known if not (saying.act == "demand" and _is_helped(m, reading))]
    return _sides(run, [m for m in known if not (_wished(m, reading) or _his(m, reading))])


def _in_view(run: Run, act: str, saying: Saying, reading: Reading) -> tuple[ActorMention, ...]:
    """Whom the verb's own clause names ("condemned the Russian strikes"), what is said is about, the sentence names."""
    named = _named(run, saying, reading)
    beside = _beside(run, saying, named)
    asked = [m for m in named if not (saying.act == "demand" and _cared_for(m, saying, reading))]
    if saying.act in ("condemn", "threaten"):  # "condemned the raid and offered to fight beside | Mali"
        asked = [m for m in asked if reading.clause_at(m.first).number in saying.content]
    if act == "promise" and saying.act not in _POINTED:  # "would help | Israel | if Iran ..."
        helped = [m for m in named if _is_told(reading.clause_at(m.first), saying, reading)]
        return tuple(helped[:1])
    spoken_of = _spoken_of(run, reading, saying.content)
    first = tuple(beside[:1]) if saying.act in _POINTED else ()
    return first or spoken_of or tuple(beside[:1]) or tuple(asked[:1])


def _described_by(saying: Saying, reading: Reading) -> Iterator[ActorMention]:
    """Those who only tell who the speaker is ("the bloc, | which Mali has left, | condemned ...")."""
    apart = _describing(saying, reading)
    return (m for m in reading.actors if reading.clause_at(m.first).number in apart)


def _describing(saying: Saying, reading: Reading) -> frozenset[int]:
    """Numbers of the clauses between a speaker and his verb, where the first is a relative one."""
    who = saying.speaker
    if who is None or who.sentence != reading.index:
        return frozenset()
    between = [c for c in reading.clauses if who.last < c.first < max(saying.clause.first, saying.index)]
    told = bool(between) and between[0].role == "relative"
    dependent = (c.number for c in between if told and c.role in ("relative", "subordinate"))
    return frozenset(dependent) - saying.content - {saying.clause.number}


def _in_contrast(saying: Saying, reading: Reading) -> Iterator[ActorMention]:
    """Those of a clause behind "but" that tells what another one says ("Mali denied it, | but Oslo accused it ...")."""
    speaking = {t.clause.number for t in find_triggers(reading, SpeechWord) if t.index > saying.index} - saying.content
    behind = (c for c in reading.clauses if c.number in speaking and c is not saying.clause)
    parted = [c for c in behind if c.role == "main" and c.words[0].lower in reading.grammar.contrasting]
    return (m for c in parted for m in reading.actors if c.holds(m.first))


def _is_told(clause: Clause, saying: Saying, reading: Reading) -> bool:
    """Is a clause part of what is said, and not only its condition?"""
    supposed = clause.opener is not None and clause.opener.lower in reading.grammar.conditionals
    return clause.number in saying.content and not supposed


def _cared_for(mention: ActorMention, saying: Saying, reading: Reading) -> bool:
    """Is it the object of what somebody is to do ("called on the donors to support | Sudan")?"""
    phrase = reading.phrase_at(mention.first)
    return phrase is not None and phrase.preposition is None and phrase.clause in saying.content


def _is_helped(mention: ActorMention, reading: Reading) -> bool:
    """Is it whom something is demanded for ("forderte Waffen | für den Tschad")? Where the subject stands first, it may
    be who is to act ("called | for Chad to withdraw")."""
    phrase = reading.phrase_at(mention.first)
    if phrase is None or reading.grammar.word_order != "verb_second":
        return False
    return phrase.preposition in reading.grammar.recipient_prepositions


def _wished(mention: ActorMention, reading: Reading) -> bool:
    """Is it a body that is still to be ("called for | an inquiry")?"""
    before = reading.words[mention.first - 1].lower if mention.first else ""
    return mention.form == "generic" and before in reading.grammar.indefinite_articles


def _joint(saying: Saying, reading: Reading) -> tuple[ActorMention, ...]:
    """Those who speak together with the speaker ("Germany, France and Britain")."""
    who = saying.speaker
    phrase = reading.phrase_at(who.first) if who is not None and who.sentence == reading.index else None
    if phrase is None:
        return ()
    row = next((p for p in reading.phrases if phrase in group(reading.phrases, p)), phrase)
    return reading.actors_of(row)


def _speakers(saying: Saying, reading: Reading) -> Iterator[ActorMention]:
    """The speaker, the group whose first member it is, and whoever the words for the speaker name ("der Schweizer")."""
    who = saying.speaker
    if who is not None and who.sentence == reading.index:
        yield from (m for m in reading.actors if who.first <= m.first <= who.last)


def _host(saying: Saying, reading: Reading) -> Iterator[ActorMention]:
    """Where the speaker is posted ("Sudan's ambassador to | Egypt", "the Israeli mission to | the UN")."""
    who = saying.speaker
    if who is None or who.sentence != reading.index:
        return
    behind = (p for p in reading.phrases if p.preposition and p.first in (who.last + 1, who.last + 2))
    behind = (
        p for p in behind if who.actor.role in _POSTED or (p.last < saying.index and p.clause == saying.clause.number)
    )
    yield from (m for p in behind for m in reading.actors_of(p))


def _names_place(mention: ActorMention, reading: Reading) -> bool:
    """Does it only say where something is ("an end to the fighting in | Chad")?"""
    phrase = reading.phrase_at(mention.first)
    return (
        phrase is not None
        and phrase.preposition in reading.grammar.locatives
        and phrase.covers(phrase.head, mention.last)
    )


def _of_listeners(reading: Reading) -> Iterator[ActorMention]:
    """Whose the paper is to which something is said ("sagte er der | italienischen | Zeitung")."""
    for verb in (t for t in find_triggers(reading, SpeechWord) if t.entry.act == "say"):
        listeners = (a for place in verb.entry.addressees for a in arguments(verb, place))
        yield from (m for a in listeners for m in a.actors if m.owns)


def _credited(reading: Reading) -> Iterator[ActorMention]:
    """From whom it is known ("according to | Egypt", "nach | israelischen | Angaben")."""
    for match, slot in ((m, s) for _, m in reading.credits for s in m.slots):
        inside = [m for m in reading.actors if slot.first <= m.first <= slot.last]
        yield from inside[-1:] if slot.last < match.first else inside[:1]


def _speaking_too(saying: Saying, reading: Reading) -> Iterator[ActorMention]:
    """Those who say something of their own in another clause ("Chad condemned the coup and Niger | called for ...")."""
    spoken = (t.clause for t in find_triggers(reading, SpeechWord) if t.verbal and t.clause is not saying.clause)
    subjects = (p for c in spoken if c.number not in saying.content and (p := reading.own_subject(c)))
    yield from (m for p in subjects for m in reading.actors_of(p))


def _struck(reading: Reading, *, answered: bool) -> Iterator[ActorMention]:
    """Those who are the target of a deed that a noun names ("condemned the raids on | Chad"); only of what is
    `answered`, where deeds to come are told as well ("vowed revenge after the raids on | Chad")."""
    for deed in (t for t in find_triggers(reading, AttackWord) if not t.verbal):
        phrase = reading.phrase_at(deed.index) if answered else None
        if answered and (phrase is None or phrase.preposition not in reading.grammar.given_words):
            continue
        places = (r.partition("=")[0] for r in deed.entry.roles if r.endswith(("=target", "=victim")))
        yield from (m for place in places for a in arguments(deed, place) for m in a.actors)


def _spoken_of(run: Run, reading: Reading, clauses: frozenset[int]) -> tuple[ActorMention, ...]:
    """Who is to do or has done something in what is said ("Iran must stop")."""
    found: list[ActorMention] = []
    for clause in reading.clauses:
        phrase = reading.own_subject(clause) if clause.number in clauses else None
        found += (m for m in reading.actors_of(phrase) if not _his(m, reading)) if phrase and not phrase.pronoun else ()
    return tuple(_sides(run, found)[:1])


def _his(mention: ActorMention, reading: Reading) -> bool:
    """Is it somebody's own ("said his | government would not attend")?"""
    near = (reading.words[k].lower for k in (mention.first - 1, mention.first) if k >= 0)
    return mention.inferred and any(word in reading.grammar.possessives for word in near)


def _sides(run: Run, mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """Those that are a side, and another one than the speaker; a paper or spokesperson is none."""
    sides = (m for m in mentions if m.speaks and (m.actor.kind != "person" or m.actor.role or m.actor.country))
    sides = (m for m in sides if m.actor.role != "spokesperson" and not _unnamed_row(m))
    own = {run.speaker.actor.name, run.speaker.group.name if run.speaker.group else ""}  # whose head or fighter it is
    sides = (m for m in sides if m.actor.name not in own)
    return [m for m in sides if opposed(m.actor, party(run.speaker))]


def _unnamed_row(mention: ActorMention) -> bool:
    """Are they several of an office, of lands that nobody names ("a meeting between | Presidents | A and B")?"""
    several = mention.form == "group" and mention.actor.kind == "person"
    return several and not (mention.actor.country or mention.members)


def _others(run: Run, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(a for a in actors if opposed(a, party(run.speaker)))


def _attackers(run: Run, analysis: Analysis, attacks: Sequence[Attack]) -> Iterator[tuple[Actor, ...]]:
    """The attackers of what was told up to the run, nearest first."""
    end = analysis.readings[run.last].sentence.end
    told = [(max(e.start for e in a.evidence if e.start < end), a) for a in attacks if a.evidence[0].start < end]
    yield from (a.attackers for _, a in sorted(told, key=lambda x: -x[0]))
