"""Influx: more new MMSI in a minute than the sea can have. Somebody is making them up, and they are to harm nothing.

What lives here: counting what is new, saying when it is a flood, marking what came in it. What does not: the alert
(detectors/influx.py). A feed that has only begun, or is back after a pause, brings new craft rightly.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import exp

from models.base.schema import LIFE, Table
from models.base.settings import TrackingSettings

MINUTE_S = 60.0
USUAL_S = 600.0  # memory of how many are usually new
MUCH_MORE = 10.0  # times the usual: a satellite, for one, brings new craft in bursts, as it goes
PAUSE_S = 300.0  # a feed silent for longer begins anew
TRUSTED_AFTER_S = 3600.0  # who came in a flood and is still there has been heard for so long


@dataclass
class Influx:
    """What is new, per minute. `flooding` says whether it is a flood now, `last_s` when it was last."""

    settings: TrackingSettings
    heard_from_s: dict[int, float] = field(default_factory=dict)
    heard_s: dict[int, float] = field(default_factory=dict)
    fresh: deque[tuple[float, int, bool]] = field(default_factory=deque)  # when, how many, by a feed long heard
    usual_per_min: float = 0.0
    turned_s: float = float("nan")
    flooding: bool = False
    marked: bool = False  # some row is suspect
    last_s: float = float("-inf")
    per_min: int = 0
    known: int = 0  # established tracks when it began
    refused: int = 0

    def note_reports(self, feed: int, t_s: float) -> None:
        """A feed was heard."""
        if t_s - self.heard_s.get(feed, float("-inf")) > PAUSE_S:
            self.heard_from_s[feed] = t_s
        self.heard_s[feed] = max(t_s, self.heard_s.get(feed, t_s))

    def count(self, feed: int, new: int, t_s: float) -> int:
        """So many new MMSI came by a feed; returns how many of them may have a track."""
        if new:
            self.fresh.append((t_s, new, t_s - self.heard_from_s[feed] >= self.settings.influx_after_s))
        room = self.settings.influx_new_per_s if self.flooding else new
        self.refused += max(0, new - room)
        return min(new, room)

    def turn(self, tracks: Table, n: int, t_s: float) -> None:
        """One tick: is it a flood? Marks what came in it."""
        self._learn(t_s)
        new = sum(count for _, count, counts in self.fresh if counts)
        if new > max(self.settings.influx_least_per_min, MUCH_MORE * self.usual_per_min):
            self._weigh(tracks, n, t_s, new)
        else:
            self.flooding = False
        if self.marked:
            self._trust(tracks, n, t_s)

    def _learn(self, t_s: float) -> None:
        """What is usual, from what is older than a minute; a flood is not."""
        if self.turned_s < t_s:
            self.usual_per_min *= exp((self.turned_s - t_s) / USUAL_S)
        self.turned_s = t_s
        while self.fresh and self.fresh[0][0] <= t_s - MINUTE_S:
            _, count, _ = self.fresh.popleft()
            if not self.flooding:
                self.usual_per_min += count * MINUTE_S / USUAL_S

    def _weigh(self, tracks: Table, n: int, t_s: float, new: int) -> None:
        came = tracks["first_t_s"][:n] > t_s - MINUTE_S
        settled = (tracks["life"][:n] > LIFE["tentative"]) & ~tracks["suspect"][:n] & ~came
        known = int(settled.sum())
        self.flooding = new > self.settings.influx_share * known
        if self.flooding:
            tracks["suspect"][:n] |= came
            self.known, self.per_min, self.last_s, self.marked = known, new, t_s, True

    def _trust(self, tracks: Table, n: int, t_s: float) -> None:
        suspect = tracks["suspect"][:n]
        suspect &= ~(tracks["first_t_s"][:n] < t_s - TRUSTED_AFTER_S)
        self.marked = bool(suspect.any())
