"""Way made good: do the positions of a ship move as the speed and course that it reports say?

A receiver whose position is frozen or spoofed still reports a speed and course, and a wrong speed leaves the positions
right. In both cases dead reckoning leads to a place where the ship will not be, and so would a predicted encounter.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import offset_m
from models.base.schema import NAN, Column, Table
from models.risk.detection.detector import DetectorContext

MEMORY_S = 60.0  # time constant of both sums
LONGEST_S = 120.0  # between two reports; over longer ones a ship may have turned and come back
LEAST_M = 100.0  # position error, and reports that come late, stay below
ASTRAY_SHARE = 0.5  # of the way that its reports amount to

MADE_GOOD = (
    Column("made_t_s", "f8", NAN, "s", "time of the last report"),
    Column("made_lat_deg", "f8", NAN, "deg", "where"),
    Column("made_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("made_east_mps", "f8", 0.0, "m/s", "velocity reported then, east part"),
    Column("made_north_mps", "f8", 0.0, "m/s", "north part"),
    Column("off_east_m", "f8", 0.0, "m", "recent way made good less the way reported, east part"),
    Column("off_north_m", "f8", 0.0, "m", "north part"),
    Column("reported_m", "f8", 0.0, "m", "length of the recent way reported"),
    Column("astray", "?", False, "", "its positions do not move as it reports"),
)


def follow_made_good(context: DetectorContext, memory: Table) -> None:
    """Compare the way of the ships that have just reported with their speeds and courses; anew after a jump."""
    rows, tracks = context.reported, context.tracks
    t_s, lat, lon = (tracks[name][rows] for name in ("position_t_s", "lat_deg", "lon_deg"))
    east, north = tracks["east_mps"][rows].astype("f8"), tracks["north_mps"][rows].astype("f8")
    before_s = memory["made_t_s"][rows]
    since_s = t_s - before_s
    whole = (since_s <= LONGEST_S) & ~(tracks["jumped_t_s"][rows] > before_s)
    whole &= np.isfinite(tracks["sog_kn"][rows]) & np.isfinite(tracks["cog_deg"][rows])
    since_s = np.where(whole, since_s, 0.0)
    kept = np.where(whole, np.exp(-since_s / MEMORY_S), 0.0)
    moved = offset_m(memory["made_lat_deg"][rows], memory["made_lon_deg"][rows], lat, lon)
    for part, velocity, moved_m in zip(("east", "north"), (east, north), moved, strict=True):
        reported_m = (memory[f"made_{part}_mps"][rows] + velocity) / 2 * since_s
        off_m = memory[f"off_{part}_m"]
        off_m[rows] = kept * off_m[rows] + np.where(whole, moved_m - reported_m, 0.0)
        memory[f"made_{part}_mps"][rows] = velocity
    memory["reported_m"][rows] = way_m = kept * memory["reported_m"][rows] + np.hypot(east, north) * since_s
    memory["made_t_s"][rows], memory["made_lat_deg"][rows], memory["made_lon_deg"][rows] = t_s, lat, lon
    off_m = np.hypot(memory["off_east_m"][rows], memory["off_north_m"][rows])
    memory["astray"][rows] = off_m > np.maximum(LEAST_M, ASTRAY_SHARE * way_m)
