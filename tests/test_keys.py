"""The declaration of keys."""

import pytest

from worker import keys


def test_every_key_has_a_time_to_live_or_a_reason() -> None:
    for key in keys.KEYS:
        assert len(key.why) > 15, key
        assert key.ttl_s is None or key.ttl_s > 0


def test_every_declaration_is_listed() -> None:
    assert {value for value in vars(keys).values() if isinstance(value, keys.Key)} == set(keys.KEYS)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("{depesche}:event:e1", keys.EVENT),
        ("{depesche}:refused_at", keys.REFUSED_AT),
        ("{depesche}:celery:process", keys.QUEUE),
        ("{depesche}:celery:unacked_index", keys.UNACKED_INDEX),
        ("depesche:alerts", keys.ALERTS),
        ("{depesche}:pending2", None),
        ("depesche:alerts:attack", None),
        ("celery", None),
    ],
)
def test_a_name_finds_its_declaration(name: str, key: keys.Key | None) -> None:
    assert keys.declared(name) == key
