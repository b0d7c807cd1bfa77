"""The play-book in the loop: colour, hint of a crime, what orders take from it, waiver and discretion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.base.settings import CaseworkSettings
from models.casework.case import Book
from models.casework.cases.law.case_facts import FOUND, facts_of, flag_of, misfit
from models.casework.cases.nouns import Case
from models.casework.cases.site_workplace import workplace_of
from models.casework.cases.workplace import PatrolCraft
from models.messages.clue import Clue
from tests.dashboard.pictures import T0, site
from tests.models.casework.cases.office import COMMANDER, DUTY, FACTS, GRID, LEGAL, SITE, TEXT, Office

REAL = workplace_of(site(), CaseworkSettings())
BOOKED = replace(
    SITE,
    playbooks=REAL.playbooks,
    item_on=REAL.item_on,
    waivable=REAL.waivable,
    craft={**SITE.craft, "t1": PatrolCraft("t1", "east", powers=("tow",))},
)
TWO = [{"name": "甲", "cert_no": "1"}, {"name": "乙", "cert_no": "2"}]
POLICE_LINE = "catch_kg >= 10000"


def booked() -> Office:
    return Office(replace(FACTS, site=BOOKED))


def assessed(office: Office, by: Any = DUTY, **more: Any) -> Case:
    case_id = office.do(by, "case_open", clues=["clue:hotline/7"]).subject
    given = {"kind": "moratorium", "colour": "orange", "why": "雷达可见", "items": ["YY-38"], **more}
    office.do(by, "case_assess", case_id, **given)
    return office.case()


def reported(office: Office, **more: Any) -> Case:
    order_id = office.issued(office.case().id)
    office.forward(order_id, "ack")
    body = {"result": "violation", "boarded": True, "officers": TWO, "missing_why": "夜间", **more}
    office.do(GRID, "order_report", order_id, **body)
    return office.case()


def test_a_condition_of_the_play_book_raises_the_colour_and_says_which() -> None:
    made = assessed(booked(), vhf="refused").assessment
    assert made and made.colour == "red" and made.raised_by == ("vhf == refused",)
    assert assessed(booked(), found={"fled": True}).colour == "red"
    assert assessed(booked()).colour == "orange"


def test_a_commander_may_stay_below_the_play_book() -> None:
    assert assessed(booked(), COMMANDER, vhf="refused").colour == "orange"


def test_a_case_begins_with_the_colour_of_its_play_book() -> None:
    overboard = Clue("hotline", "8", T0, 122.5, 30.0, kind="overboard", text="有人落水")
    office = Office(replace(FACTS, site=BOOKED, clues={"hotline/8": overboard}))
    office.do(DUTY, "case_open", clues=["clue:hotline/8"])
    assert (office.case().kind, office.case().colour) == ("distress", "distress")


def test_what_the_play_book_asks_is_frozen_and_goes_into_its_orders() -> None:
    office = booked()
    frozen = assessed(office).assessment
    assert frozen and frozen.playbook["sha256"] == BOOKED.playbooks["moratorium"].sha256
    order_id = office.issued(office.case().id)
    order = office.case().orders[0]
    assert order.id == order_id and order.needs["powers"] == ["board", "fishery"] and order.check_in_min == 30
    assert "catch_record" in order.evidence_must
    assert "no power to board" in office.why(
        DUTY, "order_issue", office.case().id, to="east", craft="t1", task="board", text=TEXT
    )
    office.issued(office.case().id, craft="t1", task="tow")  # another task: the play-book says nothing of it
    assert not office.case().orders[1].needs


def test_a_red_case_asks_for_what_the_play_book_has_for_red() -> None:
    office = booked()
    assessed(office, vhf="refused")
    office.issued(office.case().id, by=COMMANDER)
    assert office.case().orders[0].check_in_min == 15 and office.case().orders[0].needs["boats"] == 2


def test_what_was_found_on_board_hints_at_a_crime() -> None:
    office = booked()
    assert not assessed(office).assessment.criminal_hint  # type: ignore[union-attr]
    case = reported(office, amounts={"catch_kg": 12_000.0})
    assert case.assessment and case.assessment.criminal_hint and case.assessment.criminal_by == (POLICE_LINE,)
    assert case.times["criminal"] == T0
    other = booked()
    assessed(other)
    made = reported(other, found={"gear": "banned"}).assessment
    assert made and made.criminal_by == ("gear == banned",)


def test_what_was_found_is_said_in_the_fields_of_play_books() -> None:
    office = booked()
    case_id = office.do(DUTY, "case_open", clues=["clue:hotline/7"]).subject
    given = {"kind": "moratorium", "colour": "orange", "why": "x"}
    for found in ({"gears": "banned"}, {"gear": "none"}, {"catch_kg": "much"}, {"vhf": "refused"}):
        assert "no field of what was found" in office.why(DUTY, "case_assess", case_id, **given, found=found)
    assert misfit({"gear": "banned", "catch_kg": 3.5, "fled": True, "resisted": "no"}) == "" and "gear" in FOUND


def test_the_facts_of_a_case_follow_from_it() -> None:
    case = assessed(booked(), vhf="answered")
    facts = facts_of(case)
    assert (facts["vhf"], facts["flag"], facts["register.list"]) == ("answered", "own", "none")
    assert facts["record.same_item_24m"] == 0 and "catch_kg" not in facts
    assert (flag_of(None), flag_of(412_000_001), flag_of(538_000_001)) == (None, "own", "foreign")


def to_decision(office: Office) -> Office:
    for name in ("filed", "investigated"):
        step(office, name)
    step(office, "reviewed", LEGAL)
    step(office, "notified")
    return office


def step(office: Office, name: str, by: Any = DUTY, **more: Any) -> None:
    office.do(by, "procedure_step", office.case().id, **{"step": name, "at_s": office.facts.t_s, **more})


def refused(office: Office, by: Any = DUTY, **more: Any) -> str:
    return office.why(by, "procedure_step", office.case().id, **{"step": "decided", "at_s": office.facts.t_s, **more})


def decides() -> Office:
    office = booked()
    assessed(office)
    return to_decision(office)


def test_a_fine_is_within_the_tier_of_the_item_in_force_on_the_day() -> None:
    office = decides()  # in November 2023, under the Fisheries Law of 2013: 0 to 50,000 yuan
    assert "name the tier" in refused(office, penalty={"fine_yuan": 5000.0})
    assert "there is no tier" in refused(office, penalty={"fine_yuan": 5000.0}, discretion={"tier": "特重"})
    assert "from 0 to 50000 yuan by law" in refused(
        office, penalty={"fine_yuan": 60_000.0}, discretion={"tier": "较重"}
    )
    usual = {"tier": "一般"}
    assert "off its tier" in refused(office, penalty={"fine_yuan": 5000.0}, discretion=usual)
    assert "off its tier" in refused(office, LEGAL, penalty={"fine_yuan": 5000.0}, discretion=usual)
    why = {**usual, "why": "主动消除危害后果"}
    assert "off its tier" in refused(office, penalty={"fine_yuan": 5000.0}, discretion=why)
    step(office, "decided", LEGAL, penalty={"fine_yuan": 5000.0}, discretion=why)


def test_after_a_change_of_the_law_the_row_of_the_day_of_the_act_holds() -> None:
    old, new = (REAL.item_on("YY-38", t_s) for t_s in (T0, 1_790_000_000.0))
    assert old and new and old.fine_yuan == (0, 50_000) and new.fine_yuan is None


def test_a_second_fine_for_one_act_is_warned_of() -> None:
    before = decides()
    step(before, "decided", penalty={"fine_yuan": 20_000.0}, discretion={"tier": "一般"})
    office = decides()
    past = replace(before.case(), id="ZS-20231101-0001")
    office.facts = replace(office.facts, past_cases=lambda mmsi: [past])
    fine = {"penalty": {"fine_yuan": 20_000.0}, "discretion": {"tier": "一般"}}
    assert "ZS-20231101-0001 fined the same act" in refused(office, **fine)
    step(office, "decided", **fine, again_why="另一航次")


WAIVER: dict[str, Any] = {
    "ground": "first_minor",
    "why": "首次",
    "harm_minor": True,
    "corrected": True,
    "educated": True,
}


@pytest.mark.parametrize("lacks", ["harm_minor", "corrected", "educated"])
def test_a_waiver_needs_all_that_the_law_asks(lacks: str) -> None:
    assert "may not be waived" in refused(decides(), waiver={**WAIVER, lacks: False})


def test_a_first_breach_is_the_first_in_our_own_ledger() -> None:
    office = decides()
    past = replace(office.case(), id="ZS-20231101-0001")
    office.facts = replace(office.facts, past_cases=lambda mmsi: [past])
    assert "our ledger has a case of the same item" in refused(office, waiver=WAIVER)
    office.facts = replace(office.facts, past_cases=lambda mmsi: [])
    step(office, "decided", waiver=WAIVER)
    assert office.book != Book() and office.case().procedure.waiver == {"ground": "first_minor", "why": "首次"}  # type: ignore[union-attr]


def test_the_play_book_may_rule_a_waiver_out() -> None:
    office = booked()
    assessed(office, found={"fled": True})
    assert "rules it out (fled == yes)" in refused(to_decision(office), waiver=WAIVER)


def test_a_vessel_nobody_knows_has_no_first_breach() -> None:
    office = booked()
    office.do(DUTY, "case_open", clues=["person:王"], place={"lon": 122.5, "lat": 30.0})
    office.do(DUTY, "case_assess", office.case().id, kind="moratorium", colour="orange", why="x", items=["YY-38"])
    assert "not identified" in refused(to_decision(office), waiver=WAIVER)


def test_a_report_speaks_of_every_item_of_the_case() -> None:
    office = booked()
    assessed(office, items=["YY-38", "YY-38G"])
    case = reported(office, items=[{"code": "YY-38", "outcome": "filed"}])
    assert case.orders[0].report and list(case.orders[0].report.items) == [
        {"code": "YY-38", "finding": "found", "outcome": "filed"},
        {"code": "YY-38G", "finding": "not_checked", "outcome": ""},
    ]
    office = booked()
    assessed(office)
    order_id = office.issued(office.case().id)
    office.forward(order_id, "ack")
    said = [{"code": "YY-38", "finding": "not_found", "outcome": "filed"}]
    assert "was not found" in office.why(GRID, "order_report", order_id, result="none", items=said, missing_why="x")
