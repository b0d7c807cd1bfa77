"""Reading hand-written data key by key, so that every complaint names the place, the key and what was expected.

What lives here: one small reader over a mapping. What does not: config.yaml (models/base/settings.py), what keys mean.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from models.base.settings import UserError

_REQUIRED = object()


class Keys:
    """A mapping that is read once, key by key; `end` then refuses what nobody asked for."""

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, dict):
            raise UserError(f"{where}: expected keys with values, found {values!r}")
        self._values, self._where, self._asked = values, where, set[str]()

    def fail(self, key: str, expected: str) -> UserError:
        """The error for a key, to be raised by whoever knows more than this reader."""
        found = f"found {self._values[key]!r}" if key in self._values else "it is missing"
        return UserError(f"{self._where}: key {key}: expected {expected}, {found}")

    def take(self, key: str, expected: str, fits: Callable[[Any], bool], default: Any = _REQUIRED) -> Any:
        """The value, if it fits; the default, if there is one and the key is absent or null."""
        self._asked.add(key)
        value = self._values.get(key)
        if value is None and default is not _REQUIRED:
            return default
        if not fits(value):
            raise self.fail(key, expected)
        return value

    def text(self, key: str) -> str:
        """A text that is not blank."""
        return str(self.take(key, "a text", lambda value: isinstance(value, str) and bool(value.strip())))

    def flag(self, key: str) -> bool:
        """True or false."""
        return bool(self.take(key, "true or false", lambda value: isinstance(value, bool)))

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """One of the allowed words."""
        return str(self.take(key, f"one of {', '.join(allowed)}", lambda value: value in list(allowed)))

    def number(self, key: str, low: float, high: float) -> float:
        """A number between two bounds, both allowed."""
        return float(self.take(key, *_number(low, high)))

    def number_or_none(self, key: str, low: float, high: float) -> float | None:
        """The same, where the key may be absent."""
        value = self.take(key, *_number(low, high), default=None)
        return None if value is None else float(value)

    def items(self, key: str) -> list[Any]:
        """A list with something in it."""
        return list(
            self.take(key, "a list with something in it", lambda value: isinstance(value, list) and bool(value))
        )

    def inner(self, key: str) -> Keys:
        """The mapping under a key, read the same way."""
        return Keys(self.take(key, "keys with values", lambda value: isinstance(value, dict)), f"{self._where}: {key}")

    def end(self) -> None:
        """Refuse keys that nobody asked for: most are misspelt."""
        unknown = sorted(set(self._values) - self._asked)
        if unknown:
            raise UserError(
                f"{self._where}: key {unknown[0]}: not known here; known are {', '.join(sorted(self._asked))}"
            )


def _number(low: float, high: float) -> tuple[str, Callable[[Any], bool]]:
    """What to expect, and the test for it."""

    def fits(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high

    return f"a number from {low:g} to {high:g}", fits
