"""Late reports: what was sent before the last accepted report must never move a vessel back, nor change its course.

A network delivers seconds or minutes later what the own station missed. Reports carry the UTC second of their fix
(ITU-R M.1371), which orders reports of the last half minute. Older ones, and those without a second, are recognised by
their place: a vessel that holds its course cannot be astern of where it was.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import angle_between_deg, offset_m
from models.base.schema import KIND, Table
from models.base.settings import TrackingSettings
from models.base.units import MPS_PER_KN
from models.tracking import life

MINUTE_S = 60.0
UNTIMED = 60  # the UTC seconds 60 to 63 are no times
EARLIER_S = 0.5  # a fix is earlier by whole seconds
AGREES_S = 5.0  # by which seconds and receive times of punctual reports may differ
HOLDS_KN, HOLDS_DEG = 3.0, 30.0  # slower vessels are moved back by less than the error of a position
AHEAD_M = 30.0  # two positions may err by this much
BEHIND_M, ASIDE = 50.0, 0.5
WHOLE_MINUTE = 0.6  # share of the run of a minute by which a report that seems punctual is behind: minutes late
HELD_S = 300.0  # after this silence a vessel may have turned round
MOST_LATE_S = 1200.0  # delay of a report that is recognised by its place


def late(tracks: Table, rows: np.ndarray, reports: Table, t_s: np.ndarray) -> np.ndarray:
    """Return which reports (one per row, rows differ) were sent before the last accepted one of their track; (m,)."""
    elapsed_s = t_s - tracks["position_t_s"][rows]
    apart_s = reports["second"].astype("f8") - tracks["second"][rows]
    timed = (reports["second"] < UNTIMED) & (tracks["second"][rows] < UNTIMED)
    lag_s = (elapsed_s - apart_s + MINUTE_S / 2) % MINUTE_S - MINUTE_S / 2
    earlier = timed & (elapsed_s - lag_s < -EARLIER_S)
    punctual = timed & (np.abs(lag_s) <= AGREES_S) & ~earlier
    asked = np.flatnonzero((elapsed_s <= HELD_S) & (tracks["kind"][rows] != KIND["distress"]))
    found = np.zeros(len(rows), dtype=bool)
    if len(asked):
        subset = {name: reports[name][asked] for name in ("lat_deg", "lon_deg", "sog_kn", "cog_deg")}
        due_s = np.where(punctual, elapsed_s - lag_s, MINUTE_S)  # since the last fix, if it is punctual
        found[asked] = _behind(tracks, rows[asked], subset, earlier[asked], due_s[asked])
    return found


def _behind(tracks: Table, rows: np.ndarray, reports: Table, earlier: np.ndarray, due_s: np.ndarray) -> np.ndarray:
    east, north = tracks["east_mps"][rows].astype("f8"), tracks["north_mps"][rows].astype("f8")
    mps = np.hypot(east, north)
    moves = (mps >= HOLDS_KN * MPS_PER_KN) & (reports["sog_kn"] >= HOLDS_KN)
    x_m, y_m = offset_m(tracks["lat_deg"][rows], tracks["lon_deg"][rows], reports["lat_deg"], reports["lon_deg"])
    ahead_m = (x_m * east + y_m * north) / np.maximum(mps, 1e-9)
    aside_m = np.abs(x_m * north - y_m * east) / np.maximum(mps, 1e-9)
    by_time = earlier & ~(moves & (ahead_m > AHEAD_M))  # a second that is no time does not hold a vessel back
    least_m = np.maximum(BEHIND_M, (WHOLE_MINUTE * MINUTE_S - due_s) * mps)
    astern = moves & (-ahead_m >= least_m) & (-ahead_m <= MOST_LATE_S * mps)
    astern &= aside_m <= AHEAD_M - ASIDE * ahead_m
    astern &= angle_between_deg(reports["cog_deg"], tracks["cog_deg"][rows]) <= HOLDS_DEG
    return np.asarray(by_time | astern)


def note_late(tracks: Table, rows: np.ndarray, sog_kn: np.ndarray, t_s: np.ndarray, settings: TrackingSettings) -> None:
    """Note late reports of these rows (they differ): they show that the vessel exists and how fast it has been."""
    tracks["top_kn"][rows] = np.fmax(tracks["top_kn"][rows], np.minimum(tracks["sog_kn"][rows], sog_kn))
    life.count_reports(tracks, rows, t_s, settings)
