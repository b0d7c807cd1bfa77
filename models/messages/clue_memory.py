"""Clues that were shown lately: a picture carries only the latest, and people act on them later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.messages.clue import Clue

MOST_KEPT = 5000
KEEP_S = 3 * 86400.0


def remembered(before: Mapping[str, Clue], fresh: Iterable[Clue], t_s: float) -> Mapping[str, Clue]:
    """The clues by `SOURCE/ID` at the time `t_s` of a picture; those from after it, after a seek back, are dropped."""
    new = {f"{each.source}/{each.id}": each for each in fresh}
    if new.keys() <= before.keys() and not _from_later(before, t_s):
        return before
    found = {**before, **new}
    kept = {name: each for name, each in found.items() if name in new or t_s - KEEP_S <= each.t_s <= t_s}
    return dict(list(kept.items())[-MOST_KEPT:])


def _from_later(clues: Mapping[str, Clue], t_s: float) -> bool:
    """Whether the newest of them lies after `t_s`: time went back."""
    return bool(clues) and clues[list(clues)[-1]].t_s > t_s
