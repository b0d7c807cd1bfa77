"""Read and check the play-books of a site: `playbooks/KIND.yaml`, one for each kind of case.

A site without a `general` one has the one beside this file, which needs no agencies and no items.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.base.forms import Where, checked, read_yaml
from models.base.settings import UserError
from models.site.law.agencies import NO_AGENCIES, Agencies
from models.site.law.items import NO_ITEMS, Items
from models.site.playbooks.forms import PlaybookForm
from models.site.playbooks.playbook import Playbook, Playbooks

GENERAL = Path(__file__).with_name("general.yaml")


def read_playbooks(folder: Path, agencies: Agencies = NO_AGENCIES, items: Items = NO_ITEMS) -> Playbooks:
    """Read all play-books of a folder, which may be missing. Raises UserError naming file and line."""
    context = {
        "agencies": [each.id for each in agencies.all],
        "investigators": [each.id for each in agencies.all if "investigate" in each.powers],
        "items": items.codes,
    }
    found = [read_playbook(path, context) for path in sorted(folder.glob("*.yaml"))]
    by_id = {each.id: each for each in found}
    by_id.setdefault("general", read_playbook(GENERAL, {}))
    _refuse_ties(folder, by_id)
    return Playbooks(dict(sorted(by_id.items())))


def read_playbook(path: Path, context: Mapping[str, Any]) -> Playbook:
    """Read one play-book. Raises UserError."""
    values, where = read_yaml(path)
    form = checked(PlaybookForm, values, where, context)
    if form.id != path.stem:
        raise UserError(f"{path} line 1: key id: expected {path.stem}, as the file is named, found {form.id!r}")
    for what, ids in (("step", [each.id for each in form.steps]), ("warning", [each.id for each in form.warnings])):
        repeated = next((each for at, each in enumerate(ids) if each in ids[:at]), None)
        if repeated:
            raise UserError(f"{path}: {what} id {repeated}: used twice; give each its own")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Playbook(form, sha256, {colour: _at(colour, values, where, context) for colour in form.colours})


def _at(colour: str, values: Mapping[str, Any], where: Where, context: Mapping[str, Any]) -> PlaybookForm:
    """The play-book with what it gives for a colour in place."""
    base = {key: value for key, value in values.items() if key != "colours"}
    place = f"{where(('colours', colour))}: colours: {colour}"
    return checked(PlaybookForm, _merged(base, values["colours"][colour]), place, context)


def _merged(values: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The values with others in their place; mappings are merged, all else is replaced."""
    both = {**values, **over}
    for key in set(values) & set(over):
        if isinstance(values[key], dict) and isinstance(over[key], dict):
            both[key] = _merged(values[key], over[key])
    return both


def _refuse_ties(folder: Path, by_id: Mapping[str, Playbook]) -> None:
    """The place in a list says how well a play-book fits a rule or clue; no two may fit best."""
    for key in ("from_rules", "from_clues"):
        places: dict[str, list[tuple[int, str]]] = {}
        for each in by_id.values():
            for place, name in enumerate(getattr(each.form, key)):
                places.setdefault(name, []).append((place, each.id))
        for name, found in places.items():
            best = sorted(each for each in found if each[0] == min(found)[0])
            if len(best) > 1:
                both = f"{best[0][1]}.yaml and {best[1][1]}.yaml both name {name} in place {best[0][0] + 1}"
                raise UserError(f"{folder}: key {key}: {both}; move it down in the one that fits it less")
