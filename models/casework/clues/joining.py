"""Open cases that a new clue may belong to: about the same vessel or place, within a time. An officer joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, hypot, inf, radians
from typing import Any

from models.casework.cases.nouns import Case, CasePlace

M_PER_NM = 1852.0
NM_PER_DEG = 60.0


@dataclass(frozen=True)
class JoinLimits:
    """How long after its last clue a case is offered, and how far the same place may be away beside both doubts."""

    within_s: float = 48 * 3600.0
    near_nm: float = 0.5


@dataclass(frozen=True)
class ClueSubject:
    """What a clue is about: a vessel by track or MMSI, 0 if unknown, and a place."""

    t_s: float
    track_id: int = 0
    mmsi: int = 0
    place: CasePlace | None = None


@dataclass(frozen=True)
class JoinOffer:
    """A case that the clue may belong to; `same` is vessel or place, `away_nm` the distance of the places."""

    case: Case
    same: str
    away_nm: float


def subject_of_record(record: Mapping[str, Any], t_s: float) -> ClueSubject:
    """The subject of a clue in the schema of docs/clues.md."""
    lon, lat = record.get("lon"), record.get("lat")
    place = None if lon is None or lat is None else CasePlace(lon, lat, record.get("radius_m") or 0.0)
    return ClueSubject(t_s, 0, int(record.get("mmsi") or 0), place)


def join_offers(cases: Iterable[Case], about: ClueSubject, limits: JoinLimits) -> list[JoinOffer]:
    """The open cases that the clue may belong to: of the same vessel first, then the nearest."""
    found = (_offer(each, about, limits) for each in cases if each.open and _lately(each, about.t_s, limits.within_s))
    return sorted(
        (each for each in found if each), key=lambda each: (each.same != "vessel", each.away_nm, each.case.id)
    )


def _lately(case: Case, t_s: float, within_s: float) -> bool:
    times = [case.times.get("opened", -inf), *(each.detected_s for each in case.clues)]
    return abs(t_s - max(times)) <= within_s


def _offer(case: Case, about: ClueSubject, limits: JoinLimits) -> JoinOffer | None:
    away_nm = _distance_nm(case.place, about.place) if case.place and about.place else inf
    target = case.target
    if target and (
        (about.mmsi and target.mmsi == about.mmsi) or (about.track_id and target.track_id == about.track_id)
    ):
        return JoinOffer(case, "vessel", away_nm)
    if target and target.mmsi and about.mmsi:
        return None  # two known vessels
    doubt_m = (case.place.radius_m if case.place else 0.0) + (about.place.radius_m if about.place else 0.0)
    near = away_nm <= limits.near_nm + doubt_m / M_PER_NM
    return JoinOffer(case, "place", away_nm) if near else None


def _distance_nm(one: CasePlace, other: CasePlace) -> float:
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return NM_PER_DEG * hypot(east, one.lat - other.lat)
