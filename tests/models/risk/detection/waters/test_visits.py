"""The table of visits against a plain dictionary, in any order, and through growth, periods and files."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.risk.detection.waters.visits import Visits, bits_of

VISIT = st.tuples(st.integers(0, 10**11), st.integers(200_000_000, 775_999_999), st.floats(-3.1, 3.1))


def table(visits: list[tuple[int, int, float]], most: int = 100_000) -> Visits:
    made = Visits(most, capacity=8)
    keys, mmsi, course = (np.array(each) for each in zip(*visits, strict=True))
    made.add(keys, bits_of(mmsi), np.zeros(len(keys), dtype=bool), course, np.full(len(keys), 10.0))
    return made


@given(st.lists(VISIT, min_size=1, max_size=200))
def test_every_visit_is_counted_under_its_key(visits: list[tuple[int, int, float]]) -> None:
    made = table(visits)
    for key in {key for key, _, _ in visits}:
        record = made.records[made.find(np.array([key]))[0]]
        mine = [each for each in visits if each[0] == key]
        assert record["passages"] == len(mine)
        assert record["fresh"] == np.bitwise_or.reduce(bits_of(np.array([mmsi for _, mmsi, _ in mine])))
        assert record["tenth_kn"] == 100 * len(mine)
        assert record["east"] == sum(int(np.rint(100 * np.sin(course))) for _, _, course in mine)
    assert made.find(np.array([10**12, -1])).tolist() == [-1, -1]


@given(st.lists(VISIT, min_size=1, max_size=60), st.randoms())
def test_the_order_of_visits_does_not_matter(visits: list[tuple[int, int, float]], random: object) -> None:
    mixed = visits.copy()
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert (table(visits).kept() == table(mixed).kept()).all()


@given(st.lists(VISIT, min_size=1, max_size=60))
def test_a_file_gives_back_what_was_kept(visits: list[tuple[int, int, float]]) -> None:
    held = table(visits).kept()
    again = Visits(100_000)
    again.put(held)
    assert (again.kept() == held).all()


def test_a_vessel_has_come_again_only_after_a_whole_period() -> None:
    made, key = Visits(100), np.array([7])
    bit = bits_of(np.array([412000001]))

    def visit() -> None:
        made.add(key, bit, np.zeros(1, dtype=bool), np.zeros(1), np.ones(1))

    visit()
    made.turn_period()
    visit()  # the same passage, or the next period
    made.turn_period()
    assert not made.records[made.find(key)]["again"].any()
    made.turn_period()
    visit()
    made.turn_period()
    assert made.records[made.find(key)]["again"].tolist() == bit.tolist()


def test_a_full_table_drops_what_few_vessels_visited() -> None:
    made = Visits(1000, capacity=8)
    often, once = np.arange(300), np.arange(1000, 1900)
    for mmsi in range(4):
        vessels = bits_of(np.full(300, 412000000 + mmsi))
        made.add(often, vessels, np.zeros(300, dtype=bool), np.zeros(300), np.ones(300))
    for _ in range(2):
        made.turn_period()
    made.add(once, bits_of(once), np.zeros(900, dtype=bool), np.zeros(900), np.ones(900))
    assert (made.find(often) >= 0).all()
    assert made.used <= 1400
