"""The columns of the history, and which positions of a picture are stored. Files: segments.py.

A moving vessel is stored every 10 s and after a turn; a still one when it leaves its place, and every three minutes,
so that a stop is shown as a stop and not as a gap.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import angle_between_deg, distance_m
from models.base.schema import LEVEL, Table, take
from models.messages.picture import Picture

POSITIONS = np.dtype(
    [
        ("t_ms", "i8"),  # of the tick, since 1970
        ("track_id", "u4"),
        ("mmsi", "u4"),
        ("lat_e6", "i4"),  # degrees times a million: 0.1 m
        ("lon_e6", "i4"),
        ("sog_dkn", "u2"),  # tenths of a knot, 65535 unknown
        ("cog_ddeg", "u2"),  # tenths of a degree, 65535 unknown
        ("kind", "u1"),
        ("level", "u1"),
        ("risk_pc", "u1"),  # per cent
        ("name", "S20"),
    ]
)
UNKNOWN = 65_535
MOVING_KN = 0.5
MOVING_EVERY_S = 10.0
STILL_EVERY_S = 180.0
TURNED_DEG = 5.0
TURNED_AFTER_S = 3.0
OUT_OF_PLACE_M = 60.0
MOST_BETWEEN_S = 60.0
NEWS_S = 2.5  # a position older than this is already stored, or dead reckoned


LAST = np.dtype([("track_id", "u4"), ("mmsi", "u4"), ("t_s", "f8"), ("lat", "f8"), ("lon", "f8"), ("cog", "f4")])


class Thinning:
    """The last stored row of each track; `take` returns the rows of a picture to store."""

    def __init__(self) -> None:
        self._t_s = float("-inf")
        self._last = np.zeros(0, LAST)  # of the tracks of the last picture, by track

    def take(self, picture: Picture) -> np.ndarray:
        """Return structured rows of POSITIONS, one for each vessel with a new step; shape (n,)."""
        if picture.t_s < self._t_s:  # a replay went back: the same rows are stored again
            self._last = self._last[:0]
        between_s = picture.t_s - self._t_s if np.isfinite(self._t_s) else 0.0  # more than one in a fast replay
        lately_s = max(NEWS_S, min(between_s, MOST_BETWEEN_S) + 1.0)
        self._t_s = picture.t_s
        vessels = take(picture.vessels, np.argsort(picture.vessels["track_id"]))
        last = self._last_of(vessels["track_id"])
        new = (vessels["age_s"] <= lately_s) & np.isfinite(vessels["lat_deg"])
        rows = np.flatnonzero(new & _is_due(vessels, last, picture.t_s))
        kept = take(vessels, rows)
        last["t_s"][rows], last["mmsi"][rows] = picture.t_s, kept["mmsi"]
        last["lat"][rows], last["lon"][rows], last["cog"][rows] = kept["lat_deg"], kept["lon_deg"], kept["cog_deg"]
        self._last = last
        return packed(kept, picture.t_s)

    def _last_of(self, track_id: np.ndarray) -> np.ndarray:
        """Return the last stored row of these tracks; `t_s` is -inf for new ones."""
        last = np.zeros(len(track_id), LAST)
        last["track_id"], last["t_s"] = track_id, -np.inf
        if len(self._last):
            at = np.minimum(np.searchsorted(self._last["track_id"], track_id), len(self._last) - 1)
            known = self._last["track_id"][at] == track_id
            last[known] = self._last[at[known]]
        return last


def _is_due(vessels: Table, last: np.ndarray, t_s: float) -> np.ndarray:
    since_s = t_s - last["t_s"]
    moving = vessels["sog_kn"] >= MOVING_KN
    turn_deg = angle_between_deg(vessels["cog_deg"], last["cog"])
    moved_m = distance_m(last["lat"], last["lon"], vessels["lat_deg"], vessels["lon_deg"])
    due = since_s >= np.where(moving, MOVING_EVERY_S, STILL_EVERY_S)
    due |= moving & (turn_deg >= TURNED_DEG) & (since_s >= TURNED_AFTER_S)
    due |= (moved_m >= OUT_OF_PLACE_M) & (since_s >= TURNED_AFTER_S)
    due |= (vessels["level"] >= LEVEL["red"]) & (since_s >= TURNED_AFTER_S)
    return np.asarray(due | (last["mmsi"] != vessels["mmsi"]))


def packed(vessels: Table, t_s: float) -> np.ndarray:
    """Return rows of a picture as rows of POSITIONS; shape (n,)."""
    rows = np.zeros(len(vessels["track_id"]), POSITIONS)
    rows["t_ms"] = round(t_s * 1000)
    for name in ("track_id", "mmsi", "kind", "level", "name"):
        rows[name] = vessels[name]
    rows["lat_e6"] = np.rint(vessels["lat_deg"] * 1e6)
    rows["lon_e6"] = np.rint(vessels["lon_deg"] * 1e6)
    rows["sog_dkn"] = _tenths(vessels["sog_kn"])
    rows["cog_ddeg"] = _tenths(vessels["cog_deg"])
    rows["risk_pc"] = np.rint(np.clip(vessels["risk"], 0, 1) * 100)
    return rows


def _tenths(values: np.ndarray) -> np.ndarray:
    known = np.isfinite(values)
    return np.where(known, np.rint(np.where(known, values, 0) * 10), UNKNOWN).astype("u2")
