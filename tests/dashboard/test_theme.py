"""Colours can be read and told apart, in every light."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from dashboard.theme import KINDS, PALETTES, SHAPES, Palette, Sizes, rgb
from models.schema import COLOURS, KIND

LIGHTS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@LIGHTS
def test_every_colour_is_hex_and_named_in_css(palette: Palette) -> None:
    for each in fields(palette):
        if each.name != "name":
            assert re.fullmatch("#[0-9a-f]{6}", getattr(palette, each.name))
            assert f"--{each.name}:{getattr(palette, each.name)};" in palette.css()


@LIGHTS
@pytest.mark.parametrize(("name", "least"), [("ink", 10), ("soft", 5), ("faint", 3.4), ("red", 3.4), ("yellow", 3)])
def test_text_stands_out_from_its_ground(palette: Palette, name: str, least: float) -> None:
    for ground in ("panel", "card", "sea"):
        assert contrast(getattr(palette, name), getattr(palette, ground)) >= least, ground


@LIGHTS
def test_levels_of_risk_have_their_own_colours_and_shapes(palette: Palette) -> None:
    risk = [palette.of_level(level) for level in range(1, len(COLOURS))]
    assert len({*risk, *palette.of_kinds}) == len(risk) + len(set(palette.of_kinds))
    assert len({SHAPES[colour] for colour in COLOURS}) == len(COLOURS)


def test_kinds_follow_their_codes() -> None:
    assert [KIND[name] for name in KINDS] == list(range(len(KIND)))


def test_nothing_that_matters_is_smaller_than_22_px_on_a_4k_wall() -> None:
    sizes = Sizes(rem_px=32)
    assert min(sizes.small_px, sizes.reason_px, sizes.name_px) >= 22
