"""Text to number, with its unit: durations, rates, shares, amounts; and names.

Every function takes what stands in the file (text, number, anything) and returns one plain value in the
package's units, seconds and shares of 1, or raises `MisreadError` with value, rule and way out. Nothing here
knows a key, a file or pydantic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

DAY = 86_400.0
SECONDS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": DAY}

# Beyond these a value is a slip of the pen; the engine's integer microseconds stay far from their end.
LONGEST = 10_000 * DAY
LARGEST = 1e9

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
DURATION_PATTERN = rf"^\s*({NUMBER})\s*([smhd]?)\s*$"
RATE_PATTERN = rf"^\s*({NUMBER})\s*/\s*([smhd])\s*$"
SHARE_PATTERN = rf"^\s*({NUMBER})\s*(%?)\s*$"

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


def weight(value: object) -> float:
    """Return a plain number of either sign."""
    number, _ = _split(value, rf"^\s*({NUMBER})(\s*)$", "a number", "12 or -0.5")
    if abs(number) > LARGEST:
        message = f"{shown(value)} is too large; a weight lies between -{LARGEST:g} and {LARGEST:g}"
        raise MisreadError(message)
    return number


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
    """Return text of one line with something in it."""
    if not isinstance(value, str):
        message = f"{shown(value)} is not text; put it in quotes"
        raise MisreadError(message)
    if not value.strip() or not value.isprintable():
        message = f"{shown(value)} is empty or holds control characters; give some text in one line"
        raise MisreadError(message)
    return value


def name(value: object) -> str:
    """Return a name: text without the dots and brackets that dotted places need for themselves."""
    written = text(value)
    if len(written) > 100 or written != written.strip() or re.search(r"[.\[\]]", written):
        message = (
            f"{shown(value)} is not a name; a name has at most 100 characters, "
            "no '.', '[' or ']', and no space at its ends"
        )
        raise MisreadError(message)
    return written


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
