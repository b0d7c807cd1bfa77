"""Made forces for tests: boats and pieces of work by unit, without ships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from models.base.schema import empty
from models.messages.evaluation import FORCE, REACH
from models.risk.regional.pressure_index import Load

T0 = 1_700_000_000.0


def load(
    *,
    boats: Sequence[int],
    units: int,
    work: Sequence[int] = (),
    minutes: Any = 30.0,
    levels: Sequence[int] | None = None,
    arrivals_per_h: Sequence[float] | None = None,
) -> Load:
    """Boats and work by the unit they belong to; work is red, new, due in an hour and takes one boat 1.5 h."""
    force, jobs = empty(FORCE, len(boats)), empty(REACH, len(work))
    force["unit"][:], force["ready"][:], force["speed_kn"][:] = boats, True, 20.0
    force["lat_deg"][:], force["lon_deg"][:] = 30.0, 122.5
    jobs["unit"][:], jobs["level"][:] = work, levels or 3
    jobs["since_s"][:], jobs["due_s"][:], jobs["hours_h"][:] = T0, T0 + 3600, 1.5
    jobs["lat_deg"][:], jobs["lon_deg"][:] = 30.1, 122.5
    jobs["work"][:] = [f"w{number}".encode() for number in range(len(work))]
    ways = np.broadcast_to(np.asarray(minutes, "f8"), (len(boats), len(work))).copy()
    return Load(T0, np.array(arrivals_per_h or [0.0] * units), force, jobs, ways)
