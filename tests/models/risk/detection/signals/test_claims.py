"""Claims: pairs of reported values that do or do not belong to one vessel, and properties of every comparison."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.schema import STATION
from models.risk.detection.signals.claims import (
    CLAIMS,
    CLASS_OF,
    bad_imo,
    other_callsign,
    other_imo,
    other_length,
    other_name,
    other_type,
)

PAIRS = {
    other_name: [
        (b"EVER GIVEN", b"MAERSK ALABAMA", True),
        (b"EVER GIVEN", b"EVER GIVEN 2", False),  # one within the other: a remark
        (b"ZHE PU YU 62028", b"ZHE PU YU 62029", False),  # a typing error
        (b"ZHE PU YU 62028", b"ZHE PU YU 71340", True),
        (b"EVER GIVEN", b"", False),
        (b"", b"", False),
        (b"@@@", b"EVER GIVEN", False),
    ],
    other_type: [
        (70, 80, False),  # cargo and tanker: both merchant ships
        (70, 60, True),
        (30, 70, True),
        (70, 33, False),  # dredging is what it does, not what it is
        (31, 60, False),
        (0, 70, False),
    ],
    other_length: [
        (100.0, 109.0, False),
        (100.0, 111.0, True),
        (20.0, 24.9, False),
        (20.0, 25.5, True),
        (300.0, 309.0, False),
    ],
    other_imo: [(9_074_729, 9_074_729, False), (9_074_729, 9_395_044, True), (9_074_729, 9_074_728, False)],
    other_callsign: [(b"BHEE6", b"BHEE7", False), (b"BHEE6", b"VRXY2", True), (b"", b"VRXY2", False)],
}
LENGTHS = st.floats(1, 450)


@pytest.mark.parametrize(
    ("differs", "one", "other", "expected"), [(claim, *pair) for claim, pairs in PAIRS.items() for pair in pairs]
)
def test_two_claims_are_of_two_vessels_or_not(differs, one, other, expected: bool) -> None:
    assert differs(one, other) is expected


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_every_claim_is_compared_with_itself_as_the_same_and_has_words(claim) -> None:
    for value in {
        "S34": [b"EVER GIVEN", b""],
        "S7": [b"BHEE6", b""],
        "f4": [120.0, 12.5],
        "u4": [9_074_729, 0],
        "u1": range(100),
    }[claim.dtype]:
        assert not claim.differs(value, value)
    assert 0 < claim.share < 1 and all(claim.words)


@given(st.integers(0, 99), st.integers(0, 99))
def test_types_differ_both_ways_or_not_at_all(one: int, other: int) -> None:
    assert other_type(one, other) == other_type(other, one)


@given(LENGTHS, LENGTHS)
def test_a_length_more_than_ten_metres_off_is_another_and_less_than_five_never(one: float, other: float) -> None:
    by_m = abs(one - other)
    assert other_length(one, other) or by_m <= 10
    assert not other_length(one, other) or by_m > 5


@given(st.integers(100_000, 999_999))
def test_of_the_ten_last_digits_exactly_one_makes_an_imo_number(first_six: int) -> None:
    numbers = first_six * 10 + np.arange(10)
    good = numbers[~bad_imo(numbers)]
    assert len(good) == 1
    digits = [int(each) for each in str(good[0])]
    assert sum(digit * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False)) % 10 == digits[6]


@given(st.lists(st.integers(0, 2**32 - 1), max_size=20))
def test_what_has_not_seven_digits_is_no_imo_number_and_so_not_a_bad_one(numbers: list[int]) -> None:
    bad = bad_imo(np.array(numbers, dtype="u4"))
    assert bad.shape == (len(numbers),)
    assert not bad[[not 1_000_000 <= each <= 9_999_999 for each in numbers]].any()


def test_real_imo_numbers_are_good() -> None:
    known = [9_074_729, 9_395_044, 9_811_000, 9_176_187]  # 9811000 is EVER GIVEN
    assert not bad_imo(np.array(known)).any()
    assert bad_imo(np.array(known) + 1).all()


def test_both_kinds_of_class_b_are_one_set_and_others_are_none() -> None:
    assert CLASS_OF[STATION["class_b_so"]] == CLASS_OF[STATION["class_b_cs"]] != CLASS_OF[STATION["class_a"]]
    ships = {"class_a", "class_b_so", "class_b_cs"}
    assert not CLASS_OF[[number for name, number in STATION.items() if name not in ships]].any()
