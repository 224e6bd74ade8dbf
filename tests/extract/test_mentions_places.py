"""Places: names in both languages, part words, namesakes, everyday words."""

import pytest
from mention_reading import place, places, read


@pytest.mark.parametrize(
    ("language", "text", "words", "name", "kind", "admin1"),
    [
        ("de", "Explosionen in Charkiw.", "Charkiw", "Kharkiv", "city", "Kharkiv Oblast"),
        ("de", "Explosionen in Lemberg.", "Lemberg", "Lviv", "city", "Lviv Oblast"),
        ("de", "Explosionen in der Region Charkiw.", "Region Charkiw", "Kharkiv Oblast", "region", None),
        ("de", "Explosionen im Gebiet Charkiw.", "Gebiet Charkiw", "Kharkiv Oblast", "region", None),
        ("en", "Blasts in Kharkiv region.", "Kharkiv region", "Kharkiv Oblast", "region", None),
        ("en", "Blasts in Nikopol district.", "Nikopol district", "Nikopol", "district", "Dnipropetrovsk Oblast"),
        (
            "de",
            "Brand im Kernkraftwerk Saporischschja.",
            "Kernkraftwerk Saporischschja",
            "Zaporizhzhia Nuclear Power Plant",
            "site",
            "Zaporizhzhia Oblast",
        ),
    ],
)
def test_places_have_an_english_name_and_their_region(
    language: str, text: str, words: str, name: str, kind: str, admin1: str | None
) -> None:
    found = place(read(text, language), words).place
    assert (found.name, found.kind, found.admin1, found.country) == (name, kind, admin1, "UA")
    assert found.lat is not None


def test_an_adjective_of_a_city_names_it() -> None:
    assert places(read("Sie trafen sich in einem Genfer Hotel.", "de")) == ["Geneva"]


def test_a_seat_is_a_place_too() -> None:
    assert places(read("They met in the Oval Office.", "en")) == ["Washington"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("In Tripolis wurde geschossen. Libyen schwieg.", "LY"),
        ("Haftars Truppen rückten auf Libyens Hauptstadt Tripolis vor.", "LY"),
    ],
)
def test_of_namesakes_the_one_in_a_country_of_the_article_is_meant(text: str, country: str) -> None:
    assert place(read(text, "de"), "Tripolis").place.country == country


def test_a_namesake_is_chosen_by_the_countries_of_the_article() -> None:
    assert place(read("Belarus erwartet Besuch in Brest.", "de"), "Brest").place.country == "BY"
    assert place(read("Frankreich erwartet Besuch in Brest.", "de"), "Brest").place.country == "FR"


def test_georgia_is_the_state_where_only_america_is_named() -> None:
    assert place(read("The United States voted. In Georgia polls closed.", "en"), "Georgia").place.country == "US"
    assert place(read("In Georgia polls closed. Tbilisi was calm.", "en"), "Georgia").place.country == "GE"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("de", "Die Ukraine meldete Treffer im Dorf Wyschnopilja.", "Wyschnopilja"),
        ("en", "Ukraine reported hits in the village of Vyshnopillia.", "Vyshnopillia"),
        ("en", "Ukraine reported hits near Vyshnopillia.", "Vyshnopillia"),
    ],
)
def test_an_unknown_place_is_known_by_its_part_word_or_cue(language: str, text: str, words: str) -> None:
    found = place(read(text, language), words).place
    assert (found.name, found.country, found.lat) == (words, "UA", None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Essen in der Halle war gut, und der Regen am Hof hörte auf."),
        ("de", "Trainer Leon Damer lobte Jamal Musiala."),
        ("de", "Sind die Gäste da?"),
        ("de", "Bars und Tanks sind hier selten."),
        ("en", "It was a nice split of the perm and the cork."),
        ("en", "They dug on the west bank of the river."),
        ("en", "The Commerce Department reported growth."),
    ],
)
def test_everyday_words_and_given_names_are_no_places(language: str, text: str) -> None:
    assert places(read(text, language)) == []


def test_the_longest_name_wins() -> None:
    assert places(read("Der Südsudan schwieg.", "de")) == ["South Sudan"]
    assert places(read("South Sudan was silent.", "en")) == ["South Sudan"]
    assert places(read("Papua New Guinea was silent.", "en")) == ["Papua New Guinea"]


def test_a_place_inside_the_name_of_a_body_is_none() -> None:
    assert places(read("Das meldete die New York Times.", "de")) == []


def test_mentions_are_found_by_sentence_in_order_of_the_text() -> None:
    mentions = read("Kiew schwieg. Charkiw und Sumy brannten.", "de")
    assert [m.place.name for m in mentions.places_in(1)] == ["Kharkiv", "Sumy"]
    assert [m.actor.country for m in mentions.actors_in(0)] == ["UA"]
    assert mentions.actors_in(7) == ()
