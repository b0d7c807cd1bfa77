"""Lists of alerts for the picture: which situations it shows, in which order, and how many stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.base.schema import COLOURS
from models.messages.picture import OPEN_STATES, AlertView
from models.risk.alerts.lifecycle import AlertState
from models.risk.alerts.situation import Key, Situation


def counts(situations: Iterable[Situation]) -> dict[str, int]:
    """The number of standing alerts of each colour."""
    return _by_colour([each.colour for each in situations if each.stands])


def open_counts(situations: Iterable[Situation]) -> dict[str, int]:
    """The number of standing alerts of each colour that no officer has acknowledged."""
    return _by_colour([each.colour for each in situations if each.state in OPEN_STATES])


def rectified_counts(rectified: Iterable[Situation]) -> dict[str, int]:
    """The number of ended and unacknowledged alerts by their worst colour."""
    return _by_colour([_worst_colour(each) for each in rectified])


def worst(situations: Mapping[Key, Situation], most: int) -> list[tuple[Key, Situation]]:
    """The worst `most` standing alerts: worst colour first, then urgency when raised, then the oldest."""
    standing = [
        (-each.colour, each.folded, -round(each.urgency, 1), each.since_s, each.alert_id, key)
        for key, each in situations.items()
        if each.stands
    ]
    return [(key, situations[key]) for *_, key in sorted(standing)[:most]]


def rectified(past: Iterable[Situation], since_s: float) -> list[Situation]:
    """Alerts that ended unacknowledged: every red and distress one, worst first, then others that ended recently."""
    found = (each for each in past if each.state is AlertState.RECTIFIED)
    kept = [each for each in found if each.must_be_seen or (each.cleared_s or 0.0) >= since_s]
    return sorted(kept, key=_worst_and_latest_first)


def rectified_views(situations: Iterable[Situation]) -> tuple[AlertView, ...]:
    """Their views, in the worst colour that each had."""
    return tuple(replace(each.last, colour=COLOURS[_worst_colour(each)]) for each in situations if each.last)


def _by_colour(levels: list[int]) -> dict[str, int]:
    return {COLOURS[level]: levels.count(level) for level in range(1, len(COLOURS))}


def _worst_colour(situation: Situation) -> int:
    return max(situation.peak, situation.colour)


def _worst_and_latest_first(situation: Situation) -> tuple[int, float, str]:
    worst = _worst_colour(situation) if situation.must_be_seen else 0
    return -worst, -(situation.cleared_s or 0.0), situation.alert_id
