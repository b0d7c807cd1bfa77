"""A mistake in a site's folder is one sentence naming the file, the feature and the key."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.site import load_site, zone_of
from models.site.zone import ALWAYS, SHIP_KINDS

ZHOUSHAN = SITES / "zhoushan"
Edit = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ZHOUSHAN, tmp_path / "zhoushan"))


def edit(folder: Path, name: str, change: Edit, number: int = 0) -> None:
    """Change one feature of one file."""
    path = folder / name
    collection = json.loads(path.read_text(encoding="utf-8"))
    change(collection["features"][number])
    path.write_text(json.dumps(collection), encoding="utf-8")


def rule(**changes: Any) -> Edit:
    return lambda feature: feature["properties"]["rule"].update(changes)


def props(**changes: Any) -> Edit:
    return lambda feature: feature["properties"].update(changes)


def coordinates(value: Any) -> Edit:
    return lambda feature: feature["geometry"].update(coordinates=value)


def test_zhoushan_loads_whole(folder: Path) -> None:
    site = load_site(folder)
    assert (site.id, site.title_zh, site.title_en) == ("zhoushan", "舟山海上态势", "Zhoushan Sea Picture")
    assert site.bbox == (121.3, 29.3, 123.6, 31.3)
    assert site.utc_offset_h == 8
    assert site.coast == folder / "coast.npz"
    assert 10 <= len(site.areas) <= 14


def test_always_and_all_become_the_whole_year_and_every_kind(folder: Path) -> None:
    edit(folder, "zones.geojson", rule(windows="always", class_mask=["all"], max_speed_kn=None))
    zone = load_site(folder).zones[0]
    assert (zone.windows, zone.kinds, zone.max_speed_kn) == (ALWAYS, SHIP_KINDS, None)


def test_several_windows_and_limits_are_kept(folder: Path) -> None:
    windows = [{"from": "05-01 12:00", "to": "08-01 12:00"}, {"from": "12-30 00:00", "to": "02-29 00:00"}]
    edit(folder, "zones.geojson", rule(windows=windows, max_speed_kn=12, max_dwell_s=600))
    zone = load_site(folder).zones[0]
    assert zone.windows == (("05-01 12:00", "08-01 12:00"), ("12-30 00:00", "02-29 00:00"))
    assert (zone.max_speed_kn, zone.max_dwell_s) == (12.0, 600.0)


@pytest.mark.parametrize(
    ("name", "change", "key"),
    [
        ("zones.geojson", rule(class_mask=["fisher"]), "class_mask"),
        ("zones.geojson", rule(class_mask=[]), "class_mask"),
        ("zones.geojson", rule(windows=[]), "windows"),
        ("zones.geojson", rule(windows=[{"from": "5-1 12:00", "to": "09-16 12:00"}]), "from"),
        ("zones.geojson", rule(windows=[{"from": "02-30 12:00", "to": "09-16 12:00"}]), "from"),
        ("zones.geojson", rule(windows=[{"from": "05-01 12:00", "to": "05-01 12:00"}]), "to"),
        ("zones.geojson", rule(ceiling="purple"), "ceiling"),
        ("zones.geojson", rule(alert="yes"), "alert"),
        ("zones.geojson", rule(max_speed_kn=-1), "max_speed_kn"),
        ("zones.geojson", rule(max_dwell_s=True), "max_dwell_s"),
        ("zones.geojson", rule(max_speed_kt=5), "max_speed_kt"),
        ("zones.geojson", props(kind="forbidden"), "kind"),
        ("zones.geojson", props(id="moratorium-east"), "id"),
        ("zones.geojson", props(name_zh=" "), "name_zh"),
        ("zones.geojson", props(source=None), "source"),
        ("zones.geojson", coordinates([[[122, 30], [123, 30], [122, 30]]]), "coordinates"),
        ("zones.geojson", coordinates([[[122, 30], [123, 30], [123, 31], [122, 31]]]), "coordinates"),
        ("zones.geojson", coordinates([[[30, 122], [30, 123], [31, 123], [30, 122]]]), "coordinates"),
        ("zones.geojson", coordinates([[["a", 30], [123, 30], [123, 31], ["a", 30]]]), "coordinates"),
        ("zones.geojson", lambda feature: feature.update(geometry=None), "geometry"),
        ("areas.geojson", props(unit="nobody"), "unit"),
        ("areas.geojson", props(color="red"), "color"),
        ("places.geojson", props(rank=4), "rank"),
        ("places.geojson", props(kind="reef"), "kind"),
        ("places.geojson", coordinates([122.1]), "coordinates"),
        ("places.geojson", lambda feature: feature["geometry"].update(type="Polygon"), "geometry"),
    ],
)
def test_a_mistake_in_a_feature_names_file_feature_and_key(folder: Path, name: str, change: Edit, key: str) -> None:
    edit(folder, name, change)
    with pytest.raises(UserError) as error:
        load_site(folder)
    text = str(error.value)
    assert name in text and "feature" in text and f"key {key}" in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("utc_offset_h: 8", "utc_offset_h: 80", "key utc_offset_h: expected a number from -12 to 14, found 80"),
        ("[121.3, 29.3, 123.6, 31.3]", "[123.6, 29.3, 121.3, 31.3]", "key bbox"),
        ("[121.3, 29.3, 123.6, 31.3]", "[a, b, c, d]", "key bbox"),
        ("title_en: Zhoushan Sea Picture", "titel_en: Zhoushan", "key title_en: expected a text, it is missing"),
        ("id: zhoushan", "id: zhoushan\nextra: 1", "key extra: not known here"),
        ("id: zhoushan", "id: [", "not YAML"),
        ("{id: city, ", "{", "unit 1: key id"),
    ],
)
def test_a_mistake_in_site_yaml_names_the_key(folder: Path, old: str, new: str, words: str) -> None:
    path = folder / "site.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=r"site\.yaml") as error:
        load_site(folder)
    assert words in str(error.value)


@pytest.mark.parametrize("name", ["site.yaml", "places.geojson", "zones.geojson", "areas.geojson"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(UserError, match=f"{name}: cannot be read"):
        load_site(folder)


@pytest.mark.parametrize("text", ["{", "[]", '{"features": 3}', '{"features": [{"type": "Feature"}]}'])
def test_a_file_that_is_not_geojson_is_named(folder: Path, text: str) -> None:
    (folder / "zones.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"zones\.geojson"):
        load_site(folder)


def test_a_single_feature_is_a_zone_or_an_error_in_one_sentence(folder: Path) -> None:
    features = json.loads((folder / "zones.geojson").read_text(encoding="utf-8"))["features"]
    zone = zone_of(features[0], "drawn")
    assert (zone.id, zone.name_zh) == (features[0]["properties"]["id"], features[0]["properties"]["name_zh"])
    features[0]["properties"]["rule"]["ceiling"] = "purple"
    with pytest.raises(UserError, match=r"^drawn \(.+\): rule: key ceiling: expected one of yellow, orange, red"):
        zone_of(features[0], "drawn")
    with pytest.raises(UserError, match="expected a GeoJSON Feature"):
        zone_of({}, "drawn")
