"""One compiled pass over a block of lines: which lines are plain sentences or wrappers, and where their fields lie.

Only what IEC 61162-1 and NMEA 4 write in the usual way is plain; every other line is `ODD` and left to reader.py, which
is the reference. The times of lines (`c:`, `$PGHP`, an epoch after the checksum) follow filetime.py. A block is an
array of bytes (u1) in which each line ends with LF, without CR.
"""

from __future__ import annotations

import numpy as np

from ingest.sentences.lines import MAX_LINE_BYTES
from ingest.sentences.scan_times import epoch_s, pghp_time, tag_time
from ingest.sentences.vectors import armour_end, exclusive_or
from models.base.compiled import compiled_lean, inlined

BLANK, SKIPPED, WRAPPER, SENTENCE, ODD = range(5)
# The columns of the table of lines, i4. Offsets are into the block; END is that of the LF, BODY that of the `!`.
START, END, KIND, BODY, TOTAL, NUMBER, TALKER, SEQUENCE, CHANNEL, PAYLOAD, AFTER, FILL, TAIL, UNTIMED = range(14)
COLUMNS = 14

_LF, _BANG, _DOLLAR, _BACKSLASH, _STAR, _COMMA, _HASH, _P, _G, _H = b"\n!$\\*,#PGH"
_MOST_CHARS = 200  # reader.MAX_PAYLOAD_CHARS
_DIGIT, _UPPER, _LOWER, _SPACE, _OPENING, _ENDS = (1 << bit for bit in range(6))
_NO_HEX = 1000

_CLASS = np.zeros(256, "u1")
for _bit, _chars in {
    _DIGIT: b"0123456789",
    _UPPER: bytes(range(65, 91)),
    _LOWER: bytes(range(97, 123)),
    _SPACE: b" \t\r\v\f",
    _OPENING: b"{[,",  # of JSON
    _ENDS: b", \t\r\v\f\n",  # a field
}.items():
    _CLASS[list(_chars)] |= _bit
_HEX = np.full(256, _NO_HEX, "i4")
for _char in b"0123456789abcdefABCDEF":
    _HEX[_char] = int(chr(_char), 16)
_PGHP_BYTES = len(b"$PGHP,")


@compiled_lean
def scan(text: np.ndarray, marks: np.ndarray, table: np.ndarray, time_s: np.ndarray) -> int:
    """Fill the rows of the table, (n, COLUMNS) i4, and the times of the n lines, (n,) f8, NaN for none. `marks` are
    those of the lines (vectors.marks_of).

    Return where the next line begins. UNTIMED marks lines whose time filetime.py has to read.
    """
    at = mark = 0  # `mark` is the first mark of the line
    for n in range(len(table)):
        row = table[n]
        row[START], row[UNTIMED], row[TAIL] = at, 0, 0
        last = _skipped(text, marks, mark, at)
        if last >= 0:
            row[KIND], time_s[n] = SKIPPED, np.nan
        else:
            row[KIND], time_s[n], last = _line(text, marks, mark, at, row)
        if last < 0:
            row[KIND], row[UNTIMED], time_s[n] = ODD, 1, np.nan
            last = mark
            while text[marks[last]] != _LF:
                last += 1
        if marks[last] - at > MAX_LINE_BYTES:
            row[KIND] = ODD
        row[END] = marks[last]
        at, mark = marks[last] + 1, last + 1
    return at


@inlined
def _skipped(text: np.ndarray, marks: np.ndarray, mark: int, at: int) -> int:
    """Return the last mark of a line that is skipped at first sight, as most other lines are: it begins with `$` or `#`
    and holds neither a sentence nor a wrapper nor a time behind a checksum; -1 otherwise.
    """
    first = text[at]
    if first not in (_DOLLAR, _HASH):
        return -1
    while text[marks[mark]] != _LF:
        at = marks[mark]
        char = text[at]
        wraps = char == _BACKSLASH or (char == _DOLLAR and text[at + 1] == _P and text[at + 2] == _G)
        listed = char == _STAR and text[at + 1] != _LF and text[at + 2] != _LF and text[at + 3] == _COMMA
        if wraps or listed or (char == _BANG and first != _HASH):
            return -1
        mark += 1
    return mark


@compiled_lean
def _line(text: np.ndarray, marks: np.ndarray, mark: int, at: int, row: np.ndarray) -> tuple[int, float, int]:
    """Return kind, time and last mark of the line, which begins at `at`; the mark is -1 if the line is odd."""
    if text[at] == _BANG:
        return _sentence(text, marks, mark, row, np.nan)
    if text[at] == _BACKSLASH:
        return _tagged(text, marks, mark, row)
    if is_pghp(text, at):
        return _pghp(text, marks, mark, row)
    return _other(text, marks, mark, at, row)


@compiled_lean
def _tagged(text: np.ndarray, marks: np.ndarray, mark: int, row: np.ndarray) -> tuple[int, float, int]:
    """A line that begins with a tag block, alone or before a sentence."""
    star = _checked(text, marks, mark)
    if star < 0 or text[star + 3] != _BACKSLASH:
        return ODD, np.nan, -1
    time_s, row[UNTIMED] = tag_time(text, marks[mark] + 1, star)
    if text[star + 4] == _BANG:
        return _sentence(text, marks, mark + 3, row, time_s)
    return WRAPPER, time_s, mark + 3 if text[star + 4] == _LF else -1


@compiled_lean
def _other(text: np.ndarray, marks: np.ndarray, mark: int, at: int, row: np.ndarray) -> tuple[int, float, int]:
    """A line of another kind: blank, or skipped unless it may hold a sentence, a wrapper or JSON."""
    first = text[at]
    while _CLASS[text[at]] & _SPACE:
        at += 1
    if _CLASS[text[at]] & _OPENING:
        return ODD, np.nan, -1
    kind, starred = BLANK if text[at] == _LF else SKIPPED, False
    while True:
        at = marks[mark]
        char = text[at]
        if char == _LF:
            break
        if char == _STAR and not starred:
            starred = True
            row[UNTIMED] |= _HEX[text[at + 1]] < 16 and _HEX[text[at + 2]] < 16 and text[at + 3] == _COMMA
        wraps = char == _BACKSLASH or is_pghp(text, at)
        if wraps or (char == _BANG and first != _HASH):
            return ODD, np.nan, -1
        mark += 1
    row[UNTIMED] |= kind == SKIPPED and first not in (_HASH, _DOLLAR)
    return kind, np.nan, mark


@compiled_lean
def _sentence(text: np.ndarray, marks: np.ndarray, mark: int, row: np.ndarray, time_s: float) -> tuple[int, float, int]:
    """`!AIVDM,total,number,sequence,channel,payload,fill*checksum`, with its `!` at `mark`."""
    star = _checked(text, marks, mark)
    if star < 0 or _fields(text, marks[mark] + 1, star, row) != star:
        return ODD, np.nan, -1
    row[BODY] = marks[mark]
    last = mark + 2
    while text[marks[last]] == _BACKSLASH or text[marks[last]] == _DOLLAR:  # without a `*` they begin nothing
        last += 1
    trailing_s, end = _tail(text, marks, last, star + 3)
    row[TAIL] = marks[last] > star + 3
    time_s = trailing_s if np.isnan(time_s) else time_s
    row[UNTIMED] |= (np.isnan(time_s) and row[TAIL] > 0) or last > mark + 2
    return SENTENCE, time_s, end


@inlined
def _fields(text: np.ndarray, at: int, star: int, row: np.ndarray) -> int:
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
    return _payload(text, at, star, row)


@inlined
def _short(text: np.ndarray, at: int, allowed: int) -> tuple[int, int]:
    """A comma and a field of up to two characters: return them as one number, and where the field ends."""
    code, size = 0, 0
    at += 1
    while size < 2 and _CLASS[text[at]] & allowed:
        code |= text[at] << 8 * size
        size += 1
        at += 1
    return code, at


@inlined
def _payload(text: np.ndarray, at: int, star: int, row: np.ndarray) -> int:
    """`,payload,fill` and perhaps an empty or one-digit field; return where they end, or -1."""
    if text[at] != _COMMA:
        return -1
    at += 1
    row[PAYLOAD] = at
    at = armour_end(text, at, star)
    row[AFTER] = at
    if at - row[PAYLOAD] > _MOST_CHARS or text[at] != _COMMA or text[at + 1] < 48 or text[at + 1] > 53:
        return -1
    row[FILL] = text[at + 1] - 48
    at += 2
    if text[at] == _COMMA:
        at += 2 if _CLASS[text[at + 1]] & _DIGIT else 1
    return at


@inlined
def _checked(text: np.ndarray, marks: np.ndarray, mark: int) -> int:
    """Return where the `*` of a right checksum stands for the text that follows a mark, else -1."""
    star = marks[mark + 1]
    if text[star] != _STAR or _HEX[text[star + 1]] == _NO_HEX:
        return -1
    found = exclusive_or(text, marks[mark] + 1, star)
    return star if _HEX[text[star + 1]] * 16 + _HEX[text[star + 2]] == found else -1


@inlined
def _tail(text: np.ndarray, marks: np.ndarray, mark: int, at: int) -> tuple[float, int]:
    """What follows a checksum, from `at` on: return the first epoch in it, and `mark` if the line ends with it, or
    -1 if the line holds other marks.
    """
    time_s, end = np.nan, marks[mark]
    listed = text[at] == _COMMA
    while listed and at < end:
        at += 1
        if text[at - 1] == _COMMA and np.isnan(time_s):
            digits, value, ahead = 0, 0, at
            while digits < 14 and _CLASS[text[ahead]] & _DIGIT:
                digits, value = digits + 1, value * 10 + (text[ahead] - 48)
                ahead += 1
            if digits in (10, 13) and _CLASS[text[ahead]] & _ENDS:
                time_s = epoch_s(value)
    return time_s, mark if text[end] == _LF else -1


@compiled_lean
def _pghp(text: np.ndarray, marks: np.ndarray, mark: int, row: np.ndarray) -> tuple[int, float, int]:
    """A line of Gatehouse: `$PGHP,type,year,month,day,hour,minute,second,millisecond,...*checksum`."""
    star = _checked(text, marks, mark)
    if star < 0:
        return ODD, np.nan, -1
    time_s, last = _tail(text, marks, mark + 2, star + 3)
    if np.isnan(time_s):
        time_s, row[UNTIMED] = pghp_time(text, marks[mark] + _PGHP_BYTES)
    return WRAPPER, time_s, last


@compiled_lean
def is_pghp(text: np.ndarray, at: int) -> bool:
    """Return whether `$PGHP,` begins at an offset."""
    right = text[at] == _DOLLAR and text[at + 1] == _P and text[at + 2] == _G
    return right and text[at + 3] == _H and text[at + 4] == _P and text[at + 5] == _COMMA
