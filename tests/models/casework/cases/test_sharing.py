"""Who sees a case and may not pass it on; the pause for weather; a target that nears another unit's water."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import VESSEL, Table, empty
from models.casework.cases.case_clocks import CaseClocks
from models.casework.cases.clocks import paused_share
from models.casework.cases.law.border import border_ahead
from models.casework.cases.law.sharing import may_see, owns
from models.casework.cases.limits import DEFAULT_MIN
from models.casework.person import DESK
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import CITY, DUTY, FACTS, FAR_DUTY, GALE, SITE, Office, person

ISLE = person("duty", "isle")


def shared(how: str) -> tuple[Office, str]:
    """A case of the east that the west sees: by a thread, an offer, an order or an inspection."""
    office = Office()
    case_id = office.assessed()
    if how == "thread":
        office.do(DUTY, "thread_open", case_id, to=["west"], kind="assistance", question="请协查")
    elif how == "transfer":
        office.do(DUTY, "transfer_offer", case_id, to="west", why="x")
    elif how == "order":
        office.do(CITY, "order_issue", case_id, to="west", task="verify", text={"zh": "核实"})
    elif how == "inspection":
        members = [{"agency": "fishery", "unit": "west"}]
        window = {"from_s": T0, "to_s": T0 + 3600.0}
        office.do(DUTY, "inspection_plan", lead="east", members=members, cases=[case_id], **window)
    return office, case_id


@pytest.mark.parametrize("how", ["thread", "transfer", "order", "inspection"])
def test_what_is_shared_is_seen_and_not_passed_on(how: str) -> None:
    office, case_id = shared(how)
    case, joint = office.case(case_id), office.book.inspections.values()
    assert may_see(SITE, FAR_DUTY, case, joint) and not owns(SITE, FAR_DUTY, case)
    assert not may_see(SITE, ISLE, case, joint)
    assert "may open a thread" in office.why(
        FAR_DUTY, "thread_open", case_id, to=["isle"], kind="copy", question="转告"
    )
    assert "may offer a transfer" in office.why(FAR_DUTY, "transfer_offer", case_id, to="isle", why="转")
    plan = {"lead": "west", "members": [{"agency": "fishery", "unit": "isle"}], "cases": [case_id]}
    refused = office.why(FAR_DUTY, "inspection_plan", **plan, from_s=T0, to_s=T0 + 60.0)
    assert refused == f"{case_id} is only shared with your unit: it cannot be passed on"
    assert not may_see(SITE, ISLE, office.case(case_id), office.book.inspections.values())


def test_a_case_that_is_not_shared_or_is_sensitive_is_not_seen() -> None:
    office, case_id = shared("nothing")
    assert not may_see(SITE, FAR_DUTY, office.case()) and may_see(SITE, CITY, office.case())
    office, case_id = shared("thread")
    assert not may_see(SITE, FAR_DUTY, replace(office.case(case_id), sensitive=True))


def test_weather_pauses_only_while_a_forecast_is_over_the_limit() -> None:
    office = Office()
    case_id = office.assessed()
    breeze = replace(GALE, kind="wind_6")
    office.facts = replace(office.facts, clues={"weather/g1": breeze})
    assert "no forecast here" in office.why(DUTY, "case_pause", case_id, why="weather")
    far = replace(GALE, polygon=((100.0, 10.0), (101.0, 10.0), (101.0, 11.0)))
    office.facts = replace(office.facts, clues={"weather/g1": far})
    assert "no forecast here" in office.why(DUTY, "case_pause", case_id, why="weather")
    office.facts = replace(office.facts, clues={"weather/g1": replace(GALE, valid_to_s=T0 + 1800.0)})
    office.do(DUTY, "case_pause", case_id, why="weather")
    (pause,) = office.case().pauses
    assert (pause.clue, pause.until_s) == ("clue:weather/g1", T0 + 1800.0)
    office.wait(1700.0)
    assert not [each for each in CaseClocks().due(office.book, office.facts) if each.kind == "case_resume"]
    office.wait(200.0)
    (resume,) = [each for each in CaseClocks().due(office.book, office.facts) if each.kind == "case_resume"]
    office.do(replace(DESK, name=resume.actor), "case_resume", resume.subject)
    assert office.case().pauses[0].to_s == T0 + 1900.0
    assert 0.0 < paused_share(office.case(), DEFAULT_MIN, office.facts.t_s) < 1.0


def moving(lon: float, sog_kn: float, cog_deg: float) -> Table:
    vessels = empty(VESSEL, 1)
    for name, value in (("track_id", 1), ("lon_deg", lon), ("lat_deg", 30.0), ("sog_kn", sog_kn), ("cog_deg", cog_deg)):
        vessels[name][:] = value
    return vessels


def test_a_target_that_nears_another_water_is_offered_to_its_unit() -> None:
    office = Office(replace(FACTS, vessels=moving(122.05, 12.0, 270.0)))
    case_id = office.opened()
    case = replace(office.case(case_id), target=replace(office.case().target, track_id=1))  # type: ignore[type-var]
    found = border_ahead(case, office.facts.vessels, SITE)
    assert found and found.unit == "west" and 12 <= found.minutes <= 14 and found.lon < 122.0
    assert border_ahead(case, moving(122.05, 12.0, 90.0), SITE) is None  # away from it
    assert border_ahead(case, moving(122.05, 5.0, 270.0), SITE) is None  # not within 20 minutes
    assert border_ahead(case, moving(122.05, np.nan, np.nan), SITE) is None
    assert border_ahead(replace(case, unit="city"), moving(122.05, 12.0, 270.0), SITE) is None  # the west is its own
