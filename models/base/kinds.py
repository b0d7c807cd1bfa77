"""What a vessel is: from ITU-R M.1371 ship types and ITU-R M.585 forms of MMSI to the kinds shown on the wall.

Net beacons are recognised by their names here, and by their behaviour in models/tracking/gear.py.
"""

from __future__ import annotations

import re

import numpy as np

from models.base.schema import KIND, STATION

# ITU-R M.1371 table of ship types, first digit unless listed singly.
_SINGLE = {
    30: "fishing",
    31: "service",
    32: "service",
    33: "service",
    34: "service",
    35: "law",
    36: "pleasure",
    37: "pleasure",
    50: "service",
    51: "law",
    52: "service",
    53: "service",
    54: "service",
    55: "law",
    58: "other",
}
_DECADE = {2: "other", 4: "passenger", 6: "passenger", 7: "merchant", 8: "merchant", 9: "other"}

# ITU-R M.585 forms by their first three digits: MID201000 and so on; a MID is 201 to 775.
FORMS = ("bad", "ship", "tender", "coast", "group", "aircraft", "handheld", "aton", "distress")
FORM = {name: code for code, name in enumerate(FORMS)}
MID = (201, 775)
_FORM_HEADS = {
    "coast": range(10),  # 00MIDxxxx
    "group": range(10, 100),  # 0MIDxxxxx
    "aircraft": (111,),  # 111MIDxxx
    "ship": range(MID[0], MID[1] + 1),
    "handheld": range(800, 900),  # 8xxxxxxxx
    "distress": (970, 972, 974),  # AIS-SART, man overboard, EPIRB
    "tender": range(980, 990),  # 98MIDxxxx
    "aton": range(990, 1000),  # 99MIDxxxx
}
# The digits after the MID inside a number, as a divisor; these forms must contain a valid MID.
_BEHIND_MID = {"coast": 10_000, "aircraft": 1_000, "tender": 10_000, "aton": 10_000}
_KIND_OF_FORM = {"coast": "base", "aircraft": "aircraft", "aton": "aton", "distress": "distress"}

# Names of net beacons: their battery (12.3V, 87%), net, buoy, 网位 in pinyin, or only a number.
_BEACON = re.compile(
    rb"\d(\.\d+)?\s?V\b|\d\s?%|\bNET\b|NET ?(BUOY|MARK|BEACON)|\bBUOY|BEACON|WANG ?WEI|\bWWY"
    rb"|^[\d .\-_#*/]*\d[\d .\-_#*/]*$"
)


def _ship_type_table() -> np.ndarray:
    table = np.full(256, KIND["unknown"], dtype="u1")
    for decade, kind in _DECADE.items():
        table[decade * 10 : decade * 10 + 10] = KIND[kind]
    for ship_type, kind in _SINGLE.items():
        table[ship_type] = KIND[kind]
    table.flags.writeable = False
    return table


def _form_table() -> np.ndarray:
    table = np.full(1001, FORM["bad"], dtype="u1")
    for form, heads in _FORM_HEADS.items():
        table[list(heads)] = FORM[form]
    table.flags.writeable = False
    return table


def _kind_table() -> np.ndarray:
    """Return, by form and station, the kind of what is not a ship, whatever its ship type; 0 for ships."""
    table = np.zeros((len(FORM), len(STATION)), dtype="u1")
    for form, kind in _KIND_OF_FORM.items():
        table[FORM[form]] = KIND[kind]
    for name in ("base", "aton", "aircraft"):
        table[:, STATION[name]] = KIND[name]
    table[FORM["distress"]] = KIND["distress"]
    table.flags.writeable = False
    return table


SHIP_TYPE_KIND = _ship_type_table()
_FORM_OF_HEAD = _form_table()
_NO_SHIP = _kind_table()
_BEHIND = np.array([_BEHIND_MID.get(name, 0) for name in FORMS], dtype="u4")


def form_of(mmsi: np.ndarray) -> np.ndarray:
    """Return the form of each MMSI, codes of FORM; (n,) u4 -> (n,) u1."""
    form = _FORM_OF_HEAD[np.minimum(mmsi // 1_000_000, 1000)]
    asked = np.flatnonzero(_BEHIND[form])
    if len(asked):
        mid = mmsi[asked] // _BEHIND[form[asked]] % 1000
        form[asked[(mid < MID[0]) | (mid > MID[1])]] = FORM["bad"]
    return np.asarray(form, dtype="u1")


def kind_of(station: np.ndarray, ship_type: np.ndarray, mmsi: np.ndarray) -> np.ndarray:
    """Return the kind of each vessel from its station, ship type and MMSI; arrays (n,) -> (n,) u1."""
    fixed = _NO_SHIP[form_of(mmsi), station]
    return np.where(fixed > 0, fixed, SHIP_TYPE_KIND[ship_type]).astype("u1")


def beacon_names(names: np.ndarray) -> np.ndarray:
    """Return which of these names (n,) S20 are those of net beacons, not of ships; mask (n,)."""
    return np.fromiter((_BEACON.search(name) is not None for name in names.tolist()), dtype=bool, count=len(names))
