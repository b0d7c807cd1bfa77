"""Flags by the digits of an MMSI: every row of the table agrees with the digits allotted by the ITU."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.flags import FLAGS, flag
from models.base.mmsi_country import ALLOTTED

HANZI = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize("digits", FLAGS)
def test_a_flag_has_a_name_in_both_languages_and_allotted_digits(digits: int) -> None:
    zh, en = FLAGS[digits]
    assert HANZI.fullmatch(zh) and en and not HANZI.search(en) and "_" not in en
    assert ALLOTTED[digits]
    assert (flag(digits * 1_000_000 + 123, "zh"), flag(digits * 1_000_000 + 123, "en")) == (zh, en)


def test_names_in_both_languages_correspond_one_to_one() -> None:
    assert len({zh for zh, _ in FLAGS.values()}) == len({en for _, en in FLAGS.values()}) == len(set(FLAGS.values()))


@given(st.integers(0, 2**30 - 1))
def test_every_other_number_keeps_its_digits_or_has_no_flag(mmsi: int) -> None:
    digits = mmsi // 1_000_000
    for lang, name in zip(("zh", "en"), FLAGS.get(digits, (str(digits),) * 2), strict=True):
        assert flag(mmsi, lang) == (name if 200 <= digits < 800 else "")
