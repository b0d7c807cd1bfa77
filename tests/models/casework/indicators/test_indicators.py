"""K1–K19 and the counts: what is in each denominator and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from models.casework.cases.nouns import Assessment, Case, ClockMark, LastMove, Review
from models.casework.cases.papers import Procedure
from models.casework.clues.clue_file import ClueFile
from models.casework.indicators.due import Reopening
from models.casework.indicators.rows.ledger_extract import CraftStated, RuleMark, SeatTaken
from models.casework.indicators.table import INDICATORS, figures
from models.casework.indicators.view import BesideLedger, FigureScope, UnitLoad
from tests.models.casework.indicators.shop import (
    DAY,
    HOUR,
    A,
    B,
    case,
    closed,
    figure,
    inspection,
    k_n,
    order,
    report,
    target,
    transfer,
    view,
)

ID = "ZS-20231116-0001"
YEAR = 365 * DAY


def reported(number: int = 1, t_s: float = A + HOUR, **values: Any) -> Case:
    """A case whose order boarded the vessel."""
    case_id = f"ZS-20231116-{number:04d}"
    times = {"acknowledged": A, "under_way": A, "on_scene": t_s, "reported": t_s}
    return closed(number, orders=(order(case_id, times=times, report=report(t_s, **values)),))


def decided(number: int = 1, t_s: float = A + DAY, opened_s: float = A, **values: Any) -> Case:
    """A case with a decision of its procedure."""
    steps = values.pop("steps", {"filed": opened_s, "decided": t_s})
    made = Assessment("general", "yellow", "雷达可见", "李", opened_s, items=("YY-38",))
    vessel = target(values.pop("mmsi", 412000001))
    procedure = Procedure(1, "1", "fishery", "ordinary", steps=steps, **values)
    return closed(number, opened_s, procedure=procedure, assessment=made, target=vessel)


def test_a_case_opened_in_the_period_is_closed_or_not_at_its_end() -> None:
    assert k_n("K1", closed(), case(2)) == (1, 2)
    assert k_n("K1", closed(after_s=30 * DAY)) == (0, 1)  # closed at B, which is the next period's
    assert k_n("K1", closed(after_s=30 * DAY - 1)) == (1, 1)
    assert k_n("K1", closed(opened_s=A - 1), closed(2, opened_s=B)) == (0, 0)
    assert k_n("K1", closed(ending="merged")) == (0, 0)
    assert k_n("K1", closed(), now_s=A + HOUR - 1) == (0, 1)


def test_a_case_that_is_open_again_at_the_end_is_not_closed() -> None:
    again = {ID: (Reopening(A + HOUR, A + DAY),)}
    assert k_n("K1", case(), reopenings=again) == (0, 1)
    assert k_n("K1", closed(after_s=2 * DAY), reopenings=again) == (1, 1)
    later = {ID: (Reopening(A + HOUR, B + DAY),)}
    assert k_n("K1", case(), reopenings=later) == (1, 1)


def test_a_merged_case_is_counted_with_the_case_that_holds_it() -> None:
    merged = closed(2, ending="merged")
    assert [figure(name, closed(), merged).k for name in ("N.opened", "N.closed")] == [1, 1]


def test_a_mark_of_a_clock_names_the_part_it_is_about() -> None:
    names = ("order.2", "ack/O1", "check/O1.3", "law.seizure/1", "ack/ZS-20231101-0007/O2")
    raised = view(case(clocks=tuple(ClockMark(name, 100, A) for name in names))).of("raised")
    assert list(raised["about"]) == [ID, f"{ID}/O1", f"{ID}/O1", ID, "ZS-20231101-0007/O2"]


def test_what_a_sensor_saw_first_was_sensed() -> None:
    sources = ("ais", "radar", "video_ai", "beidou", "hotline", "officer")
    assert k_n("K2", *(case(number, source=source) for number, source in enumerate(sources))) == (4, 6)


def test_one_inspection_is_one_boarding_whatever_orders_belong_to_it() -> None:
    joint = inspection(1, 2, orders=(f"{ID}/O1",))
    given = {"inspections": {"a": joint, "b": inspection(2, 1), "c": inspection(3, 3), "d": inspection(4, 2, None)}}
    assert k_n("K3", reported(), reported(2), **given) == (2, 4)
    assert figure("K4", reported(), **given).k == 3
    assert k_n("K3") == (0, 0)


def test_a_transfer_is_complete_at_once_if_it_was_never_returned() -> None:
    clean = transfer(ID, times={"accepted": A + 1})
    back = transfer(ID, 2, times={"returned": A + 1, "accepted": A + 2}, returned=1)
    open_, gone = transfer(ID, 3), transfer(ID, 4, times={"withdrawn": A + 1})
    refused = transfer(ID, 5, times={"refused": A + 1})
    assert k_n("K6", case(transfers=(clean, back, open_, gone, refused))) == (1, 3)
    assert k_n("K6", case(transfers=(clean,)), scope=FigureScope("west")) == (0, 0)  # the unit that offers is judged


def test_reviews_that_send_back_and_closings_that_do_not_last() -> None:
    reviews = tuple(Review("centre", each, "因", "王", A + DAY) for each in ("return", "accept"))
    assert k_n("K7.returned", closed(reviews=reviews)) == (1, 2)
    again = {ID: (Reopening(A - DAY, A + 28 * DAY),)}
    assert k_n("K7.reopened", case(opened_s=A - 9 * DAY), reopenings=again) == (1, 1)
    assert k_n("K7.reopened", case(), reopenings={ID: (Reopening(A - DAY, A + 29 * DAY + 1),)}) == (0, 1)
    assert k_n("K7.reopened", closed(opened_s=A - 2 * DAY, after_s=DAY)) == (0, 1)
    assert k_n("K7.reopened", closed(opened_s=A, after_s=HOUR)) == (0, 0)  # its 30 days end after the period


def test_a_first_breach_is_exempted_by_the_decision_or_on_the_spot() -> None:
    waived = decided(waiver={"ground": "first_minor", "why": "轻微"})
    spot = reported(2, items=({"code": "YY-38", "outcome": "exempt_first"},))
    minor = reported(3, items=({"code": "YY-38", "outcome": "exempt_minor"},))
    taught = reported(4, items=({"code": "YY-38", "outcome": "educated"},))
    assert k_n("K8.exempt", waived, spot, minor, taught, decided(5)) == (2, 4)
    assert figure("N.exempt", waived, spot, minor, taught, decided(5)).k == 2


def test_whoever_was_exempted_is_looked_at_after_twelve_months() -> None:
    past = {"opened_s": A - YEAR, "t_s": A - YEAR + DAY, "waiver": {"ground": "first_minor", "why": "轻微"}}
    same, other = decided(2, opened_s=A - YEAR + 2 * DAY), decided(2, opened_s=A - YEAR + 2 * DAY, mmsi=412000009)
    assert k_n("K8.again", decided(**past), same) == (1, 1)
    assert k_n("K8.again", decided(**past), other) == (0, 1)
    assert k_n("K8.again", decided(**past), decided(2, opened_s=A + 2 * DAY)) == (0, 1)  # more than 12 months later
    assert k_n("K8.again", decided(waiver={"ground": "first_minor", "why": "轻微"}), same) == (0, 0)


def test_only_remedies_that_were_decided_count() -> None:
    said = (("reconsideration", "upheld"), ("复议", "撤销"), ("litigation", "pending"), ("诉讼", "败诉"))
    held = decided(remedies=tuple({"kind": kind, "result": result, "at_s": str(A + DAY)} for kind, result in said))
    assert k_n("K9.reconsideration", held) == (1, 2)
    assert k_n("K9.litigation", held) == (1, 1)


def test_each_check_of_a_boarding_is_a_rate_of_its_own() -> None:
    one = {"officers": ({"name": "周", "cert_no": "1"}, {"name": "吴", "cert_no": "1"})}
    cases = (reported(), reported(2, recorder_on=False), reported(3, **one), reported(4, missing_why="忘"))
    boarded = (*cases, reported(5, boarded=False))
    found = {name: k_n(f"K10.{name}", *boarded) for name in ("certificate", "recorder", "two", "material", "all")}
    assert found == {"certificate": (4, 4), "recorder": (3, 4), "two": (3, 4), "material": (3, 4), "all": (1, 4)}


def test_violations_are_of_boardings_and_reasons_of_orders_that_ended() -> None:
    cases = (reported(result="violation"), reported(2), reported(3, result="unable", unable_why="fled", boarded=False))
    assert k_n("K11.found", *cases) == (1, 2)
    assert k_n("K11.fled", *cases, closed(4, orders=(order("ZS-20231116-0004"),))) == (1, 3)


def test_the_response_is_from_opened_to_the_first_on_scene() -> None:
    cases = [reported(number, t_s=A + number * HOUR) for number in range(1, 12)]
    found = figure("K12", *cases, case(20))
    assert (found.n, found.values["median_min"], found.values["p90_min"]) == (11, 360.0, 600.0)
    assert figure("K12", case()).values["median_min"] is None


def test_a_craft_is_busy_while_under_way_and_ready_unless_it_was_down() -> None:
    trips = [
        closed(n, orders=(order(f"ZS-20231116-000{n}", craft="e1", times={"under_way": A + n * HOUR, "reported": to}),))
        for n, to in ((1, A + 3 * HOUR), (2, A + 4 * HOUR), (8, A + 9 * HOUR))
    ]
    down = {"e1": (CraftStated(A, "down", A + 10 * DAY), CraftStated(A + 5 * DAY, "ready"))}
    found = figures(view(*trips, stated=down), ["K13"])
    assert (found["K13.e1"].k, found["K13.e1"].n) == (4 * HOUR, 25 * DAY)
    assert found["K13.e2"].n == 30 * DAY
    assert found["K13"].k == 4 * HOUR


def test_a_call_counts_once_its_effect_was_measured() -> None:
    called = closed(orders=(order(task="call"),))
    assert figure("K15", called).missing == "tracks"
    found = figure("K15", called, beside=BesideLedger(effects={f"{ID}/O1": True, "other": False}))
    assert (found.k, found.n, found.values["calls_n"]) == (1, 1, 1)


def test_a_rule_is_judged_by_the_marks_that_stand() -> None:
    marks = tuple(
        RuleMark(f"a{n}", rule, true, A + n) for n, (rule, true) in enumerate((("dark", True), ("gap", False)))
    )
    found = figures(view(marks=marks), ["K16"])
    assert [(found[name].k, found[name].n) for name in ("K16", "K16.dark", "K16.gap")] == [(1, 2), (1, 1), (0, 1)]


def test_a_department_is_present_once_it_did_something() -> None:
    # the city, in whose name all units here sign, and two agencies; the neighbour is outside
    assert k_n("K17.present") == (0, 3)
    seats = (SeatTaken("desk-1", "city", "fishery", A + 1),)
    assert k_n("K17.present", seats=seats) == (2, 3)
    assert k_n("K17.present", seats=(SeatTaken("desk-1", "city", "fishery", B),)) == (0, 3)
    assert k_n("K17.patrolled", beside=BesideLedger(patrolled={"east": (3, 4), "west": (1, 4)})) == (4, 8)


def test_the_load_is_said_or_said_to_be_unknown() -> None:
    assert figure("K18").missing == "pressure"
    beside = BesideLedger(loads={"east": UnitLoad(0.71, 0.4)})
    assert figure("K18", beside=beside, scope=FigureScope("east")).values == {"mean_ep": 0.71, "busy_share": 0.4}


def clue(number: int, source: str, **times: float) -> ClueFile:
    moments = {"received": A, **times}
    return ClueFile(f"{source}/{number}", 1, {"source": source}, "李", LastMove("clue", "李", A), "k", times=moments)


def test_the_flow_of_clues_by_source() -> None:
    some = (
        clue(1, "hotline", classified=A + 600, cased=A + 900, answered=A + DAY),
        clue(2, "hotline"),
        clue(3, "radar"),
    )
    found = figures(view(clues={each.id: each for each in some}), ["K19"])
    assert (found["K19"].k, found["K19"].n) == (1, 3)
    values = found["K19.hotline"].values
    assert (found["K19.hotline"].n, values["classified_n"], values["classified_median_min"]) == (2, 1, 10.0)
    assert values["answered_n"] == 1


def test_a_case_is_dispatched_once() -> None:
    sent = closed(orders=(order(), order(issued_s=A + DAY)))
    assert figure("N.dispatched", sent, closed(2)).k == 1
    assert figure("N.orders", sent, closed(2)).k == 2
    assert figure("N.police", case(transfers=(transfer(ID, kind="criminal"),))).k == 1


def test_every_indicator_has_its_names_and_is_computed_without_any_case() -> None:
    found = figures(view())
    for row in INDICATORS:
        assert all((row.zh, row.en, *row.k, *row.n))
        assert any(each.partition(".")[0] in row.ids for each in found)
    assert all(each.n == 0 or each.id.startswith(("K13", "K17")) for each in found.values())


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row.ids[0])
def test_the_figures_of_a_row_bear_its_ids(row: Any) -> None:
    assert {each.id.partition(".")[0] for each in row.figures(view())} <= set(row.ids)
