"""Casework's view of a site: units, waters, craft, agencies, items and play-books as the site's files have them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.settings import CaseworkSettings
from models.casework.cases.site_workplace import workplace_of
from models.casework.cases.workplace import Workplace
from models.site.force import NO_FORCE
from models.site.rulebook import bare_rulebook
from tests.dashboard.pictures import site


@pytest.fixture(scope="module")
def workplace() -> Workplace:
    settings = CaseworkSettings(case_prefix="ZS", limits_min={"ack": {"red": 2.0}})
    return workplace_of(site(), settings)


def test_the_reference_site_has_units_craft_and_play_books(workplace: Workplace) -> None:
    assert workplace.prefix == "ZS" and workplace.rescue == workplace.units.root
    assert all(workplace.knows(each.unit) for each in workplace.craft.values()) and workplace.craft
    assert {"general", "distress"} <= set(workplace.playbooks)
    assert all(len(each.sha256) == 64 for each in workplace.playbooks.values())
    assert workplace.vertical and workplace.external and workplace.waivable and workplace.tested_items
    assert workplace.limits_min["ack"]["red"] == 2.0 and workplace.limits_min["ack"]["orange"] == 5.0


def test_every_place_has_an_owner(workplace: Workplace) -> None:
    assert workplace.owner_at is not None and workplace.area_at is not None
    for area in site().areas:
        west, south, east, north = area.bbox
        assert workplace.knows(workplace.owner_at((west + east) / 2, (south + north) / 2))
    assert workplace.owner_at(0.0, 0.0) == workplace.units.root and workplace.area_at(0.0, 0.0) == ""


def test_a_site_without_data_works_too() -> None:
    empty = replace(site(), force=NO_FORCE, areas=(), rulebook=bare_rulebook())
    bare = workplace_of(empty, CaseworkSettings(case_prefix=""))
    assert bare.prefix == "ZH" and bare.units.root and not bare.craft and set(bare.playbooks) == {"general"}
