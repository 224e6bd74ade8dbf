"""Where a strike happened: places of its clause that neither act nor only say where a source sits."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from worker.extract.analysis import Analysis, Reading
from worker.extract.attack.contexts import is_of_talks, is_of_war, names_war
from worker.extract.attack.credit import credits_of
from worker.extract.attack.doubts import words_of_violence
from worker.extract.attack.order import is_given, only_convenes, tells_more
from worker.extract.attack.placing import is_home, labels, takes_in, where_brought_about
from worker.extract.attack.scenes import only_hosts
from worker.extract.attack.sequence import behind_sequence_word, death_in, end_of
from worker.extract.attack.ships import in_ship_name
from worker.extract.attack.strike import Strike
from worker.extract.dating import governs
from worker.extract.grammar.frames import arguments, own_phrases
from worker.extract.grammar.phrases import Phrase, group
from worker.extract.grammar.triggers import Trigger, find_triggers
from worker.extract.grammar.words import is_finite
from worker.extract.mentions import ActorMention, PlaceMention
from worker.languages.names import load_names
from worker.languages.pack import AttackWord, Casualty, Damage, HitWord, LightVerb, SpeechWord

_BACK = 2  # sentences from "the town" to its name
_BEFORE = 12  # words that may stand between a place and a noun of violence behind it
_SEAT = 3  # words from an office to the town where it sits ("Regierung in der ukrainischen Hauptstadt")
_BEHIND = 2  # words from a phrase to the one behind its preposition
_BESIDE, _ASIDE = 4, 9  # words from a place to one that only says where it lies, at once or in an insertion
_CALLED = frozenset({"health", "education", "religious"})  # sites that countries lend their names
_CALLS = 4  # words of its name behind that of a country ("the Saudi | Teaching Maternal Hospital")
_TOWNS = frozenset({"city", "district", "site"})  # which no war is called by
_SEATED = frozenset({"government", "military", "organization", "person"})


def clause_places(trigger: Trigger[AttackWord], struck: Sequence[ActorMention]) -> list[PlaceMention]:
    """Places of the clause that the word is nearest to, without its subject and the seats of those not `struck`."""
    reading, clause = trigger.reading, trigger.clause
    subject = reading.subject(clause)
    words = [t for t in words_of_violence(reading) if clause.holds(t.index)]
    told = sorted({t.index for t in words if t.index == trigger.index or _apart(t) is None})
    wars = {t.index for t in words if t.index != trigger.index and names_war(t)}
    objects = arguments(trigger, "object") if trigger.verbal else ()
    own = own_phrases(trigger) if trigger.verbal else reading.phrases_of(clause)
    joined = len(own) < len(reading.phrases_of(clause))
    given = not trigger.verbal and is_given(reading, trigger.index)
    spoken = given and any(t.verbal and t.clause is clause for t in find_triggers(reading, SpeechWord))
    origins = _origins(trigger)
    found = []
    for m in reading.places:
        if is_seat(m, reading, struck) or _in_attribute(m, reading) or _acts(m, reading) or owns_deed(m, words):
            continue
        if any(p.first <= m.first <= p.last + _BEHIND for p in origins):
            continue
        phrase = reading.phrase_at(m.first)
        if only_hosts(phrase, reading):
            continue
        first = phrase.first if phrase else m.first  # "the besieged town of Goma"
        before = [i for i in told if i < first or i == trigger.index < m.first]
        before = [i for i in before if i not in wars or m.place.kind not in _TOWNS]
        nearest = before[-1] if before else told[0]
        far = not trigger.verbal and trigger.index - m.last > _BEFORE
        object_ = any(a.phrase and a.phrase.covers(m.first, m.last) for a in objects)
        here = any(p.covers(m.first, m.last) for p in own) if joined else nearest == trigger.index and not far
        here = here or (_is_agent(trigger) and m.last < trigger.index)
        here = here and not _is_object_of_other(phrase, trigger)
        if clause.holds(m.first) and (object_ or here) and not (spoken and _is_bare_country(m, phrase)):
            found.append(m)
    doers = group(reading.phrases, subject) if subject else ()
    found = [m for m in found if not (only_convenes(trigger) or any(p.covers(m.first, m.last) for p in doers))]
    found = found or _told_more(trigger) or [m for m in where_brought_about(trigger) if not is_seat(m, reading, struck)]
    return found or [m for m in labels(reading) if not clause.holds(m.first)]


def _is_object_of_other(phrase: Phrase | None, trigger: Trigger[AttackWord]) -> bool:
    """Is it what a verb further on has for its object ("a move that angered | Turkey")?"""
    reading = trigger.reading
    fixed = reading.grammar.word_order == "subject_verb"
    if not fixed or phrase is None or phrase.preposition or phrase.joined or phrase.first <= trigger.last + 1:
        return False
    word, before = reading.words[phrase.first], reading.words[phrase.first - 1]
    if word.lower in reading.grammar.relative_pronouns:
        return True  # before a verb that no table knows
    free = word.behind_comma or before.nouns or before.preposition or before.capital or before.punctuation
    return not free and not reading.words[phrase.head].nouns


def _origins(trigger: Trigger[AttackWord]) -> list[Phrase]:
    """Whence something was fired, which is not where it happened ("aus Gebieten | im Libanon")."""
    places = (place for place, _, role in (rule.partition("=") for rule in trigger.entry.roles) if role == "origin")
    return [a.phrase for place in places for a in arguments(trigger, place) if a.phrase is not None]


def _is_agent(trigger: Trigger[AttackWord]) -> bool:
    """Does a noun tell by what the subject was struck ("a clinic in Idlib was hit | by air strikes")?"""
    reading, clause, phrase = trigger.reading, trigger.clause, trigger.reading.phrase_at(trigger.index)
    told = phrase is not None and not trigger.verbal and phrase.preposition in reading.grammar.agent_prepositions
    struck = (t for t in find_triggers(reading, AttackWord, Damage) if t.verbal and t.clause is clause)
    return told and clause.passive and any(struck)


def _is_bare_country(place: PlaceMention, phrase: Phrase | None) -> bool:
    """Is it a country without a preposition, which a verb of saying may have for its object ("called on | France")?"""
    bare = phrase is not None and phrase.preposition is None and phrase.cases != {"gen"}
    return place.form == "country" and bare


def _told_more(trigger: Trigger[AttackWord]) -> list[PlaceMention]:
    """The places of the relative clause telling who did what a noun says ("der Angriff, | den Mali auf Aden flog")."""
    reading = trigger.reading
    lights = [t for t in find_triggers(reading, LightVerb) if not trigger.verbal and tells_more(t, trigger)]
    inside = [p for t in lights for p in reading.places if t.clause.holds(p.first) and not is_seat(p, reading)]
    doers = [reading.own_subject(t.clause) for t in lights]
    return [p for p in inside if not any(d is not None and d.covers(p.first, p.last) for d in doers)]


def town_meant(trigger: Trigger[AttackWord], analysis: Analysis) -> list[PlaceMention]:
    """The town named last where the clause only speaks of "the town", in its sentence or in the two before it; for "the
    capital" the last one that is one.
    """
    reading, rules = trigger.reading, analysis.pack.actors
    definite = [w for w in trigger.clause.words if w.index and reading.words[w.index - 1].lower in rules.definite]
    heads = {w.index for w in definite if w.lower in rules.capital_words}
    meant = next((w.index for w in definite if w.index in heads or is_town(w.lower, rules.language)), None)
    if meant is None or any(p.first in (meant - 1, meant, meant + 1, meant + 2) for p in reading.places):
        return []
    last = range(max(reading.index - _BACK, 0), reading.index + 1)
    told = [(m, analysis.readings[i]) for i in last for m in analysis.readings[i].places if m.place.kind == "city"]
    if meant in heads:
        towns = [m for m, r in told if m.form == "capital" and (r is reading or not acts_as_state(m, r))]
        towns = [] if _is_aside(meant - 2, reading) else towns
    else:
        towns = [m for m, r in told if m.form != "seat" and not acts_as_state(m, r)]
    towns = [m for m in towns if m.sentence < reading.index or m.last < meant]
    return [replace(towns[-1], sentence=reading.index, first=meant, last=meant)] if towns else []


def land_meant(trigger: Trigger[AttackWord], analysis: Analysis) -> list[PlaceMention]:
    """The country named last before it where a clause only speaks of "the country" ("in the country's north")."""
    reading, rules = trigger.reading, analysis.pack.actors
    lands = reading.grammar.land_nouns
    words = [w for w in trigger.clause.words if w.lower in lands and reading.words[w.index - 1].lower in rules.definite]
    at = next((w.index for w in words if w.index and _inside(w.index, reading)), None)
    if at is None:
        return []
    last = range(max(reading.index - _BACK, 0), reading.index + 1)
    named = [m for i in last for m in analysis.readings[i].places if m.form == "country"]
    named = [m for m in named if m.sentence < reading.index or m.last < at]
    return [replace(named[-1], sentence=reading.index, first=at, last=at)] if named else []


def _inside(k: int, reading: Reading) -> bool:
    """Does a word at token `k` say where ("in the | country | 's north", "in the north of the | country")?"""
    phrase, owning = reading.phrase_at(k), reading.grammar.genitive_prepositions
    if phrase is not None and phrase.preposition in owning:
        phrase = next((p for p in reading.phrases if p.last == phrase.first - _BEHIND), None)
    return phrase is not None and phrase.preposition in reading.grammar.locatives


def place_before(trigger: Trigger[AttackWord]) -> list[PlaceMention]:
    """The place before a relative clause that tells of it ("moved to Goma, | where rebels began an offensive")."""
    reading, clause = trigger.reading, trigger.clause
    opener = clause.opener if clause.role == "relative" else None
    if opener is None or opener.lower not in reading.grammar.place_relatives:
        return []
    said = (t for t in find_triggers(reading, SpeechWord) if t.verbal and t.clause is clause)
    if any(t.index != trigger.index for t in said):
        return []  # "in Oslo, | where he announced raids"
    before = [p for p in reading.places if 0 < opener.index - p.last <= _BEHIND and not is_seat(p, reading)]
    return before[-1:]


def _is_aside(k: int, reading: Reading) -> bool:
    """Does a word at token `k` tell what lies beside a place ("south of | the capital", not "the bombing of ...")?"""
    if k < 1 or reading.words[k].lower not in reading.grammar.near_words:
        return False
    owns = reading.words[k].lower in reading.grammar.genitive_prepositions
    return not owns or reading.words[k - 1].lower.startswith(reading.pack.actors.directions)


def takes_town(trigger: Trigger[AttackWord], town: list[PlaceMention]) -> bool:
    """Is the object of a verb "the town" that was named before?"""
    phrases = [a.phrase for a in arguments(trigger, "object") if trigger.verbal]
    return any(p is not None and p.covers(m.first, m.first) for p in phrases for m in town)


def where_sources_serve(strike: Strike, analysis: Analysis) -> list[PlaceMention]:
    """The town or region whose officials tell of a strike that has no spot ("..., said the governor of Sumy")."""
    if strike.spots() or strike.mutual or strike.status not in ("reported", "foiled"):
        return []
    struck, home = ({p.country for p in side} for side in (strike.struck(), strike.attacking()))
    for reading in (analysis.readings[i] for i in sorted(strike.sentences)):
        for source in credits_of(reading):
            served = [p for p in reading.places if _is_served(p, source, reading)]
            served = [p for p in served if (p.place.country in struck if struck else p.place.country not in home)]
            if served:
                return served[:1]
    return []


def _is_served(place: PlaceMention, source: ActorMention, reading: Reading) -> bool:
    """Is a town or region that of an office ("the mayor of Goma", "police in Goma")?"""
    inside = source.first <= place.first <= source.last
    beside = source.actor.kind != "person" and 0 < place.first - source.last <= _SEAT
    owning = reading.words[place.first - 1].lower in reading.grammar.genitive_prepositions if place.first else False
    governed = place.form == "capital" and source.actor.kind == "person" and owning
    town = place.form == "place" and place.place.kind != "site"
    return (inside and governed) or ((inside or beside) and town)


def is_town(word: str, language: str) -> bool:
    """Is it a noun for a single town ("the | town")?"""
    part = load_names().part(word, language)
    return part is not None and part.kind == "city" and not part.several


def _apart(trigger: Trigger[AttackWord]) -> range | None:
    """The tokens of a noun that stands apart from the rest of its clause, and of what belongs to it: what it tells came
    earlier or later ("nach dem Angriff auf Kiew hat ...").
    """
    reading = trigger.reading
    phrase = reading.phrase_at(trigger.index)
    if trigger.verbal or phrase is None:
        return None
    governed = any(governs(t, reading, trigger.clause, trigger.index) for t in reading.times)
    answered = phrase.preposition in reading.grammar.answering_words
    if not (answered or governed or behind_sequence_word(reading, trigger.index)):
        return None
    own = range((death_in(phrase, reading) or phrase).first, end_of(phrase, reading))
    return None if _causes(trigger, own) else own


def _causes(trigger: Trigger[AttackWord], own: range) -> bool:
    """Is the rest of the clause what came of it ("nach einem Angriff ist in Odessa ein Lager in Brand geraten")? What
    names its own place stands apart.
    """
    reading, clause = trigger.reading, trigger.clause
    first = reading.words[own.start]
    known = first.determiner is not None and first.lower not in reading.grammar.indefinite_articles
    harm = any(t.clause is clause and t.index not in own for t in find_triggers(reading, Damage, Casualty))
    return harm and not known and not any(p.first in own for p in reading.places)


def of_others(place: PlaceMention, trigger: Trigger[AttackWord]) -> bool:
    """Does a place belong to another word that stands apart, or to the rest where this one does, or is only a border
    named after it?
    """
    if _across(place, trigger.reading):
        return True
    own = _apart(trigger)
    if own is not None:
        return place.first not in own and place not in labels(trigger.reading)
    others = (t for t in words_of_violence(trigger.reading) if trigger.clause.holds(t.index))
    return any(place.first in (_apart(t) or ()) for t in others)


def _in_attribute(place: PlaceMention, reading: Reading) -> bool:
    """Does a place only say where what follows is from ("mit aus dem Iran | stammenden Drohnen")?"""
    behind = reading.words[place.last + 1 : place.last + 3]
    if not reading.grammar.nouns_are_capitalised or len(behind) < 2 or reading.in_attribute(place.first):
        return reading.in_attribute(place.first)
    word, noun = behind
    shaped = word.lower.endswith(reading.grammar.adjective_endings) and not (word.capital or word.closed)
    return shaped and not is_finite(word) and noun.capital and noun.index not in {m.first for m in reading.actors}


def acts_as_state(place: PlaceMention, reading: Reading) -> bool:
    """Is it a capital that strikes or says something as the government in it ("Moscow struck the city")?"""
    clause = reading.clause_at(place.first)
    phrase, subject = reading.phrase_at(place.first), reading.own_subject(clause)
    if place.form != "capital" or phrase is None or phrase != subject or clause.passive:
        return False
    words = words_of_violence(reading)
    strikes = any(t.verbal and t.clause is clause and "subject=attacker" in t.entry.roles for t in words)
    return strikes or any(t.verbal and t.clause is clause for t in find_triggers(reading, SpeechWord))


def _acts(place: PlaceMention, reading: Reading) -> bool:
    """Is a country named as who does it ("by Russia"), not where?"""
    phrase = reading.phrase_at(place.first)
    return place.form == "country" and phrase is not None and phrase.preposition in reading.grammar.agent_prepositions


def owns_deed(place: PlaceMention, words: Sequence[Trigger[AttackWord]]) -> bool:
    """Is the name that of whose deed it is, whatever stands before it ("in Russia's shelling of Ukraine")?"""
    reading = next((t.reading for t in words), None)
    phrase = reading.phrase_at(place.first) if reading else None
    if reading is None or phrase is None or place.last + 1 >= len(reading.words):
        return False
    mark = reading.words[place.last + 1].lower in reading.grammar.possessive_suffixes
    return mark and any(t.index <= phrase.head <= t.last and not t.verbal for t in words)


def _across(place: PlaceMention, reading: Reading) -> bool:
    """Does a country only say which border is meant ("near the border with Mali", "near the Mali border")?"""
    behind = [w for w in reading.words[place.last + 1 :] if w.lower not in reading.grammar.possessive_suffixes][:1]
    if place.form == "country" and behind and behind[0].lower in reading.grammar.border_nouns:
        return True
    before = [w for w in reading.words[: place.first] if not w.determiner][-2:]
    border = len(before) > 1 and before[0].lower in reading.grammar.border_nouns
    return border and before[1].preposition is not None and place.form == "country"


def is_seat(place: PlaceMention, reading: Reading, struck: Sequence[ActorMention] = ()) -> bool:
    """Does a place only say where a source sits ("the army in Bangkok"), or what the place meant lies near?"""
    if place.form == "seat" or _across(place, reading) or is_home(place, reading):
        return True
    if calls_site(place, reading) or takes_in(place, reading):
        return True
    if is_of_talks(place, reading) or is_of_war(place, reading):
        return True
    near = _behind_near(place, reading)
    towns = [p for p in reading.places if p.place.kind != "country"]
    towns = [p for p in towns if p.place.kind != "region" or place.form == "capital"]  # "in Ituri near the town of Aru"
    if near is not None and any(_lies_near(p, place, near, reading) for p in towns):
        return True
    owners = [m for m in reading.actors if m.actor.kind in _SEATED and m.actor.country == place.place.country]
    sites = {k for h in find_triggers(reading, HitWord) for k in range(h.index - 1, h.last + 1)}
    owners = [m for m in owners if not (m in struck or m.head in sites)]  # "a police station in Baghdad"
    return place.form == "capital" and any(m.head < place.first and place.first - m.last <= _SEAT for m in owners)


def calls_site(mention: ActorMention | PlaceMention, reading: Reading) -> bool:
    """Is the name or adjective of a country only what a clinic, school or church is called by ("the | Kuwaiti |
    Hospital"), or that of a person what any site is ("| King Hussein | airport"), or part of the name of a ship?
    """
    if in_ship_name(mention, reading):
        return True
    person = isinstance(mention, ActorMention) and mention.actor.kind == "person"
    if mention.sentence != reading.index or reading.grammar.nouns_are_capitalised:
        return False
    if not (person or mention.form in ("adjective", "country")):
        return False
    sites = {h.index for h in find_triggers(reading, HitWord) if person or h.entry.hit_kind in _CALLED}
    if person and mention.last + 1 in sites:
        return True
    behind = takewhile(lambda w: w.capital, reading.words[mention.last + 1 : mention.last + 1 + _CALLS])
    return any(w.index in sites for w in behind)


def _behind_near(place: PlaceMention, reading: Reading) -> int | None:
    """The word of nearness before a place, over what that is ("südlich der Hauptstadt | Sanaa", "near the capital, |
    Sanaa", "near the border town of | Aru").
    """
    words, k = reading.words, place.first - 1
    phrase = reading.phrase_at(place.first)
    owned = phrase is not None and phrase.preposition in reading.grammar.genitive_prepositions
    behind = k > 0 and (owned or words[k].token.text == ",")
    held = next((p for p in reading.phrases if p.last == k - 1), None) if behind else None
    if phrase is not None and _means_town(words[place.first].lower, reading):  # "the | city of Goma"
        k = phrase.first - 1
    elif held is not None and _means_town(words[held.head].lower, reading):
        k = held.first - 1
    elif k > 1 and _means_town(words[k].lower, reading):
        k -= 2 if words[k - 1].determiner is not None else 1
        k = _before_owner(k, reading)
    return k if k >= 0 and words[k].lower in reading.grammar.near_words else None


def _means_town(word: str, reading: Reading) -> bool:
    rules = reading.pack.actors
    return word in rules.capital_words or is_town(word, rules.language)


def _before_owner(k: int, reading: Reading) -> int:
    """The token before an owner that ends at token `k`, else `k` ("south of | Tigray's | capital")."""
    words = reading.words
    if words[k].lower not in reading.grammar.possessive_suffixes:
        return k
    while k > 0 and (words[k].capital or words[k].lower in reading.grammar.possessive_suffixes):
        k -= 1
    return k


def _lies_near(town: PlaceMention, place: PlaceMention, near: int, reading: Reading) -> bool:
    """Is a place told only for another one before it, by the word at `near` ("Goma, a town 70km north of | Bukavu")?"""
    between = reading.words[town.last + 1 : place.first]
    inserted = any(w.behind_comma for w in between[:2]) or any(w.number or w.token.text[0].isdigit() for w in between)
    if not 0 <= near - town.last - 1 < (_ASIDE if inserted else _BESIDE) - 1:
        return False
    return not any(is_finite(w) or w.coordinator for w in between)
