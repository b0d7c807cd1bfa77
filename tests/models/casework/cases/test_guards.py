"""The guards of the table: rank, craft, place, certificates, evidence and other eyes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.models.casework.cases.office import (
    CHIEF,
    CITY,
    COMMANDER,
    DUTY,
    FACTS,
    GRID,
    LEGAL,
    OTHER_DUTY,
    TEXT,
    Office,
)

ISSUE = {"to": "east", "craft": "e1", "task": "board", "text": TEXT}
ASSESS = {"kind": "dark", "colour": "orange", "why": "可疑"}


def test_red_is_lowered_dismissed_ordered_and_reviewed_by_a_commander() -> None:
    office = Office()
    case_id = office.opened("alert:drift-T2")
    assert office.case().colour == "red"
    assert "lowering a red case" in office.why(DUTY, "case_assess", case_id, **ASSESS)
    assert "dismissing a red case" in office.why(DUTY, "case_dismiss", case_id, why="误报")
    office.do(DUTY, "case_assess", case_id, **{**ASSESS, "colour": "red"})
    assert "a red case" in office.why(DUTY, "order_issue", case_id, **ISSUE)
    office.do(COMMANDER, "order_issue", case_id, **ISSUE)
    office.forward(f"{case_id}/O1", "ack", "report")
    assert "reviewing a red case" in office.why(OTHER_DUTY, "review", case_id, verdict="accept", why="好")
    office.do(CHIEF, "review", case_id, verdict="accept", why="好")


def test_distress_is_the_rescue_centres() -> None:
    office = Office()
    case_id = office.opened("alert:drift-T9", CITY)
    office.do(CITY, "case_assess", case_id, **{**ASSESS, "colour": "distress"})
    rescue = {**ISSUE, "task": "rescue"}
    assert "rescue centre" in office.why(COMMANDER, "order_issue", case_id, **rescue)
    office.do(CITY, "order_issue", case_id, **rescue)
    assert "cannot be declined" in office.why(GRID, "order_decline", f"{case_id}/O1", why="风大")
    assert "rescue centre" in office.why(DUTY, "order_release", f"{case_id}/O1", release_why="recalled")
    assert "never paused" in office.why(CITY, "case_pause", case_id, why="weather")
    office.do(CITY, "order_release", f"{case_id}/O1", release_why="completed")
    assert "rescue centre" in office.why(CITY, "case_dismiss", case_id, why="已获救")
    office.do(CHIEF, "case_dismiss", case_id, why="已获救")


def test_what_only_a_commander_may_send() -> None:
    office = Office()
    case_id = office.assessed()
    assert "another unit's craft" in office.why(DUTY, "order_issue", case_id, **{**ISSUE, "craft": "w1"})
    assert "under a ministry" in office.why(CITY, "order_issue", case_id, **{**ISSUE, "craft": "c1"})
    office.issued(case_id, craft="e1")
    office.issued(case_id, craft="e2")
    assert "last craft in reserve" in office.why(DUTY, "order_issue", case_id, **{**ISSUE, "craft": "e3"})
    office.issued(case_id, COMMANDER, "e3")


def test_a_craft_must_be_fit_or_a_commander_says_why_not() -> None:
    office = Office()
    case_id = office.assessed()
    needs = {"powers": ["board", "tow"], "officers": 2}
    wanted = {**ISSUE, "needs": needs}
    assert "no power to tow" in office.why(DUTY, "order_issue", case_id, **wanted)
    assert "no power to tow" in office.why(DUTY, "order_issue", case_id, **wanted, override_why="急")
    office.do(COMMANDER, "order_issue", case_id, **wanted, override_why="急")
    office.do(GRID, "craft_state", "e2", state="down", why="主机故障")
    assert "out of service" in office.why(DUTY, "order_issue", case_id, **{**ISSUE, "craft": "e2"})
    assert "no craft" in office.why(DUTY, "order_issue", case_id, **{**ISSUE, "craft": "x"})


def test_an_engaged_craft_is_taken_away_only_by_name() -> None:
    office = Office()
    first = office.ordered()
    other = office.assessed("alert:drift-T3", "yellow")
    assert first in office.why(DUTY, "order_issue", other, **ISSUE)
    office.do(DUTY, "order_issue", other, **ISSUE, preempt=first)
    left = office.book.cases[first.partition("/")[0]]
    assert (left.orders[0].state, left.orders[0].why["released"], left.state) == ("released", "replaced", "assessed")


def test_a_scheduled_order_does_not_engage_a_craft_before_its_time() -> None:
    office = Office()
    office.ordered(for_s=FACTS.t_s + 3600.0)
    other = office.assessed("alert:drift-T3", "yellow")
    office.issued(other)
    office.wait(3600.0)
    assert "is on" in office.why(DUTY, "order_issue", other, **ISSUE)


def test_on_scene_is_within_a_mile_of_the_target() -> None:
    office = Office()
    order_id = office.ordered()
    office.forward(order_id, "ack")
    far = {"lon": 122.53, "lat": 30.0}
    assert "1.6 NM" in office.why(GRID, "order_on_scene", order_id, place=far)
    office.do(GRID, "order_on_scene", order_id, place=far, why="目标已移动")
    assert office.case().orders[0].why == {"on_scene": "目标已移动"}


def test_a_boarding_has_two_certified_officers_and_its_evidence() -> None:
    office = Office()
    order_id = office.ordered(evidence_must=["track", "photo"])
    office.forward(order_id, "ack")
    one = {"result": "violation", "boarded": True, "officers": [{"name": "甲", "cert_no": "1"}, {"name": "乙"}]}
    assert "two officers" in office.why(GRID, "order_report", order_id, **one)
    two = {**one, "officers": [{"name": "甲", "cert_no": "1"}, {"name": "乙", "cert_no": "2"}]}
    assert "photo" in office.why(GRID, "order_report", order_id, **two)
    office.do(GRID, "order_report", order_id, **two, missing_why="相机损坏")


@pytest.mark.parametrize("by", [DUTY, GRID])
def test_nobody_reviews_their_own_work(by: Any) -> None:
    office = Office()
    case_id = office.disposed()
    reviewer = replace(by, roles=("duty",))
    assert "is not reviewed by the person" in office.why(reviewer, "review", case_id, verdict="accept", why="好")


def test_a_review_sends_the_case_back_and_its_orders_count_no_more() -> None:
    office = Office()
    case_id = office.disposed()
    office.do(OTHER_DUTY, "review", case_id, verdict="return", why="照片不清")
    assert office.case().state == "assessed" and office.case().round == 2
    office.issued(case_id, craft="e2")
    office.forward(f"{case_id}/O2", "ack", "report")
    assert office.case().state == "disposed"


def test_the_legal_officer_judges_first_where_it_points_to_a_crime() -> None:
    office = Office()
    case_id = office.opened()
    office.do(DUTY, "case_assess", case_id, **ASSESS, criminal_hint=True)
    office.issued(case_id)
    office.forward(f"{case_id}/O1", "ack", "report")
    assert "legal review first" in office.why(OTHER_DUTY, "review", case_id, verdict="accept", why="好")
    assert "legal officer" in office.why(OTHER_DUTY, "review", case_id, stage="legal", verdict="accept", why="好")
    office.do(LEGAL, "review", case_id, stage="legal", verdict="accept", why="合法")
    office.do(OTHER_DUTY, "review", case_id, verdict="accept", why="好")
    assert office.case().state == "closed"
