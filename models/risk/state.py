"""The state of the core between two ticks: tracks, memories, risk, alerts, and the officers' zones and watch list.

engine.py changes it; models/core/checkpoint.py saves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from models.base.clock import Tick
from models.base.settings import Feed, Settings
from models.messages.clue import Clue
from models.messages.operator_inputs import OperatorInputs
from models.messages.picture import AlertChange
from models.risk.alerts.book import AlertBook
from models.risk.detection.detector import Detector, Findings, Params, check_sections, detectors, read_params
from models.risk.detection.held_clues import ClueBook
from models.risk.detection.operator_state import OperatorState
from models.risk.detection.report_log import ReportLog
from models.risk.detection.schedule import HEARTBEAT_S, DetectorSchedule
from models.risk.detection.signals.coverage import Coverage
from models.risk.detection.signals.disturbance import Disturbance
from models.risk.detection.signals.text_log import TextLog
from models.risk.detection.signals.timekeeping import Timekeeping
from models.risk.detection.waters.traffic import Traffic
from models.risk.detection.waters.waters import Waters
from models.risk.detection.waters.zone_membership import ZoneMembership, ZoneMemory
from models.risk.regional.baseline import load_traffic, usual_file
from models.risk.regional.evaluation import Evaluation
from models.risk.scoring.vessel import VesselRisk
from models.site.site import Site
from models.tracking.copies import Copies
from models.tracking.feed_health import FeedCounts
from models.tracking.table import TrackTable


@dataclass
class State:
    """The whole state of the core. Built from settings and site, changed only by `step`, saved as the checkpoint."""

    settings: Settings
    site: Site
    feeds: tuple[Feed, ...]
    mode: str = "live"
    speed: float = 1.0
    changes: list[AlertChange] = field(default_factory=list)
    mmsi: set[int] = field(default_factory=set)
    bbox: tuple[float, float, float, float] | None = None  # shown only, as `bbox_s`, when it was found
    bbox_s: float = -inf
    clues: tuple[Clue, ...] = ()  # the valid ones, in order of arrival
    digest: str = ""
    ticked_s: float = -inf
    due_s: float = -inf  # before this time a tick without input changes nothing

    def __post_init__(self) -> None:
        check_sections(self.settings.detectors)
        asked = [(each, read_params(each, self.settings.detectors.get(each.rule, {}))) for each in detectors()]
        self.detectors: tuple[Detector, ...] = tuple(each for each, params in asked if params.enabled)
        self.params: tuple[Params, ...] = tuple(params for _, params in asked if params.enabled)
        self.tracks = TrackTable(self.settings.tracking)
        self.copies = Copies(self.settings.tracking.copies_remembered_s)
        self.clue_book = ClueBook(self.settings.risk)
        self.operator_state = OperatorState(self.site.zones)
        self.zone_membership = ZoneMembership(self.operator_state.zones, Waters(self.site.coast))
        learned = usual_file(self.settings.region, self.site)
        self.traffic = Traffic(load_traffic(learned) if learned else None)
        self.coverage = Coverage()
        self.disturbance = Disturbance()
        self.timekeeping = Timekeeping()
        self.text_log = TextLog()
        self.memories = [
            ZoneMemory(each.memory, each.per_zone, len(self.operator_state.zones)) for each in self.detectors
        ]
        self.risk = VesselRisk(self.settings.risk, self.detectors, self.params)
        self.reports = ReportLog()
        self.schedules = [DetectorSchedule(each, number, self.reports) for number, each in enumerate(self.detectors)]
        self.own_state = [each.make_own_state(self.site) if each.make_own_state else None for each in self.detectors]
        self.alerts = AlertBook(
            self.detectors,
            self.params,
            [feed.id for feed in self.feeds],
            self.settings.alerts,
            self.settings.risk,
        )
        self.evaluation = Evaluation(self.settings, self.site)
        self.counts = {feed.id: FeedCounts(feed) for feed in self.feeds}
        learners = (self.zone_membership, self.traffic, self.coverage, self.disturbance, self.timekeeping)
        for follower in (*(each.memory for each in learners), *self.memories, self.risk):
            self.tracks.follow(follower)

    def stand(self, standing: OperatorInputs) -> None:
        """Replace the drawn zones and the watch list; zones that stay keep their numbers and memories."""
        changed = self.operator_state.take_in(standing)
        if changed:
            self.zone_membership.redraw(self.operator_state.zones, changed, self.tracks)
            for memory in self.memories:
                memory.redraw(len(self.operator_state.zones), changed)
            self.alerts.withdraw(changed)

    def due(self, tick: Tick) -> bool:
        """Whether a tick without input has something to do."""
        return self.idle() or tick.t_s >= self.due_s or tick.t_s <= self.ticked_s

    def plan(self, tick: Tick, found: Sequence[Findings | None]) -> None:
        """After a tick: keep awake the detectors that found or time something, and note when something is due next."""
        alerting = {rule for rule, _, _ in self.alerts.situations}
        for k, (schedule, memory, findings) in enumerate(zip(self.schedules, self.memories, found, strict=True)):
            schedule.fading = len(self.risk.live[k]) > 0 or schedule.detector.rule in alerting
            if findings is not None:
                schedule.awake = len(findings.row) > 0 or schedule.detector.wake.timed(memory.used(self.tracks.n))
        heartbeat_s = (tick.t_s // HEARTBEAT_S + 1.0) * HEARTBEAT_S
        next_s = tick.t_s + 1.0 if self.risk.unsettled else heartbeat_s
        waiting_s = (each.received_s for each in self.operator_state.waiting)
        self.due_s = min(next_s, *(each.next_s(tick) for each in self.schedules), *waiting_s)
        self.ticked_s = tick.t_s

    def idle(self) -> bool:
        """Whether no vessel is present, so that ticks have nothing to do."""
        return not self.tracks.row_of and not self.alerts.situations
