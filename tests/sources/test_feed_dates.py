"""Dates of feeds, in the forms that feeds write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sources.feed_dates import date_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue, 05 Mar 2024 10:30:15 GMT", "2024-03-05T10:30:15"),
        ("Tue, 5 Mar 24 10:30 +0100", "2024-03-05T09:30:00"),
        ("Fri, 05 Mar 2024 10:30:15 EST", "2024-03-05T15:30:15"),  # a Tuesday; names of days are not looked at
        ("Tue, 05 Mar 2024 10:30:15  Z", "2024-03-05T10:30:15"),
        ("Tue, 05 Mar 2024 9:3:4 GMT", "2024-03-05T09:03:04"),
        ("Tue, 05 Mar 2024 10:30:15 GMT+1", "2024-03-05T09:30:15"),
        ("Tue, 05 Mar 2024 10:30:15 -0400 (EDT)", "2024-03-05T14:30:15"),
        ("05 Mar 24 1030 GMT", "2024-03-05T10:30:00"),
        ("Tue, 5 Mar 2024", "2024-03-05T00:00:00"),
        ("Tue, Mar 5 2024 02:30:15 PM", "2024-03-05T14:30:15"),
        ("Tue, Mar 5 2024 12:30:15 AM", "2024-03-05T00:30:15"),
        ("March 5, 2024 at 2:30 p.m. EST", "2024-03-05T19:30:00"),
        ("10:30, 5 March 2024", "2024-03-05T10:30:00"),
        ("Tue Mar  5 10:30:15 2024", "2024-03-05T10:30:15"),
        ("Tue Mar  5 10:30:15 PST 2024", "2024-03-05T18:30:15"),
        ("Di, 05. März 2024 10:30 Uhr", "2024-03-05T10:30:00"),
        ("Mi, 16 Okt 2024 10:30:15 MESZ", "2024-10-16T08:30:15"),
        ("mar., 5 déc. 2023 10:30:15 +0100", "2023-12-05T09:30:15"),  # the day is called like a month
        ("5 mars 2024 10h30", "2024-03-05T10:30:00"),
        ("mer, 16 nov 2022 00:30:15 +0100", "2022-11-15T23:30:15"),
        ("Seg, 24 Set 2018 19:30:15 -0300", "2018-09-24T22:30:15"),
        ("Τρι, 29 Ιούν 2004 12:30:15 GMT", "2004-06-29T12:30:15"),
        ("вівторок, 5 березня 2024 10:30:15 +0200", "2024-03-05T08:30:15"),
        ("вторник, 5 мая 2024 г. 10:30 MSK", "2024-05-05T07:30:00"),
        ("5 września 2024 10:30", "2024-09-05T10:30:00"),
        ("2004-január-13T9:15-05:00", "2004-01-13T14:15:00"),
        ("2004년 05월 28일 오후 11:30:15", "2004-05-28T23:30:15"),
        ("2004年5月28日 23:30", "2004-05-28T23:30:00"),
        ("2024-03-05T10:30:15Z", "2024-03-05T10:30:15"),
        ("2024-03-05T10:30:15.123456789+02:00", "2024-03-05T08:30:15"),
        ("2024-03-05T10:30:15+0200", "2024-03-05T08:30:15"),
        ("2024-03-05 10:30", "2024-03-05T10:30:00"),
        ("2024-03-05 02:30:15 PM", "2024-03-05T14:30:15"),
        ("2024-03-05T24:00:00Z", "2024-03-06T00:00:00"),
        ("2024-03-05", "2024-03-05T00:00:00"),
        ("2024-03", "2024-03-01T00:00:00"),
        ("2024", "2024-01-01T00:00:00"),
        ("20240305T103015Z", "2024-03-05T10:30:15"),
        ("2024/3/5 10:30:15", "2024-03-05T10:30:15"),
        ("05.03.2024 - 10:30 Uhr", "2024-03-05T10:30:00"),
        ("25/03/2024 10:30:15", "2024-03-25T10:30:15"),
        ("3/25/2024 2:30:15 PM", "2024-03-25T14:30:15"),
        ("1709634615", "2024-03-05T10:30:15"),
        ("1709634615000", "2024-03-05T10:30:15"),
        ("\n Tue, 05 Mar 2024\n10:30:15 GMT ", "2024-03-05T10:30:15"),
    ],
)
def test_date_is_read_as_it_was_meant(written: str, meant: str) -> None:
    assert date_of(written) == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "", None, "yesterday", "Tue, 31 Feb 2024 10:30:15 GMT", "Mon, 01 Jan 0001 00:00:00 +0000", "0",
        "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01", "Tue, 05 Mar 2024 25:30:15 GMT", "9999-12-31T23:59:59-12:00",
        "2024-13-05", "Tue, 05 Xyz 2024 10:30:15 GMT", "1" * 1_000, "5 Mar 2024 10:30 +99:99", "2024-03-05T10:30+25:00",
    ],
)  # fmt: skip
def test_what_is_no_date_or_makes_no_sense_is_none(written: str | None) -> None:
    assert date_of(written) is None


@given(st.datetimes(datetime(1971, 1, 1), datetime(2068, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001 - zones below
def test_what_a_program_formats_comes_back(moment: datetime, hours: int) -> None:
    local = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    for form in ("%Y-%m-%dT%H:%M:%S%z", "%d %B %Y %H:%M:%S %z", "%a, %d %b %y %H:%M:%S %z", "%Y/%m/%d %H:%M:%S %z"):
        assert date_of(local.strftime(form)) == local


@given(st.text(max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    found = date_of(text)
    assert found is None or found.tzinfo is UTC
