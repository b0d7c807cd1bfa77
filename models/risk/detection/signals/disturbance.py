"""Whose position is not their own: craft in water where many jumped together, until they have been back for a while.

What lives here: that mask. What does not: what a jump is (tracking/belief.py), which belong together (jumps.py), and
the alert about it (detectors/interference.py). Rules that ask where craft are hear nothing of these craft.
"""

from __future__ import annotations

import numpy as np

from models.base.schema import NAN, Column
from models.risk.detection.detector import Findings
from models.risk.detection.signals.jumps import areas, jumps
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

LOOK_S = 5  # ticks between two looks
AFTER_S = 600.0  # ships at anchor report every 3 min, and are believed at the third report

UNTIL = Column("until_s", "f8", NAN, "s", "until when its position is not believed to be its own")


def undisturbed(found: Findings, disturbed: np.ndarray) -> Findings:
    """What was found about craft that are where they say they are."""
    if not len(found.row) or not disturbed.any():
        return found
    of_row, of_partner = (np.where(each >= 0, disturbed[each], False) for each in (found.row, found.partner))
    kept = np.flatnonzero(~of_row & ~of_partner)
    detail = {name: [values[each] for each in kept.tolist()] for name, values in found.detail.items()}
    return Findings(found.row[kept], found.score[kept], found.partner[kept], found.key[kept], detail)


class Disturbance:
    """The craft whose positions are disturbed now."""

    def __init__(self) -> None:
        self.memory = ZoneMemory((UNTIL,))

    def follow(self, tracks: TrackTable, tick: int, t_s: float) -> np.ndarray:
        """Look where many jumped together, and return who is disturbed; mask (n,)."""
        until_s = self.memory.used(tracks.n)["until_s"]
        if tick % LOOK_S == 0:
            found = areas(jumps(tracks, t_s))
            if len(found.craft):
                here = found.hold(tracks["lat_deg"], tracks["lon_deg"])
                here |= found.hold(tracks["jumped_lat_deg"], tracks["jumped_lon_deg"]) & (
                    t_s - tracks["jumped_t_s"] <= AFTER_S
                )
                until_s[here] = t_s + AFTER_S
        return np.asarray(until_s >= t_s)
