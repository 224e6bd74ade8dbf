"""What a site asks of robots, and what follows where it cannot be asked."""

import pytest

from worker.http import Failure, Response
from worker.sources.robots import LARGEST, LONGEST_DELAY_S, RETRY_S, permission, rules

PAGE = "https://wire.example/news/bridge.html"
RULES = b"""User-agent: *
Disallow: /news/

User-agent: depesche
Disallow: /private/
Crawl-delay: 7
"""


def answer(status: int, body: bytes = b"") -> Response:
    return Response(status, {}, "https://wire.example/robots.txt", None, body)


def allowed(found: Response | Failure, url: str = PAGE) -> bool:
    return permission(rules(found).text, url).allowed


def test_the_rules_for_this_robot_go_before_those_for_all() -> None:
    assert allowed(answer(200, RULES))
    assert not allowed(answer(200, RULES), "https://wire.example/private/1")
    assert not allowed(answer(200, b"User-agent: *\nDisallow: /news/"))


def test_a_site_without_rules_allows_everything() -> None:
    assert allowed(answer(404))
    assert allowed(answer(403))
    assert allowed(answer(200))
    assert allowed(answer(200, b"<!DOCTYPE html><html><p>No such page</p></html>"))
    assert allowed(answer(200, b"\xff\xfe\x00 no text \x00"))


@pytest.mark.parametrize("found", [answer(500), answer(503), answer(429), Failure("timeout", "too slow")])
def test_a_site_that_cannot_be_asked_allows_nothing_for_a_while(found: Response | Failure) -> None:
    assert not allowed(found)
    assert rules(found).ttl_s == RETRY_S


def test_its_delay_is_kept_within_reason() -> None:
    assert permission(RULES.decode(), PAGE).delay_s == 7
    assert permission("User-agent: *\nCrawl-delay: 86400", PAGE).delay_s == LONGEST_DELAY_S
    assert permission("User-agent: *\nCrawl-delay: -3", PAGE).delay_s == 0


def test_endless_rules_are_cut_off() -> None:
    assert len(rules(answer(200, b"Disallow: /a\n" * 200_000)).text) == LARGEST
