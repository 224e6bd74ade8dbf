"""Is what somebody says a statement of ours: on a matter of war, diplomacy or aid, and more than the telling of a fact?

How much an article is about such matters is measured by its sentences: those that name two countries, an armed force,
or a topic that is ours beyond doubt. Who holds an office speaks on them where an article begins with another event.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from schemas import Actor, AidPledge, Attack, Statement, Talks
from worker.extract.analysis import Analysis, Reading
from worker.extract.draft import side
from worker.extract.dropped import Reason
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.mentions import ActorMention
from worker.extract.retold import said_long_ago
from worker.extract.silence import Scene, is_civil, told
from worker.extract.statement.run import Run
from worker.extract.topics import main_topic
from worker.extract.values.expressions import day_of
from worker.languages.pack import AidItem, AttackWord, Casualty, Damage, Reality, Silence, Topic, Weapon

Deed = Attack | Talks | AidPledge

_ARMED = frozenset({"military", "armed_group"})
# Topics that texts of every kind have.
_COMMON = frozenset({"election", "trade", "energy", "migration", "other"})
_VIOLENT = frozenset({"attack"})
# Domains in which countries quarrel, too.
_OF_PEACE = frozenset({"business", "culture", "labour", "market", "sport"})
# Marks per sentence below which an article has no statement of ours.
_SOME = 0.25
_WEEK = timedelta(days=7)
_LEAD = 2  # sentences that tell what an article is about
# An item of a few sentences has to say by any mark at all what it is about.
_SHORT = 3
# Endings of the offices that speak of nothing but matters of state in an item of a few sentences.
_LEADING = (
    "president", "prime minister", "foreign minister", "defence minister", "chancellor", "secretary-general",
    "supreme leader", "head of state", "high representative", "of the European Commission",
)  # fmt: skip
# Offices that every company, court and club has.
_OF_ANYTHING = frozenset({"head", "judge"})
# Blanks in a quotation that is more than a name or a scare quote.
_FEW = 4
# Acts that do the deed they tell: "pledges tanks" is the pledge itself. Acts that hand on a fact.
_DOING = frozenset({"announce", "promise", "propose", "confirm"})
_ANNOUNCING = _DOING | {"say", "threaten", "accept"}
_TELLING = frozenset({"say", "announce", "confirm"})


@dataclass(eq=False)
class Matter:
    """What an article is about, for its statements. `share`: marks of our matters per sentence."""

    analysis: Analysis
    scene: Scene
    deeds: Sequence[Deed]
    share: float = field(init=False)
    _short: bool = field(init=False)
    _leads: bool = field(init=False)
    _common: frozenset[str] = field(init=False)
    _topics: tuple[str, ...] | None = field(init=False)

    def __post_init__(self) -> None:
        readings = self.analysis.readings
        self._short = len(readings) <= _SHORT
        # Does it begin with another event, and go on for a while?
        told = {e.start for d in self.deeds for e in d.evidence}
        self._leads = not self._short and any(r.sentence.start in told for r in readings[:_LEAD])
        # Topics that mean nothing here: an attack alone does not make a text one on war.
        other = any(_hard_marks(r, _COMMON | _VIOLENT) for r in readings)
        self._common = _COMMON if other and not self.scene.civil else _COMMON | _VIOLENT
        marks = sum(self._marks(r) for r in readings)
        if self._short and not self.scene.civil:
            marks += sum(_hinted(r, self.scene) for r in readings)
        self.share = marks / max(len(readings), 1)
        self._topics = None

    def _marks(self, reading: Reading) -> int:
        return _hard_marks(reading, self._common, civil=self.scene.civil and self._short)

    @property
    def topics(self) -> tuple[str, ...]:
        """What the article is about, for statements that name no topic."""
        if self._topics is None:
            self._topics = main_topic(self.analysis)
        return self._topics

    def lack(self, run: Run) -> tuple[Reason, str] | None:
        """Why the speaker does not speak for a side on a matter of ours, and the words behind that."""
        if "statement" in self.scene.ruled:
            return "off_topic", self.scene.about
        if not _official(run.speaker):
            return "no_office", run.speaker.actor.name
        if self._is_old(run):
            return "history", ""
        if all(self.scene.invented[i] for i in run.sentences):
            return "tale", ""
        silencing = [self._silencing(i) for i in run.sentences]
        if (first := silencing[0]) and all(silencing):
            return "silenced", told(first)
        by_office = self._short and not self.scene.civil
        ours = self.share >= _SOME or (self._leads and run.speaker.actor.kind == "person")
        ours = ours or (by_office and (run.speaker.actor.role or "").endswith(_LEADING))
        condemned = [s.sentence for s in run.sayings if s.act == "condemn"]
        ours = ours or (bool(condemned) and any(isinstance(d, Attack) for d in self.deeds))
        ours = ours or (not self.scene.civil and any(map(self._tells_violence, condemned)))
        return None if ours else ("other_matter", "")

    def _tells_violence(self, sentence: int) -> bool:
        """Does a sentence name an attack, in a sense that is none of another?"""
        words = (t for t in find_triggers(self.analysis.readings[sentence], AttackWord) if not t.entry.needs)
        return any(not self.scene.silences(t, "attack") for t in words)

    def _is_old(self, run: Run) -> bool:
        """Was it said long ago, or is it only recalled with its day ("hatte | am 2. Mai | gefordert")?"""
        readings, week = self.analysis.readings, self.analysis.published.date() - _WEEK
        recalled = run.when is not None and run.when.precision == "day" and day_of(run.when.end) < week
        if recalled and all(s.clause.tense == "pluperfect" for s in run.sayings):
            return True
        return all(said_long_ago(readings[s.sentence], s.clause, self.analysis) for s in run.sayings)

    def _silencing(self, sentence: int) -> Trigger[Silence] | None:
        """The cue of another domain, sure or ruling the article, in the sentence, where it has no mark of ours."""
        cues = (c for c in self.scene.cues[sentence] if "statement" in c.entry.silences)
        other = next((c for c in cues if c.entry.strength == "strong" or c.entry.domain in self.scene.domains), None)
        if other is None:
            return None
        apart = other.entry.domain in _OF_PEACE or (self.scene.civil and self._short)
        return None if _hard_marks(self.analysis.readings[sentence], self._common, civil=apart) else other

    def tells_only(self, run: Run, statement: Statement) -> Reason | None:
        """Is it no more than the announcement of another event or the credit for a fact?"""
        if self._announces(run, statement):
            return "announces"
        return "fact" if self._credits(run, statement) else None

    def _announces(self, run: Run, statement: Statement) -> bool:
        acts = {s.act for s in run.sayings} | ({statement.act} & _DOING)  # "said it would give ... to help"
        if not acts <= _ANNOUNCING or _speech(statement):
            return False
        told = {self.analysis.readings[i].sentence.start for i in _telling(run)}
        spans = {(e.start, e.end) for e in statement.evidence if e.start in told}
        speaker = side(statement.speaker)
        done = any(
            speaker in {side(a) for a in _sides(d)} and spans <= {(e.start, e.end) for e in d.evidence}
            for d in self.deeds
            if acts & _DOING
            or ("threaten" in acts and d.status == "threatened")
            or ("accept" in acts and isinstance(d, Talks))
        )
        return done or (any(s.announces and s.act in _DOING for s in run.sayings) and self._gives(run))

    def _gives(self, run: Run) -> bool:
        """Is it about money or goods that are given, found as a pledge or not?"""
        readings = [self.analysis.readings[i] for i in _telling(run)]
        return len(readings) == 1 and any(r.money or find_triggers(r, AidItem) for r in readings)

    def _credits(self, run: Run, statement: Statement) -> bool:
        """Neutral words without a quotation in sentences that each tell a pledge, an attack or its toll."""
        if statement.act not in _TELLING or _speech(statement):
            return False
        return all(self._tells_fact(self.analysis.readings[i], run) or self._points_back(i, run) for i in run.sentences)

    def _points_back(self, index: int, run: Run) -> bool:
        """Is what was said only a pronoun for a deed of the sentence before ("Das teilte der Minister mit")?"""
        start = self.analysis.readings[index - 1].sentence.start if index else None
        known = any(e.start == start for d in self.deeds for e in d.evidence)
        return known and all(s.points_back for s in run.sayings if s.sentence == index)

    def _tells_fact(self, reading: Reading, run: Run) -> bool:
        start = reading.sentence.start
        if any(isinstance(d, AidPledge) and any(e.start == start for e in d.evidence) for d in self.deeds):
            return True
        sayings = [s for s in run.sayings if s.sentence == reading.index]
        said = [c for c in reading.clauses if any(c.number in s.content for s in sayings)] or reading.clauses
        if any(c.modal or c.tense == "future" for c in said):
            return False
        struck = any(isinstance(d, Attack) and any(e.start == start for e in d.evidence) for d in self.deeds)
        return any(clause in said for clause in _facts(reading, struck=struck))


def _telling(run: Run) -> list[int]:
    """The sentences of a run but those that only point back to what is said ("Das teilte die Behörde mit")."""
    back = {s.sentence for s in run.sayings if s.points_back and s.sentence - 1 in run.sentences}
    return [i for i in run.sentences if i not in back]


def _facts(reading: Reading, *, struck: bool) -> Iterator[Clause]:
    """Clauses that tell a toll and, where the sentence reports an attack, the attack, its damage or its failure."""
    counted = bool(reading.quantities)
    yield from (t.clause for t in find_triggers(reading, Casualty) if t.entry.slot and (t.verbal or counted))
    if struck:
        yield from (t.clause for t in find_triggers(reading, Reality) if t.entry.type == "foiled")
        yield from (t.clause for table in (AttackWord, Damage) for t in find_triggers(reading, table) if t.verbal)


def _speech(statement: Statement) -> bool:
    """Is there direct speech, more than a few quoted words?"""
    return any(q.direct and q.text.count(" ") >= _FEW for q in statement.quotes)


def _official(speaker: ActorMention) -> bool:
    """A person needs an office, an unnamed one an office of the state; an unnamed body needs a country, or a name that
    the article has told."""
    actor = speaker.actor
    if actor.kind == "person":
        unnamed = speaker.form in ("office", "group") and speaker.inferred
        return actor.role is not None and not (unnamed and actor.role in _OF_ANYTHING)
    named = actor.kind in ("organization", "government") and actor.name[:1].isupper()
    return speaker.form != "generic" or actor.country is not None or actor.kind == "armed_group" or named


def _hard_marks(reading: Reading, common: frozenset[str], *, civil: bool = False) -> int:
    """Two sides, an armed force, a topic of ours: one mark each; sides are none in an item on `civil` harm."""
    moving = {t.entry.topic for t in find_triggers(reading, Topic)} == {"migration"}
    acting = [] if civil else [m for m in reading.actors if not (moving and _is_goal(m, reading))]
    sides = {side(m.actor) for m in acting if m.actor.country or _union(m) or _of_world(m)}
    armed = any(
        m.actor.kind in _ARMED and (m.actor.country or _is_named(m)) and not is_civil(m, reading)
        for m in reading.actors
    )
    topics = any(t.entry.strength == "strong" and t.entry.topic not in common for t in find_triggers(reading, Topic))
    return (len(sides) > 1) + armed + topics


def _is_goal(mention: ActorMention, reading: Reading) -> bool:
    """Is a land no more than where people come from or are sent ("Abschiebungen nach | Togo")?"""
    phrase = reading.phrase_at(mention.first)
    return mention.form in ("country", "capital") and phrase is not None and phrase.preposition is not None


def _is_named(mention: ActorMention) -> bool:
    """Is it a force that has a name, or that of a body ("NATO-Truppen")?"""
    return mention.form != "generic" or mention.actor.name[:1].isupper()


def _union(mention: ActorMention) -> bool:
    """Is it a body above the states (EU, UN, NATO)?"""
    return mention.form == "body" and mention.actor.kind == "organization"


def _of_world(mention: ActorMention) -> bool:
    """Does somebody speak for a body of no country?"""
    return mention.group is not None and mention.group.kind == "organization" and mention.group.country is None


def _hinted(reading: Reading, scene: Scene) -> bool:
    """Is there any word of our matters, in a sense that is none of another?"""
    if any(t.entry.topic not in _COMMON for t in find_triggers(reading, Topic)):
        return True
    violence = (t for t in find_triggers(reading, AttackWord) if not t.entry.needs)
    world = any(_union(m) or _of_world(m) for m in reading.actors)
    if world and find_triggers(reading, AttackWord, Casualty, Damage):
        return True  # "Unicef said children in Darfur were killed"
    return any(not scene.silences(t, "attack") for t in violence) or bool(find_triggers(reading, Weapon))


def _sides(deed: Deed) -> tuple[Actor, ...]:
    match deed:
        case Attack():
            return deed.attackers
        case Talks():
            return (*deed.participants, *(deed.mediators if deed.status == "proposed" else ()))
        case AidPledge():
            return (*deed.donors, *deed.recipients)
