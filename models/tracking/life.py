"""The life-cycle of a track as functions on columns: tentative, confirmed, coasting, lost, and free again."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import numpy as np

from models.base.compiled import compiled, inlined
from models.base.geo import or_else
from models.base.schema import KIND, LIFE, Table
from models.base.settings import TrackingSettings

TENTATIVE, CONFIRMED, COASTING, LOST = LIFE["tentative"], LIFE["confirmed"], LIFE["coasting"], LIFE["lost"]

TENTATIVE_INTERVALS = 4.0  # reporting intervals of silence that a tentative track is given at least
DISTRESS = KIND["distress"]
MOST_BURST = 200
SPARSE = 2  # with poor reception this many times `confirm_reports` confirm, however far apart


class Counted(NamedTuple):
    """Columns of TRACK that a report of any kind is counted in, each (n,)."""

    life: np.ndarray
    life_t_s: np.ndarray
    burst_t_s: np.ndarray
    burst_hits: np.ndarray
    hits: np.ndarray
    interval_s: np.ndarray
    kind: np.ndarray
    lat_deg: np.ndarray


class Confirming(NamedTuple):
    """The settings of the same names."""

    confirm_reports: int
    confirm_within_s: float


_counted, _confirming = itemgetter(*Counted._fields), attrgetter(*Confirming._fields)


def count_reports(tracks: Table, rows: np.ndarray, t_s: np.ndarray, settings: TrackingSettings) -> None:
    """Count reports of these rows (none where negative) at `t_s`; confirm tentative tracks that have enough."""
    _count_reports(Counted(*_counted(tracks)), rows, t_s, Confirming(*_confirming(settings)))


@compiled
def _count_reports(tracks: Counted, rows: np.ndarray, t_s: np.ndarray, limits: Confirming) -> None:
    for at in range(len(rows)):
        if rows[at] >= 0:
            count_report(tracks, rows[at], t_s[at], limits)


@inlined
def count_report(tracks: Any, row: int, t_s: float, limits: Any) -> None:
    """Count one report; `tracks` and `limits` have at least the fields of Counted and Confirming."""
    window_s = np.float32(limits.confirm_within_s)
    window_s = max(window_s, np.float32(3.0) * tracks.interval_s[row])
    if t_s - tracks.burst_t_s[row] <= window_s:
        tracks.burst_hits[row] = min(tracks.burst_hits[row], MOST_BURST) + 1
    else:
        tracks.burst_t_s[row], tracks.burst_hits[row] = t_s, 1
    enough = tracks.burst_hits[row] >= limits.confirm_reports or tracks.hits[row] >= SPARSE * limits.confirm_reports
    enough |= tracks.kind[row] == DISTRESS  # a distress call is accepted at once
    if tracks.life[row] == TENTATIVE and enough and not np.isnan(tracks.lat_deg[row]):
        tracks.life[row], tracks.life_t_s[row] = CONFIRMED, t_s


def age(tracks: Table, n: int, t_s: float, settings: TrackingSettings) -> np.ndarray:
    """Age the first `n` rows by their silence; return the rows whose track has ended."""
    life, since_s = tracks["life"][:n], t_s - tracks["life_t_s"][:n]
    quiet_s = t_s - np.fmax(tracks["life_t_s"][:n], tracks["position_t_s"][:n])
    age_s, interval_s = tracks["age_s"][:n], or_else(tracks["interval_s"][:n], 0.0)
    coasts = age_s > np.maximum(settings.coast_after_s, settings.coast_after_intervals * interval_s)
    gone = age_s > np.maximum(settings.lost_after_s, settings.lost_after_intervals * interval_s)
    tentative_for_s = np.maximum(settings.tentative_for_s, TENTATIVE_INTERVALS * interval_s)
    over = (life == TENTATIVE) & (quiet_s > tentative_for_s)
    over |= (life == LOST) & (since_s > settings.forget_after_s)
    rows = np.arange(n)
    now = np.full(n, t_s)
    _move(tracks, rows, (life == CONFIRMED) & coasts, COASTING, now)
    _move(tracks, rows, (life == COASTING) & gone, LOST, now)
    return np.flatnonzero(over)


def _move(tracks: Table, rows: np.ndarray, which: np.ndarray, life: int, t_s: np.ndarray) -> None:
    if which.any():
        tracks["life"][rows[which]] = life
        tracks["life_t_s"][rows[which]] = t_s[which]
