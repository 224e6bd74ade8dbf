"""The commands `depesche feeds ...`, as they are typed."""

import json
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result
from misbehaving import Server, feed

from worker import settings
from worker.cli import depesche
from worker.sources.feed import ACCEPT

RSS = (
    '<rss version="2.0"><channel><title>Harbour News</title><item><title>Bridge\x1b[2J closed</title>'
    "<link>https://news.example/1?utm_source=rss</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
    "<description>Until May.</description></item></channel></rss>"
)
OPML = (
    '<opml version="2.0"><body><outline text="World">'
    '<outline text="Harbour &quot;News&quot;" xmlUrl="https://news.example/rss" language="de"/>'
    '<outline text="Wire" xmlUrl="https://wire.example/rss"/><outline text="Bad" xmlUrl="ftp://wire.example/rss"/>'
    "</outline></body></opml>"
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in (*settings.ENVIRONMENT, settings.CONFIG_VARIABLE, settings.FEEDS_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    Path("feed.xml").write_text(RSS, "utf-8")
    Path("feeds.opml").write_text(OPML, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(depesche, ["feeds", *arguments], standalone_mode=False)


def feeds() -> list[tuple[str, str]]:
    return [(feed.name, feed.url) for feed in settings.load(environment={}).feeds]


def test_test_shows_what_would_be_read() -> None:
    shown = run("test", "feed.xml").stdout
    assert "rss-2.0: Harbour News" in shown
    assert "2024-03-05 10:00" in shown
    assert "https://news.example/1\n" in shown
    assert "\x1b" not in shown


def test_test_as_json_has_items_and_their_articles() -> None:
    seen = json.loads(run("test", "feed.xml", "--json").stdout)
    assert (seen["outcome"], seen["format"], seen["count"]) == ("items", "rss-2.0", 1)
    (item,) = seen["items"]
    assert item["link"] == "https://news.example/1?utm_source=rss"
    assert item["published"] == "2024-03-05T10:00:00Z"
    assert item["article"]["url"] == "https://news.example/1"
    assert item["article"]["text"].endswith("closed\n\nUntil May.")


def test_test_of_a_list_shows_its_feeds() -> None:
    seen = json.loads(run("test", "feeds.opml", "--json").stdout)
    assert (seen["outcome"], seen["format"], seen["count"]) == ("items", "opml-2.0", 2)
    assert seen["items"][1]["link"] == "https://wire.example/rss"
    assert "Bad" in seen["remarks"][0]


def test_test_of_no_feed_fails_with_the_reason() -> None:
    Path("page.html").write_text("<html><body>News</body></html>", "utf-8")
    result = run("test", "page.html")
    assert result.return_value == 1
    assert "refused (html): an HTML page" in result.stdout


def test_test_asks_a_server_as_polling_does() -> None:
    Path("depesche.toml").write_text('[polling]\nallow = ["127.0.0.0/8"]\n', "utf-8")
    with Server({"rss": feed()}) as server:
        shown = run("test", f"{server.url}/rss").stdout
    ((_, headers),) = server.requests
    assert headers["accept"] == ACCEPT["Accept"]
    assert "Bridge open" in shown


def test_test_of_an_address_inside_the_own_network_is_refused() -> None:
    result = run("test", "http://127.0.0.1:9/feed")
    assert "refused_address" in str(result.exception)


def test_import_appends_and_leaves_the_rest_as_it_is() -> None:
    before = '# mine\n[run]\nname = "x"   # kept\n\n[[feeds]]\nurl = "https://wire.example/rss"'
    Path("depesche.toml").write_text(before, "utf-8")
    result = run("import", "feeds.opml")
    assert "1 feeds added, 1 known already" in result.stderr
    assert "left out Bad" in result.stderr
    assert Path("depesche.toml").read_text("utf-8").startswith(before + "\n\n[[feeds]]\n")
    assert feeds() == [("wire.example", "https://wire.example/rss"), ('Harbour "News"', "https://news.example/rss")]
    assert settings.load(environment={}).feeds[1].tags == ("World",)


def test_import_twice_adds_once() -> None:
    run("import", "feeds.opml")
    written = Path("depesche.toml").read_bytes()
    assert "0 feeds added, 2 known already" in run("import", "feeds.opml").stderr
    assert Path("depesche.toml").read_bytes() == written


def test_import_prints_and_writes_nothing_when_asked_to() -> None:
    printed = run("import", "feeds.opml", "--print").stdout
    assert [feed["name"] for feed in tomli.loads(printed)["feeds"]] == ['Harbour "News"', "Wire"]
    assert not Path("depesche.toml").exists()


def test_import_gives_a_name_that_is_taken_a_number() -> None:
    Path("depesche.toml").write_text('[[folders]]\npath = "Wire"\n', "utf-8")
    run("import", "feeds.opml")
    assert ("Wire 2", "https://wire.example/rss") in feeds()


def test_import_that_would_break_the_configuration_is_refused_and_changes_nothing() -> None:
    before = 'feeds = [{url = "https://n.example/"}]\n'
    Path("depesche.toml").write_text(before, "utf-8")
    result = run("import", "feeds.opml")
    assert "use --print" in str(result.exception)
    assert Path("depesche.toml").read_text("utf-8") == before


def test_import_of_a_broken_list_names_file_and_reason() -> None:
    Path("feeds.opml").write_text(OPML[:-30], "utf-8")
    assert "feeds.opml: broken OPML: it is cut off" in str(run("import", "feeds.opml").exception)


def test_export_and_list_show_what_was_imported() -> None:
    run("import", "feeds.opml")
    exported = run("export").stdout
    assert 'text="Harbour &quot;News&quot;"' in exported
    Path("depesche.toml").unlink()
    Path("feeds.opml").write_text(exported, "utf-8")
    run("import", "feeds.opml")
    assert [name for name, _ in feeds()] == ['Harbour "News"', "Wire"]
    assert "https://wire.example/rss  [World]" in run("list").stdout
    assert json.loads(run("list", "--json").stdout.splitlines()[0])["language"] == "de"
