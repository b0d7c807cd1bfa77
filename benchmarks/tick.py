"""Benchmark of the tick: its duration with 5,000, 50,000 and 300,000 synthetic vessels, all detectors on.

Times are CPU times of this process on one core. Half of the vessels are in harbours and anchorages, a third follow
lanes, the rest fish.
"""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from models.base.clock import Tick
from models.base.geo import move_deg
from models.base.schema import HEARD, POSITION, STATIC, STATION, Table, empty
from models.base.settings import Feed, Settings
from models.base.units import MPS_PER_KN
from models.messages.observation import ObservationBatch
from models.risk.engine import step
from models.risk.state import State
from models.site.site import load_site

START_S = 1_700_000_000.0
BOX_KM = {5_000: 200.0, 50_000: 1_000.0, 300_000: 12_000.0}
WARM_TICKS = 5
REPORT_EVERY = 8  # each vessel reports once in this many ticks


def run(sizes: tuple[int, ...] = (5_000, 50_000, 300_000), ticks: int = 60) -> dict[str, Any]:
    """Measure milliseconds per tick at each size: p50, p95, p99, max and reports per tick."""
    return {str(size): _measure(size, ticks) for size in sizes}


def _measure(size: int, ticks: int) -> dict[str, float]:
    rng = np.random.default_rng(size)
    vessels = _vessels(rng, size)
    state = State(Settings(), load_site(Path("sites/zhoushan")), (Feed(id="bench", source="stdin:"),))
    for number in range(3):  # three reports confirm each track
        step(state, [_batch(vessels, np.arange(size), number)], Tick(number, START_S + number))
    took_ms = []
    for number in range(3, 3 + WARM_TICKS + ticks):
        batch = _batch(vessels, np.arange(number % REPORT_EVERY, size, REPORT_EVERY), number)
        began_s = process_time()
        picture = step(state, [batch], Tick(number, START_S + number))
        took_ms.append((process_time() - began_s) * 1000)
    p50, p95, p99 = np.percentile(took_ms[WARM_TICKS:], [50, 95, 99]).round(1).tolist()
    return {
        "reports_per_tick": size // REPORT_EVERY,
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "max_ms": round(max(took_ms[WARM_TICKS:]), 1),
        "alerts": sum(count for name, count in picture.totals.items() if name.startswith("alerts_")),
    }


def _vessels(rng: np.random.Generator, size: int) -> Table:
    """Place vessels in harbours (half of all, 85 % of them moored), on lanes with constant speed, in fishing fleets."""
    half_m = BOX_KM.get(size, 200.0) * 500
    homes = max(12, size // 120)
    centre = rng.uniform(-half_m, half_m, (homes, 2))
    home = rng.integers(homes, size=size)
    group = rng.choice(3, homes, p=[0.50, 0.33, 0.17])[home]
    spread_m = np.array([1_500.0, 12_000.0, 9_000.0])[group]
    place = centre[home] + rng.normal(size=(size, 2)) * spread_m[:, None]
    lane_deg, lane_kn = rng.choice([5.0, 95.0, 185.0, 275.0], homes)[home], rng.uniform(8, 16, homes)[home]
    moored = (group == 0) & (rng.random(size) < 0.85)
    roaming_kn = np.where(group == 0, 6.0, 3.5) * rng.uniform(0.7, 1.3, size)
    lat, lon = move_deg(np.full(size, 30.0), np.full(size, 122.5), place[:, 0], np.clip(place[:, 1], -6.5e6, 5.5e6))
    return {
        "lat": lat,
        "lon": lon,
        "sog": np.where(moored, 0.0, np.where(group == 1, lane_kn, roaming_kn)),
        "cog": np.where(group == 1, lane_deg, rng.uniform(0, 360, size)),
        "nav_status": np.where(moored, 5, 0),
        "type": np.array([70, 80, 30])[group],
        "length": np.array([60.0, 150.0, 35.0])[group] * rng.uniform(0.6, 1.6, size),
    }


def _batch(vessels: Table, rows: np.ndarray, number: int) -> ObservationBatch:
    n, t_s = len(rows), float(number)
    heard, position = empty(HEARD, n), empty(POSITION, n)
    heard["rx_s"][:], heard["seq"][:], heard["msg_type"][:] = START_S + t_s, number, 1
    heard["mmsi"][:] = 412_000_000 + rows
    heard["payload_hash"][:] = (rows.astype("u8") << np.uint64(24)) + np.uint64(number)
    step_m = vessels["sog"][rows] * MPS_PER_KN * t_s
    course = np.radians(vessels["cog"][rows])
    position["row"][:], position["station"][:] = np.arange(n), STATION["class_a"]
    position["lat_deg"][:], position["lon_deg"][:] = move_deg(
        vessels["lat"][rows], vessels["lon"][rows], step_m * np.sin(course), step_m * np.cos(course)
    )
    position["sog_kn"][:], position["cog_deg"][:] = vessels["sog"][rows], vessels["cog"][rows]
    position["heading_deg"][:], position["nav_status"][:] = vessels["cog"][rows], vessels["nav_status"][rows]
    static = _statics(vessels, rows) if number == 0 else empty(STATIC, 0)
    return ObservationBatch("bench", number, number, START_S + t_s, heard, position, static)


def _statics(vessels: Table, rows: np.ndarray) -> Table:
    static = empty(STATIC, len(rows))
    static["row"][:], static["station"][:] = np.arange(len(rows)), STATION["class_a"]
    static["ship_type"][:] = vessels["type"][rows]
    static["to_bow_m"][:], static["to_stern_m"][:] = vessels["length"][rows] * 0.6, vessels["length"][rows] * 0.4
    static["to_port_m"][:] = static["to_starboard_m"][:] = vessels["length"][rows] * 0.08
    return static


if __name__ == "__main__":
    for size, figures in run().items():
        print(size, figures)
