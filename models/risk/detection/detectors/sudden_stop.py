"""Sudden stop: a large ship at speed stops within half a minute, as after a collision or on a rock.

After the Danish Maritime Authority's rule: from 7 knots or more to 1 knot or less within 30 s, kept for 60 s by
reported speed and by speed made good. Before the stop the ship must have made good its speed as well: one wild speed of
a ship at anchor is no run. No engine takes 0.25 m/s2 off a cargo ship or a tanker: who loses 5 knots at that rate
between two reports and then stands was stopped by something, also near land and after a short run. Kind and size are
asked when the stop is reported, not when the run is remembered. Gradual loss of way: drift.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m, or_else
from models.base.schema import KIND, NAN, STATION, Column, Table, among
from models.base.settings import Positive, Share
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import IS_SCORED, DetectorContext, Evidence, Findings, Params, detector, findings
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import within

MEANT = among(KIND[each] for each in ("merchant", "passenger"))
AT_WORK = among(KIND[each] for each in ("fishing", "service", "law", "pleasure"))  # they stop and start in their work
HIGH_SPEED = among(range(40, 50))  # ship types: high-speed vessels stop as quickly when they come off the plane
QUAYS = ("port", "harbour")  # kinds of zone where ships stop as a matter of course
CARRIERS = among((KIND["merchant"],))  # cargo ships and tankers; ferries and pilot vessels brake hard at their piers
PIER_M = 300.0  # nearer to land a ship may be going alongside, a ferry within a mile
RUN_GAP_S = 180.0  # a longer silence ends a run; over a shorter one the speed made good shows that it went on
FIX_M = 30.0  # a position without the accuracy flag, ITU-R M.1371

MEMORY = (
    Column("run_s", "f8", NAN, "s", "when the present run at speed began"),
    Column("run_lat_deg", "f8", NAN, "deg", "where"),
    Column("run_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("fast_s", "f8", NAN, "s", "last report at speed"),
    Column("fast_kn", "f4", NAN, "kn", "speed then"),
    Column("made_kn", "f4", NAN, "kn", "speed made good in that run"),
    Column("braked_s", "f8", NAN, "s", "report before which the ship lost way harder than any engine can brake"),
    Column("hard", "?", False, "", "the stop followed such a loss of way"),
    Column("stop_s", "f8", NAN, "s", "first report of the stop"),
    Column("stop_lat_deg", "f8", NAN, "deg", "where"),
    Column("stop_lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("confirmed_s", "f8", NAN, "s", "when the stop was confirmed"),
)


class SuddenStopParams(Params):
    weight: Share = 0.45
    release_s: Positive = 600.0
    raise_at: Evidence = 1.0
    from_kn: Positive = 7.0
    to_kn: Positive = 1.0
    within_s: Positive = 30.0
    within_poor_s: Positive = 60.0  # where reception is poor
    poor_p: Share = 0.7
    kept_s: Positive = 60.0
    least_run_s: Positive = 60.0
    made_good_kn: Positive = 5.0
    least_length_m: Positive = 50.0
    least_other_length_m: Positive = 75.0  # kinds other than cargo, tanker and passenger
    hard_mps2: Positive = 0.25
    hard_loss_kn: Positive = 5.0
    hard_apart_s: Positive = 15.0  # between the two reports
    hard_to_kn: Positive = 1.5
    hard_kept_s: Positive = 45.0
    hard_least_run_s: Positive = 10.0
    shown_for_s: Positive = 300.0
    named_within_s: Positive = 900.0  # after the stop: static reports come every six minutes


WORDS = {
    "zh": {"title": "突然停船", "reason": "{from_kn:.0f} 节航行中突然停船，已停 {for_min:.0f} 分钟"},
    "en": {"title": "Sudden stop", "reason": "stopped suddenly from {from_kn:.0f} kn {for_min:.0f} min ago"},
}


@detector("sudden_stop", group="behaviour", params=SuddenStopParams, words=WORDS, memory=MEMORY, wake=Wake())
def detect(context: DetectorContext, memory: Table, params: SuddenStopParams) -> Findings:
    """Ships that have just stopped suddenly."""
    _follow(context, memory, params)
    t_s = context.tick.t_s
    rows = np.flatnonzero(t_s - memory["confirmed_s"] <= params.shown_for_s)
    if not len(rows):
        return findings(rows, rows)
    unnamed = rows[np.isnan(context.tracks["length_m"][rows])]
    memory["confirmed_s"][unnamed[t_s - memory["stop_s"][unnamed] <= params.named_within_s]] = t_s
    rows = rows[_meant(context, memory, rows, params)]
    return findings(
        rows,
        np.ones(len(rows)),
        from_kn=memory["fast_kn"][rows],
        for_min=(t_s - memory["stop_s"][rows]) / 60,
    )


def _follow(context: DetectorContext, memory: Table, params: SuddenStopParams) -> None:
    """Update the memory of ships that have just reported."""
    rows = context.reported[context.tracks["station"][context.reported] == STATION["class_a"]]
    sog_kn = context.tracks["sog_kn"][rows]
    _brake(context, memory, params, rows)
    braked = context.tracks["position_t_s"][rows] - memory["braked_s"][rows] <= params.within_s
    still_kn = np.where(
        braked | (memory["hard"][rows] & np.isfinite(memory["stop_s"][rows])), params.hard_to_kn, params.to_kn
    )
    fast, slow = sog_kn >= params.from_kn, sog_kn <= still_kn
    _run(context, memory, rows[fast])
    moving = rows[~fast & ~slow & ~np.isnan(sog_kn)]  # still losing way, or under way again
    for name in ("stop_s", "confirmed_s"):
        memory[name][moving] = np.nan
    stopped = rows[slow]
    _stop(
        context, memory, params, stopped[np.isnan(memory["stop_s"][stopped]) & np.isfinite(memory["fast_s"][stopped])]
    )
    _confirm(context, memory, params, stopped[np.isfinite(memory["stop_s"][stopped])])


def _brake(context: DetectorContext, memory: Table, params: SuddenStopParams, rows: np.ndarray) -> None:
    """Note which ships have lost way since their last report, at speed, harder than any engine can brake."""
    t_s, lost_kn = context.tracks["position_t_s"][rows], memory["fast_kn"][rows] - context.tracks["sog_kn"][rows]
    took_s = t_s - memory["fast_s"][rows]
    hard = (took_s > 0) & (took_s <= params.hard_apart_s) & (lost_kn >= params.hard_loss_kn)
    hard &= lost_kn * MPS_PER_KN >= params.hard_mps2 * took_s
    memory["braked_s"][rows[hard]] = t_s[hard]


def _meant(context: DetectorContext, memory: Table, rows: np.ndarray, params: SuddenStopParams) -> np.ndarray:
    """Large ships that do not stop like this in their work, where they do not come alongside; mask (m,)."""
    tracks = context.tracks
    kind, length_m = tracks["kind"][rows], tracks["length_m"][rows]
    meant = length_m >= np.where(MEANT[kind], params.least_length_m, params.least_other_length_m)
    meant &= IS_SCORED[tracks["life"][rows]] & ~_alongside(context, rows, memory["hard"][rows] & CARRIERS[kind])
    return np.asarray(meant & ~AT_WORK[kind] & ~HIGH_SPEED[tracks["ship_type"][rows]])


def _run(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    """Reports at speed: a run continues or begins, and any stop is over."""
    if not len(rows):
        return
    t_s, lat, lon = (context.tracks[name][rows] for name in ("position_t_s", "lat_deg", "lon_deg"))
    begins = ~(t_s - memory["fast_s"][rows] <= RUN_GAP_S) | np.isnan(memory["run_s"][rows])
    for name, now in {"run_s": t_s, "run_lat_deg": lat, "run_lon_deg": lon}.items():
        memory[name][rows[begins]] = now[begins]
    gone_m = distance_m(memory["run_lat_deg"][rows], memory["run_lon_deg"][rows], lat, lon)
    took_s = t_s - memory["run_s"][rows]
    memory["made_kn"][rows] = np.divide(gone_m, took_s, out=np.zeros(len(rows)), where=took_s > 0) / MPS_PER_KN
    memory["fast_s"][rows], memory["fast_kn"][rows] = t_s, context.tracks["sog_kn"][rows]
    memory["stop_s"][rows] = memory["confirmed_s"][rows] = np.nan


def _stop(context: DetectorContext, memory: Table, params: SuddenStopParams, rows: np.ndarray) -> None:
    """First slow reports: keep those that are sudden and follow a real run."""
    if not len(rows):
        return
    t_s, lat, lon = (context.tracks[name][rows] for name in ("position_t_s", "lat_deg", "lon_deg"))
    within_s = np.where(context.coverage.p(lat, lon) < params.poor_p, params.within_poor_s, params.within_s)
    run_s = memory["fast_s"][rows] - memory["run_s"][rows]
    hard = (t_s - memory["braked_s"][rows] <= params.within_s) & (run_s >= params.hard_least_run_s)
    sudden = (t_s - memory["fast_s"][rows] <= within_s) & (run_s >= params.least_run_s)
    sudden &= context.tracks["sog_kn"][rows] <= params.to_kn
    sudden = (sudden | hard) & (memory["made_kn"][rows] >= params.made_good_kn)
    at = rows[sudden]
    memory["stop_s"][at], memory["stop_lat_deg"][at], memory["stop_lon_deg"][at] = t_s[sudden], lat[sudden], lon[sudden]
    memory["hard"][at] = hard[sudden]
    memory["run_s"][rows] = memory["fast_s"][rows] = np.nan


def _alongside(context: DetectorContext, rows: np.ndarray, hard: np.ndarray) -> np.ndarray:
    """Where stopping is normal: in ports; at piers and for ferries near land, unless it was `hard`; mask (m,)."""
    at_pier = context.waters.to_land_m(context.tracks["lon_deg"][rows], context.tracks["lat_deg"][rows]) < PIER_M
    at_pier |= context.narrow[rows] & (context.tracks["kind"][rows] == KIND["passenger"])
    return np.asarray(within(context.inside, rows, context.zones, QUAYS) | (at_pier & ~hard))


def _confirm(context: DetectorContext, memory: Table, params: SuddenStopParams, rows: np.ndarray) -> None:
    """Confirm stops that lasted, by reported speed and speed made good."""
    rows = rows[np.isnan(memory["confirmed_s"][rows])]
    if not len(rows):
        return
    took_s = context.tracks["position_t_s"][rows] - memory["stop_s"][rows]
    place = memory["stop_lat_deg"][rows], memory["stop_lon_deg"][rows]
    gone_m = distance_m(*place, context.tracks["lat_deg"][rows], context.tracks["lon_deg"][rows])
    still_kn = np.where(memory["hard"][rows], params.hard_to_kn, params.to_kn)
    stands = or_else(gone_m, np.inf) <= still_kn * MPS_PER_KN * took_s + FIX_M
    memory["stop_s"][rows[~stands]] = np.nan
    kept_s = np.where(memory["hard"][rows], params.hard_kept_s, params.kept_s)
    memory["confirmed_s"][rows[stands & (took_s >= kept_s)]] = context.tick.t_s
