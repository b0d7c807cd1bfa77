"""Real MMSI of ships are fine, invented ones are not, and country digits must be allotted by the ITU."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.mmsi_country import ALLOTTED, FINE, FORM_WRONG, INVENTED, NOT_ALLOTTED, judge_mmsi, mid_of


def judged(mmsi: int) -> int:
    return int(judge_mmsi(np.array([mmsi], dtype="u4"))[0])


REAL = [413_000_123, 412_350_880, 538_004_030, 249_190_000, 366_999_707, 477_123_456, 219_001_645, 265_547_250]


@pytest.mark.parametrize("mmsi", [*REAL, 984_121_234, 841_212_345])
def test_numbers_of_ships_tenders_and_hand_held_sets_are_fine(mmsi: int) -> None:
    assert judged(mmsi) == FINE


@pytest.mark.parametrize(
    "mmsi",
    [
        0,
        111_111_111,
        123_456_789,
        987_654_321,
        1_193_046,
        107_374_182,
        412_345_678,
        412_000_000,
        999_999_999,
        666_666_666,
    ],
)
def test_a_default_left_in_a_set_is_invented(mmsi: int) -> None:
    assert judged(mmsi) == INVENTED


@pytest.mark.parametrize("mmsi", [1, 41_200_123, 100_900_123, 900_123_571, 776_000_123, 2_147_483_651, 995_031_007])
def test_no_ship_has_a_number_of_another_form(mmsi: int) -> None:
    assert judged(mmsi) == FORM_WRONG


@pytest.mark.parametrize("mid", [200, 217, 221, 260, 300, 415, 420, 499, 602, 680, 702, 774])
def test_country_digits_that_were_never_allotted(mid: int) -> None:
    assert judged(mid * 1_000_000 + 123) in ((NOT_ALLOTTED,) if 201 <= mid <= 775 else (FORM_WRONG,))
    assert not ALLOTTED[mid]


def test_the_countries_of_the_region_are_allotted() -> None:
    assert ALLOTTED[
        [412, 413, 414, 416, 431, 432, 440, 441, 445, 453, 477, 525, 533, 548, 563, 567, 574, 351, 538, 636]
    ].all()
    assert ALLOTTED.sum() == len(np.flatnonzero(ALLOTTED)) and 280 <= ALLOTTED.sum() <= 300


@given(st.integers(201, 775), st.integers(1, 999_999))
def test_a_ship_of_an_allotted_country_is_fine_unless_its_number_is_a_row(mid: int, rest: int) -> None:
    digits = f"{mid}{rest:06d}"
    rows = ("0123456789012345", "9876543210987654")
    row = any(digits[at : at + 7] in each for at in range(3) for each in rows) or len(set(digits)) == 1
    expected = INVENTED if row else FINE if ALLOTTED[mid] else NOT_ALLOTTED
    assert judged(int(digits)) == expected
    assert int(mid_of(np.array([int(digits)], dtype="u4"))[0]) == mid


@given(st.lists(st.integers(0, 2**30 - 1), max_size=30))
def test_every_number_is_judged_the_same_alone_and_among_others(numbers: list[int]) -> None:
    together = judge_mmsi(np.array(numbers, dtype="u4")).tolist()
    assert together == [judged(each) for each in numbers] and set(together) <= {1, 2, 3, 4}
