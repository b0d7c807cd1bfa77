"""The pair search finds exactly what comparing every two finds, wherever the crowd lies and however it is turned."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.geo import move_deg
from models.base.units import MPS_PER_KN
from models.risk.detection.encounters.bands import M_PER_DEG
from models.risk.detection.encounters.domain import closest_approach, ellipse, intrusion, membership
from models.risk.detection.encounters.pairs import FIRST_ROOM, FULL_F, NONE_F, Limits, Ships, encounters

FLAGS = ("fishing", "small", "service", "attending", "harbour")
LIMITS = Limits(180.0, 900.0, 1.0 * MPS_PER_KN, 0.5 * MPS_PER_KN, 500.0, 0.05)
Met = dict[frozenset[int], tuple[float, ...]]

seas = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from([0.0, 30.0, -45.0, 64.0, -69.0, 0.029]),
    st.sampled_from([122.5, 0.0, 180.0, 179.97, -179.99]),
)
few = settings(max_examples=25)


def ships(
    east_m: np.ndarray, north_m: np.ndarray, speed_kn: np.ndarray, course_deg: np.ndarray, length_m: np.ndarray,
    lat_deg: float = 30.0, lon_deg: float = 122.5, **flags: np.ndarray,
) -> Ships:  # fmt: skip
    size, course = len(east_m), np.radians(course_deg)
    lat, lon = move_deg(np.full(size, lat_deg), np.full(size, lon_deg), east_m, north_m)
    speed = speed_kn * MPS_PER_KN
    usual = {name: np.zeros(size, bool) for name in FLAGS}
    return Ships(
        lat_deg=lat,
        lon_deg=lon,
        east_mps=speed * np.sin(course),
        north_mps=speed * np.cos(course),
        speed_mps=speed,
        course_east=np.sin(course),
        course_north=np.cos(course),
        shape=ellipse(length_m, speed_kn, np.zeros(size, bool)),
        **{"sigma2_m2": np.full(size, 100.0)} | usual | flags,
    )


def random_crowd(seed: int, lat_deg: float, lon_deg: float, size: int = 60) -> Ships:
    """A crowd in a box of 16 km; some lie still, some go equally fast, some fall under a guard of the rule."""
    rng = np.random.default_rng(seed)
    chance = {name: rng.random(size) < 0.25 for name in FLAGS}
    return ships(
        rng.uniform(-8000, 8000, size),
        rng.uniform(-8000, 8000, size),
        rng.choice([0.0, 0.9, 5.0, 12.0, 12.0, 22.5], size),
        rng.uniform(0, 360, size),
        rng.choice([20.0, 80.0, 200.0, 330.0], size),
        lat_deg,
        lon_deg,
        sigma2_m2=rng.choice([100.0, 900.0, 60_000.0], size),
        **chance,
    )


def found(crowd: Ships) -> Met:
    met = encounters(crowd, LIMITS)
    pairs = [frozenset(each) for each in zip(met.one.tolist(), met.other.tolist(), strict=True)]
    assert len(set(pairs)) == len(pairs), "each pair once"
    return dict(zip(pairs, zip(*(column.tolist() for column in met[2:]), strict=True), strict=True))


def every_pair(crowd: Ships) -> Met:
    """All pairs, one by one, with the same formulas and none of the shortcuts."""
    met: Met = {}
    for i, j in itertools.combinations(range(len(crowd.lat_deg)), 2):
        cosine = (np.cos(np.radians(crowd.lat_deg[i])) + np.cos(np.radians(crowd.lat_deg[j]))) / 2
        x = ((crowd.lon_deg[j] - crowd.lon_deg[i] + 180) % 360 - 180) * M_PER_DEG * cosine
        y = (crowd.lat_deg[j] - crowd.lat_deg[i]) * M_PER_DEG
        vx, vy = crowd.east_mps[j] - crowd.east_mps[i], crowd.north_mps[j] - crowd.north_mps[i]
        range_m = float(np.hypot(x, y))
        if not takes_part(crowd, i, j, range_m) or -(x * vx + y * vy) < LIMITS.min_closing_mps * range_m:
            continue
        mine = intrusion(x, y, vx, vy, crowd.course_east[i], crowd.course_north[i], crowd.shape[i])
        theirs = intrusion(-x, -y, -vx, -vy, crowd.course_east[j], crowd.course_north[j], crowd.shape[j])
        score, f, t_s = max(((weight(*each), *each) for each in (mine, theirs)), key=lambda each: (each[0], -each[1]))
        if score >= LIMITS.least_score:
            met[frozenset((i, j))] = (score, f, t_s, *closest_approach(x, y, vx, vy), range_m)
    return met


def takes_part(crowd: Ships, i: int, j: int, range_m: float) -> bool:
    alike = any(each[i] and each[j] for each in (crowd.fishing, crowd.small, crowd.service, crowd.harbour))
    at_work = (crowd.service[i] or crowd.service[j]) and range_m < LIMITS.service_m
    at_work = at_work or crowd.attending[i] or crowd.attending[j]
    known = np.sqrt(crowd.sigma2_m2[i] + crowd.sigma2_m2[j]) <= 0.5 * max(crowd.shape[i, 0], crowd.shape[j, 0])
    moves = max(crowd.speed_mps[i], crowd.speed_mps[j]) >= LIMITS.min_speed_mps
    return bool(moves and known and not (alike or at_work))


def weight(f: float, t_s: float) -> float:
    return membership(f, FULL_F, NONE_F) * membership(t_s, LIMITS.full_s, LIMITS.none_s)


def same(one: Met, other: Met, within: float = 1e-6) -> bool:
    """Whether both are equal, except for pairs at the edge of the limits."""
    clear = [{pair for pair, values in met.items() if values[0] > LIMITS.least_score + within} for met in (one, other)]
    return clear[0] <= other.keys() and clear[1] <= one.keys() and all(
        np.allclose(one[pair], other[pair], rtol=within, atol=within * 1000) for pair in one.keys() & other.keys()
    )  # fmt: skip


@few
@given(seas)
def test_the_search_finds_what_a_comparison_of_every_two_finds(box: tuple[int, float, float]) -> None:
    ships = random_crowd(*box)
    assert same(found(ships), every_pair(ships))


@pytest.mark.parametrize(("mine_kn", "other_kn"), [(20, 20), (20, 1), (8, 20), (30, 0)])
def test_no_vessel_is_too_far_to_be_found_in_time(mine_kn: float, other_kn: float) -> None:
    """Head-on and 700 s before they meet, in 36 directions: close to the horizon of the search."""
    bearing = np.arange(0.0, 360.0, 10.0)
    for to_deg in bearing.tolist():
        range_m = (mine_kn + other_kn) * MPS_PER_KN * 700
        east_m, north_m = range_m * np.sin(np.radians(to_deg)), range_m * np.cos(np.radians(to_deg))
        pair = ships(
            np.array([0.0, east_m]),
            np.array([0.0, north_m]),
            np.array([mine_kn, other_kn], float),
            np.array([to_deg, to_deg + 180]),
            np.full(2, 150.0),
        )
        assert len(found(pair)) == 1, to_deg


def test_a_random_crowd_has_encounters_to_find_in_every_place() -> None:
    counts = [len(found(random_crowd(1, lat, lon))) for lat in (0.0, 64.0, -69.0) for lon in (122.5, 180.0, -179.99)]
    assert min(counts) > 20


@few
@given(seas, st.randoms(use_true_random=False))
def test_the_order_of_ships_does_not_matter(box: tuple[int, float, float], random: object) -> None:
    ships = random_crowd(*box)
    order = np.random.default_rng(box[0]).permutation(len(ships.lat_deg))
    mixed = {frozenset(order[list(pair)].tolist()): values for pair, values in found(_take(ships, order)).items()}
    assert same(mixed, found(ships))


@few
@given(seas, st.floats(-360, 360))
def test_the_crowd_may_lie_at_any_longitude(box: tuple[int, float, float], by_deg: float) -> None:
    ships = random_crowd(*box)
    moved = ships._replace(lon_deg=(ships.lon_deg + by_deg + 180) % 360 - 180)
    assert same(found(moved), found(ships), 1e-4)


@few
@given(st.integers(0, 10_000), st.floats(0, 360))
def test_the_whole_crowd_may_be_turned(seed: int, by_deg: float) -> None:
    rng, size = np.random.default_rng(seed), 40
    east, north = rng.uniform(-4000, 4000, (2, size))
    speed, course, length = rng.uniform(0, 20, size), rng.uniform(0, 360, size), rng.uniform(50, 300, size)
    turn = np.exp(-1j * np.radians(by_deg))
    place = (east + 1j * north) * turn
    still = ships(east, north, speed, course, length, 0.0)
    turned = ships(place.real, place.imag, speed, course + by_deg, length, 0.0)
    assert same(found(turned), found(still), 1e-3)


@few
@given(seas)
def test_two_ships_meet_each_other_the_same_way_round(box: tuple[int, float, float]) -> None:
    two = random_crowd(*box, size=2)
    assert same({frozenset(1 - each for each in pair): v for pair, v in found(_take(two, [1, 0])).items()}, found(two))


def test_more_encounters_than_room_are_all_found() -> None:
    size = 130
    rng = np.random.default_rng(0)
    bearing = rng.uniform(0, 2 * np.pi, size)
    range_m = rng.uniform(1500, 3000, size)
    inward_deg = np.degrees(bearing) + 180
    crowd = ships(
        range_m * np.sin(bearing), range_m * np.cos(bearing), np.full(size, 12.0), inward_deg, np.full(size, 200.0)
    )
    met = found(crowd)
    assert len(met) > FIRST_ROOM
    assert same(met, every_pair(crowd))


@pytest.mark.parametrize("size", [0, 1])
def test_no_ships_and_a_single_ship_have_no_encounter(size: int) -> None:
    assert found(random_crowd(3, 30.0, 122.5, size)) == {}


def test_a_pair_across_the_date_line_is_a_pair() -> None:
    head_on = {"east_m": np.array([-1500.0, 1500.0]), "north_m": np.zeros(2)}
    pair = ships(**head_on, speed_kn=np.full(2, 10.0), course_deg=np.array([90.0, 270.0]), length_m=np.full(2, 150.0),
                 lat_deg=0.0, lon_deg=180.0)  # fmt: skip
    assert pair.lon_deg[0] > 0 > pair.lon_deg[1]
    ((_, _, _, tcpa_s, dcpa_m, range_m),) = found(pair).values()
    assert (tcpa_s * 20 * MPS_PER_KN, dcpa_m, range_m) == pytest.approx((3000, 0, 3000), abs=1)


def _take(crowd: Ships, order: np.ndarray | list[int]) -> Ships:
    return Ships(*(column[order] for column in crowd))
