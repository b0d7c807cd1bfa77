"""The clues of a book while it is folded, copied at the first change."""

from __future__ import annotations

from collections.abc import Mapping

from models.casework.clues.clue_file import KEEP_ANSWERED_S, ClueFile


class ClueShelf:
    """Clues by `SOURCE/ID`. Answered ones leave after a week, the oldest answer first."""

    def __init__(self, clues: Mapping[str, ClueFile]) -> None:
        self.clues: Mapping[str, ClueFile] = clues
        self._own: dict[str, ClueFile] | None = None
        self._answered: dict[str, float] | None = None

    def put(self, clue: ClueFile) -> None:
        """Keep a clue as it is after an event."""
        if self._own is None:
            self._own = dict(self.clues)
            self.clues = self._own
        self._own[clue.id] = clue
        if not clue.open:
            self._waiting()[clue.id] = clue.times["answered"]

    def drop_old(self, t_s: float) -> None:
        """Drop those that were answered long before `t_s`."""
        answered = self._waiting()
        while answered and (first := next(iter(answered.items())))[1] < t_s - KEEP_ANSWERED_S:
            if self._own is None:
                self._own = dict(self.clues)
                self.clues = self._own
            del answered[first[0]]
            del self._own[first[0]]

    def _waiting(self) -> dict[str, float]:
        """When each answered clue was answered, in that order."""
        if self._answered is None:
            found = [(each.times["answered"], each.id) for each in self.clues.values() if not each.open]
            self._answered = {clue_id: t_s for t_s, clue_id in sorted(found)}
        return self._answered
