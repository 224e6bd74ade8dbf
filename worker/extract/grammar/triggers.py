"""Where entries of the packs stand in a sentence: each a predicate, with the particle and fixed words of its form."""

from collections.abc import Sequence
from typing import Generic, Literal, TypeVar, cast

from schemas import Kind
from worker.extract.analysis import Reading
from worker.extract.dropped import Dropped, Reason
from worker.extract.grammar.clauses import Clause
from worker.extract.grammar.lexicon import FINITE, VERBAL
from worker.extract.grammar.words import Word
from worker.languages.pack import Entry, Form, SpeechWord, TalksWord, rule_of
from worker.text.tokens import text_of

E = TypeVar("E", bound=Entry)


class Trigger(Generic[E]):
    """A predicate in the text: a form of a pack entry at token `index` of a sentence.

    `parts`: what the first part of a compound says of it ("Drohnen|angriff"); verbal: is it a verb?
    """

    def __init__(
        self, entry: E, form: Form, reading: Reading, clause: Clause, index: int, parts: tuple[Entry, ...] = ()
    ) -> None:
        self.entry = entry
        self.form = form
        self.reading = reading
        self.clause = clause
        self.index = index
        self.parts = parts
        self.verbal = form.tag in VERBAL

    def __eq__(self, other: object) -> bool:
        """Is it the same word as the same entry? Each question of `find_triggers` gets triggers of its own."""
        if not isinstance(other, Trigger) or self.index != other.index or self.form is not other.form:
            return False
        return self.reading is other.reading and self.parts == other.parts

    def __hash__(self) -> int:
        return hash((self.index, id(self.form)))

    @property
    def last(self) -> int:
        return self.index + len(self.form.words) - 1

    @property
    def text(self) -> str:
        return text_of(self.reading.sentence.tokens, self.index, self.last)

    @property
    def rule(self) -> str:
        return rule_of(self.entry)

    def drop(self, kind: Kind, reason: Reason, because: str = "") -> Literal[True]:
        """Notes why it tells no event of `kind`, where anybody listens."""
        if self.reading.dropped is not None:
            self.reading.dropped.append(Dropped(kind, reason, because, (self.rule,), self.index, self.entry))
        return True


def find_triggers(reading: Reading, *tables: type[E]) -> tuple[Trigger[E], ...]:
    """All predicates of the entry classes `tables` in one sentence, in order; a longer form hides a shorter one."""
    if not reading.has(tables):
        return ()
    found: tuple[Trigger[E], ...] | None = reading.triggers.get(tables)
    if found is None:
        found = reading.triggers[tables] = tuple(_triggers(reading, tables, reading.where(tables)))
    return found


def _triggers(reading: Reading, tables: tuple[type[E], ...], places: Sequence[int]) -> list[Trigger[E]]:
    found: list[Trigger[E]] = []
    covered = -1
    for index in places:
        if index <= covered:
            continue
        word = reading.words[index]
        forms = [f for f in _complete_forms(reading, index) if isinstance(f.entry, tables)]
        if any(f.tag in FINITE for f in forms) and _parted(word, reading):
            forms = [f for f in forms if f.particle or f.fixed or f.tag not in VERBAL]
        if forms:
            chosen = _widest(_nearest(forms, reading, index)) if len(forms) > 1 else forms
            clause = reading.clause_at(index)
            found += [Trigger(cast("E", f.entry), f, reading, clause, index) for f in chosen]
            covered = index + max([len(f.words) for f in chosen]) - 1
            continue
        if not word.compounds:
            continue
        heads = {c.head.entry: c for c in reversed(word.compounds) if isinstance(c.head.entry, tables)}
        for compound in reversed(heads.values()):
            entry = cast("E", compound.head.entry)
            found.append(Trigger(entry, compound.head, reading, reading.clause_at(index), index, compound.parts))
    return found


def _complete_forms(reading: Reading, index: int) -> tuple[Form, ...]:
    """The forms of a word of which all parts stand in its clause, found once for all entry classes."""
    found = reading.forms.get(index)
    if found is None:
        word = reading.words[index]
        found = tuple(f for f in (*word.verbs, *word.nouns) if _complete(f, reading, index))
        reading.forms[index] = found
    return found


def _parted(word: Word, reading: Reading) -> bool:
    """Is it a verb whose particle stands at the end of its clause ("traf ... ein"), hence another verb?"""
    if reading.grammar.word_order == "subject_verb":
        return False
    return any(f.particle == reading.clause_at(word.index).words[-1].lower for f in word.verbs if f.particle)


def _nearest(forms: list[Form], reading: Reading, index: int) -> list[Form]:
    """Of forms with different prepositions those whose preposition comes first ("blamed X for the attack on Y")."""
    if not any(f.preposition for f in forms):
        return forms
    places = {w.lower: w.index for w in reversed(reading.clause_at(index).words) if w.index > index}
    first = min((places[f.preposition] for f in forms if f.preposition in places), default=None)
    if first is None:
        return forms
    return [f for f in forms if f.preposition is None or places.get(f.preposition, first) == first]


def _widest(forms: list[Form]) -> list[Form]:
    """The forms of most words, of each entry the first one."""
    widths = [_width(f) for f in forms]
    widest = max(widths)
    chosen: dict[Entry, Form] = {}
    for form, width in zip(forms, widths, strict=True):
        if width == widest:
            chosen.setdefault(form.entry, form)
    return list(chosen.values())


def _width(form: Form) -> int:
    return len(form.words) + len(form.fixed) + bool(form.particle) + bool(form.preposition)


def _complete(form: Form, reading: Reading, index: int) -> bool:
    """Are the particle, the fixed words, the preposition and the reflexive pronoun of `form` in its clause?"""
    if form.particle is None and not form.fixed and form.preposition is None and not form.reflexive:
        return True
    clause = reading.clause_at(index)
    known = reading.vocabulary(clause)  # rules out nearly all, and soon
    if form.fixed and form.fixed[0] not in known:
        return False
    if (form.particle and form.particle not in known) or (form.preposition and form.preposition not in known):
        return False
    if form.reflexive and known.isdisjoint(reading.grammar.reflexives):
        return False
    if form.particle is not None and not _is_apart(form, form.particle, index, reading):
        return False
    before = reading.grammar.word_order != "subject_verb"
    joined = form.preposition is not None or (form.fixed and form.fixed[0] in reading.grammar.prepositions)
    words = clause.words[: next_verb(clause, form, index)] if joined and not before else clause.words
    if form.preposition is not None and not any(
        (w.lower == form.preposition or lemma_of(w) == form.preposition) and not _dates(w, reading)
        for w in words
        if before or w.index > index
    ):
        return False
    addressed = isinstance(form.entry, SpeechWord) and form.fixed == form.entry.addressees
    behind = not before and (addressed or form.tag != "part")  # "talks were held", but not "on X, he called the ..."
    if not before and form.fixed and addressed and _has_object(form, reading, index):
        return False
    if not before and joined and isinstance(form.entry, SpeechWord) and _has_two_objects(form, reading, index):
        return False
    if not before and joined and isinstance(form.entry, TalksWord) and _meets_object(form.entry, form, reading, index):
        return False
    return not form.fixed or _contains(words, form.fixed, index, behind, reading)


def next_verb(clause: Clause, form: Form, index: int) -> int | None:
    """Where in its clause the next verb in the infinitive, or gerund behind a preposition, stands behind the one at
    `index`, or the next comma behind a gerund: whose phrases those behind it are not ("met Xi to | discuss ties with
    Seoul", "before | flying to Oslo", "Speaking on TV, | he ...").
    """
    own, gerund = {*form.words, *form.fixed}, form.tag == "ger"
    words = clause.words
    behind = ((k, w) for k, w in enumerate(words) if w.index > index)
    return next((k for k, w in behind if (hangs(words, k) and w.lower not in own) or (gerund and w.behind_comma)), None)


def hangs(words: tuple[Word, ...], k: int) -> bool:
    """Is it the verb in a construction that hangs on another verb?"""
    if words[k].infinitive:
        return True
    if not k or words[k - 1].preposition is None or not any(f.tag == "ger" for f in words[k].verbs):
        return False
    behind = words[k + 1] if k + 1 < len(words) else None
    return not (words[k].nouns and (behind is None or behind.preposition is not None))  # "$5m in | funding to Chad"


def _has_object(form: Form, reading: Reading, index: int) -> bool:
    """Stands an object between a verb and whom it addresses, hence another verb ("called the raids on Goma murder")?"""
    behind = next((w.index for w in reading.words[index + 1 :] if w.lower == form.fixed[0]), index)
    between = reading.words[index + len(form.words) : behind]
    timed = {k for t in reading.times for k in range(t.first, t.last + 1)}
    return any((w.determiner or w.capital or w.nouns) and w.index not in timed for w in between)


def _has_two_objects(form: Form, reading: Reading, index: int) -> bool:
    """Stand two bare objects between a verb and its preposition ("called | the truce | a ray of hope for all", not
    "asked | the head of the UN | for help")?"""
    if len(form.words) > 1 or len(form.fixed) > 1:
        return False
    word = form.preposition or form.fixed[0]
    behind = next((w.index for w in reading.words[index + 1 :] if w.lower == word), index)
    timed = {k for t in reading.times for k in range(t.first, t.last + 1)}
    opening = [w.index for w in reading.words[index + 1 : behind] if w.determiner and w.index not in timed]
    if not opening or opening[0] != index + 1:
        return False
    return any(not (w.preposition or w.coordinator) for w in (reading.words[k - 1] for k in opening[1:]))


def _meets_object(entry: TalksWord, form: Form, reading: Reading, index: int) -> bool:
    """Stands an object right behind a verb that takes none beside its preposition ("met | Xi | after talks with Fidan",
    not "met with Xi")?"""
    following = reading.words[index + 1] if index + 1 < len(reading.words) else None
    if len(form.words) > 1 or following is None or any(r.startswith("object=") for r in entry.roles):
        return False
    timed = any(t.first <= following.index <= t.last for t in reading.times)
    return not timed and bool(following.determiner or following.capital)


def _is_apart(form: Form, particle: str, index: int, reading: Reading) -> bool:
    """Does the particle of the verb at `index` stand behind it, and no other one at the end ("gab mit Leuten | aus | 80
    Staaten bekannt")? It takes a phrase where the verb has a role for that ("rammed a lorry | into | the gate").
    """
    clause = reading.clause_at(index)
    if particle != clause.words[-1].lower and _parted(reading.words[index], reading):
        return False
    near = index + 1 if reading.grammar.word_order == "subject_verb" else 0  # "called off a meeting"
    takes = near > 0 and any(r.partition("=")[0] == particle for r in getattr(form.entry, "roles", ()))
    found = (w for w in clause.words if w.lower == particle and w.index > index)
    return any(takes or w.index == near or not _takes_phrase(w, reading) for w in found)


def _dates(word: Word, reading: Reading) -> bool:
    """Does a preposition only open a time ("called him on Monday")?"""
    return any(t.first == word.index < t.last for t in reading.times)


def _takes_phrase(word: Word, reading: Reading) -> bool:
    """Is a word that could be the particle of a verb a preposition here ("sagte er nach dem Treffen")?"""
    if word.preposition is None or word.index + 1 >= len(reading.words):
        return False
    return any(p.first == word.index + 1 and p.preposition for p in reading.phrases)


def lemma_of(word: Word) -> str | None:
    """Of a preposition ("im": "in"), None of any other word."""
    return word.preposition.lemma if word.preposition else None


def _contains(words: tuple[Word, ...], fixed: tuple[str, ...], index: int, behind: bool, reading: Reading) -> bool:
    near = (w for w in words if w.index > index or not (behind or w.index == index))
    lowers = [w.lower for w in near if not _dates(w, reading)]
    starts = [k for k, lower in enumerate(lowers) if lower == fixed[0]]
    return any(tuple(lowers[k : k + len(fixed)]) == fixed for k in starts)
