"""Leaving: what a patrol craft leaves uncovered when it is sent away; asked by dispatch (models/ways/dispatch.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from models.base.schema import LEVEL
from models.base.settings import PressureSettings
from models.risk.regional.pressure_index import Load, cover, pressure_rows
from models.ways.dispatch import LeftBehind


def leaving(load: Load, settings: PressureSettings, work: str = "") -> Callable[[int], LeftBehind]:
    """Return what each craft, a row of FORCE, leaves: EP of its unit with and without it, and red work left bare.

    `work` is the id in REACH of what it is sent to, which does not count as left.
    """
    other = load.work["work"] != work.encode()[:64]
    before = pressure_rows(load, settings)["pressure"].astype("f8")
    bare = _bare_red(load, other, settings)

    def left(craft: int) -> LeftBehind:
        gone = _without(load, craft)
        unit = int(load.force["unit"][craft])
        after = float(pressure_rows(gone, settings)["pressure"][unit])
        return LeftBehind(float(before[unit]), after, max(0, _bare_red(gone, other, settings) - bare))

    return left


def _without(load: Load, craft: int) -> Load:
    force = {name: column.copy() for name, column in load.force.items()}
    force["ready"][craft], force["strength"][craft] = False, 0.0
    return replace(load, force=force)


def _bare_red(load: Load, other: np.ndarray, settings: PressureSettings) -> int:
    """Red pieces of work, of these, that no free boat reaches in time."""
    work = cover(load, settings).work
    return int((other & (work["level"] >= LEVEL["red"]) & ~work["covered"]).sum())
