"""The guards of what units and agencies do with each other: transfers, threads and evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.casework.cases.checks.may import Asked
from models.casework.cases.checks.procedure_guards import in_order, is_filed
from models.casework.cases.materials import Material, MaterialsAsked, missing_materials
from models.casework.refusals import Refused

AWAITED = ("offered", "returned")


def one_offer(asked: Asked) -> None:
    """One transfer at a time, to somebody else who exists."""
    site, to = asked.facts.site, asked.body.to
    waiting = next((each for each in asked.case.transfers if each.state in AWAITED), None)
    if waiting is not None:
        raise Refused("offered", unit=waiting.to)
    if to == asked.case.unit:
        raise Refused("other_unit")
    assert_known(asked, to)
    if asked.body.kind == "owner" and not site.knows(to):
        raise Refused("unit_unknown", unit=to)


def assert_known(asked: Asked, unit: str) -> None:
    """A unit or an agency of the site. Raises Refused."""
    if not asked.facts.site.knows(unit) and unit not in asked.facts.site.agencies:
        raise Refused("unit_unknown", unit=unit)


def complete(asked: Asked) -> None:
    """All materials are there, or a commander says why it cannot wait."""
    missing = missing_for(asked)
    if missing and not (asked.body.urgent_why and asked.holds("commander@own")):
        zh = "、".join(f"{each.code}{each.zh}" for each in missing)
        raise Refused("materials", missing_zh=zh, missing_en=", ".join(f"{each.code} {each.en}" for each in missing))


def missing_for(asked: Asked) -> list[Material]:
    """The materials that the transfer lacks."""
    given = {code: tuple(ids) for code, ids in asked.body.materials.items()}
    about = MaterialsAsked(asked.case, given, asked.facts.t_s, asked.facts.site.tested_items)
    return missing_materials(asked.body.kind, about)


def returned_once(asked: Asked) -> None:
    """The receiver returns a transfer once, with all gaps named."""
    if asked.part.returned:
        raise Refused("returned_once")


def ruled(asked: Asked) -> None:
    """A dispute ends by the ruling of the common superior (Administrative Penalty Law 25)."""
    site, thread = asked.facts.site, asked.part
    if thread.kind != "dispute":
        return
    units = [each for each in (thread.from_, *thread.to) if site.knows(each)]
    common = units[0]
    for each in units[1:]:
        common = site.units.common(common, each)
    if not asked.body.ruling or not site.over(common, asked.by.unit):
        raise Refused("ruling", unit=common)


def file_there(asked: Asked) -> None:
    """The bytes have arrived under this hash and are as many as stated."""
    size = asked.facts.blobs(asked.body.sha256)
    if size is None:
        raise Refused("file_gone")
    if size != asked.body.bytes:
        raise Refused("file_other")


GUARDS: Mapping[str, Callable[[Asked], None]] = {
    each.__name__: each for each in (one_offer, complete, returned_once, ruled, file_there, in_order, is_filed)
}
