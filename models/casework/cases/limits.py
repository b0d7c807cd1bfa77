"""How long each step of a case may take, by colour, minutes: the house's defaults, to be overridden by site data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.casework.cases.nouns import COLOURS

LimitsMin = Mapping[str, Mapping[str, float | None]]
CLOCKS = ("assess", "order", "ack", "move", "arrive", "report", "close", "sensitive")
HOUR, DAY = 60.0, 1440.0


def _row(yellow: float, orange: float, red: float, distress: float | None) -> dict[str, float | None]:
    return dict(zip(COLOURS, (yellow, orange, red, distress), strict=True))


# Defaults of the design; None is no limit. `arrive` has none of its own: it follows from the minutes that were shown.
DEFAULT_MIN: LimitsMin = {
    "assess": _row(60.0, 15.0, 5.0, 2.0),
    "order": _row(4 * HOUR, 30.0, 5.0, 3.0),
    "ack": _row(30.0, 5.0, 1.0, 1.0),
    "move": _row(4 * HOUR, HOUR, 15.0, 10.0),
    "report": _row(8 * HOUR, 4 * HOUR, 2 * HOUR, None),
    "close": _row(7 * DAY, 3 * DAY, 1 * DAY, None),
    "sensitive": _row(30.0, 30.0, 30.0, 30.0),
}
ARRIVE_FACTOR, ARRIVE_MORE_MIN = 1.25, 10.0


def overridden(limits: LimitsMin, more: Mapping[Any, Any]) -> LimitsMin:
    """The limits with those of a site or play-book in their place; a bare number stands for every colour."""
    merged = {name: dict(row) for name, row in limits.items()}
    for name, given in more.items():
        row = given if isinstance(given, Mapping) else dict.fromkeys(COLOURS, given)
        merged[name] = {**merged.get(name, {}), **row}
    return merged


def limits_s(limits: LimitsMin, colour: str) -> dict[str, float]:
    """The limits of one colour in seconds, without those that have none."""
    found = ((name, row.get(colour)) for name, row in limits.items())
    return {name: minutes * 60.0 for name, minutes in found if minutes is not None}
