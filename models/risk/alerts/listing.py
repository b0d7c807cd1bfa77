"""Lists of alerts for the picture: which situations it shows, in which order, and how many stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.base.schema import COLOURS
from models.messages.picture import AlertView
from models.risk.alerts.lifecycle import AlertState
from models.risk.alerts.situation import Key, Situation


def counts(situations: Iterable[Situation]) -> dict[str, int]:
    """The number of standing alerts of each colour."""
    levels = [each.colour for each in situations if each.stands]
    return {COLOURS[level]: levels.count(level) for level in range(1, len(COLOURS))}


def worst(situations: Mapping[Key, Situation], most: int) -> list[tuple[Key, Situation]]:
    """The worst `most` standing alerts: worst colour first, then urgency when raised, then the oldest."""
    standing = [
        (-each.colour, each.folded, -round(each.urgency, 1), each.since_s, each.alert_id, key)
        for key, each in situations.items()
        if each.stands
    ]
    return [(key, situations[key]) for *_, key in sorted(standing)[:most]]


def rectified(past: Iterable[Situation], since_s: float) -> tuple[AlertView, ...]:
    """Alerts that ended at or after `since_s` without having been acknowledged, the latest first."""
    recent = [each for each in past if each.state is AlertState.RECTIFIED and (each.cleared_s or 0.0) >= since_s]
    return tuple(each.last for each in sorted(recent, key=_latest_first) if each.last)


def _latest_first(situation: Situation) -> tuple[float, str]:
    return -(situation.cleared_s or 0.0), situation.alert_id
