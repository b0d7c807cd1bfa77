"""Data behind the map's rasters: coast, chart, past positions, silent cells, the newest picture."""

from __future__ import annotations

from pathlib import Path

from dashboard.map.rasters import coast, depths
from dashboard.map.rasters.coverage import CoverageRaster
from dashboard.map.rasters.snapshots import Snapshots
from models.base.settings import Settings
from models.messages.picture import Picture
from models.site.chart import CHART_FILE, load_chart
from models.site.coast import load_coast
from models.site.site import Site


class MapData:
    """One per server process. `newest` is None before the first picture; `now` is a blank picture until then."""

    def __init__(self, settings: Settings, site: Site, sites: Path, blank: Picture) -> None:
        self.trail_min = settings.dashboard.trail_min
        self.snapshots = Snapshots(settings.dashboard.trail_memory_h * 3600.0)
        self.coverage = CoverageRaster()
        self.site_coast = coast.project(load_coast(site.coast))
        self.world_coast = coast.project(load_coast(sites / "world" / "coast.npz"))
        self.chart = depths.project(load_chart(sites / settings.site / CHART_FILE))
        self.newest: Picture | None = None
        self._blank = blank

    @property
    def now(self) -> Picture:
        """Return the picture to draw."""
        return self.newest or self._blank

    def take(self, picture: Picture) -> None:
        """Add a picture; pictures must come in order."""
        self.snapshots.take(picture)
        self.coverage.take(picture)
        self.newest = picture
