"""Injects: every kind survives frame and file, wrong values are refused, and lines of earlier versions are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.messages.control import DOES, Control, control_frame, control_from, injects, injects_file, injects_s
from models.messages.injects import KINDS, BaseInject, TargetVessel, inject_from, inject_of
from models.messages.wire import WireError, pack

TARGET = TargetVessel(413_000_001, "HAI XIANG 7", 30.1, 122.4)
# One line of each kind, as written by earlier versions.
ABOUT_OLD: dict[str, dict[str, Any]] = {
    "distress": {"number": 1, "for_s": 1800.0, "lon": 122.5, "lat": 30.0, "mmsi": 970_119_001, "name": "SART"},
    "clone": {
        "number": 2, "for_s": 2400.0, "mmsi": 413_000_001, "name": "HAI 7", "lat": 29.9, "lon": 122.8,
        "course_deg": 10.0,
    },
    "spoof": {
        "number": 3, "for_s": 1200.0, "mmsi": 413_000_001, "name": "", "lat": 29.9, "lon": 122.8,
        "north_deg": 0.09, "east_deg": 0.1,
    },
    "dark": {"number": 4, "for_s": 3600.0, "mmsi": 413_000_001, "name": "HAI 7", "lat": 29.9, "lon": 122.8},
    "fog": {
        "number": 5, "for_s": 7200.0, "lon": 122.0, "lat": 30.0, "text": "浓雾",
        "polygon": [[122.0, 30.0], [122.2, 30.0], [122.1, 30.2]],
    },
    "outage": {"number": 6, "for_s": 900.0, "lon": 122.5, "lat": 30.0, "range_nm": 15.0},
}  # fmt: skip
OLD_LINES = {
    kind: json.dumps({"kind": kind, **about, "at_s": 100.0}, ensure_ascii=False) for kind, about in ABOUT_OLD.items()
}


def made(kind: str) -> BaseInject:
    return KINDS[kind].placed(7, 30.0, 122.5, TARGET)


@pytest.mark.parametrize("kind", KINDS)
def test_a_control_with_an_inject_survives_its_frame(kind: str) -> None:
    control = Control("inject", inject=made(kind))
    assert control_from(control_frame(control)) == control


@pytest.mark.parametrize("do", [each for each in DOES if each != "inject"])
def test_every_other_control_survives_its_frame(do: str) -> None:
    assert control_from(control_frame(Control(do, 3.5))) == Control(do, 3.5)


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"do": "sing", "value": 0.0, "inject": None},
        {"do": "inject", "value": 0.0, "inject": None},
        {"do": "play", "value": "soon", "inject": None},
        {"do": "inject", "value": 0.0, "inject": {"kind": "mermaid"}},
    ],
)
def test_a_frame_that_is_not_a_control_is_refused(header: dict[str, Any]) -> None:
    with pytest.raises(WireError):
        control_from(pack(header, {}))


@pytest.mark.parametrize("kind", KINDS)
def test_lines_are_read_as_written_and_lines_of_earlier_versions_too(kind: str, tmp_path: Path) -> None:
    new = made(kind).model_copy(update={"at_s": 200.0})
    half = new.model_dump_json()[:-1]
    injects_file(tmp_path).write_text(f"{OLD_LINES[kind]}\n{new.model_dump_json()}\n{half}", encoding="utf-8")
    old, read = injects(tmp_path)
    assert read == new and injects_s(tmp_path) == [100.0, 200.0]
    assert json.loads(old.model_dump_json()) == json.loads(OLD_LINES[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 91.0}, {"lon": -181.0}, {"for_s": 0.0}, {"for_s": float("inf")}, {"at_s": float("nan")}, {"number": 0},
        {"mmsi": 2**30, "name": ""}, {"kind": "mermaid"}, {"depth_m": 3.0},
    ],
)  # fmt: skip
def test_values_out_of_bounds_are_refused(kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        inject_of(made(kind).model_dump() | wrong)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("clone", {"course_deg": 360.0}),
        ("spoof", {"north_deg": 91.0}),
        ("fog", {"polygon": [[122.0, 30.0], [122.2, 30.0]]}),
        ("fog", {"text": "x" * 501}),
        ("outage", {"range_nm": 0.0}),
    ],
)
def test_bounds_of_single_kinds(kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        inject_of(made(kind).model_dump() | wrong)


@pytest.mark.parametrize("kind", [kind for kind, made in KINDS.items() if made.about_vessel])
def test_an_inject_about_a_vessel_needs_one(kind: str) -> None:
    with pytest.raises(ValueError, match="about a vessel"):
        KINDS[kind].placed(1, 30.0, 122.0, None)


def test_a_line_that_is_not_an_inject_is_an_error() -> None:
    with pytest.raises(ValueError, match="validation error"):
        inject_from('{"kind": "mermaid"}')
