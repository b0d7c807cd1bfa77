"""Wake: what makes a sleeping detector run. Where nothing happens that concerns a rule, the rule costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np

from models.base.schema import KIND, Table, among


@dataclass(frozen=True)
class Wake:
    """What wakes a detector. While it finds something it is awake, and runs at its own pace.

    Accepted positions since its last run wake it, where `kinds` are given only those of such vessels, and then it is
    given no others. `texts`: safety texts and calls without a position wake it. `timers`: columns of its memory; it
    stays awake while one of them holds anything but 0, False or NaN. `after_s`: it runs with the first heartbeat
    (schedule.py) this long after its last run.
    """

    kinds: tuple[str, ...] = ()
    texts: bool = False
    timers: tuple[str, ...] = ()
    after_s: float = inf

    def concerns(self, kind: np.ndarray) -> np.ndarray:
        """Mask (m,) of the reports, by kind of vessel, that wake it."""
        return np.asarray(_among(self.kinds)[kind] if self.kinds else kind >= 0)

    def timed(self, memory: Table) -> bool:
        """Whether a timer of its memory runs."""
        return any(_runs(memory[name]) for name in self.timers)


ALWAYS = Wake(after_s=0.0)


@cache
def _among(kinds: tuple[str, ...]) -> np.ndarray:
    """Table (256,): which codes of KIND are among these kinds."""
    return among(KIND[each] for each in kinds)


def _runs(column: np.ndarray) -> bool:
    return bool(((column == column) & (column != 0)).any())  # noqa: PLR0124 - NaN differs from itself
