"""The altitude of the sun, by which a wall chooses its palette (dashboard/common/theme.py).

The low-precision formulas of the Astronomical Almanac (page C5; also Meeus, Astronomical Algorithms, chapter 25),
accurate to 0.01 degrees from 1950 to 2050. Refraction, which moves sunrise by three minutes, is left out.
"""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin

J2000_S = 946_728_000.0  # 2000-01-01 12:00 UTC
DAY_S = 86_400.0
SUNRISE_DEG = -0.833  # the upper limb on the horizon, refraction included
CIVIL_DEG = -6.0  # end of civil twilight


def sun_altitude_deg(t_s: float, lat_deg: float, lon_deg: float) -> float:
    """Return the altitude of the sun's centre above the horizon at a time and position, in degrees."""
    days = (t_s - J2000_S) / DAY_S
    mean_deg = 280.460 + 0.9856474 * days
    anomaly = radians(357.528 + 0.9856003 * days)
    ecliptic = radians(mean_deg + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    obliquity = radians(23.439 - 0.0000004 * days)
    declination = asin(sin(obliquity) * sin(ecliptic))
    ascension = atan2(cos(obliquity) * sin(ecliptic), cos(ecliptic))
    sidereal = radians(280.46062 + 360.98564737 * days + lon_deg)  # IAU 1982, its linear part
    lat, hour_angle = radians(lat_deg), sidereal - ascension
    return degrees(asin(sin(lat) * sin(declination) + cos(lat) * cos(declination) * cos(hour_angle)))


def light(t_s: float, lat_deg: float, lon_deg: float) -> str:
    """Return `day`, `dusk` or `night` at a position; dusk lasts from sunset to the end of civil twilight."""
    altitude_deg = sun_altitude_deg(t_s, lat_deg, lon_deg)
    return "day" if altitude_deg > SUNRISE_DEG else "dusk" if altitude_deg > CIVIL_DEG else "night"
