"""Alerts: one per situation, raised when evidence holds, followed while it lives, cleared when it has faded.

What lives here: the book of alerts and their words. What does not: evidence (detectors) and colours (vessel.py).
An alert's id is made of rule, track, partner or zone, and the tick it was raised in: the same in every replay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from models.picture import AlertChange, AlertView, Factor
from models.risk.detector import Detector, Findings, Params
from models.risk.vessel import VesselRisk, Weighed
from models.schema import COLOURS, LEVEL
from models.tracking.table import TrackTable

HELD_OF = 0b111  # evidence must hold in two of the last three evaluations
HELD_TIMES = 2
SHOWN_FACTORS = 3
REFRESH_TICKS = 5  # the words of a standing alert keep still so long, to be read; changes of colour show at once
PRIOR_WORDS = {"zh": "底数", "en": "base rate"}

Key = tuple[str, int, int]  # rule, track_id, partner's track_id or number of the zone


@dataclass
class _Situation:
    """What is remembered of one situation between ticks; it is an alert once it has an id."""

    row: int
    partner: int
    strength: float = 0.0
    held: int = 0
    source: tuple[Findings, int] | None = None  # where its details stand
    alert_id: str = ""
    since_s: float = 0.0
    colour: int = 0
    gone: bool = False  # a slot of it was given up, or to another track
    last: AlertView | None = None  # as last shown: what is said when it clears and its craft is gone


@dataclass
class AlertBook:
    """Every situation that is, or may become, an alert."""

    detectors: tuple[Detector, ...]
    params: tuple[Params, ...]
    feed_ids: list[str]
    situations: dict[Key, _Situation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.number = {each.rule: k for k, each in enumerate(self.detectors)}

    def follow(
        self, found: tuple[Findings, ...], tracks: TrackTable, risk: VesselRisk, t_s: float, dt_s: float
    ) -> list[AlertChange]:
        """Take in this tick's findings; returns what was raised, updated or cleared, in a fixed order."""
        seen = self._see(found, tracks)
        fade = [float(np.exp(-dt_s / params.release_s)) for params in self.params]
        events: list[tuple[Key, _Situation, str]] = []
        for key, gone, level in self._stand(tracks):
            situation, number = self.situations[key], self.number[key[0]]
            now = seen.get(key, 0.0)
            situation.gone = gone
            situation.strength = max(now, situation.strength * fade[number])
            situation.held = ((situation.held << 1) | (now >= self.params[number].raise_at)) & HELD_OF
            event = self._judge(key, situation, level, t_s)
            if event:
                events.append((key, situation, event))
        views = self._views([(key, situation) for key, situation, _ in events], tracks, risk, urgent=True)
        return [AlertChange(t_s, event, view) for (*_, event), view in zip(events, views, strict=True)]

    def counts(self) -> dict[str, int]:
        """How many alerts stand in each colour."""
        levels = [each.colour for each in self.situations.values() if each.alert_id]
        return {COLOURS[level]: levels.count(level) for level in range(1, len(COLOURS))}

    def views(self, tracks: TrackTable, risk: VesselRisk, most: int, turn: int) -> tuple[AlertView, ...]:
        """The worst `most` alerts that stand, worst colour first, then oldest; a fifth renewed each `turn`."""
        standing = [
            (-each.colour, each.since_s, each.alert_id, key) for key, each in self.situations.items() if each.alert_id
        ]
        worst = [(key, self.situations[key]) for *_, key in sorted(standing)[:most]]
        return tuple(self._views(worst, tracks, risk, urgent=False, turn=turn))

    def _see(self, found: tuple[Findings, ...], tracks: TrackTable) -> dict[Key, float]:
        seen: dict[Key, float] = {}
        for detector, params, findings in zip(self.detectors, self.params, found, strict=True):
            at = np.flatnonzero(findings.score >= min(params.raise_at, params.clear_at))
            rows, partners, scores = (
                column[at].tolist() for column in (findings.row, findings.partner, findings.score)
            )
            one = tracks["track_id"][findings.row[at]].tolist()
            other = np.where(findings.partner >= 0, tracks["track_id"][findings.partner], findings.key)[at].tolist()
            for n, index in enumerate(at.tolist()):
                key = (detector.rule, one[n], other[n])
                if key not in self.situations:
                    if scores[n] < params.raise_at:
                        continue
                    self.situations[key] = _Situation(rows[n], partners[n])
                self.situations[key].source = (findings, index)
                seen[key] = max(seen.get(key, 0.0), scores[n])
        return seen

    def _stand(self, tracks: TrackTable) -> list[tuple[Key, bool, int]]:
        """Every situation in a fixed order, with whether a craft of it is gone and the higher level of its craft."""
        keys = sorted(self.situations)
        if not keys:
            return []
        row = np.array([self.situations[key].row for key in keys], dtype=np.int64)
        partner = np.array([self.situations[key].partner for key in keys], dtype=np.int64)
        ids, levels = tracks["track_id"], tracks["level"]
        paired = partner >= 0
        gone = ids[row] != np.array([key[1] for key in keys], dtype=np.int64)
        gone |= paired & (ids[partner] != np.array([key[2] for key in keys], dtype=np.int64))
        level = np.maximum(levels[row], np.where(paired, levels[partner], 0))
        return list(zip(keys, gone.tolist(), level.tolist(), strict=True))

    def _judge(self, key: Key, situation: _Situation, level: int, t_s: float) -> str:
        """What happens to the situation now: raise, update, clear or nothing."""
        params = self.params[self.number[key[0]]]
        if situation.gone or (situation.strength < params.clear_at and (situation.alert_id or not situation.held)):
            del self.situations[key]
            return "clear" if situation.alert_id else ""
        if not situation.alert_id and (level == 0 or bin(situation.held).count("1") < HELD_TIMES):
            return ""
        before, situation.colour = situation.colour, max(1, min(level, LEVEL[params.ceiling]))
        if not situation.alert_id:
            situation.alert_id, situation.since_s = _alert_id(key, t_s), t_s
            return "raise"
        return "update" if before != situation.colour else ""

    def _views(
        self, which: list[tuple[Key, _Situation]], tracks: TrackTable, risk: VesselRisk, *, urgent: bool, turn: int = 0
    ) -> list[AlertView]:
        if not which:
            return []
        weighed = risk.weigh(np.array([situation.row for _, situation in which], dtype=np.int64))
        for at, (key, situation) in enumerate(which):
            if situation.last is None or (not situation.gone and (urgent or (key[1] + turn) % REFRESH_TICKS == 0)):
                situation.last = self._view(key, situation, tracks, self._factors(weighed, at, risk.settings.prior))
        return [situation.last for _, situation in which if situation.last]

    def _view(self, key: Key, situation: _Situation, tracks: TrackTable, factors: tuple[Factor, ...]) -> AlertView:
        row, partner = situation.row, situation.partner
        findings, at = situation.source or (None, 0)
        detail = {name: values[at] for name, values in findings.detail.items()} if findings else {}
        words = self.detectors[self.number[key[0]]].words
        return AlertView(
            alert_id=situation.alert_id,
            rule=key[0],
            colour=COLOURS[situation.colour],
            score=round(max(float(tracks["risk"][each]) for each in (row, partner) if each >= 0), 4),
            track_id=key[1],
            mmsi=_mmsi(tracks, row),
            partner_track_id=key[2] if partner >= 0 else None,
            partner_mmsi=_mmsi(tracks, partner) if partner >= 0 else None,
            name=_name(tracks, row),
            partner_name=_name(tracks, partner) if partner >= 0 else "",
            lat=round(float(tracks["now_lat_deg"][row]), 6),
            lon=round(float(tracks["now_lon_deg"][row]), 6),
            since_s=situation.since_s,
            text_zh=words["zh"]["reason"].format(**detail),
            text_en=words["en"]["reason"].format(**detail),
            factors=factors,
            evidence=situation.last.evidence if situation.last else self._evidence(tracks, situation),
        )

    def _factors(self, weighed: Weighed, at: int, prior: float) -> tuple[Factor, ...]:
        share = weighed.share[:, at].tolist()
        factors = [
            Factor(rule, round(float(weighed.strength[k, at]), 4), round(share[k], 4), *self._title(rule))
            for k, rule in enumerate(weighed.rules)
            if share[k] > 0
        ]
        base = round(float(weighed.prior[at]), 4)
        factors.append(Factor("prior", prior, base, PRIOR_WORDS["zh"], PRIOR_WORDS["en"]))
        return tuple(sorted(factors, key=lambda each: -each.share)[:SHOWN_FACTORS])

    def _title(self, rule: str) -> tuple[str, str]:
        words = self.detectors[self.number[rule]].words
        return words["zh"]["title"], words["en"]["title"]

    def _evidence(self, tracks: TrackTable, situation: _Situation) -> tuple[str, ...]:
        rows = [each for each in (situation.row, situation.partner) if each >= 0 and tracks["seq"][each] >= 0]
        return tuple(f"{self.feed_ids[int(tracks['feed'][each])]}:{int(tracks['seq'][each])}" for each in rows)


def _alert_id(key: Key, t_s: float) -> str:
    rule, track_id, other = key
    return f"{rule}-T{track_id}-{other}-{datetime.fromtimestamp(t_s, UTC):%Y%m%dT%H%M%SZ}"


def _mmsi(tracks: TrackTable, row: int) -> int | None:
    return int(tracks["mmsi"][row]) or None


def _name(tracks: TrackTable, row: int) -> str:
    return bytes(tracks["name"][row]).decode("ascii", "replace").strip() or f"MMSI {int(tracks['mmsi'][row])}"
