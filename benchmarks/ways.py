"""Benchmark of dispatch and emergency: ranking the 48 craft of Zhoushan, a drift cloud of six hours, a search plan.

CPU times of this process, the median of several runs; the graph of water is made before.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import numpy as np

from models.base.paths import SITES
from models.site.site import load_site
from models.ways.dispatch import CraftPlaces, DispatchState, ranking
from models.ways.drift import DriftStart, SteadyWind, drift
from models.ways.intercept import MovingTarget
from models.ways.outlines import outline
from models.ways.patterns import PatternStart, parallel
from models.ways.reasons import TaskNeeds
from models.ways.travel_time import grid_of, land

RUNS = 15
START_S = 1_700_000_000.0
HOURS = tuple(START_S + 3600.0 * hour for hour in range(1, 7))


def run() -> dict[str, Any]:
    """Measure milliseconds of CPU time."""
    site = load_site(SITES / "zhoushan")
    force, grid = site.force, grid_of(site.bbox)
    bases = [force.bases[each.base] for each in force.craft]
    lon, lat = (np.array([getattr(each, name) for each in bases]) for name in ("lon_deg", "lat_deg"))
    now = DispatchState(START_S, CraftPlaces(lon, lat, np.zeros(len(bases), bool)))
    needs, wind, ground = TaskNeeds(frozenset({"board"}), 2), SteadyWind(8.0, 45.0), land(site.coast, grid)

    def rank(speed_kn: float) -> Callable[[], object]:
        target = MovingTarget(122.7, 29.9, 20.0, speed_kn)
        return lambda: ranking(force, site.coast, grid, target, needs, now)

    def cloud() -> Any:
        return drift(DriftStart(122.26, 29.78, START_S), "person", wind, HOURS, 1, site.currents, ground)

    made = cloud()
    return {
        "craft": len(force.craft),
        "ranking_moving_ms": _median_ms(rank(9.0)),
        "ranking_still_ms": _median_ms(rank(0.0)),
        "drift_6_h_ms": _median_ms(cloud),
        "outlines_ms": _median_ms(lambda: [outline(made.lon_deg[-1], made.lat_deg[-1], each) for each in (0.5, 0.9)]),
        "legs_ms": _median_ms(lambda: parallel(PatternStart(122.3, 29.8, START_S, 12.0), 0.3, 6.0, 4.0, 45.0)),
    }


def _median_ms(what: Callable[[], object]) -> float:
    what()
    took = []
    for _ in range(RUNS):
        began_s = process_time()
        what()
        took.append((process_time() - began_s) * 1000.0)
    return round(float(np.median(took)), 2)


if __name__ == "__main__":
    print(run())
