"""The words for actors of each language are sound."""

from importlib.resources import files

import pytest

from worker.languages.actors import ActorNoun, Actors, Office, load_actors
from worker.languages.names import load_names
from worker.languages.tables import rows
from worker.text.normalise import fold

FOLDER = files("worker.languages")
ACTOR_KINDS = {"country", "government", "military", "armed_group", "organization", "other", "person"}


@pytest.fixture(params=["de", "en"])
def actors(request: pytest.FixtureRequest) -> Actors:
    return load_actors(FOLDER / request.param / "actors.toml", request.param)


@pytest.mark.parametrize("language", ["de", "en"])
def test_nouns_are_of_kinds_of_the_contract_and_have_forms(language: str) -> None:
    nouns = rows(FOLDER / language / "actors.toml", "nouns", ActorNoun)
    assert {n.kind for n in nouns} <= ACTOR_KINDS
    assert all(n.forms and all(n.forms) for n in nouns)


@pytest.mark.parametrize("language", ["de", "en"])
def test_offices_exist_in_countries_of_the_tables(language: str) -> None:
    offices = rows(FOLDER / language / "actors.toml", "offices", Office)
    assert {c for o in offices for c in o.countries} <= load_names().countries.keys()
    assert all(o.office and (o.forms or o.feminine) for o in offices)


def test_every_language_can_tell_pronouns_owners_and_pairs(actors: Actors) -> None:
    assert {p.gender for p in actors.pronouns.values()} == {"m", "f"}
    assert actors.owner_words
    assert actors.definite
    assert actors.pair_words
    assert actors.pair_nouns


def test_common_words_are_there(actors: Actors) -> None:
    words = {"de": ("außenminister", "sprecher", "behörden"), "en": ("foreign minister", "spokesman", "officials")}
    minister, speaker, authorities = words[actors.language]
    assert actors.offices[fold(minister)].office.office == "foreign minister"
    assert actors.offices[fold(speaker)].office.office == "spokesperson"
    assert actors.nouns[fold(authorities)].kind == "government"
