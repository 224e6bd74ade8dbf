"""Places and bodies that no table has: by the word beside their name that says what they are, or beside a place."""

from collections.abc import Iterator

from schemas import Actor, Place
from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.titles import Titled
from worker.extract.mentions.types import ActorMention, PlaceMention
from worker.languages.actors import ActorNoun
from worker.languages.name_rows import Part, PartKind

_SETTLEMENT = Part(form="", kind="city")
_LONGEST_NAME = 4
_OF_PERSONS = frozenset({"person", "surname"})  # names that places are called by
_SITUATED = frozenset({"country", "capital", "place", "region"})
_NEAR = 6  # words from a place to one that it lies in
_ATTRIBUTES = 4  # words before a noun among which its article stands
_SHORT = 5  # letters of a word that sounds like a name by chance
_PARTICLE = 2  # letters of a word that is no name alone ("El Pescado", "Min Ma")
_INHABITED = frozenset({"city", "district"})
_BELONGS = frozenset({"country", "adjective", "capital"})
_OF_A_STATE = frozenset({"government", "military"})
_CLOSING = frozenset({"", ",", ".", ";", ")"})


def may_tell(line: Line, i: int, context: Context) -> bool:
    """Can token `i` give a place away? Almost no word can, and looking closer costs time."""
    lower = line.lower(i)
    return lower in context.names.parts or lower in context.rules.unknown_place_cues or "-" in lower


def unlisted(line: Line, i: int, context: Context) -> Iterator[PlaceMention]:
    """The places that token `i` gives away: "das Dorf Welyka", "the village of Velyka", "Velyka camp"."""
    rules = context.rules
    if i in line.personal:
        return
    part = context.names.part(line.lower(i), rules.language)
    if part is not None:
        yield from _described(line, i, part, context)
    if part is None:
        yield from _hyphened(line, i, context)
        if _cued(line, i, context):
            yield from _named(line, i + 1, _SETTLEMENT, context)
    elif rules.adjective_endings:
        definite = line.lower(i - 1) in rules.definite or line.lower(i - 2) in rules.definite
        told = not part.listed and (definite or not part.several)
        yield from _named(line, i + 1, part, context) if told else ()
    elif before := list(_before(line, i, part, context)):
        yield from before
    elif line.lower(i + 1) in rules.owner_words and part.kind != "region" and not part.follows:
        yield from _named(line, i + 2, part, context)


def joined(line: Line, place: PlaceMention, context: Context, *, several: bool = False) -> Iterator[PlaceMention]:
    """The places that a conjunction joins to another ("in Goma and Rugari"); `several`: a plural announces them."""
    last = place.last
    while line.lower(last + 1) in context.rules.joining_words and line.lower(last + 1) not in _CLOSING:
        end = _name_end(line, last + 2, context)
        if end < last + 2 or not (several or _closes(line, end + 1, context)):
            return
        yield _mention(line, last + 2, end, Part(form="", kind=_kind(place)), context)
        last = end


def stranger(line: Line, k: int, context: Context) -> int:
    """Last token of the name of a body at `k`, behind the noun for it ("the charity Medair"), `k - 1` where none is: an
    acronym, or capitals that are no noun in a language where those have them too.
    """
    if not line.free(k, k) or line.hit_over(k) is not None or k in line.personal:
        return k - 1
    word, endings = line.word(k), context.rules.adjective_endings
    if word.isupper() and word.isalpha() and len(word) > 1:
        return k
    end = _name_end(line, k, context)
    return k - 1 if end == k and endings and word.endswith(endings) else end


def institution(line: Line, titled: Titled[ActorNoun], home: str | None, context: Context) -> ActorMention | None:
    """The body that no table has, by its name in capitals before the noun for it ("the National Election Commission"),
    behind an article or an owner; what is told to be behind it belongs to the name ("the Union of Sudanese Doctors").
    """
    rules, noun, first = context.rules, titled.what, titled.first
    unsure = noun.named or (noun.weak and noun.kind != "armed_group")
    if rules.adjective_endings or not unsure or line.sentence.role != "body" or line.word(titled.last).islower():
        return None
    while line.word(first - 1)[:1].isupper() and line.lower(first - 1) not in rules.definite:
        first -= 1
    last = titled.last
    if line.lower(last + 1) in rules.owner_words and line.word(last + 2)[:1].isupper():
        last += 2
        while line.word(last + 1)[:1].isupper():
            last += 1
    led = line.lower(first - 1) in rules.definite or line.lower(first - 1) in rules.possessive_marks
    if not led or (first, last) == (titled.first, titled.last) or not line.free(first, last):
        return None
    hits = (h for k in range(max(first - 2, 0), last + 1) if (h := line.hit_from(k)))
    lands = (context.country_of(s) for h in hits for s in h.senses if s.standing in _BELONGS)
    country = next((c for c in lands if c), None)
    own = home if noun.kind in _OF_A_STATE else None
    actor = Actor(name=line.text(first, last), kind=noun.kind, country=country or own, text=line.text(first, last))
    return ActorMention(line.sentence.index, first, last, titled.last, actor, "body", speaks=noun.speaks)


def _kind(place: PlaceMention) -> PartKind:
    return place.place.kind if place.place.kind != "country" else "city"


def _hyphened(line: Line, i: int, context: Context) -> Iterator[PlaceMention]:
    """ "Hamama-Schule": a name and what it is in one word."""
    name, _, tail = line.word(i).rpartition("-")
    part = context.names.part(tail.casefold(), context.rules.language) if name else None
    if part and part.kind == "site" and _may_name(line, i, context):
        yield _mention(line, i, i, part, context, name)


def _described(line: Line, i: int, part: Part, context: Context) -> Iterator[PlaceMention]:
    """The name before a comma, of which token `i` says what it is ("a strike on Sagyi, | a village near Mandalay")."""
    rules, k = context.rules, i - 1
    while k > i - _ATTRIBUTES and line.word(k).isalpha() and line.lower(k) not in rules.indefinite:
        k -= 1
    behind = line.lower(i + 1)
    says = behind.isalpha() and not (_closes(line, i + 1, context) or behind.startswith(rules.directions))
    if part.kind not in _INHABITED or says or line.lower(k) not in rules.indefinite or line.lower(k - 1) != ",":
        return  # "Smith, a town councillor"
    first = _name_start(line, k - 2, context)
    if first < k - 1:
        yield _mention(line, first, k - 2, part, context)


def _cued(line: Line, i: int, context: Context) -> bool:
    """Is token `i` a word of place, as "in" before a capital that is not the first word of a title-case headline?
    Where nouns have capitals, too, the name must sound like one.
    """
    if line.lower(i) not in context.rules.unknown_place_cues or line.sentence.role != "body":
        return False
    end = _name_end(line, i + 1, context)
    if context.rules.place_endings:
        return len(line.word(end)) > _SHORT and line.lower(end).endswith(context.rules.place_endings)
    return _closes(line, end + 1, context)


def _closes(line: Line, k: int, context: Context) -> bool:
    """Does token `k` end a name: a sign, a word of place, a conjunction?"""
    lower = line.lower(k)
    return lower in _CLOSING or lower in context.rules.place_cues or lower in context.rules.joining_words


def _named(line: Line, k: int, part: Part, context: Context) -> Iterator[PlaceMention]:
    """The name that begins at `k`, with those that are joined to it."""
    end = _name_end(line, k, context)
    if end >= k:
        mention = _mention(line, k, end, part, context)
        yield mention
        yield from joined(line, mention, context, several=part.several) if part.several else ()


def _before(line: Line, i: int, part: Part, context: Context) -> Iterator[PlaceMention]:
    """The name that ends before token `i`, and of several the one joined to it ("the Nasr and Salama schools")."""
    if part.listed or not (part.behind or part.follows):
        return
    first = _name_start(line, i - 1, context)
    if part.bare and line.lower(first - 1) in context.rules.definite | context.rules.indefinite:
        return
    if first < i and part.several and line.lower(first - 1) in context.rules.joining_words:
        start = _name_start(line, first - 2, context)
        if start < first - 1:
            yield _mention(line, start, first - 2, part, context)
    if first < i:
        yield _mention(line, first, i - 1, part, context)


def _name_start(line: Line, last: int, context: Context) -> int:
    """First token of the unknown name that ends at `last`, `last + 1` where none does; of headlines the last word."""
    first = last + 1
    longest = _LONGEST_NAME if line.sentence.role == "body" else 1
    while first > max(0, last + 1 - longest) and not line.opens(first - 1) and _may_name(line, first - 1, context):
        first -= 1
    return first if _is_name(line, first, last) else last + 1


def _name_end(line: Line, k: int, context: Context) -> int:
    """Last token of the unknown name that begins at `k`, `k - 1` where none does."""
    end = k - 1
    while end + 1 < min(len(line.tokens), k + _LONGEST_NAME):
        if not _may_name(line, end + 1, context):
            break
        end += 1
    return end if _is_name(line, k, end) else k - 1


def _is_name(line: Line, first: int, last: int) -> bool:
    return any(len(line.word(k)) > _PARTICLE for k in range(first, last + 1))


def _may_name(line: Line, k: int, context: Context) -> bool:
    word, lower, hit = line.word(k), line.lower(k), line.hit_over(k)
    other = hit is not None and any(s.standing not in _OF_PERSONS for s in hit.senses)
    if other or k in line.taken or lower in context.rules.nouns or lower in context.names.parts:
        return False
    particle = word.partition("-")[0] in context.rules.name_particles  # "al-Nasr"
    capital = any(c.isupper() for c in word) and not word.isupper() and (word[0].isupper() or particle)
    # "Shiite-Muslim" says no more of where it was than "Muslim".
    whole = len(word) > _PARTICLE or (len(word) == _PARTICLE and line.sentence.role == "body")
    return capital and whole and word.rpartition("-")[2] not in context.rules.not_in_names


def _mention(line: Line, first: int, last: int, part: Part, context: Context, name: str = "") -> PlaceMention:
    text = line.text(first, last)
    place = Place(name=name or text, kind=part.kind, country=_country(line, last, context), text=text)
    return PlaceMention(line.sentence.index, first, last, place, "place", guessed=True)


def _country(line: Line, last: int, context: Context) -> str | None:
    """Where a place lies: in the country that soon follows a word of place, else where the lines before
    tell of, else where most places named lie."""
    near = [h for h in line.hits if last < h.first <= last + _NEAR and _behind_cue(line, h.first, context)]
    senses = (context.best([s for s in h.senses if s.standing in _SITUATED]) for h in near)
    sense = next((s for s in senses if s), None)
    return context.country_of(sense) if sense else context.here or context.scene()


def _behind_cue(line: Line, k: int, context: Context) -> bool:
    """Does a word of place stand before token `k`, over a direction ("in northern Syria")?"""
    before = k - 2 if line.lower(k - 1) in context.rules.directions else k - 1
    return line.lower(before) in context.rules.place_cues
