"""What stands in the documentation is true: commands, settings, samples."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import tomli
from pydantic.fields import FieldInfo

from schemas import Article
from schemas.alert import Change
from worker import cli, settings
from worker.commands.doubts import doubts
from worker.endpoint.metrics import registry
from worker.feeds import Feed
from worker.identity.severity_table import parse_table, published
from worker.routing.condition import Condition
from worker.routing.config import Receiver, Route
from worker.routing.settling import SCHEDULE_S
from worker.sources.formats import FORMATS, read
from worker.store import Store

ROOT = Path(__file__).parent.parent
SITES = (ROOT / "examples" / "sites.csv").read_text("utf-8")
SEVERITY = (ROOT / "docs" / "severity.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "depesche.toml").read_text("utf-8")


def test_readme_shows_every_command_and_every_format_of_file() -> None:
    for name in cli.depesche.commands:
        assert f"depesche {name}" in README
    for suffix in FORMATS:
        assert suffix == ".htm" or f"`{suffix}`" in README


def test_every_file_that_is_linked_to_is_there() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_table_of_severity_is_the_one_in_force() -> None:
    rows = [
        f"| {rule.kind} | {rule.level} | {rule.reason} | {', '.join(rule.statuses) or 'any'} |"
        for rule in published().rules
    ]
    assert re.findall(r"^\| (?:attack|talks|statement|aid_pledge) .*", SEVERITY, re.MULTILINE) == rows


def test_the_example_of_a_table_of_severity_can_be_used() -> None:
    (example,) = re.findall(r"```toml\n# severity.toml\n(.*?)```", SEVERITY, re.DOTALL)
    assert len(parse_table(example, "severity.toml").rules) == 3


def test_python_examples_in_readme_compile() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        compile(block, "README.md", "exec")


def test_example_configuration_names_every_setting_with_its_variable() -> None:
    for variable, field in settings.ENVIRONMENT.items():
        assert re.search(rf"^# {field} = .*# {variable}:", EXAMPLE, re.MULTILINE), field


def test_example_configuration_with_everything_taken_in_is_accepted(tmp_path: Path) -> None:
    whole = re.sub(r"^# (\w+ = |\[\[)", r"\1", EXAMPLE, flags=re.MULTILINE)
    assert set(tomli.loads(whole)["run"]) == set(settings.ENVIRONMENT.values())
    (tmp_path / "depesche.toml").write_text(whole)
    (tmp_path / "sites.csv").write_text(SITES)
    (tmp_path / "severity.toml").write_text("rules = []")
    assert set(tomli.loads(whole)["severity"]) == {"table"}
    assert set(tomli.loads(whole)["polling"]) == set(settings.Polling.model_fields)
    assert set(tomli.loads(whole)["feeds"][0]) == set(Feed.model_fields)
    assert set(tomli.loads(whole)["endpoint"]) == set(settings.Endpoint.model_fields)
    assert {field for receiver in tomli.loads(whole)["receivers"] for field in receiver} == set(Receiver.model_fields)
    assert set(tomli.loads(whole)["delivery"]) == set(settings.Delivering.model_fields)
    assert set(tomli.loads(whole)["history"]) == set(settings.History.model_fields)
    assert set(tomli.loads(whole)["routes"][0]) == set(Route.model_fields)
    assert set(tomli.loads(whole)["routing"]) == set(settings.Routing.model_fields)
    loaded = settings.load(file=tmp_path / "depesche.toml", environment={})
    assert (loaded.folders[0].name, loaded.feeds[0].name) == ("seeds", "example.org")


def test_samples_are_a_dozen_articles_in_two_languages_of_several_outlets_and_formats() -> None:
    files = sorted((ROOT / "seeds").iterdir())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    found = [item for path in files for item in read(path, name=path.name, source="seeds", fetched=now)]
    articles = [item for item in found if isinstance(item, Article)]
    assert len(articles) == len(files) >= 12
    assert {article.language for article in articles} >= {"de", "en"}
    assert len({article.outlet for article in articles}) >= 5
    assert {path.suffix for path in files} >= {".json", ".md", ".html", ".txt"}


def test_routes_in_the_documentation_are_accepted_and_nothing_about_them_is_doubtful(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "routes.md").read_text("utf-8")
    (tmp_path / "sites.csv").write_text(*re.findall(r"```csv\n(.*?)```", page, re.DOTALL))
    shown = README.partition("<!-- routes:begin -->")[2].partition("<!-- routes:end -->")[0]
    for text in (
        *re.findall(r"```toml\n(.*?)```", page, re.DOTALL),
        *re.findall(r"```toml\n(.*?)```", shown, re.DOTALL),
    ):
        (tmp_path / "depesche.toml").write_text(text, "utf-8")
        loaded = settings.load(file=tmp_path / "depesche.toml", environment={})
        assert loaded.routes
        assert list(doubts(loaded)) == []
    example = settings.load(file=ROOT / "examples" / "routes.toml", environment={})
    assert len(example.routes) == 5
    assert list(doubts(example)) == []


def test_every_field_of_a_condition_is_explained() -> None:
    page = (ROOT / "docs" / "routes.md").read_text("utf-8")
    for name, field in Condition.model_fields.items():
        assert re.search(rf"^\| .*`{field.alias or name}`.* \|", page, re.MULTILINE), name


def test_the_documented_schedule_is_the_one_that_is_kept() -> None:
    page = (ROOT / "docs" / "webhooks.md").read_text("utf-8")
    (row,) = re.findall(r"^\| wait \|(.+)\|$", page, re.MULTILINE)
    seconds = {"s": 1, "min": 60, "h": 3_600}
    waits = [int(number) * seconds[unit] for number, unit in (cell.split() for cell in row.split("|"))]
    assert waits == [0, *SCHEDULE_S]


def settings_documented() -> dict[str, tuple[str, str]]:
    """Default and whether a change takes effect at once, by setting, as docs/operations.md has them."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+\.\w+)` \| (.+?) \| (.*?) ?\| .+ \|$", page, re.MULTILINE)
    return {name: (default, live) for name, default, live in rows}


def default_of(field: FieldInfo) -> str | None:
    """What the page has to say of a default; None where it is worked out."""
    if field.is_required():
        return "required"
    if field.default_factory or field.default == "":
        return None
    if field.default == get_args(Change):
        return "all"
    if isinstance(field.default, bool):
        return str(field.default).lower()
    if field.default is None or not (isinstance(field.default, int | float) or field.default):
        return "none"
    return f"`{field.default:g}`" if isinstance(field.default, int | float) else f"`{field.default}`"


def test_every_setting_is_in_the_table_of_operations_with_its_default() -> None:
    tables = {
        "folders": settings.Folder, "feeds": Feed, "polling": settings.Polling, "endpoint": settings.Endpoint,
        "receivers": Receiver, "routes": Route, "routing": settings.Routing, "delivery": settings.Delivering,
        "severity": settings.Grading, "history": settings.History,
    }  # fmt: skip
    run = {name: field for name, field in settings.Settings.model_fields.items() if name not in tables}
    fields = {f"run.{name}": field for name, field in run.items()}
    fields |= {f"{table}.{name}": f for table, model in tables.items() for name, f in model.model_fields.items()}
    del fields["severity.text"]  # what stands in the file
    documented = settings_documented()
    assert set(documented) == set(fields)
    for name, field in fields.items():
        default, live = documented[name]
        assert default_of(field) in (None, default), name
        assert live == ("live" if name.partition(".")[0] in settings.RELOADED else ""), name


def test_every_metric_is_in_the_table_of_operations(store: Store) -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| (`depesche_.+?`) \|.*\| .+ \|$", page, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    told = {f"{m.name}_total" if m.type == "counter" else m.name for m in registry(store).collect()}
    assert documented == told
    assert {name.removesuffix("_bucket") for name in re.findall(r"depesche_[a-z_]+", page)} == told
