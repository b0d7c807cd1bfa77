"""What is kept of the positions of craft, and which of them: a line for each step worth drawing.

What lives here: the columns of the history and the thinning of pictures. What does not: files (segments.py).
A moving craft is kept every 10 s and when it turned; one that lies still when it moved out of its place, and every
three minutes, so that a stop shows as a stop and not as a gap.
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
NEWS_S = 2.5  # a position older than this was kept before, or is dead reckoned


LAST = np.dtype([("track_id", "u4"), ("mmsi", "u4"), ("t_s", "f8"), ("lat", "f8"), ("lon", "f8"), ("cog", "f4")])


class Thinning:
    """What was kept last of each track; `take` gives the rows of a picture that are worth keeping."""

    def __init__(self) -> None:
        self._t_s = float("-inf")
        self._last = np.zeros(0, LAST)  # of the tracks of the last picture, by track

    def take(self, picture: Picture) -> np.ndarray:
        """Structured rows of POSITIONS, one for each craft with news; shape (n,)."""
        if picture.t_s < self._t_s:  # a replay went back: what follows is kept again, the same rows
            self._last = self._last[:0]
        between_s = picture.t_s - self._t_s if np.isfinite(self._t_s) else 0.0  # more than one in a fast replay
        lately_s = max(NEWS_S, min(between_s, MOST_BETWEEN_S) + 1.0)
        self._t_s = picture.t_s
        craft = take(picture.vessels, np.argsort(picture.vessels["track_id"]))
        last = self._known(craft["track_id"])
        worth = (craft["age_s"] <= lately_s) & np.isfinite(craft["lat_deg"]) & _worth(craft, last, picture.t_s)
        rows = np.flatnonzero(worth)
        kept = take(craft, rows)
        last["t_s"][rows], last["mmsi"][rows] = picture.t_s, kept["mmsi"]
        last["lat"][rows], last["lon"][rows], last["cog"][rows] = kept["lat_deg"], kept["lon_deg"], kept["cog_deg"]
        self._last = last
        return packed(kept, picture.t_s)

    def _known(self, track_id: np.ndarray) -> np.ndarray:
        """What was kept last of these tracks; never, for those that are new."""
        last = np.zeros(len(track_id), LAST)
        last["track_id"], last["t_s"] = track_id, -np.inf
        if len(self._last):
            at = np.minimum(np.searchsorted(self._last["track_id"], track_id), len(self._last) - 1)
            known = self._last["track_id"][at] == track_id
            last[known] = self._last[at[known]]
        return last


def _worth(craft: Table, last: np.ndarray, t_s: float) -> np.ndarray:
    since_s = t_s - last["t_s"]
    moving = craft["sog_kn"] >= MOVING_KN
    turn_deg = angle_between_deg(craft["cog_deg"], last["cog"])
    moved_m = distance_m(last["lat"], last["lon"], craft["lat_deg"], craft["lon_deg"])
    due = since_s >= np.where(moving, MOVING_EVERY_S, STILL_EVERY_S)
    due |= moving & (turn_deg >= TURNED_DEG) & (since_s >= TURNED_AFTER_S)
    due |= (moved_m >= OUT_OF_PLACE_M) & (since_s >= TURNED_AFTER_S)
    due |= (craft["level"] >= LEVEL["red"]) & (since_s >= TURNED_AFTER_S)
    return np.asarray(due | (last["mmsi"] != craft["mmsi"]))


def packed(craft: Table, t_s: float) -> np.ndarray:
    """Rows of a picture as they are kept; shape (n,)."""
    rows = np.zeros(len(craft["track_id"]), POSITIONS)
    rows["t_ms"] = round(t_s * 1000)
    for name in ("track_id", "mmsi", "kind", "level", "name"):
        rows[name] = craft[name]
    rows["lat_e6"] = np.rint(craft["lat_deg"] * 1e6)
    rows["lon_e6"] = np.rint(craft["lon_deg"] * 1e6)
    rows["sog_dkn"] = _tenths(craft["sog_kn"])
    rows["cog_ddeg"] = _tenths(craft["cog_deg"])
    rows["risk_pc"] = np.rint(np.clip(craft["risk"], 0, 1) * 100)
    return rows


def _tenths(values: np.ndarray) -> np.ndarray:
    known = np.isfinite(values)
    return np.where(known, np.rint(np.where(known, values, 0) * 10), UNKNOWN).astype("u2")
