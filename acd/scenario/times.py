"""Text to moments: times of day, opening periods, weekdays and dates.

The companion of `acd.scenario.values`, with the same manner: one plain value, or `MisreadError` with value,
rule and way out. Nothing here knows which days a scenario has.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from acd.scenario.values import DAY, MisreadError, shown

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_FORMS = "mon, tue, wed, thu, fri, sat, sun or mon-fri"
FIRST_YEAR, LAST_YEAR = 1900, 2199

CLOCK_PATTERN = r"^\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$"
DATE_PATTERN = r"^\s*(\d{4})-(\d{2})-(\d{2})\s*$"


def clock(value: object) -> float:
    """Return a time of day [s since midnight] written as ``07:30`` or ``07:30:15``, up to ``24:00``."""
    match = re.match(CLOCK_PATTERN, value) if isinstance(value, str) else None
    if match is None:
        message = f"{shown(value)} is not a time of day; write it as 07:30"
        raise MisreadError(message)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > DAY:
        message = f"{shown(value)} does not exist; times of day go from 00:00 to 24:00"
        raise MisreadError(message)
    return float(total)


def periods(value: object) -> list[tuple[float, float]]:
    """Return a day's periods [s since midnight], written ``08:00-12:00, 13:00-17:00`` or ``closed``."""
    if value == "closed":
        return []
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list):
        message = f"{shown(value)} is not a time span; write it as 08:00-20:00, or closed"
        raise MisreadError(message)
    found = sorted(_period(item) for item in items)
    for (_, end), (start, _) in pairwise(found):
        if start < end:
            message = f"{shown(value)} has periods that overlap at {clock_text(start)}; join them into one"
            raise MisreadError(message)
    return found


def weekdays(value: object) -> tuple[int, ...]:
    """Return weekdays (0 is Monday) written as ``mon-fri``, ``sat``, ``mon, wed`` or a list of these."""
    items = value if isinstance(value, list) else value.split(",") if isinstance(value, str) else [value]
    days: list[int] = []
    for item in items:
        for day in _weekday_range(item):
            if day in days:
                message = f"{shown(value)} names {WEEKDAYS[day]} twice; name each day once"
                raise MisreadError(message)
            days.append(day)
    if not days:
        message = f"{shown(value)} names no weekday; write mon-fri, or mon, wed"
        raise MisreadError(message)
    return tuple(sorted(days))


def day(value: object) -> date:
    """Return a date written as ``2026-01-05``."""
    if isinstance(value, date):
        value = value.isoformat()[:10]
    match = re.match(DATE_PATTERN, value) if isinstance(value, str) else None
    if match is None:
        message = f"{shown(value)} is not a date; write it as 2026-01-05"
        raise MisreadError(message)
    try:
        found = date(*(int(part) for part in match.groups()))
    except ValueError:
        message = f"{shown(value)} does not exist; write an existing date as 2026-01-05"
        raise MisreadError(message) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"{shown(value)} is out of range; dates go from {FIRST_YEAR} to {LAST_YEAR}"
        raise MisreadError(message)
    return found


def clock_text(seconds: float) -> str:
    """Return a time of day as ``07:30``, with seconds only where there are any."""
    whole_seconds = round(seconds)
    hours, rest = divmod(whole_seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}:{left:02d}" if left else f"{hours:02d}:{minutes:02d}"


def _period(item: object) -> tuple[float, float]:
    ends = item.split("-") if isinstance(item, str) else []
    if len(ends) != 2:
        message = f"{shown(item)} is not a time span; write it as 08:00-20:00, or closed"
        raise MisreadError(message)
    start, end = clock(ends[0]), clock(ends[1])
    if start == end:
        message = f"{shown(item)} is empty; the end must be later than the start, 24:00 at the latest"
        raise MisreadError(message)
    if start > end:
        message = (
            f"{shown(item)} ends before it starts; split it at midnight: "
            f"{clock_text(start)}-24:00 on one day, 00:00-{clock_text(end)} on the next"
        )
        raise MisreadError(message)
    return start, end


def _weekday_range(item: object) -> list[int]:
    ends = [_weekday(end, item) for end in item.split("-")] if isinstance(item, str) else []
    if len(ends) not in {1, 2}:
        message = f"{shown(item)} is not a weekday; write {WEEKDAY_FORMS}"
        raise MisreadError(message)
    first, last = ends[0], ends[-1]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _weekday(end: str, item: object) -> int:
    word = end.strip().lower()
    for names in (WEEKDAYS, LONG_WEEKDAYS):
        if word in names:
            return names.index(word)
    message = f"{shown(item)} is not a weekday; write {WEEKDAY_FORMS}"
    raise MisreadError(message)
