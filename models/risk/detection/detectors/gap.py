"""AIS gap: a well-received vessel falls silent where it should be received, and may have switched off its AIS.

The chance that all reports due were merely missed is the product of (1 - p) over them, p being the reception where the
vessel would have sent each; below `chance_p` the vessel is silent. One that has gone round for long is taken to go on
so. How often reports are due follows from status, class and speed as last reported (ITU-R M.1371) and from the feed. A
ship that lay or slowed down may have come to anchor meanwhile and report every three minutes: that must be unlikely
too, by `lying_chance_p`. Water from which nothing was received yet, and poor reception beside it, prove less. Until its
silence is proven or explained, the track is kept (signals/coverage.py, which also knows p and the silence clock, which
stops while a receiver is deaf); the alert about the receiver: reception.py. The finding stands until the vessel reports
again or its track is removed.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m, move_deg, or_else, ramp
from models.base.schema import KIND, LIFE, NAN, STATION, Column, Table, among
from models.base.settings import Positive, Share
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import DetectorContext, Evidence, Findings, Params, detector, findings, is_ship
from models.risk.detection.wake import Wake
from models.tracking.motion import ANCHORED, MOORED

SILENT_LIVES = among(LIFE[each] for each in ("coasting", "lost"))
STATIONS = among(STATION[each] for each in ("class_a", "class_b_so", "class_b_cs"))
LAWFUL = among((KIND["law"],))  # law enforcement may be silent on purpose
HELD = among((ANCHORED, MOORED))
SHELTERS = ("port", "harbour", "anchorage")  # kinds of zone where vessels may switch off
STOPPING_KN = 4.0  # last reported slower than this, a vessel may have anchored or moored since
SLOWED_SHARE = 0.85  # or slower than this share of its recent best speed
ARRIVED_SHARE = 0.6  # slower than this share of it, it comes to rest, and most ships that do so anchor
RECENT_S = 3600.0  # time constant of the recent best speed
LYING_S = 180.0  # reporting interval at anchor and alongside (ITU-R M.1371)
UNDER_WAY_S = 10.0  # the same under way: `chance_p` is per silence, and shorter intervals make more of them
MOST_P = 0.999  # no reception is certain
STOPS_MPS2 = 0.05  # deceleration of a ship that comes to anchor
SLOW_KN = 2.0  # class B reports only every three minutes below this
STILL_KN = 5.0  # near land, slower vessels may be going alongside
BERTH_REPORTS = 2
PATH_SHARES = (np.arange(8) + 0.5) / 8  # of the silence: where along its course the vessel may have been
PATH_S = 1800.0  # of it, in which they may come to a port or to land
# A vessel turns as it did in the last minute, but no faster than in the last quarter of an hour: no bend is a circle.
TURN_S, LONG_TURN_S = 60.0, 900.0
# Reception may end within a cell beside water from which nothing was received, and further out in such water.
EDGE_M, EDGE_SHARE, UNKNOWN_SHARE, CLEAR_P = 5000.0, 0.7, 0.5, 0.7
STILL_SCORE = 0.9  # at anchor or moored: yellow at most, whether AIS is due there is disputed
TOGETHER_S, TOGETHER_M, TOGETHER_VESSELS, TOGETHER_SHARE = 150.0, 30_000.0, 3, 0.3  # many at once: an external cause
MOST_CHECKED = 200  # silent vessels checked one by one; more at once have an external cause

MEMORY = (
    Column("dark_s", "f8", NAN, "s", "time of the last position before the reported silence"),
    Column("p", "f4", NAN, "", "reception that was expected then"),
    Column("proven_s", "f8", NAN, "s", "when its silence was proven"),
    Column("recent_kn", "f4", NAN, "kn", "recent best speed"),
    Column("recent_t_s", "f8", NAN, "s", "time of the report it was last updated with"),
    Column("course_deg", "f4", NAN, "deg", "course then"),
    Column("turn_deg_s", "f4", 0.0, "deg/s", "mean rate of turn of the last minute, to starboard positive"),
    Column("long_turn_deg_s", "f4", 0.0, "deg/s", "of the last quarter of an hour"),
)


class GapParams(Params):
    weight: Share = 0.55
    release_s: Positive = 1800.0
    raise_at: Evidence = 0.85
    clear_at: Evidence = 0.84  # after a new report the alert ends in minutes, while the risk lasts half an hour
    quiet_s: Positive = 1800.0
    chance_p: Positive = 1e-7  # about one false alarm per watch with 5,000 vessels
    narrow_chance_p: Positive = 1e-14  # near land, which shadows receivers
    min_silent_s: Positive = 300.0
    full_s: Positive = 450.0  # silent this long under way: full evidence
    lying_chance_p: Positive = 0.0005  # that a slow ship has come to anchor and its reports since were missed
    arrived_chance_p: Positive = 0.0001  # the same for one that has just come to rest
    least_p: Share = 0.25  # below this a place is at the edge of reception: silence there proves nothing
    undecided_s: Positive = 21_600.0  # a track is kept no longer than this for its silence to be proven
    shown_s: Positive = 1800.0  # and this long after it was
    least_reports: Positive = 12.0
    least_known_s: Positive = 300.0
    worst_times: Positive = 3.0  # the silence must exceed any of its recent ones by this factor


WORDS = {
    "zh": {
        "title": "AIS 中断",
        "reason": "AIS 中断 {silent_min:.0f} 分钟，最后船位 {place}、{sog_kn:.1f} 节，该处接收率 {p_pct:.0f}%",
    },
    "en": {
        "title": "AIS gap",
        "reason": "no AIS for {silent_min:.0f} min, last {sog_kn:.1f} kn at {place}, where reception is {p_pct:.0f} %",
    },
}


@detector(
    "gap",
    group="signal",
    params=GapParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    covers_lost=True,
    uses_position=False,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: GapParams) -> Findings:
    """Vessels that are silent where they should be received."""
    _follow(context, memory)
    rows = np.flatnonzero(SILENT_LIVES[context.tracks["life"]])
    rows = rows[_silent_s(context, rows) >= params.min_silent_s]
    _establish(context, memory, params, rows)
    rows = rows[memory["dark_s"][rows] == context.tracks["position_t_s"][rows]]
    if not len(rows):
        return findings(rows, rows)
    tracks, silent_s = context.tracks, _silent_s(context, rows)
    score = STILL_SCORE + (1.0 - STILL_SCORE) * ramp(silent_s, params.min_silent_s, params.full_s)
    return findings(
        rows,
        np.where(HELD[tracks["nav_status"][rows]], STILL_SCORE, score),
        silent_min=(context.tick.t_s - tracks["position_t_s"][rows]) / 60,
        sog_kn=or_else(tracks["sog_kn"][rows], 0.0),
        place=[_place(*each) for each in zip(tracks["lat_deg"][rows], tracks["lon_deg"][rows], strict=True)],
        p_pct=100 * memory["p"][rows],
    )


def _follow(context: DetectorContext, memory: Table) -> None:
    """Update the recent best speed and the turn of vessels that have just reported."""
    rows = context.reported
    t_s, course_deg = context.tracks["position_t_s"][rows], context.tracks["cog_deg"][rows]
    since_s = np.maximum(t_s - memory["recent_t_s"][rows], 1.0)
    turned_deg = (course_deg - memory["course_deg"][rows] + 180.0) % 360.0 - 180.0
    for name, memory_s in (("turn_deg_s", TURN_S), ("long_turn_deg_s", LONG_TURN_S)):
        gain = or_else(1.0 - np.exp(-since_s / memory_s), 0.0)
        memory[name][rows] += gain * (or_else(turned_deg / since_s, 0.0) - memory[name][rows])
    memory["course_deg"][rows] = course_deg
    faded = memory["recent_kn"][rows] * np.exp(-(t_s - memory["recent_t_s"][rows]) / RECENT_S)
    memory["recent_kn"][rows], memory["recent_t_s"][rows] = np.fmax(context.tracks["sog_kn"][rows], faded), t_s


def _silent_s(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Seconds of silence in covered water (m,); a static report or a doubted position ends it too."""
    tracks = context.tracks
    signed_s = np.fmax(tracks["static_t_s"][rows], np.where(tracks["jump_hits"][rows], tracks["jump_t_s"][rows], NAN))
    since_s = or_else(context.tick.t_s - signed_s, np.inf)
    return np.minimum(context.coverage.silence_s(rows, context.tick.t_s), since_s)


def _establish(context: DetectorContext, memory: Table, params: GapParams, rows: np.ndarray) -> None:
    """Record silent vessels without a harmless reason, and keep the tracks of those that may be. Cheap tests first."""
    tracks, t_s = context.tracks, context.tick.t_s
    rows = rows[_watched(context, params, rows)]
    proven = memory["dark_s"][rows] == tracks["position_t_s"][rows]
    waits = t_s - tracks["position_t_s"][rows] <= params.undecided_s
    context.coverage.await_proof(rows[np.where(proven, t_s - memory["proven_s"][rows] <= params.shown_s, waits)])
    rows = rows[~proven & ~context.coverage.memory.arrays["frozen"][rows]]
    rows = rows[_may_be_silent(context, memory, params, rows)]
    if not len(rows):
        return
    p = _p_on_the_way(context, memory, rows)
    gone_s = np.minimum(context.tick.t_s - tracks["position_t_s"][rows], PATH_S) * PATH_SHARES[:, None]
    lat, lon = _path(context, memory, rows, gone_s)
    narrow = np.asarray(context.waters.narrow(lon, lat).any(axis=0))
    chance = np.where(narrow, params.narrow_chance_p, params.chance_p)
    silent = _log_missed(context, params, rows, p) < np.log(chance * _interval_s(context, rows) / UNDER_WAY_S)
    silent &= ~_may_berth(context, rows, narrow)
    rows, p, lat, lon = rows[silent], p[0, silent], lat[:, silent], lon[:, silent]
    alone = ~_sheltered(context, lat, lon) & ~_together(context, rows)
    rows, p = rows[alone], p[alone]
    memory["dark_s"][rows], memory["p"][rows], memory["proven_s"][rows] = tracks["position_t_s"][rows], p, t_s


def _interval_s(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    return np.asarray(context.coverage.memory.arrays["interval_s"][rows], dtype="f8")


def _may_be_silent(context: DetectorContext, memory: Table, params: GapParams, rows: np.ndarray) -> np.ndarray:
    """Silent for too long where they were last received, even if they have come to anchor since; mask (m,)."""
    tracks, silent_s, interval_s = context.tracks, _silent_s(context, rows), _interval_s(context, rows)
    p = context.coverage.p(tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    p = np.minimum(np.minimum(p, context.coverage.own_p(rows, p)), MOST_P)
    slots = silent_s / interval_s
    silent = (p >= params.least_p) & (slots > params.worst_times * context.coverage.memory.arrays["worst_slots"][rows])
    silent &= slots * np.log1p(-p) < np.log(params.chance_p * interval_s / UNDER_WAY_S)
    sog_kn = or_else(tracks["sog_kn"][rows], 0.0)
    recent_kn = memory["recent_kn"][rows]
    may_lie = sog_kn < np.fmax(STOPPING_KN, SLOWED_SHARE * recent_kn)
    chance = np.where(sog_kn < ARRIVED_SHARE * recent_kn, params.arrived_chance_p, params.lying_chance_p)
    stops_s = np.minimum(sog_kn * MPS_PER_KN / STOPS_MPS2, silent_s)
    lying_slots = stops_s / interval_s + (silent_s - stops_s) / np.maximum(interval_s, LYING_S)
    return np.asarray(silent & (~may_lie | (lying_slots * np.log1p(-p) < np.log(chance))))


def _log_missed(context: DetectorContext, params: GapParams, rows: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Logarithm of the chance (m,) that all reports due along the way were missed; `p` is (steps, m)."""
    p = np.minimum(p, MOST_P)
    log_each = np.where(p >= params.least_p, np.log1p(-p), 0.0)
    return np.asarray(log_each.mean(axis=0) * _silent_s(context, rows) / _interval_s(context, rows))


def _watched(context: DetectorContext, params: GapParams, rows: np.ndarray) -> np.ndarray:
    """Ships known long enough for their silence to mean something; mask (m,)."""
    tracks = context.tracks
    watched = is_ship(tracks, rows) & STATIONS[tracks["station"][rows]] & ~LAWFUL[tracks["kind"][rows]]
    class_b = tracks["station"][rows] != STATION["class_a"]
    watched &= ~(class_b & ~(tracks["sog_kn"][rows] >= SLOW_KN))
    watched &= tracks["hits"][rows] >= params.least_reports
    known_s = tracks["position_t_s"][rows] - tracks["first_t_s"][rows]
    return np.asarray(watched & (known_s >= params.least_known_s))


def _may_berth(context: DetectorContext, rows: np.ndarray, narrow: np.ndarray) -> np.ndarray:
    """Slow near land, or so near that they may be alongside within two reports, and unseen there; mask (m,)."""
    tracks, sog_kn = context.tracks, context.tracks["sog_kn"][rows]
    to_land_m = context.waters.to_land_m(tracks["lon_deg"][rows], tracks["lat_deg"][rows])
    reaches = to_land_m <= sog_kn * MPS_PER_KN * BERTH_REPORTS * _interval_s(context, rows)
    return np.asarray(narrow & ~(tracks["nav_status"][rows] == ANCHORED) & (~(sog_kn >= STILL_KN) | reaches))


def _path(
    context: DetectorContext, memory: Table, rows: np.ndarray, gone_s: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where vessels may be `gone_s` (steps, m) after their last reports, along their turns: degrees, (steps, m)."""
    tracks, turn, long = context.tracks, memory["turn_deg_s"][rows], memory["long_turn_deg_s"][rows]
    rate = np.where(turn * long > 0, np.sign(turn) * np.minimum(abs(turn), abs(long)), 0.0)
    half = np.radians(rate, dtype="f8") * gone_s / 2
    chord_s = gone_s * np.sinc(half / np.pi)  # along the course turned by half of the turn
    ahead_s, starboard_s = chord_s * np.cos(half), chord_s * np.sin(half)
    east, north = tracks["east_mps"][rows], tracks["north_mps"][rows]
    return move_deg(
        tracks["lat_deg"][rows], tracks["lon_deg"][rows], east * ahead_s + north * starboard_s,
        north * ahead_s - east * starboard_s,
    )  # fmt: skip


def _p_on_the_way(context: DetectorContext, memory: Table, rows: np.ndarray) -> np.ndarray:
    """Reception on the way of each (steps, m): less where nothing was received yet, and beside such water."""
    tracks, coverage = context.tracks, context.coverage
    gone_s = (context.tick.t_s - tracks["position_t_s"][rows]) * PATH_SHARES[:, None]
    reach_s = EDGE_M / np.maximum(np.hypot(tracks["east_mps"][rows], tracks["north_mps"][rows]), 1.0)
    lat, lon = _path(context, memory, rows, gone_s)
    inside, still = (
        coverage.covers(*(each.ravel() for each in place)).reshape(lat.shape)
        for place in ((lat, lon), _path(context, memory, rows, gone_s + reach_s))
    )
    p = coverage.p(lat.ravel(), lon.ravel()).reshape(lat.shape)
    p = np.minimum(p, coverage.own_p(rows, p))
    return np.asarray(p * np.where(inside, np.where(still | (p >= CLEAR_P), 1.0, EDGE_SHARE), UNKNOWN_SHARE))


def _sheltered(context: DetectorContext, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
    """Mask (m,) of vessels in a port, harbour or anchorage, or heading into one."""
    inside = np.zeros(lat_deg.shape, dtype=bool)
    for zone in context.zones:
        if zone.kind in SHELTERS:
            inside |= zone.contains(lon_deg, lat_deg)
    return np.asarray(inside.any(axis=0))


def _together(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Mask (m,) of vessels that fell silent at the same time as many nearby, so that the cause is external."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    if len(rows) > MOST_CHECKED:
        return np.ones(len(rows), dtype=bool)
    tracks, held = context.tracks, context.coverage.memory.used(context.tracks.n)
    others = np.flatnonzero(np.isfinite(held["heard_s"]) & is_ship(tracks))
    heard_s = held["heard_s"][others]
    together = np.zeros(len(rows), dtype=bool)
    for at, row in enumerate(rows.tolist()):
        place = tracks["lat_deg"][row], tracks["lon_deg"][row]
        near = distance_m(*place, tracks["lat_deg"][others], tracks["lon_deg"][others]) < TOGETHER_M
        later_s = heard_s[near] - held["heard_s"][row]
        with_it = int((np.abs(later_s) < TOGETHER_S).sum()) - 1
        together[at] = with_it >= max(TOGETHER_VESSELS, TOGETHER_SHARE * (with_it + int((later_s >= TOGETHER_S).sum())))
    return together


def _place(lat_deg: float, lon_deg: float) -> str:
    north, east = ("N" if lat_deg >= 0 else "S"), ("E" if lon_deg >= 0 else "W")
    return f"{abs(lat_deg):.3f}°{north} {abs(lon_deg):.3f}°{east}"
