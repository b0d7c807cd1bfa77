"""How much of a piece of evidence is left while nothing renews it: an exponential, by the release time of its rule."""

from __future__ import annotations

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=1024)  # few pairs occur: steps are whole ticks, and each rule has one release time
def left_after(step_s: float, release_s: float) -> float:
    """The share in (0, 1] that is left after `step_s` seconds."""
    return float(np.exp(-step_s / release_s))
