"""Queries on the history: the trail of a vessel, the vessels near a trail, the vessels in a polygon.

Stops, visits and encounters on a trail: trail.py. Every answer is bounded; if there was more, it holds the newest part
and says so. Another process may write the folder at the same time: files appear whole or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from models.history.segments import JOURNAL, engine_here, frame, read_journal
from models.history.trail import Encounter, Stay, Trail, encounters, stops, trail_of, visits
from models.site.zone import Shape

__all__ = ["Encounter", "History", "Stay", "Trail", "Visitor", "encounters", "stops", "visits"]
MOST_POINTS = 50_000
MOST_VESSELS = 2_000
MOST_ROWS = 2_000_000  # read for one query
DAY_S = 86_400.0
COLUMNS = "t_ms, track_id, mmsi, lat_e6, lon_e6, sog_dkn, cog_ddeg, kind, level, risk_pc, name"


@dataclass(frozen=True)
class Visitor:
    """A vessel that was in a polygon, with the time and position (longitude, latitude) of its first and last report."""

    track_id: int
    mmsi: int
    name: str
    kind: int
    first_s: float
    last_s: float
    positions: int
    first_at: tuple[float, float]
    last_at: tuple[float, float]


class History:
    """Reader of one history folder; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def trail(self, from_s: float, to_s: float, *, track_id: int = 0, mmsi: int = 0) -> Trail:
        """Return the positions of a vessel, oldest first: by track, by MMSI, or by both."""
        wanted = [f"track_id = {int(track_id)}"] if track_id else []
        wanted += [f"mmsi = {int(mmsi)}"] if mmsi else []
        query = f"SELECT DISTINCT {COLUMNS} FROM positions WHERE {' AND '.join(wanted)} AND {_within(from_s, to_s)}"
        found = self._ask(f"{query} ORDER BY t_ms DESC, track_id LIMIT {MOST_POINTS + 1}", from_s, to_s)
        more = len(found["t_ms"]) > MOST_POINTS
        newest = {name: column[:MOST_POINTS][::-1] for name, column in found.items()}
        return trail_of(newest, cut=more)

    def others(self, trail: Trail, within_deg: float) -> Trail:
        """Return the positions of all other vessels near a trail during its time, to find encounters."""
        west, east = trail.lon_deg.min() - 2 * within_deg, trail.lon_deg.max() + 2 * within_deg
        south, north = trail.lat_deg.min() - within_deg, trail.lat_deg.max() + within_deg
        from_s, to_s = float(trail.t_s[0]), float(trail.t_s[-1])
        own = f"track_id IN ({_list(np.unique(trail.track_id))}) AND mmsi IN ({_list(np.unique(trail.mmsi))})"
        near = f"{_box(west, south, east, north)} AND NOT ({own})"
        query = f"SELECT DISTINCT {COLUMNS} FROM positions WHERE {near} AND {_within(from_s, to_s)}"
        found = self._ask(f"{query} ORDER BY t_ms, track_id LIMIT {MOST_ROWS}", from_s, to_s)
        return trail_of(found, cut=len(found["t_ms"]) >= MOST_ROWS)

    def who(self, shape: Shape, from_s: float, to_s: float) -> tuple[list[Visitor], bool]:
        """Return the vessels with a position inside the polygon in that time, in order of arrival, and whether there
        were more.
        """
        query = f"SELECT DISTINCT {COLUMNS} FROM positions WHERE {_box(*shape.bbox)} AND {_within(from_s, to_s)}"
        found = self._ask(f"{query} ORDER BY t_ms, track_id LIMIT {MOST_ROWS}", from_s, to_s)
        points = trail_of(found, cut=len(found["t_ms"]) >= MOST_ROWS)
        inside = np.flatnonzero(shape.contains(points.lon_deg, points.lat_deg))
        mmsi, track = points.mmsi[inside].astype("i8"), points.track_id[inside].astype("i8")
        whose = np.where(mmsi > 0, mmsi, -track)  # each run numbers its tracks from 1; an MMSI stays the same
        vessels, first, count = np.unique(whose, return_index=True, return_counts=True)
        last = len(whose) - 1 - np.unique(whose[::-1], return_index=True)[1]
        rows = [
            _who(points, int(inside[first[n]]), int(inside[last[n]]), int(count[n]))
            for n in np.argsort(points.t_s[inside[first]], kind="stable")[:MOST_VESSELS].tolist()
        ]
        return rows, points.cut or len(vessels) > MOST_VESSELS

    def kept_until_s(self) -> float | None:
        """Return the newest time stored, UTC seconds; None if nothing is stored."""
        days = sorted(self._folder.glob("day=*"))
        from_s = _day_s(days[-1]) if days else 0.0
        (t_ms,) = self._ask("SELECT max(t_ms) AS t_ms FROM positions", from_s, from_s + DAY_S)["t_ms"]
        return None if np.ma.is_masked(t_ms) else float(t_ms) / 1000

    def _ask(self, query: str, from_s: float, to_s: float) -> dict[str, np.ndarray]:
        """Return the columns of the answer. If compaction removes a file meanwhile, the query runs once more."""
        for last in (False, True):
            try:
                return self._ask_once(query, from_s, to_s)
            except duckdb.IOException:
                if last:
                    raise
        raise AssertionError

    def _ask_once(self, query: str, from_s: float, to_s: float) -> dict[str, np.ndarray]:
        with engine_here() as engine:
            engine.register("journal", frame(read_journal(self._folder / JOURNAL)))
            files = self._files(from_s, to_s)
            sealed = f" UNION ALL SELECT {COLUMNS} FROM read_parquet({files})" if files else ""
            engine.execute(f"CREATE VIEW positions AS SELECT {COLUMNS} FROM journal{sealed}")
            return dict(engine.execute(query).fetchnumpy())

    def _files(self, from_s: float, to_s: float) -> list[str]:
        """Return the Parquet files that may hold that time; a file's name holds its first and last time."""
        files: list[str] = []
        for folder in sorted(self._folder.glob("day=*")):
            if _day_s(folder) <= to_s and _day_s(folder) + DAY_S >= from_s:
                files += [str(file) for file in folder.glob("*.parquet") if _overlaps(file, from_s, to_s)]
        return files


def _who(points: Trail, first: int, last: int, count: int) -> Visitor:
    at = [(float(points.lon_deg[row]), float(points.lat_deg[row])) for row in (first, last)]
    named = int(points.track_id[last]), int(points.mmsi[last]), str(points.name[last]), int(points.kind[last])
    return Visitor(*named, float(points.t_s[first]), float(points.t_s[last]), count, *at)


def _day_s(folder: Path) -> float:
    return datetime.strptime(folder.name, "day=%Y-%m-%d").replace(tzinfo=UTC).timestamp()


def _overlaps(file: Path, from_s: float, to_s: float) -> bool:
    first, last, *_ = file.stem.split("-")
    if not (first.isdecimal() and last.isdecimal()):
        return True  # a whole day
    return int(first) <= to_s * 1000 and int(last) >= from_s * 1000


def _within(from_s: float, to_s: float) -> str:
    return f"t_ms BETWEEN {round(from_s * 1000)} AND {round(to_s * 1000)}"


def _box(west: Any, south: Any, east: Any, north: Any) -> str:
    edges = [round(float(edge) * 1e6) for edge in (west, east, south, north)]
    return "lon_e6 BETWEEN {} AND {} AND lat_e6 BETWEEN {} AND {}".format(*edges)


def _list(numbers: Sequence[int] | np.ndarray) -> str:
    return ", ".join(str(int(each)) for each in numbers)
