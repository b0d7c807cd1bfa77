"""False alerts of real seas: counted by rule, at their worst colour, per vessel-hour on the air."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from benchmarks.replay import tag
from benchmarks.seas import measure, run
from exercises.simulator.encode import LAYOUTS, encode, sentences
from models.base.settings import UserError

START_S, MINUTES = 1_700_000_000, 20


def _reports(second: int) -> list[bytes]:
    """A ship that steers straight for another in open water, and the other that keeps its course."""
    run_deg = np.array([1.0, -1.0]) * (900 - second) * 12 * 1852 / 3600 / 1852 / 60 / np.cos(np.radians(30))
    columns = {
        "type": 1,
        "mmsi": np.array([412_000_001, 412_000_002]),
        "rot": -128,
        "sog": 120,
        "lon": np.round((122.9 + run_deg) * 600_000),
        "lat": np.round(np.array([30.9, 30.9]) * 600_000),
        "cog": np.array([2700, 900]),
        "heading": np.array([270, 90]),
        "second": second % 60,
        "nav_status": 0,
    }
    payload, fill = encode(LAYOUTS["position_a"], columns, 2)
    return [tag(START_S + second) + line for line in sentences(payload, fill, np.zeros(2, dtype=bool))]


def test_a_head_on_pair_is_counted_once_at_its_worst(tmp_path: Path) -> None:
    path = tmp_path / "made.nmea"
    path.write_bytes(b"".join(line for second in range(0, MINUTES * 60, 10) for line in _reports(second)))
    figures = measure(path, np.array([shapely.box(100, 10, 100.1, 10.1)]))
    assert figures["vessel_hours"] == pytest.approx(2 * MINUTES / 60, abs=0.1)
    assert figures["per_1000_vessel_hours"]["collision"] == figures["per_1000_vessel_hours"]["all"]
    assert [(each["rule"], each["colour"]) for each in figures["alerts"]] == [("collision", "red")]
    assert {figures["alerts"][0]["mmsi"], figures["alerts"][0]["partner_mmsi"]} == {412_000_001, 412_000_002}


def test_a_folder_without_recordings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no recording"):
        run(tmp_path)
