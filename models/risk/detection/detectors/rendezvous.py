"""Rendezvous: two vessels meet at sea and stay close to each other, slowly and for long, as when cargo changes hands.

Within 200 m (Starboard) plus both half lengths, both below 2 kn (Global Fishing Watch), for a quarter of an hour: full
evidence at once where one of them is built to lift cargo over the side, later in sheltered water, last on the open sea.
Left out, because lying close is the work there: berths, harbours, anchorages, rafts, fishing vessels among themselves,
service craft and law enforcement vessels, two work boats. Only vessels seen to arrive count: others may have moored
there before the watch began. Far from land, berths and anchorages that is no reason: there a merchant ship that lies
within 500 m of another vessel for two hours is reported, whether or not anybody was seen to arrive. Neighbours:
encounters/neighbours.py; durations: encounters/contacts.py. The same vessels do not also loiter: alerts/precedence.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from models.base.geo import or_else, ramp
from models.base.schema import KIND, LIFE, NAN, STATION, Column, Table, among, stack, take
from models.base.settings import Positive, Share
from models.risk.detection.detector import Ceiling, DetectorContext, Findings, Params, detector, findings, is_ship
from models.risk.detection.encounters.contacts import PAIR, Contacts
from models.risk.detection.encounters.neighbours import Neighbours, counts, pairs, points
from models.risk.detection.encounters.service_craft import attending, tugs
from models.risk.detection.wake import Wake
from models.risk.detection.waters.zone_rules import numbers
from models.site.register import Register
from models.site.site import Site
from models.tracking.motion import ANCHORED, HELD, MOORED

SHELTERS = ("port", "harbour", "anchorage")  # kinds of zone
MOST_NEAR = 4  # a vessel with more neighbours lies in a raft, an anchorage or a fleet
USUAL_LENGTH_M = 40.0  # where none is reported
TOWS = among((11, 12))  # navigational status: towing astern, pushing ahead (ITU-R M.1371-5)
WORKERS = among(
    (KIND["law"], KIND["service"])
)  # law enforcement, tugs, pilots, dredgers: lying alongside is their work
FLEETS = among((KIND["fishing"], KIND["pleasure"], KIND["other"]))
IS_CLASS_B = among((STATION["class_b_so"], STATION["class_b_cs"]))
LIFTER = re.compile(rb"\bCRANE|\bDERRICK|FU ?DIAO|QI ?ZHONG|\bSELF.?UNLOAD|ZI ?XIE")  # floating cranes, self-unloaders
LIFTER_CLASSES = ("floating_crane", "self_unloader", "sand_carrier", "inland_barge")  # of the site's register
PERMITS = {"bunkering", "ship_to_ship"}  # words of the register that permit lying alongside others
LIFTER_SHARE, SHELTERED_SHARE, OPEN_SHARE = 1.0, 0.7, 0.4  # of the evidence after a quarter of an hour
NIGHT_MORE, NIGHT_H = 0.1, (20, 5)  # added at night, local time
CROWD_M = 1852.0  # with so many neighbours so near a vessel lies at an anchorage, on the chart or not
CROWD = 4
MOST_LYING = 1.1  # the time together counts no further, so that they part in a while
FLEET_SHARE = 0.3  # two vessels of a fleet together are normal: never an alert, and little risk

MEMORY = (Column("way_s", "f8", NAN, "s", "when it was last seen making way"),)


class RendezvousParams(Params):
    weight: Share = 0.65
    release_s: Positive = 900.0
    ceiling: Ceiling = "orange"
    quiet_s: Positive = 3600.0
    contact_m: Positive = 200.0
    max_speed_kn: Positive = 2.0
    way_kn: Positive = 3.0  # no vessel drifts or swings this fast
    came_within_s: Positive = 3600.0
    berth_m: Positive = 400.0  # nearer to land it is alongside; the coast line is accurate to 100 m
    on_s: Positive = 450.0
    full_s: Positive = 900.0
    surely_s: Positive = 1800.0  # full evidence anywhere, for any kind
    lying_m: Positive = 500.0  # so near, and so long, far from land: also if nobody saw them arrive
    lying_s: Positive = 7200.0
    far_m: Positive = 5000.0


WORDS = {
    "zh": {
        "title": "海上会合",
        "reason": "两船{place_zh}相距 {range_m:.0f} 米、航速均低于 {below_kn:.0f} 节，已 {for_min:.0f} 分钟",
    },
    "en": {
        "title": "Rendezvous",
        "reason": "two vessels {range_m:.0f} m apart {place_en}, both below {below_kn:.0f} kn, for {for_min:.0f} min",
    },
}
PLACE_ZH, PLACE_EN = (
    ("在开阔水域", "在遮蔽水域", "（其一可过驳）"),
    ("at sea", "in sheltered water", "(one can lift cargo)"),
)


@dataclass
class Meetings:
    """Current meetings, and what the site's register says about each entry."""

    register: Register
    contacts: Contacts = field(default_factory=Contacts)
    lying: Contacts = field(default_factory=Contacts)  # far from land, whether or not seen to arrive

    def __post_init__(self) -> None:
        entries = self.register.entries
        self.lifts = np.array([*(each.craft_class in LIFTER_CLASSES for each in entries), False])  # last: not listed
        self.permitted = np.array([*(bool(PERMITS & set(each.permits)) for each in entries), False])


def meetings(site: Site) -> Meetings:
    """No meeting yet."""
    return Meetings(site.register)


@detector(
    "rendezvous",
    group="behaviour",
    params=RendezvousParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=meetings,
    every=10,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: RendezvousParams) -> Findings:
    """Pairs that have met and stay together."""
    tracks, contacts, t_s = context.tracks, context.own_state.contacts, context.tick.t_s
    moving = context.reported[tracks["sog_kn"][context.reported] >= params.way_kn]
    memory["way_s"][moving] = t_s
    _follow_lying(context, params)
    one, other, range_m = _together(context, params)
    if len(one) or len(contacts.pairs["key"]):
        came = np.fmax(memory["way_s"][one], memory["way_s"][other]) >= t_s - params.came_within_s
        came |= contacts.knows(tracks, one, other)
        arrived = (each[came] for each in (one, other, range_m))
        contacts.follow(tracks, *arrived, t_s=t_s, dt_s=context.dt_s, full_s=params.surely_s)
    return _found(context, params)


def _follow_lying(context: DetectorContext, params: RendezvousParams) -> None:
    """Count the time of merchant ships and other vessels that lie near each other on the open sea."""
    tracks, lying = context.tracks, context.own_state.lying
    slow = (tracks["sog_kn"] < params.max_speed_kn) & (tracks["life"] == LIFE["confirmed"]) & ~context.narrow
    rows = np.flatnonzero(slow)
    rows = rows[is_ship(tracks, rows) & ~TOWS[tracks["nav_status"][rows]] & ~WORKERS[tracks["kind"][rows]]]
    place = tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows]
    rows = rows[counts(points(*place, CROWD_M / 2), CROWD) < CROWD]
    near = pairs(points(tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows], params.lying_m / 2), MOST_NEAR)
    one, other = rows[near.one], rows[near.other]
    meant = (
        _open_sea(context, one, params)
        & _open_sea(context, other, params)
        & _not_moored_apart(context, near, one, other)
    )
    meant &= (tracks["kind"][one] == KIND["merchant"]) | (tracks["kind"][other] == KIND["merchant"])
    meant &= ~_permitted(context, one, other)
    if meant.any() or len(lying.pairs["key"]):
        at = one[meant], other[meant], near.range_m[meant]
        lying.follow(tracks, *at, t_s=context.tick.t_s, dt_s=context.dt_s, full_s=MOST_LYING * params.lying_s)


def _open_sea(context: DetectorContext, rows: np.ndarray, params: RendezvousParams) -> np.ndarray:
    """Far from land, ports, anchorages and places where others come to rest, and no service craft; mask (m,)."""
    tracks = context.tracks
    lat, lon = tracks["lat_deg"][rows], tracks["lon_deg"][rows]
    open_sea = ~(context.waters.to_land_m(lon, lat) < params.far_m) & ~_in(context, rows, *SHELTERS)
    open_sea &= ~context.traffic.berth_near(lat, lon, tracks["mmsi"][rows])
    return np.asarray(open_sea & ~attending(tracks, rows) & ~tugs(tracks, rows))


def _not_moored_apart(context: DetectorContext, near: Neighbours, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Not two vessels that each lie at their own anchor or buoy; mask (m,)."""
    status, length_m = context.tracks["nav_status"], or_else(context.tracks["length_m"], USUAL_LENGTH_M)
    return np.asarray(
        ~(HELD[status[one]] & HELD[status[other]]) | (near.range_m <= (length_m[one] + length_m[other]) / 2)
    )


def _together(context: DetectorContext, params: RendezvousParams) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs that lie close to each other where that is not their work: rows, rows, metres."""
    tracks = context.tracks
    slow = (tracks["sog_kn"] < params.max_speed_kn) & (tracks["life"] == LIFE["confirmed"])
    rows = np.flatnonzero(slow & ~((tracks["nav_status"] == MOORED) & context.narrow))
    rows = rows[is_ship(tracks, rows) & ~TOWS[tracks["nav_status"][rows]] & ~_in(context, rows, "harbour", "port")]
    length_m = or_else(tracks["length_m"][rows], USUAL_LENGTH_M)
    reach_m = (params.contact_m + length_m) / 2
    near = pairs(points(tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows], reach_m), MOST_NEAR)
    one, other = rows[near.one], rows[near.other]
    alongside = near.range_m <= (length_m[near.one] + length_m[near.other]) / 2
    meant = _meant(context, one, other, alongside, params)
    return one[meant], other[meant], near.range_m[meant]


def _meant(
    context: DetectorContext, one: np.ndarray, other: np.ndarray, alongside: np.ndarray, params: RendezvousParams
) -> np.ndarray:
    if not len(one):
        return np.zeros(0, dtype=bool)
    kind, status = context.tracks["kind"], context.tracks["nav_status"]
    lifts = _lifts(context, one) | _lifts(context, other)
    law = (kind[one] == KIND["law"]) | (kind[other] == KIND["law"])
    at_work = _works(context, one) | _works(context, other)
    at_work |= _berthed(context, one, params) | _berthed(context, other, params)
    at_work |= (status[one] == MOORED) & (status[other] == MOORED)
    swinging = (
        (status[one] == ANCHORED) & (status[other] == ANCHORED) & ~alongside
    )  # neighbours, each at its own anchor
    return ~law & ~swinging & ~_permitted(context, one, other) & (lifts | ~at_work)


def _permitted(context: DetectorContext, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether the register permits one of each pair to lie alongside others; mask (m,)."""
    permitted = context.own_state.permitted
    return np.asarray(_listed(context, one, permitted) | _listed(context, other, permitted))


def _works(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Whose work it is to lie alongside others, by type, number or name; mask (m,)."""
    return np.asarray(WORKERS[context.tracks["kind"][rows]] | attending(context.tracks, rows))


def _berthed(context: DetectorContext, rows: np.ndarray, params: RendezvousParams) -> np.ndarray:
    """Alongside a quay, or at an anchorage where ships are supplied; mask (m,)."""
    to_land_m = context.waters.to_land_m(context.tracks["lon_deg"][rows], context.tracks["lat_deg"][rows])
    return np.asarray((to_land_m < params.berth_m) | _in(context, rows, "anchorage"))


def _found(context: DetectorContext, params: RendezvousParams) -> Findings:
    standing, long = _standing(context.own_state, params)
    row, partner, timer_s = (standing[name] for name in ("row", "partner", "timer_s"))
    if not len(row):
        return findings(row, timer_s)
    lifts = _lifts(context, row) | _lifts(context, partner)
    place = np.where(lifts, 2, np.where(context.narrow[row] | context.narrow[partner], 1, 0))
    share = np.array([OPEN_SHARE, SHELTERED_SHARE, LIFTER_SHARE])[place] + NIGHT_MORE * _night(context)
    share = np.minimum(share, 1.0)
    score = share * ramp(timer_s, params.on_s, params.full_s)
    score += (1 - share) * ramp(timer_s, params.full_s, params.surely_s)
    score *= np.where(_of_a_fleet(context, row) & _of_a_fleet(context, partner) & ~lifts, FLEET_SHARE, 1.0)
    score = np.where(long, 1.0, score)
    return findings(
        row,
        score,
        partner=partner,
        place_zh=[PLACE_ZH[each] for each in place.tolist()],
        place_en=[PLACE_EN[each] for each in place.tolist()],
        range_m=standing["range_m"],
        below_kn=np.full(len(row), params.max_speed_kn),
        for_min=(context.tick.t_s - standing["since_s"]) / 60,
    )


def _standing(state: Meetings, params: RendezvousParams) -> tuple[Table, np.ndarray]:
    """The columns of PAIR of the pairs that stand, each once; mask (m,) of those that have lain together for long."""
    met = take(state.contacts.pairs, state.contacts.pairs["stands"] & (state.contacts.pairs["timer_s"] > params.on_s))
    lying = take(state.lying.pairs, state.lying.pairs["stands"] & (state.lying.pairs["timer_s"] >= params.lying_s))
    only = ~np.isin(met["key"], lying["key"])
    long = np.r_[np.zeros(int(only.sum()), dtype=bool), np.ones(len(lying["key"]), dtype=bool)]
    return stack(PAIR, [take(met, only), lying]), long


def _of_a_fleet(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Fishing and pleasure vessels, and class B vessels that have not reported their type; mask (m,)."""
    kind = context.tracks["kind"][rows]
    return np.asarray(FLEETS[kind] | ((kind == KIND["unknown"]) & IS_CLASS_B[context.tracks["station"][rows]]))


def _lifts(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Built to lift cargo over the side, or to receive it, by the register or by name; mask (m,)."""
    names = context.tracks["name"][rows].tolist()
    named = np.fromiter((LIFTER.search(name) is not None for name in names), dtype=bool, count=len(names))
    return named | _listed(context, rows, context.own_state.lifts)


def _listed(context: DetectorContext, rows: np.ndarray, which: np.ndarray) -> np.ndarray:
    return np.asarray(which[context.own_state.register.by_mmsi(context.tracks["mmsi"][rows])])


def _in(context: DetectorContext, rows: np.ndarray, *kinds: str) -> np.ndarray:
    return np.asarray(context.inside[rows][:, numbers(context.zones, kinds)].any(axis=1))


def _night(context: DetectorContext) -> bool:
    hour = (context.tick.t_s / 3600 + context.utc_offset_h) % 24
    return hour >= NIGHT_H[0] or hour < NIGHT_H[1]
