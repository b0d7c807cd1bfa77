"""Sightings: the situation that each finding is about, and the state of the vessels of every situation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.risk.alerts.situation import Key, Situation
from models.risk.detection.detector import Findings
from models.tracking.table import TrackTable


def vessels_of(situations: Mapping[Key, Situation], tracks: TrackTable) -> list[tuple[Key, bool, int]]:
    """Every situation in a fixed order: its key, whether a vessel is gone, and the higher level of its vessels."""
    keys = sorted(situations)
    if not keys:
        return []
    rows = np.array([(situations[key].row, situations[key].partner) for key in keys])
    about, present = np.array([key[1:] for key in keys]), rows >= 0
    ids, levels = tracks.columns["track_id"], tracks.columns["level"]
    gone = ((ids[rows] != about) & present).any(axis=1)
    level = (levels[rows] * present).max(axis=1)
    return list(zip(keys, gone.tolist(), level.tolist(), strict=True))


def keys_of(rule: str, findings: Findings, at: np.ndarray, tracks: TrackTable) -> list[Key]:
    """The keys of the situations that the findings `at` (indices) of a rule are about."""
    ids, row, partner = tracks["track_id"], findings.row[at], findings.partner[at]
    if not len(ids):
        return [(rule, 0, each) for each in findings.key[at].tolist()]
    one = np.where(row >= 0, ids[row], 0).tolist()
    other = np.where(partner >= 0, ids[partner], findings.key[at]).tolist()
    return [(rule, *each) for each in zip(one, other, strict=True)]


def last_reports(findings: Findings, at: np.ndarray, tracks: TrackTable) -> list[tuple[int, int]]:
    """The number of the last report of each vessel and of its partner; -1 for none."""
    seq = tracks["seq"]
    rows = (findings.row[at], findings.partner[at])
    numbers = [np.where(each >= 0, seq[each], -1) if len(seq) else np.full(len(each), -1) for each in rows]
    return list(zip(*(each.tolist() for each in numbers), strict=True))
