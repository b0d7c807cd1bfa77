"""The measures of the seasons that are on or near: each for each of its units, done by whom and when, or due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.casework.case import LedgerEvent
from models.casework.seasons.season_weather import spells_of
from models.messages.clue import Clue
from models.site.law.season_runs import SeasonRun, runs_of
from models.site.law.seasons import Measure, Seasons


@dataclass(frozen=True)
class UnitMeasure:
    """One measure for one unit. `tick` is its event; None until it is ticked."""

    run: SeasonRun
    measure: Measure
    unit: str
    tick: LedgerEvent | None

    @property
    def id(self) -> str:
        """The subject of its command."""
        return measure_id(self.run, self.measure, self.unit)

    @property
    def due_s(self) -> float:
        """By when it is due."""
        return self.run.due_s(self.measure)

    def late(self, t_s: float) -> bool:
        """Whether it should be done by now and is not."""
        return self.tick is None and self.due_s < t_s


def measure_id(run: SeasonRun, measure: Measure, unit: str) -> str:
    """`winter-2026/check/putuo`."""
    return f"{run.occurrence}/{measure.id}/{unit}"


def runs_now(seasons: Seasons, t_s: float, clues: Iterable[Clue]) -> tuple[SeasonRun, ...]:
    """The runs that are on or near by date, holiday or the forecasts among the clues."""
    return runs_of(seasons, t_s, spells_of(clues)) if seasons.all else ()


def measures_of(runs: Iterable[SeasonRun], ticks: Mapping[str, LedgerEvent]) -> list[UnitMeasure]:
    """All measures of these runs, for each of their units."""
    found = []
    for run in runs:
        for measure in run.season.measures:
            for unit in measure.units:
                tick = ticks.get(measure_id(run, measure, unit))
                found.append(UnitMeasure(run, measure, unit, tick if tick and tick.body["done"] else None))
    return found
