"""Checks of hand-written data with pydantic: the form of each mapping is a model.

A mistake is reported in one sentence, with the file, the line if known, the place, the key and what was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from models.base.settings import UserError
from models.base.yaml_lines import line_of, load_with_lines

Where = Callable[[tuple[str | int, ...]], str]  # a key path in words: file and line


class Form(BaseModel):
    """The keys of one mapping; unknown ones, mostly misspelt, are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


FormT = TypeVar("FormT", bound=Form)


@dataclass(frozen=True)
class _Check:
    what: str
    read: Callable[[Any], Any]

    def __call__(self, value: Any) -> Any:
        return self.read(value)


def expected(what: str, fits: Callable[[Any], bool]) -> BeforeValidator:
    """Refuse a value that does not fit; `what` names what was expected."""

    def read(value: Any) -> Any:
        if not fits(value):
            raise ValueError(what)
        return value

    return BeforeValidator(_Check(what, read))


def cell(what: str, read: Callable[[str], Any]) -> BeforeValidator:
    """Read the text of a table's cell; if `read` returns None it is refused, and `what` names what was expected."""

    def read_text(text: Any) -> Any:
        value = read(text.strip())
        if value is None:
            raise ValueError(what)
        return value

    return BeforeValidator(_Check(what, read_text))


def one_of(words: Collection[str]) -> BeforeValidator:
    """Accept one of these words."""
    return expected(f"one of {', '.join(words)}", lambda value: value in list(words))


def number(low: float, high: float, *, or_none: bool = False) -> BeforeValidator:
    """Accept a number between two bounds, both included."""

    def fits(value: Any) -> bool:
        if value is None:
            return or_none
        return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high

    return expected(f"a number from {low:g} to {high:g}", fits)


def is_filled_list(value: Any) -> bool:
    """Return whether the value is a list that is not empty."""
    return isinstance(value, list) and bool(value)


Text = Annotated[str, expected("a text", lambda value: isinstance(value, str) and bool(value.strip()))]
Flag = Annotated[bool, expected("true or false", lambda value: isinstance(value, bool))]
FilledList = expected("a list with something in it", is_filled_list)


def checked(
    form: type[FormT], values: Any, where: str | Where, context: Mapping[str, Any] | None = None, noun: str = "key"
) -> FormT:
    """Return the values as this form; `noun` is what a person calls a key of it. Raises UserError."""
    return _checked(form, values, where if callable(where) else lambda _: where, context, noun)


def read_form(form: type[FormT], path: Path, context: Mapping[str, Any] | None = None) -> FormT:
    """Read a YAML file as this form. Raises UserError."""
    values, where = read_yaml(path)
    return checked(form, values, where, context)


def read_yaml(path: Path) -> tuple[Any, Where]:
    """Read the values of a YAML file, and how to name the place of a key in it. Raises UserError."""
    try:
        values, lines = load_with_lines(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); is the site's name right?") from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise UserError(f"{path}: not YAML ({' '.join(str(problem).split())})") from problem
    return values, lambda at: f"{path} line {line_of(lines, at)}"


def _checked(
    form: type[FormT],
    values: Any,
    where: Where,
    context: Mapping[str, Any] | None,
    noun: str,
) -> FormT:
    try:
        return form.model_validate(values, context=context)
    except ValidationError as problem:
        error = problem.errors()[0]
        at = error["loc"]
        place = where(at) + _place(at if at and isinstance(at[-1], int) else at[:-1])
        raise UserError(f"{place}: {_complaint(form, error, noun)}") from problem


def _place(path: tuple[str | int, ...]) -> str:
    """Return a path in words: `units 0` is `unit 1` for a person."""
    words = ""
    for at, step in enumerate(path):
        if isinstance(step, int):
            words += f" {step + 1}"
        else:
            in_list = at + 1 < len(path) and isinstance(path[at + 1], int)
            words += f": {_singular(step) if in_list else step}"
    return words


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _complaint(form: type[Form], error: Any, noun: str) -> str:
    *path, key = error["loc"] or ("",)
    fields = _fields(form, path)
    if error["type"] == "extra_forbidden":
        return f"{noun} {key}: not known here; known are {', '.join(sorted(map(str, fields)))}"
    found = "it is missing" if error["type"] == "missing" else f"found {error['input']!r}"
    what = error["msg"].removeprefix("Value error, ") if error["type"] == "value_error" else _what(fields.get(key))
    return f"{f'{noun} {key}: ' if key in fields else ''}expected {what}, {found}"


def _fields(form: Any, path: list[str | int]) -> dict[str | int, FieldInfo]:
    """Return the fields of the mapping at a path, by the names that people write."""
    for step in path:
        form = form.__args__[0] if isinstance(step, int) else _by_name(form)[step].annotation
    return _by_name(form)


def _by_name(form: Any) -> dict[str | int, FieldInfo]:
    found = next((each for each in getattr(form, "__args__", (form,)) if _is_form(each)), None)  # or None: optional
    return {field.alias or name: field for name, field in found.model_fields.items()} if found else {}


def _is_form(form: Any) -> bool:
    return isinstance(form, type) and issubclass(form, Form)


def _what(field: FieldInfo | None) -> str:
    checks = [each.func for each in field.metadata if isinstance(each, BeforeValidator)] if field else []
    return next((check.what for check in checks if isinstance(check, _Check)), "keys with values")
