"""Closed classes of a language: `grammar.toml` of its pack as lookups by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from worker.languages.grammar_rows import Auxiliary, Determiner, Preposition
from worker.languages.tables import label, only, read_toml, rows_of, words_in
from worker.text.normalise import fold


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """What decides the structure of a sentence, all words folded."""

    word_order: Literal["verb_second", "subject_verb"]
    nouns_are_capitalised: bool
    finite_endings: tuple[str, ...]
    third_person_endings: tuple[str, ...]
    infinitive_endings: tuple[str, ...]
    infinitive_openings: tuple[str, ...]
    participle_prefix: str
    adjective_endings: tuple[str, ...]
    joined_adjectives: tuple[str, ...]
    strong_endings: tuple[tuple[str, tuple[str, ...]], ...]
    weak_endings: tuple[tuple[str, tuple[str, ...]], ...]
    genders: dict[str, str]
    gender_endings: tuple[tuple[str, str], ...]
    auxiliaries: dict[str, tuple[Auxiliary, ...]]
    determiners: dict[str, Determiner]
    pronouns: dict[str, Determiner]
    prepositions: dict[str, Preposition]
    preposition_ends: frozenset[str]  # the last words of those of several ("in response to")
    subordinators: frozenset[str]
    adverbial_subordinators: frozenset[str]
    relative_pronouns: frozenset[str]
    personal_relatives: frozenset[str]
    place_relatives: frozenset[str]  # what means the place before it ("Goma, where rebels ...")
    coordinators: frozenset[str]
    coordinator_phrases: frozenset[str]  # of several words ("as well as")
    coordinator_phrase_words: frozenset[str]
    negations: frozenset[str]
    adverbs: frozenset[str]
    adverb_endings: tuple[str, ...]
    no_adverbs: frozenset[str]
    additive_adverbs: frozenset[str]
    repeating_adverbs: frozenset[str]
    direct_adverbs: frozenset[str]
    parting_words: frozenset[str]  # at the head of a sentence: it tells of another deed
    recalling_words: frozenset[str]  # the same before a time
    counting_nouns: frozenset[str]  # behind a number: how often
    infinitive_markers: frozenset[str]
    agent_prepositions: frozenset[str]
    genitive_prepositions: frozenset[str]
    content_prepositions: frozenset[str]
    be_perfect: frozenset[str]
    passive_particles: frozenset[str]
    future_auxiliaries: frozenset[str]
    passive_auxiliaries: frozenset[str]
    possessive_suffixes: frozenset[str]
    indefinite_articles: frozenset[str]
    origin_prepositions: frozenset[str]
    aim_prepositions: frozenset[str]
    recipient_prepositions: frozenset[str]
    goal_prepositions: frozenset[str]
    addressee_prepositions: frozenset[str]
    control_prepositions: frozenset[str]
    matter_prepositions: frozenset[str]
    adverse_prepositions: frozenset[str]
    part_prepositions: frozenset[str]
    besides: frozenset[str]  # prepositions of what is told of besides ("in addition to")
    adverb_phrases: frozenset[str]
    hedges: frozenset[str]  # what stands before a noun and only says how sure it is ("what appears to be")
    hedge_openers: frozenset[str]  # their first words
    conditionals: frozenset[str]
    negative_conditionals: frozenset[str]  # of those, what supposes that something is not done ("unless")
    ranking_words: frozenset[str]
    summing_words: frozenset[str]
    superlative_endings: tuple[str, ...]
    closing_nouns: tuple[str, ...]
    parallels: frozenset[str]
    adverb_phrase_words: frozenset[str]
    sequence_words: frozenset[str]
    lasting_words: frozenset[str]  # of those, what says since when something holds
    preceding_words: frozenset[str]  # of those, what says that the rest was earlier ("before")
    causing_words: frozenset[str]  # what opens the clause that tells how somebody was hurt ("killed when a shell hit")
    given_words: frozenset[str]
    surrounding_words: frozenset[str]  # of those, what says amid what something happened
    answering_words: frozenset[str]  # of those, what a deed answers ("in retaliation for")
    absolute_words: frozenset[str]
    contrasting: frozenset[str]
    possessives: frozenset[str]
    impersonal_pronouns: frozenset[str]
    demonstratives: frozenset[str]  # determiners of one thing that can stand alone ("this includes tanks")
    reflexives: frozenset[str]
    speaker_prepositions: frozenset[str]
    arriving_verbs: frozenset[str]
    drawing_verbs: frozenset[str]
    telling_leads: frozenset[str]
    issuing_verbs: frozenset[str]
    anaphoric_nouns: frozenset[str]
    land_nouns: frozenset[str]
    intent_nouns: frozenset[str]  # behind them stands what somebody is to do ("the decision to send tanks")
    state_nouns: frozenset[str]  # of many of them ("about 70 countries")
    attendee_nouns: frozenset[str]  # of those at a meeting ("the participants of the donor conference")
    speaker_nouns: frozenset[str]
    giver_nouns: frozenset[str]  # bodies that give, and seldom have a name that a table knows ("the | Ford Foundation")
    words_for_last: frozenset[str]
    venue_nouns: frozenset[str]
    role_words: frozenset[str]
    sentence_relatives: frozenset[str]
    paired_negations: frozenset[str]
    as_yet: frozenset[str]
    alternatives: frozenset[str]
    exclusive_adverbs: frozenset[str]
    relatives: frozenset[str]
    deed_nouns: frozenset[str]
    deed_kinds: frozenset[str]  # before a noun they tell what a deed was, not whose ("a terrorist attack")
    other_words: frozenset[str]  # before a deed: it is another one, which this one is like
    undergone_words: frozenset[str]  # before a deed: the subject suffers it ("came under fire")
    plot_nouns: frozenset[str]  # behind them stands what others than the subject mean to do ("foiled a plot to bomb")
    near_words: frozenset[str]
    border_nouns: frozenset[str]
    dative_adjectives: frozenset[str]
    credit_adverbs: frozenset[str]
    branch_nouns: frozenset[str]
    close_prepositions: frozenset[str]
    postpositions: frozenset[str]
    postpositives: frozenset[str]  # adjectives behind their noun and before its preposition ("officials familiar with")
    phase_verbs: frozenset[str]  # forms of verbs that say of a deed that it begins, goes on or ends ("began training")
    outsider_nouns: frozenset[str]  # of these, none is whose they are ("Syria's neighbours")
    floating: frozenset[str]  # before a verb: that each of those named before does it ("Chad and Mali each sent")
    first_person: frozenset[str]
    owning_participles: frozenset[str]
    making_nouns: frozenset[str]  # with an origin they say where a thing was made, not whose it is
    locatives: frozenset[str]
    accompanying: frozenset[str]
    addressing: frozenset[str]  # before whom something is said to ("in a message to")
    addressed: frozenset[str]  # behind him ("an Paris gewandt")

    def gender(self, noun: str) -> str | None:
        """m, f or n of a noun by list or ending, None where neither tells."""
        return _gender(self, noun)


@lru_cache(maxsize=32768)
def _gender(grammar: Grammar, noun: str) -> str | None:
    return grammar.genders.get(noun) or next((g for end, g in grammar.gender_endings if noun.endswith(end)), None)


_SETS = (
    "subordinators", "adverbial_subordinators", "relative_pronouns", "coordinators", "coordinator_phrases",
    "negations", "adverbs",
    "no_adverbs", "infinitive_markers", "content_prepositions",
    "agent_prepositions", "genitive_prepositions", "be_perfect", "passive_particles", "future_auxiliaries",
    "passive_auxiliaries", "possessive_suffixes", "indefinite_articles", "origin_prepositions", "aim_prepositions",
    "recipient_prepositions", "goal_prepositions", "addressee_prepositions", "control_prepositions",
    "adverse_prepositions",
    "matter_prepositions", "part_prepositions", "besides", "adverb_phrases", "hedges", "conditionals", "parallels",
    "sequence_words", "negative_conditionals",
    "lasting_words", "preceding_words", "causing_words",
    "given_words", "surrounding_words", "absolute_words",
    "contrasting", "possessives", "impersonal_pronouns", "demonstratives", "reflexives", "near_words",
    "ranking_words", "summing_words", "postpositives", "floating", "outsider_nouns", "phase_verbs",
    "additive_adverbs", "repeating_adverbs", "direct_adverbs", "parting_words", "recalling_words", "counting_nouns",
    "close_prepositions", "postpositions", "locatives",
    "first_person",
    "owning_participles", "anaphoric_nouns", "land_nouns", "intent_nouns", "state_nouns", "giver_nouns",
    "attendee_nouns",
    "words_for_last", "speaker_nouns", "venue_nouns", "role_words", "making_nouns",
    "sentence_relatives", "paired_negations", "as_yet",
    "alternatives", "exclusive_adverbs", "deed_nouns", "deed_kinds", "plot_nouns", "other_words", "undergone_words",
    "border_nouns", "branch_nouns",
    "credit_adverbs", "dative_adjectives",
    "speaker_prepositions", "arriving_verbs", "drawing_verbs", "telling_leads", "issuing_verbs", "accompanying",
    "relatives", "personal_relatives", "place_relatives", "answering_words", "addressing", "addressed",
)  # fmt: skip


def load_grammar(path: Path | Traversable) -> Grammar:
    """The grammar in `path` (a grammar.toml); missing classes are empty."""
    data = read_toml(path) if path.is_file() else {}
    only(data, label(path), Grammar)
    auxiliaries: dict[str, tuple[Auxiliary, ...]] = {}
    for aux in rows_of(data, label(path), "auxiliaries", Auxiliary):
        auxiliaries[fold(aux.form)] = (*auxiliaries.get(fold(aux.form), ()), aux)
    prepositions = {fold(p.form): p for p in rows_of(data, label(path), "prepositions", Preposition)}
    return Grammar(
        word_order=data.get("word_order", "subject_verb"),
        nouns_are_capitalised=data.get("nouns_are_capitalised", False),
        finite_endings=tuple(data.get("finite_endings", ())),
        third_person_endings=tuple(data.get("third_person_endings", ())),
        infinitive_endings=tuple(data.get("infinitive_endings", ())),
        infinitive_openings=tuple(data.get("infinitive_openings", ())),
        adverb_endings=tuple(data.get("adverb_endings", ())),
        participle_prefix=data.get("participle_prefix", ""),
        adjective_endings=tuple(data.get("adjective_endings", ())),
        joined_adjectives=tuple(data.get("joined_adjectives", ())),
        superlative_endings=tuple(data.get("superlative_endings", ())),
        closing_nouns=tuple(data.get("closing_nouns", ())),
        strong_endings=tuple((e["ending"], tuple(e["cases"])) for e in data.get("strong_endings", ())),
        weak_endings=tuple((e["ending"], tuple(e["cases"])) for e in data.get("weak_endings", ())),
        genders={fold(word): gender for gender, words in data.get("genders", {}).items() for word in words},
        gender_endings=tuple((e["ending"], e["gender"]) for e in data.get("gender_endings", ())),
        auxiliaries=auxiliaries,
        determiners={fold(d.form): d for d in rows_of(data, label(path), "determiners", Determiner)},
        pronouns={fold(p.form): p for p in rows_of(data, label(path), "pronouns", Determiner)},
        prepositions=prepositions,
        preposition_ends=frozenset(form.split()[-1] for form in prepositions if " " in form),
        adverb_phrase_words=_words_of(data, "adverb_phrases"),
        hedge_openers=frozenset(phrase.split()[0] for phrase in words_in(data, "hedges")),
        coordinator_phrase_words=_words_of(data, "coordinator_phrases"),
        **{name: words_in(data, name) for name in _SETS},
    )


def _words_of(data: Mapping[str, Any], name: str) -> frozenset[str]:
    """The words of which phrases are made."""
    return frozenset(word for phrase in words_in(data, name) for word in phrase.split())
