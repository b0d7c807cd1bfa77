"""Vessel risk: grouped noisy-OR with exact shares, evidence that fades, colours that do not flicker."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.schema import LIFE, Table
from models.base.settings import RiskSettings, TrackingSettings
from models.risk.detection.detector import Detector, DetectorContext, Findings, Params, findings
from models.risk.scoring.vessel import FORGOTTEN, VesselRisk
from models.tracking.table import TrackTable
from tests.models.sea import T0, Ship, batch

shares = st.floats(0, 1)
counted = st.just(0.0) | st.floats(float(FORGOTTEN), 1)  # less evidence than FORGOTTEN is dropped
NOW = 1e-3  # released so fast that only the evidence of this very tick counts


def nothing(_context: DetectorContext, _memory: Table, _params: Params) -> Findings:
    return findings(np.empty(0, np.int64), np.empty(0))


def judge(*rules: tuple[str, float], release_s: float = NOW, rows: int = 1, **settings: object) -> VesselRisk:
    """The risk of rules, each of a group and a weight."""
    each = tuple(Detector(f"{group}{number}", group, Params, {}, nothing) for number, (group, _) in enumerate(rules))
    risk = VesselRisk(
        RiskSettings(**settings), each, tuple(Params(weight=weight, release_s=release_s) for _, weight in rules)
    )
    risk.grow(rows)
    return risk


def risk_after(risk: VesselRisk, *evidence: float, dt_s: float = 1.0) -> float:
    """R of the first row after this evidence of each rule."""
    risk.hold_evidence([findings(np.array([0]), np.array([each])) for each in evidence], [dt_s] * len(evidence))
    return float(risk.risk(np.array([0]))[0])


def test_the_example_of_a_closed_season() -> None:
    risk = judge(("compliance", 0.80), ("signal", 0.55))
    assert risk_after(risk, 1.0, 0.6) == pytest.approx(0.87, abs=5e-3)
    weighed = risk.weigh(np.array([0]))
    assert weighed.share[:, 0].tolist() == pytest.approx([0.79, 0.20], abs=5e-3)
    assert weighed.prior[0] == pytest.approx(0.015, abs=5e-3)
    assert weighed.strength[:, 0].tolist() == pytest.approx([1.0, 0.6])


def test_nothing_seen_leaves_the_prior() -> None:
    assert risk_after(judge(("navigation", 0.95)), 0.0) == pytest.approx(0.03)


def test_of_one_group_the_strongest_counts_and_the_others_have_no_share() -> None:
    risk = judge(("behaviour", 0.6), ("behaviour", 0.35))
    both = risk_after(risk, 0.5, 1.0)
    assert both == pytest.approx(risk_after(judge(("behaviour", 0.35)), 1.0))
    assert risk.weigh(np.array([0])).share[0, 0] == 0


def test_two_groups_weigh_more_than_either() -> None:
    two = risk_after(judge(("behaviour", 0.5), ("signal", 0.5)), 1.0, 1.0)
    assert two == pytest.approx(1 - 0.97 * 0.25) and two > risk_after(judge(("behaviour", 0.5)), 1.0)


@settings(max_examples=50)
@given(st.lists(st.tuples(shares, shares, shares), min_size=4, max_size=4))
def test_risk_grows_with_every_evidence_and_shares_add_up(parts: list[tuple[float, float, float]]) -> None:
    groups = ("navigation", "behaviour", "behaviour", "signal")
    rules = [(group, weight) for group, (weight, *_) in zip(groups, parts, strict=True)]
    less, more = zip(*(sorted(evidence) for _, *evidence in parts), strict=True)
    low, high = risk_after(judge(*rules), *less), risk_after(judge(*rules), *more)
    assert 0.03 - 1e-6 <= low <= high + 1e-6 <= 1 + 2e-6
    risk = judge(*rules)
    assert risk_after(risk, *more) == pytest.approx(high)
    weighed = risk.weigh(np.array([0]))
    assert float(weighed.share.sum() + weighed.prior.sum()) == pytest.approx(1)
    assert (weighed.share >= 0).all()


@given(st.lists(st.tuples(shares, counted), min_size=3, max_size=3))
def test_the_shares_explain_the_risk_exactly(parts: list[tuple[float, float]]) -> None:
    risk = judge(*zip(("navigation", "compliance", "signal"), (0.9 * weight for weight, _ in parts), strict=True))
    whole = risk_after(risk, *(evidence for _, evidence in parts))
    weighed = risk.weigh(np.array([0]))
    for weight, evidence, share in zip(*zip(*parts, strict=True), weighed.share[:, 0].tolist(), strict=True):
        assert share * -np.log1p(-whole) == pytest.approx(-np.log1p(-0.9 * weight * evidence), abs=1e-5)


@given(shares)
def test_evidence_below_the_threshold_is_none_and_above_it_counts_in_full(evidence: float) -> None:
    risk = judge(("signal", 1.0), prior=0.0)
    counts = np.float32(evidence) >= FORGOTTEN
    assert risk_after(risk, evidence) == pytest.approx(evidence if counts else 0.0, abs=1e-7)
    assert len(risk.live[0]) == counts


def test_certain_evidence_of_full_weight_is_risk_one_and_still_explained() -> None:
    risk = judge(("distress", 1.0), ("behaviour", 0.6))
    assert risk_after(risk, 1.0, 1.0) == pytest.approx(1.0)
    weighed = risk.weigh(np.array([0]))
    assert np.isfinite(weighed.share).all() and weighed.share[0, 0] > 0.9


def test_evidence_is_held_at_its_peak_and_fades_by_its_release_time() -> None:
    risk = judge(("behaviour", 1.0), release_s=300.0, prior=0.0)
    assert risk_after(risk, 0.8) == pytest.approx(0.8)
    assert risk_after(risk, 0.1, dt_s=300.0) == pytest.approx(0.8 / np.e)
    assert risk_after(risk, 0.5, dt_s=300.0) == pytest.approx(0.5)


def test_a_partner_shares_the_evidence() -> None:
    risk = judge(("navigation", 1.0), rows=3, prior=0.0)
    risk.hold_evidence((findings(np.array([0]), np.array([0.7]), partner=np.array([2])),), [1.0])
    assert risk.risk(np.arange(3)).tolist() == pytest.approx([0.7, 0, 0.7])


def test_with_every_detector_off_only_the_prior_is_left() -> None:
    risk = judge()
    risk.hold_evidence((), [])
    assert risk.risk(np.arange(1)).tolist() == pytest.approx([0.03])
    assert risk.weigh(np.array([0])).prior.tolist() == [1.0]


def context() -> TrackTable:
    """One confirmed ship."""
    tracks = TrackTable(TrackingSettings())
    for second in range(3):
        tracks.apply(batch(T0 + second, [Ship().at(T0 + second)]), 0)
    return tracks


def colours(story: list[float], **settings: object) -> list[int]:
    """The level at each tick of a ship with these values of R."""
    risk, tracks, levels = judge(("navigation", 1.0), prior=0.0, **settings), context(), []
    for second, value in enumerate(story):
        risk_after(risk, value)
        risk.colour(tracks, T0 + second)
        levels.append(int(tracks["level"][0]))
    return levels


def test_a_colour_needs_three_of_five() -> None:
    assert colours([0.3] * 4) == [0, 0, 1, 1]
    assert colours([0.3, 0, 0.3, 0, 0.3]) == [0, 0, 0, 0, 1]
    assert colours([0.3, 0.3, 0, 0, 0, 0.3, 0.3]) == [0] * 7
    assert colours([0.29] * 9) == [0] * 9


def test_it_may_rise_to_red_at_once_and_each_colour_has_its_threshold() -> None:
    assert colours([0.55] * 3)[-1] == 2
    assert colours([0.8] * 3) == [0, 0, 3]
    assert colours([0.3, 0.55, 0.8]) == [0, 0, 1]
    assert colours([0.3, 0.55, 0.8, 0.8, 0.8]) == [0, 0, 1, 2, 3]


def test_it_falls_one_step_at_a_time_and_not_before_its_hold_time() -> None:
    levels = colours([0.9] * 3 + [0.0] * 400)
    falls = [(second, level) for second, level in enumerate(levels) if second and level < levels[second - 1]]
    assert falls == [(2 + 120, 2), (2 + 180, 1), (2 + 240, 0)]


def test_between_the_thresholds_it_stays() -> None:
    assert set(colours([0.85] * 3 + [0.71] * 500)[2:]) == {3}
    assert set(colours([0.6] * 3 + [0.46] * 500)[2:]) == {2}
    assert set(colours([0.31] * 3 + [0.21] * 500)[2:]) == {1}


@settings(max_examples=50)
@given(st.lists(st.sampled_from([0.0, 0.25, 0.31, 0.5, 0.56, 0.75, 0.81, 1.0]), max_size=60))
def test_no_colour_rises_without_three_of_five_or_falls_by_two_or_too_early(story: list[float]) -> None:
    up, hold_s = (0.30, 0.55, 0.80), (5.0, 5.0, 10.0)
    levels, since = [0, *colours(story, hold_s=hold_s)], 0
    for second, (before, now) in enumerate(itertools.pairwise(levels)):
        recent = story[max(0, second - 4) : second + 1]
        if now > before:
            assert sum(value >= up[now - 1] for value in recent) >= 3
        if now < before:
            assert now == before - 1
            assert second - since >= hold_s[before - 1]
            assert story[second] < (0.20, 0.45, 0.70)[before - 1]
        since = second if now != before else since


@pytest.mark.parametrize("life", ["tentative", "lost", "free"])
def test_what_is_not_confirmed_has_no_risk(life: str) -> None:
    risk, tracks = judge(("navigation", 1.0)), context()
    for second in range(5):
        tracks["life"][0] = LIFE[life]
        risk_after(risk, 1.0)
        risk.colour(tracks, T0 + second)
    assert (tracks["risk"][0], tracks["level"][0]) == (0, 0)


def test_a_freed_row_leaves_nothing_to_the_next_track() -> None:
    risk = judge(("navigation", 1.0), release_s=300.0, rows=2)
    risk_after(risk, 1.0)
    risk.clear(np.array([0]))
    assert risk.risk(np.arange(2)).tolist() == pytest.approx([0.03, 0.03])
    assert not risk.held.any()


def test_growing_keeps_what_is_known() -> None:
    risk = judge(("navigation", 1.0), release_s=300.0)
    risk_after(risk, 1.0)
    risk.grow(5)
    assert risk.risk(np.arange(5)).tolist() == pytest.approx([1, 0.03, 0.03, 0.03, 0.03])
