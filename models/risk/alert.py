"""Alerts: one per situation, raised when evidence holds, followed while it lives, cleared when it has faded.

What lives here: the book of alerts and their words. What does not: evidence (detectors) and colours (vessel.py).
An alert's id is made of rule, track, partner or zone, and the tick it was raised in: the same in every replay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from models.picture import AlertChange, AlertView, Factor
from models.risk.detector import Detector, Findings, Params
from models.risk.vessel import VesselRisk
from models.schema import COLOURS, LEVEL
from models.tracking.table import TrackTable

HELD_OF = 0b111  # evidence must hold in two of the last three evaluations
HELD_TIMES = 2
SHOWN_FACTORS = 3
PRIOR_WORDS = {"zh": "底数", "en": "base rate"}

Key = tuple[str, int, int]  # rule, track_id, partner's track_id or number of the zone


@dataclass
class _Situation:
    """What is remembered of one situation between ticks; `view` is None until it is raised."""

    row: int
    partner: int
    strength: float = 0.0
    held: int = 0
    detail: dict[str, Any] = field(default_factory=dict)
    view: AlertView | None = None


@dataclass
class AlertBook:
    """Every situation that is, or may become, an alert."""

    detectors: tuple[Detector, ...]
    params: tuple[Params, ...]
    feed_ids: list[str]
    situations: dict[Key, _Situation] = field(default_factory=dict)

    def follow(
        self, found: tuple[Findings, ...], tracks: TrackTable, risk: VesselRisk, t_s: float, dt_s: float
    ) -> list[AlertChange]:
        """Take in this tick's findings; returns what was raised, updated or cleared, in a fixed order."""
        seen = self._see(found, tracks)
        changes: list[AlertChange] = []
        for key in sorted(self.situations):
            situation = self.situations[key]
            params = self.params[self._number(key[0])]
            now = seen.get(key, 0.0)
            situation.strength = max(now, situation.strength * float(np.exp(-dt_s / params.release_s)))
            situation.held = ((situation.held << 1) | (now >= params.raise_at)) & HELD_OF
            changes += self._judge(key, situation, tracks, risk, t_s)
        return changes

    def views(self) -> tuple[AlertView, ...]:
        """The alerts that stand, worst first, then oldest."""
        standing = [each.view for each in self.situations.values() if each.view]
        return tuple(sorted(standing, key=lambda each: (-LEVEL[each.colour], each.since_s, each.alert_id)))

    def _see(self, found: tuple[Findings, ...], tracks: TrackTable) -> dict[Key, float]:
        seen: dict[Key, float] = {}
        for detector, params, findings in zip(self.detectors, self.params, found, strict=True):
            for at in np.flatnonzero(findings.score >= min(params.raise_at, params.clear_at)).tolist():
                row, partner = int(findings.row[at]), int(findings.partner[at])
                key = _key(detector.rule, row, partner, int(findings.key[at]), tracks)
                if key not in self.situations and findings.score[at] < params.raise_at:
                    continue
                situation = self.situations.setdefault(key, _Situation(row, partner))
                situation.detail = {name: values[at] for name, values in findings.detail.items()}
                seen[key] = max(seen.get(key, 0.0), float(findings.score[at]))
        return seen

    def _judge(
        self, key: Key, situation: _Situation, tracks: TrackTable, risk: VesselRisk, t_s: float
    ) -> Iterator[AlertChange]:
        params, before = self.params[self._number(key[0])], situation.view
        gone = _gone(situation, key, tracks)
        if gone or (situation.strength < params.clear_at and (before or not situation.held)):
            del self.situations[key]
            if before:
                yield AlertChange(t_s, "clear", before)
            return
        level = _level(situation, tracks)
        if before is None and (level == 0 or bin(situation.held).count("1") < HELD_TIMES):
            return
        colour = COLOURS[max(1, min(level, LEVEL[params.ceiling]))]
        situation.view = self._view(key, situation, tracks, risk, t_s, colour)
        if before is None:
            yield AlertChange(t_s, "raise", situation.view)
        elif before.colour != colour:
            yield AlertChange(t_s, "update", situation.view)

    def _view(
        self, key: Key, situation: _Situation, tracks: TrackTable, risk: VesselRisk, t_s: float, colour: str
    ) -> AlertView:
        row, partner, before = situation.row, situation.partner, situation.view
        detector = self.detectors[self._number(key[0])]
        words = {lang: detector.words[lang]["reason"].format(**situation.detail) for lang in ("zh", "en")}
        return AlertView(
            alert_id=before.alert_id if before else _alert_id(key, t_s),
            rule=key[0],
            colour=colour,
            score=round(max(float(tracks["risk"][each]) for each in (row, partner) if each >= 0), 4),
            track_id=key[1],
            mmsi=_mmsi(tracks, row),
            partner_track_id=int(tracks["track_id"][partner]) if partner >= 0 else None,
            partner_mmsi=_mmsi(tracks, partner) if partner >= 0 else None,
            name=_name(tracks, row),
            partner_name=_name(tracks, partner) if partner >= 0 else "",
            lat=round(float(tracks["now_lat_deg"][row]), 6),
            lon=round(float(tracks["now_lon_deg"][row]), 6),
            since_s=before.since_s if before else t_s,
            text_zh=words["zh"],
            text_en=words["en"],
            factors=self._factors(row, risk),
            evidence=before.evidence if before else self._evidence(tracks, row, partner),
        )

    def _factors(self, row: int, risk: VesselRisk) -> tuple[Factor, ...]:
        weighed = risk.weigh(np.array([row]))
        share = weighed.share[:, 0]
        factors = [
            Factor(rule, round(float(weighed.strength[k, 0]), 4), round(float(share[k]), 4), *self._title(rule))
            for k, rule in enumerate(weighed.rules)
            if share[k] > 0
        ]
        factors.append(
            Factor(
                "prior", risk.settings.prior, round(float(weighed.prior[0]), 4), PRIOR_WORDS["zh"], PRIOR_WORDS["en"]
            )
        )
        return tuple(sorted(factors, key=lambda each: -each.share)[:SHOWN_FACTORS])

    def _title(self, rule: str) -> tuple[str, str]:
        words = self.detectors[self._number(rule)].words
        return words["zh"]["title"], words["en"]["title"]

    def _evidence(self, tracks: TrackTable, row: int, partner: int) -> tuple[str, ...]:
        rows = [each for each in (row, partner) if each >= 0 and tracks["seq"][each] >= 0]
        return tuple(f"{self.feed_ids[int(tracks['feed'][each])]}:{int(tracks['seq'][each])}" for each in rows)

    def _number(self, rule: str) -> int:
        return next(k for k, each in enumerate(self.detectors) if each.rule == rule)


def _key(rule: str, row: int, partner: int, number: int, tracks: TrackTable) -> Key:
    other = int(tracks["track_id"][partner]) if partner >= 0 else number
    return rule, int(tracks["track_id"][row]), other


def _gone(situation: _Situation, key: Key, tracks: TrackTable) -> bool:
    """Has the slot of the craft, or of its partner, been given up or to another track?"""
    if int(tracks["track_id"][situation.row]) != key[1]:
        return True
    return situation.partner >= 0 and int(tracks["track_id"][situation.partner]) != key[2]


def _level(situation: _Situation, tracks: TrackTable) -> int:
    return max(int(tracks["level"][each]) for each in (situation.row, situation.partner) if each >= 0)


def _alert_id(key: Key, t_s: float) -> str:
    rule, track_id, other = key
    return f"{rule}-T{track_id}-{other}-{datetime.fromtimestamp(t_s, UTC):%Y%m%dT%H%M%SZ}"


def _mmsi(tracks: TrackTable, row: int) -> int | None:
    return int(tracks["mmsi"][row]) or None


def _name(tracks: TrackTable, row: int) -> str:
    return bytes(tracks["name"][row]).decode("ascii", "replace").strip() or f"MMSI {int(tracks['mmsi'][row])}"
