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

from models.base.schema import LEVEL
from models.base.settings import RiskSettings
from models.risk.detection.detector import Detector, Findings, Params
from models.risk.scoring.colouring import Coloured, ColourLimits, RuleWeights, colour, risks, start_from_prior
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
        self.rules, self.thresholds = self._rules(), self._thresholds()

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
        tracked = Coloured(tracks["life"], tracks["risk"], tracks["level"], tracks["level_t_s"], self.held)
        start_from_prior(tracked.life, self.prior, tracked.risk)
        concerned = [rows for rows in (*self.live, self.coloured) if len(rows)]
        if not concerned:
            self.unsettled = False
            return
        rows = np.unique(np.concatenate(concerned)) if len(concerned) > 1 else concerned[0]
        coloured, self.unsettled = colour(
            tracked, self.evidence, self.rules, self.thresholds, rows, self.risk(rows), t_s
        )
        self.coloured = rows[coloured]

    def risk(self, rows: np.ndarray) -> np.ndarray:
        """R of the rows, shape (m,), in [prior, 1]."""
        return risks(self.evidence, self.prior, self.rules, rows)

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

    def _rules(self) -> RuleWeights:
        members = [np.array(each) for each in self.groups.values()]
        return RuleWeights(
            weight=self.weights,
            covers_lost=np.array([each.covers_lost for each in self.detectors], dtype=bool),
            calls_at=np.array(
                [
                    params.raise_at if each.group == DISTRESS else np.inf
                    for each, params in zip(self.detectors, self.params, strict=True)
                ],
                dtype="f4",
            ),
            members=np.concatenate([NOBODY, *members]),
            ends=np.cumsum([len(each) for each in members], dtype=np.int64),
        )

    def _thresholds(self) -> ColourLimits:
        settings = self.settings
        return ColourLimits(
            up=np.array(settings.up, dtype="f4"),
            down=np.array([-1.0, *settings.down, settings.down[-1]]),
            hold_s=np.array([0.0, *settings.hold_s, settings.hold_s[-1]]),
            up_held=settings.up_held,
            window=(1 << settings.up_of) - 1,
        )


assert len(LEVEL) == COLOURED + 2
