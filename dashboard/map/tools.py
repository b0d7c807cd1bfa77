"""Tools of an interactive map: what lies under the pointer, and positions in degrees and minutes.

Dragging, measuring and drawing are done by the browser (assets/js/lib).
"""

from __future__ import annotations

import numpy as np

from dashboard.map.levels import alert_levels, without_vessel
from dashboard.map.view import View, mercator
from models.messages.picture import Picture

REACH_PX = 16.0  # radius of a finger; of several vessels within it the worst is chosen
CROWD_PX = 5.0


def under(picture: Picture, view: View, x_m: float, y_m: float) -> tuple[int, str]:
    """Return track and alert at a position: a vessel, else an alert without a vessel; 0 and "" if there is neither."""
    track_id = _vessel_at(picture, view, x_m, y_m)
    if track_id:
        return track_id, ""
    causes = without_vessel(picture)
    x, y = mercator([each.lon for each in causes], [each.lat for each in causes])
    away_px = np.hypot(x - x_m, y - y_m) / view.m_per_px
    near = int(np.argmin(away_px)) if len(away_px) else -1
    return (0, causes[near].alert_id) if near >= 0 and away_px[near] <= 2 * REACH_PX else (0, "")


def _vessel_at(picture: Picture, view: View, x_m: float, y_m: float) -> int:
    vessels = picture.vessels
    x, y = mercator(vessels["lon_deg"], vessels["lat_deg"])
    away_px = np.hypot(x - x_m, y - y_m) / view.m_per_px
    near = np.flatnonzero(away_px <= REACH_PX)
    if not len(near):
        return 0
    crowd = near[away_px[near] <= away_px[near].min() + CROWD_PX]
    best = crowd[np.lexsort((away_px[crowd], -alert_levels(picture)[crowd].astype(np.int64)))[0]]
    return int(vessels["track_id"][best])


def degrees_minutes(value_deg: float, plus: str, minus: str, digits: int) -> str:
    """Format degrees and decimal minutes as used in chart work: `30°05.123′N`."""
    thousandths = round(abs(value_deg) * 60_000)
    whole, minutes = divmod(thousandths, 60_000)
    return f"{whole:0{digits}d}°{minutes / 1000:06.3f}′{plus if value_deg >= 0 else minus}"


def position(lat_deg: float, lon_deg: float) -> str:
    """Format latitude, then longitude."""
    if not (np.isfinite(lat_deg) and np.isfinite(lon_deg)):
        return "—"
    return f"{degrees_minutes(lat_deg, 'N', 'S', 2)}  {degrees_minutes(lon_deg, 'E', 'W', 3)}"
