"""How a report changes the columns of partners.py, in three compiled passes over the ships that reported.

Exponentials and logarithms are given: numpy computes them with other last digits than compiled code does.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.schema import KIND, STATION, among
from models.base.units import MPS_PER_KN
from models.risk.detection.encounters.domain import CONFINED_HALF_LENGTHS

IS_CLASS_B = among((STATION["class_b_so"], STATION["class_b_cs"]))  # counted as fishing until it reports its type
NAMED_WITHIN_S = 720.0  # every vessel reports its type within this time (ITU-R M.1371-5)
FLEET_KN = 10.0  # fishing vessels seldom go faster; slower untyped vessels may be two of one fleet
USUAL_LENGTH_M = {"merchant": 120.0, "passenger": 60.0, "fishing": 35.0, "law": 40.0, "service": 35.0, "pleasure": 12.0}
UNKNOWN_LENGTH_M = 40.0
USUAL_M = np.full(256, UNKNOWN_LENGTH_M)  # by KIND
USUAL_M[[KIND[name] for name in USUAL_LENGTH_M]] = [*USUAL_LENGTH_M.values()]
GOING_KN, STILL_KN, WAY_KN = 0.5, 1.5, 3.0  # the course means something; may be at anchor; surely under way
STEADY_DEG = 6.0  # within this of its mean course a ship goes straight on, and the mean is the better course
TURNING_DEG = 20.0  # more than a ship yaws in a seaway
HALF_LENGTH, HALF_BEAM = CONFINED_HALF_LENGTHS
STEADY, TURNING = float(np.cos(np.radians(STEADY_DEG))), float(np.cos(np.radians(TURNING_DEG)))
UNKNOWN, FISHING, SERVES = KIND["unknown"], KIND["fishing"], among((KIND["service"], KIND["law"]))
Array = np.ndarray


class Seen(NamedTuple):
    """Columns of TRACK that are read, each (n,)."""

    position_t_s: Array
    first_t_s: Array
    static_t_s: Array
    station: Array
    kind: Array
    length_m: Array
    sog_kn: Array
    cog_deg: Array
    east_mps: Array
    north_mps: Array


class Partners(NamedTuple):
    """Columns of partners.MEMORY that are written, each (n,)."""

    speed_mps: Array
    course_east: Array
    course_north: Array
    along_m: Array
    across_m: Array
    centre_ahead_m: Array
    centre_starboard_m: Array
    length_m: Array
    east_mps: Array
    north_mps: Array
    fishing: Array
    small: Array
    service: Array
    static_t_s: Array
    confined: Array
    moved_s: Array
    way_s: Array
    mean_east: Array
    mean_north: Array
    course_t_s: Array
    steady: Array
    turning: Array
    course_deg: Array
    turn_deg_s: Array


@compiled
def note_identities(held: Partners, seen: Seen, rows: Array, t_s: float, small_m: float) -> tuple[Array, Array]:
    """Note speed, way, size and kind of the rows; returns who makes way and whose name is to be read again, (m,)."""
    going, fresh = np.empty(len(rows), dtype=np.bool_), np.empty(len(rows), dtype=np.bool_)
    for at in range(len(rows)):
        row = rows[at]
        east, north = np.float64(seen.east_mps[row]), np.float64(seen.north_mps[row])
        speed = math.hypot(east, north)
        going[at] = speed > GOING_KN * MPS_PER_KN
        held.speed_mps[row], held.east_mps[row], held.north_mps[row] = speed, east, north
        if going[at]:
            held.course_east[row], held.course_north[row] = east / max(speed, 1e-9), north / max(speed, 1e-9)
        if speed >= STILL_KN * MPS_PER_KN:
            held.moved_s[row] = seen.position_t_s[row]
        if speed >= WAY_KN * MPS_PER_KN:
            held.way_s[row] = seen.position_t_s[row]
        fresh[at] = _note_identity(held, seen, row, t_s, small_m)
    return going, fresh


@compiled
def _note_identity(held: Partners, seen: Seen, row: int, t_s: float, small_m: float) -> bool:
    kind, class_b, sized = seen.kind[row], IS_CLASS_B[seen.station[row]], seen.length_m[row] > 0
    static_t_s, first = seen.static_t_s[row], np.isnan(held.length_m[row])
    held.length_m[row] = seen.length_m[row] if sized else USUAL_M[kind]
    young = t_s - seen.first_t_s[row] < NAMED_WITHIN_S and not seen.sog_kn[row] > FLEET_KN
    unnamed = kind == UNKNOWN and (class_b or young)
    held.fishing[row] = kind == FISHING or unnamed
    held.small[row] = held.length_m[row] < small_m or (class_b and not sized)  # class B is carried by small vessels
    held.service[row] = SERVES[kind] or (unnamed and young)
    fresh = first or (static_t_s != held.static_t_s[row] and not np.isnan(static_t_s))
    if fresh:
        held.static_t_s[row] = static_t_s
    return fresh


@compiled
def shape_domains(held: Partners, rows: Array, advance: Array, transfer: Array) -> None:
    """The domains of the rows, as domain.ellipse gives them; `advance` and `transfer` (m,) by domain.growth."""
    for at in range(len(rows)):
        row, length_m = rows[at], held.length_m[rows[at]]
        if held.confined[row]:
            held.along_m[row], held.across_m[row] = HALF_LENGTH * length_m, HALF_BEAM * length_m
            held.centre_ahead_m[row] = held.centre_starboard_m[row] = 0.0
            continue
        q = math.sqrt(advance[at] * advance[at] + transfer[at] * transfer[at] / 4)
        fore, aft = (1 + 1.34 * q) * length_m, (1 + 0.67 * q) * length_m
        starboard, port = (0.2 + transfer[at]) * length_m, (0.2 + 0.75 * transfer[at]) * length_m
        held.along_m[row], held.across_m[row] = (fore + aft) / 2, (starboard + port) / 2
        held.centre_ahead_m[row], held.centre_starboard_m[row] = (fore - aft) / 2, (starboard - port) / 2


@compiled
def watch_courses(held: Partners, seen: Seen, rows: Array, fresh: Array, gain: Array) -> None:
    """Turn mean courses and rates of turn towards the present ones by these shares (m,), NaN for the first report."""
    for at in range(len(rows)):
        row = rows[at]
        share, since_s = fresh[at], seen.position_t_s[row] - held.course_t_s[row]
        share = 1.0 if np.isnan(share) else share
        before, _ = _along_mean(held, row)
        held.mean_east[row] += share * (held.course_east[row] - held.mean_east[row])
        held.mean_north[row] += share * (held.course_north[row] - held.mean_north[row])
        along, length = _along_mean(held, row)
        # After a pause in the reports the new course is most of the mean, and fits it whether or not the ship turns.
        held.turning[row], held.steady[row] = along < TURNING, along >= STEADY and before >= STEADY
        length = max(length, 1e-9)
        if held.steady[row]:
            held.east_mps[row] = held.speed_mps[row] * held.mean_east[row] / length
            held.north_mps[row] = held.speed_mps[row] * held.mean_north[row] / length
        _watch_turn(held, row, seen.cog_deg[row], max(since_s, 1.0), gain[at])
        held.course_deg[row], held.course_t_s[row] = seen.cog_deg[row], seen.position_t_s[row]


@compiled
def _along_mean(held: Partners, row: int) -> tuple[float, float]:
    """Cosine of the angle between course and mean course, 1 where there is no mean yet; length of the mean."""
    east, north = held.mean_east[row], held.mean_north[row]
    length = math.hypot(east, north)
    along = east * held.course_east[row] + north * held.course_north[row]
    return (along / max(length, 1e-9) if length > 0 else 1.0), length


@compiled
def _watch_turn(held: Partners, row: int, course_deg: float, since_s: float, gain: float) -> None:
    half, whole = np.float32(180.0), np.float32(360.0)
    turned_deg = (course_deg - held.course_deg[row] + half) % whole - half
    rate = turned_deg / since_s
    if np.isnan(gain):
        return
    held.turn_deg_s[row] += gain * ((0.0 if np.isnan(rate) else rate) - held.turn_deg_s[row])
