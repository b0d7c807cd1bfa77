"""The reader of one feed: bytes in, whole AIS messages and refusals out. No sockets, no clock, no decoding.

The result is the same wherever the bytes are cut. Wrappers are read in envelope.py, parts joined in fragments.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.sentences.envelope import AIS, AIS_HEAD, CHECKED, TAG_BLOCK, UNIT
from ingest.sentences.fragments import Fragment, FragmentTable
from ingest.sentences.lines import MAX_LINE_BYTES, LineCutter, checksum, wrong_checksums
from models.messages.clue import FIELDS

# The reasons of refusals. Each refusal is counted under exactly one of them.
REASONS = {
    "checksum": "checksum of the sentence missing or wrong (IEC 61162-1)",
    "tag_block": "checksum of the tag block missing or wrong (NMEA 4)",
    "fragment": "part of a message without its other parts: orphan, copy, out of order or more than 10 s late",
    "length": "line longer than 1024 bytes, or payload longer than five slots can carry",
    "payload": "fields of the sentence or armour of the payload not as they should be",
    "type": "message number that ITU-R M.1371 does not know",
    "short": "too few bits to say what and who",
    "decode": "pyais could not make sense of it",
    "json": "line of a report that is not a JSON object",
    "clue": "report whose fields do not fit each other",
    "clue_key": "report with a field that the schema does not know",
    **{f"clue_{name}": f"report whose field {name} is missing or not as it should be" for name in FIELDS},
    "time": "position in a line of a file whose time is far from those around it",
}
MAX_PAYLOAD_CHARS = 200  # five slots carry at most 1,064 bits (ITU-R M.1371 message 26), 178 characters


class Message(NamedTuple):
    """One whole message: payload still armoured, parts joined. `seq` is the piece that completed it."""

    rx_s: float
    seq: int
    talker: bytes  # such as AIVDM
    channel: bytes
    payload: bytes
    fill: int
    around: bytes  # wrapper lines and tag blocks before it, see envelope.py
    raw: bytes  # the lines of its sentences


class Reject(NamedTuple):
    """A refused line or message, with a reason of REASONS."""

    rx_s: float
    seq: int
    reason: str
    raw: bytes


@dataclass
class Reading:
    """What was read since the last `drain`. `sentences` counts VDM and VDO with a correct checksum, `skipped` lines of
    another kind. Wrapper lines and blank lines count as neither.
    """

    messages: list[Message] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    lines: int = 0
    sentences: int = 0
    skipped: int = 0


class SentenceReader:
    """Reader of one feed: pass bytes or lines, then call `drain` for the messages."""

    def __init__(self, feed: str) -> None:
        self.feed = feed
        self._cutter = LineCutter()
        self._parts = FragmentTable()
        self._reading = Reading()
        self._lines: list[bytes] = []  # not yet read, each with its time and number
        self._rx_s: list[float] = []
        self._seq: list[int] = []
        self._around = b""  # wrapper lines that wait for their sentence
        self._first_around = b""  # later parts often come without wrappers of their own

    def receive(self, rx_s: float, seq: int, data: bytes) -> None:
        """Take the bytes of piece `seq`, received at `rx_s`; a line that ends in it counts as received with it."""
        lines = self._cutter.cut(data)
        self.receive_lines(lines, [rx_s] * len(lines), [seq] * len(lines))

    def receive_lines(self, lines: list[bytes], rx_s: list[float], seq: list[int]) -> None:
        """Take whole lines, each with its own time and number."""
        self._lines += lines
        self._rx_s += rx_s
        self._seq += seq

    def finish(self, rx_s: float, seq: int) -> None:
        """End the feed: take a last line without a line end, and give up the waiting parts."""
        self.receive_lines(self._cutter.finish(), [rx_s], [seq])
        self._read()
        self._parts.finish()

    def drain(self) -> Reading:
        """Return what was read and refused since the last call."""
        self._read()
        refused = self._parts.take_refused()
        reading, self._reading = self._reading, Reading()
        reading.rejects += [Reject(part.rx_s, part.seq, "fragment", part.raw) for part in refused]
        return reading

    def _read(self) -> None:
        """Read the waiting lines. Nearly all are valid sentences, some with wrappers: one expression reads them, in one
        block. The others are read line by line in `_unusual`.
        """
        lines, rx_s, seq = self._lines, self._rx_s, self._seq
        self._lines, self._rx_s, self._seq = [], [], []
        messages = self._reading.messages.append
        block = b"\n".join([*lines, b""])
        wrong = wrong_checksums(block).tolist()
        at = sentences = 0
        for around, talker, total, number, sequence, channel, payload, fill in UNIT.findall(block):
            first = last = at
            if around:
                last += around.count(b"\n")
            at = last + 1
            line = lines[last]
            if not talker or True in wrong[first:at] or len(line) > MAX_LINE_BYTES:
                for i in range(first, at):
                    self._unusual(lines[i], rx_s[i], seq[i], wrong[i])
                continue
            sentences += 1
            before = _both(self._around, around)
            self._around = b""
            if total == b"1" == number and len(payload) <= MAX_PAYLOAD_CHARS:
                messages(Message(rx_s[last], seq[last], talker, channel, payload, int(fill), before, line))
            else:
                key = (talker, int(total), int(number), sequence, channel)
                self._part(Fragment(rx_s[last], seq[last], *key, payload, int(fill), before, line))
        self._reading.lines += len(lines)
        self._reading.sentences += sentences

    def _unusual(self, line: bytes, rx_s: float, seq: int, wrong: bool) -> None:
        """Read a line that is not a valid sentence with its wrappers. `wrong`: a checksum in the line is wrong."""
        if len(line) > MAX_LINE_BYTES:
            return self._refuse(rx_s, seq, "length", line[: MAX_LINE_BYTES + 1])
        if b"!" not in line and not line.startswith((b"\\", b"$PGHP,")):
            self._reading.skipped += bool(line.strip())
            return None
        at = 0
        while line.startswith(b"\\", at):
            block = TAG_BLOCK.match(line, at)
            if block is None or (wrong and not _right(block)):
                return self._refuse(rx_s, seq, "tag_block", line)
            at = block.end()
        head = AIS_HEAD.search(line, at)
        if at and at == len(line):
            self._around = _both(self._around, line + b"\n")
        elif line.startswith(b"$PGHP,", at):
            self._wrapper(line, at, rx_s, seq, wrong)
        elif head is not None and not line.startswith(b"#"):
            before, self._around = _both(self._around, line[:at]), b""
            self._sentence(line, head.start(), before, rx_s, seq, wrong)
        else:
            self._reading.skipped += bool(line.strip())
        return None

    def _wrapper(self, line: bytes, at: int, rx_s: float, seq: int, wrong: bool) -> None:
        """Read the `$PGHP` line at `at`, which describes the next sentence."""
        wrapper = CHECKED.match(line, at)
        if wrapper is None or (wrong and not _right(wrapper)):
            self._refuse(rx_s, seq, "checksum", line)
        else:
            self._around = _both(self._around, line + b"\n")

    def _sentence(self, line: bytes, at: int, around: bytes, rx_s: float, seq: int, wrong: bool) -> None:
        """Read the VDM or VDO sentence at `at`."""
        check, found = CHECKED.match(line, at), AIS.match(line, at)
        if check is None or (wrong and not _right(check)):
            self._refuse(rx_s, seq, "checksum", line)
        elif found is None:
            self._refuse(rx_s, seq, "payload", line)
        else:
            self._reading.sentences += 1
            talker, total, number, sequence, channel, payload, fill = found.groups()
            part = Fragment(
                rx_s, seq, talker, int(total), int(number), sequence, channel, payload, int(fill), around, line
            )
            self._part(part)

    def _part(self, part: Fragment) -> None:
        """Add one sentence of a message; later parts without wrappers of their own get those of the first."""
        if part.number == 1:
            self._first_around = part.around
        elif not part.around and self._first_around:
            part = part._replace(around=self._first_around)
        parts = [part] if part.total == part.number == 1 else self._parts.add(part)
        if parts is not None:
            self._message(parts)

    def _message(self, parts: list[Fragment]) -> None:
        last, raw = parts[-1], b"\n".join(part.raw for part in parts)
        payload = b"".join(part.payload for part in parts)
        if len(payload) > MAX_PAYLOAD_CHARS:
            return self._refuse(last.rx_s, last.seq, "length", raw)
        message = Message(last.rx_s, last.seq, last.talker, last.channel, payload, last.fill, parts[0].around, raw)
        return self._reading.messages.append(message)

    def _refuse(self, rx_s: float, seq: int, reason: str, raw: bytes) -> None:
        self._reading.rejects.append(Reject(rx_s, seq, reason, raw))


def _both(around: bytes, more: bytes) -> bytes:
    """Return both wrappers, at most the length of a line, even if many come without a sentence."""
    return (around + more)[-MAX_LINE_BYTES:] if around else more


def _right(match: re.Match[bytes]) -> bool:
    """Return whether the checksum (group `sum`) fits the text (group `text`)."""
    return checksum(match["text"]) == int(match["sum"], 16)
