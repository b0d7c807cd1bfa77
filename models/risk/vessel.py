"""Vessel risk: evidence held and released, composed by grouped noisy-OR, turned into colours with hysteresis.

R = 1 - (1 - prior) prod over groups (1 - max in the group of weight x evidence). What is explained is exact: the share
of a part is its -ln(1 - m) in the sum. Not here: evidence (detectors) and alerts (alert.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.risk.detector import IS_SCORED, Detector, Findings, Params
from models.schema import LEVEL
from models.settings import Risk
from models.tracking.table import Follower, TrackTable

COLOURED = 3  # yellow, orange, red; distress is not a matter of R


class Weighed(NamedTuple):
    """Parts of the risk of some rows: `rules` (k,), `strength` S and exact `share` of shape (k, m), `prior` (m,)."""

    rules: tuple[str, ...]
    strength: np.ndarray
    share: np.ndarray
    prior: np.ndarray


@dataclass
class VesselRisk(Follower):
    """Evidence of every rule about every row, and the history that colours need."""

    settings: Risk
    detectors: tuple[Detector, ...]
    params: tuple[Params, ...]

    def __post_init__(self) -> None:
        self.evidence = np.zeros((len(self.detectors), 0), dtype="f4")
        self.held = np.zeros((COLOURED, 0), dtype="u1")  # last evaluations at or above each threshold, newest bit 0
        self.groups = tuple(dict.fromkeys(each.group for each in self.detectors))

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` rows."""
        more = capacity - self.evidence.shape[1]
        self.evidence = np.pad(self.evidence, ((0, 0), (0, more)))
        self.held = np.pad(self.held, ((0, 0), (0, more)))

    def clear(self, rows: np.ndarray) -> None:
        """Forget everything about these rows."""
        self.evidence[:, rows] = 0.0
        self.held[:, rows] = 0

    def take_in(self, found: tuple[Findings, ...], n: int, dt_s: float) -> None:
        """Peak hold: evidence now, or what is left of the evidence before."""
        for k, (findings, params) in enumerate(zip(found, self.params, strict=True)):
            held = self.evidence[k, :n]
            held *= np.float32(np.exp(-dt_s / params.release_s))
            np.maximum.at(held, findings.row, findings.score)
            shared = findings.partner >= 0
            np.maximum.at(held, findings.partner[shared], findings.score[shared])

    def colour(self, tracks: TrackTable, t_s: float) -> None:
        """Write risk and level of every track."""
        n = tracks.n
        scored = IS_SCORED[tracks["life"]]
        risk = np.where(scored, self.risk(slice(0, n)), 0.0).astype("f4")
        level = tracks["level"]
        rise = self._risen(risk, n)
        fall = (level > 0) & (rise < level) & self._may_fall(risk, level, t_s - tracks["level_t_s"])
        new = np.where(rise > level, rise, np.where(fall, level - 1, level)).astype("u1")
        changed = new != level
        tracks["risk"][:] = risk
        tracks["level_t_s"][changed] = t_s
        tracks["level"][:] = new

    def risk(self, rows: slice | np.ndarray) -> np.ndarray:
        """R of the rows, shape (m,), in [prior, 1]."""
        safe = np.full(self.held[0, rows].shape, 1.0 - self.settings.prior)
        for group in self.groups:
            safe *= 1.0 - self._group(group, rows)
        return 1.0 - safe

    def weigh(self, rows: np.ndarray) -> Weighed:
        """What makes up the risk of the rows; the shares of all rules and of the prior add up to 1."""
        part = np.zeros((len(self.detectors), len(rows)))
        for group in self.groups:
            members = [k for k, each in enumerate(self.detectors) if each.group == group]
            weighted = np.stack([self.params[k].weight * self.evidence[k, rows].astype("f8") for k in members])
            best = np.argmax(weighted, axis=0)
            strongest = np.minimum(weighted[best, np.arange(len(rows))], 1.0 - 1e-9)
            part[np.array(members)[best], np.arange(len(rows))] = -np.log1p(-strongest)
        prior = np.full(len(rows), -np.log1p(-self.settings.prior))
        whole = np.maximum(part.sum(axis=0) + prior, 1e-12)
        rules = tuple(each.rule for each in self.detectors)
        return Weighed(rules, self.evidence[:, rows].astype("f8"), part / whole, prior / whole)

    def _group(self, group: str, rows: slice | np.ndarray) -> np.ndarray:
        parts = [
            np.float32(params.weight) * self.evidence[k, rows]
            for k, (each, params) in enumerate(zip(self.detectors, self.params, strict=True))
            if each.group == group
        ]
        return np.maximum.reduce(parts)

    def _risen(self, risk: np.ndarray, n: int) -> np.ndarray:
        """The highest colour whose threshold was held in `up_held` of the last `up_of` evaluations."""
        rise = np.zeros(n, dtype="u1")
        window = (1 << self.settings.up_of) - 1
        for number, threshold in enumerate(self.settings.up):
            bits = self.held[number, :n]
            bits[:] = ((bits << 1) | (risk >= np.float32(threshold))) & window
            rise[_ONES[bits] >= self.settings.up_held] = number + 1
        return rise

    def _may_fall(self, risk: np.ndarray, level: np.ndarray, since_s: np.ndarray) -> np.ndarray:
        down = np.array([-1.0, *self.settings.down, 2.0])
        hold_s = np.array([0.0, *self.settings.hold_s, np.inf])
        return (risk < down[level]) & (since_s >= hold_s[level])


_ONES = np.array([bin(each).count("1") for each in range(256)], dtype="u1")
assert len(LEVEL) == COLOURED + 2
