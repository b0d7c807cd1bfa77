"""What a craft is: the table from ITU-R M.1371 ship types to the kinds the wall tells apart.

What lives here: one lookup array. What does not: drawing of symbols (dashboard) or rules about them (risk).
"""

from __future__ import annotations

import numpy as np

from models.schema import KIND, STATION

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


def _ship_type_table() -> np.ndarray:
    table = np.full(256, KIND["unknown"], dtype="u1")
    for decade, kind in _DECADE.items():
        table[decade * 10 : decade * 10 + 10] = KIND[kind]
    for ship_type, kind in _SINGLE.items():
        table[ship_type] = KIND[kind]
    table.flags.writeable = False
    return table


SHIP_TYPE_KIND = _ship_type_table()
_NOT_SHIPS = {STATION["base"]: KIND["base"], STATION["aton"]: KIND["aton"], STATION["aircraft"]: KIND["aircraft"]}


def kind_of(station: np.ndarray, ship_type: np.ndarray) -> np.ndarray:
    """Kind of each craft from its station and ship type; arrays (n,) u1 -> (n,) u1."""
    kind = SHIP_TYPE_KIND[ship_type]
    for code, fixed in _NOT_SHIPS.items():
        kind = np.where(station == code, fixed, kind)
    return kind.astype("u1")
