"""A kind and a position become an inject: about the nearest vessel, never a net or a mark."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.api.injecting import NEAR_NM, inject_at
from models.base.geo import distance_m
from models.base.schema import STATION
from models.base.units import M_PER_NM
from models.messages.injects import (
    CLONE_OFF_NM,
    KINDS,
    SPOOFED_NM,
    CloneInject,
    SpoofInject,
    inject_of,
)
from models.messages.picture import Picture
from tests.dashboard.pictures import craft, picture

ABOUT_A_VESSEL = {"clone", "spoof", "dark"}


def three() -> Picture:
    """Three stations a tenth of a degree apart; the second is a mark."""
    table = craft(3)
    table["station"][:] = [STATION["class_a"], STATION["aton"], STATION["class_a"]]
    return picture(table)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_a_valid_inject_with_its_usual_duration(kind: str) -> None:
    inject = inject_at(kind, 122.5, 30.0, three(), 7)
    assert inject and (inject.kind, inject.number) == (kind, 7)
    assert inject.for_s == KINDS[kind].model_fields["for_s"].default
    assert inject_of(inject.model_dump()) == inject


@pytest.mark.parametrize("kind", KINDS)
def test_the_nearest_vessel_is_meant_and_no_mark(kind: str) -> None:
    assert KINDS[kind].about_vessel is (kind in ABOUT_A_VESSEL)
    inject, far = (
        inject_at(kind, 122.61, 30.0, three(), 1),
        inject_at(kind, 122.5, 30.0 + 1.1 * NEAR_NM / 60, three(), 1),
    )
    if kind in ABOUT_A_VESSEL:
        assert inject and inject.subject and inject.subject[0] == 412_000_003
        assert far is None
    else:
        assert inject and (inject.lon, inject.lat) == (122.61, 30.0)
        assert far


def test_a_clone_is_well_away_and_a_false_position_as_far_as_it_says() -> None:
    clone, spoof = (inject_at(kind, 122.5, 30.0, three(), 1) for kind in ("clone", "spoof"))
    assert isinstance(clone, CloneInject) and isinstance(spoof, SpoofInject)
    at = np.array(30.0), np.array(122.5)
    assert distance_m(*at, clone.lat, clone.lon) / M_PER_NM == pytest.approx(CLONE_OFF_NM, rel=0.01)
    moved = distance_m(*at, 30.0 + spoof.north_deg, 122.5 + spoof.east_deg)
    assert moved / M_PER_NM == pytest.approx(SPOOFED_NM, rel=0.01)


def test_each_beacon_has_an_mmsi_of_its_own() -> None:
    injects = [inject_at("distress", 122.5, 30.0, three(), number) for number in range(1, 20)]
    numbers = {each.subject[0] for each in injects if each and each.subject}
    assert len(numbers) == 19 and all(970_000_000 < each < 971_000_000 for each in numbers)
