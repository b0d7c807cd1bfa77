"""Names that differ by a typing mistake are alike, and edits are the Levenshtein distance."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.names import alike, digits_of, edits, plain_name, shortened

words = st.text("AB1", max_size=7)


@cache
def levenshtein(one: str, other: str) -> int:
    """Return the Levenshtein distance by its definition."""
    if not one or not other:
        return len(one) + len(other)
    swapped = levenshtein(one[1:], other[1:]) + (one[0] != other[0])
    return min(levenshtein(one[1:], other) + 1, levenshtein(one, other[1:]) + 1, swapped)


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        ("ZHE PU YU 62028", "ZHEPUYU62028"),
        ("zhe-pu.yu 62028", "ZHEPUYU62028"),
        ("NET BUOY 7 12.4V", "NETBUOY7"),
        ("NET BUOY-98%", "NETBUOY"),
        ("MINLIANYU60001@87%", "MINLIANYU60001"),
        ("12V", ""),
        ("浙普渔", ""),
        ("", ""),
    ],
)
def test_a_plain_name_is_letters_and_digits_without_a_battery(sent: str, plain: str) -> None:
    assert plain_name(sent) == plain


@given(st.text(max_size=20))
def test_a_plain_name_has_only_capitals_and_digits(name: str) -> None:
    assert set(plain_name(name)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@given(words, words, st.integers(0, 8))
def test_edits_are_the_levenshtein_distance_up_to_a_maximum(one: str, other: str, most: int) -> None:
    assert edits(one, other, most) == min(levenshtein(one, other), most + 1)
    assert edits(one, other, most) == edits(other, one, most)


@given(words, words)
def test_two_texts_one_edit_apart_share_a_shortened_one(one: str, other: str) -> None:
    if edits(one, other, 1) <= 1:
        assert shortened(one) & shortened(other)


@given(words)
def test_a_text_without_a_letter_is_one_edit_away(text: str) -> None:
    assert text in shortened(text)
    assert {edits(text, each, 2) for each in shortened(text)} <= {0, 1}
    assert len(shortened(text)) <= len(text) + 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ZHEPUYU62028", "ZHEPUYV62028", True),
        ("ZHEPUYU62028", "ZHEPUYU62029", False),  # the next boat of the same fleet
        ("ZHEPUYU62028", "ZHEPUU62028", True),
        ("HAIYUN11", "HAIYUN1", False),
        ("EVERGREEN", "EVERGREEN", True),
        ("EVERGREEN", "EVERGIVEN", False),
    ],
)
def test_names_one_letter_apart_are_alike_but_not_one_digit_apart(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


@given(words, words)
def test_names_that_are_alike_have_the_same_digits(one: str, other: str) -> None:
    assert not alike(one, other) or digits_of(one) == digits_of(other)
