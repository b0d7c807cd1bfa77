"""How a case begins: clues frozen, its owner and number, and the case that is offered instead of a second."""

from __future__ import annotations

import pytest

from tests.models.casework.cases.office import CITY, DUTY, GRID, Office, person


def test_a_case_from_an_alert_freezes_what_the_officer_saw() -> None:
    office = Office()
    case = office.case(office.opened())
    (clue,) = case.clues
    assert (clue.ref, clue.source) == ("alert:drift-T1", "ais")
    assert clue.frozen["text_zh"] == "漂航 2.1 节" and clue.frozen["factors"][0]["name"] == "drift"
    assert case.target and (case.target.track_id, case.target.mmsi) == (1, 412_000_001)
    assert case.place and case.place.lon == 122.5 and case.colour == "orange"
    assert case.times["sensor"] < case.times["opened"]


def test_a_case_from_a_clue_and_from_what_a_person_saw() -> None:
    office = Office()
    office.do(DUTY, "case_open", clues=["clue:hotline/7"])
    assert office.case().target and office.case().clues[0].frozen["text"] == "有人打鱼"
    office.do(GRID, "case_open", clues=["person:老王"], text="看见拖网", place={"lon": 122.6, "lat": 30.1})
    assert office.case().clues[0].frozen == {"text": "看见拖网"} and office.case().id.endswith("-0002")


@pytest.mark.parametrize(
    ("clues", "part"),
    [
        (["alert:gone-T1"], "not known"),
        (["clue:hotline/8"], "not known"),
        (["drift-T1"], "is written"),
        (["person:"], "is written"),
    ],
)
def test_an_unknown_clue_is_refused(clues: list[str], part: str) -> None:
    assert part in Office().why(DUTY, "case_open", clues=clues)


def test_a_clue_that_a_case_holds_and_a_second_alert_of_its_vessel_are_offered_that_case() -> None:
    office = Office()
    case_id = office.opened()
    assert case_id in office.why(DUTY, "case_open", clues=["alert:drift-T1"])
    again = {"clues": ["person:老王"], "text": "又见", "target": {"mmsi": 412_000_001}}
    assert case_id in office.why(DUTY, "case_open", **again, place={"lon": 122.5, "lat": 30.0})
    office.do(DUTY, "case_open", case_id, clues=["alert:drift-T3"])
    assert [each.ref for each in office.case().clues] == ["alert:drift-T1", "alert:drift-T3"]
    office.do(DUTY, "case_open", **again, place={"lon": 122.5, "lat": 30.0}, apart_why="另一行为")
    assert len(office.book.cases) == 2


def test_an_officer_opens_cases_in_own_waters_only() -> None:
    office = Office()
    isle = {"clues": ["person:王"], "place": {"lon": 123.5, "lat": 30.0}}
    assert "these waters" in office.why(person("grid", "west"), "case_open", **isle)
    office.do(person("grid", "isle"), "case_open", **isle)
    assert office.case().unit == "isle"
    office.do(CITY, "case_open", clues=["person:李"])
    assert office.case().unit == "city"  # nobody knows where: the root owns it
