"""The times that loggers and receivers write beside a sentence, in front of it or behind it.

Dates and times of ISO 8601 and its relatives, with or without an offset, seconds since 1970 in several units, and the
times of JSON objects. A time without an offset is UTC. What tag blocks and `$PGHP` say: filetime.py.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

NONE = float("nan")
_UNITS = ((10**17, 1e9), (10**14, 1e6), (10**11, 1e3))  # as seconds these would be later than the year 5000
_MONTHS = {name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = rb"(?P<name>" + b"|".join(_MONTHS) + rb")[a-z]{0,6}\.?"
_YEAR = rb"(?P<year>(?:19|20)\d\d)"
_REMAINDER = (
    rb"(?:\.(?P<fraction>\d{1,9})|,(?P<milli>\d{3}))?(?![\d:])"
    rb"(?:\s?(?P<half>[AP])\.?M\b\.?)?(?:\s?(?P<zone>Z\b|UTC|GMT|[+-]\d\d(?::?\d\d)?(?!\d)))?"
)
_CLOCK = rb"(?P<clock>\d?\d:\d\d(?::\d\d)?)" + _REMAINDER
_BETWEEN = rb"[T_ ,;\t\"'|:-]{1,4}"
# Dates as 2025-06-15, 2025/06/15, 20250615; 15.06.2025, 15/06/2025 and 06/15/2025 if it is clear which is the month;
# 15/Jun/2025, 15 June 2025; Jun 15 15:06:00 2025. Each with a time of day.
_FORMS = tuple(
    re.compile(rb"(?<![\d.])" + form, re.IGNORECASE)
    for form in (
        _YEAR + rb"(?P<dash>[-/.]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)" + _BETWEEN + _CLOCK,
        _YEAR + rb"(?P<dash>-?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)[T_]?(?P<clock>\d{6}|\d{4}(?=Z))" + _REMAINDER,
        rb"(?P<day>\d\d)\.(?P<month>\d\d)\." + _YEAR + _BETWEEN + _CLOCK,
        rb"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d?\d)/" + _YEAR + _BETWEEN + _CLOCK,
        rb"(?P<month>\d?\d)/(?P<day>1[3-9]|2\d|3[01])/" + _YEAR + _BETWEEN + _CLOCK,
        rb"(?P<day>\d?\d)[-/ ]" + _MONTH + rb"[-/ ,]{1,2}" + _YEAR + _BETWEEN + _CLOCK,
        _MONTH + rb" +(?P<day>\d?\d) +" + _CLOCK + rb" +" + _YEAR + rb"(?!\d)",
    )
)
_EPOCH = re.compile(rb"(?<![\w.:+-])((?:\d{10}|\d{13}|\d{16}|\d{19})(?:\.\d{1,9})?)(?![\w:.-])")
_FROM_S, _TO_S = 946_684_800.0, 4_102_444_800.0  # an epoch outside of 2000 to 2100 is another number
_JSON_TIME = re.compile(
    rb'"(?:rx_?(?:ux)?_?time|time_?stamp|time(?:_?utc)?|date_?time|received(?:_at)?|toa|ts|t)"\s*:\s*"?([^",}\]]+)',
    re.IGNORECASE,
)
_UNDATED = re.compile(rb"(?:" + _MONTH + rb" +(?P<day>\d?\d) +)?(?<![\d:.])" + _CLOCK, re.IGNORECASE)
LEAP_YEAR = 1972  # of a date without a year


def epoch_s(digits: bytes) -> float:
    """Return seconds since 1970 from an epoch in seconds, milliseconds, microseconds or nanoseconds."""
    whole, _, fraction = digits.partition(b".")
    value = int(whole) + (float(b"." + fraction) if fraction else 0)
    return next((value / unit for least, unit in _UNITS if value >= least), float(value))


def written_s(text: bytes) -> float:
    """Return the first time in a text, seconds since 1970; NaN if there is none with a date."""
    for form in _FORMS:
        for found in form.finditer(text):
            time_s = _dated_s(found)
            if time_s == time_s:  # noqa: PLR0124 - not NaN
                return time_s
    epochs = (epoch_s(digits) for digits in _EPOCH.findall(text))
    return next((each for each in epochs if _FROM_S <= each < _TO_S), NONE)


def json_time_s(line: bytes) -> float:
    """Return the time that a JSON object names, seconds since 1970; NaN if there is none."""
    times = (written_s(value) for value in _JSON_TIME.findall(line))
    return next((each for each in times if each == each), NONE)  # noqa: PLR0124 - not NaN


def undated_s(text: bytes) -> float:
    """Return the first time of day in a text, in seconds since 1970-01-01 or, if it names a day, since 1972-01-01 and
    thus in 1972; NaN if there is none.
    """
    found = _UNDATED.search(text)
    if found is None:
        return NONE
    day_s = _day_s(LEAP_YEAR, _MONTHS[found["name"].lower()], int(found["day"])) if found["name"] else 0.0
    return day_s + _clock_s(found)


def _dated_s(found: re.Match[bytes]) -> float:
    fields = found.groupdict()
    month = _MONTHS[fields["name"].lower()] if fields.get("name") else int(fields["month"])
    return _day_s(int(fields["year"]), month, int(fields["day"])) + _clock_s(found)


def _clock_s(found: re.Match[bytes]) -> float:
    """Return the seconds since midnight UTC of a time of day; NaN if there is no such time."""
    clock = found["clock"]
    parts = clock.split(b":") if b":" in clock else (clock[:2], clock[2:4], clock[4:] or b"0")
    hour, minute, second = map(int, (*parts, b"0")[:3])
    if hour > 23 or minute > 59 or second > 60:
        return NONE
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"] in b"Pp")
    fraction = found["fraction"] or found["milli"] or b"0"
    return hour * 3600 + minute * 60 + second + float(b"." + fraction) - _offset_s(found["zone"])


def _offset_s(zone: bytes | None) -> float:
    if not zone or zone[:1] not in b"+-":
        return 0.0
    digits = zone[1:].replace(b":", b"").ljust(4, b"0")
    return (1 if zone[:1] == b"+" else -1) * (int(digits[:2]) * 3600 + int(digits[2:]) * 60)


@lru_cache(maxsize=256)
def _day_s(year: int, month: int, day: int) -> float:
    try:
        return datetime(year, month, day, tzinfo=UTC).timestamp()
    except ValueError:
        return NONE
