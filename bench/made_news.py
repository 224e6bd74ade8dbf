"""Forty made-up days of news with known truth: which report tells which event.

In most nights one side's drones strike other towns, and on some days there is a counter-strike; shells and bombs fall
in two more wars; rounds of talks are held and followed by further ones; packages of aid are promised, told again days
later and followed by others; ministers speak. An event is told by several outlets, in German and in English, with towns
in the spellings of both and of a third language, with tolls that rise from report to report, and some texts are copied
by another outlet, whole or cut, under a title of its own. Made from a seed, so that it comes again.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from schemas import Article

FIRST = date(2025, 9, 1)
DAYS = 40
OUTLETS = (
    ("Das Tagesblatt", "de"), ("Nordkurier Online", "de"), ("Morgenpost Süd", "de"), ("Funkhaus Eins", "de"),
    ("The Daily Ledger", "en"), ("Harbour News", "en"), ("World Wire", "en"), ("The Continental", "en"),
)  # fmt: skip
COPIED = 0.15  # share of reports that another outlet takes over


class Town(NamedTuple):
    """A town as German, English and a third language write it."""

    de: str
    en: str
    other: str

    def spelled(self, language: str, chance: random.Random) -> str:
        return self.other if chance.random() < 0.25 else self.de if language == "de" else self.en


UKRAINE = (
    Town("Charkiw", "Kharkiv", "Kharkov"), Town("Kiew", "Kyiv", "Kyjiw"), Town("Odessa", "Odesa", "Odessa"),
    Town("Saporischschja", "Zaporizhzhia", "Saporoschje"), Town("Dnipro", "Dnipro", "Dnipro"),
    Town("Lwiw", "Lviv", "Lvov"), Town("Poltawa", "Poltava", "Poltava"), Town("Cherson", "Kherson", "Cherson"),
    Town("Mykolajiw", "Mykolaiv", "Mykolajiw"), Town("Tschernihiw", "Chernihiv", "Chernigov"),
    Town("Sumy", "Sumy", "Sumy"), Town("Riwne", "Rivne", "Rivne"),
)  # fmt: skip
RUSSIA = (
    Town("Belgorod", "Belgorod", "Belgorod"), Town("Brjansk", "Bryansk", "Bryansk"), Town("Kursk", "Kursk", "Kursk"),
    Town("Saratow", "Saratov", "Saratov"), Town("Rjasan", "Ryazan", "Ryazan"),
    Town("Woronesch", "Voronezh", "Voronezh"),
)  # fmt: skip
LEBANON = (
    Town("Nabatija", "Nabatieh", "Nabatieh"),
    Town("Tyros", "Tyre", "Tyre"),
    Town("Baalbek", "Baalbek", "Baalbek"),
)
SUDAN = (Town("El Fascher", "El Fasher", "El Fasher"), Town("Omdurman", "Omdurman", "Omdurman"))


@dataclass(frozen=True)
class Told:
    """One report: the article, the event that it tells, and its words where the article tells others, too."""

    article: Article
    key: str
    kind: str
    words: str = ""


Words = Callable[[str, int, random.Random], tuple[str, str]]  # language, how many told it before -> title, text


@dataclass(frozen=True)
class Happening:
    """An event. `words` tell it; `told`: hours after `begins` at which outlets tell it."""

    key: str
    kind: str
    begins: datetime
    words: Words
    told: Sequence[float]


@dataclass
class _Calendar:
    chance: random.Random
    happenings: list[Happening] = field(default_factory=list)

    def add(self, key: str, kind: str, begins: datetime, words: Words, told: Sequence[float]) -> None:
        self.happenings.append(Happening(f"{kind}:{key}", kind, begins, words, told))


def made_news(seed: int) -> list[Told]:
    """All reports in the order of their publication."""
    chance = random.Random(seed)
    calendar = _Calendar(chance)
    for n in range(DAYS):
        day = FIRST + timedelta(n)
        for make in (_wave, _strikes, _statement):
            make(calendar, day, n)
    _talks(calendar)
    _packages(calendar)
    told = [t for h in calendar.happenings for t in _reports(h, chance)]
    return sorted(told, key=lambda t: (t.article.published, t.article.id))


def _reports(happening: Happening, chance: random.Random) -> Iterator[Told]:
    outlets = chance.sample(OUTLETS, len(happening.told) + 1)
    for n, (hours, (outlet, language)) in enumerate(zip(happening.told, outlets, strict=False)):
        title, text = happening.words(language, n, chance)
        published = happening.begins + timedelta(hours=hours)
        yield _told(happening, f"{n}", outlet, language, title, text, published)
        if chance.random() < COPIED:
            start = text.rpartition(". ")[0]
            cut = f"{start}." if start and chance.random() < 0.5 else text
            copier = outlets[-1][0]
            yield _told(
                happening, f"{n}c", copier, language, f"{copier}: {title}", cut, published + timedelta(minutes=9)
            )


def _told(happening: Happening, n: str, outlet: str, language: str, title: str, text: str, published: datetime) -> Told:
    article = Article(
        id=f"{happening.key}:{n}", title=title, text=text, language=language, published=published, fetched=published,
        outlet=outlet, source="made",
    )  # fmt: skip
    return Told(article, happening.key, happening.kind)


def at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(hours=hour)


DE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def named(towns: Sequence[Town], language: str, chance: random.Random) -> str:
    *most, last = [t.spelled(language, chance) for t in towns]
    joined = f" {'und' if language == 'de' else 'and'} "
    return joined.join(filter(None, (", ".join(most), last)))


def _wave(calendar: _Calendar, day: date, n: int) -> None:
    chance = calendar.chance
    if chance.random() < 0.15:
        return
    towns = chance.sample(UKRAINE, chance.randint(2, 4))
    drones, killed = chance.randint(60, 480), chance.randint(1, 6)

    def words(language: str, before: int, chance: random.Random) -> tuple[str, str]:
        where, first = named(towns, language, chance), towns[0].spelled(language, chance)
        tell = _wave_in_german if language == "de" else _wave_in_english
        return chance.choice(tell(day, where, first, drones, killed + before))

    calendar.add(f"wave-{n}", "attack", at(day, 5), words, (0.5, 1.5, 3, 6, 9))


def _wave_in_german(day: date, where: str, first: str, drones: int, dead: int) -> list[tuple[str, str]]:
    night = f"in der Nacht zum {DE[day.weekday()]}"
    return [
        (
            f"Russland greift ukrainische Städte mit {drones} Drohnen an",
            f"Russland hat die Ukraine {night} mit {drones} Drohnen angegriffen. Getroffen wurden nach Angaben der "
            f"Behörden {where}. In {first} wurden mindestens {dead} Menschen getötet.",
        ),
        (
            f"Mindestens {dead} Tote nach russischen Angriffen",
            f"Bei russischen Angriffen auf {where} sind {night} mindestens {dead} Menschen ums Leben gekommen. Die "
            f"Luftwaffe in Kiew zählte {drones} Drohnen.",
        ),
    ]


def _wave_in_english(day: date, where: str, first: str, drones: int, dead: int) -> list[tuple[str, str]]:
    weekday = EN[day.weekday()]
    return [
        (
            f"Russia hits Ukrainian cities with {drones} drones",
            f"Russia attacked Ukraine with {drones} drones overnight into {weekday}, the air force said. Explosions "
            f"were reported in {where}. At least {dead} people were killed in {first}.",
        ),
        (
            f"At least {dead} dead in Russian strikes on {first}",
            f"At least {dead} people were killed when Russia struck {where} overnight, officials said on {weekday}. "
            f"Ukraine's air force counted {drones} drones.",
        ),
    ]


class _Strikes(NamedTuple):
    """Strikes that come again: at which `share` of days and at which hour one side hits one of `towns`, with how many
    dead, how many more each report counts, after how many hours it is told, and title and text in both languages.
    """

    key: str
    share: float
    hour: float
    towns: Sequence[Town]
    dead: tuple[int, int]
    more: int
    told: Sequence[float]
    de: tuple[str, str]
    en: tuple[str, str]


_STRIKES = (
    _Strikes(
        "refinery", 0.4, 4.5, RUSSIA, (0, 0), 0, (1, 2.5, 5),
        (
            "Ukrainische Drohnen treffen Raffinerie in {town}",
            "Ukrainische Drohnen haben in der Nacht zum {day} eine Raffinerie in {town} in Brand gesetzt. Der "
            "Gouverneur sprach von einem Verletzten.",
        ),
        (
            "Ukrainian drones set refinery in {town} ablaze",
            "Ukrainian drones struck an oil refinery in the Russian city of {town} overnight into {day}, setting it on "
            "fire. The governor said one person was injured.",
        ),
    ),
    _Strikes(
        "market", 0.5, 11, SUDAN, (4, 30), 2, (1, 3, 8),
        (
            "{dead} Tote bei Beschuss von {town}",
            "Die RSF-Miliz hat am {day} einen Markt in der sudanesischen Stadt {town} beschossen. Dabei wurden nach "
            "Angaben von Ärzten {dead} Menschen getötet.",
        ),
        (
            "RSF shelling kills {dead} in {town}",
            "Sudan's Rapid Support Forces shelled a market in the city of {town} on {day}, killing {dead} people, "
            "doctors said.",
        ),
    ),
    _Strikes(
        "house", 0.5, 13, LEBANON, (1, 5), 0, (1, 2, 4),
        (
            "Israelischer Luftangriff auf {town}",
            "Bei einem israelischen Luftangriff auf ein Haus in der libanesischen Stadt {town} sind am {day} {dead} "
            "Menschen getötet worden, teilte das Gesundheitsministerium mit.",
        ),
        (
            "Israeli air strike on {town}",
            "An Israeli air strike on a house in the Lebanese city of {town} killed {dead} people on {day}, the health "
            "ministry said.",
        ),
    ),
)  # fmt: skip


def _strikes(calendar: _Calendar, day: date, n: int) -> None:
    for strikes in _STRIKES:
        if calendar.chance.random() < strikes.share:
            town, dead = calendar.chance.choice(strikes.towns), calendar.chance.randint(*strikes.dead)
            words = _struck(strikes, town, dead, day)
            calendar.add(f"{strikes.key}-{n}", "attack", at(day, strikes.hour), words, strikes.told)


def _struck(strikes: _Strikes, town: Town, dead: int, day: date) -> Words:
    def words(language: str, before: int, chance: random.Random) -> tuple[str, str]:
        title, text = strikes.de if language == "de" else strikes.en
        names = DE if language == "de" else EN
        told = {
            "town": town.spelled(language, chance), "day": names[day.weekday()], "dead": dead + strikes.more * before,
        }  # fmt: skip
        return title.format(**told), text.format(**told)

    return words


_MATTERS = (
    (
        "forderte einen sofortigen Waffenstillstand", "called for an immediate ceasefire",
        "Die Waffen müssten schweigen, sagte {short}.", "The guns must fall silent, {short} said.",
    ),
    (
        "verurteilte die Angriffe auf Krankenhäuser", "condemned the attacks on hospitals",
        "Wer Kliniken beschießt, begeht Kriegsverbrechen, sagte {short}.",
        "Whoever shells hospitals commits war crimes, {short} said.",
    ),
    (
        "warnte den Iran vor einer weiteren Anreicherung von Uran", "warned Iran against enriching more uranium",
        "Der Zeitpunkt für eine Einigung sei jetzt, sagte {short}.", "The time for an agreement is now, {short} said.",
    ),
    (
        "drohte Russland mit weiteren Sanktionen", "threatened Russia with further sanctions",
        "Die Sanktionen würden den Ölhandel treffen, sagte {short}.",
        "The sanctions would hit oil trade, {short} said.",
    ),
)  # fmt: skip
_SPEAKERS = (
    ("der britische Außenminister David Lammy", "British Foreign Secretary David Lammy", "Lammy"),
    ("der französische Präsident Emmanuel Macron", "French President Emmanuel Macron", "Macron"),
    ("der türkische Außenminister Hakan Fidan", "Turkish Foreign Minister Hakan Fidan", "Fidan"),
    ("UN-Generalsekretär António Guterres", "UN Secretary-General Antonio Guterres", "Guterres"),
    ("der polnische Ministerpräsident Donald Tusk", "Polish Prime Minister Donald Tusk", "Tusk"),
)


def _statement(calendar: _Calendar, day: date, n: int) -> None:
    chance = calendar.chance
    (de, en, short), matter = chance.choice(_SPEAKERS), chance.choice(_MATTERS)

    def words(language: str, before: int, chance: random.Random) -> tuple[str, str]:
        does, says = (matter[0], matter[2]) if language == "de" else (matter[1], matter[3])
        who = de[0].upper() + de[1:] if language == "de" else en
        on = f"am {DE[day.weekday()]}" if language == "de" else f"on {EN[day.weekday()]}"
        verb, rest = does.split(" ", 1)
        lead = f"{who} {verb} {on} {rest}." if language == "de" else f"{who} {does} {on}."
        return f"{short} {does}", f"{lead} {says.format(short=short)}"

    calendar.add(f"words-{n}", "statement", at(day, 10), words, (0.5, 2, 5))


class _Round(NamedTuple):
    """Two sides, the town where they meet and who mediates, as both languages write them; days between rounds."""

    de: tuple[str, str, str, str]
    en: tuple[str, str, str, str]
    first: int
    every: int


_ROUNDS = (
    _Round(("die USA", "der Iran", "Maskat", "Oman"), ("the United States", "Iran", "Muscat", "Oman"), 2, 7),
    _Round(("Armenien", "Aserbaidschan", "Tiflis", "Georgien"), ("Armenia", "Azerbaijan", "Tbilisi", "Georgia"), 4, 11),
    _Round(("Äthiopien", "Eritrea", "Nairobi", "Kenia"), ("Ethiopia", "Eritrea", "Nairobi", "Kenya"), 6, 9),
)


def _talks(calendar: _Calendar) -> None:
    for number, series in enumerate(_ROUNDS):
        for n in range(series.first, DAYS, series.every):
            calendar.add(f"round-{number}-{n}", "talks", at(FIRST + timedelta(n), 15), _round(series, n), (1, 2, 6))


def _round(series: _Round, n: int) -> Words:
    day = FIRST + timedelta(n)

    def words(language: str, before: int, chance: random.Random) -> tuple[str, str]:
        one, other, town, host = series.de if language == "de" else series.en
        if language == "de":
            return (
                f"Neue Gesprächsrunde in {town}",
                f"Unterhändler beider Seiten haben am {DE[day.weekday()]} in {town} verhandelt: "
                f"{one[0].upper() + one[1:]} und {other} setzten dort ihre Friedensgespräche fort. {host} vermittelte.",
            )
        return (
            f"New round of talks in {town}",
            f"Negotiators from {one} and {other} held a new round of peace talks in {town} on "
            f"{EN[day.weekday()]}. {host} mediated.",
        )

    return words


class _Package(NamedTuple):
    """Who gives to whom what, as both languages write it."""

    de: tuple[str, str, str]
    en: tuple[str, str, str]


_PACKAGES = (
    _Package(("Deutschland", "der Ukraine", "Iris-T-Systeme"), ("Germany", "Ukraine", "Iris-T systems")),
    _Package(("Norwegen", "der Ukraine", "Artilleriemunition"), ("Norway", "Ukraine", "artillery shells")),
    _Package(("Japan", "dem Sudan", "Lebensmittel"), ("Japan", "Sudan", "food")),
    _Package(("Kanada", "dem Libanon", "Medikamente"), ("Canada", "Lebanon", "medicines")),
)


def _packages(calendar: _Calendar) -> None:
    chance = calendar.chance
    for number, package in enumerate(_PACKAGES):
        sums = chance.sample(range(20, 900, 10), 4)
        for k, total in enumerate(sums):
            n = 1 + number + 10 * k
            # Told again two and four days later: the same package, not a further one.
            words = _package(package, total)
            calendar.add(f"package-{number}-{k}", "aid_pledge", at(FIRST + timedelta(n), 12), words, (0.5, 2, 48, 96))


def _package(package: _Package, total: int) -> Words:
    def words(language: str, before: int, chance: random.Random) -> tuple[str, str]:
        giver, taker, goods = package.de if language == "de" else package.en
        if language == "de":
            lead = (
                f"{giver} stellt {taker} {total} Millionen Euro für {goods} bereit."
                if before < 2
                else f"{giver} hatte {taker} vor einigen Tagen {total} Millionen Euro für {goods} zugesagt."
            )
            return f"{total} Millionen Euro aus {giver}", f"{lead} Das teilte die Regierung mit."
        lead = (
            f"{giver} will provide {taker} with {total} million euros for {goods}, its government said."
            if before < 2
            else f"{giver} pledged {taker} {total} million euros for {goods} a few days ago."
        )
        return f"{total} million euros from {giver}", lead

    return words
