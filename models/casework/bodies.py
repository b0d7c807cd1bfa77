"""The fields an officer may fill in: the base of every body, the texts in it, and errors turned into refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from models.casework.cases.checks.refusal_words import problem_words
from models.casework.refusals import Refused

LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT = 64, 500, 4000


def trimmed(value: Any) -> Any:
    """A text without NUL, which PostgreSQL does not store, and without spaces around it."""
    return value.replace("\0", "").strip() if isinstance(value, str) else value


Name = Annotated[str, BeforeValidator(trimmed), StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Reason = Annotated[str, BeforeValidator(trimmed), StringConstraints(min_length=1, max_length=LONGEST_REASON)]
Text = Annotated[str, BeforeValidator(trimmed), StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
NameOrEmpty = Annotated[str, BeforeValidator(trimmed), StringConstraints(max_length=LONGEST_NAME)]
ReasonOrEmpty = Annotated[str, BeforeValidator(trimmed), StringConstraints(max_length=LONGEST_REASON)]
TextOrEmpty = Annotated[str, BeforeValidator(trimmed), StringConstraints(max_length=LONGEST_TEXT)]


class CommandBody(BaseModel):
    """What a command of one kind carries. Fields that are not declared are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


BodyT = TypeVar("BodyT", bound=CommandBody)


def read_body(model: type[BodyT], values: Mapping[str, Any]) -> BodyT:
    """The body as its model. Raises Refused for the first field that is not right."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        raise _refusal(model, str(first["loc"][0]), first["type"], first) from problem


def _refusal(model: type[CommandBody], name: str, problem: str, error: Any) -> Refused:
    if problem == "extra_forbidden":
        return Refused("unknown", name=name, known=", ".join(model.model_fields))
    if problem == "missing":
        return Refused("missing", name=name)
    if problem == "literal_error":
        return Refused("choice", name=name, choices=error["ctx"]["expected"].replace("'", "").replace(" or ", ", "))
    most = _longest(model, name)
    if most:
        return Refused("text", name=name, most=most)
    zh, en = problem_words(error)
    return Refused("field", name=name, problem_zh=zh, problem_en=en)


def _longest(model: type[CommandBody], name: str) -> int | None:
    """The most characters of a text field; None for another."""
    limits = (getattr(each, "max_length", None) for each in model.model_fields[name].metadata)
    return next((most for most in limits if most), None)
