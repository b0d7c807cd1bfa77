"""A site of one's own needs no rulebook; one with a mistake in it does not start."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.base.paths import SITES
from models.base.settings import UserError
from models.site.playbooks.orders import fill
from models.site.rulebook import bare_rulebook
from models.site.site import load_site

SITE_YAML = """\
id: skagerrak
name_zh: 斯卡格拉克
name_en: Skagerrak
title_zh: 斯卡格拉克海上态势
title_en: Skagerrak Sea Picture
bbox: [10.0, 57.0, 12.5, 59.0]
utc_offset_h: 1
note_zh: 不得用于导航。
note_en: Not for navigation.
units:
  - {id: headquarters, name_zh: 指挥中心, name_en: Headquarters}
"""


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    """The site of docs/sites.md."""
    (tmp_path / "site.yaml").write_text(SITE_YAML, encoding="utf-8")
    for name in ("places", "zones", "areas"):
        (tmp_path / f"{name}.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    return tmp_path


def test_a_minimal_site_has_one_play_book_and_nothing_else(minimal: Path) -> None:
    site = load_site(minimal)
    book = site.rulebook
    assert [each.id for each in book.playbooks.all] == ["general"]
    assert (book.agencies.all, book.items.rows, book.calendar.years) == ((), (), ())
    assert book.seasons_at(0.0, {"wind_force": 12.0}) == ()
    assert site.owner_at(11.0, 58.0).id == "headquarters"


def test_the_built_in_play_book_sends_an_order_in_both_languages() -> None:
    general = bare_rulebook().playbooks.for_rule("fishing")
    assert general.fill_order({"craft": "SAR 1"})["en"].startswith("SAR 1: verify the vessel at the scene")
    assert [step.id for step in general.steps_for({"register.list": "wanted"})] == [
        *("source", "see", "call", "judge", "send", "report"),
    ]
    assert [each.to for each in general.tell({"colour": "red"})] == ["parent"]


def test_a_site_may_replace_the_built_in_play_book(minimal: Path) -> None:
    (minimal / "playbooks").mkdir()
    text = (SITES.parent / "models/site/playbooks/general.yaml").read_text(encoding="utf-8")
    (minimal / "playbooks" / "general.yaml").write_text(text.replace("version: 1", "version: 7"), encoding="utf-8")
    assert load_site(minimal).rulebook.playbooks.general.form.version == 7


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "playbooks/dark.yaml",
            "device == changed",
            "device == sold",
            r"playbooks/dark.yaml line \d+: waiver: never 1",
        ),
        ("agencies.yaml", "id: fishery", "id: fishing", r"items.csv line \d+: column holder: expected one of"),
        ("items.csv", "YY-45,", "YY-54,", r"playbooks/restricted.yaml line \d+: item 3: expected one of YY-38"),
        ("seasons.yaml", "visibility_m < 1000", "visibility < 1000", r"seasons.yaml line \d+: season 2: weather 1"),
        ("calendar.yaml", "year: 2027", "year: next", r"calendar.yaml line \d+: year 2: key year: expected a year"),
    ],
)
def test_a_mistake_in_any_file_stops_the_start(tmp_path: Path, name: str, old: str, new: str, words: str) -> None:
    folder = Path(shutil.copytree(SITES / "zhoushan", tmp_path / "zhoushan"))
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=words) as problem:
        load_site(folder)
    assert "\n" not in str(problem.value)


def test_a_warning_is_filled_like_an_order() -> None:
    watch = load_site(SITES / "zhoushan").rulebook.playbooks.of("collision_watch")
    stage = watch.warning({"distance_nm": 1.5})
    assert stage is not None
    texts = fill(stage, {"target": "HAI HONG", "other": "ZHE PU YU 1", "distance_nm": 1.5})
    assert texts["en"].startswith("HAI HONG: ZHE PU YU 1 about 1.5 NM ahead.")
