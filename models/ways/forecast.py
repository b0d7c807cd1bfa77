"""What forecasts say about a place: the strongest wind and the highest waves within a time.

A forecast is a clue of the source `weather`: its kind `wind_7` is force 7 Beaufort, `wave_2.5` a significant wave
height of 2.5 m; one without a polygon holds everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, nan
from typing import NamedTuple

from models.messages.clue import Clue

WEATHER = "weather"


class ForecastAt(NamedTuple):
    """Mean wind in m/s and wave height in m, NaN where no forecast says; `clues` are the ids of those that do."""

    wind_mps: float = nan
    wave_m: float = nan
    clues: tuple[str, ...] = ()


def beaufort_mps(force: float) -> float:
    """The mean wind of a force, m/s (WMO: 0.836 force^1.5)."""
    return float(0.836 * force**1.5)


def forecasts_at(clues: Iterable[Clue], place: tuple[float, float] | None, from_s: float, to_s: float) -> list[Clue]:
    """The forecasts of wind or waves that hold at a longitude and latitude at any time in [from_s, to_s].

    Without a place all count that hold anywhere.
    """
    return [each for each in clues if _says(each) and _during(each, from_s, to_s) and _holds(each, place)]


def forecast_at(clues: Iterable[Clue], place: tuple[float, float], from_s: float, to_s: float) -> ForecastAt:
    """The strongest wind and the highest waves of these forecasts."""
    found = forecasts_at(clues, place, from_s, to_s)
    winds, waves = ([each for each in found if getattr(each, name)] for name in ("wind_force", "wave_m"))
    wind = max(winds, key=lambda each: each.wind_force or 0, default=None)
    wave = max(waves, key=lambda each: each.wave_m or 0.0, default=None)
    return ForecastAt(
        nan if wind is None else beaufort_mps(wind.wind_force or 0),
        nan if wave is None or wave.wave_m is None else wave.wave_m,
        tuple(dict.fromkeys(each.id for each in (wind, wave) if each is not None)),
    )


def _says(clue: Clue) -> bool:
    return clue.source == WEATHER and (clue.wind_force is not None or clue.wave_m is not None)


def _during(clue: Clue, from_s: float, to_s: float) -> bool:
    return (clue.valid_from_s or 0.0) <= to_s and from_s < (inf if clue.valid_to_s is None else clue.valid_to_s)


def _holds(clue: Clue, place: tuple[float, float] | None) -> bool:
    return place is None or not clue.polygon or inside(place, clue.polygon)


def inside(place: tuple[float, float], corners: Iterable[tuple[float, float]]) -> bool:
    """Whether a place lies in a ring of corners (longitude, latitude), by the even-odd rule."""
    lon, lat = place
    ring = list(corners)
    within = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            within = not within
    return within
