"""Claims: the identity that a ship reports, and the test of each field for values that cannot belong to one ship.

Dimensions of tows and pushed convoys change with every trip; types 31 to 35 describe what a ship does, not what it is.
How long a change must last: detectors/identity.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.base.kinds import SHIP_TYPE_KIND
from models.base.names import edits, plain_name
from models.base.schema import KIND, NAME, STATION, among
from models.site.register import Register
from models.tracking.table import TrackTable

SLIP_EDITS = 2  # letters by which two spellings of one name may differ
OTHER_LENGTH, OTHER_LENGTH_M, LEAST_LENGTH_M = 0.20, 10.0, 5.0  # more than 20 % (and 5 m) or more than 10 m
MISFIT_LENGTH = 0.5  # natural logarithm of the ratio to the register's length
DOING = among(range(31, 36))  # towing, dredging, diving, military operations
HULLS = among(KIND[each] for each in ("merchant", "passenger", "fishing", "law", "pleasure"))
CLASS_OF = np.zeros(256, dtype="u1")
CLASS_OF[[STATION["class_a"], STATION["class_b_so"], STATION["class_b_cs"]]] = (1, 2, 2)
IMO_WEIGHTS = np.array([7, 6, 5, 4, 3, 2])


@dataclass(frozen=True)
class Claim:
    """One reported field of identity; `share` is the evidence when it changes."""

    name: str
    dtype: str
    unknown: Any
    share: float
    differs: Callable[[Any, Any], bool]
    words: tuple[str, str]


def other_name(one: bytes, other: bytes) -> bool:
    """Whether two names belong to two ships. A name that contains the other has a remark added."""
    a, b = (plain_name(bytes(each).decode("ascii", "replace")) for each in (one, other))
    return bool(a and b) and a not in b and b not in a and edits(a, b, SLIP_EDITS) > SLIP_EDITS


def other_type(one: int, other: int) -> bool:
    """Whether two ship types belong to two hulls."""
    a, b = SHIP_TYPE_KIND[one], SHIP_TYPE_KIND[other]
    return bool(a != b and HULLS[a] and HULLS[b] and not DOING[one] and not DOING[other])


def other_length(one: float, other: float) -> bool:
    """Whether two lengths in metres belong to two ships."""
    by_m = abs(float(one) - float(other))
    return by_m > OTHER_LENGTH_M or by_m > max(LEAST_LENGTH_M, OTHER_LENGTH * float(one))


def other_imo(one: int, other: int) -> bool:
    """Whether two IMO numbers belong to two hulls; both must have a correct check digit."""
    return not bad_imo(np.array([one, other])).any() and one != other


def other_callsign(one: bytes, other: bytes) -> bool:
    """Whether two call signs belong to two ships."""
    a, b = (plain_name(bytes(each).decode("ascii", "replace")) for each in (one, other))
    return bool(a and b) and edits(a, b, SLIP_EDITS) > SLIP_EDITS


CLAIMS = (
    Claim("name", NAME, b"", 0.4, other_name, ("船名变更", "name changed")),
    Claim("ship_type", "u1", 0, 0.4, other_type, ("船型变更", "ship type changed")),
    Claim("length_m", "f4", 0.0, 0.4, other_length, ("尺度变更", "size changed")),
    Claim("imo", "u4", 0, 0.7, other_imo, ("IMO 号变更", "IMO number changed")),
    Claim("callsign", "S7", b"", 0.3, other_callsign, ("呼号变更", "call sign changed")),
    Claim("set", "u1", 0, 0.4, lambda one, other: bool(one != other), ("A/B 类设备互换", "AIS class changed")),
)
_TOWS = among(KIND[each] for each in ("service", "other"))


def claims_of(tracks: TrackTable, rows: np.ndarray) -> dict[str, np.ndarray]:
    """The present claims of these rows; unknown where not reported, or where the field does not identify the ship."""
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
    """IMO numbers of seven digits with a wrong check digit, mask (n,). Other numbers are no IMO numbers at all."""
    number = np.asarray(imo, dtype="i8")
    digits = number[:, None] // 10 ** np.arange(6, -1, -1) % 10
    seven = (number >= 1_000_000) & (number <= 9_999_999)
    return np.asarray(seven & ((digits[:, :6] @ IMO_WEIGHTS) % 10 != digits[:, 6]))


def misfits(tracks: TrackTable, rows: np.ndarray, register: Register) -> np.ndarray:
    """Which rows use a number of the register and are not that ship, mask (n,)."""
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
