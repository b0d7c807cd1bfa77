"""One compiled pass over a block of lines: which lines are plain sentences or wrappers, and where their fields lie.

Only what IEC 61162-1 and NMEA 4 write in the usual way is plain; every other line is `ODD` and left to reader.py, which
is the reference. The times of lines (`c:`, `$PGHP`, an epoch after the checksum) follow filetime.py. A block is an
array of bytes (u1) in which each line ends with LF, without CR.
"""

from __future__ import annotations

import numpy as np

from ingest.sentences.lines import MAX_LINE_BYTES
from models.base.compiled import compiled

BLANK, SKIPPED, WRAPPER, SENTENCE, ODD = range(5)
# The columns of the table of lines, i4. Offsets are into the block; END is that of the LF, BODY that of the `!`.
START, END, KIND, BODY, TOTAL, NUMBER, TALKER, SEQUENCE, CHANNEL, PAYLOAD, AFTER, FILL, TAIL, UNTIMED = range(14)
COLUMNS = 14

_LF, _BANG, _DOLLAR, _BACKSLASH, _STAR, _COMMA, _COLON, _DOT, _HASH, _C = b"\n!$\\*,:.#c"
_MOST_CHARS = 200  # reader.MAX_PAYLOAD_CHARS
_DIGIT, _UPPER, _LOWER, _ARMOUR, _MARK, _SPACE, _OPENING, _ENDS = (1 << bit for bit in range(8))
_NO_HEX = 1000

_CLASS = np.zeros(256, "u1")
for _bit, _chars in {
    _DIGIT: b"0123456789",
    _UPPER: bytes(range(65, 91)),
    _LOWER: bytes(range(97, 123)),
    _ARMOUR: bytes(range(48, 88)) + bytes(range(96, 120)),
    _MARK: b"!$\\*\n",
    _SPACE: b" \t\r\v\f",
    _OPENING: b"{[,",  # of JSON
    _ENDS: b", \t\r\v\f\n",  # a field
}.items():
    _CLASS[list(_chars)] |= _bit
_HEX = np.full(256, _NO_HEX, "i4")
for _char in b"0123456789abcdefABCDEF":
    _HEX[_char] = int(chr(_char), 16)
PGHP = np.frombuffer(b"$PGHP,", "u1")
_DAYS_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])


@compiled
def scan(text: np.ndarray, table: np.ndarray, time_s: np.ndarray) -> tuple[int, int]:
    """Fill the rows of the table, (most, COLUMNS) i4, and the times of the lines, (most,) f8, NaN for none.

    Return the number of lines and where the next one begins. UNTIMED marks lines whose time filetime.py has to read.
    """
    at = n = 0
    while n < len(table) and at < len(text):
        row = table[n]
        row[START], row[UNTIMED], row[TAIL] = at, 0, 0
        row[KIND], time_s[n], end = _line(text, at, row)
        if end < 0:
            row[KIND], row[UNTIMED], time_s[n] = ODD, 1, np.nan
            end = at
            while text[end] != _LF:
                end += 1
        if end - at > MAX_LINE_BYTES:
            row[KIND] = ODD
        row[END] = end
        at = end + 1
        n += 1
    return n, at


@compiled
def _line(text: np.ndarray, at: int, row: np.ndarray) -> tuple[int, float, int]:
    """Return kind, time and end of the line; the end is -1 if the line is odd."""
    if text[at] == _BANG:
        return _sentence(text, at, row, np.nan)
    if text[at] == _BACKSLASH:
        return _tagged(text, at, row)
    if starts_with(text, at, PGHP):
        return _pghp(text, at, row)
    return _other(text, at, row)


@compiled
def _tagged(text: np.ndarray, at: int, row: np.ndarray) -> tuple[int, float, int]:
    """A line that begins with a tag block, alone or before a sentence."""
    star = _checked(text, at + 1)
    if star < 0 or text[star + 3] != _BACKSLASH:
        return ODD, np.nan, -1
    time_s = _tag_time(text, at + 1, star, row)
    if text[star + 4] == _BANG:
        return _sentence(text, star + 4, row, time_s)
    return WRAPPER, time_s, star + 4 if text[star + 4] == _LF else -1


@compiled
def _other(text: np.ndarray, at: int, row: np.ndarray) -> tuple[int, float, int]:
    """A line of another kind: blank, or skipped unless it may hold a sentence, a wrapper or JSON."""
    first = text[at]
    while _CLASS[text[at]] & _SPACE:
        at += 1
    if _CLASS[text[at]] & _OPENING:
        return ODD, np.nan, -1
    kind, starred = BLANK if text[at] == _LF else SKIPPED, False
    while True:
        while not _CLASS[text[at]] & _MARK:
            at += 1
        mark = text[at]
        if mark == _LF:
            break
        if mark == _STAR and not starred:
            starred = True
            row[UNTIMED] |= _HEX[text[at + 1]] < 16 and _HEX[text[at + 2]] < 16 and text[at + 3] == _COMMA
        wraps = mark == _BACKSLASH or (mark == _DOLLAR and starts_with(text, at, PGHP))
        if wraps or (mark == _BANG and first != _HASH):
            return ODD, np.nan, -1
        at += 1
    row[UNTIMED] |= kind == SKIPPED and first not in (_HASH, _DOLLAR)
    return kind, np.nan, at


@compiled
def _sentence(text: np.ndarray, at: int, row: np.ndarray, time_s: float) -> tuple[int, float, int]:
    """`!AIVDM,total,number,sequence,channel,payload,fill*checksum`, with the `!` at `at`."""
    star = _checked(text, at + 1)
    if star < 0 or _fields(text, at + 1, row) != star:
        return ODD, np.nan, -1
    row[BODY] = at
    trailing_s, end = _tail(text, star + 3)
    row[TAIL] = end > star + 3
    time_s = trailing_s if np.isnan(time_s) else time_s
    row[UNTIMED] |= np.isnan(time_s) and end > star + 3
    return SENTENCE, time_s, end


@compiled
def _fields(text: np.ndarray, at: int, row: np.ndarray) -> int:
    """Read the fields between `!` and `*`; return where the fields end, or -1."""
    if text[at] == _COMMA or text[at + 1] == _COMMA:
        return -1
    if text[at + 2] != 86 or text[at + 3] != 68 or (text[at + 4] != 77 and text[at + 4] != 79):  # VDM, VDO
        return -1
    row[TALKER] = text[at] | text[at + 1] << 8 | text[at + 4] << 16
    at += 5
    for column in (TOTAL, NUMBER):
        if text[at] != _COMMA or not _CLASS[text[at + 1]] & _DIGIT:
            return -1
        row[column] = text[at + 1] - 48
        at += 2
    if row[NUMBER] < 1 or row[NUMBER] > row[TOTAL]:
        return -1
    row[SEQUENCE], at = _short(text, at, _DIGIT)
    row[CHANNEL], at = _short(text, at, _DIGIT | _UPPER | _LOWER)
    return _payload(text, at, row)


@compiled
def _short(text: np.ndarray, at: int, allowed: int) -> tuple[int, int]:
    """A comma and a field of up to two characters: return them as one number, and where the field ends."""
    code, size = 0, 0
    at += 1
    while size < 2 and _CLASS[text[at]] & allowed:
        code |= text[at] << 8 * size
        size += 1
        at += 1
    return code, at


@compiled
def _payload(text: np.ndarray, at: int, row: np.ndarray) -> int:
    """`,payload,fill` and perhaps an empty or one-digit field; return where they end, or -1."""
    if text[at] != _COMMA:
        return -1
    at += 1
    row[PAYLOAD] = at
    while _CLASS[text[at]] & _ARMOUR:
        at += 1
    row[AFTER] = at
    if at - row[PAYLOAD] > _MOST_CHARS or text[at] != _COMMA or text[at + 1] < 48 or text[at + 1] > 53:
        return -1
    row[FILL] = text[at + 1] - 48
    at += 2
    if text[at] == _COMMA:
        at += 2 if _CLASS[text[at + 1]] & _DIGIT else 1
    return at


@compiled
def _checked(text: np.ndarray, at: int) -> int:
    """Return where the `*` of a right checksum stands for the text from `at` on, else -1."""
    found = 0
    while not _CLASS[text[at]] & _MARK:
        found ^= text[at]
        at += 1
    if text[at] != _STAR or _HEX[text[at + 1]] == _NO_HEX:
        return -1
    return at if _HEX[text[at + 1]] * 16 + _HEX[text[at + 2]] == found else -1


@compiled
def _tail(text: np.ndarray, at: int) -> tuple[float, int]:
    """What follows a checksum: return the first epoch in it, and its end; the end is -1 if it holds other marks."""
    time_s, listed = np.nan, text[at] == _COMMA
    while not _CLASS[text[at]] & _MARK:
        at += 1
        if listed and text[at - 1] == _COMMA and np.isnan(time_s):
            digits, value, ahead = 0, 0, at
            while digits < 14 and _CLASS[text[ahead]] & _DIGIT:
                digits, value = digits + 1, value * 10 + (text[ahead] - 48)
                ahead += 1
            if digits in (10, 13) and _CLASS[text[ahead]] & _ENDS:
                time_s = _epoch_s(value)
    return time_s, at if text[at] == _LF else -1


@compiled
def _epoch_s(value: int) -> float:
    return value / 1000.0 if value >= 100_000_000_000 else float(value)


@compiled
def _tag_time(text: np.ndarray, at: int, star: int, row: np.ndarray) -> float:
    """Return the time of the last field `c:` of 9 digits or more in a tag block, NaN for none."""
    time_s = np.nan
    while at < star:
        if text[at] == _C and text[at + 1] == _COLON:
            at += 2
            digits, value = 0, 0
            while digits < 14 and _CLASS[text[at]] & _DIGIT:
                digits, value = digits + 1, value * 10 + (text[at] - 48)
                at += 1
            time_s = _epoch_s(value) if digits >= 9 else time_s
            row[UNTIMED] |= digits > 13 or text[at] == _DOT
        while at < star and text[at] != _COMMA:
            at += 1
        at += 1
    return time_s


@compiled
def _pghp(text: np.ndarray, at: int, row: np.ndarray) -> tuple[int, float, int]:
    """A line of Gatehouse: `$PGHP,type,year,month,day,hour,minute,second,millisecond,...*checksum`."""
    star = _checked(text, at + 1)
    if star < 0:
        return ODD, np.nan, -1
    time_s, end = _tail(text, star + 3)
    if np.isnan(time_s):
        time_s = _pghp_time(text, at + len(PGHP), row)
    return WRAPPER, time_s, end


@compiled
def _pghp_time(text: np.ndarray, at: int, row: np.ndarray) -> float:
    parts = np.zeros(8, np.int64)
    for number in range(8):
        digits = 0
        while _CLASS[text[at]] & _DIGIT:
            parts[number] = parts[number] * 10 + (text[at] - 48)
            digits += 1
            at += 1
        if text[at] != _COMMA or digits == 0 or digits > 9 or (number == 1 and digits != 4):
            row[UNTIMED] = 1
            return np.nan
        at += 1
    year, month, day, hour, minute = parts[1:6]
    if not (year >= 1 and 1 <= month <= 12 and hour <= 23 and minute <= 59):
        return np.nan
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1] + (leap and month == 2)
    if not 1 <= day <= length:
        return np.nan
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 - 719_162
    days += _DAYS_BEFORE[month - 1] + (leap and month > 2) + day - 1
    return float(days * 86_400 + hour * 3_600 + minute * 60) + parts[6] + parts[7] / 1000


@compiled
def starts_with(text: np.ndarray, at: int, what: np.ndarray) -> bool:
    for each in what:
        if text[at] != each:
            return False
        at += 1
    return True
