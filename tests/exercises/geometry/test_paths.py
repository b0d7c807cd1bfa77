"""A path is a closed line laid out in time: places follow speed, bends and stops, and never jump."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.geometry.paths import CIRCLE, KNOT_S, STILL, Path, bind, resample, sail, trawl_pattern

SQUARE = np.array([0, 8000, 8000 + 8000j, 8000j, 0], np.complex128)
NOWHERE = np.empty(0, np.complex128)


def at(path: Path, t_s):
    t_s = np.atleast_1d(np.asarray(t_s, float))
    return bind([STILL, path]).at(np.ones(len(t_s), int), t_s)


def test_a_loop_is_sailed_at_its_speed_and_slower_in_the_corners():
    path = sail(SQUARE, 6.0, 0.45, NOWHERE, 0.0)
    _, velocity, _ = at(path, np.arange(0, path.period_s, 7.0))
    speed = np.abs(velocity)
    assert speed.max() <= 6.3
    assert np.median(speed) == pytest.approx(6.0, abs=0.1)
    assert speed.min() < 3.0


def test_a_ferry_rests_at_its_stop_for_the_time_given():
    stop = np.array([4000 + 0j])
    path = sail(SQUARE, 6.0, 1.3, stop, 300.0)
    t_s = np.arange(0, path.period_s, 5.0)
    place, _, _ = at(path, t_s)
    near = np.abs(place - stop[0]) < 15
    assert near.sum() * 5.0 == pytest.approx(300, abs=90)


def test_acceleration_is_gentle():
    path = sail(SQUARE, 9.0, 1.3, np.array([4000 + 0j]), 120.0)
    speed = np.abs(at(path, np.arange(0, path.period_s, 10.0))[1])
    assert np.abs(np.diff(speed)).max() / 10 < 0.12


def test_after_one_round_everything_is_as_before():
    path = sail(SQUARE, 6.0, 0.45, NOWHERE, 0.0)
    t_s = np.linspace(0, path.period_s, 50)
    assert np.allclose(at(path, t_s)[0], at(path, t_s + 3 * path.period_s)[0])


def test_what_stands_before_the_lead_is_sailed_once():
    path = Path(np.concatenate([np.arange(-5, 0) * 40 + 0j, 100 * np.exp(1j * np.linspace(0, 6, 12))]), lead=5)
    first, _, _ = at(path, np.array([0.0, 10.0]))
    assert np.allclose(first, [-200, -160])
    later, _, _ = at(path, np.arange(60.0, 1200.0, 10.0))
    assert (later.real > -105).all()
    assert np.allclose(at(path, [70.0])[0], at(path, [70.0 + path.period_s])[0])


@given(st.floats(0, 7200), st.floats(0.1, 2.0))
@settings(max_examples=50)
def test_places_velocities_and_time_agree(t_s, step_s):
    place, velocity, _ = at(CIRCLE, [t_s, t_s + step_s])
    assert abs(place[1] - place[0] - velocity.mean() * step_s) < 1e-5
    assert abs(place[0]) == pytest.approx(1, abs=1e-4)


def test_every_knot_is_passed_at_its_moment():
    path = sail(SQUARE, 6.0, 0.45, NOWHERE, 0.0)
    place, _, _ = at(path, np.arange(20) * KNOT_S)
    assert np.allclose(place, path.knots[:20])
    assert path.when(complex(path.knots[7])) == 7 * KNOT_S


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_a_tow_stays_within_its_reach_at_an_even_speed(seed):
    pattern = trawl_pattern(np.random.default_rng(seed))
    step = np.abs(np.diff(pattern.knots))
    assert np.abs(pattern.knots).max() <= 1 + 1e-9
    assert step.max() < 1.6 * np.median(step)


@given(
    st.lists(st.complex_numbers(max_magnitude=1e5, allow_nan=False), min_size=2, max_size=20, unique=True),
    st.floats(1, 500),
)
def test_resampling_keeps_the_ends_and_the_length(places, step_m):
    places = np.array(places)
    if np.abs(np.diff(places)).sum() < 1e-3:
        return
    even = resample(places, step_m)
    assert even[0] == places[0] and even[-1] == pytest.approx(places[-1])
    assert np.abs(np.diff(even)).sum() <= np.abs(np.diff(places)).sum() * (1 + 1e-6)
