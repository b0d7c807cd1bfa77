"""Benchmark of the history: one day of 5,000 vessels, its size, query times, and the time of a plain scan."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from models.history.positions import POSITIONS
from models.history.reader import History, encounters
from models.history.segments import Segments, engine_here
from models.site.zone import Shape

VESSELS, HOURS, EVERY_S = 5_000, 24, 20
START_S = 1_700_006_400.0  # midnight UTC
BOX = (121.0, 29.0, 123.5, 31.5)
RUNS = 5


def run(vessels: int = VESSELS, hours: int = HOURS) -> dict[str, Any]:
    """Measure megabytes, milliseconds of each query (median), and a plain scan for one trail in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        segments = Segments(Path(folder), 400)
        began_s = perf_counter()
        kept = sum(_hour(segments, vessels, hour) for hour in range(hours))
        segments.add(
            _rows(np.random.default_rng(1), 1, START_S + 86_400 + 60, 1)
        )  # the day is over and is merged into one file
        segments.seal()
        written_s = perf_counter() - began_s
        return {
            "positions": kept,
            "written_per_s": round(kept / written_s),
            "mb": round(sum(file.stat().st_size for file in Path(folder).rglob("*.parquet")) / 1e6, 1),
            **_questions(Path(folder), hours),
        }


def _questions(folder: Path, hours: int) -> dict[str, float]:
    history, end_s = History(folder), START_S + hours * 3600
    square = Shape(
        id="s",
        name_zh="",
        name_en="",
        rings=(np.array([(122, 30), (122.1, 30), (122.1, 30.1), (122, 30.1), (122, 30)]),),
    )
    trail = history.trail(START_S, START_S + 3600, mmsi=412_000_017)
    took = {
        "trail_of_a_day_ms": _ms(lambda: history.trail(START_S, end_s, mmsi=412_000_017)),
        "trail_of_an_hour_ms": _ms(lambda: history.trail(START_S, START_S + 3600, mmsi=412_000_017)),
        "who_in_3_h_ms": _ms(lambda: history.who(square, START_S, START_S + 3 * 3600)),
        "encounters_of_an_hour_ms": _ms(lambda: encounters(trail, history.others(trail, 0.01))),
        "plain_scan_ms": _ms(lambda: _scan(folder)),
    }
    return {**took, "scan_over_trail": round(took["plain_scan_ms"] / took["trail_of_a_day_ms"], 1)}


def _scan(folder: Path) -> int:
    """Read every row, then select the vessel: this is the cost of unsorted files."""
    with engine_here() as engine:
        whole = engine.read_parquet(f"{folder}/*/*.parquet").fetchnumpy()
    return int((whole["mmsi"] == 412_000_017).sum())


def _hour(segments: Segments, vessels: int, hour: int) -> int:
    rng, kept = np.random.default_rng(7), 0
    for second in range(0, 3600, EVERY_S):
        rows = _rows(rng, vessels, START_S + hour * 3600 + second, hour * 3600 + second)
        segments.add(rows)
        kept += len(rows)
    return kept


def _rows(rng: np.random.Generator, vessels: int, t_s: float, second: int) -> np.ndarray:
    home = np.random.default_rng(3)
    west, south, east, north = BOX
    lon, lat = home.uniform(west, east, vessels), home.uniform(south, north, vessels)
    pace = home.uniform(0, 8e-5, vessels)
    rows = np.zeros(vessels, POSITIONS)
    rows["t_ms"], rows["track_id"] = round(t_s * 1000), np.arange(1, vessels + 1)
    rows["mmsi"] = 412_000_000 + rows["track_id"]
    rows["lat_e6"] = (lat + np.sin(second * pace) * 0.3) * 1e6 + rng.normal(0, 20, vessels)
    rows["lon_e6"] = (lon + np.cos(second * pace) * 0.3) * 1e6 + rng.normal(0, 20, vessels)
    rows["sog_dkn"], rows["cog_ddeg"] = pace * 1e6, rng.integers(0, 3600, vessels)
    return rows


def _ms(ask: Any) -> float:
    took = []
    for _ in range(RUNS):
        began_s = perf_counter()
        ask()
        took.append((perf_counter() - began_s) * 1000)
    return round(sorted(took)[RUNS // 2], 1)


if __name__ == "__main__":
    print(run())
