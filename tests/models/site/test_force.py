"""The force of a site: patrol craft, their bases and speeds; a mistake in the file is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.force import POWERS, Force, read_force
from models.site.site import load_site

ZHOUSHAN = SITES / "zhoushan"
GOOD = """
note_zh: 示意
note_en: illustrative
bases:
  - {id: east, name_zh: 东, name_en: East, at: [122.5, 30.0]}
craft:
  - {id: a, name_zh: 甲, name_en: A, unit: north, base: east, mmsi: 412000001, speed_kn: 20, crew: 3, required: 6}
  - {id: b, name_zh: 乙, name_en: B, unit: south, base: east, mmsi: null, speed_kn: 30, crew: 9, required: 6}
"""
UNITS = ("south", "north")


def force(tmp_path: Path, text: str) -> Force:
    path = tmp_path / "force.yaml"
    path.write_text(text, encoding="utf-8")
    return read_force(path, UNITS)


def test_patrol_craft_have_a_unit_a_base_and_a_strength(tmp_path: Path) -> None:
    one, other = force(tmp_path, GOOD).craft
    assert (one.unit, one.base, one.mmsi, one.strength) == (1, 0, 412000001, 0.5)
    assert (other.unit, other.mmsi, other.strength) == (0, None, 1.0)


def test_a_craft_of_which_only_the_old_keys_are_given_is_an_ordinary_boat(tmp_path: Path) -> None:
    one = force(tmp_path, GOOD).craft[0]
    assert (one.kind, one.powers, one.officers) == ("boat", frozenset(POWERS), one.crew)
    assert (one.endurance_h, one.wind_max_mps, one.draught_m, one.turnout_min) == (12.0, 17.0, 2.0, 15.0)


def test_a_craft_says_what_it_may_and_what_it_can(tmp_path: Path) -> None:
    may = "kind: drone, agency: msa, powers: [], officers: 2"
    can = "endurance_h: 1, wind_max_mps: 9, draught_m: 0, turnout_min: 3"
    one = force(tmp_path, GOOD.replace("crew: 3,", f"crew: 3, {may}, {can},")).craft[0]
    assert (one.kind, one.agency, one.powers, one.officers) == ("drone", "msa", frozenset(), 2)
    assert (one.endurance_h, one.wind_max_mps, one.draught_m, one.turnout_min) == (1.0, 9.0, 0.0, 3.0)


def test_a_site_without_the_file_has_no_force(tmp_path: Path) -> None:
    assert read_force(tmp_path / "force.yaml", UNITS) == Force()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("unit: north", "unit: west", "craft 1: key unit: expected one of south, north"),
        ("base: east, mmsi: null", "base: west, mmsi: null", "craft 2: key base"),
        ("412000001", "41200000", "key mmsi: expected nine digits"),
        ("mmsi: null", "mmsi: 412000001", "mmsi 412000001: used twice"),
        ("id: b", "id: a", "craft id a: used twice"),
        ("speed_kn: 20", "speed_kn: 0", "key speed_kn"),
        ("required: 6}\n  - {id: b", "required: 0}\n  - {id: b", "key required"),
        ("[122.5, 30.0]", "[30.0, 122.5]", "key at"),
        ("crew: 3", "crew: 3, kind: ship", "key kind: expected one of boat, vehicle, team, drone"),
        ("crew: 3", "crew: 3, powers: [board, arrest]", "key powers: expected a list of board, stop"),
        ("crew: 3", "crew: 3, powers: [board, board]", "key powers: expected a list of board, stop"),
        ("crew: 3", "crew: 3, officers: 4", "key officers: expected at most the crew of 3"),
        ("crew: 3", "crew: 3, endurance_h: 0", "key endurance_h: expected a number from 0.5"),
        ("crew: 3", "crew: 3, wind_max: 17", "key wind_max: not known here"),
        ("craft:", "crafts:", "key craft"),
        ("bases:", "bases: [", "not YAML"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in GOOD
    with pytest.raises(UserError) as error:
        force(tmp_path, GOOD.replace(old, new))
    assert expected in str(error.value) and "force.yaml" in str(error.value)


def test_zhoushan_has_its_published_force_marked_as_illustrative() -> None:
    site = load_site(ZHOUSHAN)
    assert len(site.force.craft) == 48
    assert sum(craft.crew for craft in site.force.craft) == 684
    assert {craft.unit for craft in site.force.craft} == set(range(len(site.units)))
    assert "示意" in site.force.note_zh and "Illustrative" in site.force.note_en


def test_zhoushan_gives_each_agency_the_powers_that_the_law_gives_it() -> None:
    craft = load_site(ZHOUSHAN).force.craft
    assert sum(each.officers for each in craft) == 684
    may = {
        agency: {each.powers for each in craft if each.agency == agency} for agency in {each.agency for each in craft}
    }
    afloat = {"board", "rescue", "tow"}
    assert may == {
        "coast_guard": {frozenset(afloat | {"stop", "detain"})},
        "fishery": {frozenset(afloat | {"fishery"})},
        "msa": {frozenset(afloat)},
    }
