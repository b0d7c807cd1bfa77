"""The live tiles: cases open by state, what is overdue, owed to the police, and units that are silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.casework.cases.clocks import SILENT
from models.casework.cases.nouns import STATES
from models.casework.indicators.view import FigureView, ids, where
from models.casework.supervision.risk_warnings import OWED_KEYS, running


@dataclass(frozen=True)
class LiveTiles:
    """Lists of ids; the number of a tile is the length of its list. `open` by state, in the order of the states."""

    open: Mapping[str, tuple[str, ...]]
    overdue: tuple[str, ...]
    owed_to_police: tuple[str, ...]
    silent: tuple[str, ...]


def live_tiles(view: FigureView) -> LiveTiles:
    """The tiles at the time of the view."""
    cases = view.of("cases")
    by_state = {state: tuple(ids(cases)[cases["state"] == view.code(state)]) for state in STATES[:-1]}
    clocks = view.of("clocks")
    keys = tuple(view.text(code) for code in np.unique(clocks["key"]))
    late, owed = (tuple(dict.fromkeys(ids(running(view, names)))) for names in (keys, OWED_KEYS))
    return LiveTiles(by_state, late, owed, silent_orders(view))


def silent_orders(view: FigureView) -> tuple[str, ...]:
    """The live orders whose unit was late twice with its check-in and has not been heard since."""
    raised, orders = view.rows.tables["raised"], view.of("orders")
    silent = where(raised, (raised["key"] == view.code("check")) & (raised["pct"] >= SILENT))
    newest: dict[str, float] = {}
    for order, t_s in zip(ids(silent), silent["t_s"], strict=True):
        newest[order] = max(t_s, newest.get(order, t_s))
    live = where(orders, np.isinf(orders["over_s"]))
    pairs = zip(ids(live), live["heard_s"], strict=True)
    return tuple(order for order, heard_s in pairs if newest.get(order, -np.inf) > heard_s)
