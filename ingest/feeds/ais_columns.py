"""AIS values into the columns of our schema: units, and the values that mean "not available" (ITU-R M.1371-5).

The values come from ais_kernel.py (fast) or ais_pyais.py (the reference); both give the same ones.
"""

from __future__ import annotations

import numpy as np

from ingest.feeds.ais_limits import Refused, limit_position, limit_static
from models.base.schema import POSITION, STATIC, STATION, Table, empty

Values = dict[str, np.ndarray]  # by pyais's field names; (n,) each
NO_POSITION, NO_STATIC = empty(POSITION, 0), empty(STATIC, 0)

STATION_OF_TYPE = np.zeros(64, "u1")
for _station, _types in {
    "class_a": (1, 2, 3, 5),
    "base": (4, 11),
    "aircraft": (9,),
    "class_b_cs": (18, 19, 24),
    "aton": (21,),
    "long_range": (27,),
}.items():
    STATION_OF_TYPE[list(_types)] = STATION[_station]

# From this speed on the value means "not available" or "above the range": raw 1022 and 1023 in steps of 0.1 kn, whole
# knots for aircraft, 63 kn in the long range report.
SPEED_MAX_KN = np.full(64, 102.2)
SPEED_MAX_KN[9], SPEED_MAX_KN[27] = 1022, 63
ROT_SCALE = 4.733  # raw = 4.733 sqrt(degrees per minute)
ROT_WITHOUT_SENSOR = 127
DISTRESS_STATUS = 14  # AIS-SART, man overboard beacon or EPIRB is active: a call for help also without a position
LAT_UNKNOWN_DEG, LON_UNKNOWN_DEG = 91, 181


def position_table(row: np.ndarray, msg_type: np.ndarray, v: Values) -> tuple[Table, Refused]:
    """Return rows of POSITION for the messages with a known position, and for calls for help without one (NaN); and
    the refused values.

    `turn` is raw, the rest in pyais's units.
    """
    lat, lon = v["lat"], v["lon"]
    on_earth = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    off_earth = row[~on_earth & (lat != LAT_UNKNOWN_DEG) & (lon != LON_UNKNOWN_DEG)]
    known = on_earth & ((lat != 0) | (lon != 0))  # a receiver without a fix sends (0, 0)
    keep = np.flatnonzero(known | (v["status"] == DISTRESS_STATUS))
    v, known = {name: values[keep] for name, values in v.items()}, known[keep]
    msg_type = msg_type[keep]
    table = dict(NO_POSITION)
    table["row"] = row[keep].astype("i4")
    so = (msg_type == 18) & (v["cs"] == 0)
    table["station"] = np.where(so, STATION["class_b_so"], STATION_OF_TYPE[msg_type]).astype("u1")
    table["lat_deg"], table["lon_deg"] = (np.where(known, v[name], np.nan) for name in ("lat", "lon"))
    table["sog_kn"] = _below(v["speed"], SPEED_MAX_KN[msg_type])
    table["cog_deg"] = _below(v["course"], 360)
    table["heading_deg"] = _below(v["heading"], 360)
    turn = v["turn"].astype("f8")
    rot = np.copysign((turn / ROT_SCALE) ** 2, turn)
    table["rot_deg_min"] = np.where(np.abs(turn) < ROT_WITHOUT_SENSOR, rot, np.nan).astype("f4")
    table["nav_status"] = v["status"].astype("u1")
    table["second"] = v["second"].astype("u1")
    table["accurate"] = v["accuracy"].astype(bool)
    refused = limit_position(table)
    return table, refused | {"position": off_earth} if len(off_earth) else refused


def static_table(row: np.ndarray, msg_type: np.ndarray, v: Values) -> tuple[Table, Refused]:
    """Return rows of STATIC, and the refused values. A field that a message does not carry is 0 or empty, which also
    means "unknown".
    """
    table = dict(NO_STATIC)
    table["row"] = row.astype("i4")
    table["station"] = STATION_OF_TYPE[msg_type]
    table["name"], table["callsign"] = v["shipname"], v["callsign"]
    table["imo"] = v["imo"].astype("u4")
    table["ship_type"] = np.where(v["ship_type"] <= 99, v["ship_type"], 0).astype("u1")
    sides = ("to_bow", "to_stern", "to_port", "to_starboard")
    sized = np.any([v[side] > 0 for side in sides], axis=0)
    for side in sides:
        table[f"{side}_m"] = np.where(sized, v[side], np.nan).astype("f4")
    table["draught_m"] = np.where(v["draught"] > 0, v["draught"], np.nan).astype("f4")
    table["destination"] = v["destination"]
    table["voyage"] = msg_type == 5
    return table, limit_static(table)


def _below(values: np.ndarray, limit: np.ndarray | float) -> np.ndarray:
    return np.where(values < limit, values, np.nan).astype("f4")
