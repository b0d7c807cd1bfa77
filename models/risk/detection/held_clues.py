"""Clues that hold: each is taken in once, kept while it is valid, and shown to detectors, pressure and the wall.

What lives here: which clues hold now. What does not: the clue itself (models/messages/clue.py) and what follows from
one.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from models.base.settings import RiskSettings
from models.messages.clue import Clue

MOST_REMEMBERED = 20_000  # names of clues by which a copy is known
Name = tuple[str, str]  # source, id


@dataclass
class ClueBook:
    """The clues that hold, oldest first, each until its forecast ends or for `clue_for_s` after it came."""

    settings: RiskSettings
    held: dict[Name, tuple[Clue, float]] = field(default_factory=dict)
    known: dict[Name, None] = field(default_factory=dict)

    def take_in(self, clues: Iterable[Clue], t_s: float) -> list[Clue]:
        """Those that were not known yet. What no longer holds is let go, and the oldest of too many."""
        fresh = [clue for clue in clues if self._new((clue.source, clue.id))]
        for clue in fresh:
            until_s = t_s + self.settings.clue_for_s if clue.valid_to_s is None else clue.valid_to_s
            self.held[clue.source, clue.id] = (clue, until_s)
        for name in [name for name, (_, until_s) in self.held.items() if until_s < t_s]:
            del self.held[name]
        _drop_oldest(self.held, self.settings.most_clues)
        _drop_oldest(self.known, MOST_REMEMBERED)
        return fresh

    def live(self) -> tuple[Clue, ...]:
        """All that hold, in the order they came."""
        return tuple(clue for clue, _ in self.held.values())

    def _new(self, name: Name) -> bool:
        if name in self.known:
            return False
        self.known[name] = None
        return True


def _drop_oldest(book: MutableMapping[Name, Any], most: int) -> None:
    for name in list(book)[: max(0, len(book) - most)]:
        del book[name]
