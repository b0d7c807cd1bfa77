"""Every column of every table: name, dtype, unit, the value that means unknown, and its meaning.

Latitude and longitude are float64: a float32 step at 122 degrees east is 0.7 m, too coarse for differences.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

Table = dict[str, np.ndarray]
NAN = float("nan")
NAME = "S34"  # 20 characters, and the 14 that may continue the name of an aid to navigation


@dataclass(frozen=True)
class Column:
    """One column; `unknown` is the value of a new or cleared row."""

    name: str
    dtype: str
    unknown: Any
    unit: str
    meaning: str


# One row per decoded message of any type; copies are detected by these.
HEARD = (
    Column("rx_s", "f8", NAN, "s", "receive time, UTC seconds since 1970"),
    Column("seq", "i8", -1, "", "number of the recorded piece that completed the message, per feed"),
    Column("mmsi", "u4", 0, "", "MMSI as sent"),
    Column("msg_type", "u1", 0, "", "ITU-R M.1371 message number"),
    Column("payload_hash", "u8", 0, "", "64-bit hash of the armoured payload and its fill bits"),
)

# One row per message that carries a position, or calls for help (status 14) without one; `row` points into HEARD.
POSITION = (
    Column("row", "i4", -1, "", "row in HEARD"),
    Column("station", "u1", 0, "", "kind of station, see STATION"),
    Column("lat_deg", "f8", NAN, "deg", "WGS 84 latitude; 91 means unknown on the air"),
    Column("lon_deg", "f8", NAN, "deg", "WGS 84 longitude; 181 means unknown on the air"),
    Column("sog_kn", "f4", NAN, "kn", "speed over ground; raw 1023 and 1022 are unknown"),
    Column("cog_deg", "f4", NAN, "deg", "course over ground; 360 and more is unknown"),
    Column("heading_deg", "f4", NAN, "deg", "true heading; 511 is unknown"),
    Column("rot_deg_min", "f4", NAN, "deg/min", "rate of turn from a sensor; NaN when unknown or without sensor"),
    Column("nav_status", "u1", 15, "", "navigational status 0-15; 15 undefined"),
    Column("second", "u1", 60, "s", "UTC second of the fix; 60 unknown, 61 manual, 62 estimated, 63 inoperative"),
    Column("accurate", "?", False, "", "position accuracy flag: better than 10 m"),
)

# One row per message (or part) that carries identity or voyage data; `row` points into HEARD.
STATIC = (
    Column("row", "i4", -1, "", "row in HEARD"),
    Column("station", "u1", 0, "", "kind of station, see STATION"),
    Column("name", NAME, b"", "", "name as sent, up to the first @; empty is not sent"),
    Column("callsign", "S7", b"", "", "call sign; empty is not sent"),
    Column("imo", "u4", 0, "", "IMO number; 0 unknown"),
    Column("ship_type", "u1", 0, "", "type of ship and cargo 0-99 (type 21: aid type); 0 unknown"),
    Column("to_bow_m", "f4", NAN, "m", "reference point to bow; NaN not sent"),
    Column("to_stern_m", "f4", NAN, "m", "reference point to stern"),
    Column("to_port_m", "f4", NAN, "m", "reference point to port side"),
    Column("to_starboard_m", "f4", NAN, "m", "reference point to starboard side"),
    Column("draught_m", "f4", NAN, "m", "draught; NaN unknown (0 on the air)"),
    Column("destination", "S20", b"", "", "destination as sent"),
    Column("voyage", "?", False, "", "row carries voyage data (type 5)"),
)

# One row per safety text (types 12 and 14); `row` points into HEARD. The text is untrusted and only data.
TEXT = (
    Column("row", "i4", -1, "", "row in HEARD"),
    Column("text", "S161", b"", "", "text as sent, at most 161 characters of six bits, up to the first @"),
)

# Kinds of station. What is not a ship must never count as one.
STATION = {
    "unknown": 0,
    "class_a": 1,
    "class_b_so": 2,
    "class_b_cs": 3,
    "base": 4,
    "aton": 5,
    "aircraft": 6,
    "long_range": 7,
}
STATION_NAMES = {code: name for name, code in STATION.items()}

# What a vessel is, see kinds.py. `gear` is a beacon on a net, `distress` an AIS-SART,
# a man overboard device or an EPIRB.
KIND = {
    "unknown": 0,
    "merchant": 1,
    "passenger": 2,
    "fishing": 3,
    "law": 4,
    "service": 5,
    "pleasure": 6,
    "other": 7,
    "aton": 8,
    "base": 9,
    "aircraft": 10,
    "gear": 11,
    "distress": 12,
}
NOT_SHIPS = ("aton", "base", "aircraft", "gear", "distress")
KIND_NAMES = {code: name for name, code in KIND.items()}

LIFE = {"free": 0, "tentative": 1, "confirmed": 2, "coasting": 3, "lost": 4}
SHIP_STATIONS = ("class_a", "class_b_so", "class_b_cs", "long_range")
SCORED_LIVES = ("confirmed", "coasting")
COLOURS = ("none", "yellow", "orange", "red", "distress")
LEVEL = {name: level for level, name in enumerate(COLOURS)}

# One row per track slot in the core. Slots are reused; `generation` guards stale references.
TRACK = (
    Column("track_id", "u4", 0, "", "our own number of the track, never reused"),
    Column("generation", "u2", 0, "", "how many tracks this slot has held"),
    Column("life", "u1", 0, "", "see LIFE"),
    Column("hits", "u2", 0, "", "accepted position reports"),
    Column("first_t_s", "f8", NAN, "s", "first report"),
    Column("life_t_s", "f8", NAN, "s", "when the present life began"),
    Column("burst_t_s", "f8", NAN, "s", "start of the run of reports that may confirm a tentative track"),
    Column("burst_hits", "u1", 0, "", "reports in that run"),
    Column("mmsi", "u4", 0, "", "MMSI claimed"),
    Column("station", "u1", 0, "", "see STATION"),
    Column("kind", "u1", 0, "", "see KIND"),
    Column("position_t_s", "f8", NAN, "s", "receive time of the last accepted position"),
    Column("feed", "u1", 255, "", "index of the feed that received it last"),
    Column("seq", "i8", -1, "", "its number in that feed's recording"),
    Column("lat_deg", "f8", NAN, "deg", "last accepted latitude"),
    Column("lon_deg", "f8", NAN, "deg", "last accepted longitude"),
    Column("sog_kn", "f4", NAN, "kn", "speed over ground"),
    Column("cog_deg", "f4", NAN, "deg", "course over ground"),
    Column("heading_deg", "f4", NAN, "deg", "true heading"),
    Column("rot_deg_min", "f4", NAN, "deg/min", "rate of turn"),
    Column("nav_status", "u1", 15, "", "navigational status"),
    Column("accurate", "?", False, "", "position better than 10 m"),
    Column("second", "u1", 60, "s", "UTC second of the last fix; 60 to 63 are no times"),
    Column("estimated", "?", False, "", "position entered by hand, dead reckoned aboard, or positioning inoperative"),
    Column("top_kn", "f4", NAN, "kn", "highest speed reached by two consecutive reports"),
    Column("east_mps", "f4", 0.0, "m/s", "velocity over ground, east part; 0 where speed or course is unknown"),
    Column("north_mps", "f4", 0.0, "m/s", "velocity over ground, north part"),
    Column("now_lat_deg", "f8", NAN, "deg", "latitude dead reckoned to the tick"),
    Column("now_lon_deg", "f8", NAN, "deg", "longitude dead reckoned to the tick"),
    Column("age_s", "f4", NAN, "s", "tick minus position_t_s"),
    Column("interval_s", "f4", NAN, "s", "reporting interval expected now: ITU-R M.1371, and what its feed passes on"),
    Column("variance_m2", "f4", NAN, "m2", "variance of the dead reckoned position"),
    Column("jump_lat_deg", "f8", NAN, "deg", "latitude of the doubted reports"),
    Column("jump_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("jump_t_s", "f8", NAN, "s", "time of the last doubted report"),
    Column("jump_hits", "u1", 0, "", "doubted reports that agree with each other"),
    Column("jump_from_s", "f8", NAN, "s", "time of the first of them"),
    Column("jump_home", "u1", 0, "", "reports from the old position since then"),
    Column("doubts", "u1", 0, "", "doubted reports less the accepted ones since"),
    Column("jumped_t_s", "f8", NAN, "s", "last jump of an established vessel: first report from the new position"),
    Column("jumped_lat_deg", "f8", NAN, "deg", "latitude before the jump"),
    Column("jumped_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("jumped_m", "f4", NAN, "m", "length of the jump"),
    Column("jumped_kn", "f4", NAN, "kn", "speed that the jump would have needed"),
    Column("shared", "?", False, "", "several tracks share its MMSI"),
    Column("suspect", "?", False, "", "appeared in a flood of new MMSI"),
    Column("static_t_s", "f8", NAN, "s", "time of the last identity report"),
    Column("name", NAME, b"", "", "name"),
    Column("callsign", "S7", b"", "", "call sign"),
    Column("imo", "u4", 0, "", "IMO number"),
    Column("ship_type", "u1", 0, "", "ship type"),
    Column("length_m", "f4", NAN, "m", "length over all"),
    Column("beam_m", "f4", NAN, "m", "beam"),
    Column("to_bow_m", "f4", NAN, "m", "reference point to bow"),
    Column("to_port_m", "f4", NAN, "m", "reference point to port side"),
    Column("voyage_t_s", "f8", NAN, "s", "time of the last voyage report"),
    Column("draught_m", "f4", NAN, "m", "draught"),
    Column("destination", "S20", b"", "", "destination"),
    Column("risk", "f4", 0.0, "", "vessel risk R in [0, 1]"),
    Column("level", "u1", 0, "", "colour, index into COLOURS"),
    Column("level_t_s", "f8", NAN, "s", "since when"),
)

# One row per vessel in the picture that goes to the wall.
VESSEL = (
    Column("track_id", "u4", 0, "", "track"),
    Column("mmsi", "u4", 0, "", "MMSI claimed"),
    Column("station", "u1", 0, "", "see STATION"),
    Column("kind", "u1", 0, "", "see KIND"),
    Column("life", "u1", 0, "", "see LIFE"),
    Column("level", "u1", 0, "", "colour, index into COLOURS"),
    Column("lat_deg", "f8", NAN, "deg", "dead reckoned to the tick"),
    Column("lon_deg", "f8", NAN, "deg", "dead reckoned to the tick"),
    Column("sog_kn", "f4", NAN, "kn", "speed over ground"),
    Column("cog_deg", "f4", NAN, "deg", "course over ground"),
    Column("heading_deg", "f4", NAN, "deg", "true heading"),
    Column("nav_status", "u1", 15, "", "navigational status"),
    Column("age_s", "f4", NAN, "s", "age of the last accepted position"),
    Column("length_m", "f4", NAN, "m", "length over all"),
    Column("beam_m", "f4", NAN, "m", "beam"),
    Column("to_bow_m", "f4", NAN, "m", "reference point to bow"),
    Column("to_port_m", "f4", NAN, "m", "reference point to port side"),
    Column("ship_type", "u1", 0, "", "ship type"),
    Column("risk", "f4", 0.0, "", "vessel risk R in [0, 1]"),
    Column("name", NAME, b"", "", "name"),
    Column("callsign", "S7", b"", "", "call sign"),
    Column("imo", "u4", 0, "", "IMO number"),
    Column("static_t_s", "f8", NAN, "s", "time of the last identity report"),
    Column("destination", "S20", b"", "", "destination"),
    Column("draught_m", "f4", NAN, "m", "draught"),
    Column("voyage_t_s", "f8", NAN, "s", "time of the last voyage report"),
    Column("feed", "u1", 255, "", "index of the feed that received it last"),
)


def among(codes: Iterable[int]) -> np.ndarray:
    """Return a lookup table (256,), True for each u1 code in `codes`: indexing it is a fast membership test."""
    table = np.zeros(256, dtype=bool)
    table[list(codes)] = True
    table.flags.writeable = False
    return table


def empty(columns: tuple[Column, ...], n: int) -> Table:
    """Return a table of `n` unknown rows; arrays of shape (n,)."""
    return {column.name: np.full(n, column.unknown, dtype=column.dtype) for column in columns}


def take(table: Table, rows: np.ndarray) -> Table:
    """Return the given rows (index or mask) of every column."""
    return {name: column[rows] for name, column in table.items()}


def stack(columns: tuple[Column, ...], tables: list[Table]) -> Table:
    """Concatenate tables of the same columns."""
    if not tables:
        return empty(columns, 0)
    return {column.name: np.concatenate([table[column.name] for table in tables]) for column in columns}
