"""The force of a site: patrol craft, their bases and speeds; a mistake in the file is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.force import Force, read_force
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
