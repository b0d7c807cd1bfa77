"""Way made good: which ships report speed and course while their positions stand still?

A receiver whose position is frozen or spoofed still reports a speed and course. Nobody knows where such a ship is, and
dead reckoning leads to a place where it will not be. The way made good is compared with the way reported, both as
vectors, so that a turn is no contradiction. Speeds mean a way only over a known time: where the feed of a ship does
not keep time (a file without times, stored reports; signals/timekeeping.py), nothing is said.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import offset_m
from models.base.schema import NAN, Column, Table
from models.risk.detection.detector import DetectorContext

MEMORY_S = 60.0  # time constant of both sums
LONGEST_S = 90.0  # between two reports; over longer ones a ship may have turned round once
LEAST_M = 150.0  # way reported recently: well above the error of a position
FROZEN_SHARE = 0.2  # of it made good, at most; what moves as it reports makes good nearly all of it

PARTS = ("east", "north")
MADE_GOOD = (
    Column("made_t_s", "f8", NAN, "s", "time of the last report"),
    Column("made_lat_deg", "f8", NAN, "deg", "where"),
    Column("made_lon_deg", "f8", NAN, "deg", "same, longitude"),
    *(Column(f"made_{part}_mps", "f8", 0.0, "m/s", f"velocity reported then, {part} part") for part in PARTS),
    *(Column(f"made_{part}_m", "f8", 0.0, "m", f"recent way made good, {part} part") for part in PARTS),
    *(Column(f"reported_{part}_m", "f8", 0.0, "m", f"recent way reported, {part} part") for part in PARTS),
    Column("frozen", "?", False, "", "its positions stand still while it reports speed and course"),
)


def follow_made_good(context: DetectorContext, memory: Table) -> None:
    """Compare both ways of the ships that have just reported; anew after a jump, a pause or a gap in either."""
    rows, tracks = context.reported, context.tracks
    t_s, lat, lon = (tracks[name][rows] for name in ("position_t_s", "lat_deg", "lon_deg"))
    before_s = memory["made_t_s"][rows]
    since_s = t_s - before_s
    known = (since_s <= LONGEST_S) & ~(tracks["jumped_t_s"][rows] > before_s)
    known &= np.isfinite(tracks["sog_kn"][rows]) & np.isfinite(tracks["cog_deg"][rows])
    left = np.where(known, np.exp(-since_s / MEMORY_S), 0.0)
    moved = offset_m(memory["made_lat_deg"][rows], memory["made_lon_deg"][rows], lat, lon)
    for part, moved_m in zip(PARTS, moved, strict=True):
        velocity_mps = tracks[f"{part}_mps"][rows].astype("f8")
        reported_m = (memory[f"made_{part}_mps"][rows] + velocity_mps) / 2 * since_s
        for name, way_m in (("made", moved_m), ("reported", reported_m)):
            memory[f"{name}_{part}_m"][rows] = left * memory[f"{name}_{part}_m"][rows] + np.where(known, way_m, 0.0)
        memory[f"made_{part}_mps"][rows] = velocity_mps
    memory["made_t_s"][rows], memory["made_lat_deg"][rows], memory["made_lon_deg"][rows] = t_s, lat, lon
    made_m, way_m = (np.hypot(*(memory[f"{name}_{part}_m"][rows] for part in PARTS)) for name in ("made", "reported"))
    timed = [number for number, kept in context.timekeeping.feeds.items() if kept.keeps_time]
    frozen = (way_m >= LEAST_M) & (made_m <= FROZEN_SHARE * way_m)
    memory["frozen"][rows] = frozen & np.isin(tracks["feed"][rows], timed)
