"""The life-cycle of a track as functions on columns: tentative, confirmed, coasting, lost, and free again."""

from __future__ import annotations

import numpy as np

from models.base.geo import or_else
from models.base.schema import KIND, LIFE, Table
from models.base.settings import TrackingSettings

TENTATIVE, CONFIRMED, COASTING, LOST = LIFE["tentative"], LIFE["confirmed"], LIFE["coasting"], LIFE["lost"]

TENTATIVE_INTERVALS = 4.0  # reporting intervals of silence that a tentative track is given at least
SPARSE = 2  # with poor reception this many times `confirm_reports` confirm, however far apart


def count_reports(tracks: Table, rows: np.ndarray, t_s: np.ndarray, settings: TrackingSettings) -> None:
    """Count reports of these rows at `t_s` and confirm tentative tracks that have enough. Rows must differ."""
    window_s = np.maximum(settings.confirm_within_s, 3.0 * or_else(tracks["interval_s"][rows], 0.0))
    stale = ~(t_s - tracks["burst_t_s"][rows] <= window_s)
    tracks["burst_t_s"][rows] = np.where(stale, t_s, tracks["burst_t_s"][rows])
    tracks["burst_hits"][rows] = np.where(stale, 1, np.minimum(tracks["burst_hits"][rows], 200) + 1)
    life = tracks["life"][rows]
    enough = tracks["burst_hits"][rows] >= settings.confirm_reports
    enough |= tracks["hits"][rows] >= SPARSE * settings.confirm_reports
    enough |= tracks["kind"][rows] == KIND["distress"]  # a distress call is accepted at once
    confirmed = (life == TENTATIVE) & enough
    confirmed &= ~np.isnan(tracks["lat_deg"][rows])
    _move(tracks, rows, confirmed, CONFIRMED, t_s)


def wake(tracks: Table, rows: np.ndarray, t_s: np.ndarray) -> None:
    """Confirm coasting and lost tracks of these rows again, after an accepted position."""
    life = tracks["life"][rows]
    _move(tracks, rows, (life == COASTING) | (life == LOST), CONFIRMED, t_s)


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
