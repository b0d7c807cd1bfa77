"""The keys of `faults`: outages, jamming, wrong headings, noise, wrong clocks, sudden new vessels, late copies.

It has the keys of a scenario, and which moments and places each concerns. Carrying them out: disturb.py. Deliberately
false reports: voyage.py.
"""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np
from pydantic import Field, field_validator, model_validator

from exercises.scenario.voyage import EVER_S, Bearing, Late, Seconds
from models.base.settings import Positive, Section, Share

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


class Window(Section):
    """A time from `from_s` to `to_s`, in seconds of the scenario."""

    from_s: Seconds = 0.0
    to_s: Seconds = EVER_S

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.to_s <= self.from_s:
            raise ValueError(f"to_s must be after from_s ({self.from_s:g})")
        return self

    def open(self, t_s: np.ndarray) -> np.ndarray:
        """Which moments lie in it. Mask (n,)."""
        mask: np.ndarray = (t_s >= self.from_s) & (t_s < self.to_s)
        return mask


class BoxWindow(Window):
    """A time and a piece of sea."""

    box: Box

    @field_validator("box")
    @classmethod
    def _has_room(cls, box: Box) -> Box:
        if box[0] >= box[2] or box[1] >= box[3]:
            raise ValueError("expected west, south, east, north in degrees")
        return box

    def within(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
        """Which places lie in the box. Mask (n,)."""
        west, south, east, north = self.box
        mask: np.ndarray = (lon_deg >= west) & (lon_deg < east) & (lat_deg >= south) & (lat_deg < north)
        return mask


class OutageFault(BoxWindow):
    """Nothing sent from the box is received."""


class JammingFault(BoxWindow):
    """Satellite fixes in the box are all off by the same vector, or each by another."""

    offset_nm: Positive | None = None
    towards_deg: Bearing = 0.0
    scatter_nm: Positive | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.offset_nm is None) == (self.scatter_nm is None):
            raise ValueError("give offset_nm (and towards_deg) or scatter_nm")
        return self


class ClockFault(Window):
    """The receivers' clock is ahead of the true time by this much: visible in files, which carry their time."""

    ahead_s: float


class InfluxFault(Section):
    """A number of vessels never received before, all within one second, lying in a box."""

    at_s: Seconds
    count: Annotated[int, Field(ge=1, le=20_000)]
    box: Box
    end_s: Seconds = EVER_S


class Faults(Section):
    """All faults of a scenario."""

    outages: tuple[OutageFault, ...] = ()
    jamming: tuple[JammingFault, ...] = ()
    clocks: tuple[ClockFault, ...] = ()
    influx: tuple[InfluxFault, ...] = ()
    wrong_headings: Share = 0.0  # of the vessels of the background
    noise_m: Annotated[float, Field(ge=0)] = 0.0  # of positions, standard deviation
    late: Late | None = None  # of all reports
