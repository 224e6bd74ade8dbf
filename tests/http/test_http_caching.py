"""What headers say about when to ask again."""

import pytest
from helpers import NOW

from worker.http.caching import fresh_s, retry_after_s


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=60"}, 60),
        ({"cache-control": "public, MAX-AGE = 60"}, 60),
        ({"cache-control": 'private,max-age="60"'}, 60),
        ({"cache-control": "s-maxage=900"}, 0),
        ({"cache-control": "max-age=60", "age": "45"}, 15),
        ({"cache-control": "max-age=60", "age": "99"}, 0),
        ({"cache-control": "max-age=60", "age": "young"}, 60),
        ({"cache-control": "no-cache, max-age=60"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age=" + "9" * 500}, 10**9),
        ({"cache-control": "max-age=60", "expires": "Wed, 25 Nov 2026 18:00:00 GMT"}, 60),
        ({"expires": "Wed, 25 Nov 2026 12:01:00 GMT"}, 60),
        ({"expires": "Wed, 25 Nov 2026 13:01:00 GMT", "date": "Wed, 25 Nov 2026 13:00:00 GMT"}, 60),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": "Wed, 25 Nov 2020 12:01:00 GMT"}, 0),
        ({"expires": "Wed, 25 Nov 99999 12:01:00 GMT"}, 0),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: float) -> None:
    assert fresh_s(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Wed, 25 Nov 2026 12:02:00 GMT", 120),
        ("Wed, 25 Nov 2026 13:02:00 +0100", 120),
        ("Wed, 25 Nov 2026 12:02:00", 120),
        ("Wed, 25 Nov 2020 12:02:00 GMT", 0),
        ("", 0),
        ("soon", 0),
        ("-1", 0),
        ("1.5", 0),
        ("\u0661\u0662", 0),
        ("9" * 500, 10**9),
    ],
)
def test_how_long_a_server_asks_to_be_left_alone(value: str, seconds: float) -> None:
    assert retry_after_s({"retry-after": value}, NOW) == seconds
