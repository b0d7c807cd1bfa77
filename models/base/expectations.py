"""Errors of pydantic in plain words: what was expected of a value, and what was found."""

from __future__ import annotations

from typing import Any

# Keys that had another name in an earlier version.
RENAMED = {
    "exercise.run_up_min": "exercise.pre_roll_min",
    "detectors.bad_mmsi.told_for_s": "detectors.bad_mmsi.repeat_after_s",
    "detectors.clock.told_for_s": "detectors.clock.shown_for_s",
    "detectors.crowding.full_craft": "detectors.crowding.full_vessels",
    "detectors.crowding.on_craft": "detectors.crowding.on_vessels",
    "detectors.identity.tell_s": "detectors.identity.shown_for_s",
    "detectors.reception.least_craft": "detectors.reception.least_vessels",
    "detectors.sudden_stop.told_for_s": "detectors.sudden_stop.shown_for_s",
    "detectors.weather.told_s": "detectors.weather.ahead_s",
}

WHOLE, NUMBER, LOGICAL = "expected a whole number", "expected a number", "expected true or false"
TEXT, MANY, KEYS = "expected a text; put it in quotes", "expected a list, such as [1, 2]", "expected keys with values"
# By pydantic's type of error, with the names of its context.
EXPECTED = {
    "missing": "it is missing; add it",
    "extra_forbidden": "unknown key; remove it or correct its spelling",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing_size": "expected a smaller whole number",
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": "expected a finite number",
    "bool_type": LOGICAL,
    "bool_parsing": LOGICAL,
    "string_type": TEXT,
    "path_type": "expected a path; put it in quotes",
    "tuple_type": MANY,
    "list_type": MANY,
    "dict_type": KEYS,
    "model_type": KEYS,
    "literal_error": "expected {expected}",
    "string_pattern_mismatch": "expected a text of the form {pattern}",
    "string_too_long": "expected at most {max_length} characters",
    "too_long": "expected at most {max_length} values",
    "too_short": "expected at least {min_length} values",
    "greater_than": "expected a number above {gt:.10g}",
    "greater_than_equal": "expected a number of at least {ge:.10g}",
    "less_than": "expected a number below {lt:.10g}",
    "less_than_equal": "expected a number of at most {le:.10g}",
}
_WITHOUT_VALUE = {"missing", "extra_forbidden"}


def expectation(error: Any) -> str:
    """Return what was expected and what was found, of one entry of `ValidationError.errors()`."""
    kind, found = error["type"], error["input"]
    known = EXPECTED.get(kind, "").format(**error.get("ctx", {}))
    words = known or error["msg"].removeprefix("Value error, ")
    shown = kind not in _WITHOUT_VALUE and not isinstance(found, dict | list)
    return f"{words}; found {'nothing' if found is None else repr(found)}" if shown else words
