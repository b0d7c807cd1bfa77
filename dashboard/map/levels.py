"""Risk levels on the map: vessels with an alert, and their partners, are coloured.

A risk without an alert is not explained anywhere on the page, so the map does not show it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.base.schema import LEVEL
from models.messages.picture import AlertView, Picture

Levels = NDArray[np.uint8]


def without_vessel(picture: Picture) -> list[AlertView]:
    """Return the alerts about no vessel, and those whose vessel is no longer in the picture."""
    known = set(picture.vessels["track_id"].tolist())
    return [each for each in picture.alerts if each.track_id not in known]


def alert_levels(picture: Picture) -> Levels:
    """Return the highest colour among the alerts about each row of `picture.vessels`, as an index into COLOURS."""
    track_id = picture.vessels["track_id"]
    levels = np.zeros(len(track_id), np.uint8)
    about = [
        (track, LEVEL[alert.colour])
        for alert in picture.alerts
        for track in (alert.track_id, alert.partner_track_id)
        if track is not None
    ]
    if about and len(track_id):
        tracks, colours = np.array(about, np.int64).T
        order = np.argsort(track_id)
        place = np.minimum(np.searchsorted(track_id, tracks, sorter=order), len(track_id) - 1)
        row = order[place]
        known = track_id[row] == tracks
        np.maximum.at(levels, row[known], colours[known].astype(np.uint8))
    return levels
