"""Benchmark of the ledger: time to open it and fold its book, by number of events, without and with a snapshot.

Half of the events are marks of new alerts, half are notes, zones and watched vessels.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from models.casework.case import Command, canonical
from models.casework.store import FIRST, Ledger, chained, sqlite_url

SIZES = (1_000, 10_000, 100_000)
START_S = 1_700_006_400.0
ALERT = {  # as long as the alerts of a live ledger
    **{"alert_id": "drift-T1", "rule": "drift", "colour": "orange", "state": "active", "name": "浙普渔 1"},
    **{"mmsi": 412_345_678, "lon": 122.1, "lat": 30.1, "since_s": START_S, "score": 0.5},
    **{"text_zh": "锚泊船走锚" * 12, "text_en": "An anchored vessel drags " * 4},
    "factors": [{"name": "speed", "share": 0.5, "text_zh": "速度异常", "text_en": "unusual speed"}] * 3,
}


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Measure wall-clock and CPU seconds to open and fold, for each size, without and with a snapshot."""
    return {f"{size}_events": _measured(size) for size in sizes}


def _measured(size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        _fill(path, size)
        whole_s, cpu_s = _start_s(path, None)
        snapshot = path.with_suffix(".book")
        _start_s(path, snapshot)  # writes the snapshot if the ledger is long enough
        again_s, again_cpu_s = _start_s(path, snapshot)
        return {
            **{"start_s": whole_s, "start_cpu_s": cpu_s},
            **{"with_snapshot_s": again_s, "with_snapshot_cpu_s": again_cpu_s},
            "snapshot_mb": round(snapshot.stat().st_size / 1e6, 1) if snapshot.exists() else 0.0,
        }


def _start_s(path: Path, snapshot: Path | None) -> tuple[float, float]:
    began_s, began_cpu_s = perf_counter(), process_time()
    with closing(Ledger(sqlite_url(path), snapshot=snapshot)) as ledger:
        ledger.book()
    return round(perf_counter() - began_s, 3), round(process_time() - began_cpu_s, 3)


def _fill(path: Path, size: int) -> None:
    Ledger(sqlite_url(path)).close()
    names = "seq, t_s, command_id, kind, subject, actor, desk, body, prev_hash, hash"
    with closing(sqlite3.connect(path)) as connection, connection:
        marks = ", ".join(f":{name}" for name in names.split(", "))
        connection.executemany(f"INSERT INTO audit ({names}) VALUES ({marks})", _rows(size))


def _rows(size: int) -> list[dict[str, Any]]:
    rows, prev_hash = [], FIRST
    for seq in range(1, size + 1):
        command = _command(seq)
        row: dict[str, Any] = {
            **{"seq": seq, "t_s": START_S + seq, "command_id": command.command_id, "kind": command.kind},
            **{"subject": command.subject, "actor": "李", "desk": "", "body": canonical(command.body)},
        }
        row |= {"prev_hash": prev_hash, "hash": chained(prev_hash, row)}
        prev_hash = row["hash"]
        rows.append(row)
    return rows


def _command(seq: int) -> Command:
    about: dict[int, tuple[str, str, dict[str, Any]]] = {
        1: ("note", f"alert:{seq}", {"text": "已呼叫 16 频道"}),
        3: ("zone", f"z{seq % 150}", {"feature": {"type": "Feature", "properties": {"id": "z"}, "geometry": None}}),
        5: ("watch", f"{412_000_000 + seq % 900}", {"reason": "走私", "name": ""}),
    }
    kind, subject, body = about.get(seq % 6, ("mark", f"drift-{seq}", {"mark": "true", "reason": "", "alert": ALERT}))
    return Command(f"c{seq}", kind, subject, "李", body=body)


if __name__ == "__main__":
    print(run())
