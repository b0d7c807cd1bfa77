"""Bytes in, whole AIS messages and refusals out: no sockets, no clock, no decoding.

What lives here: the reader of one feed. What does not: reading wrappers (envelope.py), joining parts (fragments.py),
payloads (feeds/). The outcome is the same however the bytes are cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from ingest.envelope import AIS, AIS_HEAD, CHECKED, HEX, TAG_BLOCK, uscg_station
from ingest.fragments import FragmentTable, Part
from ingest.lines import MAX_LINE_BYTES, LineCutter, running_xor

# Why something was refused. Every refusal is counted under one of these and nothing else.
REASONS = {
    "checksum": "checksum of the sentence missing or wrong (IEC 61162-1)",
    "tag_block": "checksum of the tag block missing or wrong (NMEA 4)",
    "fragment": "part of a message without its other parts: orphan, copy, out of order or more than 10 s late",
    "length": "line longer than 1024 bytes, or payload longer than five slots can carry",
    "payload": "fields of the sentence or armour of the payload not as they should be",
    "type": "message number that ITU-R M.1371 does not know",
    "short": "too few bits to say what and who",
    "decode": "pyais could not make sense of it",
    "time": "position in a line of a file whose time is far from those around it",
}
MAX_PAYLOAD_CHARS = 200  # five slots carry at most 1,064 bits (ITU-R M.1371 message 26), 178 characters


class Message(NamedTuple):
    """One whole message: payload still armoured, parts joined. Received with the piece that completed it."""

    rx_s: float
    seq: int
    talker: bytes  # such as AIVDM
    channel: bytes
    payload: bytes
    fill: int
    around: bytes  # tag blocks and wrapper lines that stood in front, without their checksums
    raw: bytes  # the lines of its sentences


class Reject(NamedTuple):
    """Something refused, for a reason out of REASONS."""

    rx_s: float
    seq: int
    reason: str
    raw: bytes


@dataclass
class Reading:
    """What came out of the bytes since the last look. `sentences` are VDM and VDO with a right checksum; `skipped`
    are lines that are plainly something else. Wrapper lines and blank ones are neither.
    """

    messages: list[Message] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    lines: int = 0
    sentences: int = 0
    skipped: int = 0


class SentenceReader:
    """Reader of one feed: give it bytes or lines, then `drain` what they held."""

    def __init__(self, feed: str) -> None:
        self.feed = feed
        self._cutter = LineCutter()
        self._parts = FragmentTable()
        self._reading = Reading()
        self._around = b""  # what wrapper lines said about the next sentence
        self._first_around = b""  # further parts often come without a wrapper of their own

    def receive(self, rx_s: float, seq: int, data: bytes) -> None:
        """Bytes of piece `seq`, received at `rx_s`; a line that ends in it counts as received with it."""
        self.receive_lines(self._cutter.cut(data), repeat(rx_s), repeat(seq))

    def receive_lines(self, lines: list[bytes], rx_s: Iterable[float], seq: Iterable[int]) -> None:
        """Whole lines, each with its own time and number."""
        reading, match = self._reading, AIS.match
        messages = reading.messages.append
        xor = running_xor(lines)
        start = 0
        for line, rx, number in zip(lines, rx_s, seq, strict=False):
            found = match(line)
            # Most lines are a message of one good sentence, with a tag block or without: the short way is for them.
            if found is not None and len(line) <= MAX_LINE_BYTES:
                tag, tag_sum, talker, total, _, _, channel, payload, fill, check = found.groups()
                at = start + (1 if tag is None else len(tag) + 6)
                if (
                    total == b"1"
                    and xor[start + line.rfind(b"*", 0, found.end())] ^ xor[at] == HEX[check]
                    and (tag is None or xor[start + 1 + len(tag)] ^ xor[start + 1] == HEX[tag_sum])
                    and len(payload) <= MAX_PAYLOAD_CHARS
                ):
                    around = _both(self._around, tag)
                    messages(Message(rx, number, talker, channel, payload, int(fill), around, line))
                    self._around = b""
                    reading.sentences += 1
                    start += len(line) + 1
                    continue
            self._unusual(line, rx, number, xor[start : start + len(line) + 1])
            start += len(line) + 1
        reading.lines += len(lines)

    def finish(self, rx_s: float, seq: int) -> None:
        """Nothing more will come: take an unended last line and give up the parts that wait."""
        self.receive_lines(self._cutter.finish(), repeat(rx_s), repeat(seq))
        self._parts.finish()

    def drain(self) -> Reading:
        """All that was understood or refused since the last call."""
        refused = self._parts.take_refused()
        reading, self._reading = self._reading, Reading()
        reading.rejects += [Reject(part.rx_s, part.seq, "fragment", part.raw) for part in refused]
        return reading

    def _unusual(self, line: bytes, rx_s: float, seq: int, xor: bytes) -> None:
        """Anything but a message of one good sentence: wrappers, parts, other sentences, nonsense."""
        if len(line) > MAX_LINE_BYTES:
            return self._refuse(rx_s, seq, "length", line[: MAX_LINE_BYTES + 1])
        at, around = 0, self._around
        while line.startswith(b"\\", at):
            block = TAG_BLOCK.match(line, at)
            if block is None or not _right(block, xor):
                return self._refuse(rx_s, seq, "tag_block", line)
            at, around = block.end(), _both(around, block["text"])
        if at and at == len(line):
            self._around = around
        elif line.startswith(b"$PGHP,", at):
            self._wrapper(line, at, around, rx_s, seq, xor)
        else:
            self._sentence(line, at, around, rx_s, seq, xor)
        return None

    def _wrapper(self, line: bytes, at: int, around: bytes, rx_s: float, seq: int, xor: bytes) -> None:
        """A `$PGHP` line at `at`: it tells of the next sentence."""
        wrapper = CHECKED.match(line, at)
        if wrapper is None or not _right(wrapper, xor):
            self._refuse(rx_s, seq, "checksum", line)
        else:
            self._around = _both(around, wrapper["text"])

    def _sentence(self, line: bytes, at: int, around: bytes, rx_s: float, seq: int, xor: bytes) -> None:
        """The VDM or VDO sentence from `at` on, if there is one."""
        head = AIS_HEAD.search(line, at)
        if head is None or line.startswith(b"#"):
            self._reading.skipped += bool(line.strip())
            return
        self._around = b""
        check, found = CHECKED.match(line, head.start()), AIS.match(line, head.start())
        if check is None or not _right(check, xor):
            self._refuse(rx_s, seq, "checksum", line)
        elif found is None:
            self._refuse(rx_s, seq, "payload", line)
        else:
            self._reading.sentences += 1
            _, _, talker, total, number, sequence, channel, payload, fill, _ = found.groups()
            around = _both(around, uscg_station(line, found.end()))
            part = Part(rx_s, seq, talker, int(total), int(number), sequence, channel, payload, int(fill), around, line)
            self._part(part)

    def _part(self, part: Part) -> None:
        """One sentence of a message; further parts without a wrapper of their own have that of the first."""
        if part.number == 1:
            self._first_around = part.around
        elif not part.around:
            part = part._replace(around=self._first_around)
        parts = [part] if part.total == part.number == 1 else self._parts.add(part)
        if parts is not None:
            self._message(parts)

    def _message(self, parts: list[Part]) -> None:
        last, raw = parts[-1], b"\n".join(part.raw for part in parts)
        payload = b"".join(part.payload for part in parts)
        if len(payload) > MAX_PAYLOAD_CHARS:
            return self._refuse(last.rx_s, last.seq, "length", raw)
        message = Message(last.rx_s, last.seq, last.talker, last.channel, payload, last.fill, parts[0].around, raw)
        return self._reading.messages.append(message)

    def _refuse(self, rx_s: float, seq: int, reason: str, raw: bytes) -> None:
        self._reading.rejects.append(Reject(rx_s, seq, reason, raw))


def _both(around: bytes, text: bytes | None) -> bytes:
    """One wrapping more; however many come without a sentence, no more than a line's length is kept."""
    if not around or text is None:
        return around if text is None else text
    return (around + b"," + text)[-MAX_LINE_BYTES:]


def _right(match: re.Match[bytes], xor: bytes) -> bool:
    """Does the checksum (group `sum`) fit the text (group `text`)? `xor` runs over the line the match is in."""
    start, stop = match.span("text")
    return xor[stop] ^ xor[start] == HEX[match["sum"]]
