"""Benchmark of replay speed, all detectors on, one core: 1,500 ships with 85 messages per second, and one vessel.

The one vessel is a real recording beside the checkout, where it is there: most of its seconds have no message.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from exercises.simulator.encode import LAYOUTS, encode, sentences
from ingest.sources.files import read_batches
from models.base.clock import parse_iso
from models.base.geo import move_deg
from models.base.paths import ROOT
from models.base.settings import Feed, Settings
from models.base.units import MPS_PER_KN
from models.core.replay import run_headless
from models.risk.state import State
from models.site.site import load_site

SHIPS, PER_S, SPAN_S = 1_500, 85, 600
START_S = 1_700_000_000
RUNS = 3
ONE_VESSEL = ROOT.parent / "shared" / "data" / "ais" / "538004030_drift_1.ais"


def run() -> dict[str, Any]:
    """Measure the ratio to real time by CPU time of this process: the best and the median of three runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.nmea"
        path.write_bytes(b"".join(_second(_ships(), second) for second in range(SPAN_S)))
        reading_s = _reading_s(path)
        results = [_replay(path) for _ in range(RUNS)]
    speeds = sorted(SPAN_S / result["cpu_s"] for result in results)
    return {
        "ships": SHIPS,
        "messages_per_s": PER_S,
        "messages": results[0]["messages"],
        "speed_x": round(speeds[-1], 1),
        "speed_x_median": round(speeds[len(speeds) // 2], 1),
        "reading_share": round(reading_s / min(result["cpu_s"] for result in results), 2),
        "tick_p50_ms": results[-1]["tick_ms"]["p50"],
        "tick_p99_ms": results[-1]["tick_ms"]["p99"],
        "same_digest": len({result["digest"] for result in results}) == 1,
        **_one_vessel(),
    }


def _one_vessel() -> dict[str, Any]:
    """The best ratio to real time for a recording of one vessel; nothing without the recording."""
    if not ONE_VESSEL.is_file():
        return {}
    results = [_replay(ONE_VESSEL) for _ in range(RUNS)]
    spans_s = [parse_iso(each["last_t"]) - parse_iso(each["first_t"]) for each in results]
    speeds = [span_s / each["cpu_s"] for span_s, each in zip(spans_s, results, strict=True)]
    return {"one_vessel_messages": results[0]["messages"], "one_vessel_speed_x": round(max(speeds), 1)}


def _replay(path: Path) -> dict[str, Any]:
    state = State(Settings(), load_site(Path("sites/zhoushan")), (Feed(id="bench", source="stdin:"),), "replay")
    began_s = process_time()
    result = run_headless(state, {"bench": read_batches(path, "bench")})
    return result | {"cpu_s": process_time() - began_s}


def _reading_s(path: Path) -> float:
    began_s = process_time()
    for _ in read_batches(path, "bench"):
        pass
    return process_time() - began_s


def _ships() -> dict[str, np.ndarray]:
    """Place ships on parallel lanes in both directions over 200 km: a busy coast with few alerts."""
    rng = np.random.default_rng(1)
    lane = rng.integers(0, 30, SHIPS)
    return {
        "lat": 29.3 + lane / 15 + rng.normal(size=SHIPS) * 0.002,
        "lon": 121.5 + rng.random(SHIPS) * 2.0,
        "sog": 8.0 + (lane % 5),
        "cog": np.where(lane % 2, 90.0, 270.0),
    }


def _second(ships: dict[str, np.ndarray], second: int) -> bytes:
    rows = (np.arange(PER_S) + second * PER_S) % SHIPS
    along_m = ships["sog"][rows] * MPS_PER_KN * second
    course = np.radians(ships["cog"][rows])
    lat, lon = move_deg(ships["lat"][rows], ships["lon"][rows], along_m * np.sin(course), along_m * np.cos(course))
    columns = {
        "type": 1,
        "mmsi": 412_000_000 + rows,
        "rot": -128,
        "sog": np.round(ships["sog"][rows] * 10),
        "lon": np.round(lon * 600_000),
        "lat": np.round(lat * 600_000),
        "cog": np.round(ships["cog"][rows] * 10),
        "heading": ships["cog"][rows],
        "second": second % 60,
    }
    payload, fill = encode(LAYOUTS["position_a"], columns, PER_S)
    lines = sentences(payload, fill, np.zeros(PER_S, dtype=bool))
    return b"".join(tag(START_S + second + number / PER_S) + line for number, line in enumerate(lines))


def tag(t_s: float) -> bytes:
    """A tag block with the receive time, NMEA 4."""
    text = b"c:%d" % round(t_s * 1000)
    return b"\\%b*%02X\\" % (text, np.bitwise_xor.reduce(np.frombuffer(text, np.uint8)))


if __name__ == "__main__":
    print(run())
