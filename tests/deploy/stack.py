"""The stack of docker-compose.yml as it is deployed, and what can be asked of its containers."""

import json
import os
import shutil
import subprocess
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from helpers import wait_until

from worker.store import Store

ROOT = Path(__file__).parents[2]
IMAGE = "depesche:deploy-test"
CITIES = ("Kyiv", "Kharkiv", "Odesa", "Sumy", "Dnipro", "Lviv", "Zaporizhzhia", "Poltava")
FIRST_DAY = datetime(2020, 3, 2, 6, 0, tzinfo=UTC)
PATIENCE_S = 180.0  # two processors that many share start six Pythons


def engine_problem() -> str | None:
    """Return why no stack can be started here, None where it can."""
    if shutil.which("docker") is None:
        return "there is no docker here"
    for command in (("docker", "info"), ("docker", "compose", "version")):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return f"`{' '.join(command)}` fails: no engine answers, or it has no compose"
    return None


def docker(*arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run docker and return what it printed; its complaint is the reason why the test fails."""
    done = subprocess.run(
        ("docker", *arguments),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | (environment or {}),
    )
    assert done.returncode == 0, f"docker {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def article(number: int) -> dict[str, str]:
    """Return an article about a strike that no other one tells of."""
    city = CITIES[number % len(CITIES)]
    return {
        "id": f"deploy-{number}",
        "text": f"Russian drones attacked {city}. At least 3 people were killed, officials said.",
        "language": "en",
        "published": (FIRST_DAY + timedelta(weeks=number // len(CITIES))).isoformat(),
    }


@dataclass(frozen=True)
class Stack:
    """One project. In `folder` stand its articles, its configuration and its secrets; `ports` are free ones."""

    folder: Path
    ports: dict[str, int]
    project: str = field(default_factory=lambda: f"depesche-test-{uuid.uuid4().hex[:8]}")

    @property
    def environment(self) -> dict[str, str]:
        """What docker-compose.yml is told."""
        return {
            "COMPOSE_PROJECT_NAME": self.project,
            "COMPOSE_PROFILES": "demo,endpoint",
            "DEPESCHE_IMAGE": IMAGE,
            "DEPESCHE_ARTICLES": str(self.articles),
            "DEPESCHE_CONFIG_FOLDER": str(self.folder / "config"),
            "DEPESCHE_SECRETS_FOLDER": str(self.folder / "secrets"),
            "DEPESCHE_REDIS_PORT": str(self.ports["redis"]),
            "DEPESCHE_ENDPOINT_PORT": str(self.ports["endpoint"]),
        }

    @property
    def articles(self) -> Path:
        """The folder that is watched."""
        return self.folder / "articles"

    def prepare(self) -> None:
        """Do what a person does before the first start."""
        self.articles.mkdir()
        shutil.copytree(ROOT / "docker" / "demo", self.folder / "config")
        subprocess.run(("sh", ROOT / "docker" / "secrets.sh", self.folder / "secrets"), check=True)
        docker("build", "--network", "host", "--tag", IMAGE, ".")

    def compose(self, *arguments: str) -> str:
        """Run docker compose for this project."""
        return docker("compose", "--env-file", "docker/demo.env", *arguments, environment=self.environment)

    def up(self, *options: str) -> None:
        """Start what is not running, and wait until all of it is healthy."""
        self.compose("up", "--detach", "--wait", "--no-build", "--no-recreate", *options)

    def down(self) -> list[str]:
        """Take everything away; return what is still there."""
        self.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "20")
        belongs = f"label=com.docker.compose.project={self.project}"
        listed = [docker(kind, "ls", "-q", "--filter", belongs) for kind in ("volume", "network")]
        return "".join([docker("ps", "--all", "-q", "--filter", belongs), *listed]).split()

    def secret(self, name: str) -> str:
        """Return a secret of the stack."""
        return (self.folder / "secrets" / name).read_text()

    @cached_property
    def store(self) -> Store:
        """Its Redis, as a program on this machine reaches it."""
        return Store.open(f"redis://:{self.secret('redis_password')}@127.0.0.1:{self.ports['redis']}/0")

    def inspect(self, service: str) -> list[dict[str, Any]]:
        """Return what the engine tells of the containers of a service."""
        found: list[dict[str, Any]] = json.loads(docker("inspect", *self.ids(service)))
        return found

    def ids(self, *services: str) -> list[str]:
        """Return the containers of services, or of all, in order."""
        return self.compose("ps", "--all", "-q", *services).split()

    def services(self) -> list[str]:
        """Return the names of all services that are started."""
        return self.compose("config", "--services").split()

    def shell(self, service: str, script: str) -> str:
        """Run a shell script in a container of a service, and return what it printed, whatever becomes of it."""
        command = ("docker", "exec", self.ids(service)[0], "sh", "-c", script)
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def health(self, service: str) -> str:
        """Return `healthy`, `unhealthy` or `starting`."""
        return str(self.inspect(service)[0]["State"]["Health"]["Status"])

    def await_health(self, service: str, health: str = "healthy") -> None:
        """Wait until a service is as healthy as that."""
        wait_until(lambda: self.health(service) == health, f"{service} is {health}", PATIENCE_S)

    def restarts(self, service: str) -> int:
        """Return how often the engine started a service again."""
        return int(self.inspect(service)[0]["RestartCount"])

    def drop(self, number: int, count: int = 1) -> list[str]:
        """Put articles into the folder. Return their ids."""
        articles = [article(number + more) for more in range(count)]
        for fields in articles:
            part = self.articles / f"{fields['id']}.part"
            part.write_text(json.dumps(fields), "utf-8")
            part.rename(self.articles / f"{fields['id']}.json")
        return [fields["id"] for fields in articles]

    def await_read(self, ids: list[str]) -> None:
        """Wait until all these articles were read; no number of an alert is missing, and none was told twice."""
        wait_until(lambda: len(self.store.results(ids)) == len(ids), "all articles were read", PATIENCE_S)
        assert {result.outcome for result in self.store.results(ids)} == {"events"}
        alerts = self.store.alerts(after=0, limit=100_000)
        assert [number for number, _ in alerts] == list(range(1, len(alerts) + 1))
        assert len({json.loads(message)["id"] for _, message in alerts}) == len(alerts)

    def received(self) -> list[str]:
        """Return the ids of what the receiver took, in order; what it did not take for ours is not among them."""
        lines = self.compose("logs", "--no-log-prefix", "--no-color", "receiver").splitlines()
        return [line.split()[2] for line in lines if " verified " in line]

    def await_delivered(self) -> None:
        """Wait until the receiver has every alert."""
        told = {json.loads(message)["id"] for _, message in self.store.alerts(after=0, limit=100_000)}
        wait_until(lambda: told <= set(self.received()), "all webhooks came", PATIENCE_S)
