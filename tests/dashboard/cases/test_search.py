"""Searches: what they begin with, what is not known, the pattern that is proposed, and how the probability adds up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dashboard.cases.emergency.nearest import START_MIN, near_ships
from dashboard.cases.emergency.search_answer import (
    HOURS,
    SearchAnswer,
    legs_of_plan,
    pod_reached,
    search_geojson,
    search_of,
)
from dashboard.cases.emergency.search_facts import SearchFacts, facts_of_search, needs_search, out_of_limits, typed
from dashboard.common.memo import Memo
from models.base.schema import KIND, LIFE
from models.casework.cases.nouns import Case, CasePlace, ClueRef, LastMove, Target
from models.messages.clue import Clue
from models.messages.picture import Picture
from models.ways.outlines import share_inside
from tests.dashboard.pictures import T0, craft, picture, site

SQUARE = ((122.0, 29.5), (123.5, 29.5), (123.5, 30.5), (122.0, 30.5))


def case(**values: Any) -> Case:
    clue = ClueRef("clue:hotline/1", "hotline", T0 - 1800.0, T0 - 1700.0, {"text": "man overboard"})
    usual: dict[str, Any] = {
        **{"id": "ZS-20231115-0009", "seq": 1, "kind": "distress", "colour": "distress", "unit": "putuo", "by": "Lin"},
        **{"last": LastMove("case_open", "Lin", T0), "place": CasePlace(122.5, 30.0), "clues": (clue,)},
    }
    return Case(**{**usual, **values})


def search(of: Case, shown: Picture | None = None, **asked: str) -> SearchAnswer:
    facts = facts_of_search(of, shown or picture(craft(0)), asked)
    return search_of(of, site(), facts, T0, Memo())


def test_a_vessel_that_still_sends_is_where_it_is_now_and_else_where_it_was_reported() -> None:
    sends = case(target=Target(2, 412_000_002, "HAI YUN 1"))
    assert facts_of_search(sends, picture()).where == "gnss"
    assert facts_of_search(sends, picture()).lon == pytest.approx(122.6)
    lost = picture(craft(life=LIFE["lost"]))
    said = facts_of_search(sends, lost)
    assert (said.where, said.lon, said.error_nm, said.t_s) == ("place", 122.5, 1.0, T0 - 1800.0)


def test_a_vague_position_has_the_radius_that_was_stated_as_its_error() -> None:
    vague = case(place=CasePlace(122.5, 30.0, radius_m=5556.0))
    facts = facts_of_search(vague, picture(craft(0)))
    assert (facts.where, facts.error_nm) == ("vague", pytest.approx(3.0))
    assert search(vague).circle[2] > 3.3  # 1.1 (X + Y)


def test_of_a_reported_place_without_an_error_the_first_circle_is_six_miles() -> None:
    assert search(case()).circle[2] == 6.0


def test_without_a_position_the_waters_of_the_unit_are_the_circle_of_doubt() -> None:
    nowhere = search(case(place=None))
    assert nowhere.clouds is None and nowhere.legs is None and nowhere.circle[2] > 6.0
    found = search_geojson(nowhere, case(place=None), False)["features"]
    assert [each["properties"]["what"] for each in found] == ["circle"]


def test_what_an_officer_types_counts_and_nonsense_does_not() -> None:
    facts = typed(SearchFacts(122.0, 30.0), {"wind_mps": "8", "wind_from_deg": "30", "error_nm": "x", "lat": "99"})
    assert (facts.wind, facts.wind_mps, facts.error_nm, facts.lat) == ("typed", 8.0, 1.0, 30.0)
    assert typed(facts, {"lon": "122.1", "lat": "30.1"}).where == "typed"
    assert typed(facts, {"object": "whale"}).object == "person"


@pytest.mark.parametrize(("name", "value"), [("wind_mps", "600"), ("wind_mps", "-5"), ("lon", "abc"), ("lat", "nan")])
def test_a_number_out_of_its_limits_is_named_and_not_left_out_unseen(name: str, value: str) -> None:
    assert out_of_limits({"hours_h": "2", "wind_from_deg": "", name: value}) == name
    assert out_of_limits({"hours_h": "2", "draft": "1"}) == ""


def test_a_forecast_gives_the_speed_of_the_wind_and_all_directions() -> None:
    gale = Clue("weather", "1", T0, kind="wind_8", polygon=SQUARE, valid_from_s=T0 - 1.0, valid_to_s=T0 + 9.0)
    facts = facts_of_search(case(), picture(craft(0), clues=(gale,)))
    assert (facts.wind, facts.wind_mps) == ("around", 18.9)
    cloud = search(case(), picture(craft(0), clues=(gale,))).clouds
    assert cloud is not None
    off = np.array(cloud.datum(-1)) - (122.5, 30.0)
    assert np.abs(off).max() < 0.05  # it spreads, but goes nowhere in particular


def test_the_outlines_hold_their_shares_and_grow_by_the_hour() -> None:
    answer = search(case(), wind_mps="8", wind_from_deg="30")
    assert answer.clouds is not None
    features = search_geojson(answer, case(), False)["features"]
    for hour in HOURS:
        for share in (0.5, 0.9):
            rings = [
                np.array(each["geometry"]["coordinates"][0])
                for each in features
                if each["properties"].get("share") == share and each["properties"]["hour"] == hour
            ]
            assert share_inside(answer.clouds.lon_deg[hour], answer.clouds.lat_deg[hour], rings) >= share - 0.01


@pytest.mark.parametrize(
    ("error_nm", "pattern"),
    [("0.05", "VS"), ("0.6", "SS"), ("3", "PS")],
)
def test_the_surer_the_datum_the_tighter_the_pattern(error_nm: str, pattern: str) -> None:
    just_now = case(clues=(ClueRef("clue:hotline/1", "hotline", T0, T0),))
    plan = search(just_now, error_nm=error_nm).plan
    assert plan["pattern_used"] == pattern
    assert plan["pod"] == pytest.approx(0.8) and plan["spacing_nm"] == pytest.approx(plan["sweep_nm"], rel=0.01)


def test_the_legs_of_a_kept_plan_are_the_same_whenever_they_are_drawn() -> None:
    answer = search(case(), pattern="PS")
    assert answer.legs is not None
    again = legs_of_plan(answer.plan)
    assert np.array_equal(again.lon_deg, answer.legs.lon_deg) and len(answer.plan["legs_nm"]) == len(again.length_nm)


def test_pod_grows_with_the_length_steered_and_adds_up_over_searches() -> None:
    plan = {"pod": 0.8, "legs_nm": [1.0, 1.0, 2.0]}
    assert pod_reached({}) == 0.0
    assert pod_reached({"plan": plan, "done": []}) == 0.0
    assert pod_reached({"plan": plan, "done": [1, 2]}) == pytest.approx(0.4)
    assert pod_reached({"plan": plan, "done": [1, 2, 3]}) == pytest.approx(0.8)
    assert pod_reached({"plan": plan, "done": [3], "before": [{**plan, "done": [1, 2, 3]}]}) == pytest.approx(0.88)


def test_ships_within_ten_miles_are_listed_by_when_they_can_be_there() -> None:
    table = craft(
        5,
        lon_deg=[122.5, 122.55, 122.52, 122.5, 123.5],
        sog_kn=[0.0, 12.0, 0.0, 9.0, 20.0],
        kind=[KIND["merchant"], KIND["fishing"], KIND["merchant"], KIND["aton"], KIND["merchant"]],
    )
    ships = near_ships(picture(table), 122.5, 30.0, without=1)
    assert [(each.track_id, each.kind) for each in ships] == [(2, "fishing"), (3, "merchant")]
    assert ships[0].minutes == pytest.approx(13.0, abs=0.1) and ships[1].minutes > START_MIN


def test_distress_and_cases_that_search_have_the_section() -> None:
    assert needs_search(case(), "board")
    assert needs_search(case(colour="red"), "rescue")
    assert not needs_search(case(colour="red"), "board")
    assert needs_search(replace(case(colour="red"), sar={"plan": {}}), "board")
