"""Join the parts of messages that span several sentences.

pyais joins parts of two ships if sequence number and channel agree; here the receiving station must agree as well.
"""

from __future__ import annotations

from typing import NamedTuple

from ingest.sentences.envelope import origin

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
    """Parts in order of their number, per origin, talker, sequence number and channel. A part that cannot become a
    whole message (orphan, copy, out of order, too late, or the oldest of too many) goes to `refused`.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[bytes, ...], list[Fragment]] = {}
        self.refused: list[Fragment] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, part: Fragment) -> list[Fragment] | None:
        """Add a part; return all parts of the message if this one completes it."""
        self._forget_before(part.rx_s - DEADLINE_S)
        key = (origin(part.around, part.raw), part.talker, part.sequence, part.channel)
        if part.number == 1:
            self._open(key, part)
            return None
        # A part that names its station may continue a first part that does not.
        key = key if key in self._waiting else (b"", *key[1:])
        waiting = self._waiting.get(key)
        if waiting is None or part.number != len(waiting) + 1 or part.total != waiting[0].total:
            self.refused.append(part)
            return None
        waiting.append(part)
        return self._waiting.pop(key) if part.number == part.total else None

    def finish(self) -> None:
        """Give up all waiting parts at the end of the feed."""
        self._forget_before(float("inf"))

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

    def _forget_before(self, rx_s: float) -> None:
        # The table is in order of first parts, so the oldest come first.
        while self._waiting:
            key, waiting = next(iter(self._waiting.items()))
            if waiting[0].rx_s >= rx_s:
                return
            self._give_up(key)
