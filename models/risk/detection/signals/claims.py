"""Claims: what a ship says of itself, and when two claims cannot be one ship's.

What lives here: the claims and the test of each. What does not: how long a change must stand (detectors/identity.py).
Dimensions of tows and pushed convoys change with every trip; types 31 to 35 say what a ship does, not what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.base.kinds import SHIP_TYPE_KIND
from models.base.names import edits, plain_name
from models.base.schema import KIND, STATION, among
from models.site.register import Register
from models.tracking.table import TrackTable

SLIP_EDITS = 2  # letters by which a name may differ and be the same
OTHER_LENGTH, OTHER_LENGTH_M, LEAST_LENGTH_M = 0.20, 10.0, 5.0  # more than 20 % (and 5 m) or more than 10 m
MISFIT_LENGTH = 0.5  # natural logarithm of the ratio to the register's length
DOING = among(range(31, 36))  # towing, dredging, diving, military operations
HULLS = among(KIND[each] for each in ("merchant", "passenger", "fishing", "law", "pleasure"))
CLASS_OF = np.zeros(256, dtype="u1")
CLASS_OF[[STATION["class_a"], STATION["class_b_so"], STATION["class_b_cs"]]] = (1, 2, 2)
IMO_WEIGHTS = np.array([7, 6, 5, 4, 3, 2])


@dataclass(frozen=True)
class Claim:
    """One thing a ship says of itself; `share` is the evidence when it changes."""

    name: str
    dtype: str
    unknown: Any
    share: float
    differs: Callable[[Any, Any], bool]
    words: tuple[str, str]


def other_name(one: bytes, other: bytes) -> bool:
    """Are these two names of two ships? One within the other is a name with a remark."""
    a, b = (plain_name(bytes(each).decode("ascii", "replace")) for each in (one, other))
    return bool(a and b) and a not in b and b not in a and edits(a, b, SLIP_EDITS) > SLIP_EDITS


def other_type(one: int, other: int) -> bool:
    """Are these types of two hulls?"""
    a, b = SHIP_TYPE_KIND[one], SHIP_TYPE_KIND[other]
    return bool(a != b and HULLS[a] and HULLS[b] and not DOING[one] and not DOING[other])


def other_length(one: float, other: float) -> bool:
    """Are these lengths of two ships?"""
    by_m = abs(float(one) - float(other))
    return by_m > OTHER_LENGTH_M or by_m > max(LEAST_LENGTH_M, OTHER_LENGTH * float(one))


def other_imo(one: int, other: int) -> bool:
    """Are these numbers of two hulls? Neither may be a slip."""
    return not bad_imo(np.array([one, other])).any() and one != other


def other_callsign(one: bytes, other: bytes) -> bool:
    """Are these call signs of two ships?"""
    a, b = (plain_name(bytes(each).decode("ascii", "replace")) for each in (one, other))
    return bool(a and b) and edits(a, b, SLIP_EDITS) > SLIP_EDITS


CLAIMS = (
    Claim("name", "S20", b"", 0.4, other_name, ("船名变更", "name changed")),
    Claim("ship_type", "u1", 0, 0.4, other_type, ("船型变更", "ship type changed")),
    Claim("length_m", "f4", 0.0, 0.4, other_length, ("尺度变更", "size changed")),
    Claim("imo", "u4", 0, 0.7, other_imo, ("IMO 号变更", "IMO number changed")),
    Claim("callsign", "S7", b"", 0.3, other_callsign, ("呼号变更", "call sign changed")),
    Claim("set", "u1", 0, 0.4, lambda one, other: bool(one != other), ("A/B 类设备互换", "AIS class changed")),
)
_TOWS = among(KIND[each] for each in ("service", "other"))


def claims_of(tracks: TrackTable, rows: np.ndarray) -> dict[str, np.ndarray]:
    """What these rows say now; unknown where they do not, or where it says nothing of who they are."""
    length_m = np.where(tracks["length_m"][rows] > 0, tracks["length_m"][rows], 0.0).astype("f4")
    ship_type = tracks["ship_type"][rows]
    return {
        "name": tracks["name"][rows],
        "ship_type": ship_type,
        "length_m": np.where(_TOWS[SHIP_TYPE_KIND[ship_type]] | DOING[ship_type], np.float32(0), length_m),
        "imo": tracks["imo"][rows],
        "callsign": tracks["callsign"][rows],
        "set": CLASS_OF[tracks["station"][rows]],
    }


def bad_imo(imo: np.ndarray) -> np.ndarray:
    """Numbers of seven digits whose last does not fit the others; others are no IMO numbers at all. Mask (n,)."""
    number = np.asarray(imo, dtype="i8")
    digits = number[:, None] // 10 ** np.arange(6, -1, -1) % 10
    seven = (number >= 1_000_000) & (number <= 9_999_999)
    return np.asarray(seven & ((digits[:, :6] @ IMO_WEIGHTS) % 10 != digits[:, 6]))


def misfits(tracks: TrackTable, rows: np.ndarray, register: Register) -> np.ndarray:
    """Which rows bear a number of the register and are not that ship, mask (n,)."""
    misfit = np.zeros(len(rows), dtype=bool)
    if not len(register):
        return misfit
    by_mmsi, by_imo = register.by_mmsi(tracks["mmsi"][rows]), register.by_imo(tracks["imo"][rows])
    for at in np.flatnonzero((by_mmsi >= 0) | (by_imo >= 0)).tolist():
        row = int(rows[at])
        if by_mmsi[at] >= 0:
            misfit[at] = _misfit(tracks, row, register, int(by_mmsi[at]))
        else:
            misfit[at] = register.entries[int(by_imo[at])].mmsi > 0  # its IMO number under another MMSI
    return misfit


def _misfit(tracks: TrackTable, row: int, register: Register, number: int) -> bool:
    entry, imo, length_m = register.entries[number], int(tracks["imo"][row]), float(tracks["length_m"][row])
    named = other_name(tracks["name"][row], entry.name.encode("ascii", "ignore"))
    numbered = imo > 0 and entry.imo > 0 and other_imo(entry.imo, imo)
    sized = length_m > 0 and entry.length_m > 0 and abs(np.log(length_m / entry.length_m)) > MISFIT_LENGTH
    return bool(named or numbered or sized)
