"""Settings: flags over environment over file over defaults, and errors that say where."""

from pathlib import Path

import pytest

from worker.errors import ConfigError
from worker.feeds import Feed
from worker.settings import Endpoint, Folder, Polling, Settings, load


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "depesche.toml") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_without_anything_there_are_defaults() -> None:
    settings = load(environment={})
    assert settings.home.is_absolute()
    assert settings.home.name == "depesche"
    assert (settings.redis_url, settings.redis_port, settings.folders) == (None, None, ())
    assert (settings.log_format, settings.log_level, settings.source) == ("console", "warning", "/depesche/default")
    assert settings.workers >= 1


def test_the_seeds_are_watched_where_nothing_else_is_said(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    assert load(environment={}).folders == (Folder(path=tmp_path / "seeds", name="seeds"),)
    assert load({"folders": ()}, environment={}).folders == ()


def test_flags_go_before_environment_before_file() -> None:
    write('[run]\nworkers = 1\nname = "file"\nlog_level = "error"')
    settings = load({"workers": 3, "name": None}, environment={"DEPESCHE_WORKERS": "2", "DEPESCHE_NAME": "variable"})
    assert (settings.workers, settings.name, settings.log_level) == (3, "variable", "error")


def test_the_file_can_be_named_by_flag_or_variable(tmp_path: Path) -> None:
    file = write('[run]\nname = "other"', "elsewhere/own.toml")
    assert load(file=file, environment={}).name == "other"
    assert load(environment={"DEPESCHE_CONFIG": str(file)}).name == "other"


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    file = write(
        '[run]\nhome = "data"\n[[folders]]\npath = "in"\n[[folders]]\npath = "/srv/x"\nname = "wire"', "etc/d.toml"
    )
    settings = load(file=file, environment={})
    assert settings.home == tmp_path / "etc" / "data"
    assert settings.folders == (Folder(path=tmp_path / "etc" / "in", name="in"), Folder(path="/srv/x", name="wire"))


def test_a_file_with_a_secret_is_relative_to_the_file_that_names_it(tmp_path: Path) -> None:
    file = write('[[receivers]]\nname = "desk"\nurl = "https://d.example/"\nsecret_file = "desk.secret"', "etc/d.toml")
    (receiver,) = load(file=file, environment={}).receivers
    assert receiver.secret_file == str(tmp_path / "etc" / "desk.secret")


def test_a_receiver_that_cannot_be_is_refused_with_line_and_reason() -> None:
    write('[run]\nworkers = 1\n\n[[receivers]]\nname = "desk"\nurl = "https://d.example/"\ntemplate = "$who"\n')
    with pytest.raises(ConfigError, match=r"^depesche.toml: line 7: receivers\[0\].template: there is no \$who; there"):
        load(environment={})


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    write('[run]\nhome = "~/.depesche"\n[[folders]]\npath = "~/in"')
    settings = load(environment={})
    assert settings.home == Path("/home/someone/.depesche")
    assert settings.folders[0].path == Path("/home/someone/in")


def test_the_environment_may_hold_everything(tmp_path: Path) -> None:
    environment = {
        "DEPESCHE_HOME": "/var/lib/depesche",
        "REDIS_URL": "redis://:secret@db:6379/1",
        "DEPESCHE_REDIS_PORT": "6390",
        "DEPESCHE_LOG_FORMAT": "json",
        "DEPESCHE_FOLDERS": '[{"path": "in"}, {"path": "/srv/wire", "name": "agency"}]',
    }
    settings = load(environment=environment)
    assert settings.home == Path("/var/lib/depesche")
    assert (settings.redis_url, settings.redis_port) == ("redis://:secret@db:6379/1", 6390)
    assert [(folder.path, folder.name) for folder in settings.folders] == [
        (tmp_path / "in", "in"),
        (Path("/srv/wire"), "agency"),
    ]


def test_feeds_are_named_after_their_host_and_polled_as_the_file_says() -> None:
    write(
        '[[feeds]]\nurl = "https://www.wire.example/rss"\n'
        '[[feeds]]\nurl = "https://desk.example/a"\nname = "desk"\noutlet = "The Desk"\nlanguage = "de"\n'
        'interval = 900\ntags = ["war"]\n[polling]\ncontact = "https://us.example"\n'
        'allow = ["127.0.0.0/8", "fd00::/8"]\nspacing = 1'
    )
    settings = load(environment={})
    assert settings.feeds == (
        Feed(url="https://www.wire.example/rss", name="wire.example", interval=300),
        Feed(url="https://desk.example/a", name="desk", outlet="The Desk", language="de", interval=900, tags=("war",)),
    )
    assert settings.polling == Polling(
        contact="https://us.example", allow=("127.0.0.0/8", "fd00::/8"), spacing=1.0, first_hours=24.0
    )


@pytest.mark.parametrize(
    ("listen", "address"),
    [("127.0.0.1:8390", ("127.0.0.1", 8390)), ("[::1]:1", ("::1", 1)), ("localhost:65535", ("127.0.0.1", 65535))],
)
def test_the_endpoint_listens_where_only_this_machine_reaches_it(listen: str, address: tuple[str, int]) -> None:
    write(f'[endpoint]\nlisten = "{listen}"')
    assert load(environment={}).endpoint.address == address


@pytest.mark.parametrize("listen", ["0.0.0.0:8390", "[::]:8390", "192.168.0.7:8390", "[fe80::1]:80", "1.1.1.1:1"])
def test_the_endpoint_is_for_other_machines_only_when_that_is_said(listen: str) -> None:
    write(f'[endpoint]\nlisten = "{listen}"')
    with pytest.raises(ConfigError, match=r"endpoint: listen: \S+ is for other machines, too: that needs beyond_loop"):
        load(environment={})
    write(f'[endpoint]\nlisten = "{listen}"\nbeyond_loopback = true')
    assert load(environment={}).endpoint.listen == listen


@pytest.mark.parametrize(
    "listen",
    ["8390", ":8390", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:70000", "host:80", "::1:80", "a b:1"],
)
def test_the_endpoint_needs_address_and_port(listen: str) -> None:
    write(f'[endpoint]\nlisten = "{listen}"')
    with pytest.raises(ConfigError, match=r"endpoint.*listen: "):
        load(environment={})


def test_the_file_of_the_token_is_beside_the_configuration(tmp_path: Path) -> None:
    file = write('[endpoint]\nlisten = "127.0.0.1:1"\ntoken_file = "token"', "etc/d.toml")
    assert load(file=file, environment={}).endpoint.token_file == tmp_path / "etc" / "token"


def test_a_table_of_severity_is_beside_the_configuration_and_checked(tmp_path: Path) -> None:
    Path("depesche.toml").write_text('[severity]\ntable = "own.toml"\n')
    with pytest.raises(ConfigError, match=r"depesche.toml: line 2: severity.table: .*own.toml: cannot be read"):
        load(environment={})
    Path("own.toml").write_text("rules = []\nruls = []\n")
    with pytest.raises(ConfigError, match=r"own.toml: unknown key 'ruls'"):
        load(environment={})
    Path("own.toml").write_text("rules = []\n")
    found = load(environment={}).severity
    assert (found.table, found.text) == (tmp_path / "own.toml", "rules = []\n")


def test_children_get_the_same_settings(tmp_path: Path) -> None:
    write('[run]\nname = "must not be read again"')
    settings = Settings(
        home=Path("/h"),
        redis_url="unix:///s",
        workers=7,
        name="n",
        log_format="json",
        folders=(Folder(path="/a b:c=d"),),
        endpoint=Endpoint(listen="[::1]:8390", token_file="/run/secrets/token"),
    )
    written = tmp_path / "settings.json"
    assert load(environment=settings.write(written)) == settings
    assert written.stat().st_mode & 0o777 == 0o600
    none = Settings(home=Path("/h"))
    assert load(environment=none.write(written)) == none


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[run]\nworkers = x", r"depesche\.toml: Invalid value \(at line 2, column 11\)"),
        ("[run]\nworkers = 0", r"^depesche\.toml: line 2: workers: Input should be greater than or equal to 1"),
        ("[run]\nworker = 1", r"^depesche\.toml: line 2: worker: Extra inputs are not permitted"),
        ('[run]\nlog_format = "xml"', r"^depesche\.toml: line 2: log_format: Input should be 'console' or 'json'"),
        ("[feed]\n", r"^depesche\.toml: line 1: there is no table \[feed\]"),
        ("[feeds]\n", r"^depesche\.toml: line 1: feeds: Input should be a valid tuple"),
        ("[run]\nfeeds = []", r"^depesche\.toml: line 1: \[run\] is a table"),
        (
            '[[feeds]]\nurl = "ftp://h/f"',
            r"^depesche\.toml: line 1: feeds\[0\]: h: its address is not the http or https address of a page",
        ),
        ('[[feeds]]\nname = "n"', r"^depesche\.toml: line 1: feeds\[0\]\.url: Field required"),
        (
            '[[feeds]]\nurl = "https://h/f"\ninterval = 4',
            r"^depesche\.toml: line 3: feeds\[0\]\.interval: Input should be greater than or equal",
        ),
        (
            '[[feeds]]\nurl = "https://h/f"\n[[feeds]]\nurl = "https://www.h/g"',
            r"line 3: feeds\[1\]\.name: a source is called 'h' already",
        ),
        (
            '[polling]\nallow = ["10.0.0.1/8"]',
            r"line 2: polling\.allow\[0\]: value is not a valid IPv4 or IPv6 network",
        ),
        ('[endpoint]\ntoken = "in the file"', r"line 2: endpoint\.token: Extra inputs are not permitted$"),
        ('[polling]\ncontact = "me (at) home"', r"line 2: polling\.contact: String should match"),
        ("run = 1", r"depesche\.toml: line 1: \[run\] is a table"),
        (
            '[[folders]]\npath = "a"\n[[folders]]\nname = "b"',
            r"depesche\.toml: line 3: folders\[1\]\.path: Field required",
        ),
        (
            '[[folders]]\npath = "a/x"\n[[folders]]\npath = "b/x"',
            r"line 3: folders\[1\]\.name: a source is called 'x' already",
        ),
        (
            '# feeds\n\n[[feeds]] # one\nurl = "https://a/f"\n\n[[feeds]]\nname = "b"\nurl = "x"',
            r"line 6: feeds\[1\]: b: its",
        ),
        ('[run]\nname = "a"\nfeeds = [{url = "x"}]', r"line 1: \[run\]"),
        ('feeds = [\n  {url = "x"}]', r"line 1: feeds\[0\]"),
        ("folders = 3", r"depesche\.toml: line 1: folders: Input should be a valid tuple"),
        ('[run]\nredis_url = "http://x"', r"depesche\.toml: line 2: redis_url: String should match pattern"),
    ],
)
def test_an_error_in_the_file_says_file_line_and_field(text: str, error: str) -> None:
    write(text)
    with pytest.raises(ConfigError, match=error):
        load(environment={})


def test_an_error_elsewhere_says_where() -> None:
    with pytest.raises(ConfigError, match=r"^environment: workers: "):
        load(environment={"DEPESCHE_WORKERS": "many"})
    with pytest.raises(ConfigError, match=r"^DEPESCHE_FOLDERS: "):
        load(environment={"DEPESCHE_FOLDERS": "in,out"})
    with pytest.raises(ConfigError, match=r"^DEPESCHE_FEEDS: Invalid JSON"):
        load(environment={"DEPESCHE_FEEDS": "zlib:broken"})
    with pytest.raises(ConfigError, match=r"^DEPESCHE_POLLING: spacing: "):
        load(environment={"DEPESCHE_POLLING": '{"spacing": -1}'})
    with pytest.raises(ConfigError, match=r"^command line: redis_port: "):
        load({"redis_port": 70_000}, environment={})
    with pytest.raises(ConfigError, match=r"^none\.toml: cannot be read: No such file"):
        load(file=Path("none.toml"), environment={})


def test_an_error_does_not_show_the_value() -> None:
    with pytest.raises(ConfigError) as caught:
        load(environment={"REDIS_URL": "mysql://:secret@db"})
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(Settings(redis_url="redis://:secret@db"))
