"""Values that no vessel can have: they are refused where they enter, so that no rule meets them, and are counted.

Values that ITU-R M.1371 sets aside for "not available" are no claims and are not counted; see ais_columns.py.
"""

from __future__ import annotations

import numpy as np

from models.base.schema import STATION, Table

# The longest vessel ever built was 458 m, the widest is 124 m; 126 m is what two full fields of 63 m add up to.
MOST_LENGTH_M, MOST_BEAM_M = 500.0, 125.0
MOST_DRAUGHT_M = 25.4  # M.1371: 25.5 stands for this and more; the deepest hulls drew 24.6 m
DRAUGHT_OF_LENGTH = 0.5  # a hull as deep as half its length does not stay upright
MOST_SPEED_KN, MOST_AIRCRAFT_SPEED_KN = 80.0, 600.0  # the fastest vessels in service make 60 kn

Refused = dict[str, np.ndarray]  # rows of HEARD by the name of the refused value


def limit_position(table: Table) -> Refused:
    """Set impossible speeds in a table of POSITION to unknown, in place, and return their rows."""
    aircraft = table["station"] == STATION["aircraft"]
    fast = table["sog_kn"] > np.where(aircraft, MOST_AIRCRAFT_SPEED_KN, MOST_SPEED_KN)
    table["sog_kn"][fast] = np.nan
    return _named(table, {"speed": fast})


def limit_static(table: Table) -> Refused:
    """Set impossible sizes and draughts in a table of STATIC to unknown, in place, and return their rows.

    The dimensions of an aid to navigation may be those of an area, so they are left as they are.
    """
    length_m, beam_m = table["to_bow_m"] + table["to_stern_m"], table["to_port_m"] + table["to_starboard_m"]
    vessel = table["station"] != STATION["aton"]
    long = vessel & ((length_m > MOST_LENGTH_M) | ((length_m > 0) & (beam_m > length_m)))
    wide = vessel & ((beam_m > MOST_BEAM_M) | long)
    for name, wrong in {"to_bow_m": long, "to_stern_m": long, "to_port_m": wide, "to_starboard_m": wide}.items():
        table[name][wrong] = np.nan
    draught_m = table["draught_m"]
    deep = (draught_m > MOST_DRAUGHT_M) | ((length_m > 0) & ~long & (draught_m > length_m * DRAUGHT_OF_LENGTH))
    draught_m[deep] = np.nan
    return _named(
        table, {"length": long, "beam": wide & ((beam_m > MOST_BEAM_M) | (beam_m > length_m)), "draught": deep}
    )


def _named(table: Table, refused: dict[str, np.ndarray]) -> Refused:
    return {name: table["row"][mask] for name, mask in refused.items() if mask.any()}
