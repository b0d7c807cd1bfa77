"""Traffic: where vessels pass, in which direction, how fast and how large, and where they come to rest; learned.

Learned at every tick from the reports, kept in the checkpoint, and saved by `run.py learn` so that a start knows it.
Cells are 220 m high (visits.py, ways.py). For no vessel does its own present passage count, nor a single earlier one:
a way or a berth is shown by two others, or by its own repeated passages.
"""

from __future__ import annotations

from operator import itemgetter

import numpy as np

from models.base.geo import move_deg
from models.base.schema import NAN, Column
from models.risk.detection.waters import ways
from models.risk.detection.waters.passages import Moved, Places, Positions, arrive, cells_left, move
from models.risk.detection.waters.visits import RECORD, Visits, bits_of
from models.risk.detection.waters.waters import Waters
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

MOST_RECORDS = 2_000_000  # 120 MB; beyond this, those that few vessels visited are dropped
PERIOD_S = 600.0
LARGE_M = 100.0
WAY_STEP_M = 100.0
CHANNEL_OTHERS = 4
ABEAM_M = 700.0  # a way is a channel where nobody passes this far to either side

MEMORY = (
    Column("lat_deg", "f8", NAN, "deg", "where it was last seen to have moved"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("since_s", "f8", NAN, "s", "when"),
    Column("key", "i8", -1, "", "record of the cell where it is, counted when it leaves"),
    Column("at_rest", "?", False, "", "its rest here is counted"),
)
_places, _positions = itemgetter(*Places._fields), itemgetter(*Positions._fields)


class Traffic:
    """What is known of the traffic of a sea. `memory` follows the track rows."""

    def __init__(self, held: np.ndarray | None = None) -> None:
        self.memory = ZoneMemory(MEMORY)
        self.visits = Visits(MOST_RECORDS)
        self.period_s = NAN
        if held is not None:
            self.visits.put(held)

    def learn(self, tracks: TrackTable, rows: np.ndarray, t_s: float, waters: Waters) -> None:
        """Take in the vessels (rows) that have just reported a position that can be relied on."""
        if not abs(t_s - self.period_s) < PERIOD_S:
            self.visits.turn_period()
            self.period_s = t_s
        if not len(rows):
            return
        held = Places(*_places(self.memory.arrays))
        moved = move(held, Positions(*_positions(tracks.columns)), rows)
        self._pass(tracks, moved)
        gone = rows[moved.gone]
        self._inland(tracks, gone, waters)
        self._rest(tracks, rows[moved.rests])
        arrive(held, Positions(*_positions(tracks.columns)), rows, moved.gone, moved.passed)

    def counts(self) -> tuple[int, int]:
        """How many cells vessels pass through, and in how many they come to rest."""
        keys = self.visits.records["key"]
        cell, place = np.divmod(keys[keys >= 0], ways.PLACES)
        return len(np.unique(cell[place < ways.REST])), int((place == ways.REST).sum())

    def berth_near(self, lat_deg: np.ndarray, lon_deg: np.ndarray, mmsi: np.ndarray, reach: int = 1) -> np.ndarray:
        """Whether vessels come to rest within about `reach` cells of 220 m of these places; (m,).

        `mmsi` is the vessel that asks, (m,): its own visits count only when repeated.
        """
        return self._visited(lat_deg, lon_deg, mmsi, ways.REST, ways.REST, reach, ways.OTHERS)

    def is_way(self, lat_deg: np.ndarray, lon_deg: np.ndarray, mmsi: np.ndarray, others: int = 2) -> np.ndarray:
        """Whether at least so many other vessels pass through the cell of these places, in any direction; (m,)."""
        return self._visited(lat_deg, lon_deg, mmsi, 0, ways.SECTORS - 1, 0, others)

    def coast_is_wrong(self, lat_deg: np.ndarray, lon_deg: np.ndarray, mmsi: np.ndarray) -> np.ndarray:
        """Whether vessels are afloat, within 2 to 3 km, where the coast says land: a river or dock not drawn; (m,)."""
        return self._visited(lat_deg, lon_deg, mmsi, ways.INLAND, ways.INLAND, 2, ways.OTHERS)

    def is_channel(self, lat_deg: np.ndarray, lon_deg: np.ndarray, cog_deg: np.ndarray, mmsi: np.ndarray) -> np.ndarray:
        """Whether others' ways show a channel along this course: many pass here, nobody passes abeam; (m,)."""
        channel = self.is_way(lat_deg, lon_deg, mmsi, CHANNEL_OTHERS)
        at = np.flatnonzero(channel)
        if not len(at):
            return channel
        course = np.radians(np.where(np.isfinite(cog_deg[at]), cog_deg[at], 0.0))
        for side_m in (-ABEAM_M, ABEAM_M):
            east_m, north_m = side_m * np.cos(course), -side_m * np.sin(course)
            lat, lon = move_deg(lat_deg[at], lon_deg[at], east_m, north_m)
            channel[at] &= ~self._visited(lat, lon, mmsi[at], 0, ways.SECTORS - 1, 0, 1)
        return channel

    def way_ahead(
        self, lat_deg: np.ndarray, lon_deg: np.ndarray, cog_deg: np.ndarray, mmsi: np.ndarray, ahead_m: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The track along the way others take from here, in steps of WAY_STEP_M; straight on where none is known.

        Returns latitude and longitude in degrees, and whether a way is known there; (steps, m) each, from this place.
        """
        step_m = np.full(len(lat_deg), WAY_STEP_M)
        return self.follow(lat_deg, lon_deg, cog_deg, mmsi, step_m, int(ahead_m / WAY_STEP_M) + 1)

    def follow(
        self,
        lat_deg: np.ndarray,
        lon_deg: np.ndarray,
        cog_deg: np.ndarray,
        mmsi: np.ndarray,
        step_m: np.ndarray,
        steps: int,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As `way_ahead`, with a length of step (m,) for each vessel. Places and courses must be known."""
        course = np.radians(cog_deg.astype("f8"))
        found: tuple[np.ndarray, np.ndarray, np.ndarray] = ways.follow(
            self.visits.records, lat_deg, lon_deg, course, bits_of(mmsi), step_m.astype("f8"), steps
        )
        return found

    def _visited(
        self, lat: np.ndarray, lon: np.ndarray, mmsi: np.ndarray, first: int, last: int, reach: int, others: int
    ) -> np.ndarray:
        found: np.ndarray = ways.visited(
            self.visits.records, lat.astype("f8"), lon.astype("f8"), bits_of(mmsi), first, last, reach, others
        )
        return found

    def _pass(self, tracks: TrackTable, moved: Moved) -> None:
        """Count the cells that were left on the straight line since the last place: entered so, left on this course."""
        rows = moved.rows
        if not len(rows):
            return
        held = Places(*_places(self.memory.arrays))
        course = np.arctan2(moved.east_m, moved.north_m)
        keys, of = cells_left(held, rows, moved.east_m, moved.north_m, course)
        large = tracks["length_m"][rows[of]] >= LARGE_M
        self.visits.add(keys, bits_of(tracks["mmsi"][rows[of]]), large, course[of], moved.speed_kn[of])

    def _inland(self, tracks: TrackTable, rows: np.ndarray, waters: Waters) -> None:
        rows = rows[waters.ashore(tracks["lon_deg"][rows], tracks["lat_deg"][rows])]
        if len(rows):
            nothing, cells = np.zeros(len(rows)), cells_of(tracks["lat_deg"][rows], tracks["lon_deg"][rows])
            large = tracks["length_m"][rows] >= LARGE_M
            keys = ways.block_of(cells) * ways.PLACES + ways.INLAND
            self.visits.add(keys, bits_of(tracks["mmsi"][rows]), large, nothing, nothing)

    def _rest(self, tracks: TrackTable, rows: np.ndarray) -> None:
        if not len(rows):
            return
        held, nothing = self.memory.arrays, np.zeros(len(rows))
        keys = cells_of(held["lat_deg"][rows], held["lon_deg"][rows]) * ways.PLACES + ways.REST
        self.visits.add(keys, bits_of(tracks["mmsi"][rows]), tracks["length_m"][rows] >= LARGE_M, nothing, nothing)
        held["at_rest"][rows] = True


def cells_of(lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
    """The number of the cell of each place, as `ways.cell_of`."""
    row = np.floor((lat_deg + 90.0) / ways.SIZE_DEG).astype(np.int64)
    return np.asarray(row * ways.ACROSS + np.floor((lon_deg + 180.0) / ways.SIZE_DEG).astype(np.int64) % ways.ACROSS)


def is_learned(held: np.ndarray) -> bool:
    """Whether an array read from a file holds learned traffic."""
    return held.dtype == RECORD and held.ndim == 1 and bool((np.diff(held["key"]) > 0).all())
