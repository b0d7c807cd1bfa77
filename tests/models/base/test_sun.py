"""The altitude of the sun agrees with almanacs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.clock import parse_iso
from models.base.sun import light, sun_altitude_deg

ZHOUSHAN = (30.0, 122.2)


# Equinoxes and solstices: at local noon the sun stands at 90 - latitude + declination.
@pytest.mark.parametrize(
    ("moment", "lat", "lon", "altitude"),
    [
        ("2026-03-20T12:07:30Z", 0.0, 0.0, 90.0),  # equation of time -7.5 minutes
        ("2026-06-21T12:02:00Z", 51.48, 0.0, 90 - 51.48 + 23.44),
        ("2026-12-21T03:49:00Z", 30.0, 122.2, 90 - 30.0 - 23.44),
        ("2026-12-21T12:00:00Z", 90.0, 0.0, -23.44),  # the pole in its night
    ],
)
def test_the_altitude_at_known_moments(moment: str, lat: float, lon: float, altitude: float) -> None:
    assert sun_altitude_deg(parse_iso(moment), lat, lon) == pytest.approx(altitude, abs=0.1)


# Dinghai on 12 January: sunrise 06:53, end of civil twilight in the evening 17:42 Beijing time (rounded).
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-01-11T20:00:00Z", "night"),
        ("2026-01-11T22:35:00Z", "dusk"),
        ("2026-01-11T23:10:00Z", "day"),
        ("2026-01-12T04:00:00Z", "day"),
        ("2026-01-12T09:30:00Z", "dusk"),
        ("2026-01-12T10:30:00Z", "night"),
    ],
)
def test_light_follows_the_sun_at_the_site(moment: str, expected: str) -> None:
    assert light(parse_iso(moment), *ZHOUSHAN) == expected


@given(st.floats(0, 4e9), st.floats(-90, 90), st.floats(-180, 180))
def test_the_altitude_is_between_minus_90_and_90_degrees(t_s: float, lat: float, lon: float) -> None:
    assert -90 <= sun_altitude_deg(t_s, lat, lon) <= 90
