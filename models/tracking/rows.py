"""Rows of the track table: arrays that follow them, and reports of a batch in rounds, so that a round is one step."""

from __future__ import annotations

import numpy as np

ROUNDS = 8  # most reports of one vessel applied per batch, the newest ones


class RowFollower:
    """Arrays that follow the rows of the track table: grown with it, cleared when a slot is freed."""

    def grow(self, capacity: int) -> None:
        """Make room for `capacity` rows and keep the present ones."""
        raise NotImplementedError

    def clear(self, rows: np.ndarray) -> None:
        """Clear the memory of these rows."""
        raise NotImplementedError


def rounds(rows: np.ndarray) -> list[np.ndarray]:
    """Return the indices of the reports in at most ROUNDS rounds, oldest first, each row at most once in a round."""
    if len(set(rows.tolist())) == len(rows):
        return [np.arange(len(rows))] if len(rows) else []
    order = np.argsort(rows, kind="stable")
    ranked = rows[order]
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    size = np.diff(np.r_[starts, len(ranked)])
    turn = np.arange(len(ranked)) - np.repeat(starts, size)
    skip = np.repeat(np.maximum(size - ROUNDS, 0), size)
    turn = turn - skip
    return [np.sort(order[turn == each]) for each in range(int(turn.max()) + 1)]
