"""The commands `depesche events`, `show`, `replay` and `export`, as they are typed."""

import csv
import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import alert_body, article, attack, statement

from schemas import AlertBody, AlertMessage, Article, Evidence, Place, Quantity, Severity
from worker import keys, pipeline
from worker.cli import depesche
from worker.commands.filters import OPTIONS
from worker.identity import Decision, Resolution
from worker.routing.operators import OPERATORS
from worker.store import RedisServer, Store

NOW = datetime.now(UTC)
ODESA = Place(name="Odesa", kind="city", country="UA", lat=46.48, lon=30.73, text="Odessa")
OBLAST = Place(name="Kyiv Oblast", kind="region", country="UA", lat=50.2, lon=30.5, text="region")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DEPESCHE_") or name == "REDIS_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPESCHE_HOME", str(tmp_path / "home"))


@pytest.fixture
def running(store: Store, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    return store


@pytest.fixture
def told(running: Store) -> Store:
    """Four events with one alert each, of twenty days to an hour ago."""
    known = (
        (attack("old"), "high", "Old", 20 * 24),
        (attack("kyiv"), "high", "Kyiv \x1b[2Jhit", 48),
        (attack("nowhere", places=()), "critical", "Somewhere hit", 24),
        (statement("said"), "low", "Vale speaks of a bridge", 1),
    )
    for event, level, headline, hours in known:
        tell(running, alert_body(event, f"a-{event.id}", headline=headline, severity=Severity(level=level)), hours)
    return running


def tell(store: Store, body: AlertBody, hours: float = 0) -> None:
    item = article(body.reports[0].article)
    store.enter(item)
    resolution = Resolution((Decision(body, body.event, True, ()),))
    assert store.commit(item, resolution, store.candidates([]), NOW - timedelta(hours=hours)).outcome == "done"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(depesche, arguments, standalone_mode=False)


def ids(*arguments: str) -> list[str]:
    return [json.loads(line)["event"]["id"] for line in run("events", "--json", *arguments).stdout.splitlines()]


def refusal(*arguments: str) -> str:
    return str(run(*arguments).exception.format_message())


# events


def test_events_are_lines_with_the_newest_report_first(told: Store) -> None:
    shown = run("events").stdout
    assert [line.split()[0] for line in shown.splitlines()] == ["said", "nowhere", "kyiv", "old"]
    assert "\x1b" not in shown
    assert "unconfirmed  high      attack      Old  [wire]" in shown
    assert run("events", "--kind", "talks").stdout == ""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--kind", "attack"), ["nowhere", "kyiv", "old"]),
        (("--kind", "statement", "--kind", "talks"), ["said"]),
        (("--country", "ua"), ["kyiv", "old"]),
        (("--place", "kyiv", "--since", "3d"), ["kyiv"]),
        (("--near", "50.4,30.5,20", "--until", "3d"), ["old"]),
        (("--near", "-33.9,151.2,50"), []),
        (("--severity", "high"), ["nowhere", "kyiv", "old"]),
        (("--severity", "critical"), ["nowhere"]),
        (("--standing", "contested"), []),
        (("--actor", "Vale"), ["said"]),
        (("--actor-country", "RU", "--since", "47h"), ["nowhere"]),
        (("--words", "BRIDGE"), ["said"]),
        (("--text", "somewhere"), ["nowhere"]),
        (("--source", "wire", "--independent-sources", "1"), ["said", "nowhere", "kyiv", "old"]),
        (("--language", "de"), []),
        (("--outlet", "Nobody"), []),
    ],
)
def test_events_are_asked_for_in_the_words_of_routes(told: Store, asked: tuple[str, ...], found: list[str]) -> None:
    assert ids(*asked) == found


def test_whatever_a_route_can_ask_is_an_option() -> None:
    assert OPTIONS.keys() == OPERATORS.keys()


@pytest.mark.parametrize(
    "asked",
    [
        ("--kind", "war"), ("--country", "UKR"), ("--severity", "worst"), ("--standing", "true"), ("--near", "50,30"),
        ("--near", "91,0,1"), ("--near", "nan,0,1"), ("--near", "1,2,0"), ("--independent-sources", "0"),
        ("--independent-sources", "many"), ("--words", " "), ("--place", "!"), ("--since", "yesterday"),
        ("--until", "12"), ("--since", "1d", "--until", "2d"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_wrong_argument(told: Store, asked: tuple[str, ...]) -> None:
    for command in ("events", "replay", "export"):
        begin = ("--since", "9d") if command == "replay" and "--since" not in asked else ()
        form = ("--format", "csv") if command == "export" else ()
        assert asked[0] in refusal(command, *asked, *begin, *form)


def test_an_event_as_json_is_all_that_is_known_of_it(told: Store) -> None:
    (line,) = run("events", "--json", "--kind", "statement").stdout.splitlines()
    found = json.loads(line)
    assert (found.pop("alerts"), found.pop("told")) == ([4], {})
    assert datetime.fromisoformat(found.pop("last_report")) == NOW - timedelta(hours=1)
    assert AlertBody.model_validate_json(json.dumps(found)).event == statement("said")


# show


@pytest.fixture
def story(running: Store) -> Store:
    """A strike that three outlets tell, one of them with a higher toll, and another event."""
    for name, outlet, killed in (("a1", "Blatt", 20), ("a2", "Dispatch", 31), ("a3", "Post", 31)):
        sentence = f"{outlet}: {killed} people died."
        item = Article(
            id=name, text=sentence, title=f"Strike \x1b[1m{name}", url=f"https://news.example/{name}", language="en",
            published=NOW, fetched=NOW, source="wire", outlet=outlet,
        )  # fmt: skip
        event = attack(
            f"reading-{name}", killed=Quantity(min=killed, max=None, text="x"),
            evidence=(Evidence(start=0, end=len(sentence), text=sentence),),
        )  # fmt: skip
        running.enter(item)
        pipeline.decide(item, [event], running)
    tell(running, alert_body(statement("other"), "a4"))
    return running


def test_show_tells_report_by_report_what_each_said_and_which_alert_it_brought(story: Store) -> None:
    shown = run("show", "reading-a1").stdout
    assert "\x1b" not in shown
    head, first, second, third = shown.split("\n\n")
    assert head.startswith("Russia attacks Ukraine: Kyiv; at least 31 killed")
    assert "standing     corroborated, independent sources: 3" in head
    assert "places       Kyiv (city, UA)" in head
    assert "Blatt (wire, en)  Strike" in first
    assert "    https://news.example/a1\n    said      Russia attacks Ukraine: Kyiv; at least 20 killed" in first
    assert "    evidence  Blatt: 20 people died.\n    alert     1, new: " in first
    assert "    said      Russia attacks Ukraine: Kyiv; at least 31 killed" in second
    assert "    alert     2, updated: " in second
    assert "killed: at least 20 → at least 31" in second
    assert "    alert     3, corroborated: " in third


def test_a_retracted_event_is_shown_asked_for_and_exported(running: Store) -> None:
    for version, events in (("v1", [attack("hit")]), ("v2", [])):
        item = article("a1", version=version, title="Strike")
        assert pipeline.take(item, running, lambda *_: None)
        begun = running.begin("a1")
        assert begun is not None
        pipeline.decide(item, events, running, begun.told)
    assert ids("--standing", "retracted") == ["hit"]
    assert ids("--standing", "unconfirmed") == []
    shown = run("show", "hit").stdout
    assert shown.startswith("Retracted: Russia attacks Ukraine: Kyiv; 2 killed")
    assert "    said      nothing of it any more\n    withdrawn " in shown
    assert "    alert     2, retracted: Retracted: " in shown
    assert "              standing: unconfirmed → retracted" in shown
    (row,) = csv.DictReader(io.StringIO(run("export", "--format", "csv").stdout))
    assert (row["standing"], row["outlets"], row["reports"]) == ("retracted", "", "1")


def test_show_tells_which_event_another_turned_out_to_be(running: Store) -> None:
    kyiv = attack().places[0]
    for name, places in (("a1", (kyiv,)), ("a2", (ODESA,)), ("a3", (kyiv, ODESA))):
        words = " ".join(f"{name}{n}" for n in range(9))
        running.enter(item := article(name, outlet=name, published=NOW))
        hit = attack(f"hit-{name}", places=places, killed=None, evidence=(Evidence(start=0, end=9, text=words),))
        pipeline.decide(item, [hit], running)
    younger, elder = run("show", "hit-a2").stdout, run("show", "hit-a1").stdout
    assert younger.startswith("Part of another event: Russia attacks Ukraine: Odesa")
    assert "is now       hit-a1" in younger
    assert "joined: not known → hit-a1" in younger
    assert "was also     hit-a2" in elder
    assert "              joins: + hit-a2" in elder
    assert elder.count("    said      Russia attacks Ukraine: ") == 3


def test_show_tells_which_routes_sent_it_from_which_alert_on(story: Store) -> None:
    assert "sent by      no route" in run("show", "reading-a1").stdout
    story.client.hset(keys.EVENT.of("reading-a1"), "told", " kyiv:1 desk.two:3")
    assert "sent by      kyiv from alert 1 on; desk.two from alert 3 on" in run("show", "reading-a1").stdout
    assert json.loads(run("show", "reading-a1", "--json").stdout)["told"] == {"kyiv": 1, "desk.two": 3}


def test_show_takes_the_id_of_an_alert_too(story: Store) -> None:
    assert run("show", "reading-a1-3").stdout == run("show", "reading-a1").stdout


def test_show_as_json_has_every_step(story: Store) -> None:
    found = json.loads(run("show", "reading-a1", "--json").stdout)
    assert found["alerts"] == [1, 2, 3]
    assert [step["report"]["article"] for step in found["story"]] == ["a1", "a2", "a3"]
    assert [step["said"]["killed"]["min"] for step in found["story"]] == [20, 31, 31]
    assert [[alert["change"] for alert in step["alerts"]] for step in found["story"]] == [
        ["new"], ["updated"], ["corroborated"],
    ]  # fmt: skip
    (killed,) = [change for change in found["story"][1]["alerts"][0]["changes"] if change["field"] == "killed"]
    assert (killed["before"]["min"], killed["after"]["min"]) == (20, 31)


def test_show_tells_also_what_is_left_of_a_story(story: Store) -> None:
    story.client.delete(keys.RESULT.of("a1"), keys.ALERTS.name)
    first, second = run("show", "reading-a1").stdout.split("\n\n")[1:3]
    assert "said      no longer kept" in first
    assert first.endswith("    no alert")
    assert "said      Russia attacks Ukraine: Kyiv; at least 31 killed" in second


def test_an_event_that_is_not_there_is_told(story: Store) -> None:
    story.client.hset(keys.EVENT.of("other"), "body", "{}")
    for wanted in ("x", "x-1", "-", "\x1b[2J", "\udcff"):
        assert "there is no event" in str(run("show", "--", wanted).exception)
        assert "\x1b" not in str(run("show", "--", wanted).exception)
    assert "event other cannot be read" in str(run("show", "other").exception)


# replay


def test_replay_prints_what_was_published_marked_as_replay(told: Store) -> None:
    published = [AlertMessage.model_validate_json(text) for _, text in told.alerts(0)]
    replayed = [AlertMessage.model_validate_json(line) for line in run("replay", "--since", "1").stdout.splitlines()]
    assert [message.data.mode for message in replayed] == ["replay"] * 4
    assert [
        message.model_copy(update={"data": message.data.model_copy(update={"mode": "live"})}) for message in replayed
    ] == published


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (("--since", "3"), [3, 4]),
        (("--since", "3d"), [2, 3, 4]),
        (("--since", "3d", "--until", "25h"), [2]),
        (("--since", "0", "--kind", "attack", "--severity", "critical"), [3]),
        (("--since", "5"), []),
    ],
)
def test_replay_takes_times_numbers_and_the_words_of_routes(told: Store, asked: tuple[str, ...], numbers: Any) -> None:
    lines = run("replay", *asked).stdout.splitlines()
    assert [json.loads(line)["data"]["sequence"] for line in lines] == numbers


def test_replay_to_a_stream_reaches_nothing_else(told: Store) -> None:
    told.deliveries.configure([("desk", "channel desk")])
    listener = told.client.pubsub(ignore_subscribe_messages=True)
    listener.psubscribe("*")
    before = told.client.xlen(keys.ALERTS.name)
    result = run("replay", "--since", "3d", "--to", "study:november")
    assert (result.stdout, result.stderr) == ("", "alerts to study:november: 3\n")
    messages = [json.loads(fields["message"])["data"] for _, fields in told.client.xrange("study:november")]
    assert [(data["sequence"], data["mode"]) for data in messages] == [(2, "replay"), (3, "replay"), (4, "replay")]
    assert listener.get_message(timeout=0.1) is None
    assert told.client.xlen(keys.ALERTS.name) == before
    assert told.deliveries.unrouted(0.001) == ()
    assert told.status().sequence == 4
    listener.close()
    told.client.delete("study:november")


@pytest.mark.parametrize(
    "name", ["depesche:alerts", "depesche:alerts:attack", "depesche:system", "{depesche}:events", "", "a b", "ä"]
)
def test_replay_never_goes_where_depesche_keeps_its_own(told: Store, name: str) -> None:
    assert "--to" in refusal("replay", "--since", "1", "--to", name)


def test_replay_to_what_is_no_stream_is_refused(told: Store) -> None:
    told.client.set("mine", "x")
    assert "mine is a string in Redis" in str(run("replay", "--since", "1", "--to", "mine").exception)
    told.client.delete("mine")


# export


def test_a_table_has_a_row_for_each_event(told: Store) -> None:
    result = run("export", "--format", "csv", "--since", "3d")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["id"] for row in rows] == ["said", "nowhere", "kyiv"]
    kyiv = rows[2]
    assert (kyiv["kind"], kyiv["severity"], kyiv["places"], kyiv["countries"]) == ("attack", "high", "Kyiv", "UA")
    assert (kyiv["lat"], kyiv["lon"], kyiv["killed_min"], kyiv["attackers"]) == ("50.45", "30.52", "2", "Russia")
    assert (kyiv["when_start"], kyiv["when_end"]) == ("2026-11-24", "2026-11-25")
    assert kyiv["last_report_utc"] == f"{NOW - timedelta(hours=48):%Y-%m-%d %H:%M:%S}"
    assert rows[0]["speaker"] == "Vale"
    assert result.stderr == "events: 3\n"


def test_a_map_has_a_feature_for_each_event_that_is_somewhere(told: Store) -> None:
    tell(told, alert_body(attack("wave", places=(OBLAST, *attack().places, ODESA)), "a-wave"))
    tell(told, alert_body(attack("area", places=(OBLAST,)), "a-area"))
    result = run("export", "--format", "geojson", "--since", "3d")
    found = json.loads(result.stdout)
    assert found["type"] == "FeatureCollection"
    assert {feature["id"]: feature["geometry"] for feature in found["features"]} == {
        "wave": {"type": "MultiPoint", "coordinates": [[30.52, 50.45], [30.73, 46.48]]},
        "area": {"type": "Point", "coordinates": [30.5, 50.2]},
        "kyiv": {"type": "Point", "coordinates": [30.52, 50.45]},
    }
    assert found["features"][2]["properties"]["killed_min"] == 2
    assert result.stderr == "events: 5; left out, because nowhere on the map: 2\n"


def test_lines_of_json_are_what_events_prints(told: Store) -> None:
    assert run("export", "--format", "jsonl").stdout == run("events", "--json").stdout


def test_a_file_is_written_in_utf_8_and_with_a_mark_where_that_is_asked(told: Store) -> None:
    tell(told, alert_body(statement("łódź", "Łoś"), "a-5", headline="Łoś 😀"))
    assert run("export", "--format", "csv", "-o", "plain.csv").stdout == ""
    run("export", "--format", "csv", "--bom", "--output", "marked.csv")
    plain, marked = Path("plain.csv").read_bytes(), Path("marked.csv").read_bytes()
    assert marked == b"\xef\xbb\xbf" + plain
    assert "Łoś 😀" in plain.decode("utf-8")
    assert "--bom" in refusal("export", "--format", "geojson", "--bom")


def test_nothing_to_export_is_an_empty_file_of_its_form(running: Store) -> None:
    assert run("export", "--format", "jsonl").stdout == ""
    assert len(run("export", "--format", "csv").stdout.splitlines()) == 1
    assert json.loads(run("export", "--format", "geojson").stdout)["features"] == []


# What others wrote


def test_what_cannot_be_read_is_passed_over_and_counted(told: Store) -> None:
    told.client.hset(keys.EVENT.of("kyiv"), "body", '{"change": "new", "revision": 1}')
    told.client.delete(keys.EVENT.of("old"))
    told.client.set(keys.EVENT.of("old"), "foreign", ex=60)
    told.client.zadd(keys.EVENTS.name, {"expired": NOW.timestamp()})
    told.client.xadd(keys.ALERTS.name, {"foreign": "entry"}, id="9-0")
    assert ids() == ["said", "nowhere"]
    for arguments in (("events",), ("export", "--format", "csv"), ("export", "--format", "geojson")):
        assert run(*arguments).stderr.startswith("2 passed over: another version of Depesche wrote them")
    result = run("replay", "--since", "1")
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr.startswith("1 passed over")
    told.client.delete(keys.EVENT.of("old"))


def test_a_stopped_installation_shows_what_it_left(tmp_path: Path) -> None:
    with RedisServer(tmp_path / "home") as server:
        store = Store.open(server.url)
        tell(store, alert_body(attack("left"), "a1"))
        store.client.close()
    assert ids() == ["left"]
    assert "Kyiv (city, UA)" in run("show", "left").stdout
    assert RedisServer(tmp_path / "home").pid is None
