"""What each ship brings to an encounter, as of its last report: size, way, turn, and what it is about.

Columns that follow the track rows, part of the memory of detectors/collision.py, and how reports change them.
"""

from __future__ import annotations

from operator import itemgetter

import numpy as np

from models.base.geo import or_else
from models.base.schema import NAN, Column, Table
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import DetectorContext
from models.risk.detection.encounters.domain import growth
from models.risk.detection.encounters.partner_columns import (
    STILL_KN,
    USUAL_M,
    Partners,
    Seen,
    note_identities,
    shape_domains,
    watch_courses,
)
from models.risk.detection.encounters.service_craft import attending, tugs
from models.risk.detection.waters.zone_rules import within
from models.tracking.motion import ANCHORED, MOORED

SHAPE = ("along_m", "across_m", "centre_ahead_m", "centre_starboard_m")  # as domain.ellipse gives it
BERTH_M = 250.0  # a still vessel nearer to land is alongside; the coast line is accurate to 100 m
COURSE_MEMORY_S = 60.0
TURN_MEMORY_S = 60.0  # time constant of the mean rate of turn

MEMORY = (
    Column("speed_mps", "f8", 0.0, "m/s", "speed over ground"),
    Column("course_east", "f8", 0.0, "", "unit vector of the course, east part; of the heading when it is still"),
    Column("course_north", "f8", 1.0, "", "north part"),
    *(Column(name, "f8", 1.0, "m", "half axes of its domain and offsets of the centre") for name in SHAPE),
    Column("length_m", "f8", NAN, "m", "length, the usual one of the kind where none is reported"),
    Column("east_mps", "f8", 0.0, "m/s", "velocity on its mean course while it is steady, east part"),
    Column("north_mps", "f8", 0.0, "m/s", "north part"),
    Column("fishing", "?", False, "", "fishing, or type not yet reported"),
    Column("small", "?", False, "", "too small to warn another small vessel of"),
    Column("service", "?", False, "", "tug, tow, pilot, dredger or law enforcement"),
    Column("attending", "?", False, "", "a boat that goes alongside ships, by type, number or name"),
    Column("tug", "?", False, "", "a tug by type or name"),
    Column("static_t_s", "f8", NAN, "s", "static report that this was read from"),
    Column("served", "u4", 0, "", "MMSI of the first ship it was alongside of, away from berths"),
    Column("served_too", "?", False, "", "it was alongside of another one as well"),
    Column("harbour", "?", False, "", "inside a harbour"),
    Column("confined", "?", False, "", "in narrow water, a fairway, or a channel shown by the ways of others"),
    Column("berthed", "?", False, "", "still and alongside"),
    Column("moved_s", "f8", NAN, "s", "last report of a speed that no vessel at anchor has"),
    Column("way_s", "f8", NAN, "s", "last report of a speed that no vessel drifts at"),
    Column("mean_east", "f8", 0.0, "", "mean course of the last minute, east part"),
    Column("mean_north", "f8", 0.0, "", "north part"),
    Column("course_t_s", "f8", NAN, "s", "time of the report it was last updated with"),
    Column("steady", "?", False, "", "on that mean course"),
    Column("turning", "?", False, "", "off that mean course: its next course is not known"),
    Column("course_deg", "f4", NAN, "deg", "course of the last report under way"),
    Column("turn_deg_s", "f4", 0.0, "deg/s", "running mean of the change of course, to starboard positive"),
)

_held, _seen = itemgetter(*Partners._fields), itemgetter(*Seen._fields)


def take_reports(context: DetectorContext, memory: Table, small_m: float) -> None:
    """Update the memory of the ships that have just reported."""
    rows, tracks = context.reported, context.tracks
    if not len(rows):
        return
    held, seen = Partners(*_held(memory)), Seen(*_seen(tracks.columns))
    going, fresh = note_identities(held, seen, rows, context.tick.t_s, small_m)
    still, named = rows[~going], rows[fresh]
    if len(still):
        ahead = np.radians(or_else(tracks["heading_deg"][still], 0.0))
        memory["course_east"][still], memory["course_north"][still] = np.sin(ahead), np.cos(ahead)
        memory["turn_deg_s"][still] = 0.0
    if len(named):
        memory["attending"][named], memory["tug"][named] = attending(tracks, named), tugs(tracks, named)
    _note_place(context, memory, held, rows)
    _watch_course(context, memory, held, seen, rows if len(still) == 0 else rows[going])


def lying(context: DetectorContext, memory: Table, rows: np.ndarray, for_s: float) -> np.ndarray:
    """Which of the rows have not moved for so long, or since they are known, whatever status they report; (m,)."""
    return np.asarray(~(context.tick.t_s - memory["moved_s"][rows] < for_s))


def lengths_m(length_m: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Length over all (m,), the usual one of the kind where none is reported."""
    return np.where(or_else(length_m, 0.0) > 0, length_m, USUAL_M[kind]).astype("f8")


def _note_place(context: DetectorContext, memory: Table, held: Partners, rows: np.ndarray) -> None:
    tracks, traffic = context.tracks, context.traffic
    place = tracks["lat_deg"][rows], tracks["lon_deg"][rows]
    channel = traffic.is_channel(*place, tracks["cog_deg"][rows], tracks["mmsi"][rows])
    memory["confined"][rows] = context.narrow[rows] | _in(context, rows, "fairway") | channel
    memory["harbour"][rows] = _in(context, rows, "harbour")
    shape_domains(held, rows, *growth(memory["speed_mps"][rows] / MPS_PER_KN))
    memory["berthed"][rows] = False
    still = rows[~(tracks["sog_kn"][rows] >= STILL_KN)]
    if not len(still):
        return
    status, lat, lon = tracks["nav_status"][still], tracks["lat_deg"][still], tracks["lon_deg"][still]
    alongside = context.waters.to_land_m(lon, lat) < BERTH_M
    alongside |= context.narrow[still] & traffic.berth_near(lat, lon, tracks["mmsi"][still])
    memory["berthed"][still] = (status == MOORED) | ((status != ANCHORED) & alongside)


def _watch_course(context: DetectorContext, memory: Table, held: Partners, seen: Seen, rows: np.ndarray) -> None:
    """Note which ships are turning and which are steady, by the mean course of the last minute."""
    since_s = context.tracks["position_t_s"][rows] - memory["course_t_s"][rows]
    fresh = 1.0 - np.exp(-since_s / COURSE_MEMORY_S)
    gain = 1.0 - np.exp(-np.maximum(since_s, 1.0) / TURN_MEMORY_S)
    watch_courses(held, seen, rows, fresh, gain)


def _in(context: DetectorContext, rows: np.ndarray, kind: str) -> np.ndarray:
    return within(context.inside, rows, context.zones, (kind,))
