"""Sightings: which situation each finding speaks of, and how the craft of every situation stand.

What lives here: what the book of alerts asks of findings and tracks. What does not: what follows from it (book.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.risk.alerts.situation import Key, Situation
from models.risk.detection.detector import Findings
from models.tracking.table import TrackTable


def stand(situations: Mapping[Key, Situation], tracks: TrackTable) -> list[tuple[Key, bool, int]]:
    """Every situation in a fixed order, with whether a craft of it is gone and the higher level of its craft."""
    keys = sorted(situations)
    if not keys:
        return []
    row = np.array([situations[key].row for key in keys], dtype=np.int64)
    partner = np.array([situations[key].partner for key in keys], dtype=np.int64)
    ids, levels = tracks["track_id"], tracks["level"]
    afloat, paired = row >= 0, partner >= 0
    gone, level = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype="u1")
    gone[afloat] = ids[row[afloat]] != np.array([key[1] for key in keys], dtype=np.int64)[afloat]
    gone[paired] |= ids[partner[paired]] != np.array([key[2] for key in keys], dtype=np.int64)[paired]
    level[afloat] = levels[row[afloat]]
    level[paired] = np.maximum(level[paired], levels[partner[paired]])
    return list(zip(keys, gone.tolist(), level.tolist(), strict=True))


def keys_of(rule: str, findings: Findings, at: np.ndarray, tracks: TrackTable) -> list[Key]:
    """What tells the situations of some findings of a rule apart."""
    ids, row, partner = tracks["track_id"], findings.row[at], findings.partner[at]
    if not len(ids):
        return [(rule, 0, each) for each in findings.key[at].tolist()]
    one = np.where(row >= 0, ids[row], 0).tolist()
    other = np.where(partner >= 0, ids[partner], findings.key[at]).tolist()
    return [(rule, *each) for each in zip(one, other, strict=True)]


def heard_of(findings: Findings, at: np.ndarray, tracks: TrackTable) -> list[tuple[int, int]]:
    """The number of the last report of each craft and of its partner; -1 for none."""
    seq = tracks["seq"]
    rows = (findings.row[at], findings.partner[at])
    numbers = [np.where(each >= 0, seq[each], -1) if len(seq) else np.full(len(each), -1) for each in rows]
    return list(zip(*(each.tolist() for each in numbers), strict=True))
