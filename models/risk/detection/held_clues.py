"""Valid clues: each is taken in once, kept while it is valid, and shown to detectors, pressure and the wall.

The clue itself: models/messages/clue.py.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from models.base.settings import RiskSettings
from models.messages.clue import Clue, SentClue

MOST_REMEMBERED = 20_000  # names of clues, for recognising copies
Name = tuple[str, str]  # source, id


@dataclass
class ClueBook:
    """The valid clues, oldest first, each until its `valid_to` or for `clue_for_s` after it arrived."""

    settings: RiskSettings
    held: dict[Name, tuple[Clue, float]] = field(default_factory=dict)
    known: dict[Name, None] = field(default_factory=dict)

    def take_in(self, clues: Iterable[Clue], t_s: float, sent: Iterable[SentClue] = ()) -> list[Clue]:
        """Add clues of feeds and clues that were `sent` in, and return the new ones.

        Drops expired clues, and the oldest when there are too many.
        """
        arrived = [*((clue, t_s) for clue in clues), *((each.clue, each.received_s) for each in sent)]
        fresh = [(clue, at_s) for clue, at_s in arrived if self._new((clue.source, clue.id))]
        for clue, at_s in fresh:
            until_s = at_s + self.settings.clue_for_s if clue.valid_to_s is None else clue.valid_to_s
            self.held[clue.source, clue.id] = (clue, until_s)
        for name in [name for name, (_, until_s) in self.held.items() if until_s < t_s]:
            del self.held[name]
        _drop_oldest(self.held, self.settings.most_clues)
        _drop_oldest(self.known, MOST_REMEMBERED)
        return [clue for clue, _ in fresh]

    def live(self) -> tuple[Clue, ...]:
        """All valid clues, in order of arrival."""
        return tuple(clue for clue, _ in self.held.values())

    def _new(self, name: Name) -> bool:
        if name in self.known:
            return False
        self.known[name] = None
        return True


def _drop_oldest(book: MutableMapping[Name, Any], most: int) -> None:
    for name in list(book)[: max(0, len(book) - most)]:
        del book[name]
