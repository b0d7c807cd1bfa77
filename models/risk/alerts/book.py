"""Alerts: one per situation, raised when evidence holds, followed while it lives, cleared when it has faded.

What lives here: the book of alerts: raising, colours, clearing, budget, what officers say. What does not: evidence
(detectors), colours of craft (vessel.py), acknowledgement, silence and escalation (situation.py), words (presenter.py).
An alert's id is made of rule, track, partner or zone, and the tick it was raised in: the same in every replay.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import numpy as np

from models.base.schema import COLOURS, LEVEL
from models.base.settings import AlertSettings, RiskSettings
from models.messages.operator_inputs import AlertAction
from models.messages.picture import AlertChange, AlertView
from models.risk.alerts.budget import Budget
from models.risk.alerts.feedback import RuleFeedback
from models.risk.alerts.presenter import AlertPresenter, consequence
from models.risk.alerts.sighting import heard_of, keys_of, stand
from models.risk.alerts.situation import HELD_OF, HELD_TIMES, Key, Situation, Worth
from models.risk.detection.detector import Detector, Findings, Params
from models.risk.detection.waters.zone_rules import RULES_OF_ZONES
from models.risk.scoring.vessel import DISTRESS, VesselRisk
from models.tracking.table import TrackTable

REFRESH_TICKS = 5  # the words of a standing alert keep still so long, to be read; changes of colour show at once


@dataclass
class AlertBook:
    """Every situation that is, or may become, an alert; `past` are cleared ones that may return or wait to be seen."""

    detectors: tuple[Detector, ...]
    params: tuple[Params, ...]
    feed_ids: list[str]
    settings: AlertSettings = field(default_factory=AlertSettings)
    risk_settings: RiskSettings = field(default_factory=RiskSettings)
    situations: dict[Key, Situation] = field(default_factory=dict)
    past: dict[Key, Situation] = field(default_factory=dict)
    record: RuleFeedback = field(default_factory=RuleFeedback)

    def __post_init__(self) -> None:
        self.number = {each.rule: k for k, each in enumerate(self.detectors)}
        self.teller = AlertPresenter(self.detectors, self.params, self.settings)
        self._set_ceilings()
        self.budget = Budget(self.settings)

    def follow(
        self,
        found: Sequence[Findings | None],
        tracks: TrackTable,
        risk: VesselRisk,
        t_s: float,
        dt_s: Sequence[float],
        marks: Sequence[AlertAction] = (),
    ) -> list[AlertChange]:
        """Take in this tick's findings; returns what was raised, updated or cleared, in a fixed order."""
        marked = self._mark(marks, t_s)
        seen = self._see(found, tracks, t_s)
        fade = [float(np.exp(-each / params.release_s)) for each, params in zip(dt_s, self.params, strict=True)]
        events: list[tuple[Key, Situation, str]] = []
        for key, gone, level in stand(self.situations, tracks):
            situation, k = self.situations[key], self.number[key[0]]
            situation.gone = gone
            if found[k] is not None:
                now = seen.get(key, 0.0)
                situation.strength = max(now, situation.strength * fade[k])
                situation.held = ((situation.held << 1) | (now >= self.params[k].raise_at)) & HELD_OF
            event = self._judge(key, situation, level, t_s, tracks, risk) or ("update" if key in marked else "")
            if event:
                events.append((key, situation, event))
        self._forget(t_s)
        views = self.teller.views([(key, situation) for key, situation, _ in events], tracks, risk)
        return [AlertChange(t_s, event, view) for (*_, event), view in zip(events, views, strict=True)]

    def counts(self) -> dict[str, int]:
        """How many alerts stand in each colour."""
        levels = [each.colour for each in self.situations.values() if each.stands]
        return {COLOURS[level]: levels.count(level) for level in range(1, len(COLOURS))}

    def views(self, tracks: TrackTable, risk: VesselRisk, most: int, turn: int) -> tuple[AlertView, ...]:
        """The worst `most` alerts that stand: worst colour first, then urgency when raised, then the oldest.

        A fifth is renewed each `turn`.
        """
        standing = [
            (-each.colour, each.folded, -round(each.urgency, 1), each.since_s, each.alert_id, key)
            for key, each in self.situations.items()
            if each.stands
        ]
        worst = [(key, self.situations[key]) for *_, key in sorted(standing)[:most]]
        stale = [(key, each) for key, each in worst if each.last is None or (key[1] + turn) % REFRESH_TICKS == 0]
        self.teller.views(stale, tracks, risk)
        return tuple(each.last for _, each in worst if each.last)

    def rectified(self, t_s: float) -> tuple[AlertView, ...]:
        """Alerts that ended not long ago, before anyone had acknowledged them, the latest first."""
        since_s = t_s - self.settings.rectified_for_s
        unseen = [
            each for each in self.past.values() if each.acknowledged_s is None and (each.cleared_s or 0.0) >= since_s
        ]
        return tuple(each.last for each in sorted(unseen, key=_latest_first) if each.last)

    def withdraw(self, zones: Collection[int]) -> None:
        """The zones of these numbers are no more: what was told of them ends, and does not come back."""
        for book in (self.situations, self.past):
            for (rule, _, number), situation in book.items():
                situation.over |= rule in RULES_OF_ZONES and number in zones

    def _mark(self, marks: Sequence[AlertAction], t_s: float) -> set[Key]:
        """Take in what officers said; returns which situations it concerns."""
        if not marks:
            return set()
        by_id = {each.alert_id: key for book in (self.past, self.situations) for key, each in book.items()}
        touched = set()
        for mark in marks:
            key = by_id.get(mark.alert_id) if mark.alert_id else None
            if key is None:
                continue
            situation = self.situations.get(key) or self.past[key]
            situation.acknowledge(t_s, mark.actor)
            if mark.mark == "silence":
                situation.silence(t_s, mark.actor, self.params[self.number[key[0]]].quiet_s, self.settings)
            elif mark.mark != "acknowledge":
                self.record.add(key[0], mark.mark)
                situation.dismissed = mark.mark in ("false", "known")
            touched.add(key)
        self._set_ceilings()
        return touched

    def _see(self, found: Sequence[Findings | None], tracks: TrackTable, t_s: float) -> dict[Key, float]:
        seen: dict[Key, float] = {}
        for detector, params, findings in zip(self.detectors, self.params, found, strict=True):
            if findings is None or params.ceiling == "none":
                continue
            at = np.flatnonzero(findings.score >= min(params.raise_at, params.clear_at))
            if not len(at):
                continue
            rows, partners, scores = (
                column[at].tolist() for column in (findings.row, findings.partner, findings.score)
            )
            heard = heard_of(findings, at, tracks)
            for n, (index, key) in enumerate(
                zip(at.tolist(), keys_of(detector.rule, findings, at, tracks), strict=True)
            ):
                if key not in self.situations:
                    if scores[n] < params.raise_at:
                        continue
                    self.situations[key] = self._begin(key, rows[n], partners[n], t_s)
                situation = self.situations[key]
                situation.source = (findings, index)
                if situation.heard != heard[n]:
                    situation.heard = heard[n]
                    self._refer(situation, tracks)
                seen[key] = max(seen.get(key, 0.0), scores[n])
        return seen

    def _begin(self, key: Key, row: int, partner: int, t_s: float) -> Situation:
        """A new situation, or one that was cleared not long ago."""
        past = self.past.pop(key, None)
        if past is None or past.over or t_s - (past.cleared_s or t_s) > self.params[self.number[key[0]]].quiet_s:
            return Situation(row, partner)
        past.row, past.partner, past.held, past.gone = row, partner, 0, False
        return past

    def _refer(self, situation: Situation, tracks: TrackTable) -> None:
        for row in (situation.row, situation.partner):
            if row >= 0 and tracks["seq"][row] >= 0:
                situation.refer(f"{self.feed_ids[int(tracks['feed'][row])]}:{int(tracks['seq'][row])}")

    def _judge(
        self, key: Key, situation: Situation, level: int, t_s: float, tracks: TrackTable, risk: VesselRisk
    ) -> str:
        """What happens to the situation now: raise, update, clear or nothing."""
        params = self.params[self.number[key[0]]]
        stands = situation.stands
        if (
            situation.gone
            or situation.over
            or (stands and situation.dismissed)
            or (situation.strength < params.clear_at and (stands or not situation.held))
        ):
            return self._end(key, situation, t_s)
        if situation.row < 0:
            level = self._sea_level(key[0], params.weight * situation.strength)
        if not stands and (level == 0 or situation.dismissed or bin(situation.held).count("1") < HELD_TIMES):
            return ""
        before, situation.colour = situation.colour, max(1, min(level, self.ceiling[key[0]]))
        if not stands:
            return self._raise(key, situation, t_s, tracks, risk)
        now = partial(self._worth, key, situation, tracks, risk)
        return "update" if situation.attend(before, t_s, now, self.settings) else ""

    def _worth(self, key: Key, situation: Situation, tracks: TrackTable, risk: VesselRisk) -> Worth:
        return self.teller.risk_of(tracks, key, situation), self.teller.factors(tracks, risk, situation)

    def _raise(self, key: Key, situation: Situation, t_s: float, tracks: TrackTable, risk: VesselRisk) -> str:
        """A new alert; or, when one is back that was cleared not long ago, that one without a sound."""
        if situation.alert_id:
            situation.cleared_s = None
            return "update"
        worth, factors = self._worth(key, situation, tracks, risk)
        situation.alert_id, situation.since_s = _alert_id(key, t_s), t_s
        at_stake = max(consequence(tracks, situation.row), consequence(tracks, situation.partner))
        situation.urgency = round(worth * (1 + at_stake / 2), 4)
        situation.sound(t_s, worth, factors, self.settings)
        situation.folded = self.budget.spend(situation.colour, t_s)
        return "raise"

    def _end(self, key: Key, situation: Situation, t_s: float) -> str:
        del self.situations[key]
        if not situation.alert_id:
            return ""
        stood = situation.stands
        situation.cleared_s = t_s  # of a dismissed one silence lasts as long as the behaviour, and `quiet_s` more
        situation.held, situation.strength = 0, 0.0
        self.past[key] = situation
        return "clear" if stood else ""

    def _forget(self, t_s: float) -> None:
        """Let go of what was cleared so long ago that its return is a new situation, and that nobody waits to see."""
        for key in [key for key, each in self.past.items() if t_s - (each.cleared_s or t_s) > self._kept_s(key, each)]:
            del self.past[key]
        self.budget.pass_by(t_s)

    def _kept_s(self, key: Key, situation: Situation) -> float:
        unseen_s = 0.0 if situation.acknowledged_s is not None else self.settings.rectified_for_s
        return max(self.params[self.number[key[0]]].quiet_s, unseen_s)

    def _set_ceilings(self) -> None:
        """The highest colour of each rule; one less for those that officers often call false."""
        rules = zip(self.detectors, self.params, strict=True)
        limits = (self.settings.least_precision, self.settings.least_marks)
        self.ceiling = {
            each.rule: max(1, LEVEL[params.ceiling] - self.record.doubtful(each.rule, *limits))
            for each, params in rules
        }

    def _sea_level(self, rule: str, strength: float) -> int:
        if self.detectors[self.number[rule]].group == DISTRESS:
            return LEVEL["distress"]  # a call for help by someone whose place is unknown
        return int(np.searchsorted(self.risk_settings.up, strength, side="right"))


def _alert_id(key: Key, t_s: float) -> str:
    rule, track_id, other = key
    return f"{rule}-T{track_id}-{other}-{datetime.fromtimestamp(t_s, UTC):%Y%m%dT%H%M%SZ}"


def _latest_first(situation: Situation) -> tuple[float, str]:
    return -(situation.cleared_s or 0.0), situation.alert_id
