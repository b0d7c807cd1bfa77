"""How vessels move: their MOTION columns, and the state of any of them at any moment.

`states` is a pure function of time. Their identities: identity.py. Where the water is: routes.py. When they report:
reporting.py. A vessel sails a path that is turned, stretched and moved to its place, at a rate; at anchor it swings.
"""

from __future__ import annotations

import numpy as np

from exercises.geometry.paths import PathBook, Places
from exercises.geometry.plane import Plane
from models.base.schema import Column, Table
from models.base.units import MPS_PER_KN

TIDE_S = 12.42 * 3600  # the principal lunar tide turns once round in the East China Sea
STILL_KN = 0.25
MOTION = (
    Column("path", "i4", 0, "", "number in the book of paths; 0 lies still"),
    Column("phase_s", "f8", 0.0, "s", "path time at second 0"),
    Column("rate", "f8", 1.0, "", "path time over time"),
    Column("centre", "c16", 0j, "m", "where the path's origin is put, or the anchor or berth"),
    Column("turn", "c16", 1 + 0j, "m", "what the path is multiplied by: turned and stretched"),
    Column("side_m", "f8", 0.0, "m", "kept to starboard of the path"),
    Column("waver_s", "f8", 0.0, "s", "so far ahead of and behind the even pace"),
    Column("waver_period_s", "f8", 2400.0, "s", "of that"),
    Column("waver_phase", "f8", 0.0, "rad", "of that"),
    Column("heading0_deg", "f8", 0.0, "deg", "heading at rest at second 0"),
    Column("tide", "f8", 0.0, "", "1 where the heading turns with the tide"),
    Column("yaw_deg", "f8", 0.0, "deg", "swinging to and fro at anchor"),
    Column("yaw_period_s", "f8", 600.0, "s", "of that"),
    Column("swing_m", "f8", 0.0, "m", "chain from the anchor to the antenna"),
    Column("crab_deg", "f8", 0.0, "deg", "heading off the course made good"),
)
Floats = np.ndarray


def states(fleet: Table, book: PathBook, plane: Plane, rows: np.ndarray, t_s: Floats) -> Table:
    """What the rows would report at their moments t_s, all (n,): place, speed, course, heading, turn, status."""
    vessels = {column.name: fleet[column.name][rows] for column in MOTION}
    place, velocity, acceleration, bow = _sailing(vessels, book, t_s)
    swing, swinging, at_rest_deg = _swinging(vessels, t_s)
    place, velocity = place + swing, velocity + swinging
    lonlat = plane.lonlat(place)
    # What is sent are speeds over the real earth: the plane's metres shrink eastwards away from its central latitude.
    squeeze = np.cos(np.radians(lonlat[:, 1])) / np.cos(np.radians(plane.lat_deg))
    velocity = velocity.real * squeeze + 1j * velocity.imag
    sog_kn = np.abs(velocity) / MPS_PER_KN
    course = np.degrees(np.angle(velocity))
    cog_deg = (90 - course) % 360
    moves, scripted = vessels["path"] > 0, bow != 0
    bow_deg = np.where(scripted, (90 - np.degrees(np.angle(bow))) % 360, cog_deg)
    going = sog_kn >= STILL_KN
    status = fleet["nav_status"][rows]
    return {
        "lon_deg": lonlat[:, 0],
        "lat_deg": lonlat[:, 1],
        "sog_kn": sog_kn,
        "cog_deg": cog_deg,
        "heading_deg": np.where(moves, bow_deg + vessels["crab_deg"], at_rest_deg) % 360,
        "rot_deg_min": -np.degrees(_turn_rad_s(velocity, acceleration) * (going & moves)) * 60,
        "nav_status": np.where(moves & ~scripted & ~going & (status == 0), 5, status),
    }


def _sailing(vessels: Table, book: PathBook, t_s: Floats) -> tuple[Places, Places, Places, Places]:
    waver = 2 * np.pi * t_s / vessels["waver_period_s"] + vessels["waver_phase"]
    path_s = (t_s + vessels["waver_s"] * np.sin(waver)) * vessels["rate"] + vessels["phase_s"]
    pace = vessels["rate"] * (1 + vessels["waver_s"] * np.cos(waver) * 2 * np.pi / vessels["waver_period_s"])
    place, velocity, acceleration = book.at(vessels["path"], path_s)
    place, velocity = place * vessels["turn"], velocity * vessels["turn"] * pace
    acceleration = acceleration * vessels["turn"] * pace**2
    starboard = -1j * velocity / np.maximum(np.abs(velocity), 1e-6)
    # Beside the middle of the lane a bend is longer or shorter, and so is the way made in a second.
    wider = 1 + vessels["side_m"] * _turn_rad_s(velocity, acceleration) / np.maximum(np.abs(velocity), 1e-6)
    place = vessels["centre"] + place + starboard * vessels["side_m"]
    return place, velocity * wider, acceleration * wider, book.bow(vessels["path"], path_s) * vessels["turn"]


def _turn_rad_s(velocity: Places, acceleration: Places) -> Floats:
    """How fast the course turns, to port positive."""
    turn: Floats = (acceleration * np.conj(velocity)).imag / np.maximum(np.abs(velocity) ** 2, 1e-9)
    return turn


def _swinging(vessels: Table, t_s: Floats) -> tuple[Places, Places, Floats]:
    """The place of a vessel relative to its anchor, its rate of change, and its heading."""
    yaw = 2 * np.pi * t_s / vessels["yaw_period_s"] + vessels["waver_phase"]
    heading_deg = vessels["heading0_deg"] + vessels["tide"] * 360 * t_s / TIDE_S + vessels["yaw_deg"] * np.sin(yaw)
    rate_deg_s = vessels["tide"] * 360 / TIDE_S + vessels["yaw_deg"] * np.cos(yaw) * 2 * np.pi / vessels["yaw_period_s"]
    ahead = np.exp(1j * np.radians(90 - heading_deg))
    astern = -vessels["swing_m"] * ahead
    return astern, -1j * np.radians(rate_deg_s) * astern, heading_deg
