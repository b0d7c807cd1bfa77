"""The fields of the regional risk over all cells of the grid, in compiled passes. What they mean: grid.py."""

from __future__ import annotations

import numpy as np

from models.base.compiled import compiled

ABNORMAL_PART = 0.6  # highest index from unusualness alone
Z_FROM, Z_OVER = 1.0, 3.0  # q rises from z = 1 to z = 4
LEAST_VARIANCE = 0.05
KERNEL_MIDDLE, KERNEL_SIDE = 0.5, 0.125
Array = np.ndarray
Share = tuple[float, float]  # what is left of a held load, and by which share it then moves to the present one


@compiled
def spread(
    load: Array, vessels: Array, columns: int, fast: Share, slow: Share, fields: tuple[Array, Array, Array]
) -> None:
    """Move the held fields (load, slow load, presence; each (cells,)) towards the present load and vessels (cells,).

    Of each present value half stays in its cell, and an eighth goes to each of the four cells around it.
    """
    held_load, held_slow, presence = fields
    for cell in range(len(load)):
        now = _around(load, cell, columns)
        here = now + _around(vessels, cell, columns)
        held_load[cell] = _followed(held_load[cell], now, fast)
        presence[cell] = _followed(presence[cell], here, fast)
        held_slow[cell] = _followed(held_slow[cell], now, slow)


@compiled
def weigh(
    load: Array, presence: Array, usual: tuple[Array, Array, float], half_load: float, unusual: Array, index: Array
) -> None:
    """Write how unusual each cell is, in standard deviations, and its index; `usual` is mean, variance and trust."""
    mean, variance, trust = usual
    for cell in range(len(load)):
        z = (presence[cell] - mean[cell]) / np.sqrt(variance[cell] + LEAST_VARIANCE) if trust else 0.0
        absolute = load[cell] / (load[cell] + half_load)
        abnormal = min(max((z - Z_FROM) / Z_OVER, 0.0), 1.0) * trust
        unusual[cell] = z
        index[cell] = 1.0 - (1.0 - absolute) * (1.0 - ABNORMAL_PART * abnormal)


@compiled
def _around(cells: Array, cell: int, columns: int) -> float:
    column = cell % columns
    found = KERNEL_MIDDLE * cells[cell]
    if cell >= columns:
        found += KERNEL_SIDE * cells[cell - columns]
    if cell + columns < len(cells):
        found += KERNEL_SIDE * cells[cell + columns]
    if column > 0:
        found += KERNEL_SIDE * cells[cell - 1]
    if column < columns - 1:
        found += KERNEL_SIDE * cells[cell + 1]
    return found


@compiled
def _followed(held: float, now: float, share: Share) -> float:
    faded = held * share[0]
    return faded + share[1] * (now - faded)
