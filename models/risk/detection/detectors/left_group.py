"""Left group (脱编): a fishing vessel far from its group, with no other vessel near enough to help.

Zhoushan fishing vessels sail in registered groups: within 8 NM of a mate, or in hourly contact; others within 8 NM form
a temporary group. Groups are words `group:NAME` among the permits of the site's register. For vessels without one it is
learned which vessels keep company for hours; leaving those is a small risk and never an alert. The rule concerns the
surroundings of a vessel, not its behaviour, so it adds to drifting or stopping there. What is not known (a mate not
heard, no group) is no evidence. Neighbours: encounters/neighbours.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.base.geo import distance_m, ramp
from models.base.schema import KIND, Column, Table
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
)
from models.risk.detection.encounters.neighbours import counts, nearest, points
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import numbers
from models.site.register import Register
from models.site.site import Site
from models.tracking.motion import MOORED

GROUP_WORD = "group:"
CONTACT = "contact"  # kind of clue: the vessel answered by radio or phone
MATES = 3  # remembered per vessel
LEAST_MATES = 2  # well known; with fewer it has no group
LEARNED_SHARE = 0.6
FIRST_WITHIN_M, FARTHEST_M = 8 * M_PER_NM, 1e8  # radii of the search, growing until wider than the earth
MEMORY = tuple(
    column
    for number in range(MATES)
    for column in (
        Column(f"mate_{number}", "u4", 0, "", "track it keeps company with; 0 is none"),
        Column(f"with_{number}_s", "f4", 0.0, "s", "time in its company"),
    )
)


class LeftGroupParams(Params):
    weight: Share = 0.40
    release_s: Positive = 600.0
    raise_at: Evidence = 0.75
    ceiling: Ceiling = "yellow"
    quiet_s: Positive = 3600.0
    on_nm: Positive = 8.0
    full_nm: Positive = 12.0
    company_nm: Positive = 2.0
    company_s: Positive = 3600.0
    contact_s: Positive = 3600.0
    steams_kn: Positive = 5.0  # without a registered group, faster vessels are on passage


WORDS = {
    "zh": {"title": "脱离编组", "reason": "距{group_zh}最近同伴 {mate_nm:.1f} 海里，{on_nm:.0f} 海里内无其他渔船"},
    "en": {
        "title": "Left group",
        "reason": "{mate_nm:.1f} NM from the nearest of {group_en}, no other within {on_nm:.0f} NM",
    },
}
LEARNED_ZH, LEARNED_EN = "常同行渔船", "its usual company"


@dataclass
class Groups:
    """The registered groups: `of` holds the group number of each register entry; -1, also as last element, for none."""

    register: Register

    def __post_init__(self) -> None:
        permits = [[word for word in each.permits if word.startswith(GROUP_WORD)] for each in self.register.entries]
        names = [words[0].removeprefix(GROUP_WORD) if words else "" for words in permits]
        self.names = sorted({name for name in names if name})
        self.of = np.array([*(self.names.index(name) if name else -1 for name in names), -1], dtype=np.int64)


def groups(site: Site) -> Groups:
    """The groups of a site."""
    return Groups(site.register)


@detector(
    "left_group",
    group="surroundings",
    params=LeftGroupParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=groups,
    every=60,
    wake=Wake(kinds=("fishing",)),
)
def detect(context: DetectorContext, memory: Table, params: LeftGroupParams) -> Findings:
    """Fishing vessels that are far from their group, and alone."""
    tracks = context.tracks
    boats = np.flatnonzero((tracks["kind"] == KIND["fishing"]) & IS_SCORED[tracks["life"]])
    if len(boats) < 2:
        return findings(boats[:0], np.empty(0))
    at_sea = boats[(tracks["nav_status"][boats] != MOORED) & ~_in_shelter(context, boats)]
    _keep_company(context, memory, at_sea, params)
    group = context.own_state.of[context.own_state.register.by_mmsi(tracks["mmsi"][boats])]
    mate_m = np.where(
        group >= 0, _nearest_mate_m(context, boats, group), _nearest_company_m(context, memory, boats, params)
    )
    around = counts(points(tracks["lat_deg"][boats], tracks["lon_deg"][boats], params.on_nm * M_PER_NM / 2), 0)
    left = np.isfinite(mate_m) & (mate_m > params.on_nm * M_PER_NM) & (around == 0)
    left &= np.isin(boats, at_sea) & ~np.isin(tracks["mmsi"][boats], _in_contact(context, params))
    left &= (group >= 0) | (tracks["sog_kn"][boats] < params.steams_kn)
    rows, mate_nm, group = boats[left], mate_m[left] / M_PER_NM, group[left]
    names = [context.own_state.names[each] if each >= 0 else "" for each in group.tolist()]
    return findings(
        rows,
        ramp(mate_nm, params.on_nm, params.full_nm) * np.where(group >= 0, 1.0, LEARNED_SHARE),
        group_zh=[f"编组 {name} " if name else LEARNED_ZH for name in names],
        group_en=[f"group {name}" if name else LEARNED_EN for name in names],
        mate_nm=mate_nm,
        on_nm=np.full(len(rows), params.on_nm),
    )


def _in_shelter(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    harbours = numbers(context.zones, ("harbour", "port", "anchorage"))
    return np.asarray(context.narrow[rows] | context.inside[rows][:, harbours].any(axis=1))


def _in_contact(context: DetectorContext, params: LeftGroupParams) -> list[int]:
    since_s = context.tick.t_s - params.contact_s
    return [each.mmsi for each in context.clues if each.kind == CONTACT and each.mmsi and each.t_s >= since_s]


def _nearest_mate_m(context: DetectorContext, boats: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Metres to the nearest vessel of the same registered group, however far (m,); NaN where none is received."""
    away_m = np.full(len(boats), np.nan)
    listed = np.flatnonzero(group >= 0)
    group = group[listed]
    lat, lon = (context.tracks[name][boats[listed]] for name in ("lat_deg", "lon_deg"))
    asked = np.flatnonzero(np.bincount(group)[group] > 1) if len(group) else group
    within_m = FIRST_WITHIN_M
    while len(asked) and within_m < FARTHEST_M:
        range_m = nearest(points(lat, lon, within_m / 2), asked, 1, group)[1][:, 0]
        found = np.isfinite(range_m)
        away_m[listed[asked[found]]] = range_m[found]
        asked, within_m = asked[~found], 4 * within_m
    return away_m


def _nearest_company_m(
    context: DetectorContext, memory: Table, boats: np.ndarray, params: LeftGroupParams
) -> np.ndarray:
    """Metres to the nearest of its long-time companions (m,); NaN when they are too few, or one is not received."""
    nearest_m, known = np.full(len(boats), np.inf), np.zeros(len(boats), dtype=np.int64)
    for number in range(MATES):
        well = memory[f"with_{number}_s"][boats] >= params.company_s
        away_m = _to_mate_m(context, boats, memory[f"mate_{number}"][boats], boats)
        nearest_m = np.where(well, np.minimum(nearest_m, away_m), nearest_m)  # NaN (not received) stays
        known += well
    return np.where(known >= LEAST_MATES, nearest_m, np.nan)


def _keep_company(context: DetectorContext, memory: Table, at_sea: np.ndarray, params: LeftGroupParams) -> None:
    """Learn which vessels sail together: nearby mates gain time, short-lived ones give way to the nearest others."""
    near_m = params.company_nm * M_PER_NM
    free = np.zeros(len(at_sea), dtype=bool)
    for number in range(MATES):
        mate, time_s = memory[f"mate_{number}"], memory[f"with_{number}_s"]
        away_m = _to_mate_m(context, at_sea, mate[at_sea], at_sea)
        close = away_m <= near_m
        gain_s = np.where(
            close, context.dt_s, np.where(np.isnan(away_m), -context.dt_s, 0.0)
        )  # a mate that is not received is forgotten
        time_s[at_sea] = np.clip(time_s[at_sea] + gain_s, 0.0, 4 * params.company_s)
        gone = at_sea[~close & (time_s[at_sea] < params.company_s)]
        mate[gone], time_s[gone] = 0, 0.0
        free |= mate[at_sea] == 0
    if free.any() and len(at_sea) > 1:
        _take_company(context, memory, at_sea, free, near_m)


def _take_company(context: DetectorContext, memory: Table, at_sea: np.ndarray, free: np.ndarray, near_m: float) -> None:
    tracks, rows = context.tracks, at_sea[free]
    crowd = points(tracks["lat_deg"][at_sea], tracks["lon_deg"][at_sea], near_m / 2)
    found = nearest(crowd, np.flatnonzero(free), MATES + 1)[0]
    candidates = np.append(tracks["track_id"][at_sea], 0)[found]  # what is not found is numbered -1, the last
    for column in candidates.T:
        held = np.stack([memory[f"mate_{number}"][rows] for number in range(MATES)])
        wanted = (column > 0) & ~(held == column).any(axis=0) & (held == 0).any(axis=0)
        slot = (held == 0).argmax(axis=0)
        for number in range(MATES):
            put = wanted & (slot == number)
            memory[f"mate_{number}"][rows[put]] = column[put]


def _to_mate_m(context: DetectorContext, rows: np.ndarray, mate: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Metres from each row to the track `mate`, searched among these rows (m,); NaN where it is missing."""
    tracks = context.tracks
    if not len(among):
        return np.full(len(rows), np.nan)
    order = among[np.argsort(tracks["track_id"][among])]
    at = np.minimum(np.searchsorted(tracks["track_id"][order], mate), len(order) - 1)
    other = order[at]
    away_m = distance_m(*(tracks[name][each] for each in (rows, other) for name in ("lat_deg", "lon_deg")))
    return np.where((tracks["track_id"][other] == mate) & (mate > 0), away_m, np.nan)
