"""The address of a page chooses its layers and the length of its trails."""

from __future__ import annotations

import pytest

from dashboard.map.rasters.layers import LayerChoice, choice
from dashboard.pages.wall_query import TOUR_S, wall_query
from models.base.settings import DashboardSettings

USUAL = LayerChoice(("risk", "coverage"), 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("risk", "coverage")),
        ("unusual", ("unusual",)),
        ("pressure,density,coverage", ("pressure", "density", "coverage")),
        ("unusual,risk", ("unusual",)),  # one of the three at a time: the first one named
        ("none", ()),
        ("<script>", ()),
    ],
)
def test_layers_by_address(text: str, expected: tuple[str, ...]) -> None:
    assert choice(text, "", USUAL).names == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("", 30), ("10", 10), ("100", 120), ("99999", 360), ("-1", 30), ("x", 30)]
)
def test_the_length_of_trails_is_the_nearest_that_is_drawn(text: str, expected: int) -> None:
    assert choice("", text, USUAL).trail_min == expected


def test_absent_values_of_an_address_are_as_configured() -> None:
    usual = wall_query({}, DashboardSettings(palette="auto", layers=("pressure",), trail_min=60, tour_s=12))
    assert (usual.light, usual.layers, usual.tour_s, usual.box) == ("auto", LayerChoice(("pressure",), 60), 12, None)
    assert wall_query({}, DashboardSettings(layers=())).layers.names == ()


def test_an_address_may_set_every_value() -> None:
    args = {"lang": [b"en"], "tour": [b"1"], "layer": [b"density"], "trail": [b"360"], "layout": [b"wide"]}
    query = wall_query({**args, "bbox": [b"122,29.6,122.8,30.3"], "palette": [b"day"]}, DashboardSettings())
    assert (query.lang, query.light, query.layers) == ("en", "day", LayerChoice(("density",), 360))
    assert (query.tour_s, query.layout, query.box) == (TOUR_S, "wide", (122.0, 29.6, 122.8, 30.3))
    assert wall_query({"tour": [b"0"]}, DashboardSettings(tour_s=9)).tour_s == 0


def test_nonsense_in_an_address_is_ignored() -> None:
    query = wall_query(
        {"lang": [b"\xff"], "layout": [b"round"], "tour": [b"soon"], "bbox": [b"1,2"]}, DashboardSettings()
    )
    assert (query.lang, query.layout, query.tour_s, query.box) == ("zh", "", 0.0, None)
