"""Receivers, routes and sites in the configuration, and on which line a mistake with them stands."""

from datetime import time
from pathlib import Path

import pytest

from worker.errors import ConfigError
from worker.routing.condition import Condition
from worker.routing.config import Quiet, Rate, Receiver
from worker.routing.sites import Site
from worker.settings import load

DESK = '[[receivers]]\nname = "desk"\nchannel = "desk"\n'  # three lines
SITES = "name,lat,lon,km,attack,statement\nkyiv-office,50.45,30.52,5,30,\nodesa depot,46.48,30.73,,10,\n"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(text: str, sites: str | None = None, **environment: str):
    Path("depesche.toml").write_text(text, "utf-8")
    if sites is not None:
        Path("sites.csv").write_text(sites, "utf-8")
    return load(environment=environment)


def refused(text: str, sites: str | None = None, **environment: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(text, sites, **environment)
    return str(caught.value)


def test_a_route_is_read_as_toml_writes_it():
    found = loaded(
        DESK
        + """
[[routes]]
name = "ukraine"
receivers = ["desk"]
changes = ["new", "updated"]
group = {by = ["kind"], wait = 60}
[routes.rate]
alerts = 10
seconds = 3600
[routes.quiet]
begin = 22:00:00
end = "06:30"
timezone = "Europe/Kyiv"
[routes.match]
kind = "attack"
country = ["ua"]
severity = "high"
[[routes.match.any]]
place = ["Kyiv"]
[[routes.match.any]]
near = {lat = 50.45, lon = 30.52, km = {attack = 30, statement = 5}}
[routes.match.not]
standing = ["contested"]
"""
    )
    (route,) = found.routes
    assert found.receivers == (Receiver(name="desk", channel="desk"),)
    assert (route.rate, route.changes) == (Rate(alerts=10, seconds=3600), ("new", "updated"))
    assert route.quiet == Quiet(begin=time(22), end=time(6, 30), timezone="Europe/Kyiv", except_from="critical")
    assert (route.match.kind, route.match.country, route.match.severity) == (("attack",), ("UA",), "high")
    assert route.match.any[0] == Condition(place="Kyiv")
    assert route.match.any[1].near.km == {"attack": 30, "statement": 5}
    assert route.match.not_ == Condition(standing=["contested"])


def test_routes_may_come_from_the_environment_and_their_receivers_from_the_file():
    found = loaded(
        DESK, SITES,
        DEPESCHE_ROUTES='[{"name": "all", "receivers": ["desk"]}, '
        '{"name": "near", "receivers": ["desk"], "match": {"not": {"near": {"site": "*"}}}}]',
        DEPESCHE_ROUTING='{"sites": "sites.csv"}',
    )  # fmt: skip
    assert [route.name for route in found.routes] == ["all", "near"]
    assert found.routes[0].match is None
    assert [site.name for site in found.routes[1].match.not_.near.sites] == ["kyiv-office", "odesa depot"]
    assert "environment: routes[0].receivers[0]: there is no" in refused(
        "", DEPESCHE_ROUTES='[{"name": "a", "receivers": ["b"]}]'
    )


@pytest.mark.parametrize("depth", [11, 300, 100_000])
def test_conditions_within_conditions_end_somewhere(depth: int):
    match = '{"not": ' * depth + '{"kind": "talks"}' + "}" * depth
    problem = refused(DESK, DEPESCHE_ROUTES=f'[{{"name": "r", "receivers": ["desk"], "match": {match}}}]')
    assert problem.startswith("DEPESCHE_ROUTES: ")
    assert len(problem) < 2_000


def test_sites_are_found_beside_the_file_with_a_radius_for_each_kind(tmp_path, monkeypatch):
    text = (
        DESK + '[routing]\nsites = "sites.csv"\n'
        '[[routes]]\nname = "a"\nreceivers = ["desk"]\nmatch = {near = {site = "kyiv-office"}}\n'
        '[[routes]]\nname = "b"\nreceivers = ["desk"]\n[routes.match.near]\nsite = ["odesa depot"]\nkm = 3\n'
    )
    found = loaded(text, SITES)
    a, b = (route.match.near.sites[0] for route in found.routes)
    km = {"attack": 30, "talks": 5, "statement": 5, "aid_pledge": 5}
    assert a == Site(name="kyiv-office", lat=50.45, lon=30.52, km=km)
    assert b.km == dict.fromkeys(km, 3)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load(file=tmp_path / "depesche.toml", environment={}).routes == found.routes


def test_children_get_the_same_routes(tmp_path):
    chosen = loaded(
        DESK + '[routing]\nsites = "sites.csv"\n[[routes]]\nname = "r"\nreceivers = ["desk"]\n'
        'quiet = {begin = 22:00:00, end = 06:00:00}\nmatch = {not = {near = {site = "*"}, words = ["Brücke"]}}',
        SITES,
    )
    assert load(environment=chosen.write(tmp_path / "settings.json")) == chosen


ROUTE = DESK + '[[routes]]\nname = "r"\nreceivers = ["desk"]\n'  # six lines


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (ROUTE + "[routes.match]\nkind = []", "line 8: routes[0].match.kind: an empty list matches nothing"),
        (ROUTE + "match = {country = []}", "line 7: routes[0].match.country: an empty list matches nothing"),
        (ROUTE + "changes = []", "line 7: routes[0].changes: an empty list matches nothing"),
        (ROUTE + "[routes.match]\n", "line 7: routes[0].match: an empty condition"),
        (ROUTE + "[routes.match.not]\n", "line 7: routes[0].match.not: an empty condition"),
        (ROUTE + '[routes.match]\nkind = "flood"', "line 8: routes[0].match.kind[0]: Input should be 'attack'"),
        (ROUTE + '[routes.match]\ncountry = ["Ukraine"]', "line 8: routes[0].match.country[0]: String should match"),
        (ROUTE + '[routes.match]\ncontry = ["UA"]', "line 8: routes[0].match.contry: Extra inputs are not permitted"),
        (ROUTE + 'match.severity = "hihg"', "line 7: routes[0].match.severity: Input should be 'low'"),
        (ROUTE + 'match.place = "!"', "line 7: routes[0].match.place[0]: a name has letters or digits"),
        (ROUTE + 'match.words = " "', "line 7: routes[0].match.words[0]: a word has letters"),
        (ROUTE + "match.independent_sources = 0", "line 7: routes[0].match.independent_sources: Input should be gr"),
        (ROUTE + "match.near = {lat = 50.4, lon = 30.5}", "line 7: routes[0].match.near: either lat, lon and km, or"),
        (ROUTE + "match.near = {lat = 50.4, lon = nan, km = 3}", "line 7: routes[0].match.near.lon: Input should"),
        (ROUTE + "match.near = {lat = 50.4, lon = 3, km = 0}", "line 7: routes[0].match.near.km.attack: Input should"),
        (ROUTE + "match.near = {lat = 50.4, lon = 3, km = {}}", "line 7: routes[0].match.near.km: Value should have"),
        (ROUTE + "match.near = {lat = 1, lon = 3, km = 4, site = 's'}", "line 7: routes[0].match.near: either lat and"),
        (ROUTE + 'match.near.site = "kyiv"', "line 7: routes[0].match.near.site[0]: there is no site 'kyiv'"),
        (ROUTE + 'match.near.site = "*"', "line 7: routes[0].match.near.site: there are no sites"),
        (
            ROUTE + "[[routes.match.any]]\nkind = 'talks'\n[[routes.match.any]]\n# here\nlanguage = 'german'",
            "line 11: routes[0].match.any[1].language[0]: String should match",
        ),
        (
            ROUTE + "[[routes.match.any]]\nkind = 'talks'\n[[routes.match.any]]\n[routes.match.any.near]\nsite = 'x'",
            "line 11: routes[0].match.any[1].near.site[0]: there is no site 'x'",
        ),
        (
            ROUTE + "[routes.match]\nany = [\n  {kind = 'talks'},\n  {kind = []},\n]",
            "line 8: routes[0].match.any[1].kind: an empty list",
        ),
        (ROUTE + "[routes.quiet]\nbegin = 22\nend = 06:00:00", "line 8: routes[0].quiet.begin: a time such as 22:00"),
        (ROUTE + "quiet = {begin = 22:00:00}", "line 7: routes[0].quiet.end: Field required"),
        (ROUTE + "quiet = {begin = 22:00:00, end = 22:00:00}", "line 7: routes[0].quiet: quiet hours begin and end"),
        (ROUTE + "quiet = {begin = '22:00Z', end = 22:00:00}", "line 7: routes[0].quiet.begin: a time without offset"),
        (ROUTE + "quiet = {begin = 01:00:00, end = 02:00:00, timezone = 'Kyiv'}", "line 7: routes[0].quiet.timezone: "),
        (ROUTE + "group = {by = ['place'], wait = 9}", "line 7: routes[0].group.by[0]: Input should be 'event'"),
        (ROUTE + "rate = {alerts = 0, seconds = 9}", "line 7: routes[0].rate.alerts: Input should be greater"),
        (ROUTE + "[[routes]]\nname = 'r'\nreceivers = 'desk'", "line 8: routes[1].name: a route is called 'r' already"),
        (ROUTE + "[[routes]]\nname = 's'", "line 7: routes[1].receivers: Field required"),
        (
            ROUTE + "[[routes]]\nname = 's'\nreceivers = ['desk', 'phone']",
            "line 9: routes[1].receivers[1]: there is no receiver 'phone'",
        ),
        (DESK + DESK, "line 5: receivers[1].name: a receiver is called 'desk' already"),
        (DESK + "url = 'https://a.example/'", "line 1: receivers[0]: desk: a receiver has either a url or a channel"),
        (
            '[[receivers]]\nname = "a"\nchannel = "a"\ntemplate = """\n[[routes]]\n[a]\nname = 1\n"""\n'
            + ROUTE + "changes = ['gone']",
            "line 15: routes[0].changes[0]: Input should be 'new'",
        ),
        (ROUTE + "[routing]\nsites = 'none.csv'", "line 8: routing.sites: "),
        (ROUTE + "[routing]\nsite = 'none.csv'", "line 8: routing.site: Extra inputs are not permitted"),
        (ROUTE + "match = " + "{not = " * 300 + "{kind = 'talks'}" + "}" * 300, "line 7: routes[0].match"),
        (ROUTE + "[routes.match" + ".not" * 20 + "]\nkind = 'talks'", "line 7: routes[0].match"),
        (ROUTE + "match = " + "{not = " * 1000 + "{kind = 'talks'}" + "}" * 1000, "nested more than"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_refused_with_its_line(text: str, error: str):
    problem = refused(text)
    assert problem.startswith("depesche.toml: ")
    assert error in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("sites", "error"),
    [
        ("", "line 1: there is no column name"),
        ("name;lat;lon\n", "line 1: the column 'name;lat;lon' is none of"),
        ("name,lat,lon,atack\n", "line 1: the column 'atack' is none of"),
        ("name,lat,lat\n", "line 1: the column 'lat' is none of"),
        ("name,lat\n", "line 1: there is no column lon"),
        ("name,lat,lon\n\na,1\n", "line 3: 2 cells under 3 columns"),
        ("name,lat,lon\na,1,x\n", "line 2: lon: Input should be a valid number"),
        ("name,lat,lon\na,91,0\n", "line 2: lat: Input should be less than or equal to 90"),
        ("name,lat,lon\na,nan,0\n", "line 2: lat: Input should be"),
        ("name,lat,lon,attack\na,1,1,-3\n", "line 2: attack: Input should be greater than 0"),
        ("name,lat,lon,attack\na,1,1,inf\n", "line 2: attack: Input should be"),
        ("name,lat,lon\n*,1,1\n", "line 2: name: String should match pattern"),
        ("name,lat,lon\n,1,1\n", "line 2: name: String should have at least 1 character"),
        ("name,lat,lon\na,1,1\na,2,2\n", "line 3: there are two sites 'a'"),
        ('name,lat,lon\n"a,1,1\n', "line 2: unexpected end of data"),
        ("name,lat,lon\n" + "".join(f"s{i},1,1\n" for i in range(10_001)), "line 10002: there are more than 10,000"),
    ],
)
def test_a_list_of_sites_that_is_wrong_is_refused_with_its_line(sites: str, error: str, tmp_path: Path):
    problem = refused("[routing]\nsites = 'sites.csv'", sites)
    assert problem.startswith(f"{tmp_path / 'sites.csv'}: {error}")


def test_a_list_of_sites_is_bounded_and_utf_8(tmp_path: Path):
    assert "is larger than" in refused("[routing]\nsites = 'sites.csv'", "x" * 1_000_001)
    Path("sites.csv").write_bytes(b"name,lat,lon\n\xff,1,1\n")
    with pytest.raises(ConfigError, match="codec can't decode"):
        load(environment={})
    Path("sites.csv").write_bytes("\ufeffName, Lat ,LON\nKöln,50.94,6.96\n\n,,\n".encode())
    assert load(environment={}).routing.sites == tmp_path / "sites.csv"


def test_a_site_without_any_radius_is_refused():
    text = ROUTE + 'match.near.site = "a"\n[routing]\nsites = "sites.csv"'
    assert "line 7: routes[0].match.near: there is no radius" in refused(text, "name,lat,lon,km\na,1,1,\n")
