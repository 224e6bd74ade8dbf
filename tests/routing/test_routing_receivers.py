"""What a receiver may say, and what is refused when the configuration is read."""

from typing import Any

import pytest
from pydantic import ValidationError

from worker.routing.config import Receiver
from worker.routing.fields import TEMPLATE_NAMES

HOOK = "https://desk.example/hook"
SECRET = "whsec_" + "c2VjcmV0" * 4
JSON = {"content-type": "application/json; charset=utf-8"}

GOOD: list[dict[str, Any]] = [
    {"url": HOOK},
    {"url": "HTTPS://desk.example/hook?a=b"},
    {"url": "http://[2606:4700::1111]:8080/"},
    {"url": "https://b\u00fccher.example/"},
    {"url": "ntfy://desk"},
    {"url": "tgram://$secret/12345", "secret_env": "TELEGRAM"},
    {"channel": "desk:ukraine"},
    {"url": HOOK, "headers": {"Authorization": "Bearer x"}, "header_env": {"X-Key": "DESK_KEY"}},
    {"url": HOOK, "template": "".join(f"${name} ${{{name}}} $$" for name in TEMPLATE_NAMES)},
    {"url": HOOK, "headers": JSON, "template": '{"text": "$headline ($$)", "number": $sequence}'},
    {"url": HOOK, "headers": {"Content-Type": "text/html"}, "template": "<p>$headline"},
]
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no way": ({}, "either a url or a channel"),
    "two ways": ({"url": HOOK, "channel": "desk"}, "either a url or a channel"),
    "no address": ({"url": "desk.example"}, "not an address such as"),
    "an address with a blank": ({"url": "https://desk.example/a b"}, "not an address such as"),
    "a password": ({"url": "https://me:pass@desk.example/"}, "a user name or password"),
    "no host": ({"url": "https:///hook"}, "not the http or https address"),
    "a port that is none": ({"url": "https://desk.example:99999/"}, "not "),
    "our own channel": ({"channel": "depesche:alerts:attack"}, "have their messages already"),
    "a channel with a blank": ({"channel": "desk ukraine"}, "pattern"),
    "two places of the secret": ({"url": HOOK, "secret_env": "A", "secret_file": "b"}, "not in both"),
    "a secret in the address that is nowhere": ({"url": "tgram://$secret/1"}, "neither secret_env nor secret_file"),
    "the secret in place of its variable": ({"url": HOOK, "secret_env": SECRET}, "not the name of a variable"),
    "the secret in place of its file": ({"url": HOOK, "secret_file": f"/etc/{SECRET}"}, "not the path of a file"),
    "a secret header in place of its variable": (
        {"url": HOOK, "header_env": {"Authorization": f"Bearer {SECRET}"}},
        "not the name of a variable",
    ),
    "no variable": ({"url": HOOK, "secret_env": ""}, "not the name of a variable"),
    "no file": ({"url": HOOK, "secret_file": ""}, "not the path of a file"),
    "a header of the signature": ({"url": HOOK, "headers": {"Webhook-Signature": "v1,x"}}, "no header that can be set"),
    "a header of the request": ({"url": HOOK, "header_env": {"Content-Length": "A"}}, "no header that can be set"),
    "a header of two words": ({"url": HOOK, "headers": {"X Key": "a"}}, "no header that can be set"),
    "a header that would be two": ({"url": HOOK, "headers": {"X-Key": "a\r\nX-B: c"}}, "not printable ASCII"),
    "an unknown name": (
        {"url": HOOK, "template": "$headline $headlines"},
        "there is no $headlines; there are $alert_id",
    ),
    "a name that only begins well": ({"url": HOOK, "template": "$HEADLINE"}, "there is no $HEADLINE"),
    "a lone dollar": ({"url": HOOK, "template": "5 $"}, "a $ that begins no name is written $$"),
    "an open brace": ({"url": HOOK, "template": "${headline"}, "is written $$"),
    "an empty template": ({"url": HOOK, "template": ""}, "at least 1 character"),
    "broken JSON": ({"url": HOOK, "headers": JSON, "template": '{"text": "$headline"'}, "makes no JSON"),
    "text outside of quotes": ({"url": HOOK, "headers": JSON, "template": '{"level": $severity}'}, "makes no JSON"),
    "no time": ({"url": HOOK, "timeout": 0}, "greater than or equal to 1"),
}


@pytest.mark.parametrize("values", GOOD, ids=str)
def test_what_can_be_sent_is_accepted(values: dict[str, Any]) -> None:
    assert Receiver(name="desk", **values).name == "desk"


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_is_refused_with_the_reason(what: str) -> None:
    values, reason = BAD[what]
    with pytest.raises(ValidationError) as caught:
        Receiver(name="desk", **values)
    problem = caught.value.errors()[0]["msg"]
    assert reason in problem
    assert SECRET not in problem


def test_what_may_hold_a_secret_is_not_shown() -> None:
    receiver = Receiver(name="desk", url="https://desk.example/T0KEN", headers={"Authorization": "Bearer T0KEN"})
    assert "T0KEN" not in repr(receiver)
