"""When each line of a text file was received: the times that lines carry, and rules for missing and implausible ones.

The receive times never go back, so a replay can promise the core that nothing older follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from ingest.sentences.envelope import WRAPPER, wrappers
from ingest.sentences.lines import wrong_checksums
from ingest.sentences.scan import UNTIMED
from ingest.sentences.scanned import Lines
from ingest.sources.written_time import NONE, epoch_s, json_time_s, undated_s, written_s
from models.base.clock import parse_iso

LINES_PER_S = 100.0  # pace of a file in which no line has a time; it starts at 1970-01-01T00:00:00Z
STEP_S = 600.0  # relays deliver copies and stored reports some minutes late; a larger step is checked
WITNESSES = 20  # the number of timed lines that follow and decide about such a step, by majority
AGREE_S = 60.0  # a witness no further behind than this still confirms a time
MIN_WITNESSES, MIN_STEADY = 2, 3  # three lines that agree make a time plausible
DAY_S = 86_400.0

# One line and the time it carries: `c:` of a tag block; else the first epoch after the checksum and that of `$PGHP`.
_LINE = re.compile(
    rb"(?:(?:\\[^\\\n]*\\)*?\\(?:[^\\\n]*,)?c:(\d{9,19}(?:\.\d+)?)[^\\\n]*\*[0-9A-Fa-f]{2}\\[^\n]*"
    rb"|(?:\\[^\n]*\\)?(?:\$PGHP,\d+,(\d{4}(?:,\d+){6}),)?"
    rb"[^*\n]*(?:\*[0-9A-Fa-f]{2},(?:[^,\n]*,)*?(\d{13}|\d{10})(?![^,\s]))?[^\n]*)\n"
)
_TAG_TIME = re.compile(rb"[\\,]c:(\d{9,19}(?:\.\d+)?)")
_REPORT_TIME = re.compile(rb'"t"\s*:\s*"([^"]{10,40})"')
# A line with something before or behind its sentence: there may be a time.
_BESIDE = re.compile(rb"\n[^!$#\n]|\*[0-9A-Fa-f]{2}[^\n]*\d\d")


def own_times(lines: Sequence[bytes]) -> np.ndarray:
    """Return the time that each line carries, seconds since 1970, (n,) f8; NaN for a line without one.

    The tag block of the standard comes first, if its checksum is right; then a time that was written when the line was
    logged, in front of the sentence or behind it; then `$PGHP`, which may be hours old when it comes from a satellite.
    """
    if isinstance(lines, Lines):
        return _scanned_times(lines)
    block = b"\n".join([b"", *lines, b""])
    if b"$PGHP" not in block and _BESIDE.search(block) is None:
        return np.full(len(lines), NONE)
    own = standard_times(lines)
    for row in np.flatnonzero(np.isnan(own)).tolist():
        line = lines[row]
        # Most lines are a sentence or a tag block and nothing else.
        if line[-1:] != b"\\" and (line[:1] not in b"!$" or line[-3:-2] != b"*"):
            own[row] = _beside_s(line)
    return own


def _scanned_times(lines: Lines) -> np.ndarray:
    """Return the times of scanned lines; those that the scanner did not read are read one by one."""
    own, untimed = lines.time_s, np.flatnonzero(lines.table[:, UNTIMED])
    if len(untimed):
        own = own.copy()
        own[untimed] = own_times([lines[row] for row in untimed.tolist()])
    return own


def standard_times(lines: Sequence[bytes]) -> np.ndarray:
    """Return the times of tag blocks, epochs behind the checksum and `$PGHP`, as own_times does."""
    block = b"\n".join([*lines, b""])
    tag, pghp, trailing = zip(*_LINE.findall(block), strict=True)
    # Neighbouring lines share their times; each is computed once.
    known = {digits: epoch_s(digits) for digits in {*tag, *trailing} if digits}
    known |= {fields: _pghp_s(fields) for fields in set(pghp) if fields}
    known[b""] = NONE
    own = np.array([known[a or b or c] for a, b, c in zip(tag, trailing, pghp, strict=True)], "f8")
    if any(tag):
        for row in np.flatnonzero(wrong_checksums(block)).tolist():
            own[row] = _beside_s(lines[row]) if tag[row] else own[row]
    return own


def _beside_s(line: bytes) -> float:
    """Return the time that is written beside a sentence."""
    front, behind = beside(line)
    time_s = json_time_s(line) if line.startswith((b"{", b"[{")) else NONE
    if b"c:" in front:
        tag_time = _TAG_TIME.search(wrappers(front)[0])
        time_s = epoch_s(tag_time[1]) if tag_time else time_s
    for text in (WRAPPER.sub(b"", front), behind):
        time_s = written_s(text) if text and np.isnan(time_s) else time_s
    return time_s


def beside(line: bytes) -> tuple[bytes, bytes]:
    """Return what stands before the sentence of a line and what after its checksum. A line without a sentence stands
    before the next one, unless it is a comment or another sentence.
    """
    start = line.find(b"!")
    if line.startswith((b"#", b"$")):
        return b"", b""
    return (line, b"") if start < 0 else (line[:start], line[line.rfind(b"*", start) + 3 :] if b"*" in line else b"")


def _pghp_s(fields: bytes) -> float:
    minute, second, milli = fields.rsplit(b",", 2)
    return _minute_s(minute) + int(second) + int(milli) / 1000


@lru_cache(maxsize=256)
def _minute_s(fields: bytes) -> float:
    try:
        return datetime(*map(int, fields.split(b",")), tzinfo=UTC).timestamp()  # type: ignore[misc,arg-type]
    except ValueError:
        return NONE


class UndatedTimes:
    """The times of lines that name no date, or none with a year; a day begins when the time of day goes far back."""

    def __init__(self) -> None:
        self._day_s, self._last_s = 0.0, 0.0

    def own(self, lines: Sequence[bytes]) -> np.ndarray:
        """Return the time that each line carries, (n,) f8; NaN for a line without one."""
        if isinstance(lines, Lines) and lines.nothing_beside():
            return np.full(len(lines), NONE)
        if _BESIDE.search(b"\n".join([b"", *lines, b""])) is None:
            return np.full(len(lines), NONE)
        return np.array([self._time_s(line) for line in lines], "f8")

    def _time_s(self, line: bytes) -> float:
        times = (undated_s(text) for text in beside(line) if text)
        time_s = next((each for each in times if not np.isnan(each)), NONE)
        if time_s < DAY_S:
            if time_s + self._day_s < self._last_s - DAY_S / 2:
                self._day_s += DAY_S
            time_s += self._day_s
        self._last_s = max(self._last_s, time_s) if time_s > 0 else self._last_s
        return time_s


def report_times(lines: Sequence[bytes]) -> np.ndarray:
    """Return the times of reports: that of the tag block, else the field `t` of the report, (n,) f8."""
    if not lines:
        return np.empty(0)
    return np.fmax(standard_times(lines), np.array([_report_time_s(line) for line in lines], "f8"))


def _report_time_s(line: bytes) -> float:
    found = None if line.startswith(b"\\") else _REPORT_TIME.search(line)
    try:
        return parse_iso(found[1].decode("ascii")) if found else NONE
    except ValueError:
        return NONE


class ReportClock:
    """Follows the times of reports: they are few and may lie hours apart, so each time is accepted."""

    def __init__(self, first_s: float | None) -> None:
        self.last_s = 0.0 if first_s is None else first_s

    def follow(self, own: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return when each line counts as received, (n,) f8, never falling; no line is odd."""
        rx_s = np.maximum.accumulate(np.fmax(own, self.last_s))
        self.last_s = float(rx_s[-1]) if len(rx_s) else self.last_s
        return rx_s, np.zeros(len(own), bool)


class FileClock:
    """Follows the times of a file's lines. A line without a time, or with a time in the past, gets that of the line
    before; so does a line more than STEP_S in the future, unless most of the lines that follow confirm it.
    """

    def __init__(self, first_s: float | None) -> None:
        self.last_s = 0.0 if first_s is None else first_s
        self._pace_s = 1 / LINES_PER_S if first_s is None else 0.0
        self._steady = 0  # timed lines since the last jump

    def follow(self, own: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return when each line counts as received, (n,) f8, never falling, and which lines are odd, (n,) bool: their
        own time is more than STEP_S away from that, so a position in them must not count as the newest.

        `own` are the times the lines carry, `ahead` those of lines that follow.
        """
        odd = np.zeros(len(own), bool)
        if self._pace_s:
            rx_s = self.last_s + self._pace_s * np.arange(1, len(own) + 1)
        else:
            timed = np.flatnonzero(~np.isnan(own))
            odd[timed] = self._refused(own[timed], ahead[~np.isnan(ahead)][:WITNESSES])
            rx_s = np.maximum.accumulate(np.fmax(np.where(odd, np.nan, own), self.last_s))
            odd[timed] |= rx_s[timed] - own[timed] > STEP_S
        self.last_s = float(rx_s[-1]) if len(rx_s) else self.last_s
        return rx_s, odd

    def _refused(self, own: np.ndarray, ahead: np.ndarray) -> np.ndarray:
        refused = np.zeros(len(own), bool)
        latest_s = np.maximum.accumulate(np.concatenate(([self.last_s], own)))[:-1]
        if (own - latest_s <= STEP_S).all():
            self._steady += len(own)
            return refused
        following, last_s = np.concatenate((own, ahead)), self.last_s
        for i, time_s in enumerate(own):
            jump = time_s - last_s > STEP_S
            refused[i] = jump and not self._agreed(time_s, following[i + 1 : i + 1 + WITNESSES])
            if not refused[i]:
                self._steady = 0 if jump else self._steady + 1
                last_s = max(last_s, time_s)
        return refused

    def _agreed(self, time_s: float, witnesses: np.ndarray) -> bool:
        """Return whether most witnesses, two at least, confirm the time; without timed lines before, fewer suffice."""
        enough = len(witnesses) >= MIN_WITNESSES or self._steady < MIN_STEADY
        return enough and _most_stay(time_s, witnesses)


class FileTimes:
    """The times of a file of sentences: with dates if any line has one, else without.

    `note` is the key of what a person should know about them.
    """

    def __init__(self, blocks: Iterable[Sequence[bytes]]) -> None:
        first_s = undated_first_s = None
        self.own, self.note = own_times, ""
        for lines in blocks:
            first_s = first_time_s(own_times(lines))
            if first_s is not None:
                break
            if undated_first_s is None:
                undated_first_s = first_time_s(UndatedTimes().own(lines))
        if first_s is None:
            self.note = "no_times" if undated_first_s is None else "no_dates"
            self.own = own_times if undated_first_s is None else UndatedTimes().own
        self.clock = FileClock(undated_first_s if first_s is None else first_s)


class ReportTimes:
    """The times of a file of reports."""

    own = staticmethod(report_times)
    note = ""

    def __init__(self, blocks: Iterable[Sequence[bytes]]) -> None:
        firsts = (first_time_s(report_times(lines)) for lines in blocks)
        self.clock = ReportClock(next((first_s for first_s in firsts if first_s is not None), None))


def first_time_s(own: np.ndarray) -> float | None:
    """Return the first time that most of the times after it confirm."""
    timed = own[~np.isnan(own)]
    for i, time_s in enumerate(timed):
        if _most_stay(time_s, timed[i + 1 : i + 1 + WITNESSES]):
            return float(time_s)
    return None


def _most_stay(time_s: float, witnesses: np.ndarray) -> bool:
    return bool(2 * np.count_nonzero(witnesses >= time_s - AGREE_S) >= len(witnesses))
