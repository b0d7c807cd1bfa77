"""Heartbeat: which sectors and feeds are deaf, that is, receive far less than is normal for them.

Counts recent reports, received and expected, by sector (0.25 degrees) and by feed, and groups deaf ones into outages.
When one vessel falls silent, the cause is that vessel; when many do at once and little else is received, the cause is
the receiver. Reception of cells and vessels: coverage.py; the alert: detectors/reception.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.risk.detection.waters.cells import Cells

SECTOR_DEG = 0.25
BINS = 60
WINDOWS = (6, 18, 60)  # bins: 1, 3 and 10 minutes; sparse sectors need the longer ones
DEAF_SHARE, FEED_DEAF_SHARE = 0.5, 0.1  # of normal: below this a sector, or a whole feed, is deaf
CLEAR_SHARE = 0.7  # of normal: above this it receives again
SIGMAS = 4.0  # below normal, in square roots of the expected count: not by chance
LEAST_QUIET = 3  # vessels
LEAST_DUE, LEAST_HEARD = 4.0, 3.0  # reports, to conclude that a sector receives again
LEARNED_SLOTS, LEARNED_S = 60.0, 300.0  # before that the normal level is not known
FADE_S = 7200.0
SAME_OUTAGE_S = 180.0  # units that become deaf within this time have one cause
NEAR_SECTORS = 3  # or within this distance of a deaf sector
FORGOTTEN_S = 6 * 3600.0  # until a deaf sector without vessels is dropped
PER_BIN = ("due", "came")
PLAIN = ("slots", "heard", "since_s", "deaf_s", "outage")


@dataclass
class Outage:
    """Sectors or feeds that became deaf together. `feed` is -1 unless a whole feed is deaf."""

    number: int
    began_s: float
    grew_s: float
    vessels: int = 0
    lat_deg: float = 0.0
    lon_deg: float = 0.0
    feed: int = -1


class Heartbeat:
    """Columns by unit: a unit is a sector, or a feed (key -1 - feed)."""

    def __init__(self) -> None:
        self.sectors = Cells(SECTOR_DEG, ())
        self.keys = np.empty(0, dtype=np.int64)  # sorted: feeds first
        self.plain = {name: np.empty(0) for name in PLAIN}
        self.recent = {name: np.empty((BINS, 0)) for name in PER_BIN}
        self.bin = 0
        self.outages: dict[int, Outage] = {}
        self.counted = 0

    def learned(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Reports due and received in the sector of each place, both (m,), fading."""
        at = self._number(self.sectors.key(lat_deg, lon_deg))
        if not len(self.keys):
            return np.zeros(len(at)), np.zeros(len(at))
        return tuple(np.where(at >= 0, self.plain[name][at], 0.0) for name in ("slots", "heard"))  # type: ignore[return-value]

    def renew(
        self,
        lat_deg: np.ndarray,
        lon_deg: np.ndarray,
        feed: np.ndarray,
        due: np.ndarray,
        came: np.ndarray,
        slots: np.ndarray,
        heard_s: np.ndarray,
        quiet: np.ndarray,
        step_s: float,
        t_s: float,
    ) -> np.ndarray:
        """Take in one step of every vessel; returns which of them are in a deaf sector or feed, mask (m,)."""
        sector = self.sectors.key(lat_deg, lon_deg)
        self._admit(np.concatenate([sector, -1 - feed]), t_s)
        of_sector, of_feed = np.searchsorted(self.keys, sector), np.searchsorted(self.keys, -1 - feed)
        at = np.concatenate([of_sector, of_feed])
        self._count(at, np.tile(due, 2), np.tile(came, 2), np.tile(slots, 2), step_s)
        quiet_vessels = np.bincount(at, np.tile(quiet, 2), minlength=len(self.keys))
        self._update_outages(quiet_vessels, np.bincount(at, minlength=len(self.keys)), t_s)
        if not self.outages:
            return np.zeros(len(sector), dtype=bool)
        deaf = self.plain["deaf_s"] > 0
        self._describe(of_sector, of_feed, deaf, lat_deg, lon_deg, heard_s)
        near = np.unique(self.sectors.around(self.keys[deaf & (self.keys >= 0)]))
        return np.isin(sector, near) | deaf[of_feed]

    def _number(self, keys: np.ndarray) -> np.ndarray:
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def _admit(self, keys: np.ndarray, t_s: float) -> None:
        new = np.setdiff1d(keys, self.keys)
        if not len(new):
            return
        whole = np.union1d(self.keys, new)
        at = np.searchsorted(whole, self.keys)
        for name, held in self.plain.items():
            self.plain[name] = np.full(len(whole), t_s if name == "since_s" else 0.0)
            self.plain[name][at] = held
        for name, table in self.recent.items():
            self.recent[name] = np.zeros((BINS, len(whole)))
            self.recent[name][:, at] = table
        self.keys = whole

    def _count(self, at: np.ndarray, due: np.ndarray, came: np.ndarray, slots: np.ndarray, step_s: float) -> None:
        size = len(self.keys)
        self.bin = (self.bin + 1) % BINS
        self.recent["due"][self.bin] = np.bincount(at, due, minlength=size)
        self.recent["came"][self.bin] = np.bincount(at, np.minimum(came, 1.5 * due + 1.0), minlength=size)
        fade = np.exp(-step_s / FADE_S)
        self.plain["slots"] = self.plain["slots"] * fade + np.bincount(at, slots, minlength=size)
        self.plain["heard"] = self.plain["heard"] * fade + np.bincount(at, came, minlength=size)

    def _update_outages(self, quiet: np.ndarray, vessels: np.ndarray, t_s: float) -> None:
        """Begin and end outages: units that become deaf now, and deaf ones that receive again."""
        known = (self.plain["slots"] >= LEARNED_SLOTS) & (t_s - self.plain["since_s"] >= LEARNED_S)
        is_feed, deaf = self.keys < 0, self.plain["deaf_s"] > 0
        share = np.where(is_feed, FEED_DEAF_SHARE, DEAF_SHARE)
        due, came = self._windows("due"), self._windows("came")
        receives = (due[0] >= LEAST_DUE) & (came[0] >= CLEAR_SHARE * due[0])
        becomes_deaf = (quiet >= LEAST_QUIET) & _fallen(due, came, share)
        around = self._around(~deaf)
        pooled_due, pooled_came = (np.where(around >= 0, each[:, around], 0.0).sum(axis=1) for each in (due, came))
        pooled_quiet = np.where(around >= 0, quiet[around], 0).sum(axis=0)
        becomes_deaf |= ~is_feed & (pooled_quiet >= LEAST_QUIET) & _fallen(pooled_due, pooled_came, share)
        becomes_deaf &= known & ~receives
        self._begin(np.flatnonzero(becomes_deaf & ~deaf), t_s)
        left = (vessels == 0) & (t_s - self.plain["deaf_s"] > FORGOTTEN_S)
        self._end(np.flatnonzero(deaf & (_risen(due, came) | left)))

    def _windows(self, name: str) -> np.ndarray:
        """Sums over the last bins, shape (windows, units)."""
        order = (self.bin - np.arange(BINS)) % BINS
        return np.stack([self.recent[name][order[:bins]].sum(axis=0) for bins in WINDOWS])

    def _around(self, which: np.ndarray) -> np.ndarray:
        """Numbers of the nine sectors around each unit, (9, units); -1 where it is not `which`. A feed has none."""
        keys = self.sectors.around(np.maximum(self.keys, 0))
        at = self._number(keys.ravel()).reshape(keys.shape)
        return np.where((self.keys >= 0) & (keys >= 0) & which[at], at, -1)

    def _begin(self, units: np.ndarray, t_s: float) -> None:
        for unit in units.tolist():
            outage = self._same(unit, t_s)
            if outage is None:
                self.counted += 1
                outage = self.outages[self.counted] = Outage(self.counted, t_s, t_s)
            outage.grew_s = t_s
            self.plain["outage"][unit], self.plain["deaf_s"][unit] = outage.number, t_s

    def _same(self, unit: int, t_s: float) -> Outage | None:
        """The outage this unit belongs to: one that grew recently, or one nearby."""
        for outage in self.outages.values():
            if t_s - outage.grew_s <= SAME_OUTAGE_S:
                return outage
        deaf = np.flatnonzero((self.plain["deaf_s"] > 0) & (self.keys >= 0))
        if self.keys[unit] < 0 or not len(deaf):
            return None
        across = self.sectors.across
        away = np.maximum(
            abs(self.keys[deaf] // across - self.keys[unit] // across),
            abs(self.keys[deaf] % across - self.keys[unit] % across),
        )
        near = deaf[away <= NEAR_SECTORS]
        return self.outages[int(self.plain["outage"][near].min())] if len(near) else None

    def _end(self, units: np.ndarray) -> None:
        for name in ("deaf_s", "outage"):
            self.plain[name][units] = 0.0
        for table in self.recent.values():
            table[:, units] = 0.0  # reports missed in this outage must not start another
        standing = set(self.plain["outage"].tolist())
        self.outages = {number: each for number, each in self.outages.items() if number in standing}

    def _describe(
        self,
        of_sector: np.ndarray,
        of_feed: np.ndarray,
        deaf: np.ndarray,
        lat_deg: np.ndarray,
        lon_deg: np.ndarray,
        heard_s: np.ndarray,
    ) -> None:
        """Update how many vessels each outage hides, and their mean position."""
        number = np.where(deaf[of_sector], self.plain["outage"][of_sector], self.plain["outage"][of_feed])
        feeds = {int(self.plain["outage"][unit]): -1 - int(self.keys[unit]) for unit in np.flatnonzero(deaf)
                 if self.keys[unit] < 0}  # fmt: skip
        for outage in self.outages.values():
            hidden = (number == outage.number) & (heard_s <= outage.grew_s)
            outage.feed = feeds.get(outage.number, -1)
            outage.vessels = int(hidden.sum())
            if hidden.any():
                outage.lat_deg, outage.lon_deg = float(lat_deg[hidden].mean()), float(lon_deg[hidden].mean())


def _fallen(due: np.ndarray, came: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Whether far less was received than was due, in any window; `due` and `came` are (windows, units)."""
    fallen: np.ndarray = ((came < share * due) & (due - came >= SIGMAS * np.sqrt(due))).any(axis=0)
    return fallen


def _risen(due: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Whether nearly as much was received as was due, in the shortest window with enough reports due."""
    says = due >= LEAST_DUE
    says[-1] = True
    first, unit = np.argmax(says, axis=0), np.arange(due.shape[1])
    due, came = due[first, unit], came[first, unit]
    return (came >= CLEAR_SHARE * due) & (came >= LEAST_HEARD)
