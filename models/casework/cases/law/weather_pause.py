"""The pause for weather: only while the wind of a forecast is over what the craft may go out in, and no longer."""

from __future__ import annotations

from models.casework.cases.nouns import Case
from models.casework.cases.workplace import PatrolCraft
from models.casework.facts import Facts
from models.messages.clue import Clue
from models.ways.forecast import WEATHER, beaufort_mps, forecasts_at


def wind_over_limit(case: Case, facts: Facts) -> Clue | None:
    """The forecast that keeps the craft of a case in port: that of its live orders, or every boat of its unit."""
    craft = _craft(case, facts)
    place = (case.place.lon, case.place.lat) if case.place else None
    now = forecasts_at(facts.clues.values(), place, facts.t_s, facts.t_s)
    winds = [each for each in now if each.wind_force is not None]
    strongest = max(winds, key=lambda each: each.wind_force or 0, default=None)
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


def pause_over(case: Case, facts: Facts) -> bool:
    """Whether the case stands still for a forecast that has ended, is no longer known, or is no longer over a limit."""
    pause = next((each for each in case.pauses if each.to_s is None and each.why == WEATHER), None)
    if pause is None:
        return False
    ended = pause.until_s is not None and facts.t_s >= pause.until_s
    return ended or (bool(facts.vessels) and wind_over_limit(case, facts) is None)  # once there is a picture
