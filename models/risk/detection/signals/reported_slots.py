"""How a report changes the columns of coverage.py: the reports that were due until it, and what a vessel remembers.

One compiled pass over the vessels that reported.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled

MOST_SLOTS = 20.0  # most reports one silence counts as missed: beyond, the vessel was away, not badly received
OWN_SLOTS = 20.0  # reports over which a vessel's own reception is remembered
FADE = np.exp(-np.arange(MOST_SLOTS + 1) / OWN_SLOTS)  # by the number of slots
WORST_FADES = np.float32(0.995)  # per report: after a long silence, its next ones are tolerated for about an hour
Array = np.ndarray


class ReportedSlots(NamedTuple):
    """Columns of coverage.MEMORY that a report changes, each (n,)."""

    heard_s: Array
    interval_s: Array
    clock_s: Array
    heard: Array
    slots: Array
    own_heard: Array
    own_slots: Array
    worst_slots: Array
    frozen: Array
    written_off: Array


@compiled
def note_reports(held: ReportedSlots, interval_s: Array, rows: Array, t_s: float, since_s: float) -> None:
    """Note that these rows reported; `interval_s` (n,) is expected of the tracks, `since_s` runs since the renewal."""
    for row in rows:
        slots = _slots(held, row, interval_s[row], t_s, since_s)
        held.heard[row] += np.float32(1.0)
        held.slots[row] += slots
        fade = FADE[int(slots)]
        held.own_heard[row] = held.own_heard[row] * fade + 1.0
        held.own_slots[row] = held.own_slots[row] * fade + slots
        worst = np.float64(held.worst_slots[row] * WORST_FADES)
        held.worst_slots[row] = max(worst, slots)
        held.heard_s[row], held.clock_s[row] = t_s, 0.0
        held.interval_s[row], held.written_off[row] = interval_s[row], False


@compiled
def _slots(held: ReportedSlots, row: int, interval_s: float, t_s: float, since_s: float) -> float:
    """The reports that were due since the one before, 1 to MOST_SLOTS; a deaf sector does not count."""
    silent_s = min(held.clock_s[row] + since_s, t_s - held.heard_s[row])
    if held.frozen[row] or np.isnan(held.heard_s[row]):
        silent_s = 0.0
    expected_s = (
        interval_s if np.isnan(held.interval_s[row]) or interval_s > held.interval_s[row] else held.interval_s[row]
    )
    slots = np.rint(silent_s / expected_s)
    return 1.0 if np.isnan(slots) else min(max(slots, 1.0), MOST_SLOTS)
