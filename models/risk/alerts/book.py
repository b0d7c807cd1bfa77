"""Alerts: one per situation, raised when evidence holds, followed while it lasts, cleared when it has faded.

An alert's id is made of rule, track, partner or zone, and the tick in which it was raised, so it is the same in every
replay. The table of the life-cycle: lifecycle.py; lists for the picture: listing.py.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from models.base.schema import LEVEL
from models.base.settings import AlertSettings, RiskSettings
from models.messages.operator_inputs import AlertAction
from models.messages.picture import AlertChange, AlertView
from models.risk.alerts import listing
from models.risk.alerts.budget import Budget
from models.risk.alerts.effects import Moment, apply_stimulus, ceasing, expiry, holding
from models.risk.alerts.feedback import RuleFeedback
from models.risk.alerts.lifecycle import AlertState, Stimulus
from models.risk.alerts.marking import apply_mark
from models.risk.alerts.precedence import TakenOver
from models.risk.alerts.presenter import AlertPresenter, consequence
from models.risk.alerts.sighting import keys_of, last_reports, vessels_of
from models.risk.alerts.situation import HELD_TIMES, NO_WORTH, Key, Situation, Worth, alert_id_of
from models.risk.alerts.stimuli import attend, ending, nothing_happens
from models.risk.alerts.unseen import UnseenAlerts
from models.risk.detection.detector import Detector, Findings, Params
from models.risk.detection.waters.zone_rules import RULES_OF_ZONES
from models.risk.scoring.fading import left_after
from models.risk.scoring.vessel import DISTRESS, VesselRisk
from models.tracking.table import TrackTable

REFRESH_TICKS = 5  # ticks between changes of a standing alert's text, so that it can be read; colours change at once


@dataclass
class AlertBook:
    """Every situation that is, or may become, an alert; `past` are ended ones that may return or are still shown.

    `unseen` are those that nobody has acknowledged and that can no longer return as the same alert.
    """

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
        self.presenter = AlertPresenter(self.detectors, self.params, self.settings)
        self._set_ceilings()
        self.budget = Budget(self.settings)
        self.unseen = UnseenAlerts(self.settings.most_unseen, self.settings.rectified_for_s)

    def update(
        self,
        found: Sequence[Findings | None],
        tracks: TrackTable,
        risk: VesselRisk,
        t_s: float,
        dt_s: Sequence[float],
        marks: Sequence[AlertAction] = (),
    ) -> list[AlertChange]:
        """Take in this tick's findings; returns the alerts raised, updated or cleared, in a fixed order."""
        marked = self._take_marks(marks, t_s, tracks, risk)
        taken_over = TakenOver(self.situations)
        scores = self._take_findings(found, tracks, t_s, taken_over)
        events: list[tuple[Key, Situation, str]] = []
        for key, gone, level in vessels_of(self.situations, tracks):
            situation, k = self.situations[key], self.number[key[0]]
            situation.gone, situation.taken_over = gone, key in taken_over
            if found[k] is not None:
                left = left_after(dt_s[k], self.params[k].release_s)
                situation.weigh(scores.get(key, 0.0), left, self.params[k].raise_at)
            event = self._update(key, level, t_s, tracks, risk) or marked.get(key, "")
            if event:
                events.append((key, situation, event))
        self._forget(t_s)
        views = self.presenter.views([(key, situation) for key, situation, _ in events], tracks, risk)
        for (_, situation, _), view in zip(events, views, strict=True):
            situation.last = situation.shown = view
        return [AlertChange(t_s, event, view) for (*_, event), view in zip(events, views, strict=True)]

    def counts(self) -> dict[str, int]:
        """The number of standing alerts of each colour."""
        return listing.counts(self.situations.values())

    def open_counts(self) -> dict[str, int]:
        """The number of those that no officer has acknowledged."""
        return listing.open_counts(self.situations.values())

    def rectified_counts(self, t_s: float) -> dict[str, int]:
        """The number of alerts that ended unacknowledged, by their worst colour."""
        return listing.rectified_counts(self._rectified(t_s))

    def views(self, tracks: TrackTable, risk: VesselRisk, most: int, turn: int) -> tuple[AlertView, ...]:
        """The worst `most` standing alerts, worst first; each text is renewed once in REFRESH_TICKS of `turn`."""
        worst = listing.worst(self.situations, most)
        stale = [(key, each) for key, each in worst if each.shown_turn != (key[1] + turn) // REFRESH_TICKS]
        for (key, each), view in zip(stale, self.presenter.views(stale, tracks, risk), strict=True):
            each.shown, each.shown_turn = view, (key[1] + turn) // REFRESH_TICKS
        return tuple(each.shown for _, each in worst if each.shown)

    def rectified(self, t_s: float) -> tuple[AlertView, ...]:
        """Alerts that ended without having been acknowledged: red and distress until they are, others if recent."""
        return listing.rectified_views(self._rectified(t_s)[: self.settings.most_shown])

    def _rectified(self, t_s: float) -> list[Situation]:
        ended = [*self.past.values(), *(each for _, each in self.unseen)]
        return listing.rectified(ended, t_s - self.settings.rectified_for_s)

    def withdraw(self, zones: Collection[int]) -> None:
        """End the alerts of deleted zones, given by number; they do not return."""
        for situations in (self.situations, self.past):
            for (rule, _, number), situation in situations.items():
                situation.withdrawn |= rule in RULES_OF_ZONES and number in zones

    def _take_marks(
        self, marks: Sequence[AlertAction], t_s: float, tracks: TrackTable, risk: VesselRisk
    ) -> dict[Key, str]:
        """Make and undo the officers' marks; returns the event of each alert that changed."""
        if not marks:
            return {}
        groups = (self.unseen, self.past.items(), self.situations.items())
        by_id = {each.alert_id: (key, each) for group in groups for key, each in group if each.alert_id}
        events: dict[Key, str] = {}
        for mark in marks:
            if mark.alert_id not in by_id:
                self.record.take_back(mark.undoes)
                continue
            key, situation = by_id[mark.alert_id]
            worth = partial(self._worth, key, situation, tracks, risk)
            moment = self._moment(key, t_s, worth=worth, actor=mark.actor, seq=mark.undoes or mark.seq)
            event = apply_mark(situation, key[0], mark, moment, self.record)
            events[key] = event or events.get(key, "")
            if situation.stands and self.past.get(key) is situation:  # the end of a distress was undone
                self.situations[key] = self.past.pop(key)
        self._set_ceilings()
        return events

    def _moment(self, key: Key, t_s: float, **more: Any) -> Moment:
        return Moment(t_s, self.settings, self.params[self.number[key[0]]].quiet_s, **more)

    def _take_findings(
        self, found: Sequence[Findings | None], tracks: TrackTable, t_s: float, taken_over: TakenOver
    ) -> dict[Key, float]:
        """Begin or update the situation of each finding; returns the highest score of each situation at this tick."""
        best: dict[Key, float] = {}
        for detector, params, findings in zip(self.detectors, self.params, found, strict=True):
            if findings is None or not len(findings.score) or params.ceiling == "none":
                continue
            at = np.flatnonzero(findings.score >= min(params.raise_at, params.clear_at))
            if not len(at):
                continue
            rows, partners, scores = (
                column[at].tolist() for column in (findings.row, findings.partner, findings.score)
            )
            reports, keys = last_reports(findings, at, tracks), keys_of(detector.rule, findings, at, tracks)
            for n, (index, key) in enumerate(zip(at.tolist(), keys, strict=True)):
                if key not in self.situations:
                    if scores[n] < params.raise_at or key in taken_over:
                        continue
                    self.situations[key] = self._same_caller(key, rows[n], keys, tracks) or self._begin(
                        key, rows[n], partners[n], t_s
                    )
                situation = self.situations[key]
                situation.note((findings, index), scores[n])
                if situation.last_seq != reports[n]:
                    situation.last_seq = reports[n]
                    self._refer(situation, tracks)
                best[key] = max(best.get(key, 0.0), scores[n])
        return best

    def _same_caller(self, key: Key, row: int, found: Collection[Key], tracks: TrackTable) -> Situation | None:
        """A standing distress alert whose caller is now another track: heard again, or with a position at last."""
        if row < 0 or self.detectors[self.number[key[0]]].group != DISTRESS:
            return None
        mmsi = int(tracks["mmsi"][row])
        for other, each in self.situations.items():
            if other[0] == key[0] and each.stands and each.last and each.last.mmsi == mmsi and other not in found:
                each.row, each.gone = row, False
                return self.situations.pop(other)
        return None

    def _begin(self, key: Key, row: int, partner: int, t_s: float) -> Situation:
        """A new situation, or one that was cleared recently."""
        past = self.past.pop(key, None)
        quiet_s = self.params[self.number[key[0]]].quiet_s
        if past is None or past.withdrawn or past.closed or past.over_for_s(t_s) > quiet_s:
            if past is not None and past.must_be_seen:
                self.unseen.take(key, past)
            return Situation(row, partner)
        past.row, past.partner, past.held, past.gone = row, partner, 0, False
        return past

    def _refer(self, situation: Situation, tracks: TrackTable) -> None:
        for row in (situation.row, situation.partner):
            if row >= 0 and tracks["seq"][row] >= 0:
                situation.refer(f"{self.feed_ids[int(tracks['feed'][row])]}:{int(tracks['seq'][row])}")

    def _update(self, key: Key, level: int, t_s: float, tracks: TrackTable, risk: VesselRisk) -> str:
        """Apply this tick to a situation; returns the event to publish, "" for none."""
        situation, params = self.situations[key], self.params[self.number[key[0]]]
        before, stimulus = situation.colour, ending(situation, params)
        if not stimulus and not self._holds(key[0], situation, level):
            return ""
        if not stimulus and nothing_happens(situation, before, t_s, self.settings.most_escalations):
            return ""
        moment = self._moment(key, t_s, worth=partial(self._worth, key, situation, tracks, risk))
        if stimulus and ceasing(situation, stimulus) is Stimulus.FALLS_SILENT:
            return self._stay(situation, moment)
        if stimulus:
            return self._end(key, stimulus, moment)
        if situation.stands:
            silent = situation.silent_s is not None
            event = apply_stimulus(situation, Stimulus.CALLS_AGAIN, moment) if silent else ""
            return attend(situation, before, moment) or event or ""
        if situation.state is AlertState.CANDIDATE:
            moment = self._name(key, moment, tracks)
        return apply_stimulus(situation, holding(situation), moment) or ""

    def _holds(self, rule: str, situation: Situation, level: int) -> bool:
        """Whether it is an alert by its evidence now, or one already; then it gets its colour of this tick."""
        if situation.row < 0:
            level = self._level_without_vessel(rule, self.params[self.number[rule]].weight * situation.strength)
        waits = level == 0 or situation.held.bit_count() < HELD_TIMES
        if situation.state is AlertState.DISMISSED or (waits and not situation.stands):
            return False
        if not (situation.stands and situation.colour == LEVEL["distress"]):  # that stays until an officer ends it
            situation.show_colour(max(1, min(level, self.ceiling[rule])))
        return True

    def _worth(self, key: Key, situation: Situation, tracks: TrackTable, risk: VesselRisk) -> Worth:
        """Risk and factors now; of an ended one, whose vessel may be gone, as they were last shown."""
        if self.situations.get(key) is not situation or situation.silent_s is not None:
            last = situation.last
            return (last.score, frozenset(each.name for each in last.factors)) if last else NO_WORTH
        return self.presenter.risk_of(tracks, key, situation), self.presenter.factors(tracks, risk, situation)

    def _name(self, key: Key, moment: Moment, tracks: TrackTable) -> Moment:
        """Give a new alert its id, its urgency and its place in the budget."""
        situation, worth = self.situations[key], moment.worth()
        situation.alert_id, situation.since_s = alert_id_of(key, moment.t_s), moment.t_s
        at_stake = max(consequence(tracks, situation.row), consequence(tracks, situation.partner))
        situation.urgency = round(worth[0] * (1 + at_stake / 2), 4)
        situation.folded = self.budget.spend(situation.colour, moment.t_s)
        return replace(moment, worth=lambda: worth)

    @staticmethod
    def _stay(situation: Situation, moment: Moment) -> str:
        """A distress call that has fallen silent: it stands, and waits for an officer as before."""
        event = apply_stimulus(situation, Stimulus.FALLS_SILENT, moment) if situation.silent_s is None else ""
        return attend(situation, situation.colour, moment) or event or ""

    def _end(self, key: Key, stimulus: Stimulus, moment: Moment) -> str:
        situation = self.situations.pop(key)
        event = apply_stimulus(situation, stimulus, moment) or ""
        situation.held, situation.strength = 0, 0.0
        if situation.state is not AlertState.FORGOTTEN:
            self.past[key] = situation
        return event

    def _forget(self, t_s: float) -> None:
        """Forget ended situations whose return would be a new one, unless somebody has yet to see that they were."""
        for key, situation in list(self.past.items()):
            if situation.over_for_s(t_s) > self._kept_s(key, situation):
                apply_stimulus(situation, expiry(situation), self._moment(key, t_s))
                del self.past[key]
                if situation.must_be_seen:
                    self.unseen.take(key, situation)
        self.unseen.forget(t_s)
        self.budget.pass_by(t_s)

    def _kept_s(self, key: Key, situation: Situation) -> float:
        shown_s = self.settings.rectified_for_s if situation.state is AlertState.RECTIFIED else 0.0
        return max(self.params[self.number[key[0]]].quiet_s, shown_s)

    def _set_ceilings(self) -> None:
        """Set the highest colour of each rule; one less for rules that officers often mark as false."""
        rules = zip(self.detectors, self.params, strict=True)
        limits = (self.settings.least_precision, self.settings.least_marks)
        self.ceiling = {
            each.rule: max(1, LEVEL[params.ceiling] - self.record.doubtful(each.rule, *limits))
            for each, params in rules
        }

    def _level_without_vessel(self, rule: str, strength: float) -> int:
        if self.detectors[self.number[rule]].group == DISTRESS:
            return LEVEL["distress"]  # a call for help from an unknown position
        return int(np.searchsorted(self.risk_settings.up, strength, side="right"))
