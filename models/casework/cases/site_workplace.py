"""Casework's view of a site: its data and the settings as one Workplace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.base.settings import CaseworkSettings
from models.casework.cases.limits import DEFAULT_MIN, overridden
from models.casework.cases.workdays import WorkCalendar
from models.casework.cases.workplace import PatrolCraft, PlaybookRef, Workplace
from models.casework.clues.clue_clocks import CLUE_LIMITS_MIN
from models.casework.clues.joining import JoinLimits
from models.site.law.holidays import local_day
from models.site.playbooks.playbook import Playbook
from models.site.rulebook import Rulebook
from models.site.site import Site


def workplace_of(site: Site, settings: CaseworkSettings) -> Workplace:
    """The workplace of a site. A site without agencies, items, calendar or play-books has none of them here."""
    rulebook = site.rulebook
    return Workplace(
        prefix=settings.case_prefix or site.id[:2].upper(),
        units=site.units,
        owner_at=lambda lon, lat: site.owner_at(lon, lat).id,
        area_at=lambda lon, lat: next((area.id for area in site.areas if area.contains(lon, lat)), ""),
        craft={each.id: each for each in _craft(site)},
        rescue_unit=settings.rescue_unit,
        limits_min=overridden(DEFAULT_MIN, settings.limits_min),
        join=JoinLimits(settings.join_h * 3600.0, settings.join_nm),
        clue_limits_min=overridden(CLUE_LIMITS_MIN, settings.clue_limits_min),
        calendar=WorkCalendar(site.utc_offset_h, rulebook.calendar.holidays, rulebook.calendar.make_up),
        item_on=lambda code, t_s: rulebook.items.of(code, local_day(t_s, site.utc_offset_h)),
        **_rules(rulebook),
    )


def _craft(site: Site) -> list[PatrolCraft]:
    return [
        PatrolCraft(
            id=each.id,
            unit=site.units[each.unit].id,
            name=each.name_zh,
            mmsi=each.mmsi,
            kind=each.kind,
            agency=each.agency,
            powers=tuple(sorted(each.powers)),
            officers=each.officers,
            wind_max_mps=each.wind_max_mps,
        )
        for each in site.force.craft
    ]


def _rules(rulebook: Rulebook) -> Mapping[str, Any]:
    rows = rulebook.items.rows
    return {
        "seasons": rulebook.seasons,
        "vertical": rulebook.agencies.ids(vertical=True),
        "external": rulebook.agencies.ids(external=True),
        "agencies": rulebook.agencies.ids(),
        "playbooks": {each.id: _playbook(each) for each in rulebook.playbooks.all},
        "holders": {each.code: each.level for each in rows},
        "tested_items": frozenset(each.code for each in rows if each.test),
        "waivable": frozenset(each.code for each in rows if each.waiver),
        "tiers": {each.code: tuple(tier.name_zh for tier in each.tiers) for each in rows},
    }


def _playbook(playbook: Playbook) -> PlaybookRef:
    form = playbook.form
    return PlaybookRef(
        id=form.id,
        version=form.version,
        sha256=playbook.sha256,
        limits_min=dict(form.limits_min),
        from_rules=tuple(form.from_rules),
        from_clues=tuple(form.from_clues),
        needs=form.needs.model_dump(mode="json"),
        evidence_must=tuple(form.evidence.must),
        book=playbook,
    )
