"""Vessel risk: evidence held and released, composed by grouped noisy-OR, turned into colours with hysteresis.

R = 1 - (1 - prior) prod over groups (1 - max in the group of weight x evidence). The explanation is exact: the share
of a part is its -ln(1 - m) in the sum. Few vessels have any evidence, so only those are computed; the risk of the
others is their prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from models.base.schema import LEVEL, LIFE
from models.base.settings import RiskSettings
from models.risk.detection.detector import IS_SCORED, Detector, Findings, Params
from models.risk.scoring.fading import left_after
from models.site.register import Register
from models.tracking.rows import RowFollower
from models.tracking.table import TrackTable

COLOURED = 3  # yellow, orange, red; distress does not depend on R
FORGOTTEN = np.float32(1e-3)  # evidence that has faded below this is dropped
DISTRESS = "distress"  # the group that is red at once and above red, without hysteresis
NOBODY = np.empty(0, dtype=np.int64)


class WeighedEvidence(NamedTuple):
    """Parts of the risk of some rows: `rules` (k,), `strength` S and exact `share` of shape (k, m), `prior` (m,)."""

    rules: tuple[str, ...]
    strength: np.ndarray
    share: np.ndarray
    prior: np.ndarray


@dataclass
class VesselRisk(RowFollower):
    """Evidence of every rule for every row, and the history that colours need."""

    settings: RiskSettings
    detectors: tuple[Detector, ...]
    params: tuple[Params, ...]

    def __post_init__(self) -> None:
        count = len(self.detectors)
        self.evidence = np.zeros((count, 0), dtype="f4")
        self.held = np.zeros((COLOURED, 0), dtype="u1")  # last evaluations at or above each threshold, newest bit 0
        self.prior = np.zeros(0, dtype="f4")
        self.weights = np.array([params.weight for params in self.params])
        self.live: list[np.ndarray] = [NOBODY] * count  # rows with evidence of each rule
        self.coloured = NOBODY  # rows with a colour, or on their way to one
        self.unsettled = False  # some row is on its way to a colour or from one: the next evaluation counts
        groups = dict.fromkeys(each.group for each in self.detectors)
        self.groups = {name: [k for k, each in enumerate(self.detectors) if each.group == name] for name in groups}

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` rows."""
        more = capacity - self.evidence.shape[1]
        self.evidence = np.pad(self.evidence, ((0, 0), (0, more)))
        self.held = np.pad(self.held, ((0, 0), (0, more)))
        self.prior = np.pad(self.prior, (0, more), constant_values=self.settings.prior)

    def clear(self, rows: np.ndarray) -> None:
        """Forget everything about these rows."""
        self.evidence[:, rows] = 0.0
        self.held[:, rows] = 0
        self.prior[rows] = self.settings.prior

    def load_priors(self, tracks: TrackTable, rows: np.ndarray, register: Register) -> None:
        """Set the base rate of these rows from their record in the site's register, if they have one."""
        if len(register) and len(rows):
            entry = register.by_mmsi(tracks["mmsi"][rows])
            self.prior[rows[entry >= 0]] = register.priors[entry[entry >= 0]]

    def hold_evidence(self, found: Sequence[Findings | None], dt_s: Sequence[float]) -> None:
        """Hold the peak: the larger of the present and the faded earlier evidence. None: that rule did not run."""
        for k, (findings, step_s) in enumerate(zip(found, dt_s, strict=True)):
            if findings is None or not (len(findings.row) or len(self.live[k])):
                continue
            held, rows = self.evidence[k], self.live[k]
            if len(rows):
                held[rows] *= np.float32(left_after(step_s, self.params[k].release_s))
            about = findings.row >= 0
            if about.any():
                at, score = findings.row[about], findings.score[about]
                paired = findings.partner[about] >= 0
                at = np.concatenate([at, findings.partner[about][paired]])
                np.maximum.at(held, at, np.concatenate([score, score[paired]]))
                rows = np.union1d(rows, at)
            faded = held[rows] < FORGOTTEN
            held[rows[faded]] = 0.0
            self.live[k] = rows[~faded]

    def colour(self, tracks: TrackTable, t_s: float) -> None:
        """Set the risk and the level of every track."""
        scored = IS_SCORED[tracks["life"]]
        for each, rows in zip(self.detectors, self.live, strict=True):
            if each.covers_lost and len(rows):
                scored[rows] |= tracks["life"][rows] == LIFE["lost"]
        np.copyto(tracks["risk"], self.prior[: tracks.n])
        tracks["risk"][~scored] = 0.0
        concerned = np.zeros(tracks.n, dtype=bool)
        for rows in (*self.live, self.coloured):
            if len(rows):
                concerned[rows] = True
        rows = np.flatnonzero(concerned)
        if not len(rows):
            self.unsettled = False
            return
        called = self._in_distress(rows)
        scored[rows] |= called > 0  # a call for help counts though its track is tentative or lost
        risk = np.where(scored[rows], self.risk(rows), 0.0).astype("f4")
        tracks["risk"][rows] = risk
        level, since_s = tracks["level"][rows], t_s - tracks["level_t_s"][rows]
        rise = np.maximum(self._risen(risk, rows), called)
        fall = (level > 0) & (rise < level) & self._may_fall(risk, level, since_s)
        new = np.where(rise > level, rise, np.where(fall, level - 1, level)).astype("u1")
        tracks["level_t_s"][rows[new != level]] = t_s
        tracks["level"][rows] = new
        held = self.held[:, rows]
        self.coloured = rows[(new > 0) | held.any(axis=0)]
        self.unsettled = bool(((held != 0) & (held != (1 << self.settings.up_of) - 1)).any())

    def risk(self, rows: np.ndarray) -> np.ndarray:
        """R of the rows, shape (m,), in [prior, 1]."""
        safe = 1.0 - self.prior[rows].astype("f8")
        evidence = self.evidence[:, rows]
        for members in self.groups.values():
            safe *= 1.0 - (self.weights[members, None] * evidence[members]).max(axis=0)
        risk: np.ndarray = 1.0 - safe
        return risk

    def weigh(self, rows: np.ndarray) -> WeighedEvidence:
        """The parts of the risk of the rows; the shares of all rules and of the prior add up to 1."""
        part = np.zeros((len(self.detectors), len(rows)))
        strength, each = self.evidence[:, rows].astype("f8"), np.arange(len(rows))
        for members in self.groups.values():
            weighted = self.weights[members, None] * strength[members]
            best = np.argmax(weighted, axis=0)
            strongest = np.minimum(weighted[best, each], 1.0 - 1e-9)
            part[np.array(members)[best], each] = -np.log1p(-strongest)
        prior = -np.log1p(-self.prior[rows].astype("f8"))
        whole = np.maximum(part.sum(axis=0) + prior, 1e-12)
        rules = tuple(each.rule for each in self.detectors)
        return WeighedEvidence(rules, strength, part / whole, prior / whole)

    def _in_distress(self, rows: np.ndarray) -> np.ndarray:
        """LEVEL of rows that call for help: it rises at once, without hysteresis."""
        called = np.zeros(len(rows), dtype="u1")
        for k in self.groups.get(DISTRESS, []):
            called[self.evidence[k, rows] >= self.params[k].raise_at] = LEVEL["distress"]
        return called

    def _risen(self, risk: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The highest colour whose threshold was reached in `up_held` of the last `up_of` evaluations."""
        rise = np.zeros(len(rows), dtype="u1")
        window = (1 << self.settings.up_of) - 1
        for number, threshold in enumerate(self.settings.up):
            bits = ((self.held[number, rows] << 1) | (risk >= np.float32(threshold))) & window
            self.held[number, rows] = bits
            rise[_ONES[bits] >= self.settings.up_held] = number + 1
        return rise

    def _may_fall(self, risk: np.ndarray, level: np.ndarray, since_s: np.ndarray) -> np.ndarray:
        down = np.array([-1.0, *self.settings.down, self.settings.down[-1]])
        hold_s = np.array([0.0, *self.settings.hold_s, self.settings.hold_s[-1]])
        return (risk < down[level]) & (since_s >= hold_s[level])


_ONES = np.array([bin(each).count("1") for each in range(256)], dtype="u1")
assert len(LEVEL) == COLOURED + 2
