"""Join the parts of messages that span several sentences.

pyais joins parts of two ships if sequence number and channel agree; here the receiving station must agree as well.
"""

from __future__ import annotations

from typing import NamedTuple

from ingest.sentences.envelope import GROUP, origin

DEADLINE_S = 10.0  # parts follow each other within a second; sequence numbers 0-9 come round in a few
MAX_WAITING = 1000


class Fragment(NamedTuple):
    """One sentence of a message that spans several."""

    rx_s: float
    seq: int
    talker: bytes
    total: int
    number: int
    sequence: bytes
    channel: bytes
    payload: bytes
    fill: int
    around: bytes  # wrappings before it
    raw: bytes


class FragmentTable:
    """Parts that wait for others, per origin, talker, sequence number and channel. A part that cannot become a whole
    message (orphan, copy, out of order, too late, or the oldest of too many) goes to `refused`.

    Parts arrive in order of their number; those of one tag block group (`g:`) may arrive in any order.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[bytes, ...], list[Fragment]] = {}
        self.refused: list[Fragment] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, part: Fragment) -> list[Fragment] | None:
        """Add a part; return all parts of the message, in order of their number, if this one completes it."""
        self.forget_before(part.rx_s - DEADLINE_S)
        key = (origin(part.around, part.raw), part.talker, part.sequence, part.channel)
        grouped = key[0].startswith(GROUP)
        if part.number != 1 and key not in self._waiting and (b"", *key[1:]) in self._waiting:
            # A part that names its station may continue a first part that does not.
            key, grouped = (b"", *key[1:]), False
        waiting = self._waiting.get(key, [])
        if waiting and _fits(part, waiting, grouped):
            waiting.append(part)
            return sorted(self._waiting.pop(key), key=_number) if len(waiting) == part.total else None
        if part.number == 1 <= part.total or (grouped and 1 <= part.number <= part.total):
            self._open(key, part)
        else:
            self.refused.append(part)
        return None

    def waiting(self) -> list[tuple[tuple[bytes, ...], list[Fragment]]]:
        """Return the waiting parts by key: origin, talker, sequence number and channel."""
        return list(self._waiting.items())

    def finish(self) -> None:
        """Give up all waiting parts at the end of the feed."""
        self.forget_before(float("inf"))

    def take_refused(self) -> list[Fragment]:
        """Return the parts refused since the last call."""
        refused, self.refused = self.refused, []
        return refused

    def _open(self, key: tuple[bytes, ...], part: Fragment) -> None:
        self._give_up(key)
        if len(self._waiting) >= MAX_WAITING:
            self._give_up(next(iter(self._waiting)))
        self._waiting[key] = [part]

    def _give_up(self, key: tuple[bytes, ...]) -> None:
        self.refused += self._waiting.pop(key, ())

    def forget_before(self, rx_s: float) -> None:
        """Give up the messages whose first waiting part was received before a time."""
        # The table is in order of first parts, so the oldest come first.
        while self._waiting:
            key, waiting = next(iter(self._waiting.items()))
            if waiting[0].rx_s >= rx_s:
                return
            self._give_up(key)


def _number(part: Fragment) -> int:
    return part.number


def _fits(part: Fragment, waiting: list[Fragment], grouped: bool) -> bool:
    """Return whether a part belongs to those that wait: the next one, or in a group any that is missing."""
    missing = 1 <= part.number <= part.total and part.number not in map(_number, waiting)
    return part.total == waiting[0].total and (missing if grouped else part.number == len(waiting) + 1)
