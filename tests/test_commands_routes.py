"""The commands `depesche routes ...` and `depesche explain`, as they are typed."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from helpers import alert_body, article, attack, statement

from schemas import Severity
from worker.cli import depesche
from worker.identity import Decision, Resolution
from worker.store import RedisServer, Store

NOW = datetime.now(UTC)
CONFIG = """
[[receivers]]
name = "desk"
channel = "desk"

[[receivers]]
name = "phone"
channel = "phone"

[[routes]]
name = "ukraine"
receivers = ["desk", "phone"]
changes = ["new"]
match = {country = ["UA"], any = [{severity = "high"}, {words = ["Bridge"]}]}
group = {by = ["country"], wait = 60}
rate = {alerts = 3, seconds = 60}
quiet = {begin = 00:00:00, end = 23:59:59}

[[routes]]
name = "talks"
receivers = ["desk"]
[routes.match]
kind = "talks"
"""


@pytest.fixture(autouse=True)
def _configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DEPESCHE_") or name == "REDIS_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DEPESCHE_HOME", str(tmp_path / "home"))
    Path("depesche.toml").write_text(CONFIG, "utf-8")


@pytest.fixture
def told(store: Store, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Four alerts, of twenty days to an hour ago."""
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    events = [
        (attack("old"), "high", "Old", 20 * 24),
        (attack("e1"), "high", "Kyiv \x1b[2Jhit", 48),
        (attack("e2", places=()), "critical", "Somewhere hit", 24),
        (statement("e3"), "low", "Vale speaks", 1),
    ]
    for event, level, headline, hours in events:
        item = article(f"a-{event.id}")
        store.enter(item)
        body = alert_body(event, item.id, headline=headline, severity=Severity(level=level))
        resolution = Resolution((Decision(body, event, True, ()),))
        store.commit(item, resolution, store.candidates([]), NOW - timedelta(hours=hours))
    return store


def run(*arguments: str) -> Result:
    return CliRunner().invoke(depesche, arguments, standalone_mode=False)


def test_list_shows_each_route_on_a_line():
    first, second = run("routes", "list").stdout.splitlines()
    assert first.split("  to ")[0].strip() == "ukraine"
    assert "desk, phone: country UA; (severity at least high) or (words bridge); changes new; quiet 00:00 to" in first
    assert "grouped by country, 60 s; at most 3 in 60 s" in first
    assert second.endswith("to desk: kind talks")
    assert json.loads(run("routes", "list", "--json").stdout.splitlines()[1])["match"] == {"kind": ["talks"]}


def test_test_tells_what_would_have_been_sent_and_what_matched_nothing(told):
    shown = run("routes", "test").stdout
    assert shown.startswith("3 alerts since ")
    assert "; 2 to no route" in shown
    assert "1 alert, 1 of them after quiet hours" in shown
    assert "Kyiv" in shown
    assert "\x1b" not in shown
    assert "talks                 matched nothing" in shown


def test_test_as_json_looks_back_as_far_as_asked(told):
    found = json.loads(run("routes", "test", "--since", "4w", "--samples", "1", "--json").stdout)
    assert (found["alerts"], found["unrouted"]) == (4, 2)
    ukraine, talks = found["routes"]
    assert (ukraine["name"], ukraine["alerts"], talks["alerts"]) == ("ukraine", 2, 0)
    assert [(one["id"], one["sequence"]) for one in ukraine["samples"]] == [("e1-1", 2)]
    assert found["first"] == (NOW - timedelta(days=20)).isoformat()
    (only,) = json.loads(run("routes", "test", "--since", "90m", "--route", "talks", "--json").stdout)["routes"]
    assert only["name"] == "talks"


def test_what_another_version_published_is_passed_over(told):
    told.client.xadd("depesche:alerts", {"message": '{"specversion": "0.9"}'}, id="5-0")
    told.client.xadd("depesche:alerts", {"foreign": "entry"}, id="6-0")
    assert run("routes", "test").stdout.startswith("3 alerts since ")
    assert "there is no alert 5" in str(run("explain", "5").exception)
    assert "there is no alert e9-1" in str(run("explain", "e9-1").exception)


def test_test_on_an_empty_stream_matches_nothing(store, redis_server, monkeypatch):
    monkeypatch.setenv("REDIS_URL", redis_server.url)
    assert run("routes", "test").stdout.startswith("0 alerts since ")


@pytest.mark.parametrize("span", ["14", "d", "-1d", "1.5h", "99999w", "1 d", "٣d", "", "0001-01-01", "2026-02-30"])
def test_a_span_that_is_none_is_a_wrong_argument(told, span):
    result = run("routes", "test", "--since", span)
    assert "a time such as" in str(result.exception.format_message())


def test_a_route_that_is_not_there_is_told():
    assert "there is no route 'x'" in str(run("routes", "test", "--route", "x").exception)
    Path("depesche.toml").write_text("")
    assert "there are no [[routes]]" in str(run("routes", "test").exception)
    assert run("routes", "list").stdout == ""


def test_explain_tells_what_is_known_and_why_each_route_takes_it_or_not(told):
    shown = run("explain", "2").stdout
    assert "\x1b" not in shown
    assert "places                Kyiv (city, UA)" in shown
    assert "actors                Russia (RU), Ukraine (UA)" in shown
    assert "ukraine               taken, to desk, phone" in shown
    assert "  yes      changes: new; found: new" in shown
    assert "    yes      country: UA; found: Kyiv (UA)" in shown
    assert "        no       words: bridge; found: none of them" in shown
    assert "  then     group: with all that have country=UA; grouped by country, 60 s" in shown
    assert "talks                 not taken" in shown
    assert "    no       kind: talks; found: attack" in shown


def test_explain_tells_that_a_route_sent_an_earlier_alert_of_the_event(told):
    item, event = article("a-again"), attack("e1")
    told.enter(item)
    body = alert_body(event, item.id, change="updated", revision=2, severity=Severity(level="low"))
    told.commit(item, Resolution((Decision(body, event, True, ()),)), told.candidates([]), NOW)
    Path("depesche.toml").write_text(CONFIG.replace('changes = ["new"]\n', ""))
    assert "  no       told: an earlier alert of this event; found: none" in run("explain", "5").stdout
    told.client.hset("{depesche}:event:e1", "told", " ukraine:2")
    shown = run("explain", "5").stdout
    assert "ukraine               taken, to desk, phone" in shown
    assert "  yes      told: an earlier alert of this event; found: alert 2" in shown


def test_explain_says_what_is_not_known(told):
    shown = run("explain", "e2-1").stdout
    assert "places                not known" in shown
    assert "    unknown  country: UA; found: no place is known" in shown
    assert "ukraine               not taken" in shown


def test_explain_as_json_has_every_stage(told):
    found = json.loads(run("explain", "e1-1", "--json").stdout)
    assert (found["id"], found["sequence"]) == ("e1-1", 2)
    assert found["known"]["severity"] == ["high"]
    ukraine, talks = found["routes"]
    assert (ukraine["taken"], ukraine["group_key"], talks["taken"]) == (True, "country=UA", False)
    assert ukraine["hold_until"].endswith("T23:59:59+00:00")
    changes, match = ukraine["checks"]
    assert (changes["answer"], match["parts"][0]["found"]) == ("yes", "Kyiv (UA)")


@pytest.mark.parametrize(
    "wanted", ["0", "5", "999999999999999", "9999999999999999999999", "e9-1", "e1", "-", "e1-1\x1b["]
)
def test_an_alert_that_is_not_there_is_told(told, wanted):
    result = run("explain", "--", wanted)
    assert "there is no alert" in str(result.exception)
    assert "\x1b" not in str(result.exception)


def test_config_check_warns_of_a_receiver_that_no_route_leads_to():
    assert run("config", "check").stdout.endswith("0 folders, 0 feeds, 2 receivers, 2 routes, no mistakes\n")
    assert run("config", "check").stderr == ""
    Path("depesche.toml").write_text(CONFIG + '[[receivers]]\nname = "forgotten"\nchannel = "x"\n')
    assert "warning: no route leads to the receiver 'forgotten'" in run("config", "check").stderr


def test_config_check_warns_of_feeds_of_one_site_that_would_confirm_each_other():
    feed = '[[feeds]]\nurl = "https://{}/{}.xml"\nname = "{}"\n'
    named = "".join(feed.format("post.example", name, name) + 'outlet = "The Post"\n' for name in ("world", "politics"))
    Path("depesche.toml").write_text(named + feed.format("herald.example", "news", "herald"))
    assert run("config", "check").stderr == ""
    Path("depesche.toml").write_text(named + feed.format("www.post.example", "sport", "sport"))
    assert run("config", "check").stderr.splitlines() == [
        "warning: the feeds of post.example would confirm each other: say the outlet of 'sport'"
    ]


def test_config_check_warns_of_names_that_no_alert_has():
    Path("depesche.toml").write_text(
        CONFIG
        + """
[routes.match.not]
source = "wire"
any = [
  {country = ["UK", "PL"]}, {actor_country = "XK"}, {place = ["Kiew", "Lodz", "Unheard-of"]},
  {actor = ["Selenskyj", "Zelensky", "Russia", "Nobody"]},
]
"""
    )
    assert run("config", "check").stderr.splitlines() == [
        "warning: route talks: no folder or feed is called 'wire'",
        "warning: route talks: there is no country 'UK'",
        "warning: route talks: alerts say 'Kyiv Oblast' or 'Kyiv' for 'Kiew'",
        "warning: route talks: alerts say 'Volodymyr Zelensky' for 'Selenskyj'",
    ]
