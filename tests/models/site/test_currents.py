"""Currents: a stream that turns with the tide, only within reach of a channel; mistakes in the file are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.base.paths import SITES
from models.base.settings import UserError
from models.base.units import MPS_PER_KN
from models.site.currents import M2_S, UNKNOWN_CURRENTS, Currents, read_currents

ZHOUSHAN = SITES / "zhoushan" / "currents.yaml"
FLOOD_S = 1_000_000.0


def channel() -> Currents:
    """Return a channel with three knots due east at FLOOD_S, within 5 km of 122 E 30 N."""
    columns = (122.0, 30.0, 5000.0, 90.0, 3 * MPS_PER_KN, FLOOD_S)
    return Currents(*(np.array([each], dtype=float) for each in columns))


def stream_kn(after_s: float, lon_deg: float = 122.01) -> float:
    """Return the east part of the stream."""
    east, north = channel().at(np.array([lon_deg]), np.array([30.0]), FLOOD_S + after_s)
    assert np.isnan(north[0]) or abs(north[0]) < 1e-9
    return float(east[0]) / MPS_PER_KN


@pytest.mark.parametrize(("periods", "expected_kn"), [(0, 3), (0.25, 0), (0.5, -3), (1, 3), (-3, 3)])
def test_the_stream_turns_twice_in_a_lunar_day(periods: float, expected_kn: float) -> None:
    assert stream_kn(periods * M2_S) == pytest.approx(expected_kn, abs=1e-6)


def test_out_of_reach_or_without_a_position_it_is_unknown() -> None:
    assert np.isnan(stream_kn(0, lon_deg=122.1))
    assert np.isnan(stream_kn(0, lon_deg=float("nan")))
    assert np.isnan(UNKNOWN_CURRENTS.at(np.array([122.0]), np.array([30.0]), 0.0)).all()


def test_of_two_channels_the_nearer_counts() -> None:
    both = Currents(*(np.concatenate([each, each]) for each in vars(channel()).values()))
    both.lon_deg[1], both.max_mps[1] = 122.05, 1.0
    east, _ = both.at(np.array([122.01, 122.04]), np.array([30.0, 30.0]), FLOOD_S)
    assert east.tolist() == pytest.approx([3 * MPS_PER_KN, 1.0])


def test_the_reference_site_has_channels_marked_as_illustrative() -> None:
    assert len(read_currents(ZHOUSHAN).lon_deg) == 6
    assert "illustrative: true" in ZHOUSHAN.read_text(encoding="utf-8")


def test_a_site_without_the_file_has_unknown_currents(tmp_path: Path) -> None:
    assert read_currents(tmp_path / "currents.yaml") is UNKNOWN_CURRENTS


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("max_kn: 4.0", "max_kn: 40", "channel 5: key max_kn"),
        ('epoch: "2026', 'epoch: "20260', "key epoch: expected a moment"),
        ("source: none", "sauce: none", "key source"),
        ("channels:", "channels: [", "not YAML"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "currents.yaml"
    path.write_text(ZHOUSHAN.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=words):
        read_currents(path)
