"""Colours are readable and distinguishable in every palette."""

from __future__ import annotations

import colorsys
import re
from dataclasses import fields

import pytest

from dashboard.common.theme import KINDS, PALETTES, SHAPES, Palette, Sizes, rgb
from models.base.paths import ASSETS
from models.base.schema import COLOURS, KIND

AA = 4.5  # contrast of text, WCAG 2.2 level AA
GROUNDS = {"name", "ground", "panel", "card", "edge", "sea", "land", "shore", "graticule", "fairway"}
TEXTS = {each.name for each in fields(Palette)} - GROUNDS
LIGHTS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def warm(colour: str) -> bool:
    """Between red and yellow, and strong."""
    hue, _, strength = colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))
    return strength > 0.4 and (hue <= 65 / 360 or hue >= 345 / 360)


@LIGHTS
def test_every_colour_is_hex_and_named_in_css(palette: Palette) -> None:
    for each in fields(palette):
        if each.name != "name":
            assert re.fullmatch("#[0-9a-f]{6}", getattr(palette, each.name))
            assert f"--{each.name}:{getattr(palette, each.name)};" in palette.css()


@LIGHTS
@pytest.mark.parametrize("name", sorted(TEXTS))
def test_text_and_signs_stand_out_from_every_ground(palette: Palette, name: str) -> None:
    for ground in ("ground", "panel", "card", "sea"):
        assert contrast(getattr(palette, name), getattr(palette, ground)) >= AA, ground


@LIGHTS
def test_names_of_places_stand_out_from_land_too(palette: Palette) -> None:
    assert contrast(palette.place, palette.land) >= AA


@LIGHTS
def test_red_orange_and_yellow_are_kept_for_risk_alone(palette: Palette) -> None:
    others = {name: getattr(palette, name) for name in TEXTS if name not in COLOURS}
    assert not [name for name, colour in others.items() if warm(colour)]
    assert all(warm(getattr(palette, name)) for name in ("red", "orange", "yellow"))


@LIGHTS
def test_levels_of_risk_have_their_own_colours_and_shapes(palette: Palette) -> None:
    risk = [palette.of_level(level) for level in range(1, len(COLOURS))]
    assert len({*risk, *palette.of_kinds}) == len(risk) + len(set(palette.of_kinds))
    assert len({SHAPES[colour] for colour in COLOURS}) == len(COLOURS)


def test_kinds_follow_their_codes() -> None:
    assert [KIND[name] for name in KINDS] == list(range(len(KIND)))


@pytest.mark.parametrize("sheet", ["wall.css", "panels.css"])
def test_no_text_of_the_wall_is_smaller_than_22_px_at_4k(sheet: str) -> None:
    sizes = re.findall(r"font-size: ([\d.]+)rem", (ASSETS / "css" / sheet).read_text(encoding="utf-8"))
    assert len(sizes) > 5 and min(map(float, sizes)) * 32 >= 22


def test_nothing_that_matters_is_smaller_than_22_px_on_a_4k_wall() -> None:
    sizes = Sizes(rem_px=32)
    assert min(sizes.small_px, sizes.reason_px, sizes.name_px) >= 22
