"""The baseline: known means and variances come out, rare hours are shrunk to others, a foreign file is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.base.settings import UserError
from models.messages.evaluation import Grid
from models.risk.regional.baseline import HOURS, Baseline, Learner, hour_of_week, load_baseline

GRID = Grid(122.0, 29.5, 0.02, 4, 3)
WEEK_S = 7 * 86400.0
MONDAY_S = 4 * 86400.0 - 8 * 3600.0  # Monday 5 January 1970, 00:00 in Zhoushan


def learned(*hours: tuple[float, float], learner: Learner | None = None) -> Learner:
    """An hour of evaluations from each start, every cell holding a value now and twice it then."""
    made = learner or Learner(GRID, 8.0)
    for start_s, value in hours:
        for second in range(0, 3600, 5):
            cells = np.full(12, value * (1 + second // 5 % 2))
            made.take(start_s + second, 5.0, cells, cells / 10)
    return made


def test_monday_midnight_at_the_site_is_the_first_hour() -> None:
    assert [hour_of_week(MONDAY_S + h * 3600 + 10, 8.0) for h in (0, 1, 167, 168)] == [0, 1, 167, 0]
    assert hour_of_week(1_700_000_000.0, 0.0) == 24 + 22  # Tuesday 14 November 2023, 22:13 UTC


def test_an_hour_gives_its_mean_variance_and_one_visit() -> None:
    baseline = learned((MONDAY_S, 2.0)).baseline()
    assert baseline.mean[0].tolist() == [3.0] * 12
    assert baseline.variance[0].tolist() == [1.0] * 12
    assert baseline.visits[0] == 1.0 and baseline.visits[1:].sum() == 0
    assert baseline.load == pytest.approx(0.3)


def test_two_weeks_of_the_same_hour_are_put_together_the_later_weighing_more() -> None:
    baseline = learned((MONDAY_S, 2.0), (MONDAY_S + WEEK_S, 4.0)).baseline()
    old = 0.5**0.25
    assert baseline.visits[0] == pytest.approx(1 + old)
    assert baseline.mean[0][0] == pytest.approx((old * 3 + 6) / (1 + old), rel=1e-5)
    within, between = (old * 1 + 4) / (1 + old), old / (1 + old) ** 2 * 9
    assert baseline.variance[0][0] == pytest.approx(within + between, rel=1e-5)


def test_half_an_hour_is_half_a_visit() -> None:
    learner = Learner(GRID, 8.0)
    for second in range(0, 1800, 5):
        learner.take(MONDAY_S + second, 5.0, np.ones(12), np.zeros(12))
    assert learner.baseline().visits[0] == pytest.approx(0.5)


def test_an_hour_never_observed_is_shrunk_to_the_same_hour_of_other_days() -> None:
    baseline = learned((MONDAY_S, 2.0)).baseline()
    tuesday = baseline.usual(24)
    assert tuesday.mean == pytest.approx(np.full(12, 3.0)) and tuesday.variance == pytest.approx(np.full(12, 1.0))
    assert tuesday.trust == pytest.approx(1 / 3)
    assert baseline.usual(1).trust == 0.0 and not baseline.usual(1).mean.any()


def test_a_cell_is_shrunk_to_those_around_it_the_less_the_more_visits_it_has() -> None:
    mean = np.zeros((HOURS, 12))
    mean[0, 5] = 9.0
    for visits in (1.0, 92.0):
        counts = np.zeros(HOURS)
        counts[0] = visits
        shrunk = Baseline(GRID, mean, np.zeros((HOURS, 12)), counts, 0.0).usual(0).mean[5]
        assert shrunk == pytest.approx((visits * 9 + 8 * 1) / (visits + 8))


def test_a_file_holds_what_was_learned(tmp_path: Path) -> None:
    path = tmp_path / "usual.npz"
    baseline = learned((MONDAY_S, 2.0)).baseline()
    baseline.save(path)
    read = load_baseline(path, GRID)
    assert np.array_equal(read.mean, baseline.mean) and np.array_equal(read.visits, baseline.visits)
    assert read.load == pytest.approx(baseline.load) and len(read.fingerprint) == 8


def test_a_baseline_of_another_site_a_missing_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "usual.npz"
    learned((MONDAY_S, 2.0)).baseline().save(path)
    with pytest.raises(UserError, match="another site"):
        load_baseline(path, Grid(0.0, 0.0, 0.02, 4, 3))
    with pytest.raises(UserError, match="no readable baseline"):
        load_baseline(tmp_path / "none.npz", GRID)
    (tmp_path / "bad.npz").write_bytes(path.read_bytes()[:100])
    with pytest.raises(UserError, match="no readable baseline"):
        load_baseline(tmp_path / "bad.npz", GRID)
