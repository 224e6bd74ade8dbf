"""Publish the contract: JSON Schema 2020-12 and an AsyncAPI 3.0 document, generated from the models.

    python -m schemas.publish            write schemas/published/
    python -m schemas.publish --check    write nothing, exit with 1 when a file there is stale

What comes out is described as it is written: every key is present, and a reader has to accept keys it does not know,
because fields are added without notice. What goes in (article.json) is described as it is accepted.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from schemas.alert import AlertMessage, SystemEvent
from schemas.article import Article
from schemas.event import AidPledge, Attack, Event, Kind, Statement, Talks

FOLDER = Path(__file__).parent / "published"
EXAMPLES = Path(__file__).parent / "examples"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
CONTRACT_VERSION = "1.0.0"

Schema = dict[str, Any]


class _Plain(GenerateJsonSchema):
    """Without the titles that repeat the name of each field."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class _Open(_Plain):
    """Without `additionalProperties: false`: a new field is no new contract."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("additionalProperties", None)
        return made


def _input(name: str, title: str, model: Any) -> Schema:
    return _document(name, title, TypeAdapter(model).json_schema(mode="validation", schema_generator=_Plain))


def _output(name: str, title: str, model: Any) -> Schema:
    return _document(name, title, TypeAdapter(model).json_schema(mode="serialization", schema_generator=_Open))


def _document(name: str, title: str, schema: Schema) -> Schema:
    head = {"$schema": DIALECT, "$id": f"urn:depesche:schema:{name}:1", "title": title}
    definitions = {"$defs": schema["$defs"]} if "$defs" in schema else {}
    body = {key: value for key, value in schema.items() if key not in ("title", "$defs")}
    return head | body | definitions


def schemas() -> dict[str, Schema]:
    """Return the JSON Schemas by file name."""
    return {
        "article.json": _input("article", "Article", Article),
        "event.json": _output("event", "Event of one of the four kinds", Event)
        | {"description": "`kind` tells which of the four it is."},
        "attack.json": _output("attack", "Attack", Attack),
        "talks.json": _output("talks", "Talks", Talks),
        "statement.json": _output("statement", "Statement", Statement),
        "aid_pledge.json": _output("aid_pledge", "Aid pledge", AidPledge),
        "alert.json": _output("alert", "Alert in its CloudEvents envelope", AlertMessage),
        "system.json": _output("system", "System message in its CloudEvents envelope", SystemEvent),
    }


def examples(of: Literal["alert", "system"]) -> dict[str, Any]:
    """Return the messages in `schemas/examples/` whose file name begins with `of`, by file name without suffix."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob(f"{of}*.json"))}


def asyncapi() -> Schema:
    """Return the AsyncAPI 3.0 document: three Redis channels, their messages and examples."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Depesche",
            "version": CONTRACT_VERSION,
            "description": "Typed events read from news, as alerts on Redis. Fields are added without notice; "
            "none is renamed or dropped within a major version.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": _channels(),
        "operations": {
            "publishAlert": _send("live", "Each alert once, at the moment it is committed."),
            "logAlert": _send("log", "The same message in the log, from which a gap is filled."),
            "publishSystem": _send("system", "What goes wrong with a source or a receiver."),
        },
        "components": {
            "messages": {
                "alert": _message("alert", "Alert", "What changed about one event."),
                "system": _message("system", "System message", "The state of a source or a receiver changed."),
            }
        },
    }


def _channels() -> Schema:
    return {
        "live": {
            "address": "depesche:alerts:{kind}",
            "title": "Alerts, live",
            "description": "Redis Pub/Sub. `PSUBSCRIBE depesche:alerts:*` hears every kind. A subscriber that was away "
            "has missed what was published meanwhile: `data.sequence` shows the gap.",
            "parameters": {"kind": {"enum": list(get_args(Kind)), "description": "Kind of the event."}},
            "messages": {"alert": {"$ref": "#/components/messages/alert"}},
        },
        "log": {
            "address": "depesche:alerts",
            "title": "Alerts, log",
            "description": "Redis stream, trimmed to about the newest 100,000. The id of an entry is `<sequence>-0`: "
            "`XRANGE depesche:alerts 17-0 17-0` is alert 17; its one field, `message`, holds the message as published.",
            "messages": {"alert": {"$ref": "#/components/messages/alert"}},
        },
        "system": {
            "address": "depesche:system",
            "title": "The system about itself",
            "description": "Redis Pub/Sub.",
            "messages": {"system": {"$ref": "#/components/messages/system"}},
        },
    }


def _send(channel: str, summary: str) -> Schema:
    return {"action": "send", "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}


def _message(name: Literal["alert", "system"], title: str, summary: str) -> Schema:
    return {
        "name": name,
        "title": title,
        "summary": summary,
        "contentType": "application/json",
        "payload": {"schemaFormat": SCHEMA_FORMAT, "schema": {"$ref": f"./{name}.json"}},
        "examples": [{"name": stem, "payload": payload} for stem, payload in examples(name).items()],
    }


def documents() -> dict[str, str]:
    """Return the text of every published file by its name."""
    made: Mapping[str, Schema] = schemas() | {"asyncapi.json": asyncapi()}
    return {name: json.dumps(document, ensure_ascii=False, indent=2) + "\n" for name, document in made.items()}


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the names of files in `folder` that differ from what would be published, that are missing or too many."""
    wanted = documents()
    present = {path.name: path.read_text("utf-8") for path in folder.glob("*") if path.is_file()}
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def publish(folder: Path = FOLDER) -> None:
    """Write every document into `folder` and remove files that are no longer published."""
    folder.mkdir(exist_ok=True)
    wanted = documents()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8")
    for path in folder.glob("*"):
        if path.name not in wanted:
            path.unlink()


def main() -> int:
    """Run the command line described at the top."""
    parser = argparse.ArgumentParser(prog="python -m schemas.publish", description="Generate schemas/published/.")
    parser.add_argument("--check", action="store_true", help="write nothing, exit with 1 when a file is stale")
    if not parser.parse_args().check:
        publish()
        return 0
    names = stale()
    if names:
        sys.stderr.write(f"stale in schemas/published: {', '.join(names)}; run `python -m schemas.publish`\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
