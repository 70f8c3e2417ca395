"""Text to number, with its unit: durations, rates, shares, times of day, weekdays, dates, names.

Every function takes what stands in the file (text, number, anything) and returns one plain value in the
package's units, seconds and shares of 1, or raises `MisreadError` with value, rule and way out. Nothing here
knows a key, a file or pydantic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

DAY = 86_400.0
SECONDS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": DAY}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Beyond these a value is a slip of the pen; the engine's integer microseconds stay far from their end.
LONGEST = 10_000 * DAY
LARGEST = 1e9
FIRST_YEAR, LAST_YEAR = 1900, 2199

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
DURATION_PATTERN = rf"^\s*({NUMBER})\s*([smhd]?)\s*$"
RATE_PATTERN = rf"^\s*({NUMBER})\s*/\s*([smhd])\s*$"
SHARE_PATTERN = rf"^\s*({NUMBER})\s*(%?)\s*$"
CLOCK_PATTERN = r"^\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$"
DATE_PATTERN = r"^\s*(\d{4})-(\d{2})-(\d{2})\s*$"

DURATION_FORMS = "20s, 3m, 1.5h, 2d or a number of seconds"
RATE_FORMS = "48/m, 120/h or 2000/d"


class MisreadError(ValueError):
    """A value cannot be understood; the message has the value, the rule and the way out."""


def shown(value: object) -> str:
    """Return a value as a message shows it: text in quotes, long things cut short."""
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else "a number of more than 30 digits"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:56]}...{text[-1]}"


def visible(text: str) -> str:
    """Return text with control characters, line ends among them, written as escapes."""
    return text if text.isprintable() else repr(text)[1:-1]


def duration(value: object) -> float:
    """Return a duration [s] written as ``20s``, ``3m``, ``1.5h``, ``2d`` or a number of seconds."""
    number, unit = _split(value, DURATION_PATTERN, "a duration", DURATION_FORMS)
    seconds = number * SECONDS[unit or "s"]
    _not_negative(seconds, value, "a duration")
    if seconds > LONGEST:
        message = f"{shown(value)} is too long; a duration is at most {LONGEST / DAY:.0f}d"
        raise MisreadError(message)
    return seconds


def rate(value: object) -> float:
    """Return a rate [1/s] written as ``48/m``, ``120/h`` or ``2000/d``."""
    if value == 0 and not isinstance(value, bool):
        return 0.0
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        message = f"{shown(value)} is a rate without a unit; write it as {RATE_FORMS}"
        raise MisreadError(message)
    number, unit = _split(value, RATE_PATTERN, "a rate", RATE_FORMS)
    per_second = number / SECONDS[unit]
    _not_negative(per_second, value, "a rate")
    return _not_too_large(per_second, value, "a rate per second")


def share(value: object) -> float:
    """Return a share from 0 to 1 written as ``80%`` or ``0.8``."""
    number, percent = _split(value, SHARE_PATTERN, "a share", "80% or 0.8")
    part = number / 100.0 if percent else number
    _not_negative(part, value, "a share")
    if part > 1.0:
        way_out = "at most 100%" if percent else f"at most 1, or 100%; did you mean {number:g}%?"
        message = f"{shown(value)} is too large; a share is {way_out}"
        raise MisreadError(message)
    return part


def factor(value: object) -> float:
    """Return a factor written as ``110%`` or ``1.1``."""
    number, percent = _split(value, SHARE_PATTERN, "a factor", "110% or 1.1")
    part = number / 100.0 if percent else number
    _not_negative(part, value, "a factor")
    if part > 100.0:
        message = f"{shown(value)} is too large; a factor is at most 100, or 10000%"
        raise MisreadError(message)
    return part


def amount(value: object) -> float:
    """Return a plain number of 0 or more (money, contacts, a coefficient of variation)."""
    number, _ = _split(value, rf"^\s*({NUMBER})(\s*)$", "a number", "12 or 0.5")
    _not_negative(number, value, "it")
    return _not_too_large(number, value, "it")


def whole(value: object, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`."""
    if isinstance(value, str) and re.match(r"^\s*[+-]?\d{1,18}\s*$", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"{shown(value)} is not a whole number; give one from {low} to {high}"
        raise MisreadError(message)
    if not low <= value <= high:
        message = f"{shown(value)} is out of range; give a whole number from {low} to {high}"
        raise MisreadError(message)
    return value


def flag(value: object) -> bool:
    """Return a truth value written as ``true`` or ``false``."""
    if not isinstance(value, bool):
        message = f"{shown(value)} is neither true nor false; write true or false"
        raise MisreadError(message)
    return value


def text(value: object) -> str:
    """Return text of at least one visible character."""
    if not isinstance(value, str):
        message = f"{shown(value)} is not text; put it in quotes"
        raise MisreadError(message)
    if not value.strip():
        message = f"{shown(value)} is empty; give some text"
        raise MisreadError(message)
    return value


def name(value: object) -> str:
    """Return a name: text without the dots and brackets that dotted places need for themselves."""
    written = text(value)
    if (
        len(written) > 100
        or written != written.strip()
        or not written.isprintable()
        or re.search(r"[.\[\]]", written)
    ):
        message = (
            f"{shown(value)} is not a name; a name has at most 100 characters, "
            "no '.', '[' or ']', and no space at its ends"
        )
        raise MisreadError(message)
    return written


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
    items = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else None
    if items is None:
        message = f"{shown(value)} is not a time span; write it as 08:00-20:00, or closed"
        raise MisreadError(message)
    if items == ["closed"]:
        return []
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


def duration_text(seconds: float) -> str:
    """Return a duration as a message shows it: ``30m``, ``1h 30m``, ``20s``."""
    parts: list[str] = []
    for unit in ("d", "h", "m"):
        number, seconds = divmod(seconds, SECONDS[unit])
        if number:
            parts.append(f"{number:.0f}{unit}")
    if seconds or not parts:
        parts.append(f"{seconds:g}s")
    return " ".join(parts)


def listed(names: Iterable[str], limit: int = 12) -> str:
    """Return names for a message, cut after `limit` of them."""
    every = [visible(name) for name in names]
    return ", ".join(every[:limit]) + (f" and {len(every) - limit} more" if len(every) > limit else "")


def _split(value: object, pattern: str, what: str, forms: str) -> tuple[float, str]:
    """Return number and unit of a text, or of a bare number with no unit."""
    if value is None:
        message = f"has no value; give {what}: {forms}"
        raise MisreadError(message)
    match = None
    if isinstance(value, str):
        match = re.match(pattern, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        match = re.match(pattern, _digits(value))
    if match is None:
        message = f"{shown(value)} is not {what}; write it as {forms}"
        raise MisreadError(message)
    return float(match.group(1)), match.group(2).strip()


def _digits(value: float) -> str:
    """Return a number's digits, where Python can write them at all."""
    try:
        return repr(float(value))
    except OverflowError:
        return ""


def _not_negative(number: float, value: object, what: str) -> None:
    if number < 0.0:
        message = f"{shown(value)} is negative; {what} is 0 or more"
        raise MisreadError(message)


def _not_too_large(number: float, value: object, what: str) -> float:
    if number > LARGEST:
        message = f"{shown(value)} is too large; {what} is at most {LARGEST:g}"
        raise MisreadError(message)
    return number


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
        message = f"{shown(item)} is not a weekday; write mon, tue, wed, thu, fri, sat, sun or mon-fri"
        raise MisreadError(message)
    first, last = ends[0], ends[-1]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _weekday(end: str, item: object) -> int:
    word = end.strip().lower()
    for names in (WEEKDAYS, LONG_WEEKDAYS):
        if word in names:
            return names.index(word)
    message = f"{shown(item)} is not a weekday; write mon, tue, wed, thu, fri, sat, sun or mon-fri"
    raise MisreadError(message)
