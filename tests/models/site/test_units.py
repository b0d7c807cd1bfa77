"""Units form one tree; a mistake in it is one sentence naming line, unit and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.site import Unit, Units, load_site
from models.site.units import LEVELS

ZHOUSHAN = SITES / "zhoushan"
TREE = Units(
    (
        Unit("city", "市", "City"),
        Unit("north", "北", "North", "county", "city"),
        Unit("south", "南", "South", "county", "city"),
        Unit("isle", "岛", "Isle", "town", "north"),
        Unit("grid-1", "一格", "Grid 1", "grid", "isle"),
    )
)


def test_the_chain_leads_to_the_root() -> None:
    assert TREE.root == "city"
    assert TREE.chain("grid-1") == ("grid-1", "isle", "north", "city")
    assert (TREE.parent("isle"), TREE.parent("city")) == ("north", "")


def test_a_unit_is_within_itself_and_all_above_it() -> None:
    assert [each.id for each in TREE if TREE.within("isle", each.id)] == ["city", "north", "isle"]


def test_below_names_a_unit_and_what_belongs_to_it() -> None:
    assert TREE.below("north") == ("north", "isle", "grid-1")
    assert TREE.below("") == ("city", "north", "isle", "grid-1", "south")


def test_the_empty_id_is_the_whole_site() -> None:
    assert all(TREE.within(each.id, "") for each in TREE)
    assert TREE.of("") == TREE[0]


def test_two_units_have_a_common_superior() -> None:
    assert TREE.common("grid-1", "south") == "city"
    assert TREE.common("grid-1", "north") == "north"


def test_the_lowest_owner_is_found_and_nothing_is_unowned() -> None:
    assert TREE.lowest(["north", "isle", "city"]) == "isle"
    assert TREE.lowest([]) == "city"


def test_an_unknown_unit_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        TREE.chain("moon")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_every_unit_of_any_tree_reaches_the_one_root(parents: list[int]) -> None:
    tree = Units(Unit(str(at), "", "", parent=str(up % at) if at else "") for at, up in enumerate(parents))
    assert {tree.chain(each.id)[-1] for each in tree} == {tree.root}
    assert sorted(tree.below(tree.root)) == sorted(each.id for each in tree)


def test_zhoushan_is_one_tree_of_city_counties_and_towns() -> None:
    units = load_site(ZHOUSHAN).units
    assert units.root == "city"
    assert {each.id for each in units if each.level == "county"} == {"dinghai", "putuo", "daishan", "shengsi", "puzhu"}
    assert units.below("shengsi") == ("shengsi", "yangshan", "shengshan")


def test_yangshan_signs_in_its_own_name_and_shengshan_in_that_of_the_county() -> None:
    units = load_site(ZHOUSHAN).units
    assert units.acts_as("yangshan").id == "yangshan"
    assert units.acts_as("shengshan").id == "shengsi"
    assert units.of("shengshan").also == ("枸杞", "花鸟")


def test_the_owner_of_a_place_is_the_lowest_unit_there_and_the_root_on_the_open_sea() -> None:
    site = load_site(ZHOUSHAN)
    gouqi = next(each for each in site.places if each.name_zh == "枸杞")
    assert site.owner_at(gouqi.lon_deg, gouqi.lat_deg).id == "shengshan"
    assert site.owner_at(0.0, 0.0).id == "city"


def site_with(folder: Path, units: list[dict[str, object]]) -> Path:
    """A copy of the reference site with other units and no areas or craft."""
    copy = Path(shutil.copytree(ZHOUSHAN, folder / "site"))
    (copy / "areas.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    for name in ("force.yaml", "agencies.yaml", "items.csv", "seasons.yaml", "calendar.yaml"):
        (copy / name).unlink(missing_ok=True)
    shutil.rmtree(copy / "playbooks", ignore_errors=True)
    values = yaml.safe_load((copy / "site.yaml").read_text(encoding="utf-8")) | {"units": units}
    (copy / "site.yaml").write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return copy


def unit(id_: str, **keys: object) -> dict[str, object]:
    return {"id": id_, "name_zh": id_, "name_en": id_, **keys}


def test_units_without_a_parent_belong_to_the_first(tmp_path: Path) -> None:
    units = load_site(site_with(tmp_path, [unit("hq"), unit("east"), unit("west")])).units
    assert [(each.level, each.parent) for each in units] == [("city", ""), ("county", "hq"), ("county", "hq")]
    assert units.acts_as("east").id == "east"


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([unit("a"), unit("a")], "unit 2: key id: a is used twice"),
        ([unit("a"), unit("b", parent="moon")], "unit 2: key parent: expected one of a, b, found 'moon'"),
        ([unit("a"), unit("b"), unit("c", parent="a")], "unit 2: key id: b and a both have no parent"),
        ([unit("a", parent="a")], "every unit has a parent"),
        ([unit("a"), unit("b", level="city", parent="a")], "unit 2: key parent: a (city) cannot stand above b (city)"),
        (
            [unit("a"), unit("b", level="town", parent="c"), unit("c", level="town", parent="b")],
            "unit 2: key parent: c (town) cannot stand above b (town)",
        ),
        ([unit("a", level="galaxy")], f"unit 1: key level: expected one of {', '.join(LEVELS)}, found 'galaxy'"),
        ([unit("a"), unit("b", acts_as="moon")], "unit 2: key acts_as: expected one of a, b, found 'moon'"),
        (
            [unit("a"), unit("b", acts_as="c"), unit("c")],
            "unit 2: key acts_as: expected b itself or a unit above it, found c",
        ),
        ([unit("a", also=["月亮"])], "unit 1: key also: expected a name_zh of places.geojson, found '月亮'"),
        ([unit("a"), unit("b", also=["枸杞"])], "unit b: key also: 枸杞 lies in an area of a"),
        ([unit("a", also=[])], "unit 1: key also: expected a list of names of places"),
    ],
)
def test_a_mistake_is_one_sentence(units: list[dict[str, object]], words: str, tmp_path: Path) -> None:
    folder = site_with(tmp_path, units)
    with pytest.raises(UserError) as problem:
        load_site(folder)
    assert words in str(problem.value)
    assert str(folder / "site.yaml") in str(problem.value) and "\n" not in str(problem.value)
