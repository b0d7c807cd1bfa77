"""A noun and its place in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.casework.cases.nouns import Case

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A noun and its place in the list: `due_s` of its first clock, infinite without one; `group` comes before it."""

    key: str
    due_s: float
    clock: str
    noun: Any
    case: Case | None
    group: int = 0

    @property
    def place(self) -> tuple[bool, int, float, str]:
        """Distress above all while it is open, then by group, then what is due first."""
        calls = self.case is not None and self.case.colour == "distress" and self.case.open
        return (not calls, self.group, self.due_s, self.key)
