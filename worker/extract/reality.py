"""How real is what a trigger tells: asserted, planned, threatened, denied, foiled, imagined, past history?

Tense, modality and negation of the clause decide first, then the cue words of the pack's `reality` table.
"""

from dataclasses import dataclass
from typing import Any

from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.frames import arguments
from worker.extract.grammar.negated import is_negated
from worker.extract.grammar.phrases import Phrase
from worker.extract.grammar.predicates import behind_gerund
from worker.extract.grammar.ranks import ranked
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.languages.grammar import Grammar
from worker.languages.pack import AttackWord, LightVerb, Reality, Responsibility, SpeechNoun, rule_of

# Types of cue in the order in which they win over each other.
_ORDER = (
    "exercise", "false_alarm", "historical", "denied", "negated", "hypothetical", "requested", "threatened", "planned",
    "foiled", "stopped", "reported_hedge",
)  # fmt: skip
_NEAR = 4
# Types and scopes of verbs that an infinitive behind a comma belongs to.
_AHEAD = frozenset({"threatened", "planned", "foiled"})
# Types of verbs whose clause tells what may come ("fears | that rebels attack").
_AWAITED = frozenset({"hypothetical", "threatened", "planned"})
_BEHIND = frozenset({"object", "following_noun", "following_clause"})


@dataclass(init=False, slots=True, unsafe_hash=True)
class Standing:
    """`type`: "asserted" or a cue type; `cue`: the pack entry that says so, None where grammar does."""

    type: str
    cue: Reality | None

    def __init__(self, type: str, cue: Reality | None = None) -> None:
        self.type = type
        self.cue = cue

    @property
    def rule(self) -> str:
        return rule_of(self.cue) if self.cue else f"grammar:{self.type}"

    @property
    def of_noun(self) -> bool:
        """Is it said of the noun itself ("any strike"), whatever the verb of its clause tells?"""
        return self.cue is not None and self.cue.scope == "attack_noun"

    @property
    def told(self) -> str:
        """The type, with the word that says so."""
        return f"{self.type}: {self.cue.lemma}" if self.cue else self.type


def reality_of(trigger: Trigger[Any]) -> Standing:
    """The strongest reason not to take `trigger` as told for a fact, or "asserted"."""
    cues = (c for c in find_triggers(trigger.reading, Reality) if _governs(c, trigger) and not _apart(c, trigger))
    cues = (c for c in cues if not (c.entry.type == "denied" and (is_negated(c) or _of_judgement(c))))
    found = [Standing("stopped" if _only_aimed_at(cue) else cue.entry.type, cue.entry) for cue in cues]
    done = achieved(trigger)
    if not done and (grammatical := _from_grammar(trigger)):
        found.append(Standing(grammatical))
    known = [s for s in found if s.type in _ORDER]
    return min(known, key=lambda s: (_ORDER.index(s.type), not s.of_noun), default=Standing("asserted", done))


def _of_judgement(cue: Trigger[Reality]) -> bool:
    """Is it only a judgement that is denied ("rejected | criticism of the strike")?"""
    objects = {a.phrase.head for a in arguments(cue, "object") if a.phrase is not None}
    nouns = (t for t in find_triggers(cue.reading, SpeechNoun) if t.index in objects)
    return any(t.entry.act in ("criticise", "condemn") for t in nouns)


def _only_aimed_at(cue: Trigger[Reality]) -> bool:
    """Is a cue for what is foiled only meant itself ("a truce to | stop | the raids"), and nobody did it?"""
    aimed = cue.entry.type == "foiled" and cue.verbal and cue.reading.words[cue.index].infinitive
    return aimed and achieved(cue) is None


def achieved(trigger: Trigger[Any]) -> Reality | None:
    """The verb that says that it came to what an infinitive tells ("began to shell", "used drones to attack")."""
    words = trigger.reading.words
    if not (trigger.form.tag == "zu_inf" or words[trigger.index].infinitive):
        return None
    for cue in find_triggers(trigger.reading, Reality):
        itself = cue.index == trigger.index  # "has decided to send"
        if itself or cue.entry.type != "achieved" or not 0 <= trigger.clause.number - cue.clause.number <= 1:
            continue
        between = words[min(cue.index, trigger.index) + 1 : trigger.index]
        if cue.index < trigger.index and any(w.infinitive for w in between):
            continue
        if _is_predicate(cue) and not cue.clause.negated and _from_grammar(cue) is None:
            return cue.entry
    return None


def _is_predicate(cue: Trigger[Reality]) -> bool:
    """Is it the verb of its clause in the active, and not a participle of something else ("drones used to attack")?"""
    reading, finite = cue.reading, cue.clause.finite
    if finite is None or cue.clause.passive:
        return False
    between = (p for p in reading.phrases if finite.index < p.first and p.last < cue.index)
    apart = reading.grammar.word_order == "subject_verb" and next(between, None) is not None
    return finite.index == cue.index or (bool(finite.auxiliaries) and not apart)


def _apart(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Stands only the cue in a gerund's part before a comma ("Having rejected the plan, | Israel struck Rafah"), is it
    what it is like, or a negation of nothing but what is inserted ("Lviv, not far from Poland, was struck")?"""
    words, word = cue.clause.words, cue.reading.words[cue.index]
    if compared(cue) or (word.lower in cue.reading.grammar.negations and not word.negation):
        return True
    lead = int(bool(words[0].preposition or words[0].subordinator) and len(words) > 1)  # "After rejecting ..."
    behind = behind_gerund(words[lead:])
    return behind > 0 and cue.index < words[lead + behind].index <= trigger.index


def compared(cue: Trigger[Any]) -> bool:
    """Does a participle only say what something is like ("began as | planned", "später als | angekündigt")?"""
    before, clause = cue.reading.words[cue.index - 1] if cue.index else None, cue.clause
    if before is None or not before.subordinator or not cue.reading.words[cue.index].participle:
        return False
    opens = clause.opener is not None and clause.opener.index == before.index
    return not opens or clause.finite is None or clause.finite.index == cue.index  # not "weil | geplant war"


def _governs(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Does the cue's scope reach the trigger?"""
    if cue.index <= trigger.index <= cue.last:  # the same word, unless it says more ("fell silent")
        return cue.entry.type == "stopped" and bool(cue.form.fixed) and not trigger.form.fixed
    scope = cue.entry.scope
    if cue.entry.type == "historical" and scope == "clause" and ranked(cue.clause, cue.index, cue.reading.grammar):
        return False  # "the deadliest strike since the start of the war"
    if cue.entry.slot == "intercepted" or scope == "subject":
        return _is_subject(cue, trigger) if scope == "subject" else _is_object(cue, trigger) and not fires(cue)
    ahead = cue.entry.type in _AHEAD and scope in _BEHIND and _is_what_follows(cue, trigger)
    said = cue.entry.type == "denied" or (scope == "object" and cue.entry.type in _AWAITED and _is_ahead(trigger))
    if scope in ("sentence", "paragraph") or ahead or (said and _in_what_follows(cue, trigger)):
        return True
    if scope in ("before", "following_noun", "attack_noun"):
        part = cue.form.tag == "part" or (cue.clause.passive and cue.reading.words[cue.index].participle)
        if cue.verbal and part and 0 < cue.index - trigger.last <= _NEAR:  # "... mit Angriffen gedroht"
            return trigger.clause.holds(cue.index)
        adjunct = scope == "attack_noun" and cue.reading.words[cue.index].preposition and not trigger.verbal
        before = adjunct and cue.index == trigger.last + 1  # "der Anschlag von damals"
        return bool(before) or (0 < trigger.index - cue.last <= _NEAR and not _parted(cue, trigger))
    first = trigger.index < cue.index and _object_follows(cue)  # "struck first to prevent an attack"
    if scope == "object" and cue.verbal and (first or (cue.entry.type != "denied" and _told_beside(trigger))):
        return False
    if scope == "following_clause" and trigger.index < cue.index and cue.reading.grammar.word_order == "subject_verb":
        return False  # "the offensive is about to end"
    if cue.entry.type == "negated" and scope == "clause" and not trigger.verbal:
        return 0 < trigger.index - cue.last <= 2
    return trigger.clause.holds(cue.index)


def _is_what_follows(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Is it the infinitive behind a verb that has it for its object ("drohte, | Kiew anzugreifen", not "um ... zu")?"""
    clause = trigger.clause
    near = clause.number == cue.clause.number + 1 and clause.parent == cue.clause.number
    return near and cue.verbal and trigger.verbal and clause.role == "infinitive" and clause.opener is None


def _told_beside(trigger: Trigger[Any]) -> bool:
    """Does a noun only say after or because of what the rest is ("stellte nach dem Angriff | den Betrieb ein")?"""
    phrase, grammar = trigger.reading.phrase_at(trigger.index), trigger.reading.grammar
    if trigger.verbal or phrase is None or grammar.word_order == "subject_verb":
        return False
    return phrase.preposition in grammar.given_words


def _is_ahead(trigger: Trigger[Any]) -> bool:
    """Does its clause tell what is or will be, and not what was?"""
    return trigger.verbal and trigger.clause.tense in ("present", "future")


def _in_what_follows(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Is it in the clause right behind a verb that tells what is denied or feared ("denied | that it attacked",
    "bestritt, | angegriffen zu haben")?"""
    clause, grammar = trigger.clause, trigger.reading.grammar
    if not cue.verbal or clause.number != cue.clause.number + 1:
        return False
    match clause.role:
        case "infinitive":
            return clause.parent == cue.clause.number
        case "subordinate":
            return clause.opener is not None and clause.opener.lower not in grammar.adverbial_subordinators
        case "relative":  # "denied on Monday | that it had attacked", "denied reports | that Iran had"
            subject = trigger.reading.subject(clause)
            return bool(clause.opener and clause.opener.subordinator and subject and subject.first > clause.first)
        case "main":
            adjacent = grammar.word_order == "subject_verb" and clause.first == cue.last + 1
            return adjacent or clause.mood == "reported"
        case _:
            return False


def _object_follows(cue: Trigger[Reality]) -> bool:
    return cue.reading.grammar.word_order == "subject_verb" and not cue.clause.passive


def _parted(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Does a sign stand between them ("Days earlier, a strike ...")?"""
    return any(w.punctuation for w in cue.reading.words[cue.last + 1 : trigger.index])


def _is_object(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Is the trigger itself what was shot down or beaten back, and not only told beside it?"""
    places = ("object", "passive_subject", "genitive")
    phrases = [a.phrase for place in places for a in arguments(cue, place) if a.phrase is not None]
    return not trigger.verbal and any(p.first <= trigger.index <= p.last for p in phrases)


def _is_subject(cue: Trigger[Reality], trigger: Trigger[Any]) -> bool:
    """Is the trigger the noun that the verb says something of ("attacks | have doubled", not "amid rising tension")?"""
    if cue.form.tag == "ger" and not cue.reading.words[cue.index - 1].auxiliaries:
        return False
    subject = cue.reading.subject(cue.clause)
    return not trigger.verbal and subject is not None and subject.first <= trigger.index <= subject.last


def fires(cue: Trigger[Reality]) -> bool:
    """Does a verb that also means to fire tell at whom, elsewhere than at home ("schoss Raketen auf Haifa ab")?"""
    for word in find_triggers(cue.reading, AttackWord):
        if word.index != cue.index or "object=weapon" not in word.entry.roles:
            continue
        places = [place for place, _, role in (rule.partition("=") for rule in word.entry.roles) if role == "target"]
        apart = [place for place in places if place.partition("+")[0] not in {"object", *cue.reading.grammar.locatives}]
        aimed = [a for place in apart for a in arguments(word, place) if a.phrase is not None]
        lands = {p.place.country for a in aimed for p in a.places} | {m.actor.country for a in aimed for m in a.actors}
        homes = {m.actor.country for a in arguments(word, "subject") for m in a.actors}
        if aimed and lands.isdisjoint(homes):
            return True
    return False


def _from_grammar(trigger: Trigger[Any]) -> str | None:
    clause = trigger.clause
    if trigger.verbal and clause.negated and _negates(clause, trigger.index):
        return "negated"
    if not trigger.verbal and clause.negated and _undone(trigger):
        return "negated"
    if trigger.form.tag == "zu_inf" or (clause.opener and clause.opener.preposition and _infinitive(trigger)):
        return "planned"
    behind = trigger.reading.words[trigger.index - 1] if trigger.index else None
    if trigger.form.tag == "ger" and behind and behind.lower in trigger.reading.grammar.origin_prepositions:
        return "negated"  # "kept them from attacking"
    if clause.modal and not (hearsay(clause, trigger.reading.grammar) or _blamed(trigger)):
        intended = clause.modal in ("want", "shall") and not _is_condition(clause, trigger.reading.grammar)
        return "planned" if intended else "hypothetical"
    if clause.tense == "future":
        return "planned"
    if clause.mood == "irrealis" and not clause.quoted and trigger.verbal and not _reported_perfect(trigger):
        return "hypothetical"
    return None


def _is_condition(clause: Clause, grammar: Grammar) -> bool:
    """ "drohte mit Vergeltung, | sollten Raketen Israel treffen": does its verb open a clause, and no headline?"""
    opens = clause.words[0] is clause.finite and not clause.words[0].coordinator
    return opens and clause.modal == "shall" and grammar.word_order == "verb_second"


def _blamed(trigger: Trigger[Any]) -> bool:
    """Is it what somebody is said to be behind ("soll hinter dem Angriff stecken"), hence done?"""
    behind = (t for t in find_triggers(trigger.reading, Responsibility) if t.clause is trigger.clause)
    return not trigger.verbal and any(t.entry.relation in ("blamed", "claimed") and t.verbal for t in behind)


def _undone(trigger: Trigger[Any]) -> bool:
    """Is it what a verb denies without which there is none ("did not carry out strikes")?"""
    lights = (t for t in find_triggers(trigger.reading, LightVerb) if t.clause is trigger.clause and t.entry.makes)
    return any(
        a.phrase is not None and a.phrase.covers(trigger.index, trigger.last) and _denied(light, a.phrase)
        for light in lights
        for place, _, role in (rule.partition("=") for rule in light.entry.roles)
        if role == "attack"
        for a in arguments(light, place)
    )


def _denied(light: Trigger[LightVerb], phrase: Phrase) -> bool:
    """Does a negation stand before the verb, in what it has beside it, or right behind that?"""
    denials = [w.index for w in light.clause.words if w.negation]
    return any(phrase.first <= i <= phrase.last + 1 or 0 < light.index - i <= _NEAR for i in denials)


def _infinitive(trigger: Trigger[Any]) -> bool:
    return trigger.form.tag == "inf" and trigger.reading.words[trigger.index].infinitive


def _reported_perfect(trigger: Trigger[Any]) -> bool:
    """ "..., die ein Schulgebäude beschädigt hätten": reported speech where its own mood looks like the indicative, as
    that of a plural does in a main clause with nothing that it depends on."""
    clause, reading = trigger.clause, trigger.reading
    if clause.tense != "past" or clause.role in ("relative", "subordinate"):
        return clause.tense == "past"
    plural = clause.finite is not None and any(a.number == "pl" for a in clause.finite.auxiliaries)
    depends = any(c.opener and c.opener.lower in reading.grammar.conditionals for c in reading.clauses)
    return plural and not depends


def _negates(clause: Clause, index: int) -> bool:
    """Is there a negation in the clause that is not inside another phrase far from the verb, or a preposition behind it
    ("will send tanks | without delay")?"""
    near = (w for w in clause.words if w.negation and abs(w.index - index) <= 2 * _NEAR)
    return any(not (w.preposition and w.index > index) for w in near)


def hearsay(clause: Clause, grammar: Grammar) -> bool:
    """ "soll ... getötet worden sein": a modal with a perfect infinitive hands on a report."""
    if clause.modal not in ("shall", "want") or not any(w.participle for w in clause.words):
        return False
    auxiliaries = {a.lemma for forms in grammar.auxiliaries.values() for a in forms if a.kind in ("have", "be")}
    return any(w.lower in auxiliaries for w in clause.words[-2:])
