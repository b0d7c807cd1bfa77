"""Unusual here: vessels that go where, or as fast as, hardly any of their kind and size have gone before.

Raised after three unusual cells in a row, lowered after five usual ones (Danish Maritime Authority); cells with few
visits count little. A factor of risk, never an alert of its own. What is usual: waters/habits.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import ramp
from models.base.schema import KIND, NAN, Column, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import Ceiling, DetectorContext, Findings, Params, detector, findings, is_ship
from models.risk.detection.wake import Wake
from models.risk.detection.waters.habits import Habits
from models.site.site import Site

UP, DOWN = 3, 5  # cells in a row (DMA)
UNUSUAL = 0.1  # evidence above which a cell is unusual
LAWFUL = KIND["law"]  # may go anywhere

MEMORY = (
    Column("square", "i4", -1, "", "the cell it was in last"),
    Column("visit_s", "f8", NAN, "s", "when it entered it"),
    Column("odd", "u1", 0, "", "unusual cells in a row"),
    Column("even", "u1", 0, "", "usual cells in a row"),
    Column("score", "f4", 0.0, "", "evidence while it is valid"),
    Column("rarity", "f4", 0.0, "", "-log10 of the probability of the last unusual cell"),
)


class UnusualParams(Params):
    weight: Share = 0.30
    release_s: Positive = 600.0
    ceiling: Ceiling = "none"
    min_length_m: Positive = 50.0  # smaller vessels go everywhere (DMA)
    moving_kn: Positive = 0.5
    on_visits: Positive = 1_000.0  # rare: once in this many
    full_visits: Positive = 100_000.0
    half_visits: Positive = 500.0  # visits at which a cell has half its full weight
    stands_s: Positive = 1800.0  # after the last cell; a vessel that anchors is no longer unusual


WORDS = {
    "zh": {"title": "行为异常", "reason": "同类船舶在此处约 {one_in} 航次中仅有 1 次如此航行"},
    "en": {"title": "Unusual here", "reason": "vessels of its kind move like this here once in {one_in} visits"},
}


def habits(site: Site) -> Habits:
    """Nothing learned yet."""
    return Habits(site.bbox)


@detector(
    "unusual",
    group="surroundings",
    params=UnusualParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=habits,
    every=10,
    wake=Wake(),
)
def detect(context: DetectorContext, memory: Table, params: UnusualParams) -> Findings:
    """Vessels that have crossed several cells in an unusual way."""
    _visit(context, memory, params)
    rows = np.flatnonzero((memory["score"] > 0) & (memory["visit_s"] >= context.tick.t_s - params.stands_s))
    if not len(rows):
        return findings(rows, rows)
    one_in = [f"{10 ** min(float(each), 6.0):,.0f}" for each in memory["rarity"][rows]]
    return findings(rows, memory["score"][rows], one_in=one_in)


def _visit(context: DetectorContext, memory: Table, params: UnusualParams) -> None:
    """Judge, then learn, each vessel that has entered another cell."""
    tracks, rows = context.tracks, context.reported
    rows = rows[(tracks["length_m"][rows] >= params.min_length_m) & (tracks["sog_kn"][rows] >= params.moving_kn)]
    rows = rows[np.isfinite(tracks["cog_deg"][rows]) & is_ship(tracks, rows) & (tracks["kind"][rows] != LAWFUL)]
    if not len(rows):
        return
    square = context.own_state.square(tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    fresh = (square >= 0) & (square != memory["square"][rows])
    memory["square"][rows], rows, square = square, rows[fresh], square[fresh]
    memory["visit_s"][rows] = context.tick.t_s
    columns = (tracks[name][rows] for name in ("kind", "length_m", "sog_kn", "cog_deg"))
    rarity, visits = context.own_state.rarity(square, *columns)
    score = (
        ramp(rarity, np.log10(params.on_visits), np.log10(params.full_visits)) * visits / (visits + params.half_visits)
    )
    odd = score >= UNUSUAL
    memory["odd"][rows] = np.where(odd, np.minimum(memory["odd"][rows], 200) + 1, 0)
    memory["even"][rows] = np.where(odd, 0, np.minimum(memory["even"][rows], 200) + 1)
    up, down = odd & (memory["odd"][rows] >= UP), memory["even"][rows] >= DOWN
    memory["rarity"][rows[up]] = rarity[up]
    memory["score"][rows[up]] = score[up]
    memory["score"][rows[down]] = 0.0
