"""Reasons: why a craft cannot be sent to a task, and is shown grey. Sources: docs/dispatch.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.site.force import Craft
from models.ways.intercept import Interceptors, Intercepts, MovingTarget

BOARDING_OFFICERS = 2  # at least two certified officers: Administrative Penalty Law 2021, article 42
UNDER_KEEL_M = 0.5
OUT_OF_SERVICE = ("down", "off")
# In the order in which they are said. `stop`: it may not stop a ship under way (Maritime Traffic Safety Law 2021,
# article 90). `engaged` alone: it may be taken off its order.
REASONS = (
    *("down", "off", "ashore", "powers", "stop", "officers", "wind", "wave", "draught"),
    *("no_way", "cannot_overtake", "endurance", "engaged"),
)


@dataclass(frozen=True)
class TaskNeeds:
    """What a task needs: powers, officers, boats and hours on the spot.

    `exception`: waiting may have grave consequences, so that craft without the power to stop a ship may do it.
    """

    powers: frozenset[str] = frozenset()
    officers: int = 0
    boats: int = 1
    hours_h: float = 1.5
    exception: bool = False


@dataclass(frozen=True)
class CraftReadiness:
    """What officers have reported of the craft, by id: state (ready, short, down, off), crew, and order they are on."""

    states: Mapping[str, str] = field(default_factory=dict)
    crew: Mapping[str, int] = field(default_factory=dict)
    engaged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DispatchWeather:
    """Mean wind and wave height where the task is, NaN if unknown; `slower` below 1 makes all craft slower by weather;
    depth of water, NaN if unknown.
    """

    wind_mps: float = float("nan")
    wave_m: float = float("nan")
    slower: float = 1.0
    depth_m: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None  # at longitudes and latitudes (m,)


def powers_needed(needs: TaskNeeds, target: MovingTarget) -> frozenset[str]:
    """The powers of a task; boarding a ship under way needs the power to stop it, or that over fishing vessels."""
    stops = target.moves and "board" in needs.powers and "fishery" not in needs.powers and not needs.exception
    return needs.powers | {"stop"} if stops else needs.powers


def officers_aboard(craft: Sequence[Craft], ready: CraftReadiness) -> np.ndarray:
    """Officers aboard, (m,): as in the site's force, or fewer if the crew is reported short."""
    return np.array([min(each.officers, ready.crew.get(each.id, each.officers)) for each in craft], int)


def reasons_of(
    craft: Sequence[Craft],
    met: Intercepts,
    fleet: Interceptors,
    target: MovingTarget,
    needs: TaskNeeds,
    ready: CraftReadiness,
    weather: DispatchWeather,
) -> list[tuple[str, ...]]:
    """The reasons of each craft, in the order of REASONS."""
    states = np.array([ready.states.get(each.id, "ready") for each in craft])
    ashore = np.array([each.kind in ("vehicle", "team") for each in craft])
    wanted = powers_needed(needs, target)
    least = max(needs.officers, BOARDING_OFFICERS if "board" in needs.powers else 0)
    nothing = np.isnan(met.minutes) & ~ashore
    depth_m = np.full(len(craft), np.nan) if weather.depth_m is None else weather.depth_m(met.lon_deg, met.lat_deg)
    out_h = (met.way_nm + met.back_nm) / fleet.speed_kn + needs.hours_h
    masks = {
        **{state: states == state for state in OUT_OF_SERVICE},
        "ashore": ashore,
        "powers": np.array([bool(needs.powers - each.powers) for each in craft]),
        "stop": np.array([bool(wanted - needs.powers - each.powers) for each in craft]),
        "officers": officers_aboard(craft, ready) < least,
        "wind": weather.wind_mps > np.array([each.wind_max_mps for each in craft]),
        "wave": weather.wave_m > np.array([each.wave_max_m for each in craft]),
        "draught": ~fleet.flies & (np.array([each.draught_m for each in craft]) + UNDER_KEEL_M > depth_m),
        "no_way": nothing & (not target.moves),
        "cannot_overtake": nothing & target.moves,
        "endurance": out_h > np.array([each.endurance_h for each in craft]),
        "engaged": np.array([each.id in ready.engaged for each in craft]),
    }
    return [tuple(name for name in REASONS if masks[name][row]) for row in range(len(craft))]
