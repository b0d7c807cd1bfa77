"""The files of the history: a journal for new rows and Parquet files for older ones, in one folder per day.

If the process is killed, the rows not yet in the journal are lost: the last seconds. Each Parquet file is written
aside, forced to disk and renamed, so that a reader never sees half a file. Queries: reader.py.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from models.history.positions import POSITIONS

JOURNAL = "open.bin"
SEAL_EVERY_S = 300.0
SEAL_AT_ROWS = 500_000
ROW_GROUP = 125_000


class Segments:
    """The one writer of a history folder."""

    def __init__(self, folder: Path, keep_days: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._keep_days = folder, keep_days
        self._journal = folder / JOURNAL
        self._from_ms = self._newest_ms = 0
        self._rows = 0
        for aside in folder.glob("*/*.tmp"):
            aside.unlink()
        self.seal()  # rows of an earlier run

    def add(self, rows: np.ndarray) -> None:
        """Append positions. Raises OSError if the disk does not take them."""
        if not len(rows):
            return
        data, size = rows.tobytes(), self._journal.stat().st_size if self._journal.exists() else 0
        with self._journal.open("ab", buffering=0) as file:
            if file.write(data) != len(data):
                os.ftruncate(file.fileno(), size)  # no half row in front of whole ones
                raise OSError(28, os.strerror(28))
        self._newest_ms = int(rows["t_ms"].max())
        self._from_ms = self._from_ms or self._newest_ms
        self._rows += len(rows)
        if abs(self._newest_ms - self._from_ms) >= SEAL_EVERY_S * 1000 or self._rows >= SEAL_AT_ROWS:
            self.seal()

    def seal(self) -> None:
        """Turn the journal into Parquet, day by day."""
        rows = read_journal(self._journal)
        self._from_ms = self._rows = 0
        for day in np.unique(rows["t_ms"] // 86_400_000).tolist():
            of_day = rows[rows["t_ms"] // 86_400_000 == day]
            name = f"{int(of_day['t_ms'].min())}-{int(of_day['t_ms'].max())}-{os.urandom(3).hex()}"
            _write(self.folder / _day(day * 86_400) / f"{name}.parquet", of_day)
        self._journal.unlink(missing_ok=True)
        if len(rows):
            self._forget(int(rows["t_ms"].max()) / 1000)
            self._compact(_day(int(rows["t_ms"].max()) / 1000))

    def _forget(self, now_s: float) -> None:
        """Remove days older than `keep_days`."""
        oldest = _day(now_s - self._keep_days * 86_400)
        for folder in sorted(self.folder.glob("day=*")):
            if folder.name < oldest:
                for file in folder.iterdir():
                    file.unlink()
                folder.rmdir()

    def _compact(self, today: str) -> None:
        """Merge the files of each past day into one."""
        for folder in sorted(self.folder.glob("day=*")):
            files = sorted(folder.glob("*.parquet"))
            if folder.name < today and len(files) > 1:
                _merge(files, folder / f"{files[0].stem.partition('-')[0]}-whole-{os.urandom(3).hex()}.parquet")


def engine_here() -> duckdb.DuckDBPyConnection:
    """Open DuckDB inside this process: two threads, at most 1 GB of memory, no output on the terminal."""
    engine = duckdb.connect()
    for setting in ("enable_progress_bar = false", "threads = 2", "memory_limit = '1GB'"):
        engine.execute(f"SET {setting}")
    return engine


def read_journal(path: Path) -> np.ndarray:
    """Return the rows of a journal; an incomplete last row is left out."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return np.zeros(0, POSITIONS)
    return np.frombuffer(data[: len(data) // POSITIONS.itemsize * POSITIONS.itemsize], POSITIONS)


def frame(rows: np.ndarray) -> pd.DataFrame:
    """Return the rows as a table for DuckDB, in Z-order and then time, which keeps nearby positions together."""
    order = np.lexsort((rows["t_ms"], zorder(rows["lat_e6"], rows["lon_e6"])))
    return pd.DataFrame({name: _column(rows[name][order]) for name in POSITIONS.names or ()})


def zorder(lat_e6: np.ndarray, lon_e6: np.ndarray) -> np.ndarray:
    """Return the Z-order of positions: 16 bits of each coordinate, interleaved. Shape (n,), u4."""
    y = ((lat_e6.astype("i8") + 90_000_000) * 65_535 // 180_000_000).astype("u4")
    x = ((lon_e6.astype("i8") + 180_000_000) * 65_535 // 360_000_000).astype("u4")
    return _spread(x) | (_spread(y) << np.uint32(1))


def _spread(bits: np.ndarray) -> np.ndarray:
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | (bits << np.uint32(shift))) & np.uint32(mask)
    return bits


def _column(values: np.ndarray) -> object:
    return (
        [each.decode("ascii", "replace").rstrip() for each in values.tolist()] if values.dtype.kind == "S" else values
    )


def _day(t_s: float) -> str:
    return f"day={datetime.fromtimestamp(t_s, UTC):%Y-%m-%d}"


def _write(path: Path, rows: np.ndarray) -> None:
    path.parent.mkdir(exist_ok=True)
    with engine_here() as engine:
        engine.register("rows", frame(rows))
        _copy(engine, "SELECT * FROM rows", path)


def _merge(files: list[Path], path: Path) -> None:
    """Merge all files of a day into one, sorted; the small ones are removed after it is written."""
    with engine_here() as engine:
        engine.read_parquet([str(file) for file in files]).create_view("parts")
        bits = "(lat_e6 + 90000000)::BIGINT // 200000, (lon_e6 + 180000000)::BIGINT // 200000"  # squares of 0.2 degrees
        _copy(engine, f"SELECT * FROM parts ORDER BY {bits}, t_ms", path)
    for file in files:
        file.unlink()


def _copy(engine: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    aside = path.with_suffix(".tmp")
    engine.execute(f"COPY ({query}) TO '{aside}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})")
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.rename(path)
