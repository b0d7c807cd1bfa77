"""Sharp turn: a vessel at speed alters course sharply, or zigzags. Context for other findings, never an alert.

Compares the course with the mean course of the last minute, and takes the circular variance over ten minutes; both are
exponential means of the course as a unit vector. Bends of a fairway, where every vessel turns, are left out.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import angle_between_deg, ramp
from models.base.schema import KIND, NAN, Column, Table, among
from models.base.settings import Positive, Share
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.wake import Wake

MINUTE_S, LONG_S = 60.0, 600.0
LONG_KNOWN_S = 600.0  # time at speed before a zigzag can be detected
GAP_S = 120.0  # after a longer silence the track in between is not known
BENDS = ("fairway", "port", "harbour", "anchorage")  # kinds of zone where turns are normal
AT_WORK = among(KIND[each] for each in ("fishing", "service", "law", "pleasure"))

MEMORY = (
    Column("since_s", "f8", NAN, "s", "when the present run at speed began"),
    Column("last_s", "f8", NAN, "s", "its last report"),
    Column("east", "f4", 0.0, "", "mean course of a minute, east part of the unit vector"),
    Column("north", "f4", 0.0, "", "same, north part"),
    Column("long_east", "f4", 0.0, "", "mean course of ten minutes, east part"),
    Column("long_north", "f4", 0.0, "", "same, north part"),
)


class TurnParams(Params):
    weight: Share = 0.20
    release_s: Positive = 60.0
    ceiling: Ceiling = "none"
    least_kn: Positive = 7.0
    turn_deg: Positive = 60.0
    full_turn_deg: Positive = 120.0
    zigzag_variance: Share = 0.6
    full_zigzag_variance: Share = 0.8


WORDS = {
    "zh": {"title": "急转向", "reason": "{sog_kn:.0f} 节航行中转向 {turn_deg:.0f}°"},
    "en": {"title": "Sharp turn", "reason": "altered course by {turn_deg:.0f}° at {sog_kn:.0f} kn"},
}


@detector("turn", group="behaviour", params=TurnParams, words=WORDS, memory=MEMORY, every=2, wake=Wake())
def detect(context: DetectorContext, memory: Table, params: TurnParams) -> Findings:
    """Vessels that have just turned sharply."""
    tracks, rows = context.tracks, context.reported
    rows = rows[(tracks["sog_kn"][rows] > params.least_kn) & np.isfinite(tracks["cog_deg"][rows])]
    rows = rows[is_ship(tracks, rows) & IS_SCORED[tracks["life"][rows]] & ~AT_WORK[tracks["kind"][rows]]]
    if not len(rows):
        return findings(rows, np.empty(0), sog_kn=[], turn_deg=[])
    known_s = _begin(context, memory, rows)
    mean_deg = np.degrees(np.arctan2(memory["east"][rows], memory["north"][rows]))
    turn_deg = np.where(known_s >= MINUTE_S, angle_between_deg(tracks["cog_deg"][rows], mean_deg), 0.0)
    variance = 1.0 - np.hypot(memory["long_east"][rows], memory["long_north"][rows])
    zigzag = ramp(np.where(known_s >= LONG_KNOWN_S, variance, 0.0), params.zigzag_variance, params.full_zigzag_variance)
    score = np.maximum(ramp(turn_deg, params.turn_deg, params.full_turn_deg), zigzag)
    _update_means(context, memory, rows)
    bends = [number for number, zone in enumerate(context.zones) if zone.kind in BENDS]
    counts = (score > 0) & ~context.inside[rows][:, bends].any(axis=1)
    rows, score, turn_deg = rows[counts], score[counts], turn_deg[counts]
    return findings(rows, score, sog_kn=tracks["sog_kn"][rows], turn_deg=turn_deg)


def _begin(context: DetectorContext, memory: Table, rows: np.ndarray) -> np.ndarray:
    """Restart the means after a silence; returns how long each has been at speed, (m,) seconds."""
    t_s = context.tracks["position_t_s"][rows]
    begins = ~(t_s - memory["last_s"][rows] <= GAP_S)
    fresh, course = rows[begins], np.radians(context.tracks["cog_deg"][rows[begins]])
    memory["since_s"][fresh] = memory["last_s"][fresh] = t_s[begins]
    for prefix in ("", "long_"):
        memory[prefix + "east"][fresh], memory[prefix + "north"][fresh] = np.sin(course), np.cos(course)
    return np.asarray(t_s - memory["since_s"][rows])


def _update_means(context: DetectorContext, memory: Table, rows: np.ndarray) -> None:
    """Update the means; each report is weighted by the time it stood."""
    t_s, course = context.tracks["position_t_s"][rows], np.radians(context.tracks["cog_deg"][rows])
    step_s = t_s - memory["last_s"][rows]
    for prefix, memory_s in (("", MINUTE_S), ("long_", LONG_S)):
        share = (1.0 - np.exp(-step_s / memory_s)).astype("f4")
        for name, now in (("east", np.sin(course)), ("north", np.cos(course))):
            memory[prefix + name][rows] += share * (now - memory[prefix + name][rows])
    memory["last_s"][rows] = t_s
