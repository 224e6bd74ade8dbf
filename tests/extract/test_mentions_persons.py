"""Persons: titles, appositions, surnames, offices and pronouns."""

import pytest
from mention_reading import actor, names, read


@pytest.mark.parametrize(
    ("language", "text", "words", "name", "country", "role"),
    [
        (
            "de",
            "Der französische Außenminister Jean-Noël Barrot reiste ab.",
            "französische Außenminister Jean-Noël Barrot",
            "Jean-Noël Barrot",
            "FR",
            "foreign minister",
        ),
        (
            "de",
            "Das teilte US-Präsident Donald Trump mit.",
            "US-Präsident Donald Trump",
            "Donald Trump",
            "US",
            "president",
        ),
        (
            "de",
            "Bundesverteidigungsminister Boris Pistorius (SPD) lehnte ab.",
            "Bundesverteidigungsminister Boris Pistorius",
            "Boris Pistorius",
            "DE",
            "defence minister",
        ),
        (
            "de",
            "Kreml-Sprecher Dmitri Peskow schwieg.",
            "Kreml-Sprecher Dmitri Peskow",
            "Dmitry Peskov",
            "RU",
            "spokesperson",
        ),
        (
            "en",
            "British Defence Secretary John Healey agreed.",
            "British Defence Secretary John Healey",
            "John Healey",
            "GB",
            "defence minister",
        ),
        (
            "en",
            "Ukrainian President Volodymyr Zelensky agreed.",
            "Ukrainian President Volodymyr Zelensky",
            "Volodymyr Zelensky",
            "UA",
            "president",
        ),
        (
            "en",
            "Interior Minister Ihor Klymenko agreed.",
            "Interior Minister Ihor Klymenko",
            "Ihor Klymenko",
            "UA",
            "interior minister",
        ),
        (
            "en",
            "Peskov, the Kremlin spokesman, disagreed.",
            "Peskov, the Kremlin spokesman",
            "Dmitry Peskov",
            "RU",
            "spokesperson",
        ),
        (
            "en",
            "The governor of Kharkiv region, Oleh Syniehubov, agreed.",
            "governor of Kharkiv region, Oleh Syniehubov",
            "Oleh Syniehubov",
            "UA",
            "governor",
        ),
    ],
)
def test_title_and_name_are_one_mention(
    language: str, text: str, words: str, name: str, country: str, role: str
) -> None:
    found = actor(read(text, language), words).actor
    assert (found.name, found.kind, found.country, found.role) == (name, "person", country, role)


@pytest.mark.parametrize(
    ("language", "text", "name", "country"),
    [
        ("de", "Der malische Innenminister Tarek Umbrano sprach. Umbrano nannte keine Zahlen.", "Tarek Umbrano", "ML"),
        ("en", "Kenyan Trade Minister Osaro Benteke spoke. Benteke gave no figures.", "Osaro Benteke", "KE"),
        ("en", "Osaro Benteke, the Kenyan trade minister, spoke. Benteke gave no figures.", "Osaro Benteke", "KE"),
        ("en", "Kenya's trade minister, Osaro Benteke, spoke. Benteke gave no figures.", "Osaro Benteke", "KE"),
    ],
)
def test_an_unknown_person_is_known_by_surname_after_the_title(
    language: str, text: str, name: str, country: str
) -> None:
    people = [m.actor for m in read(text, language).actors if m.actor.kind == "person"]
    assert [(p.name, p.country) for p in people] == [(name, country), (name, country)]


def test_a_headline_may_use_the_surname_before_the_article_introduces_it() -> None:
    text = "Umbrano droht mit Rücktritt.\n\nDer malische Innenminister Tarek Umbrano sprach in Bamako."
    assert read(text, "de").actors[0].actor.name == "Tarek Umbrano"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Selenskyjs Antwort kam am Abend.", "Volodymyr Zelensky"),
        ("de", "Putins Sprecher schwieg.", "Vladimir Putin"),
        ("en", "Zelensky's answer came at night.", "Volodymyr Zelensky"),
    ],
)
def test_the_genitive_of_a_surname_is_the_person(language: str, text: str, name: str) -> None:
    assert name in {m.actor.name for m in read(text, language).actors}


@pytest.mark.parametrize(
    ("language", "text", "words", "name"),
    [
        (
            "de",
            "Gouverneur Oleh Synjehubow sprach. Der Gouverneur nannte Zahlen.",
            "Gouverneur Oleh Synjehubow",
            "Oleh Syniehubov",
        ),
        (
            "en",
            "Rustem Umerov spoke. Defence Minister Umerov left. The minister gave figures.",
            "Defence Minister Umerov",
            "Rustem Umerov",
        ),
        ("en", "The Russian president spoke.", "Russian president", "Vladimir Putin"),
    ],
)
def test_an_office_alone_is_its_holder_in_the_fullest_words_of_the_article(
    language: str, text: str, words: str, name: str
) -> None:
    mention = read(text, language).actors[-1]
    assert (mention.actor.name, mention.actor.text, mention.form) == (name, words, "office")


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Das sagte Polizeisprecher Abdi Omar in Damaskus.", "Abdi Omar"),
        ("en", "Police spokesman Abdi Omar said so in Damascus.", "Abdi Omar"),
        ("en", "SDF commander Abdi said so in Syria.", "Mazloum Abdi"),
    ],
)
def test_a_surname_of_the_tables_can_be_the_given_name_of_a_stranger(language: str, text: str, name: str) -> None:
    assert name in names(read(text, language))


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [
        ("de", "Hamas-Chef Jahja Sinwar lehnte ab.", "Hamas"),
        ("en", "A Hezbollah commander declined.", "Hezbollah"),
        ("en", "Hamas leader Yahya Sinwar spoke. He declined.", "Hamas"),
    ],
)
def test_the_leader_of_an_armed_group_stands_on_its_side(language: str, text: str, side: str) -> None:
    mention = read(text, language).actors[-1]
    assert (mention.actor.kind, [a.name for a in mention.sides]) == ("person", [side])


def test_an_office_of_a_country_goes_to_who_held_it_at_the_time() -> None:
    text = "Der US-Präsident lehnte ab."
    assert names(read(text, "de", "2023-06-01")) == ["Joe Biden"]
    assert names(read(text, "de", "2025-06-01")) == ["Donald Trump"]


def test_an_indefinite_office_is_somebody_new() -> None:
    mentions = read("Sprecher Dmitri Peskow schwieg. Ein Sprecher der ukrainischen Luftwaffe redete.", "de")
    found = mentions.actors[-1].actor
    assert found.name != "Dmitry Peskov"
    assert (found.country, found.role) == ("UA", "spokesperson")


@pytest.mark.parametrize(
    ("language", "text", "pronoun", "name"),
    [
        ("de", "Außenministerin Annalena Baerbock reiste ab. Sie lehnte den Plan ab.", "sie", "Annalena Baerbock"),
        ("de", "Präsident Wolodymyr Selenskyj reiste ab. Er lehnte den Plan ab.", "er", "Volodymyr Zelensky"),
        ("en", "Maria Zakharova spoke after Sergei Lavrov. She rejected the plan.", "she", "Maria Zakharova"),
        ("en", "Maria Zakharova spoke after Sergei Lavrov. He rejected the plan.", "he", "Sergei Lavrov"),
    ],
)
def test_a_pronoun_is_the_last_fitting_person(language: str, text: str, pronoun: str, name: str) -> None:
    found = [m for m in read(text, language, "2023-06-01").actors if m.form == "pronoun"]
    assert [(m.actor.name, m.number) for m in found] == [(name, "sg")], pronoun


def test_a_plural_pronoun_is_no_person() -> None:
    mentions = read("Maria Sacharowa sprach. Sie haben drei Brücken zerstört.", "de")
    assert [m for m in mentions.actors if m.form == "pronoun"] == []


def test_the_speaker_of_a_reported_sentence_is_not_the_person_it_speaks_of() -> None:
    text = "Verteidigungsminister Boris Pistorius reiste nach Kiew. Putin wolle keinen Frieden, sagte er."
    pronoun = next(m for m in read(text, "de").actors if m.form == "pronoun")
    assert pronoun.actor.name == "Boris Pistorius"


def test_a_pronoun_is_not_sought_too_far_back() -> None:
    text = "Sergei Lavrov spoke. It rained. It snowed. The wind rose. He left."
    assert [m for m in read(text, "en").actors if m.form == "pronoun"] == []


def test_a_namesake_with_another_office_is_nobody_of_a_country_that_is_not_named() -> None:
    text = "The bomb went off in Cali, Colombia. Defence Minister Pedro Sánchez spoke."
    assert actor(read(text, "en"), "Defence Minister Pedro Sánchez").actor.country == "CO"
    assert actor(read(f"{text} Spain agreed.", "en"), "Defence Minister Pedro Sánchez").actor.country == "ES"


def test_another_given_name_is_another_person() -> None:
    mentions = read("Trainer Thomas Scholz lobte seine Mannschaft.", "de", "2023-06-01")
    assert "Olaf Scholz" not in names(mentions)


def test_a_noun_behind_a_title_is_no_name() -> None:
    mentions = read("Der Sprecher Journalisten gegenüber: kein Wort. Der Minister Maßnahmen angekündigt.", "de")
    assert not {"Journalisten", "Maßnahmen"} & {m.actor.name for m in mentions.actors}


def test_the_mention_keeps_the_head_of_the_name() -> None:
    mention = read("Der französische Außenminister Jean-Noël Barrot reiste ab.", "de").actors[0]
    assert (mention.first, mention.head, mention.last) == (1, 4, 4)
    assert (mention.gender, mention.number, mention.form) == ("m", "sg", "name")


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "de",
            "Der Leiter der Abteilung für Kriegsverbrechen beim Innenministerium, Juri Belousow, sprach.",
            "Juri Belousow",
        ),
        ("en", "The chairman of the foreign affairs committee, Marta Oliveira, spoke.", "Marta Oliveira"),
    ],
)
def test_a_name_behind_what_the_office_is_of_belongs_to_it(language: str, text: str, name: str) -> None:
    assert read(text, language).actors[0].actor.name == name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Minister traf den Präsidenten, Wolodymyr Selenskyj, am Abend."),
        ("en", "The minister met the president, Volodymyr Zelensky, at night."),
    ],
)
def test_a_name_behind_another_office_does_not(language: str, text: str) -> None:
    assert read(text, language).actors[0].actor.name != "Volodymyr Zelensky"


@pytest.mark.parametrize(
    ("language", "text", "words", "name"),
    [
        ("de", "Minister Guido Crosetto sprach. Das lehnte der Italiener ab.", -1, "Guido Crosetto"),
        ("de", "Minister Guido Crosetto sprach. Das lehnten die Italiener ab.", -1, "Italy"),
        ("de", "Ministerin Agnes Pfister sprach. Das lehnte die SPD-Politikerin ab.", -1, "Agnes Pfister"),
        ("de", "Minister Guido Crosetto sprach. Das lehnte der 62-Jährige ab.", -1, "Guido Crosetto"),
        ("en", "Defence Minister Guido Crosetto spoke. The 62-year-old declined.", -1, "Guido Crosetto"),
        ("en", "Harris spoke in Washington. Harris' office declined.", -1, "Kamala Harris's office"),
        ("de", "Die Regierung von Ministerpräsident Viktor Orbán lehnte ab.", 0, "Hungarian government"),
    ],
)
def test_other_words_for_somebody_named_before(language: str, text: str, words: int, name: str) -> None:
    assert read(text, language).actors[words].actor.name == name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "In Kairo berieten die Außenminister."),
        ("de", "Aus Gaza kam nichts, wie die Staats- und Regierungschefs erklärten."),
        ("en", "In Cairo the foreign ministers agreed."),
        ("en", "The presidents met in Cairo."),
    ],
)
def test_several_of_whom_a_country_has_one_are_of_none(language: str, text: str) -> None:
    people = [m.actor for m in read(text, language).actors if m.actor.role]
    assert [p.country for p in people] == [None]
