"""Ranking by lower bounds: too few, shared groups, weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.rows.build import rows_of
from models.casework.indicators.rows.ledger_extract import LedgerExtract
from models.casework.indicators.span import FigureSpan
from models.casework.indicators.view import BesideLedger, UnitLoad
from models.casework.supervision.ranking import WEIGHTS, RankedUnit, grouped, last_twice, ranked, scored
from tests.models.casework.cases.office import SITE
from tests.models.casework.indicators.shop import LATER, A, B, closed, order, report


def found(k: int, n: int, **others: tuple[int, int]) -> dict[str, IndicatorFigure]:
    """The same rate in each part, but for the named ones (`K3=(0, 9)`)."""
    return {name: IndicatorFigure(name, *others.get(name.partition(".")[0], (k, n))) for name in WEIGHTS}


def test_the_weights_are_whole() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_a_score_is_the_weighted_lower_bound_and_returns_count_the_other_way_round() -> None:
    even = scored("east", found(48, 50, K7=(2, 50)))
    assert even.score == pytest.approx(IndicatorFigure("x", 48, 50).low)
    assert all(each.bound == pytest.approx(even.score or 0) for each in even.parts)


def test_more_cases_of_the_same_share_score_higher() -> None:
    assert (scored("a", found(480, 500, K7=(20, 500))).score or 0) > (scored("b", found(48, 50, K7=(2, 50))).score or 0)


def test_a_part_with_too_few_cases_drops_out_and_its_weight_is_shared() -> None:
    some = scored("east", found(48, 50, K3=(0, 9), K7=(2, 50)))
    assert len(some.parts) == len(WEIGHTS) - 1
    assert sum(each.weight for each in some.parts) == pytest.approx(1.0)
    assert some.score == pytest.approx(IndicatorFigure("x", 48, 50).low)


def test_under_four_parts_there_is_no_rank() -> None:
    three = found(50, 50, K3=(0, 0), K5=(0, 0), K6=(0, 0), K7=(0, 0), K10=(0, 0))
    assert scored("east", three).score is None
    four = {**three, "K3": IndicatorFigure("K3", 50, 50)}
    assert scored("east", four).score is not None
    assert [each.group for each in grouped([scored("east", three)])] == [""]


def unit(name: str, score: float | None, margin: float = 0.1) -> RankedUnit:
    return RankedUnit(name, (), score, margin)


def test_scores_that_the_figures_cannot_tell_apart_share_a_group() -> None:
    made = grouped([unit("d", None), unit("c", 0.5), unit("b", 0.81), unit("a", 0.9)])
    assert [(each.unit, each.group) for each in made] == [("a", "A"), ("b", "A"), ("c", "B"), ("d", "")]


def test_a_wide_interval_keeps_a_unit_in_the_group_above_and_there_are_three_groups_at_most() -> None:
    assert [each.group for each in grouped([unit("a", 0.9), unit("b", 0.6, 0.4)])] == ["A", "A"]
    scores = [unit(str(at), 1.0 - 0.2 * at) for at in range(5)]
    assert [each.group for each in grouped(scores)] == ["A", "B", "C", "C", "C"]


def test_the_last_group_of_two_quarters_running() -> None:
    one = grouped([unit("a", 0.9), unit("b", 0.5), unit("c", 0.3)])
    assert last_twice(one, one) == ("c",)
    assert last_twice(one, grouped([unit("a", 0.9), unit("c", 0.9)])) == ()


def test_the_units_of_a_level_are_ranked_with_all_below_them_and_their_load_beside() -> None:
    cases = []
    for number in range(1, 41):
        case_id, to = f"ZS-20231116-{number:04d}", "isle" if number % 2 else "west"
        times = {"acknowledged": A + 60, "under_way": A + 120, "on_scene": A + 600, "reported": A + 700}
        sent = order(case_id, to=to, times=times, report=report(A + 700))
        cases.append(closed(number, unit=to, orders=(sent,)))
    rows = rows_of(LedgerExtract(cases={each.id: each for each in cases}), SITE)
    beside = BesideLedger(loads={"east": UnitLoad(0.7, 0.5)})
    units = ranked(rows, FigureSpan(A, B, LATER), SITE, "county", beside)
    assert {(each.unit, each.group, len(each.parts)) for each in units} == {("east", "A", 5), ("west", "A", 5)}
    assert next(each for each in units if each.unit == "east").record()["load"] == {"mean_ep": 0.7, "busy_share": 0.5}
    assert ranked(rows, FigureSpan(A, B, LATER), SITE, "town")[0].score is not None
    assert replace(units[0], group="").record()["group"] == ""
