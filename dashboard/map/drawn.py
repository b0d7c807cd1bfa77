"""Zones drawn by officers, added to those of the site, each with the name of its author."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.common.english_names import NO_NAMES, Names, officer
from dashboard.common.memo import Memo
from models.base.settings import UserError
from models.site.site import Site, zone_of
from models.site.zone import Zone


def with_drawn(site: Site, features: Sequence[dict[str, Any]], memo: Memo, names: Names = NO_NAMES) -> Site:
    """Return the site with the drawn zones in force; the same object as long as the zones are unchanged."""
    if not features:
        return site
    stamp = json.dumps([features, dict(names)], sort_keys=True)
    return memo.once("drawn zones", stamp, lambda: replace(site, zones=(*site.zones, *_zones(features, names))))


def _zones(features: Sequence[dict[str, Any]], names: Names) -> list[Zone]:
    """Parse the drawn zones. The core has checked them; a zone that still cannot be parsed is skipped."""
    zones = []
    for feature in features:
        try:
            zone = zone_of(feature, "zone")
        except UserError:
            continue
        by_zh, by_en = (f" · {officer(zone.source, lang, names)}" for lang in ("zh", "en"))
        zones.append(replace(zone, name_zh=zone.name_zh + by_zh, name_en=zone.name_en + by_en))
    return zones
