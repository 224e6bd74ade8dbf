"""Made-up news as it breaks, with known truth: told at first with little, in parts, or together with other news.

In three weeks: a night's wave begins with two flashes that each know one town, and the morning's reports know them all;
one side strikes two cities on one day, each strike with a toll of its own, and one article sums both up in a sentence;
talks and packages of aid are told at first without place, date or sum, and a week later come the next ones; a minister
says two things on one day, and a president calls two others, told one by one and together; and a summary of the evening
tells a wave, talks and a strike of another war in one article.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from made_news import DE, EN, FIRST, LEBANON, OUTLETS, SUDAN, UKRAINE, Told, at, named

from schemas import Article

DAYS = 21
Line = Mapping[str, str]  # what a sentence says in each language
Sentence = tuple[str, str, Line]  # the key of an event, empty where the sentence tells two; its kind; the words
Telling = tuple[float, str, Sequence[Sentence]]  # hours after midnight, language, what the article tells
Maker = Callable[[int, date, random.Random], Iterator[Telling]]


def made_breaking(seed: int) -> list[Told]:
    """All reports in the order of their publication; an article that tells several events comes once for each."""
    chance = random.Random(seed)
    told: list[Told] = []
    for n in range(DAYS):
        day = FIRST + timedelta(n)
        for make in _MAKERS:
            for i, telling in enumerate(make(n, day, chance)):
                told += _told(f"{make.__name__}-{n}-{i}", day, telling, chance)
    return sorted(told, key=lambda t: (t.article.published, t.article.id))


def _told(name: str, day: date, telling: Telling, chance: random.Random) -> Iterator[Told]:
    hours, language, sentences = telling
    published = at(day, hours)
    article = Article(
        id=name, text=" ".join(line[language] for _, _, line in sentences), language=language, published=published,
        fetched=published, outlet=chance.choice([o for o, spoken in OUTLETS if spoken == language]), source="made",
    )  # fmt: skip
    for key, kind, line in sentences:
        yield Told(article, key, kind, line[language])


def _wave(n: int, day: date, chance: random.Random) -> Iterator[Telling]:
    """Two flashes of one town each, then reports that know all of them, and the summary of the evening."""
    first, second, third = chance.sample(UKRAINE, 3)
    drones, dead, key = chance.randint(60, 480), chance.randint(1, 6), f"wave-{n}"
    in_german = (
        f"Russische Drohnen haben in der Nacht die ukrainische Stadt {first.de} angegriffen, hieß es aus dem Rathaus."
    )
    in_english = f"Russian drones hit the Ukrainian city of {second.en} overnight, the mayor said."
    yield 3, "de", [(key, "attack", {"de": in_german})]
    yield 3.5, "en", [(key, "attack", {"en": in_english})]
    rich = {
        "de": f"Russland hat die Ukraine in der Nacht zum {DE[day.weekday()]} mit {drones} Drohnen angegriffen. "
        f"Getroffen wurden {named((first, second, third), 'de', chance)}, mindestens {dead} Menschen kamen ums Leben.",
        "en": f"Russia attacked Ukraine with {drones} drones overnight into {EN[day.weekday()]}. Explosions were "
        f"reported in {named((third, first, second), 'en', chance)}, and at least {dead} people were killed.",
    }
    for hours, language in ((7, "de"), (9, "en")):
        yield hours, language, [(key, "attack", rich)]
    held, shelled = _round(n, day), _shelling(n, day, chance)
    for hours, language in ((15, "de"), (16, "en")):
        yield hours, language, [held]
        yield hours + 0.5, language, [shelled]
    for hours, language in ((20, "de"), (20.5, "en")):
        yield hours, language, [(key, "attack", _summed_up(day, drones)), held, shelled]


def _summed_up(day: date, drones: int) -> Line:
    return {
        "de": f"Russland hat die Ukraine in der Nacht zum {DE[day.weekday()]} mit {drones} Drohnen angegriffen.",
        "en": f"Russia attacked Ukraine with {drones} drones overnight into {EN[day.weekday()]}.",
    }


def _round(n: int, day: date) -> Sentence:
    line = {
        "de": f"In Wien haben Armenien und Aserbaidschan am {DE[day.weekday()]} miteinander verhandelt.",
        "en": f"Armenia and Azerbaijan held talks in Vienna on {EN[day.weekday()]}.",
    }
    return f"round-{n}", "talks", line


def _shelling(n: int, day: date, chance: random.Random) -> Sentence:
    town, dead = chance.choice(SUDAN), chance.randint(4, 30)
    line = {
        "de": f"Die RSF-Miliz beschoss am {DE[day.weekday()]} einen Markt in {town.de} und tötete {dead} Menschen.",
        "en": f"The Rapid Support Forces shelled a market in {town.en} on {EN[day.weekday()]}, killing {dead} people.",
    }
    return f"market-{n}", "attack", line


def _two_strikes(n: int, day: date, chance: random.Random) -> Iterator[Telling]:
    """Two strikes of one side on one day, an article that sums them up, and each once more."""
    towns, tolls = LEBANON[1:], chance.sample(range(2, 9), 2)
    one, other = (
        (f"house-{n}-{i}", "attack", {
            "de": f"Bei einem israelischen Luftangriff auf ein Haus in der libanesischen Stadt {town.de} sind am "
                  f"{DE[day.weekday()]} {dead} Menschen getötet worden.",
            "en": f"An Israeli air strike on a house in the Lebanese city of {town.en} killed {dead} people on "
                  f"{EN[day.weekday()]}.",
        })
        for i, (town, dead) in enumerate(zip(towns, tolls, strict=True))
    )  # fmt: skip
    both = {
        "de": f"Bei israelischen Luftangriffen auf {named(towns, 'de', chance)} sind am {DE[day.weekday()]} insgesamt "
        f"{sum(tolls)} Menschen getötet worden.",
        "en": f"Israeli air strikes on {named(towns, 'en', chance)} killed {sum(tolls)} people on {EN[day.weekday()]}.",
    }
    for hours, sentence in ((9, one), (11, one), (15, other), (16, other)):
        yield hours, chance.choice(("de", "en")), [sentence]
    yield 19, chance.choice(("de", "en")), [("", "attack", both)]
    for hours, sentence in ((21, one), (22, other)):
        yield hours, chance.choice(("de", "en")), [sentence]


def _weekly(n: int, day: date, chance: random.Random) -> Iterator[Telling]:
    """Talks, and a package of aid, at first with little; the next ones follow in a week."""
    if n % 7:
        return
    key, total = f"week-{n}", chance.randrange(20, 900, 10)
    met = {
        "de": "Die USA und der Iran haben miteinander verhandelt.",
        "en": "The United States and Iran have held talks.",
    }
    where = {
        "de": f"Unterhändler der USA und des Iran sind am {DE[day.weekday()]} in Maskat zusammengekommen.",
        "en": f"The United States and Iran held talks in Muscat on {EN[day.weekday()]}.",
    }
    given = {
        "de": "Deutschland sagt der Ukraine neue Militärhilfe zu, teilte die Regierung mit.",
        "en": "Germany will provide Ukraine with more military aid, the government said.",
    }
    summed = {
        "de": f"Deutschland stellt der Ukraine {total} Millionen Euro für Iris-T bereit, teilte die Regierung mit.",
        "en": f"Germany will provide Ukraine with {total} million euros for Iris-T systems, its government said.",
    }
    for hours, kind, line in (
        (10, "talks", met),
        (12, "talks", where),
        (11, "aid_pledge", given),
        (13, "aid_pledge", summed),
    ):
        for later, language in ((0, "de"), (0.3, "en")):
            yield hours + later, language, [(f"{key}-{kind}", kind, line)]


def _two_sayings(n: int, day: date, chance: random.Random) -> Iterator[Telling]:
    """A minister says two things on one day: told one by one, and together."""
    if n % 2:
        return
    truce = {
        "de": f"Der britische Außenminister David Lammy forderte am {DE[day.weekday()]} einen Waffenstillstand.",
        "en": f"British Foreign Secretary David Lammy on {EN[day.weekday()]} called for an immediate ceasefire.",
    }
    uranium = {
        "de": f"Der britische Außenminister David Lammy warnte den Iran am {DE[day.weekday()]} vor einer weiteren "
        "Anreicherung von Uran.",
        "en": f"British Foreign Secretary David Lammy warned Iran on {EN[day.weekday()]} against enriching uranium.",
    }
    said = [(f"truce-{n}", "statement", truce), (f"uranium-{n}", "statement", uranium)]
    for hours, sentence in ((10, said[0]), (12, said[1])):
        for later, language in ((0, "de"), (0.5, "en")):
            yield hours + later, language, [sentence]
    rain = {"de": "In London regnete es den ganzen Tag.", "en": "It rained in London all day."}
    for hours, language in ((14, "en"), (15, "de")):
        yield hours, language, [said[0], ("", "statement", rain), said[1]]


def _two_calls(n: int, day: date, chance: random.Random) -> Iterator[Telling]:
    """A president calls two others on one day, an article sums them up in a sentence, and one is told once more."""
    if n % 2:
        return
    callers = (
        ("paris", "dem französischen Präsidenten Emmanuel Macron", "French President Emmanuel Macron"),
        ("london", "dem britischen Premierminister Keir Starmer", "British Prime Minister Keir Starmer"),
    )
    one, other = (
        (f"{key}-{n}", "talks", {
            "de": f"Der ukrainische Präsident Wolodymyr Selenskyj hat am {DE[day.weekday()]} mit {de} telefoniert.",
            "en": f"Ukrainian President Volodymyr Zelensky spoke by phone with {en} on {EN[day.weekday()]}.",
        })
        for key, de, en in callers
    )  # fmt: skip
    both = {
        "de": f"Wolodymyr Selenskyj telefonierte am {DE[day.weekday()]} mit {callers[0][1]} und {callers[1][1]}.",
        "en": f"Volodymyr Zelensky spoke by phone with {callers[0][2]} and {callers[1][2]} on {EN[day.weekday()]}.",
    }
    for hours, sentence in ((9, one), (10, other), (11, one), (13, other)):
        yield hours, chance.choice(("de", "en")), [sentence]
    for hours in (18, 19):
        yield hours, chance.choice(("de", "en")), [("", "talks", both)]
    yield 21, "de", [one]
    yield 22, "en", [other]


_MAKERS: Sequence[Maker] = (_wave, _two_strikes, _weekly, _two_sayings, _two_calls)
