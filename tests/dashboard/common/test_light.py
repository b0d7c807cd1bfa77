"""A page uses the palette of its address, or the one for the sun over the site."""

from __future__ import annotations

import pytest

from dashboard.common.light import palette_for
from models.base.clock import parse_iso
from tests.dashboard.pictures import site

NOON, EVENING, MIDNIGHT = "2026-01-12T04:00:00Z", "2026-01-12T09:30:00Z", "2026-01-12T16:00:00Z"


@pytest.mark.parametrize(("moment", "expected"), [(NOON, "day"), (EVENING, "dusk"), (MIDNIGHT, "night")])
def test_auto_follows_the_sun(moment: str, expected: str) -> None:
    assert palette_for("auto", parse_iso(moment), site()).name == expected


@pytest.mark.parametrize("name", ["day", "dusk", "night"])
def test_a_chosen_palette_is_used_at_any_hour(name: str) -> None:
    assert {palette_for(name, parse_iso(moment), site()).name for moment in (NOON, MIDNIGHT)} == {name}


def test_an_unknown_palette_is_night() -> None:
    assert palette_for("plaid", parse_iso(NOON), site()).name == "night"
