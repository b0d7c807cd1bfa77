"""The checks of single values in a play-book: words of the vocabulary, ids, templates, limits, known names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo

from models.base.forms import Text, expected, number
from models.site.playbooks import vocabulary as words
from models.site.playbooks.conditions import ConditionText

MOST_MINUTES = 60 * 24 * 30


def some_of(known: tuple[str, ...]) -> Any:
    """Accept a list of these words, each once; an empty one too."""

    def fits(value: Any) -> bool:
        return isinstance(value, list) and all(each in known for each in value) and len(set(value)) == len(value)

    return expected(f"a list of {', '.join(known)}, each once", fits)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,31}", value) is not None


def placeholders(text: str) -> set[str]:
    """The names in braces. Raises ValueError where braces are not in pairs."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _is_template(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(text.strip()) and placeholders(text) <= set(words.PLACEHOLDERS)
    except ValueError:
        return False


def is_limits(value: Any) -> bool:
    return isinstance(value, dict) and all(
        clock in words.CLOCKS and (_is_limit(each) or (isinstance(each, dict) and _are_limits(each)))
        for clock, each in value.items()
    )


def _are_limits(row: Mapping[Any, Any]) -> bool:
    return bool(row) and all(colour in words.COLOURS and _is_limit(each) for colour, each in row.items())


def _is_limit(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value > 0)


def are_colours(value: Any) -> bool:
    return isinstance(value, dict) and all(
        colour in words.COLOURS and isinstance(keys, dict) and not {"colours", "id", "version"} & set(keys)
        for colour, keys in value.items()
    )


def _context(info: ValidationInfo, name: str) -> tuple[str, ...]:
    return tuple((info.context or {}).get(name, ()))


def _known(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"one of {', '.join(known) or 'none, because the site has no such file'}")
    return value


def _is_item(value: str, info: ValidationInfo) -> str:
    return _known(value, _context(info, "items"))


def _is_rule(value: str) -> str:
    return _known(value, words.RULES)


def _is_told(value: str, info: ValidationInfo) -> str:
    return _known(value, ("parent", *_context(info, "agencies")))


def _investigates(value: str, info: ValidationInfo) -> str:
    return _known(value, _context(info, "investigators"))


Id = Annotated[str, expected("a word of small letters, digits and _", _is_id)]
Minutes = Annotated[float, number(0, MOST_MINUTES)]
Conditions = tuple[ConditionText, ...]
TemplateText = Annotated[
    str, expected(f"a text with no other {{…}} than {', '.join(words.PLACEHOLDERS)}", _is_template)
]
Rule = Annotated[str, AfterValidator(_is_rule)]
ItemCode = Annotated[str, AfterValidator(_is_item)]
Told = Annotated[Text, AfterValidator(_is_told)]
Investigator = Annotated[Text, AfterValidator(_investigates)]
