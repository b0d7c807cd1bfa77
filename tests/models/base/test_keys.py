"""Hand-written data read key by key: what fits is returned, what does not is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.keys import Keys
from models.base.settings import UserError

values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())
READ: dict[str, tuple[Callable[[Keys], Any], Callable[[Any], bool]]] = {
    "text": (lambda keys: keys.text("k"), lambda value: isinstance(value, str) and value.strip() != ""),
    "flag": (lambda keys: keys.flag("k"), lambda value: isinstance(value, bool)),
    "choice": (lambda keys: keys.choice("k", ("a", "b")), lambda value: value in ["a", "b"]),
    "number": (
        lambda keys: keys.number("k", -5, 5),
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and -5 <= value <= 5,
    ),
    "items": (lambda keys: keys.items("k"), lambda value: isinstance(value, list) and len(value) > 0),
}


@pytest.mark.parametrize("kind", READ)
@given(value=values | st.sampled_from(["a", "b", 0, 5, -5, 5.001]))
def test_a_value_is_returned_as_it_stands_or_refused_with_place_key_and_value(kind: str, value: Any) -> None:
    read, fits = READ[kind]
    if fits(value):
        assert read(Keys({"k": value}, "zone 7")) == value
    else:
        with pytest.raises(UserError) as refused:
            read(Keys({"k": value}, "zone 7"))
        assert str(refused.value).startswith("zone 7: key k: expected ") and f"found {value!r}" in str(refused.value)


@pytest.mark.parametrize("kind", READ)
def test_a_missing_key_is_called_missing(kind: str) -> None:
    with pytest.raises(UserError, match=r"zone 7: key k: expected .*, it is missing"):
        READ[kind][0](Keys({}, "zone 7"))


def test_a_key_may_be_absent_or_null_where_that_is_allowed() -> None:
    assert Keys({}, "x").number_or_none("k", 0, 1) is None
    assert Keys({"k": None}, "x").number_or_none("k", 0, 1) is None
    assert Keys({"k": 1}, "x").number_or_none("k", 0, 1) == 1.0


def test_a_mapping_within_names_its_place() -> None:
    with pytest.raises(UserError, match="site: rule: key days: expected a text, found 3"):
        Keys({"rule": {"days": 3}}, "site").inner("rule").text("days")


@given(st.dictionaries(st.sampled_from("abcdef"), st.just("x")), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_a_key_that_was_not_asked_for_is_refused_by_name(given_keys: dict[str, str], asked: set[str]) -> None:
    keys = Keys(given_keys, "x")
    for key in asked & set(given_keys):
        keys.text(key)
    unknown = sorted(set(given_keys) - asked)
    if not unknown:
        return keys.end()
    with pytest.raises(UserError, match=f"x: key {unknown[0]}: not known here"):
        keys.end()


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_what_is_no_mapping_is_refused(value: Any) -> None:
    with pytest.raises(UserError, match="x: expected keys with values"):
        Keys(value, "x")
