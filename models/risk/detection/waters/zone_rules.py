"""The rules of zones as columns: which kinds of vessel each applies to, speed and time limits, and which are in force.

Shared by every detector that uses zones. Rules never apply to law enforcement vessels. Polygons: models/site/zone.py.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.schema import KIND
from models.site.zone import RULE_OF_KIND, Zone

RULES_OF_ZONES = frozenset({"zone", "speeding", *RULE_OF_KIND.values()})  # the key of their findings is a zone's number
CEILING_SHARE = {"yellow": 0.5, "orange": 1.0, "red": 1.0}  # of the weight: the highest evidence a zone gives alone


class Rules(NamedTuple):
    """The rules of some zones, shape (z,); `number` is the zone's place among all zones."""

    number: np.ndarray
    binds: np.ndarray  # (z, 256): the kinds it applies to, by KIND
    max_speed_kn: np.ndarray  # NaN where there is none
    max_dwell_s: np.ndarray  # the same
    share: np.ndarray


@lru_cache(maxsize=32)
def rules(zones: tuple[Zone, ...], rule: str) -> Rules:
    """The alerting zones that a rule covers."""
    return _columns([(number, zone) for number, zone in enumerate(zones) if zone.alert and zone.rule == rule])


@lru_cache(maxsize=4)
def limits(zones: tuple[Zone, ...]) -> Rules:
    """The zones with a speed limit, alerting or not."""
    return _columns([(number, zone) for number, zone in enumerate(zones) if zone.max_speed_kn is not None])


@lru_cache(maxsize=4)
def active(zones: tuple[Zone, ...], minute: int, utc_offset_h: float) -> np.ndarray:
    """Which zones are in force, (zones,); windows open and close at whole minutes."""
    return np.array([zone.active(minute * 60.0, utc_offset_h) for zone in zones], dtype=bool)


@lru_cache(maxsize=32)
def numbers(zones: tuple[Zone, ...], kinds: tuple[str, ...]) -> np.ndarray:
    """Places of the zones of these kinds among all zones."""
    return np.array([number for number, zone in enumerate(zones) if zone.kind in kinds], dtype=np.int64)


def within(inside: np.ndarray, rows: np.ndarray, zones: tuple[Zone, ...], kinds: tuple[str, ...]) -> np.ndarray:
    """Which rows are inside a zone of these kinds, mask (m,); `inside` is (n, zones)."""
    return np.asarray(_within(inside, rows, numbers(zones, kinds)))


@compiled
def _within(inside: np.ndarray, rows: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    found = np.zeros(len(rows), dtype=np.bool_)
    for at in range(len(rows)):
        for zone in wanted:
            found[at] |= inside[rows[at], zone]
    return found


def _columns(picked: list[tuple[int, Zone]]) -> Rules:
    kinds = np.arange(256)
    lawless = kinds != KIND["law"]
    return Rules(
        np.array([number for number, _ in picked], dtype=np.int64),
        np.array([zone.binds(kinds) & lawless for _, zone in picked], dtype=bool).reshape(-1, 256),
        np.array([zone.max_speed_kn for _, zone in picked], dtype="f8"),
        np.array([zone.max_dwell_s or np.nan for _, zone in picked], dtype="f8"),
        np.array([CEILING_SHARE[zone.ceiling] for _, zone in picked]),
    )
