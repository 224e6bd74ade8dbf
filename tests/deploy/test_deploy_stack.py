"""docker-compose.yml on a real engine: it does its work, it is confined, and it comes back from whatever dies."""

import json
import socket
from http.client import HTTPConnection
from itertools import count

import pytest
from helpers import wait_until
from stack import PATIENCE_S, Stack, article, docker

pytestmark = [pytest.mark.deploy, pytest.mark.timeout(900)]

OWN = ("worker", "poll", "deliver", "beat", "endpoint")
numbers = count(step=100)  # of articles, so that no two tests tell of the same


def test_an_article_becomes_an_alert_on_redis_and_at_a_webhook(stack: Stack) -> None:
    with stack.store.client.pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.psubscribe("depesche:alerts:*")
        wait_until(stack.store.client.pubsub_numpat, "the subscription is known")
        stack.await_read(stack.drop(next(numbers)))
        message = wait_until(lambda: subscription.get_message(timeout=0.1), "the alert is heard")
    alert = json.loads(message["data"])["id"]
    wait_until(lambda: alert in stack.received(), "the webhook came", PATIENCE_S)


def push(stack: Stack, fields: dict[str, str], token: str) -> int:
    """Hand the endpoint an article; return the status of the answer."""
    connection = HTTPConnection("127.0.0.1", stack.ports["endpoint"], timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/articles?source=desk", json.dumps(fields), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_articles_come_over_http_with_the_token_alone(stack: Stack) -> None:
    fields = article(next(numbers))
    assert push(stack, fields, "0" * 64) == 401
    assert push(stack, fields, stack.secret("endpoint_token")) == 202
    stack.await_read([fields["id"]])


def test_the_command_knows_the_installation(stack: Stack) -> None:
    status = json.loads(stack.compose("run", "--rm", "-T", "depesche", "status", "--json"))
    assert "demo" in status["receivers"]


def test_every_container_is_healthy_and_confined(stack: Stack) -> None:
    for service in stack.services():
        (found,) = stack.inspect(service)
        host = found["HostConfig"]
        assert found["State"].get("Health", {"Status": "healthy"})["Status"] == "healthy", service
        assert (host["ReadonlyRootfs"], host["CapDrop"], host["Privileged"]) == (True, ["ALL"], False), service
        assert host["SecurityOpt"] == ["no-new-privileges:true"], service
        assert host["Memory"] > 0 < host["PidsLimit"], service
        assert host["RestartPolicy"]["Name"] == "unless-stopped", service
        assert stack.shell(service, "id -u").strip() not in ("", "0"), service
        assert "CapEff:\t0000000000000000\n" in stack.shell(service, "cat /proc/self/status"), service
        assert "NoNewPrivs:\t1\n" in stack.shell(service, "cat /proc/self/status"), service
        assert stack.shell(service, "touch /home/x || touch /x || echo refused") == "refused\n", service
    assert {service for service in stack.services() if "Health" in stack.inspect(service)[0]["State"]} >= {
        *OWN,
        "redis",
    }


def test_redis_is_bounded_below_its_container(stack: Stack) -> None:
    client = stack.store.client
    most = int(client.config_get("maxmemory")["maxmemory"])
    assert 0 < 2 * most <= stack.inspect("redis")[0]["HostConfig"]["Memory"]
    assert client.config_get("appendonly", "appendfsync", "maxmemory-policy") == {
        "appendonly": "yes",
        "appendfsync": "no",
        "maxmemory-policy": "noeviction",
    }


def test_nothing_listens_beyond_loopback(stack: Stack) -> None:
    bound = {
        (service, binding["HostIp"], int(binding["HostPort"]))
        for service in stack.services()
        for bindings in stack.inspect(service)[0]["HostConfig"]["PortBindings"].values()
        for binding in bindings
    }
    assert bound == {(name, "127.0.0.1", port) for name, port in stack.ports.items()}
    outside = stack.inspect("poll")[0]["NetworkSettings"]["Networks"][f"{stack.project}_outside"]["Gateway"]
    for port in stack.ports.values():  # an address of this machine that is not loopback
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((outside, port), timeout=5)


def test_who_only_reads_has_no_way_out(stack: Stack) -> None:
    for service in ("worker", "beat"):
        joined = stack.inspect(service)[0]["NetworkSettings"]["Networks"]
        assert [network["Internal"] for network in json.loads(docker("network", "inspect", *joined))] == [True], service


def test_no_secret_stands_where_it_can_be_read(stack: Stack) -> None:
    told = json.dumps([stack.inspect(service) for service in stack.services()]) + stack.compose("logs")
    for name in ("redis_password", "endpoint_token", "receivers/demo"):
        assert stack.secret(name).strip()
        assert stack.secret(name).strip() not in told


def test_three_workers_share_the_work_and_lose_nothing_when_one_is_killed(stack: Stack) -> None:
    stack.up("--scale", "worker=3")
    assert len(stack.ids("worker")) == 3
    ids = stack.drop(next(numbers), 100)
    wait_until(lambda: len(stack.store.results(ids)) > 10, "the work has begun", PATIENCE_S)
    docker("kill", f"{stack.project}-worker-3")
    stack.await_read(ids)
    assert [found["State"]["Running"] for found in stack.inspect("worker")].count(True) == 2
    readers = {
        line.partition("|")[0] for line in stack.compose("logs", "worker").splitlines() if "article_processed" in line
    }
    assert len(readers) > 1
    stack.up("--scale", "worker=1")


def test_alerts_are_sent_while_nothing_is_polled(stack: Stack) -> None:
    stack.compose("stop", "poll")
    fields, told = article(next(numbers)), stack.store.status().sequence
    assert push(stack, fields, stack.secret("endpoint_token")) == 202
    stack.await_read([fields["id"]])
    assert stack.store.status().sequence > told
    stack.await_delivered()
    stack.up()


def test_two_beats_tell_nothing_twice(stack: Stack) -> None:
    stack.up("--scale", "beat=2")
    stack.await_delivered()
    before = len(stack.received())
    ids = stack.drop(next(numbers), 20)
    stack.await_read(ids)
    stack.await_delivered()
    assert len(stack.received()[before:]) == len(ids)
    stack.up("--scale", "beat=1")


@pytest.mark.parametrize("service", OWN)
def test_what_is_killed_comes_back(stack: Stack, service: str) -> None:
    before = stack.restarts(service)
    stack.shell(service, "kill -KILL -1")
    wait_until(lambda: stack.restarts(service) > before, f"{service} is started again", PATIENCE_S)
    stack.await_health(service)
    stack.await_read(stack.drop(next(numbers)))
    stack.await_delivered()


def test_redis_that_is_killed_keeps_what_it_knew(stack: Stack) -> None:
    stack.await_read(stack.drop(next(numbers)))
    known = stack.store.alerts(after=0, limit=100_000)
    before = stack.restarts("redis")
    stack.shell("redis", "kill -KILL -1")
    wait_until(lambda: stack.restarts("redis") > before, "Redis is started again", PATIENCE_S)
    stack.await_health("redis")
    assert stack.store.alerts(after=0, limit=100_000)[: len(known)] == known
    stack.await_read(stack.drop(next(numbers)))
    stack.await_delivered()


def test_what_redis_wrote_is_put_on_the_disk(stack: Stack) -> None:
    assert "while sleep 1" in stack.shell("redis", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
    assert stack.shell("redis", "sync -d /data/appendonlydir/* && echo done") == "done\n"


def test_redis_that_is_restarted_loses_nothing_that_comes_meanwhile(stack: Stack) -> None:
    ids = stack.drop(next(numbers), 20)
    stack.compose("restart", "--no-deps", "redis")
    stack.await_read(ids)
    stack.await_delivered()
    for service in (*OWN, "redis"):
        stack.await_health(service)


def test_a_worker_that_reads_no_more_is_unhealthy_and_then_ends_itself(stack: Stack) -> None:
    before = stack.restarts("worker")
    stack.shell("worker", "read -r main < /proc/1/task/1/children; kill -STOP $(cat /proc/$main/task/*/children)")
    ids = stack.drop(next(numbers), 20)
    stack.await_health("worker", "unhealthy")
    wait_until(lambda: stack.restarts("worker") > before, "it is started again", PATIENCE_S)
    assert "worker_stalled" in stack.compose("logs", "worker")
    stack.await_health("worker")
    stack.await_read(ids)


def test_a_process_that_stands_still_is_unhealthy(stack: Stack) -> None:
    stack.shell("beat", "kill -STOP -1")
    stack.await_health("beat", "unhealthy")
    stack.shell("beat", "kill -CONT -1")
    stack.await_health("beat")


def test_a_changed_configuration_takes_effect_in_each_service(stack: Stack) -> None:
    file = stack.folder / "config" / "depesche.toml"
    new = file.with_suffix(".new")
    new.write_text(file.read_text() + '\n[[receivers]]\nname = "second"\nchannel = "desk:second"\n')
    with stack.store.client.pubsub(ignore_subscribe_messages=True) as system:
        system.subscribe("depesche:system")
        new.rename(file)  # as editors do
        told = [wait_until(lambda: system.get_message(timeout=0.1), "it is told", PATIENCE_S) for _ in range(2)]
    assert {json.loads(message["data"])["data"]["detail"] for message in told} == {
        "1 folders, 0 feeds",
        "2 receivers, 1 routes",
    }
    assert "second" in stack.store.status().receivers
