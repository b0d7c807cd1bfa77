"""Narrow water: land within a mile, from the site's own coast."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from models.risk.waters import Waters

COAST = Path(__file__).parents[3] / "sites" / "zhoushan" / "coast.npz"


def narrow(lon_deg: float, lat_deg: float) -> bool:
    return bool(Waters(COAST).narrow(np.array([lon_deg]), np.array([lat_deg]))[0])


def test_a_channel_between_islands_is_narrow_and_the_open_sea_is_not() -> None:
    assert narrow(122.29, 29.94)  # off Shenjiamen
    assert not narrow(123.3, 30.2)


def test_outside_the_coast_box_nothing_is_narrow() -> None:
    assert not narrow(11.3, 57.8)
    assert not narrow(float("nan"), 30.0)
