"""Hand-written data is checked against its form: valid data is returned, a mistake is one sentence with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from models.base.forms import FilledList, Flag, Form, Text, cell, checked, number, one_of, read_form
from models.base.settings import UserError


class TextForm(Form):
    k: Text


class FlagForm(Form):
    k: Flag


class ChoiceForm(Form):
    k: Annotated[str, one_of(("a", "b"))]


class NumberForm(Form):
    k: Annotated[float, number(-5, 5)]


class MaybeForm(Form):
    k: Annotated[float | None, number(0, 1, or_none=True)] = None


class ItemsForm(Form):
    k: Annotated[tuple[TextForm, ...], FilledList]
    end: Annotated[Text, Field(alias="to")] = "x"


class CellForm(Form):
    k: Annotated[int, cell("a digit", lambda text: int(text) if text.isdigit() else None)]


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers())
FORMS: dict[type[Form], Callable[[Any], bool]] = {
    TextForm: lambda value: isinstance(value, str) and value.strip() != "",
    FlagForm: lambda value: isinstance(value, bool),
    ChoiceForm: lambda value: value in ["a", "b"],
    NumberForm: lambda value: isinstance(value, int | float) and not isinstance(value, bool) and -5 <= value <= 5,
}


@pytest.mark.parametrize("form", FORMS)
@given(value=values | st.sampled_from(["a", "b", 0, 5, -5, 5.001]))
def test_a_value_is_returned_unchanged_or_refused_with_place_key_and_value(form: type[Form], value: Any) -> None:
    if FORMS[form](value):
        assert checked(form, {"k": value}, "zone 7").k == value  # type: ignore[attr-defined]
    else:
        with pytest.raises(UserError) as refused:
            checked(form, {"k": value}, "zone 7")
        assert str(refused.value).startswith("zone 7: key k: expected ") and f"found {value!r}" in str(refused.value)


@pytest.mark.parametrize("form", [*FORMS, ItemsForm])
def test_a_missing_key_is_called_missing(form: type[Form]) -> None:
    with pytest.raises(UserError, match=r"^zone 7: key k: expected .+, it is missing$"):
        checked(form, {}, "zone 7")


def test_a_key_may_be_absent_or_null_where_that_is_allowed() -> None:
    assert [checked(MaybeForm, each, "x").k for each in ({}, {"k": None}, {"k": 1})] == [None, None, 1.0]


WITHIN = {
    "x: k 2: key k: expected a text, found 3": {"k": [{"k": "a"}, {"k": 3}]},
    "x: k 1: expected keys with values, found 3": {"k": [3]},
    "x: k 1: key j: not known here; known are k": {"k": [{"k": "a", "j": 1}]},
    "x: key k: expected a list with something in it, found []": {"k": []},
    "x: key to: expected a text, found 5": {"k": [{"k": "a"}], "to": 5},
    "x: key end: not known here; known are k, to": {"k": [{"k": "a"}], "end": "y"},
}


@pytest.mark.parametrize("sentence", WITHIN)
def test_a_mistake_within_names_its_place(sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        checked(ItemsForm, WITHIN[sentence], "x")
    assert str(refused.value) == sentence


@given(st.dictionaries(st.sampled_from("abcdef"), st.just("x"), min_size=1))
def test_an_unknown_key_is_refused_by_name(extra: dict[str, str]) -> None:
    with pytest.raises(UserError, match=f"x: key {next(iter(extra))}: not known here; known are k$"):
        checked(TextForm, {"k": "a"} | extra, "x")


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_a_value_that_is_not_a_mapping_is_refused(value: Any) -> None:
    with pytest.raises(UserError, match=r"^x: expected keys with values, found"):
        checked(TextForm, value, "x")


def test_a_cell_is_read_or_refused_with_its_column() -> None:
    assert checked(CellForm, {"k": " 7 "}, "x").k == 7
    with pytest.raises(UserError, match=r"^x: column k: expected a digit, found 'q'$"):
        checked(CellForm, {"k": "q"}, "x", noun="column")


FILES = {
    "k:\n  - k: a\n  - k: [1]\n": r"line 3: k 2: key k: expected a text, found \[1\]$",
    "k:\n  - {k: a}\nj: 1\n": "line 3: key j: not known here",
    "to: x\n": "line 1: key k: expected keys with values|line 1: key k: expected a list",
    "k: [": "not YAML",
    "": "line 1: expected keys with values, found None",
}


@pytest.mark.parametrize("text", FILES)
def test_a_mistake_in_a_file_names_the_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=FILES[text]) as refused:
        read_form(ItemsForm, tmp_path / "a.yaml")
    assert str(refused.value).startswith(f"{tmp_path / 'a.yaml'}") and "\n" not in str(refused.value)
