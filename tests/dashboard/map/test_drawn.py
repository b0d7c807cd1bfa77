"""Zones drawn by officers are on the map with the name of their author."""

from __future__ import annotations

import json
from typing import Any

from dashboard.common.memo import Memo
from dashboard.map.drawn import with_drawn
from tests.dashboard.pictures import SITES, site


def feature(**properties: Any) -> dict[str, Any]:
    """Return the first zone of the site as a zone drawn by Wang Lin."""
    text = (SITES / "zhoushan" / "zones.geojson").read_text(encoding="utf-8")
    drawn: dict[str, Any] = json.loads(text)["features"][0]
    drawn["properties"] |= {"id": "drawn-1", "name_zh": "演习区", "name_en": "Drill", "source": "王琳", **properties}
    return drawn


def test_a_drawn_zone_bears_its_authors_name() -> None:
    more = with_drawn(site(), (feature(),), Memo())
    assert len(more.zones) == len(site().zones) + 1
    assert (more.zones[-1].name_zh, more.zones[-1].name_en) == ("演习区 · 王琳", "Drill · 王琳")


def test_the_same_zones_give_the_same_site_and_none_gives_the_site_itself() -> None:
    memo = Memo()
    assert with_drawn(site(), (feature(),), memo) is with_drawn(site(), (feature(),), memo)
    assert with_drawn(site(), (), memo) is site()


def test_a_zone_that_cannot_be_parsed_is_skipped() -> None:
    assert with_drawn(site(), ({"type": "Feature"}, feature()), Memo()).zones[-1].id == "drawn-1"
