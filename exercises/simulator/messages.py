"""What vessels report: from their state and identity to AIS sentences.

It decides which message type each station sends and its values. When: reporting.py. The bits: encode.py. Units on the
air are those of ITU-R M.1371-5, annex 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from exercises.simulator.encode import LAYOUTS, encode, in_two, sentences
from models.base.schema import STATION, Table, take

CLASS_B = (STATION["class_b_cs"], STATION["class_b_so"])
SHIP = ("mmsi", "name", "callsign", "imo", "ship_type", "to_bow", "to_stern", "to_port", "to_starboard")
NO_HEADING, NO_COURSE, NO_TURN = 511, 3600, -128
ASSIGNED_EVERY, EXTENDED_EVERY = (
    23,
    17,
)  # one vessel in this many: assigned mode (type 2), class B extended (type 19)
ALTITUDE_M = 240


def position_lines(vessels: Table, state: Table, t_s: np.ndarray, chance: np.ndarray, start_t_s: float) -> list[bytes]:
    """One sentence for each vessel and its state, in order. `chance` fills the radio's own bits."""
    lines: list[bytes] = [b""] * len(t_s)
    common = _common(vessels, state, start_t_s + t_s, chance)
    for name, members in _by_layout(vessels["station"]).items():
        rows = np.flatnonzero(members)
        if not len(rows):
            continue
        columns = {
            **take(common, rows),
            **_special(name, take(vessels, rows), take(state, rows), start_t_s + t_s[rows]),
        }
        payload, fill = encode(LAYOUTS[name], columns, len(rows))
        for row, line in zip(rows.tolist(), sentences(payload, fill, chance[rows] < 0.5), strict=True):
            lines[row] = line
    return lines


def static_lines(vessels: Table, state: Table, t_s: np.ndarray, chance: np.ndarray) -> list[bytes]:
    """One piece for each vessel: type 5 in two sentences, type 24 in two parts, or type 19; empty for others."""
    lines: list[bytes] = [b""] * len(t_s)
    class_b = np.isin(vessels["station"], CLASS_B)
    extended = class_b & (vessels["mmsi"] % EXTENDED_EVERY == 0)
    for mask, build in (
        (vessels["station"] == STATION["class_a"], _static_a),
        (class_b & ~extended, _static_b),
        (extended, _extended_b),
    ):
        rows = np.flatnonzero(mask)
        if len(rows):
            made = build(take(vessels, rows), take(state, rows), t_s[rows], chance[rows])
            for row, line in zip(rows.tolist(), made, strict=True):
                lines[row] = line
    return lines


def text_lines(mmsi: int, text: str, chance: float) -> bytes:
    """A safety text for all (type 14); 53 letters fit into one sentence."""
    layout = (*LAYOUTS["text"], ("text", len(text) * 6))
    payload, fill = encode(layout, {"type": 14, "mmsi": mmsi, "text": text.encode()}, 1)
    return sentences(payload, fill, np.array([chance < 0.5]))[0]


def _by_layout(station: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "position_a": station == STATION["class_a"],
        "position_b": np.isin(station, CLASS_B),
        "base": station == STATION["base"],
        "aid": station == STATION["aton"],
        "aircraft": station == STATION["aircraft"],
    }


def _common(vessels: Table, state: Table, utc_s: np.ndarray, chance: np.ndarray) -> Table:
    """The fields of most reports. Positions have the metre or two of jitter of a satellite receiver."""
    jitter = np.stack((chance * 97 % 1, chance * 911 % 1)) * 40 - 20  # 1/10 000 minute: about 0.2 m each
    knots = np.minimum(np.rint(state["sog_kn"] * 10), 1022).astype(np.int64)
    course = np.rint(state["cog_deg"] * 10).astype(np.int64) % 3600
    return {
        "mmsi": vessels["mmsi"],
        "lon": np.rint(state["lon_deg"] * 600_000 + jitter[0]).astype(np.int64),
        "lat": np.rint(state["lat_deg"] * 600_000 + jitter[1]).astype(np.int64),
        "sog": knots,
        "cog": np.where(knots == 0, NO_COURSE, course),
        "heading": np.where(vessels["compass"], np.rint(state["heading_deg"]).astype(np.int64) % 360, NO_HEADING),
        "second": np.floor(utc_s).astype(np.int64) % 60,
        "radio": np.floor(chance * (1 << 17)).astype(np.int64),
        "accurate": (vessels["mmsi"] % 3 > 0).astype(np.int64),
    }


def _special(name: str, vessels: Table, state: Table, utc_s: np.ndarray) -> Mapping[str, Any]:
    """The fields of one layout only."""
    if name == "position_a":
        lying = np.isin(state["nav_status"], (1, 5))
        assigned = vessels["mmsi"] % ASSIGNED_EVERY == 0
        turn = np.minimum(np.rint(4.733 * np.sqrt(np.abs(state["rot_deg_min"]))), 126) * np.sign(state["rot_deg_min"])
        return {
            "type": np.select([lying, assigned], [3, 2], 1),
            "nav_status": state["nav_status"],
            "rot": np.where(vessels["compass"], turn, NO_TURN).astype(np.int64),
        }
    if name == "position_b":
        cs = vessels["station"] == STATION["class_b_cs"]
        return {
            "type": 18,
            "cs": cs,
            "msg22": 1,
            "band": 1,
            "dsc": 1,
            "radio": np.where(cs, 0xE0006, 0x60000),
        }
    if name == "aid":
        return {"type": 21, "name": vessels["name"], "aid_type": vessels["ship_type"], "epfd": 7} | _sizes(vessels)
    if name == "aircraft":
        return {"type": 9, "altitude": ALTITUDE_M, "sog": np.rint(state["sog_kn"]).astype(np.int64)}
    clock = [datetime.fromtimestamp(t, UTC) for t in utc_s.tolist()]
    parts = ("year", "month", "day", "hour", "minute", "second")
    return {"type": 4, "epfd": 7} | {part: np.array([getattr(each, part) for each in clock]) for part in parts}


def _sizes(vessels: Table) -> Table:
    return {name: vessels[name] for name in ("to_bow", "to_stern", "to_port", "to_starboard")}


def _static_a(vessels: Table, state: Table, t_s: np.ndarray, chance: np.ndarray) -> list[bytes]:
    columns = {name: vessels[name] for name in (*SHIP, "destination")}
    eta = {
        "month": 1 + vessels["mmsi"] % 12,
        "day": 1 + vessels["mmsi"] % 28,
        "hour": vessels["mmsi"] % 24,
        "minute": 0,
    }
    voyage = {"type": 5, "draught": vessels["draught_dm"], "epfd": 1, **eta}
    payload, fill = encode(LAYOUTS["static_a"], columns | voyage, len(t_s))
    # Numbers run on within a second and from second to second, so that no two messages under way share one.
    number = (np.floor(t_s).astype(np.int64) * 3 + np.arange(len(t_s))) % 10
    return in_two(payload, fill, chance < 0.5, number)


def _static_b(vessels: Table, state: Table, t_s: np.ndarray, chance: np.ndarray) -> list[bytes]:
    columns, channel = {name: vessels[name] for name in SHIP}, chance < 0.5
    first = sentences(*encode(LAYOUTS["static_b_name"], columns | {"type": 24, "part": 0}, len(t_s)), channel)
    ship = columns | {"type": 24, "part": 1, "vendor": b"SRT", "epfd": 1}
    second = sentences(*encode(LAYOUTS["static_b_ship"], ship, len(t_s)), channel)
    return [a + b for a, b in zip(first, second, strict=True)]


def _extended_b(vessels: Table, state: Table, t_s: np.ndarray, chance: np.ndarray) -> list[bytes]:
    columns = {name: vessels[name] for name in SHIP} | _common(vessels, state, t_s, chance) | {"type": 19, "epfd": 1}
    return sentences(*encode(LAYOUTS["extended_b"], columns, len(t_s)), chance < 0.5)
