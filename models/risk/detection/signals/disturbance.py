"""Disturbance: a mask of the vessels in areas where many positions jumped together, until a while after.

Rules that use positions skip these vessels. What a jump is: models/tracking/gate.py; which jumps belong together:
jumps.py; the alert about the area: detectors/interference.py.
"""

from __future__ import annotations

import numpy as np

from models.base.schema import NAN, Column
from models.risk.detection.detector import Findings
from models.risk.detection.signals.jumps import areas, jumps
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

LOOK_TICKS = 5
AFTER_S = 600.0  # ships at anchor report every 3 min, and are accepted again at the third report

UNTIL = Column("until_s", "f8", NAN, "s", "until when its position counts as disturbed")


def undisturbed(found: Findings, disturbed: np.ndarray) -> Findings:
    """The findings about vessels whose positions are not disturbed; `disturbed` is a mask (n,)."""
    if not len(found.row) or not disturbed.any():
        return found
    of_row, of_partner = (np.where(each >= 0, disturbed[each], False) for each in (found.row, found.partner))
    kept = np.flatnonzero(~of_row & ~of_partner)
    detail = {name: [values[each] for each in kept.tolist()] for name, values in found.detail.items()}
    return Findings(found.row[kept], found.score[kept], found.partner[kept], found.key[kept], detail)


class Disturbance:
    """The vessels whose positions are disturbed now."""

    def __init__(self) -> None:
        self.memory = ZoneMemory((UNTIL,))

    def follow(self, tracks: TrackTable, tick: int, t_s: float) -> np.ndarray:
        """Search for areas where many vessels jumped together; returns the disturbed vessels, mask (n,)."""
        until_s = self.memory.used(tracks.n)["until_s"]
        if tick % LOOK_TICKS == 0:
            found = areas(jumps(tracks, t_s))
            if len(found.vessels):
                here = found.hold(tracks["lat_deg"], tracks["lon_deg"])
                here |= found.hold(tracks["jumped_lat_deg"], tracks["jumped_lon_deg"]) & (
                    t_s - tracks["jumped_t_s"] <= AFTER_S
                )
                until_s[here] = t_s + AFTER_S
        return np.asarray(until_s >= t_s)
