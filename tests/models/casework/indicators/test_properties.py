"""What holds for any cases: k is at most n, the interval holds the rate, units add up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from models.casework.cases.law.case_clock import CaseClock
from models.casework.cases.nouns import Case, Pause, Review
from models.casework.indicators.due import due_at
from models.casework.indicators.table import figures
from models.casework.indicators.view import FigureScope
from tests.models.casework.indicators.shop import DAY, HOUR, A, B, case, closed, order, report, thread, transfer, view

LEAVES = ("east", "west")  # with the city itself they are everything
moments = st.floats(A - 3 * DAY, B + 3 * DAY)
spans = st.floats(0.0, 12 * DAY)


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    number, opened_s = draw(st.integers(1, 999)), draw(moments)
    case_id, unit = f"ZS-20231116-{number:04d}", draw(st.sampled_from(("city", "east", "isle", "west")))
    times, at_s = {}, opened_s
    for name in ("acknowledged", "under_way", "on_scene", "reported")[: draw(st.integers(0, 4))]:
        times[name] = at_s = at_s + draw(spans)
    brought = report(at_s, result=draw(st.sampled_from(("violation", "none")))) if "reported" in times else None
    sent = order(case_id, to=unit, issued_s=opened_s, times=times, report=brought)
    asked = thread(case_id, A + draw(spans), draw(st.none() | moments), to=unit)
    offered = transfer(case_id, times=draw(st.sampled_from(({}, {"accepted": A + DAY}, {"returned": A + DAY}))))
    pause_s = draw(moments)
    given = {
        "unit": unit,
        "orders": (sent,),
        "threads": (asked,),
        "transfers": (replace(offered, kind="department", from_=unit, to=unit),),
        "pauses": (Pause(pause_s, "standby", "李", to_s=draw(st.none() | st.just(pause_s + DAY))),),
        "reviews": (Review("centre", draw(st.sampled_from(("accept", "return"))), "因", "王", at_s),),
    }
    over = draw(st.booleans())
    return closed(number, opened_s, draw(spans), **given) if over else case(number, opened_s, **given)


many = st.lists(any_case(), max_size=8, unique_by=lambda each: each.id)


@settings(max_examples=25, deadline=None)
@given(many, moments)
def test_a_rate_never_counts_more_than_there_is_and_lies_in_its_interval(cases: list[Case], now_s: float) -> None:
    for each in figures(view(*cases, now_s=now_s)).values():
        assert each.kind == "sum" or 0 <= each.k <= each.n + 1e-6, each.id
        if each.kind == "rate":
            assert (len(each.ids_k), len(each.ids_n)) == (each.k, each.n), each.id
            assert each.low - 1e-9 <= (each.rate or 0.0) <= each.high + 1e-9
            assert set(each.ids_k) <= set(each.ids_n)


@settings(max_examples=15, deadline=None)
@given(many)
def test_units_that_do_not_overlap_add_up_to_the_whole(cases: list[Case]) -> None:
    whole = figures(view(*cases))
    parts = [figures(view(*cases, scope=FigureScope(unit))) for unit in LEAVES]
    own = figures(view(*[each for each in cases if each.unit == "city"]))
    for name in ("C.assess", "C.ack", "C.move", "C.close", "K1", "K5.all", "K6", "K7.returned", "K10.all", "N.orders"):
        assert whole[name].n == own[name].n + sum(each[name].n for each in parts), name
        assert whole[name].k == own[name].k + sum(each[name].k for each in parts), name


@settings(max_examples=60, deadline=None)
@given(st.floats(1.0, 5 * DAY), st.lists(st.tuples(spans, spans), max_size=4))
def test_pauses_put_a_due_time_off_by_at_most_the_limit(limit_s: float, given_: list[tuple[float, float]]) -> None:
    pauses, at_s = [], A
    for gap_s, long_s in given_:
        pauses.append(Pause(at_s + gap_s, "standby", "李", to_s=at_s + gap_s + long_s))
        at_s += gap_s + long_s
    clock = CaseClock("move", A, limit_s, None, "east", pauses=tuple(pauses))
    assert A + limit_s - 1e-3 <= due_at(clock) <= A + 2 * limit_s + 1e-3
    late = due_at(clock) + HOUR
    assert (clock.share(late) > 1.0 - 1e-9) or clock.paused_s(late) > 0.0
