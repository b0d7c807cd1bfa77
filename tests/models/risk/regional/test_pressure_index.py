"""Pressure: known answers of the queue, and an index that only rises with work and only falls with boats."""

from __future__ import annotations

from dataclasses import replace
from math import factorial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.base.settings import PressureSettings
from models.messages.evaluation import NO_CRAFT
from models.risk.regional.pressure_index import Load, cover, erlang_c, index, late, pressure_rows
from tests.models.forces import T0, load

SETTINGS = PressureSettings()


def c(offered: float, servers: float) -> float:
    return float(erlang_c(np.array([offered]), np.array([servers]))[0])


@pytest.mark.parametrize(
    ("offered", "servers", "waits"),
    [(2.0, 3.0, 4 / 9), (3.0, 4.0, 0.5094), (4.5, 6.0, 0.4217), (36.0, 48.0, 0.0375), (0.5, 1.0, 0.5)],
)
def test_erlang_c_has_its_known_answers(offered: float, servers: float, waits: float) -> None:
    assert c(offered, servers) == pytest.approx(waits, abs=5e-4)


@given(st.floats(0.1, 30), st.integers(1, 40))
def test_the_recursion_gives_what_the_sum_gives(offered: float, servers: int) -> None:
    assume(offered < servers)
    queue = offered**servers / factorial(servers) / (1 - offered / servers)
    free = sum(offered**k / factorial(k) for k in range(servers))
    assert c(offered, float(servers)) == pytest.approx(queue / (free + queue), rel=1e-9)


def test_four_boats_three_busy_leave_46_of_100_waiting_a_quarter_of_an_hour() -> None:
    waits = late(np.array([3.0]), np.array([4.0]), np.array([2.5]), 0.25)
    assert waits[0] == pytest.approx(0.46, abs=0.005)


def test_units_are_worked_out_together_as_one_by_one() -> None:
    offered, servers = np.array([0.0, 2.0, 3.0, 9.0, 36.0]), np.array([0.0, 3.0, 4.0, 2.0, 48.0])
    assert erlang_c(offered, servers).tolist() == [c(*each) for each in zip(offered, servers, strict=True)]


def test_too_much_work_waits_for_certain_and_none_never() -> None:
    assert (c(3.0, 3.0), c(5.0, 3.0), c(1.0, 0.0), c(0.0, 0.0), c(0.0, 3.0)) == (1.0, 1.0, 1.0, 0.0, 0.0)


@given(st.floats(0.01, 40), st.floats(0, 60), st.floats(0, 5))
def test_waiting_is_a_probability_that_falls_with_boats_and_rises_with_work(
    a: float, servers: float, more: float
) -> None:
    assert 0 <= c(a, servers) <= 1
    assert c(a, servers + more) <= c(a, servers) + 1e-12
    assert c(a + more, servers) >= c(a, servers) - 1e-12


def test_the_index_is_made_of_its_three_parts() -> None:
    pressure, parts = index(np.array([0.75]), np.array([0.46]), np.array([0.25]))
    assert parts[:, 0].tolist() == pytest.approx([0.48, 0.23, 0.125])
    assert pressure[0] == pytest.approx(1 - 0.52 * 0.77 * 0.875)
    assert index(np.array([9.0]), np.array([1.0]), np.array([1.0]))[0][0] == pytest.approx(0.95)


def test_a_unit_at_rest_has_no_pressure() -> None:
    rows = pressure_rows(load(boats=[0, 0, 1], units=3), SETTINGS)
    assert rows["pressure"].tolist() == [0, 0, 0, 0] and rows["level"].tolist() == [0] * 4
    assert rows["boats"].tolist() == [2, 1, 0, 3]


def test_load_capacity_and_waiting_follow_the_formulas() -> None:
    """Two boats of whole crew, one job of 1.5 h with 30 minutes of way, one arrival an hour."""
    given_ = load(boats=[0, 0], units=1, work=[0], minutes=30.0, arrivals_per_h=[1.0])
    rows = pressure_rows(given_, SETTINGS)
    assert rows["service_h"][0] == pytest.approx(2.5)
    assert rows["backlog_h"][0] == pytest.approx(2.5)
    assert rows["offered"][0] == pytest.approx(1.0 * 2.5 + 2.5 / 4)
    assert rows["capacity"][0] == pytest.approx(2 * 0.85)
    assert rows["wait"][0] == 1.0 and rows["utilisation"][0] == pytest.approx(3.125 / 1.7)


def test_short_crews_are_part_of_a_boat() -> None:
    given_ = load(boats=[0, 0], units=1)
    given_.force["strength"][:] = [1.0, 0.5]
    assert pressure_rows(given_, SETTINGS)["capacity"][0] == pytest.approx(1.5 * 0.85)


def test_all_together_is_sums_and_never_averages() -> None:
    rows = pressure_rows(load(boats=[0, 0, 1, 1, 1], units=2, work=[0, 0, 1], arrivals_per_h=[0.4, 0.2]), SETTINGS)
    for name in ("work", "overdue", "arrivals_per_h", "backlog_h", "offered", "capacity", "boats", "urgency"):
        assert rows[name][2] == pytest.approx(rows[name][:2].sum()), name


def test_boats_of_two_equal_units_together_keep_fewer_waiting_than_each_for_itself() -> None:
    rows = pressure_rows(load(boats=[0] * 4 + [1] * 4, units=2, work=[0, 1], arrivals_per_h=[0.5, 0.5]), SETTINGS)
    assert rows["utilisation"][2] == pytest.approx(rows["utilisation"][0])
    assert 0 < rows["wait"][2] < 0.7 * rows["wait"][0]


def test_work_for_the_radio_needs_no_boat() -> None:
    given_ = load(boats=[0], units=1, work=[0])
    given_.work["boats"][:] = 0
    covered = cover(given_, SETTINGS)
    rows = pressure_rows(covered, SETTINGS)
    assert (rows["work"][0], rows["backlog_h"][0], rows["uncovered_red"][0]) == (1, 0, 0)


def test_overdue_work_counts_and_urgency_grows_with_age() -> None:
    given_ = load(boats=[0], units=1, work=[0, 0])
    given_.work["due_s"][0] = T0 - 1.0
    rows = pressure_rows(given_, SETTINGS)
    assert (rows["overdue"][0], rows["overdue_share"][0], rows["part_overdue"][0]) == (1, 0.5, 0.25)
    older = replace(given_, t_s=T0 + 600.0)
    assert pressure_rows(older, SETTINGS)["urgency"][0] > rows["urgency"][0]


def test_the_worst_work_gets_the_nearest_boat_and_no_boat_is_assigned_twice() -> None:
    given_ = load(boats=[0, 0], units=1, work=[0, 0], levels=[2, 3])
    given_.minutes[:] = [[10.0, 10.0], [50.0, 50.0]]
    work = cover(given_, SETTINGS).work
    assert work["craft"].tolist() == [1, 0]
    assert work["covered"].tolist() == [True, True]
    assert work["minutes"].tolist() == [50.0, 10.0]


def test_work_that_no_boat_reaches_in_time_is_uncovered_and_names_the_nearest() -> None:
    given_ = load(boats=[0, 0], units=1, work=[0], minutes=[[45.0], [40.0]], levels=[3])
    after = cover(given_, SETTINGS)
    assert (after.work["covered"][0], after.work["craft"][0], after.work["minutes"][0]) == (False, 1, 40.0)
    assert pressure_rows(after, SETTINGS)["uncovered_red"].tolist() == [1, 1]
    orange = cover(load(boats=[0, 0], units=1, work=[0], minutes=[[45.0], [40.0]], levels=[2]), SETTINGS)
    assert orange.work["covered"][0]


def test_a_boat_that_is_busy_or_cannot_get_there_covers_nothing() -> None:
    given_ = load(boats=[0], units=1, work=[0], minutes=10.0)
    given_.force["ready"][0] = False
    assert not cover(given_, SETTINGS).work["covered"][0]
    far = cover(load(boats=[0], units=1, work=[0], minutes=np.inf), SETTINGS).work
    assert (far["covered"][0], far["craft"][0]) == (False, NO_CRAFT) and np.isnan(far["minutes"][0])


def test_work_that_wants_two_boats_is_covered_by_two() -> None:
    for boats, covered in (([0], False), ([0, 0], True)):
        given_ = load(boats=boats, units=1, work=[0], minutes=10.0)
        given_.work["boats"][:] = 2
        assert cover(given_, SETTINGS).work["covered"][0] == covered


def test_a_boat_that_was_sent_covers_its_work_and_no_other() -> None:
    given_ = load(boats=[0, 0], units=1, work=[0, 0], minutes=10.0)
    given_.work["craft"][1], given_.force["ready"][0] = 0, False
    work = cover(given_, SETTINGS).work
    assert (work["craft"].tolist(), work["covered"].tolist()) == ([1, 0], [True, True])


def test_no_boats_and_no_work_are_no_trouble() -> None:
    nothing: Load = cover(load(boats=[], units=2), SETTINGS)
    assert pressure_rows(nothing, SETTINGS)["pressure"].tolist() == [0, 0, 0]
    helpless = pressure_rows(cover(load(boats=[], units=1, work=[0]), SETTINGS), SETTINGS)
    assert helpless["utilisation"][0] == 99.0 and helpless["wait"][0] == 1.0 and helpless["level"][0] == 3
    assert all(np.isfinite(column).all() for name, column in helpless.items() if not name.startswith("within"))
