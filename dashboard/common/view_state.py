"""View state of an officer's page: map view, selection, filters and search, parsed from its JSON and checked.

It lasts as long as the page; anything that must last is a command of the ledger.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

from dashboard.map.rasters.layers import LayerChoice, choice
from dashboard.map.view import View, view_from
from dashboard.words import LANGUAGES
from models.base.schema import COLOURS, KIND

LONGEST_CHARS = 64
MOST_FILTERS = 40
MOST_PX = 16_384


@dataclass(frozen=True)
class ViewState:
    """`held` is true while the officer works in the queue; `case` is the id of a case, or
    `alert:ID` for the case that holds it; `pick` is the last tap on the map: x, y and its number."""

    lang: str = "zh"
    layers: LayerChoice = field(default_factory=LayerChoice)
    view: View | None = None
    craft: int = 0
    alert: str = ""
    kinds: frozenset[str] = frozenset()
    colours: frozenset[str] = frozenset()
    rule: str = ""
    area: str = ""
    unseen: bool = False
    mine: bool = False
    actor: str = ""
    query: str = ""
    case: str = ""
    held: bool = False
    pick: tuple[float, float, int] | None = None

    @property
    def filtered(self) -> bool:
        """Return whether any filter is set."""
        return bool(self.kinds or self.colours or self.rule or self.area or self.unseen or self.mine)


def view_state_from(text: str, usual: ViewState) -> ViewState:
    """Parse a page's JSON; missing or invalid values keep their defaults."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        return ViewState(usual.lang, usual.layers)
    return ViewState(
        lang=values["lang"] if values.get("lang") in LANGUAGES else usual.lang,
        layers=_layers(values.get("layers"), values.get("trail"), usual.layers),
        view=_view(values.get("view")),
        craft=_track_id(values.get("craft")),
        kinds=_some(values.get("kinds"), tuple(KIND)),
        colours=_some(values.get("colours"), COLOURS),
        unseen=values.get("unseen") is True,
        mine=values.get("mine") is True,
        held=values.get("held") is True,
        pick=_pick(values.get("pick")),
        **{name: _text(values.get(name)) for name in ("alert", "rule", "area", "actor", "query", "case")},
    )


def _text(value: Any) -> str:
    return value[:LONGEST_CHARS] if isinstance(value, str) else ""


def _view(value: Any) -> View | None:
    view = view_from(value) if isinstance(value, str) else None
    return view if view and 1 <= view.width_px <= MOST_PX and 1 <= view.height_px <= MOST_PX else None


def _track_id(value: Any) -> int:
    """Parse a track id: `T12` is 12; 0 is none."""
    number = value[1:] if isinstance(value, str) and value[:1] == "T" else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _layers(names: Any, trail: Any, usual: LayerChoice) -> LayerChoice:
    """Parse layers: `-` means no layer, an absent value the default."""
    text = ",".join(names[:MOST_FILTERS]) if _texts(names) else ""
    return choice(text, trail if isinstance(trail, str) else "", usual)


def _some(value: Any, known: tuple[str, ...]) -> frozenset[str]:
    return frozenset(value[:MOST_FILTERS]).intersection(known) if _texts(value) else frozenset()


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _pick(value: Any) -> tuple[float, float, int] | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in value):
        return None
    x_m, y_m, number = value
    return float(x_m), float(y_m), int(number)
