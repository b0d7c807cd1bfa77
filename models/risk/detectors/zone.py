"""Zone: a craft stays in water that is closed to its kind at this hour, or too fast or too long where that is limited.

Entered when inside for 2 reports or 10 s, left when more than 50 m outside for 20 s. Windows and kinds are site data.
Not here: the polygons (models/zone.py) and who is inside them now (risk/places.py).
"""

from __future__ import annotations

import numpy as np

from models.geo import or_else, ramp
from models.risk.detector import IS_SCORED, IS_SHIP, Ceiling, Findings, Params, Sea, detector, findings
from models.schema import KIND, NAN, Column, Table
from models.settings import Positive
from models.zone import Zone

CEILING_SHARE = {"yellow": 0.5, "orange": 1.0, "red": 1.0}  # of the weight: what a zone may say at most, alone

PER_ZONE = (
    Column("in_s", "f8", NAN, "s", "first report inside"),
    Column("in_reports", "u1", 0, "", "reports inside"),
    Column("out_s", "f8", NAN, "s", "first report outside by the margin, since the last one inside"),
)
MEMORY = (Column("busy", "?", False, "", "is or was inside some alerting zone"),)


class ZoneParams(Params):
    weight: float = 0.75
    release_s: float = 60.0
    ceiling: Ceiling = "red"
    enter_reports: int = 2
    enter_s: Positive = 10.0
    leave_m: Positive = 50.0
    leave_s: Positive = 20.0
    on_s: Positive = 5.0
    full_s: Positive = 60.0


WORDS = {
    "zh": {"title": "禁限水域", "reason": "进入{zone_zh}，已 {for_min:.0f} 分钟，{sog_kn:.1f} 节"},
    "en": {"title": "Zone", "reason": "in {zone_en} for {for_min:.0f} min at {sog_kn:.1f} kn"},
}


@detector("zone", group="compliance", params=ZoneParams, words=WORDS, memory=MEMORY, per_zone=PER_ZONE)
def look(sea: Sea, memory: Table, params: ZoneParams) -> Findings:
    """Craft inside zones that are closed to them."""
    alerting = [number for number, zone in enumerate(sea.zones) if zone.alert]
    _enter_and_leave(sea, memory, params, alerting)
    if not memory["busy"].any():
        return findings(np.empty(0, dtype=np.int64), np.empty(0))
    taken = np.flatnonzero(np.isfinite(memory["in_s"][memory["busy"]]).any(axis=0))
    alerting = [number for number in alerting if number in taken]
    found = [_inside(sea, memory, params, number) for number in alerting]
    rows = np.concatenate([rows for rows, _ in found]) if found else np.empty(0, dtype=np.int64)
    score = np.concatenate([score for _, score in found]) if found else np.empty(0)
    key = np.repeat(np.array(alerting, dtype=np.int64), [len(rows) for rows, _ in found])
    return findings(
        rows,
        score,
        key=key,
        zone_zh=[sea.zones[each].name_zh for each in key.tolist()],
        zone_en=[sea.zones[each].name_en for each in key.tolist()],
        for_min=(sea.tick.t_s - memory["in_s"][rows, key]) / 60,
        sog_kn=or_else(sea.tracks["sog_kn"][rows], 0.0),
    )


def _enter_and_leave(sea: Sea, memory: Table, params: ZoneParams, alerting: list[int]) -> None:
    """Move the memory of craft that have just reported; the rest keeps its place."""
    rows = sea.reported[IS_SHIP[sea.tracks["station"][sea.reported]]]
    memory["busy"][rows] |= sea.inside[rows][:, alerting].any(axis=1)
    rows = rows[memory["busy"][rows]]
    if not len(rows):
        return
    for number in alerting:
        _move(sea, memory, params, number, rows)
    memory["busy"][rows] = np.isfinite(memory["in_s"][rows]).any(axis=1)


def _move(sea: Sea, memory: Table, params: ZoneParams, number: int, rows: np.ndarray) -> None:
    t_s = sea.tick.t_s
    inside = sea.inside[rows, number]
    ins, outs = rows[inside], rows[~inside]
    memory["in_s"][ins, number] = np.fmin(memory["in_s"][ins, number], t_s)
    memory["in_reports"][ins, number] = np.minimum(memory["in_reports"][ins, number], 200) + 1
    memory["out_s"][ins, number] = np.nan
    outs = outs[np.isfinite(memory["in_s"][outs, number])]
    if not len(outs):
        return
    away_m = sea.zones[number].distance_m(sea.tracks["lon_deg"][outs], sea.tracks["lat_deg"][outs])
    clear = outs[away_m > params.leave_m]
    memory["out_s"][clear, number] = np.fmin(memory["out_s"][clear, number], t_s)
    left = clear[t_s - memory["out_s"][clear, number] >= params.leave_s]
    for column in PER_ZONE:
        memory[column.name][left, number] = column.unknown


def _inside(sea: Sea, memory: Table, params: ZoneParams, number: int) -> tuple[np.ndarray, np.ndarray]:
    zone = sea.zones[number]
    rows = np.flatnonzero(memory["busy"])
    if not len(rows) or not zone.active(sea.tick.t_s, sea.utc_offset_h):
        return rows[:0], np.empty(0)
    dwell_s = sea.tick.t_s - memory["in_s"][rows, number]
    entered = (memory["in_reports"][rows, number] >= params.enter_reports) | (dwell_s >= params.enter_s)
    entered &= np.isnan(memory["out_s"][rows, number]) & concerned(sea, rows, zone)
    rows, dwell_s = rows[entered & np.isfinite(dwell_s)], dwell_s[entered & np.isfinite(dwell_s)]
    return rows, _score(sea, rows, dwell_s, zone, params)


def concerned(sea: Sea, rows: np.ndarray, zone: Zone) -> np.ndarray:
    """Which of the rows the zone's rule is about: ships it binds, law craft at work never. Mask (n,)."""
    kind = sea.tracks["kind"][rows]
    return IS_SCORED[sea.tracks["life"][rows]] & zone.binds(kind) & (kind != KIND["law"])


def _score(sea: Sea, rows: np.ndarray, dwell_s: np.ndarray, zone: Zone, params: ZoneParams) -> np.ndarray:
    score = ramp(dwell_s, params.on_s, params.full_s)
    if zone.max_dwell_s is not None:
        score = ramp(dwell_s - zone.max_dwell_s, 0.0, zone.max_dwell_s / 2)
    if zone.max_speed_kn is not None:
        score = score * (sea.tracks["sog_kn"][rows] > zone.max_speed_kn)
    return score * CEILING_SHARE[zone.ceiling]
