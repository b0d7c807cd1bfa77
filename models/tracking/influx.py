"""Influx: a flood of new MMSI, more per minute than real vessels can cause. Its tracks are marked as suspect.

A feed that has just begun, or is back after a pause, rightly brings new vessels. The alert: detectors/influx.py.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import exp

from models.base.schema import LIFE, Table
from models.base.settings import TrackingSettings

MINUTE_S = 60.0
USUAL_S = 600.0  # memory of the usual number of new MMSI
MUCH_MORE = 10.0  # times the usual; a satellite, for example, brings new vessels in bursts
PAUSE_S = 300.0  # after a longer silence a feed counts as just begun
TRUSTED_AFTER_S = 3600.0  # a track that came in a flood is trusted after this time


@dataclass
class Influx:
    """Count of new MMSI per minute. `flooding` says whether there is a flood now, `last_s` when the last one was."""

    settings: TrackingSettings
    heard_from_s: dict[int, float] = field(default_factory=dict)
    heard_s: dict[int, float] = field(default_factory=dict)
    fresh: deque[tuple[float, int, bool]] = field(default_factory=deque)  # time, number, from an established feed
    usual_per_min: float = 0.0
    turned_s: float = float("nan")
    flooding: bool = False
    marked: bool = False  # some row is suspect
    last_s: float = float("-inf")
    per_min: int = 0
    known: int = 0  # established tracks when it began
    refused: int = 0

    def note_reports(self, feed: int, t_s: float) -> None:
        """Note that a feed sent reports."""
        if t_s - self.heard_s.get(feed, float("-inf")) > PAUSE_S:
            self.heard_from_s[feed] = t_s
        self.heard_s[feed] = max(t_s, self.heard_s.get(feed, t_s))

    def count(self, feed: int, new: int, t_s: float) -> int:
        """Count new MMSI of a feed; return how many of them may have a track."""
        if new:
            self.fresh.append((t_s, new, t_s - self.heard_from_s[feed] >= self.settings.influx_after_s))
        room = self.settings.influx_new_per_s if self.flooding else new
        self.refused += max(0, new - room)
        return min(new, room)

    def turn(self, tracks: Table, n: int, t_s: float) -> None:
        """Decide at a tick whether there is a flood, and mark the tracks that came in it."""
        self._learn(t_s)
        new = sum(count for _, count, counts in self.fresh if counts)
        if new > max(self.settings.influx_least_per_min, MUCH_MORE * self.usual_per_min):
            self._weigh(tracks, n, t_s, new)
        else:
            self.flooding = False
        if self.marked:
            self._trust(tracks, n, t_s)

    def _learn(self, t_s: float) -> None:
        """Update the usual rate from what is older than a minute, except during a flood."""
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
