"""Places by name: countries, regions, cities, districts and sites, and unknown ones that a part word gives away."""

from collections.abc import Iterator

from schemas import Place
from worker.extract.mentions.context import Context
from worker.extract.mentions.line import Line
from worker.extract.mentions.scan import SEATS, Hit, tells_of_next
from worker.extract.mentions.types import PlaceForm, PlaceMention
from worker.extract.mentions.unlisted import joined, may_tell, unlisted
from worker.languages.actors import Actors
from worker.languages.name_keys import key_of
from worker.languages.name_rows import Country, NamedPlace, Part, Region
from worker.languages.names import Sense
from worker.text.normalise import fold

_WATERS = frozenset({"sea", "river"})
_CLOSING = frozenset({"", ",", ".", ";", ")"})
_JOINED = frozenset({"city", "district", "site"})  # kinds of place that a conjunction may join another to
_COMPASS = 2  # words before a country's name: where in it, and that it is there


def find_places(line: Line, context: Context) -> Iterator[PlaceMention]:
    """The places of a line from left to right; names of persons and bodies hold none."""
    i = 0
    while i < len(line.tokens):
        hit = line.hit_from(i)
        if hit is None and not may_tell(line, i, context):
            i += 1
            continue
        known = _known(line, hit, context) if hit else None
        found = [known] if known else list(unlisted(line, i, context)) if hit is None else []
        if found and found[-1].place.kind in _JOINED and not context.rules.adjective_endings:
            found += joined(line, found[-1], context)
        yield from found
        i = max(i + 1, *(m.last + 1 for m in found), hit.last + 1 if hit else 0)


def country_told(line: Line, places: tuple[PlaceMention, ...], rules: Actors) -> str | None:
    """The country that most of the places of a line lie in; a dateline's last."""
    body = [p for p in places if p.first >= line.sentence.body_first]
    for held in (body, places):
        told = [p for p in held if p.form == "place"] or [p for p in held if _is_inside(line, p, rules)]
        if countries := [country for p in told if (country := p.place.country)]:
            return max(countries, key=countries.count)
    return None


def _is_inside(line: Line, place: PlaceMention, rules: Actors) -> bool:
    """Is something told to be in a country ("in Lebanon", "in southern Lebanon"), or in a capital called so?"""
    before = line.lower(place.first - 1)
    if place.form != "country":
        return place.form == "capital" and before in rules.capital_words
    first = place.first - (before in rules.owner_words or before in rules.definite)  # "im Osten des Irak"
    return any(line.lower(k) in rules.inside_words for k in range(first - _COMPASS, first))


def _known(line: Line, hit: Hit, context: Context) -> PlaceMention | None:
    if not line.personal.isdisjoint(range(hit.first, hit.last + 1)) or _in_a_name(line, hit, context):
        return None
    if unnamed := _unnamed_capital(line, hit, context) or _soil(line, hit, context):
        return unnamed
    part, first, last = _part_beside(line, hit, context)
    part = part or _shared_part(line, hit, context)
    sense = _reading(line, hit, part, context)
    if sense is None or _situates(line, sense, last, context):
        return None
    form: PlaceForm = "place"
    if sense.standing == "country" and part and part.kind == "site" and line.word(last)[:1].isupper():
        text = line.text(first, last)  # "the Saudi Hospital" in Sudan
        site = Place(name=text, kind="site", country=context.here or context.scene(), text=text)
        return PlaceMention(line.sentence.index, first, last, site, form, guessed=True)
    if sense.standing == "country":
        form = "country"
    elif hit.sense("capital") and part is None:
        form = "capital"
    elif hit.sense(*SEATS) and not (sense.standing == "place" and (part or _located(line, hit, context))):
        form = "seat"
    place = place_of(sense, line.text(first, last), context, part)
    if form == "place" and (country := _told_to_lie_in(line, last, context)) not in (None, place.country):
        place = Place(name=line.text(first, last), kind=place.kind, country=country, text=place.text)
        return PlaceMention(line.sentence.index, first, last, place, form, guessed=True)
    return PlaceMention(line.sentence.index, first, last, place, form)


def _told_to_lie_in(line: Line, last: int, context: Context) -> str | None:
    """The country that a comma alone parts from the place before it ("in Bodo, Cameroon"), where a comma or stop ends
    it, too.
    """
    hit = line.hit_from(last + 2) if line.word(last + 1) == "," else None
    sense = hit.sense("country") if hit and line.lower(hit.last + 1) in _CLOSING else None
    return context.country_of(sense) if sense else None


def _unnamed_capital(line: Line, hit: Hit, context: Context) -> PlaceMention | None:
    """The capital that is told by its country alone ("the Lebanese capital", "Sudan's capital")."""
    owned = line.lower(hit.last + 1) in context.rules.possessive_marks
    sense = hit.sense("country") if owned or hit.genitive else hit.sense("adjective")
    last = hit.last + 1 + owned
    if sense is None or not isinstance(sense.entry, Country) or line.lower(last) not in context.rules.capital_words:
        return None
    city = _capital_of(sense.entry, context)
    if city is None:
        return None
    place = place_of(city, line.text(hit.first, last), context)
    return PlaceMention(line.sentence.index, hit.first, last, place, "capital")


def _soil(line: Line, hit: Hit, context: Context) -> PlaceMention | None:
    """The country that an adjective and a word for land name ("on Polish soil")."""
    sense, last = hit.sense("adjective"), hit.last + 1
    if sense is None or not isinstance(sense.entry, Country) or line.lower(last) not in context.rules.soil_words:
        return None
    place = place_of(sense, line.text(hit.first, last), context)
    return PlaceMention(line.sentence.index, hit.first, last, place, "country")


def _in_a_name(line: Line, hit: Hit, context: Context) -> bool:
    """Does a given name before a town show a person whom nothing else gives away ("Leon Damer")?"""
    before = line.word(hit.first - 1)
    given = before[:1].isupper() and fold(before) in context.names.given_names
    return given and not hit.sense("country") and line.hit_to(hit.first - 1) is None


def _reading(line: Line, hit: Hit, part: Part | None, context: Context) -> Sense | None:
    """Which place the name is here: with a region's word the region, else country, city, region in this order."""
    places = hit.all("place")
    if part and part.kind == "region":
        return context.best(hit.all("part", "region") or places)
    if part and places:
        return context.best(places)
    country = context.best(hit.all("country"))
    if country:
        return country
    seat = hit.sense(*SEATS)
    if hit.sense("body") and not places and not seat:
        return None
    found = context.best(places) or context.best(hit.all("region"))
    if found or hit.tail:
        return found
    at_home = seat and seat.standing in ("government", "military") and _located(line, hit, context)
    city = seat if at_home else hit.sense("city_adjective")
    return _capital_of(city.entry, context) if city and isinstance(city.entry, Country) else None


def _located(line: Line, hit: Hit, context: Context) -> bool:
    """Does a word of place stand before the name, over its article ("in the Oval Office")?"""
    before = line.lower(hit.first - 1)
    if before in context.rules.definite:
        before = line.lower(hit.first - 2)
    return before in context.rules.place_cues


def _capital_of(country: Country, context: Context) -> Sense | None:
    """Where a seat that is no place of the tables stands ("the Oval Office"): in the capital."""
    found = context.names.senses(key_of(country.capitals[0])) if country.capitals else ()
    return next((s for s in found if s.standing == "place" and context.countries_of(s) == (country.iso2,)), None)


def _part_beside(line: Line, hit: Hit, context: Context) -> tuple[Part | None, int, int]:
    """The part word before or behind the name ("Region Charkiw", "Kharkiv region"), and the tokens with it."""
    behind = _part(line, hit.last + 1, context)
    of_next = tells_of_next(line.tokens, hit.last + 1, context.names, context.rules)
    if behind and (behind.behind or behind.follows) and not (hit.tail or of_next):
        return behind, hit.first, hit.last + 1
    if hit.tail:
        return context.names.part(hit.tail, context.rules.language), hit.first, hit.last
    k = hit.first - 1
    inflects = bool(context.rules.adjective_endings)
    if not inflects and line.lower(k) in context.rules.owner_words:
        k -= 1
    before = _part(line, k, context)
    named = not inflects and line.word(k - 1)[:1].isupper() and not line.opens(k - 1)
    if before and (before.follows or (named and not _lies_in_named(line, k, before, hit))):
        return None, hit.first, hit.last  # "the Solino district of Port-au-Prince"
    if before and (line.word(k)[:1].isupper() if inflects else k < hit.first - 1):
        return before, k, hit.last
    return None, hit.first, hit.last


def _shared_part(line: Line, hit: Hit, context: Context) -> Part | None:
    """The plural beside names that a conjunction joins, of which this is one ("the Oryol and Bryansk regions")."""
    if hit.sense("part") is None or hit.tail:
        return None
    first, last, joining = hit.first, hit.last, context.rules.joining_words
    while line.lower(first - 1) in joining and (other := _bare(line.hit_to(first - 2))):
        first = other.first
    while line.lower(last + 1) in joining and (other := _bare(line.hit_from(_behind_joining(line, last + 1, context)))):
        last = other.last
    before = _part(line, first - 1 - (line.lower(first - 1) in context.rules.owner_words), context)
    behind = _part(line, last + 1, context)
    parts = (before, behind if behind and behind.behind else None)
    return next((part for part in parts if part and part.several and part.kind == "region"), None)


def _bare(hit: Hit | None) -> Hit | None:
    """The name if a region or the town that it is called after has it."""
    return hit if hit and hit.sense("part", "place") and not hit.tail else None


def _behind_joining(line: Line, k: int, context: Context) -> int:
    """The first token behind the conjunction at `k`, or behind the comma and conjunction."""
    return k + 1 + (line.lower(k + 1) in context.rules.joining_words)


def _lies_in_named(line: Line, k: int, part: Part, hit: Hit) -> bool:
    """Does the name before the part word at `k` say where a town lies ("the Red Sea port of Mocha")?"""
    wider = line.hit_to(k - 1)
    inside = part.kind == "city" or (wider is not None and wider.sense("region", "country") is not None)
    return inside and hit.sense("place") is not None


def _situates(line: Line, sense: Sense, last: int, context: Context) -> bool:
    """Does a sea or river that ends at `last` only say where a town lies that is named behind it?"""
    if not isinstance(sense.entry, Region) or sense.entry.kind not in _WATERS:
        return False
    k = last + 1
    while _part(line, k, context) is not None:
        k += 1
    k += k > last + 1 and line.lower(k) in context.rules.owner_words
    told = k > last + 1 or _part(line, last, context) is not None or "-" in line.word(last)
    town = line.hit_from(k)
    return told and town is not None and town.sense("place") is not None


def _part(line: Line, k: int, context: Context) -> Part | None:
    return context.names.part(line.lower(k), context.rules.language)


def place_of(sense: Sense, text: str, context: Context, part: Part | None = None) -> Place:
    """The contract's Place for a reading; `text` are the words of the article."""
    entry = sense.entry
    match entry:
        case Country():
            whole = context.names.countries.get(entry.iso2) is entry
            kind = "country" if whole else "region"
            return Place(name=entry.name, kind=kind, country=entry.iso2, lat=entry.lat, lon=entry.lon, text=text)
        case Region():
            country = entry.countries[0] if len(entry.countries) == 1 else None
            return Place(name=entry.name, kind="region", country=country, lat=entry.lat, lon=entry.lon, text=text)
        case NamedPlace():
            kind = "district" if part and part.kind == "district" else entry.kind
            return Place(
                name=entry.name, kind=kind, country=entry.country, admin1=entry.region or None,
                lat=entry.lat, lon=entry.lon,
                text=text,
            )  # fmt: skip
        case _:
            raise TypeError(f"{type(entry).__name__} is no place")
