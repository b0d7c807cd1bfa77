"""The times of scanned lines: `c:` of tag blocks, `$PGHP` and epochs, as filetime.py reads them."""

from __future__ import annotations

import numpy as np

from models.base.compiled import compiled_lean, inlined

_COMMA, _COLON, _DOT, _C = b",:.c"
_DAYS_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])


@inlined
def epoch_s(value: int) -> float:
    """Return the time of a number of seconds or milliseconds since 1970."""
    return value / 1000.0 if value >= 100_000_000_000 else float(value)


@compiled_lean
def tag_time(text: np.ndarray, at: int, star: int) -> tuple[float, bool]:
    """Return the time of the last field `c:` of 9 digits or more in a tag block, NaN for none; and whether filetime.py
    has to read it.
    """
    time_s, unread = np.nan, False
    while at < star:
        if text[at] == _C and text[at + 1] == _COLON:
            at += 2
            digits, value = 0, 0
            while digits < 14 and 48 <= text[at] < 58:
                digits, value = digits + 1, value * 10 + (text[at] - 48)
                at += 1
            time_s = epoch_s(value) if digits >= 9 else time_s
            unread |= digits > 13 or text[at] == _DOT
        while at < star and text[at] != _COMMA:
            at += 1
        at += 1
    return time_s, unread


@compiled_lean
def pghp_time(text: np.ndarray, at: int) -> tuple[float, bool]:
    """`type,year,month,day,hour,minute,second,millisecond,`: return the time, NaN for none; and whether filetime.py has
    to read it.
    """
    _, at = _number(text, at)
    year_at = at
    year, at = _number(text, at)
    right_year = at - year_at == 5  # four digits and the comma
    month, at = _number(text, at)
    day, at = _number(text, at)
    hour, at = _number(text, at)
    minute, at = _number(text, at)
    second, at = _number(text, at)
    millisecond, at = _number(text, at)
    if at < 0 or not right_year:
        return np.nan, True
    if not (year >= 1 and 1 <= month <= 12 and hour <= 23 and minute <= 59):
        return np.nan, False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1] + (leap and month == 2)
    if not 1 <= day <= length:
        return np.nan, False
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 - 719_162
    days += _DAYS_BEFORE[month - 1] + (leap and month > 2) + day - 1
    return float(days * 86_400 + hour * 3_600 + minute * 60) + second + millisecond / 1000, False


@inlined
def _number(text: np.ndarray, at: int) -> tuple[int, int]:
    """A number of up to nine digits and a comma: return it, and where the next field begins; the latter is -1 if it is
    not there, or if `at` is -1.
    """
    value, begin = 0, at
    while at >= 0 and at - begin <= 9 and 48 <= text[at] < 58:
        value = value * 10 + (text[at] - 48)
        at += 1
    right = 0 < at - begin <= 9 and text[at] == _COMMA
    return value, at + 1 if right else -1
