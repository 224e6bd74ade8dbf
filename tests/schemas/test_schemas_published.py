"""What stands in schemas/published is what the models say, and says it in a way that other programs can use."""

import copy
import json
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from schemas import AlertMessage, Kind, SystemEvent
from schemas import publish as published
from schemas.alert import ALERT_SCHEMA, SYSTEM_SCHEMA
from worker import keys

JSON_SCHEMAS = {path.name: json.loads(path.read_text("utf-8")) for path in published.FOLDER.glob("*.json")}
ASYNCAPI = JSON_SCHEMAS.pop("asyncapi.json")
ALERTS = published.examples("alert")
SYSTEM = published.examples("system")


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(JSON_SCHEMAS[name], format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_published_files_are_fresh() -> None:
    assert published.stale() == []


def test_a_changed_a_missing_and_a_superfluous_file_are_stale(tmp_path) -> None:
    published.publish(tmp_path)
    assert published.stale(tmp_path) == []
    (tmp_path / "alert.json").write_text("{}")
    (tmp_path / "event.json").unlink()
    (tmp_path / "left_over.json").write_text("{}")
    assert published.stale(tmp_path) == ["alert.json", "event.json", "left_over.json"]
    published.publish(tmp_path)
    assert published.stale(tmp_path) == []


@pytest.mark.parametrize("name", sorted(JSON_SCHEMAS))
def test_every_schema_is_valid_2020_12_with_id_title_and_plain_definition_names(name: str) -> None:
    schema = JSON_SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:depesche:schema:{name.removesuffix('.json')}:1"
    assert schema["title"]
    assert schema["description"]
    assert all(definition.isidentifier() and "_" not in definition for definition in schema.get("$defs", {}))


def test_a_message_names_the_schema_that_describes_it() -> None:
    for schema_id, name, messages in ((ALERT_SCHEMA, "alert.json", ALERTS), (SYSTEM_SCHEMA, "system.json", SYSTEM)):
        assert JSON_SCHEMAS[name]["$id"] == schema_id
        assert {message["dataschema"] for message in messages.values()} == {schema_id}


def test_there_is_an_example_of_every_kind_and_of_new_updated_and_corroborated() -> None:
    assert {message["data"]["event"]["kind"] for message in ALERTS.values()} == {
        "attack",
        "talks",
        "statement",
        "aid_pledge",
    }
    assert {message["data"]["change"] for message in ALERTS.values()} == {"new", "updated", "corroborated", "retracted"}
    assert SYSTEM


@pytest.mark.parametrize("name", sorted(ALERTS))
def test_example_alert_validates_and_is_what_the_models_write(name: str) -> None:
    validator("alert.json").validate(ALERTS[name])
    validator("event.json").validate(ALERTS[name]["data"]["event"])
    validator(f"{ALERTS[name]['data']['event']['kind']}.json").validate(ALERTS[name]["data"]["event"])
    assert AlertMessage.model_validate_json(json.dumps(ALERTS[name])).model_dump(mode="json") == ALERTS[name]


@pytest.mark.parametrize("name", sorted(SYSTEM))
def test_example_system_message_validates(name: str) -> None:
    validator("system.json").validate(SYSTEM[name])
    assert SystemEvent.model_validate_json(json.dumps(SYSTEM[name])).model_dump(mode="json") == SYSTEM[name]


@pytest.mark.parametrize("name", sorted(ALERTS))
def test_evidence_of_examples_is_as_long_as_its_span(name: str) -> None:
    for sentence in ALERTS[name]["data"]["event"]["evidence"]:
        assert len(sentence["text"]) == sentence["end"] - sentence["start"]


BROKEN: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "no kind": (("data", "event", "kind"), None),
    "a kind that does not exist": (("data", "event", "kind"), "flood"),
    "a status of another kind": (("data", "event", "status"), "pledged"),
    "confidence above one": (("data", "event", "confidence"), 1.5),
    "a negative count": (("data", "event", "killed", "min"), -1),
    "a day that does not exist": (("data", "event", "when", "start"), "2023-02-30"),
    "a country that is no code": (("data", "event", "attackers", 0, "country"), "Russia"),
    "a place off the globe": (("data", "event", "places", 0, "lat"), 95),
    "a change that does not exist": (("data", "change"), "seen"),
    "a sequence of zero": (("data", "sequence"), 0),
    "no reports": (("data", "reports"), []),
    "a standing that claims too much": (("data", "standing"), "verified"),
    "another specversion": (("specversion",), "0.3"),
    "a type of another program": (("type",), "com.example.alert"),
    "a time that is none": (("time",), "yesterday"),
    "a time without offset": (("time",), "2023-12-29T18:52:03"),
}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_broken_alert_fails_schema_and_model(what: str) -> None:
    path, value = BROKEN[what]
    message = copy.deepcopy(ALERTS["alert-attack-updated"])
    inner = message
    for step in path[:-1]:
        inner = inner[step]
    assert inner[path[-1]] != value
    inner[path[-1]] = value
    with pytest.raises(ValidationError):
        validator("alert.json").validate(message)
    with pytest.raises(ValueError, match=r"validation error"):
        AlertMessage.model_validate_json(json.dumps(message))


@pytest.mark.parametrize("key", sorted(ALERTS["alert-attack-updated"]["data"]))
def test_alert_without_one_of_its_keys_fails(key: str) -> None:
    message = copy.deepcopy(ALERTS["alert-attack-updated"])
    del message["data"][key]
    with pytest.raises(ValidationError):
        validator("alert.json").validate(message)


def test_a_reader_with_an_old_schema_accepts_a_field_that_was_added_later() -> None:
    message = copy.deepcopy(ALERTS["alert-attack-updated"])
    message["data"]["event"]["added_later"] = 1
    validator("alert.json").validate(message)


def test_asyncapi_names_the_channels_and_the_stream_that_redis_has() -> None:
    addresses = {channel["address"] for channel in ASYNCAPI["channels"].values()}
    assert addresses == {
        keys.CHANNEL_PREFIX + "{kind}",
        keys.ALERTS.name,
        keys.SYSTEM_CHANNEL,
    }
    assert ASYNCAPI["asyncapi"] == "3.0.0"
    assert ASYNCAPI["channels"]["live"]["parameters"]["kind"]["enum"] == list(get_args(Kind))


def test_every_reference_of_asyncapi_leads_somewhere() -> None:
    resources = [(name, Resource.from_contents(schema)) for name, schema in JSON_SCHEMAS.items()]
    registry: Registry = Registry().with_resources(resources)
    found = list(references(ASYNCAPI))
    assert found
    for reference in found:
        if reference.startswith("#/"):
            at: Any = ASYNCAPI
            for step in reference.removeprefix("#/").split("/"):
                at = at[step]
        else:
            registry.get_or_retrieve(reference.removeprefix("./"))


def references(node: Any) -> Any:
    match node:
        case {"$ref": str(reference)}:
            yield reference
        case dict():
            for value in node.values():
                yield from references(value)
        case list():
            for value in node:
                yield from references(value)


@pytest.mark.parametrize("name", ["alert", "system"])
def test_examples_in_asyncapi_validate_against_the_schema_their_message_refers_to(name: str) -> None:
    message = ASYNCAPI["components"]["messages"][name]
    schema = message["payload"]["schema"]["$ref"].removeprefix("./")
    assert message["examples"]
    for example in message["examples"]:
        validator(schema).validate(example["payload"])
