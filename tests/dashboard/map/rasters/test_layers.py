"""A page chooses its layers and the length of its trails, by its address."""

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
        ("unusual,risk", ("unusual",)),  # one of the three at a time: the first said
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


def test_what_an_address_does_not_say_is_as_configured() -> None:
    usual = wall_query({}, DashboardSettings(palette="auto", layers=("pressure",), trail_min=60, tour_s=12))
    assert (usual.light, usual.layers, usual.tour_s, usual.box) == ("auto", LayerChoice(("pressure",), 60), 12, None)
    assert wall_query({}, DashboardSettings(layers=())).layers.names == ()


def test_an_address_says_it_all() -> None:
    args = {"lang": [b"en"], "tour": [b"1"], "layer": [b"density"], "trail": [b"360"], "layout": [b"wide"]}
    told = wall_query({**args, "bbox": [b"122,29.6,122.8,30.3"], "palette": [b"day"]}, DashboardSettings())
    assert (told.lang, told.light, told.layers) == ("en", "day", LayerChoice(("density",), 360))
    assert (told.tour_s, told.layout, told.box) == (TOUR_S, "wide", (122.0, 29.6, 122.8, 30.3))
    assert wall_query({"tour": [b"0"]}, DashboardSettings(tour_s=9)).tour_s == 0


def test_nonsense_in_an_address_is_ignored() -> None:
    told = wall_query(
        {"lang": [b"\xff"], "layout": [b"round"], "tour": [b"soon"], "bbox": [b"1,2"]}, DashboardSettings()
    )
    assert (told.lang, told.layout, told.tour_s, told.box) == ("zh", "", 0.0, None)
