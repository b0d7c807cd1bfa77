"""What each ship brings to an encounter, as of its last report: size, way, turn, and what it is about.

Columns that follow the track rows, part of the memory of detectors/collision.py, and how reports change them.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import or_else
from models.base.schema import KIND, NAN, STATION, Column, Table, among
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import DetectorContext
from models.risk.detection.encounters.domain import ellipse
from models.risk.detection.encounters.service_craft import attending, tugs
from models.risk.detection.waters.zone_rules import within
from models.tracking.motion import ANCHORED, MOORED

IS_CLASS_B = among((STATION["class_b_so"], STATION["class_b_cs"]))  # counted as fishing until it reports its type
NAMED_WITHIN_S = 720.0  # every vessel reports its type within this time (ITU-R M.1371-5)
FLEET_KN = 10.0  # fishing vessels seldom go faster; slower untyped vessels may be two of one fleet
USUAL_LENGTH_M = {"merchant": 120.0, "passenger": 60.0, "fishing": 35.0, "law": 40.0, "service": 35.0, "pleasure": 12.0}
UNKNOWN_LENGTH_M = 40.0
USUAL_M = np.full(256, UNKNOWN_LENGTH_M)  # by KIND
USUAL_M[[KIND[name] for name in USUAL_LENGTH_M]] = [*USUAL_LENGTH_M.values()]
SHAPE = ("along_m", "across_m", "centre_ahead_m", "centre_starboard_m")  # as domain.ellipse gives it
GOING_KN, STILL_KN, WAY_KN = 0.5, 1.5, 3.0  # the course means something; may be at anchor; surely under way
BERTH_M = 250.0  # a still vessel nearer to land is alongside; the coast line is accurate to 100 m
COURSE_MEMORY_S = 60.0
STEADY_DEG = 6.0  # within this of its mean course a ship goes straight on, and the mean is the better course
TURNING_DEG = 20.0  # more than a ship yaws in a seaway
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


def take_reports(context: DetectorContext, memory: Table, small_m: float) -> None:
    """Update the memory of the ships that have just reported."""
    rows, tracks = context.reported, context.tracks
    if not len(rows):
        return
    east, north = tracks["east_mps"][rows].astype("f8"), tracks["north_mps"][rows].astype("f8")
    speed = np.hypot(east, north)
    going = speed > GOING_KN * MPS_PER_KN
    ahead = np.radians(or_else(tracks["heading_deg"][rows], 0.0))
    memory["speed_mps"][rows] = speed
    memory["course_east"][rows] = np.where(going, east / np.maximum(speed, 1e-9), np.sin(ahead))
    memory["course_north"][rows] = np.where(going, north / np.maximum(speed, 1e-9), np.cos(ahead))
    memory["east_mps"][rows], memory["north_mps"][rows] = east, north
    for name, knots in (("moved_s", STILL_KN), ("way_s", WAY_KN)):
        fast = rows[speed >= knots * MPS_PER_KN]
        memory[name][fast] = tracks["position_t_s"][fast]
    _note_identity(context, memory, rows, small_m)
    _note_place(context, memory, rows)
    memory["turn_deg_s"][rows[~going]] = 0.0
    _watch_course(context, memory, rows[going])


def lying(context: DetectorContext, memory: Table, rows: np.ndarray, for_s: float) -> np.ndarray:
    """Which of the rows have not moved for so long, or since they are known, whatever status they report; (m,)."""
    return np.asarray(~(context.tick.t_s - memory["moved_s"][rows] < for_s))


def lengths_m(length_m: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Length over all (m,), the usual one of the kind where none is reported."""
    return np.where(or_else(length_m, 0.0) > 0, length_m, USUAL_M[kind]).astype("f8")


def _note_identity(context: DetectorContext, memory: Table, rows: np.ndarray, small_m: float) -> None:
    tracks, t_s = context.tracks, context.tick.t_s
    kind, class_b = tracks["kind"][rows], IS_CLASS_B[tracks["station"][rows]]
    first, static_t_s = np.isnan(memory["length_m"][rows]), tracks["static_t_s"][rows]
    memory["length_m"][rows] = length_m = lengths_m(tracks["length_m"][rows], kind)
    young = (t_s - tracks["first_t_s"][rows] < NAMED_WITHIN_S) & ~(tracks["sog_kn"][rows] > FLEET_KN)
    unnamed = (kind == KIND["unknown"]) & (class_b | young)
    memory["fishing"][rows] = (kind == KIND["fishing"]) | unnamed
    unsized = class_b & ~(tracks["length_m"][rows] > 0)  # class B is carried by small vessels
    memory["small"][rows] = (length_m < small_m) | unsized
    memory["service"][rows] = (kind == KIND["service"]) | (kind == KIND["law"]) | (unnamed & young)
    fresh = rows[first | ((static_t_s != memory["static_t_s"][rows]) & ~np.isnan(static_t_s))]
    memory["static_t_s"][fresh] = tracks["static_t_s"][fresh]
    memory["attending"][fresh], memory["tug"][fresh] = attending(tracks, fresh), tugs(tracks, fresh)


def _note_place(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    tracks, traffic = context.tracks, context.traffic
    place = tracks["lat_deg"][rows], tracks["lon_deg"][rows]
    channel = traffic.is_channel(*place, tracks["cog_deg"][rows], tracks["mmsi"][rows])
    memory["confined"][rows] = context.narrow[rows] | _in(context, rows, "fairway") | channel
    memory["harbour"][rows] = _in(context, rows, "harbour")
    shape = ellipse(memory["length_m"][rows], memory["speed_mps"][rows] / MPS_PER_KN, memory["confined"][rows])
    for number, name in enumerate(SHAPE):
        memory[name][rows] = shape[:, number]
    memory["berthed"][rows] = False
    still = rows[~(tracks["sog_kn"][rows] >= STILL_KN)]
    status, lat, lon = tracks["nav_status"][still], tracks["lat_deg"][still], tracks["lon_deg"][still]
    alongside = context.waters.to_land_m(lon, lat) < BERTH_M
    alongside |= context.narrow[still] & traffic.berth_near(lat, lon, tracks["mmsi"][still])
    memory["berthed"][still] = (status == MOORED) | ((status != ANCHORED) & alongside)


def _watch_course(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    """Note which ships are turning and which are steady, by the mean course of the last minute."""
    t_s = context.tracks["position_t_s"][rows]
    fresh = 1.0 - np.exp(-(t_s - memory["course_t_s"][rows]) / COURSE_MEMORY_S)
    fresh = or_else(fresh, 1.0)
    before, _ = _along_mean(memory, rows)
    for part in ("east", "north"):
        kept = memory[f"mean_{part}"]
        kept[rows] += fresh * (memory[f"course_{part}"][rows] - kept[rows])
    along_mean, length = _along_mean(memory, rows)
    memory["turning"][rows] = along_mean < np.cos(np.radians(TURNING_DEG))
    # After a pause in the reports the new course is most of the mean, and fits it whether or not the ship turns.
    steady = np.minimum(along_mean, before) >= np.cos(np.radians(STEADY_DEG))
    memory["steady"][rows] = steady
    for part in ("east", "north"):
        along = memory["speed_mps"][rows] * memory[f"mean_{part}"][rows] / np.maximum(length, 1e-9)
        memory[f"{part}_mps"][rows] = np.where(steady, along, memory[f"{part}_mps"][rows])
    course_deg, since_s = context.tracks["cog_deg"][rows], np.maximum(t_s - memory["course_t_s"][rows], 1.0)
    turned_deg = (course_deg - memory["course_deg"][rows] + 180.0) % 360.0 - 180.0
    gain = or_else(1.0 - np.exp(-since_s / TURN_MEMORY_S), 0.0)
    memory["turn_deg_s"][rows] += gain * (or_else(turned_deg / since_s, 0.0) - memory["turn_deg_s"][rows])
    memory["course_deg"][rows], memory["course_t_s"][rows] = course_deg, t_s


def _along_mean(memory: Table, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosine of the angle between course and mean course, 1 where there is no mean yet; length of the mean; (m,)."""
    east, north = memory["mean_east"][rows], memory["mean_north"][rows]
    length = np.hypot(east, north)
    along = east * memory["course_east"][rows] + north * memory["course_north"][rows]
    return np.where(length > 0, along / np.maximum(length, 1e-9), 1.0), length


def _in(context: DetectorContext, rows: np.ndarray, kind: str) -> np.ndarray:
    return within(context.inside, rows, context.zones, (kind,))
