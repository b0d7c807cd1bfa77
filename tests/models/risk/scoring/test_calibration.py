"""Calibration: known answers, small steps, and nothing claimed from nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.risk.scoring.calibration import (
    Judged,
    brier,
    by_rule,
    false_per_1000_h,
    learned_weight,
    proposed_weight,
    reliability,
    wilson,
)


def marked(rule: str, confirmed: int, false: int, risk: float = 0.6, share: float = 0.9) -> list[Judged]:
    return [Judged(rule, risk, share, n < confirmed) for n in range(confirmed + false)]


def test_the_weight_is_the_posterior_mean_with_a_prior_of_ten_alerts() -> None:
    assert learned_weight(0.6, 0, 0) == pytest.approx(0.6)
    assert learned_weight(0.6, 10, 10) == pytest.approx(0.8)
    assert learned_weight(0.6, 0, 20) == pytest.approx(0.2)
    assert learned_weight(0.5, 900, 1000) == pytest.approx(0.896, abs=1e-3)


def test_no_weight_moves_by_more_than_a_twentieth_without_signature() -> None:
    assert proposed_weight(0.6, 0.8) == pytest.approx(0.65)
    assert proposed_weight(0.6, 0.2) == pytest.approx(0.55)
    assert proposed_weight(0.6, 0.58) == pytest.approx(0.58)
    assert proposed_weight(0.6, 0.2, signed=True) == pytest.approx(0.2)


@given(st.floats(0.01, 1), st.integers(0, 500), st.integers(0, 500))
def test_weights_stay_probabilities_and_follow_the_marks(weight: float, confirmed: int, false: int) -> None:
    learned = learned_weight(weight, confirmed, confirmed + false)
    assert 0 < learned <= 1 + 1e-12
    assert abs(proposed_weight(weight, learned) - weight) <= 0.05 + 1e-12
    if confirmed + false:
        share = confirmed / (confirmed + false)
        assert min(weight, share) - 1e-12 <= learned <= max(weight, share) + 1e-12


def test_the_interval_of_wilson_has_its_known_answers() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(1, 1) == pytest.approx((0.2065, 1.0), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert np.isnan(wilson(0, 0)).all()


def test_only_alerts_with_one_factor_speak_for_its_weight() -> None:
    alerts = [*marked("zone", 6, 4), *marked("zone", 0, 10, share=0.5), *marked("drift", 1, 0)]
    table = by_rule(alerts, {"zone": 0.75, "drift": 0.6, "gap": 0.55}, vessel_hours=2000.0)
    assert table["rule"].tolist() == [b"drift", b"gap", b"zone"]
    assert table["judged"].tolist() == [1, 0, 20] and table["confirmed"].tolist() == [1, 0, 6]
    assert table["alone"].tolist() == [1, 0, 10]
    assert table["precision"][2] == pytest.approx(0.3)
    assert table["learned"][2] == pytest.approx((7.5 + 6) / 20)
    assert table["proposed"][2] == pytest.approx(0.70)
    assert table["learned"][1] == pytest.approx(0.55) and np.isnan(table["precision"][1])
    assert table["false_per_1000_h"].tolist() == [0.0, 0.0, 7.0]


def test_reliability_sets_the_share_confirmed_beside_the_risk_shown() -> None:
    alerts = [*marked("a", 3, 7, risk=0.3), *marked("a", 9, 1, risk=0.95), *marked("b", 1, 0, risk=1.0)]
    table = reliability(alerts)
    assert table["judged"].tolist() == [0, 0, 0, 10, 0, 0, 0, 0, 0, 11]
    assert table["confirmed"][[3, 9]].tolist() == pytest.approx([0.3, 10 / 11])
    assert table["risk"][3] == pytest.approx(0.3) and np.isnan(table["risk"][0])
    assert (reliability([])["judged"] == 0).all()


def test_the_brier_score_has_its_known_answers() -> None:
    assert brier(marked("a", 1, 0, risk=1.0)) == 0.0
    assert brier(marked("a", 5, 5, risk=0.5)) == 0.25
    assert brier([*marked("a", 1, 0, risk=0.8), *marked("a", 0, 1, risk=0.8)]) == pytest.approx((0.04 + 0.64) / 2)
    assert np.isnan(brier([]))


def test_false_alarms_are_counted_per_thousand_vessel_hours() -> None:
    assert false_per_1000_h(3, 2400 * 1.25) == pytest.approx(1.0)
    assert np.isnan(false_per_1000_h(0, 0.0))
