"""Unusual for this place: craft that go where, or as fast as, hardly any of their kind and size ever did.

Raised after three squares in a row that are unusual, lowered after five that are not [DMA]; counts little where little
was seen. A factor of risk, never an alert of its own. Not here: what is usual (habits.py).
"""

from __future__ import annotations

import numpy as np

from models.base.geo import ramp
from models.base.schema import KIND, NAN, Column, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import Ceiling, DetectorContext, Findings, Params, detector, findings, is_ship
from models.risk.detection.waters.habits import Habits
from models.site.site import Site

UP, DOWN = 3, 5  # squares in a row [DMA]
UNUSUAL = 0.1  # evidence of a square that is one of them
LAWFUL = KIND["law"]  # goes wherever duty calls

MEMORY = (
    Column("square", "i4", -1, "", "the square it was in last"),
    Column("visit_s", "f8", NAN, "s", "when it came there"),
    Column("odd", "u1", 0, "", "unusual squares in a row"),
    Column("even", "u1", 0, "", "usual squares in a row"),
    Column("score", "f4", 0.0, "", "evidence while it stands"),
    Column("rarity", "f4", 0.0, "", "-log10 of the chance of the last unusual square"),
)


class UnusualParams(Params):
    weight: Share = 0.30
    release_s: Positive = 600.0
    ceiling: Ceiling = "none"
    min_length_m: Positive = 50.0  # smaller craft go everywhere [DMA]
    moving_kn: Positive = 0.5
    on_visits: Positive = 1_000.0  # once in so many is rare
    full_visits: Positive = 100_000.0
    half_visits: Positive = 500.0  # visits of a square that make its word half as good as it can be
    stands_s: Positive = 1800.0  # after the last square; who anchors does nothing unusual any more


WORDS = {
    "zh": {"title": "不合常规", "reason": "同类船舶在此处约 {one_in} 次才有一次如此航行"},
    "en": {"title": "Unusual here", "reason": "craft of its kind go like this here once in {one_in} visits"},
}


def habits(site: Site) -> Habits:
    """Nothing has been learned yet."""
    return Habits(site.bbox)


@detector("unusual", group="surroundings", params=UnusualParams, words=WORDS, memory=MEMORY, keeps=habits, every=10)
def detect(context: DetectorContext, memory: Table, params: UnusualParams) -> Findings:
    """Craft that have gone through several squares in an unusual way."""
    _visit(context, memory, params)
    rows = np.flatnonzero((memory["score"] > 0) & (memory["visit_s"] >= context.tick.t_s - params.stands_s))
    one_in = [f"{10 ** min(float(each), 6.0):,.0f}" for each in memory["rarity"][rows]]
    return findings(rows, memory["score"][rows], one_in=one_in)


def _visit(context: DetectorContext, memory: Table, params: UnusualParams) -> None:
    """Judge, then learn, each craft that has come into another square."""
    tracks, rows = context.tracks, context.reported
    rows = rows[(tracks["length_m"][rows] >= params.min_length_m) & (tracks["sog_kn"][rows] >= params.moving_kn)]
    rows = rows[np.isfinite(tracks["cog_deg"][rows]) & is_ship(tracks, rows) & (tracks["kind"][rows] != LAWFUL)]
    if not len(rows):
        return
    square = context.kept.square(tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    fresh = (square >= 0) & (square != memory["square"][rows])
    memory["square"][rows], rows, square = square, rows[fresh], square[fresh]
    memory["visit_s"][rows] = context.tick.t_s
    columns = (tracks[name][rows] for name in ("kind", "length_m", "sog_kn", "cog_deg"))
    rarity, visits = context.kept.rarity(square, *columns)
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
