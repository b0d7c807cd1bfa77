"""Every well-formed condition is read and means what it says; for anything else it is said what was expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.site.playbooks.conditions import FIELDS, NUMBER, OPERATORS, Condition, condition_of, fact, met

NUMBERS = sorted(name for name, what in FIELDS.items() if what == NUMBER)
WORDS = sorted((name, word) for name, what in FIELDS.items() if isinstance(what, tuple) for word in what)


@given(
    st.sampled_from(NUMBERS), st.sampled_from(sorted(OPERATORS)), st.integers(-1000, 10**6), st.integers(-1000, 10**6)
)
def test_a_number_is_compared(field: str, op: str, bound: int, found: int) -> None:
    condition = condition_of(f"{field} {op} {bound}")
    assert condition.met({field: found}) == OPERATORS[op](found, bound)


@given(st.sampled_from(WORDS), st.sampled_from(["==", "!="]), st.sampled_from(WORDS))
def test_a_word_is_compared(wanted: tuple[str, str], op: str, found: tuple[str, str]) -> None:
    condition = condition_of(f"{wanted[0]} {op} {wanted[1]}")
    assert condition.met({wanted[0]: found[1]}) == OPERATORS[op](found[1], wanted[1])


@given(st.sampled_from(NUMBERS), st.sampled_from(sorted(OPERATORS)), st.integers(0, 10**5).map(lambda n: n / 10))
def test_a_condition_in_words_is_read_back_as_itself(field: str, op: str, bound: float) -> None:
    condition = Condition(field, op, bound)
    assert condition_of(f"  {field}{op}{bound} ") == condition
    assert condition_of(str(condition)).value == pytest.approx(bound, rel=1e-5)


@given(st.sampled_from([*NUMBERS, *(name for name, _ in WORDS)]), st.sampled_from(sorted(OPERATORS)))
def test_what_is_not_known_meets_nothing(field: str, op: str) -> None:
    what = FIELDS[field]
    value = 0.0 if what == NUMBER else what[0]
    assert not Condition(field, op, value).met({})
    assert not Condition(field, op, value).met({field: None})


@given(st.text(max_size=40))
def test_any_other_text_is_a_value_error(text: str) -> None:
    try:
        assert str(condition_of(text))
    except ValueError as problem:
        assert "a condition" in str(problem) or any(field in str(problem) for field in FIELDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("catch_kg", "a condition such as catch_kg >= 10000"),
        ("catch_kg = 3", "a condition such as"),
        (3, "a condition such as"),
        ("moon == full", "a condition on one of the fields colour"),
        ("gear == borrowed", "gear == or != one of allowed, banned"),
        ("gear >= banned", "gear == or != one of"),
        ("catch_kg >= much", "catch_kg compared with a number"),
        ("catch_kg >= nan", "catch_kg compared with a number"),
    ],
)
def test_a_mistake_says_what_was_expected(text: object, expected: str) -> None:
    with pytest.raises(ValueError, match="^" + expected.replace("(", r"\(")[:60]):
        condition_of(text)


def test_dotted_fields_are_found_flat_and_nested() -> None:
    assert fact({"register.list": "wanted"}, "register.list") == "wanted"
    assert fact({"register": {"list": "wanted"}}, "register.list") == "wanted"
    assert fact({"register": "wanted"}, "register.list") is None


def test_true_and_false_are_yes_and_no() -> None:
    assert condition_of("fled == yes").met({"fled": True})
    assert condition_of("fled == no").met({"fled": False})


def test_a_word_is_never_compared_with_a_number() -> None:
    assert not condition_of("catch_kg >= 1").met({"catch_kg": "many"})
    assert not condition_of("gear != banned").met({"gear": 3})


def test_all_conditions_that_are_met_are_named() -> None:
    both = condition_of("catch_kg >= 10"), condition_of("gear == banned")
    assert met(both, {"catch_kg": 12, "gear": "allowed"}) == both[:1]
