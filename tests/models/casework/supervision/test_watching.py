"""Portraits, risk warnings, suggested letters, tiles."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from models.casework.cases.nouns import Assessment, Case
from models.casework.cases.papers import ClockMark, Procedure
from models.casework.indicators.span import FigureSpan
from models.casework.indicators.view import BesideLedger, FigureScope, FigureView
from models.casework.person import Person
from models.casework.supervision.figure_report import FigureOrder, figure_report, letter_inputs
from models.casework.supervision.letters import LETTERS, WHY, LetterInputs, suggested_letters
from models.casework.supervision.portraits import AXES, may_see_officer, officer_portrait, unit_portrait
from models.casework.supervision.risk_warnings import RISKS, RiskWarning, risk_warnings
from models.casework.supervision.tiles import live_tiles
from models.site.law.seasons import Measure, Season, Seasons
from tests.models.casework.cases.office import SITE
from tests.models.casework.indicators.shop import (
    DAY,
    HOUR,
    A,
    B,
    case,
    closed,
    order,
    report,
    target,
    thread,
    transfer,
    view,
)

END = B - 1.0
MEASURE = Measure("m1", "检查缆绳", "Check the lines", ("isle",))


def boarded(number: int, t_s: float = A + HOUR, **values: Any) -> Case:
    case_id = f"ZS-20231116-{number:04d}"
    times = {"acknowledged": t_s, "under_way": t_s, "on_scene": t_s, "reported": t_s}
    return closed(number, target=target(412000001), orders=(order(case_id, times=times, report=report(t_s, **values)),))


def penal(number: int, t_s: float = A + DAY, mmsi: int = 0, act_s: float = A, **values: Any) -> Case:
    steps = {"filed": A, **({} if values.pop("open", False) else {"decided": t_s})}
    made = Assessment("general", "yellow", "雷达可见", "李", A, items=("YY-38",))
    procedure = Procedure(1, "1", "fishery", "ordinary", steps=steps, facts={"filed": {"act_s": act_s}}, **values)
    return closed(number, procedure=procedure, assessment=made, target=target(mmsi or 412000000 + number))


def warned(*cases: Case, now_s: float = END) -> list[RiskWarning]:
    return risk_warnings(view(*cases, now_s=now_s))


def ids(*cases: Case, now_s: float = END) -> list[str]:
    return [each.id for each in warned(*cases, now_s=now_s)]


def test_decisions_off_their_tier_are_warned_of_from_ten_on() -> None:
    off = [penal(n, discretion={"tier": "较轻", "off_tier": True}) for n in range(3)]
    on = [penal(n, discretion={"tier": "一般", "off_tier": False}) for n in range(3, 10)]
    (found,) = warned(*off, *on)
    assert (found.id, found.unit, found.cases) == ("off_tier", "east", tuple(each.id for each in off))
    assert ids(*off, *on[:6]) == []
    assert ids(*off[:2], *on, penal(11)) == []


def test_three_exemptions_of_one_party_by_the_same_officers() -> None:
    given = {"items": ({"code": "YY-38", "outcome": "exempt_first"},)}
    cases = [boarded(number, **given) for number in (1, 2, 3)]
    assert ids(*cases) == ["same_exempt"]
    assert ids(*cases[:2]) == []


def test_a_recorder_off_twice_within_thirty_days() -> None:
    assert ids(boarded(1, recorder_on=False), boarded(2, A + 9 * DAY, recorder_on=False)) == ["recorder_off"]
    assert ids(boarded(1, A - 40 * DAY, recorder_on=False), boarded(2, recorder_on=False)) == []
    assert ids(boarded(1, recorder_on=False), boarded(2, by="郑", recorder_on=False)) == []


def test_a_hint_of_a_crime_that_nobody_decides_for_three_days() -> None:
    hinted = case(times={"criminal": A})
    assert ids(hinted, now_s=A + 3 * DAY - 1) == []
    assert ids(hinted, now_s=A + 3 * DAY) == ["owed_to_police"]
    assert ids(case(times={"criminal": A, "head_declined": A + DAY})) == []
    assert ids(case(times={"criminal": A, "head_approved": A + DAY})) == ["owed_to_police"]


def test_a_seizure_and_a_procedure_near_their_end() -> None:
    held = ({"what": "渔获", "at_s": A, "until_s": A + 10 * DAY},)
    assert ids(penal(1, seizures=held), now_s=A + 7 * DAY) == ["seizure_ends"]
    assert ids(penal(1, seizures=held), now_s=A + 7 * DAY - 1) == []
    assert ids(penal(1, seizures=({**held[0], "dealt_s": A + DAY},))) == []
    assert ids(penal(1, open=True), now_s=A + 79 * DAY) == []
    assert ids(penal(1, open=True), now_s=A + 82 * DAY) == ["decide_soon"]


def test_two_fines_for_one_act_and_one_material_missing_twice() -> None:
    fine = {"penalty": {"fine_yuan": 1000.0}, "mmsi": 412000001}
    assert ids(penal(1, **fine), penal(2, act_s=A + HOUR, **fine)) == ["fined_twice"]
    assert ids(penal(1, **fine), penal(2, act_s=A + 2 * DAY, **fine)) == []
    gaps = [case(n, transfers=(transfer(f"ZS-20231116-{n:04d}", missing=("M3",)),)) for n in (1, 2)]
    assert "missing_again" in ids(*gaps, now_s=A + DAY)


def test_every_risk_and_letter_has_words_in_both_languages() -> None:
    assert all(each.zh and each.en for each in (*RISKS, *LETTERS.values()))
    assert all(all(each) for each in WHY.values())


def suggested(
    *cases: Case, beside: BesideLedger | None = None, now_s: float = END, **given: Any
) -> set[tuple[str, str, str]]:
    quarter = view(*cases, now_s=now_s, beside=beside or BesideLedger())
    before = FigureView(quarter.rows, FigureSpan(A - 90 * DAY, A, now_s), SITE)
    found = suggested_letters(LetterInputs(quarter, quarter, before, **given))
    assert all(each.letter in LETTERS and each.why in WHY for each in found)
    return {(each.letter, each.to, each.why) for each in found}


def test_the_letters_that_the_figures_suggest() -> None:
    gaps = [
        closed(n, transfers=(transfer(f"ZS-20231116-{n:04d}", gaps=("M3",), times={"refused": A + 1}),))
        for n in (1, 2, 3)
    ]
    found = suggested(*gaps)
    assert {("advice", "east", "same_gap"), ("coordinate", "west", "refused"), ("caution", "east", "risk")} <= found
    marks = tuple(ClockMark("close", pct, A + DAY) for pct in (100, 150))
    assert ("supervise", "east", "clock_150") in suggested(closed(clocks=marks))
    assert ("supervise", "east", "supervised") in suggested(*(closed(n, clocks=marks[:1]) for n in (1, 2, 3)))
    dispute = closed(threads=(thread("ZS-20231116-0001", A + DAY, kind="dispute", to="west"),))
    assert {("supervise", "west", "thread_late"), ("coordinate", "west", "dispute")} <= suggested(dispute)
    assert suggested(beside=BesideLedger(patrolled={"west": (7, 10)})) == {("advice", "west", "uncovered")}
    assert suggested(seasons={"冬防": ("isle",)}, last_twice=("west",)) == {
        ("caution", "isle", "season"),
        ("talk", "west", "last_group"),
    }


def test_a_month_that_is_certainly_worse_than_the_quarter_before() -> None:
    good = [closed(n, A - 60 * DAY) for n in range(1, 31)]
    bad = [case(n + 100, A, stage="assessed", state="assessed", times={"judged": A, "assessed": A}) for n in range(12)]
    assert ("caution", "east", "worse") in suggested(*good, *bad)
    assert ("caution", "east", "worse") not in suggested(*good, *bad[:9])


def test_a_portrait_has_five_axes_twelve_months_and_the_mix() -> None:
    found = unit_portrait(view(*(boarded(n) for n in range(1, 13)), scope=FigureScope("east")))
    assert tuple(found.axes) == tuple(AXES)
    assert found.axes["norm"] == pytest.approx(100.0 * found.figures["K10.all"].low)
    assert found.axes["cooperation"] is not None and found.axes["effect"] is not None
    assert len(found.months) == 12
    assert found.mix["colour"] == {"yellow": 12}


def test_an_officer_is_shown_what_he_reported_and_nothing_of_fewer_than_ten() -> None:
    rows = view(*(boarded(n) for n in range(1, 13)), boarded(13, by="郑")).rows
    span = FigureSpan(A, B, END)
    assert officer_portrait(rows, span, SITE, "周").figures["K10.all"].n == 12
    assert officer_portrait(rows, span, SITE, "郑").figures == {}


def test_who_sees_the_portrait_of_an_officer() -> None:
    def sees(name: str, unit: str, *roles: str) -> bool:
        return may_see_officer(Person(name, name, unit, roles), "周", "isle", SITE)

    assert sees("周", "isle", "grid") and sees("王", "east", "commander") and sees("王", "city", "supervisor")
    assert not sees("王", "west", "commander") and not sees("王", "isle", "duty")


def test_the_tiles_open_their_lists() -> None:
    silent = ClockMark("check/O1.2", 200, A + HOUR)
    sent = order(times={"acknowledged": A}, check_in_min=15.0)
    live = case(1, stage="assessed", state="acknowledged", times={"assessed": A}, orders=(sent,), clocks=(silent,))
    found = live_tiles(view(live, case(2), case(3, times={"criminal": A}), now_s=END))
    assert found.open["acknowledged"] == (live.id,) and len(found.open["open"]) == 2
    assert found.silent == (f"{live.id}/O1",)
    assert found.owed_to_police == ("ZS-20231116-0003",)
    assert {live.id, "ZS-20231116-0002"} <= set(found.overdue)
    heard = order(times={"acknowledged": A, "under_way": A + 2 * HOUR}, check_in_min=15.0)
    assert live_tiles(view(case(1, stage="assessed", orders=(heard,), clocks=(silent,)))).silent == ()


def test_the_report_compares_quarters_and_knows_the_seasons() -> None:
    winter = Season("winter", "冬防", "Winter", "s", (("11-20 00:00", "03-01 00:00"),), False, 0, (), (MEASURE,))
    site = replace(SITE, seasons=Seasons((winter,), utc_offset_h=8.0))
    made = view(closed(), now_s=A + 5 * DAY, site=site)  # 21 November
    given = letter_inputs(made)
    assert given.seasons == {"winter": ("isle",)}
    assert given.quarter.span.from_s < given.month.span.from_s == A - 15 * DAY
    assert given.before.span.to_s == given.quarter.span.from_s
    assert letter_inputs(view(closed(), now_s=A + 20 * DAY, site=site)).seasons == {}
    order = FigureOrder("monthly", FigureSpan(A, B, A + 5 * DAY), ranking=True)
    record = figure_report(made.rows, site, order)
    assert json.loads(json.dumps(record))["to"] == "2023-12-16"
    assert ("caution", "isle", "winter") in {(each["letter"], each["to"], each["of"]) for each in record["letters"]}
    assert {each["unit"] for each in record["ranking"]} == {"east", "west"}
    portrait = record["portrait"]
    assert len(portrait["months"]) == 12 and set(portrait["axes"]) == set(AXES)
