"""Which unit a case belongs to, and which units are informed when it is late.

Place, area, lowest unit; then up to the first that holds the item's power. Every case has an owner: what lies outside
every area belongs to the root.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.casework.cases.nouns import CasePlace
from models.casework.cases.workplace import Workplace


def unit_at(site: Workplace, place: CasePlace | None) -> str:
    """The lowest unit at a place; the root where nobody owns it or the place is unknown."""
    if place is None or site.owner_at is None:
        return site.units.root
    return site.owner_at(place.lon, place.lat) or site.units.root


def owner(site: Workplace, place: CasePlace | None, items: Iterable[str] = ()) -> str:
    """The unit that owns a case: the lowest one there which, or above which one, holds the power of every item."""
    chain = site.units.chain(unit_at(site, place))
    levels = [each.level for each in map(site.units.of, chain)]
    wanted = [levels.index(site.holders[item]) for item in items if site.holders.get(item) in levels]
    return chain[max(wanted, default=0)]


def informed(site: Workplace, unit: str, pct: int) -> tuple[str, ...]:
    """Who hears of a clock at a percentage: the unit, then its parent as well, then the root too."""
    if not site.knows(unit):
        return (site.units.root,)
    chain = site.units.chain(unit)
    heard = chain[:1] if pct < 100 else chain[:2] if pct < 150 else (*chain[:2], site.units.root)
    return tuple(dict.fromkeys(heard))
