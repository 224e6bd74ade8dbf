"""Sides: countries, seats, bodies, nouns with owners, groups."""

from time import process_time

import pytest
from mention_reading import actor, names, place, places, read


@pytest.mark.parametrize(
    ("language", "text", "words", "form", "kind", "country"),
    [
        ("de", "Die Ukraine lehnte ab.", "Ukraine", "country", "country", "UA"),
        ("de", "Deutschlands Antwort kam.", "Deutschlands", "country", "country", "DE"),
        ("de", "Das lehnten die Israelis ab.", "Israelis", "demonym", "country", "IL"),
        ("de", "Moskau lehnte ab.", "Moskau", "capital", "government", "RU"),
        ("de", "Das teilte der Kreml mit.", "Kreml", "seat", "government", "RU"),
        ("de", "Das Weiße Haus lehnte ab.", "Weiße Haus", "seat", "government", "US"),
        ("en", "Downing Street declined.", "Downing Street", "seat", "government", "GB"),
        ("en", "Kyiv declined.", "Kyiv", "capital", "government", "UA"),
        ("en", "The Ukrainians declined.", "Ukrainians", "demonym", "country", "UA"),
    ],
)
def test_countries_and_what_stands_for_them(
    language: str, text: str, words: str, form: str, kind: str, country: str
) -> None:
    mention = actor(read(text, language), words)
    assert (mention.form, mention.actor.kind, mention.actor.country) == (form, kind, country)


@pytest.mark.parametrize(
    "word", ["russische", "russischen", "russischer", "russisches", "russischem", "nordostrussische"]
)
def test_an_inflected_adjective_is_its_country(word: str) -> None:
    mention = actor(read(f"Es folgten {word} Angriffe.", "de"), word)
    assert (mention.form, mention.actor.country) == ("adjective", "RU")


def test_a_word_that_only_holds_an_adjective_is_none() -> None:
    assert names(read("Es folgten antirussische und prorussische Parolen.", "de")) == []


def test_two_adjectives_in_one_word_are_two_countries() -> None:
    found = read("Die russisch-ukrainischen Gespräche begannen.", "de").actors
    assert [m.actor.country for m in found] == ["RU", "UA"]


def test_a_compound_touches_the_country_before_its_hyphen() -> None:
    mention = actor(read("Die Ukraine-Gespräche begannen.", "de"), "Ukraine-Gespräche")
    assert (mention.form, mention.actor.country) == ("compound", "UA")


def test_a_capital_is_a_place_too() -> None:
    mentions = read("In Kiew heulten die Sirenen.", "de")
    assert actor(mentions, "Kiew").actor.country == "UA"
    assert (place(mentions, "Kiew").form, place(mentions, "Kiew").place.name) == ("capital", "Kyiv")


@pytest.mark.parametrize(
    ("language", "text", "words", "name", "kind", "country"),
    [
        ("de", "Die russische Armee rückte vor.", "russische Armee", "Russian Armed Forces", "military", "RU"),
        ("en", "The Israeli military moved in.", "Israeli military", "Israel Defense Forces", "military", "IL"),
        ("de", "Die Hisbollah feuerte.", "Hisbollah", "Hezbollah", "armed_group", "LB"),
        ("en", "Iran-backed Houthi rebels fired.", "Iran-backed Houthi rebels", "Houthis", "armed_group", "YE"),
        ("de", "Die Nato lehnte ab.", "Nato", "NATO", "organization", None),
        (
            "de",
            "Das russische Verteidigungsministerium schwieg.",
            "russische Verteidigungsministerium",
            "Russian Defence Ministry",
            "government",
            "RU",
        ),
    ],
)
def test_bodies_have_one_name_in_both_languages(
    language: str, text: str, words: str, name: str, kind: str, country: str | None
) -> None:
    found = actor(read(text, language), words).actor
    assert (found.name, found.kind, found.country) == (name, kind, country)


@pytest.mark.parametrize(
    ("language", "text", "words", "country"),
    [
        ("de", "Malische Rebellen rückten vor.", "Malische Rebellen", "ML"),
        ("de", "Die Küstenwache der Philippinen warnte.", "Küstenwache der Philippinen", "PH"),
        ("de", "Thailands Grenzpolizei warnte.", "Thailands Grenzpolizei", "TH"),
        ("en", "Officials in Kyiv warned.", "Officials", "UA"),
        ("en", "The coast guard of the Philippines warned.", "coast guard of the Philippines", "PH"),
        ("en", "Kenya's police warned.", "Kenya's police", "KE"),
    ],
)
def test_a_noun_takes_the_country_of_its_owner(language: str, text: str, words: str, country: str) -> None:
    mention = actor(read(text, language), words)
    assert (mention.actor.country, mention.inferred) == (country, False)


def test_a_noun_without_owner_takes_the_country_of_the_place_and_says_so() -> None:
    mention = actor(read("In Charkiw schlug eine Rakete ein. Die Behörden meldeten Tote.", "de"), "Behörden")
    assert (mention.actor.country, mention.inferred) == ("UA", True)


def test_the_ministry_is_the_one_named_before() -> None:
    text = "Das russische Verteidigungsministerium meldete Treffer in Charkiw. Das Ministerium nannte Zahlen."
    assert actor(read(text, "de"), "Ministerium").actor.name == "Russian Defence Ministry"


def test_a_group_without_owner_is_the_one_named_before_or_none() -> None:
    assert read("Die Gruppe wuchs.", "de").actors == ()
    assert actor(read("Die Hamas lehnte ab. Die Gruppe feuerte.", "de"), "Gruppe").actor.name == "Hamas"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "Kiew und Moskau verhandelten in Genf. Beide Seiten schwiegen.", "Beide Seiten"),
        ("de", "Kiew und Moskau verhandelten in Genf. Vertreter wollen beide entsenden.", "beide"),
        ("en", "Kyiv and Moscow held talks in Geneva. The two warring sides agreed.", "two warring sides"),
    ],
)
def test_both_sides_are_the_two_that_were_named(language: str, text: str, words: str) -> None:
    mention = actor(read(text, language), words)
    assert (mention.form, [a.country for a in mention.actors]) == ("group", ["UA", "RU"])


@pytest.mark.parametrize(("language", "text"), [("de", "Beide Seiten schwiegen."), ("en", "The two sides agreed.")])
def test_two_sides_that_nobody_has_named_do_not_speak(language: str, text: str) -> None:
    (mention,) = read(text, language).actors
    assert (mention.form, mention.members, mention.speaks) == ("group", (), False)


def test_both_before_other_things_is_no_group() -> None:
    mentions = read("Kiew und Moskau verhandelten. Beide Brücken wurden zerstört.", "de")
    assert [m for m in mentions.actors if m.form == "group"] == []


def test_an_own_country_is_that_of_the_person_named_last() -> None:
    mentions = read("British Defence Secretary John Healey agreed. His country will send drones.", "en")
    assert actor(mentions, "His country").actor.country == "GB"


@pytest.mark.parametrize(
    ("language", "text", "words", "name"),
    [
        ("de", "Westliche Verbündete sagten zu.", "Westliche Verbündete", "Western allies"),
        ("en", "NATO allies pledged help.", "NATO allies", "NATO allies"),
        ("en", "NATO countries agreed.", "NATO countries", "NATO states"),
        ("de", "Baltische Staaten sagten zu.", "Baltische Staaten", "Baltic states"),
    ],
)
def test_states_by_what_they_share_are_a_group(language: str, text: str, words: str, name: str) -> None:
    mention = actor(read(text, language), words)
    assert (mention.form, mention.actor.name) == ("group", name)


def test_the_baltic_states_are_known_one_by_one() -> None:
    mention = actor(read("Baltische Staaten sagten zu.", "de"), "Baltische Staaten")
    assert [a.country for a in mention.actors] == ["EE", "LV", "LT"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Viele Länder schwiegen."),
        ("de", "Der Aggressor schwieg."),
        ("de", "Im Westen brannte es."),
        ("en", "Many countries stayed silent."),
    ],
)
def test_states_that_nothing_tells_apart_are_no_side(language: str, text: str) -> None:
    assert names(read(text, language)) == []


@pytest.mark.parametrize(("language", "text"), [("de", "Der Westen schwieg."), ("en", "The West stayed silent.")])
def test_the_west_is_one_side_in_both_languages(language: str, text: str) -> None:
    assert names(read(text, language)) == ["the West"]


def test_an_abbreviation_of_two_bodies_is_the_one_of_the_article() -> None:
    assert "Rapid Support Forces" in names(read("Im Sudan rückte die RSF auf Khartum vor.", "de"))


def test_media_do_not_speak_for_a_side() -> None:
    mention = next(m for m in read("Das meldete Reuters am Abend.", "de").actors if m.actor.name == "Reuters")
    assert mention.speaks is False


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es ist Zeit, die Welt zu ändern, und die Union ist mehr als ein Bild."),
        ("de", "Die Gedenkbotschaften und das Nudelgericht überzeugten."),
        ("en", "Care for the world takes time and a standard, so the union keeps its shape."),
    ],
)
def test_common_words_are_no_bodies(language: str, text: str) -> None:
    assert names(read(text, language)) == []
    assert places(read(text, language)) == []


@pytest.mark.parametrize(
    "text",
    ["A-B-C-" * 50_000, "Minister" * 20_000, "Der Präsident der Ukraine von der Regierung des " * 300],
    ids=["hyphens", "one word", "owners"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = process_time()
    read(text, "de")
    assert process_time() - begin < 5


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("de", "Russische und ukrainische Unterhändler sprachen.", ["RU", "UA"]),
        ("de", "Der thailändische und der kambodschanische Außenminister sprachen.", ["TH", "KH"]),
        ("de", "Die deutschen, französischen und britischen Soldaten zogen ab.", ["DE", "FR", "GB"]),
        ("en", "French, German, and British leaders spoke.", ["FR", "DE", "GB"]),
        ("en", "US and Israeli warplanes took off.", ["US", "IL"]),
        ("en", "Israel and Lebanese troops withdrew.", ["LB"]),
    ],
)
def test_a_noun_with_several_owners_is_a_side_of_each(language: str, text: str, countries: list[str]) -> None:
    assert [a.country for a in read(text, language).actors[-1].actors] == countries


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("South Korea's Joint Chiefs of Staff said so.", "South Korean Joint Chiefs of Staff", "KR"),
        ("The Joint Chiefs of Staff said so.", "Joint Chiefs of Staff", "US"),
        ("Myanmar's People's Defence Force said so.", "People's Defence Force", "MM"),
    ],
)
def test_an_arm_of_the_state_belongs_to_the_state_that_is_named(text: str, name: str, country: str) -> None:
    last = read(text, "en").actors[-1].actor
    assert (last.name, last.country) == (name, country)
