"""Crowding: more vessels within a mile than is usual in these waters.

Each cell keeps a histogram of its counts, taken once a minute; more than the 95th percentile is unusual. A cell gives
no evidence before it has been observed for six hours. A factor of risk, never an alert of its own. Neighbours:
encounters/neighbours.py; cells: waters/cells.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import ramp
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.encounters.neighbours import counts, points
from models.risk.detection.waters.cells import Cells
from models.site.site import Site

CELL_DEG = 0.02  # about two kilometres
STEPS = np.array([3, 6, 9, 12, 15, 18, 22, 26, 31, 37, 44, 53, 64, 80, 120])  # of a count: the histogram of a cell
LEVELS = tuple(f"level_{number:02d}" for number in range(len(STEPS) + 1))
MOST_COUNTED = 120
USUAL_SHARE = 0.95
LOOK_S = 60.0
FORGETS_LOOKS = 14 * 86_400 / LOOK_S  # a fortnight, so that a new season is learned
MOST_CELLS = 100_000  # beyond this nothing new is learned


class CrowdingParams(Params):
    weight: Share = 0.25
    release_s: Positive = 300.0
    ceiling: Ceiling = "none"
    radius_nm: Positive = 1.0
    on_vessels: Positive = 12.0  # others within the radius
    full_vessels: Positive = 40.0
    learned_s: Positive = 21_600.0


WORDS = {
    "zh": {"title": "船舶密集", "reason": "1 海里内 {others} 艘，平时不超过 {usual} 艘"},
    "en": {"title": "Crowding", "reason": "{others} vessels within 1 NM, usually at most {usual}"},
}


def empty_cells(_site: Site) -> Cells:
    """Nothing learned yet."""
    return Cells(CELL_DEG, ("looks", *LEVELS))


@detector(
    "crowding", group="surroundings", params=CrowdingParams, words=WORDS, make_own_state=empty_cells, every=int(LOOK_S)
)
def detect(context: DetectorContext, _memory: object, params: CrowdingParams) -> Findings:
    """Vessels in places more crowded than usual."""
    tracks, cells = context.tracks, context.own_state
    rows = np.flatnonzero(IS_SCORED[tracks["life"]] & np.isfinite(tracks["now_lat_deg"]))
    rows = rows[is_ship(tracks, rows)]
    lat, lon = tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows]
    others = counts(points(lat, lon, params.radius_nm * M_PER_NM / 2), MOST_COUNTED)
    full = np.flatnonzero(others > params.on_vessels)
    usual, looks = _usual(cells, cells.find(lat[full], lon[full]))
    beyond = (looks * LOOK_S >= params.learned_s) & (others[full] > usual)
    at, usual = full[beyond], usual[beyond]
    _learn(cells, lat, lon, others)
    return findings(rows[at], ramp(others[at], params.on_vessels, params.full_vessels), others=others[at], usual=usual)


def _usual(cells: Cells, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The 95th percentile of each cell's counts, rounded up to a step, and the number of looks behind it, (m,) each."""
    below = np.cumsum([cells.get(name, at) for name in LEVELS], axis=0)
    level = (below < USUAL_SHARE * below[-1]).sum(axis=0)
    return np.append(STEPS, MOST_COUNTED + 1)[np.minimum(level, len(STEPS))], cells.get("looks", at)


def _learn(cells: Cells, lat: np.ndarray, lon: np.ndarray, others: np.ndarray) -> None:
    """Add one count to the histogram of each occupied cell: that of its most crowded place."""
    cells.fade(1 - 1 / FORGETS_LOOKS, "looks")
    at = cells.admit(lat, lon) if len(cells.keys) < MOST_CELLS else cells.find(lat, lon)
    at, others = at[at >= 0], others[at >= 0]
    most = np.zeros(len(cells.keys), dtype=np.int64)
    np.maximum.at(most, at, others)
    occupied = np.unique(at)
    level = np.searchsorted(STEPS, most[occupied])
    cells.add("looks", occupied, np.ones(len(occupied)))
    for number, name in enumerate(LEVELS):
        here = occupied[level == number]
        if len(here):
            cells.add(name, here, np.ones(len(here)))
