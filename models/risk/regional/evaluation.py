"""The regional evaluation, every ten seconds after the alerts: regional risk, then enforcement pressure.

It pauses while no vessel is present, since a replay leaves such ticks out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.base.clock import Tick
from models.base.settings import Settings
from models.messages.clue import Clue
from models.messages.operator_inputs import NO_INPUTS, OperatorInputs
from models.risk.alerts.book import AlertBook
from models.risk.detection.encounters.near_misses import NearMiss
from models.risk.regional.grid import RegionalRisk, Spot
from models.risk.regional.open_work import (
    OpenWork,
    spots_of_alerts,
    spots_of_work,
    without_own_spot,
    work_of_alerts,
    work_of_cases,
    work_of_clues,
)
from models.risk.regional.pressure import PressureBook
from models.site.site import Site
from models.tracking.table import TrackTable

EVERY = 10  # ticks; the heartbeat of the state (state.py) is no longer than this


@dataclass
class Evaluation:
    """Regional risk and pressure of one site; part of the checkpoint."""

    settings: Settings
    site: Site

    def __post_init__(self) -> None:
        self.region = RegionalRisk(self.settings.region, self.site)
        self.pressure = PressureBook(self.settings.pressure, self.site)
        self.near_misses: list[Spot] = []

    def follow(
        self,
        tick: Tick,
        tracks: TrackTable,
        prior: np.ndarray,
        alerts: AlertBook,
        clues: Iterable[Clue],
        work: Sequence[OpenWork],
        near_misses: Iterable[NearMiss] = (),
        standing: OperatorInputs = NO_INPUTS,
    ) -> bytes:
        """Evaluate if due; returns bytes for the digest.

        `work` is other open work, `near_misses` are the new ones, `standing` has the open cases and states of craft.
        """
        self.near_misses += [Spot(lat, lon, weight=severity) for lat, lon, severity in near_misses]
        if tick.number % EVERY:
            return b""
        settings, held = self.settings.pressure, {ref for case in standing.work for ref in case.holds}
        cases = work_of_cases(standing.work, tracks, [unit.id for unit in self.site.units], settings)
        pieces = [*work, *cases, *work_of_clues(clues, settings, held)]
        shown = without_own_spot(standing.work, alerts)
        spots = [*spots_of_alerts(alerts, tracks), *spots_of_work([each for each in pieces if each.id not in shown])]
        self.region.follow(tracks, prior, spots, self.near_misses, tick.t_s)
        self.near_misses = []
        ours = work_of_alerts(alerts, tracks, settings, held)
        reported = [each for each in standing.craft_state if each.holds_at(tick.t_s)]
        self.pressure.follow(tracks, [*ours, *pieces], self.region, tick.t_s, reported=reported)
        return self.digested()

    def pause(self) -> None:
        """Pause while no vessel is present."""
        self.region.pause()
        self.pressure.pause()

    def digested(self) -> bytes:
        """The changing state and the fingerprint of the baseline, for the digest."""
        parts = (self.region.load, self.region.unusual, self.region.colours.level)
        rows = (self.pressure.tables["pressure"]["pressure"], self.pressure.tables["reach"]["minutes"])
        return self.region.fingerprint + b"".join(each.tobytes() for each in (*parts, *rows))

    def shown(self) -> dict[str, Any]:
        """The fields of the picture."""
        tables = {"cells": self.region.cells, "areas": self.region.areas, **self.pressure.tables}
        for table in tables.values():
            for column in table.values():
                column.flags.writeable = False
        return {"grid": self.region.grid, "advice": self.pressure.advice, **tables}
