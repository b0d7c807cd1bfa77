"""The reader of one feed: bytes in, whole AIS messages and refusals out. No sockets, no clock, no decoding.

The result is the same wherever the bytes are cut. Wrappers are read in envelope.py, parts joined in fragments.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.sentences.envelope import AIS, AIS_HEAD, CHECKED, CUT_HEAD, DECODED, UNIT, WRAPPER, wrappers
from ingest.sentences.fragments import Fragment, FragmentTable
from ingest.sentences.lines import MAX_LINE_BYTES, LineCutter, checksum, wrong_checksums
from models.messages.clue import FIELDS

# The reasons of refusals. Each refusal is counted under exactly one of them.
REASONS = {
    "checksum": "checksum of the sentence missing or wrong (IEC 61162-1)",
    "tag_block": "checksum of a tag block missing or wrong (NMEA 4): it is ignored, its sentence is read",
    "fragment": "part of a message without its other parts: orphan, copy, out of order or more than 10 s late",
    "length": "line longer than 4096 bytes, or payload longer than five slots can carry",
    "payload": "fields of the sentence or armour of the payload not as they should be",
    "type": "message number that ITU-R M.1371 does not know",
    "short": "too few bits to say what and who",
    "decode": "pyais could not make sense of it",
    "decoded": "report already decoded into JSON by its receiver: only sentences are read",
    "json": "line of a report that is not a JSON object",
    "clue": "report whose fields do not fit each other",
    "clue_key": "report with a field that the schema does not know",
    **{f"clue_{name}": f"report whose field {name} is missing or not as it should be" for name in FIELDS},
    "time": "position in a line of a file whose time is far from those around it",
}
MAX_AROUND_BYTES = 1024
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

    messages: Sequence[Message] = ()
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
        self._messages: list[Message] = []
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
        reading.messages, self._messages = self._messages, []
        reading.rejects += [Reject(part.rx_s, part.seq, "fragment", part.raw) for part in refused]
        return reading

    def _read(self) -> None:
        """Read the waiting lines. Nearly all are valid sentences, some with wrappers: one expression reads them, in one
        block. The others are read line by line in `_unusual`.
        """
        lines, rx_s, seq = self._lines, self._rx_s, self._seq
        self._lines, self._rx_s, self._seq = [], [], []
        messages = self._messages.append
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
                    self._unusual(lines[i], rx_s[i], seq[i])
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

    def _unusual(self, line: bytes, rx_s: float, seq: int) -> None:
        """Read a line that is not one valid sentence with its wrappers."""
        if len(line) > MAX_LINE_BYTES:
            return self._refuse(rx_s, seq, "length", line[: MAX_LINE_BYTES + 1])
        if line.startswith((b"{", b"[{", b'["')):
            line = line.replace(b"\\\\", b"\\")  # JSON writes a backslash twice
        heads = [] if line.startswith(b"#") else [head.start() for head in AIS_HEAD.finditer(line)]
        if not heads:
            return self._without_sentence(line, rx_s, seq)
        read_to = begun = 0
        for at, end in zip(heads, [*heads[1:], len(line)], strict=True):
            before, wrong = wrappers(line[read_to:at])
            wrong += ["checksum"] * bool(CUT_HEAD.search(line, read_to, at))
            for reason in wrong:
                self._refuse(rx_s, seq, reason, line)
            check = CHECKED.match(line, at, end)
            read_to = check.end() if check else at
            around, self._around = _both(self._around, before), b""
            following = line.find(b"\\", read_to, end) if end < len(line) else -1  # tag block of the next sentence
            stop = end if following < 0 else following
            self._sentence(line[begun:stop], line[at:stop], around, rx_s, seq)
            begun = stop
        return None

    def _without_sentence(self, line: bytes, rx_s: float, seq: int) -> None:
        """Read a line of wrappers, which describe the next sentence, or one of another kind."""
        around, wrong = wrappers(line)
        if not (around or wrong):
            broken = "tag_block" if line.startswith(b"\\") else "decoded" if DECODED.match(line) else ""
            wrong = [broken] if broken else []
        for reason in wrong:
            self._refuse(rx_s, seq, reason, line)
        if b"$PGHP," in around or (around and not WRAPPER.sub(b"", line).strip()):
            self._around = _both(self._around, around + b"\n")
        elif not wrong:
            self._reading.skipped += bool(line.strip())

    def _sentence(self, line: bytes, sentence: bytes, around: bytes, rx_s: float, seq: int) -> None:
        """Read the VDM or VDO sentence at the end of a line."""
        check, found = CHECKED.match(sentence), AIS.match(sentence)
        if check is None or checksum(check["text"]) != int(check["sum"], 16):
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
            self._message(parts, part)

    def _message(self, parts: list[Fragment], newest: Fragment) -> None:
        """Join the parts of a message, which is received with the newest of them."""
        last, raw = parts[-1], b"\n".join(part.raw for part in parts)
        payload = b"".join(part.payload for part in parts)
        if len(payload) > MAX_PAYLOAD_CHARS:
            return self._refuse(newest.rx_s, newest.seq, "length", raw)
        around = parts[0].around
        message = Message(newest.rx_s, newest.seq, last.talker, last.channel, payload, last.fill, around, raw)
        return self._messages.append(message)

    def _refuse(self, rx_s: float, seq: int, reason: str, raw: bytes) -> None:
        self._reading.rejects.append(Reject(rx_s, seq, reason, raw))


def _both(around: bytes, more: bytes) -> bytes:
    """Return both wrappers, bounded in length, even if many come without a sentence."""
    return (around + more)[-MAX_AROUND_BYTES:] if around else more
