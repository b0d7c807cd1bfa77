"""Memory of past pictures in a server process: how long a colour has been absent, message rates, area risk.

Positions are remembered in map/rasters/snapshots.py.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from models.messages.picture import Picture

TRAFFIC_S = 600.0
TRAFFIC_STEP_S = 2.0
AREAS_S, AREAS_STEP_S = 600.0, 60.0  # duration and step of the remembered risk of areas


class PictureMemory:
    """Written by the subscriber's thread, read by sessions; what they read is always replaced as a whole."""

    def __init__(self) -> None:
        self._began_s: float | None = None
        self._last_s: dict[str, float] = {}
        self._points: deque[tuple[float, float]] = deque()
        self.traffic: tuple[tuple[float, float], ...] = ()
        self._areas: tuple[tuple[float, np.ndarray], ...] = ()

    def take(self, picture: Picture) -> None:
        """Store the values of a picture; when time goes back (a replay starts again), the memory is cleared."""
        if self._points and picture.t_s < self._points[-1][0]:
            self.__init__()  # type: ignore[misc]
        if self._began_s is None:
            self._began_s = picture.t_s
        for change in picture.changes:
            self._seen(change.alert.colour, change.t_s)
        for alert in picture.alerts:
            self._seen(alert.colour, picture.t_s)
        self._count(picture)
        self._keep_areas(picture)

    def area_change(self, picture: Picture) -> np.ndarray:
        """Return the change of the index of each row of `picture.areas` in ten minutes, (n,); 0 while it is unknown."""
        now = picture.areas["index"]
        then = next((index for t_s, index in self._areas if picture.t_s - t_s <= AREAS_S), now)
        return now - then if len(then) == len(now) else np.zeros(len(now), "f4")

    def quiet_s(self, colour: str, t_s: float) -> float:
        """Return for how many seconds no alert of this colour has stood, as far back as is known."""
        since = self._last_s.get(colour, self._began_s)
        return 0.0 if since is None else max(0.0, t_s - since)

    def _seen(self, colour: str, t_s: float) -> None:
        self._last_s[colour] = max(t_s, self._last_s.get(colour, t_s))

    def _count(self, picture: Picture) -> None:
        if self._points and picture.t_s - self._points[-1][0] < TRAFFIC_STEP_S:
            return
        self._points.append((picture.t_s, sum(feed.rate_per_s for feed in picture.feeds)))
        while picture.t_s - self._points[0][0] > TRAFFIC_S:
            self._points.popleft()
        self.traffic = tuple(self._points)

    def _keep_areas(self, picture: Picture) -> None:
        if self._areas and picture.t_s - self._areas[-1][0] < AREAS_STEP_S:
            return
        kept = tuple(each for each in self._areas if picture.t_s - each[0] <= AREAS_S)
        self._areas = (*kept, (picture.t_s, picture.areas["index"]))
