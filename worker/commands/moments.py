"""Times as a person writes them on the command line: types of options."""

import re
from datetime import UTC, datetime, timedelta

import click

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
LONGEST = timedelta(days=36_500)


def moment(value: str) -> datetime:
    """Return a time in UTC: so long before now (90m, 12h, 14d, 2w), the beginning of a day, or what ISO 8601 tells.

    A day and a time without offset are meant as the clock here shows them.
    """
    try:
        if value[-1:] in UNITS:
            return datetime.now(UTC) - _span(value)
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise click.BadParameter("a time such as 90m, 12h, 14d, 2w, 2026-11-25 or 2026-11-25T18:30") from error


def beginning(value: str) -> datetime | int:
    """Return the number of an alert, or a time."""
    return int(value) if re.fullmatch("[0-9]{1,15}", value) else moment(value)


def _span(value: str) -> timedelta:
    found = re.fullmatch("([0-9]{1,5})[mhdw]", value)
    if not found or int(found[1]) * UNITS[value[-1]] > LONGEST:
        raise ValueError(f"{value} is no stretch of time")
    return int(found[1]) * UNITS[value[-1]]
