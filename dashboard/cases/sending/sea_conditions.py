"""Wind, waves and depth that a ranking is judged by: forecasts at the place, and the depths of the site's chart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from models.messages.clue import Clue
from models.site.chart import CHART_FILE, load_chart
from models.site.coast import Bbox
from models.site.site import Site
from models.ways.forecast import ForecastAt, forecast_at

CELLS = 1200  # of the raster of depths along each side of the site's box
ON_THE_WAY_S = 3600.0  # beside the hours of the task, the time for which a forecast counts
NO_FORECAST = ForecastAt()
DepthAt = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class SeaConditions:
    """The forecast where the task is, and the depth at longitudes and latitudes; None if the site has no chart."""

    forecast: ForecastAt = NO_FORECAST
    depth_m: DepthAt | None = None

    def record(self) -> dict[str, Any]:
        """Return the values of `GET /api/dispatch`; null is not known."""
        wind, wave = self.forecast.wind_mps, self.forecast.wave_m
        return {
            "wind_mps": round(wind, 1) if math.isfinite(wind) else None,
            "wave_m": round(wave, 1) if math.isfinite(wave) else None,
            "forecasts": list(self.forecast.clues),
            "depths": self.depth_m is not None,
        }


def conditions_at(
    site: Site, clues: Iterable[Clue], lon_deg: float, lat_deg: float, t_s: float, hours_h: float
) -> SeaConditions:
    """Return what is known from `t_s` until the task is done."""
    until_s = t_s + ON_THE_WAY_S + 3600.0 * hours_h
    return SeaConditions(
        forecast_at(clues, (lon_deg, lat_deg), t_s, until_s), _depths(site.coast.with_name(CHART_FILE), site.bbox)
    )


@lru_cache(maxsize=2)
def _depths(path: Path, box: Bbox) -> DepthAt | None:
    chart = load_chart(path)
    if chart is None:
        return None
    raster_m = chart.depths(box, (CELLS, CELLS))
    west, south, east, north = box

    def at(lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """The least depth below chart datum, NaN outside the chart."""
        column, row = (lon_deg - west) / (east - west) * CELLS, (lat_deg - south) / (north - south) * CELLS
        known = (column >= 0) & (column < CELLS) & (row >= 0) & (row < CELLS)  # NaN is not
        depth_m = np.full(len(lon_deg), np.nan)
        depth_m[known] = raster_m[row[known].astype(int), column[known].astype(int)]
        return depth_m

    return at
