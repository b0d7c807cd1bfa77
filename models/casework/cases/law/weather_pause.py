"""The pause for weather: only while the wind of a forecast is over what the craft may go out in, and no longer."""

from __future__ import annotations

from collections.abc import Iterable

from models.casework.cases.nouns import Case, CasePlace
from models.casework.cases.workplace import PatrolCraft
from models.casework.facts import Facts
from models.messages.clue import Clue

WEATHER = "weather"


def beaufort_mps(force: float) -> float:
    """The mean wind of a force, m/s (WMO: 0.836 force^1.5)."""
    return float(0.836 * force**1.5)


def wind_over_limit(case: Case, facts: Facts) -> Clue | None:
    """The forecast that keeps the craft of a case in port: that of its live orders, or every boat of its unit."""
    craft = _craft(case, facts)
    now = [each for each in facts.clues.values() if _blows(each, case.place, facts.t_s)]
    strongest = max(now, key=lambda each: each.wind_force or 0, default=None)
    if strongest is None or not craft:
        return None
    over = beaufort_mps(strongest.wind_force or 0) > max(each.wind_max_mps for each in craft)
    return strongest if over else None


def _craft(case: Case, facts: Facts) -> list[PatrolCraft]:
    known = facts.site.craft
    sent = [known[each.craft] for each in case.orders if each.live and each.craft in known]
    return (
        sent
        or [each for each in known.values() if each.unit == case.unit and each.kind == "boat"]
        or list(known.values())
    )


def _blows(clue: Clue, place: CasePlace | None, t_s: float) -> bool:
    if clue.source != WEATHER or clue.wind_force is None:
        return False
    if not (clue.valid_from_s or 0.0) <= t_s < (clue.valid_to_s or float("inf")):
        return False
    return place is None or not clue.polygon or _inside(place, clue.polygon)


def _inside(place: CasePlace, corners: Iterable[tuple[float, float]]) -> bool:
    """Whether a place lies in a ring of corners (longitude, latitude), by the even-odd rule."""
    ring = list(corners)
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > place.lat) != (y2 > place.lat) and place.lon < (x2 - x1) * (place.lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def pause_over(case: Case, facts: Facts) -> bool:
    """Whether the case stands still for a forecast that has ended, is no longer known, or is no longer over a limit."""
    pause = next((each for each in case.pauses if each.to_s is None and each.why == WEATHER), None)
    if pause is None:
        return False
    ended = pause.until_s is not None and facts.t_s >= pause.until_s
    return ended or (bool(facts.vessels) and wind_over_limit(case, facts) is None)  # once there is a picture
