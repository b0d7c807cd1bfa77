"""What the forms between departments begin with: units, agencies, evidence, steps and tiers of the case shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from dashboard.cases.view.case_model import CaseModel, short
from models.casework.cases.checks.procedure_guards import BEFORE, BEFORE_SUMMARY, HEADS
from models.casework.cases.law.border import border_ahead
from models.casework.cases.law.police_terms import bars, lacks_before, police_times
from models.casework.cases.materials import MATERIAL_NAMES, PAPERS
from models.casework.cases.papers import POLICE_STEPS, SIDE_STEPS, STEPS
from models.casework.cases.words import STEP_WORDS

Values = Mapping[str, Any]
Choice = tuple[str, str, str]
INSPECTION_S = 86400.0


def units(model: CaseModel) -> list[Choice]:
    """The other units and agencies, each by name."""
    site = model.desk.context.site
    every = [*site.units, *site.rulebook.agencies.all]
    return [(each.id, each.name_zh, each.name_en) for each in every if each.id != model.case.unit]


def materials(model: CaseModel) -> Values:
    """The valid evidence for each paper that a transfer may need, and who may be offered it."""
    files = [_file(model, each) for each in model.case.evidence if not each.void_why]
    return {"to": units(model), **{f"materials.{code}": files for code in PAPERS}}


def _file(model: CaseModel, each: Any) -> Choice:
    name = f"{short(model.case, each.id)} {model.say(f'evidence_{each.kind}')}"
    return (each.id, name, name)


def offer_values(model: CaseModel) -> Values:
    """A transfer to the unit whose water the target enters soon, if it does."""
    found = border_ahead(model.case, model.desk.picture.vessels, model.casework.place)
    criminal = bool(model.case.assessment and model.case.assessment.criminal_hint)
    return {"kind": "criminal" if criminal else "owner", **({"to": found.unit, "kind": "owner"} if found else {})}


def steps_now(model: CaseModel) -> list[Choice]:
    """The steps that may be taken now, in order."""
    procedure, times = model.case.procedure, police_times(model.case)
    done = set(procedure.steps) if procedure else set()
    before = BEFORE_SUMMARY if procedure and procedure.form == "summary" else BEFORE
    own = [each for each in (*STEPS, *SIDE_STEPS) if procedure or each == STEPS[0]]
    own = [each for each in own if each not in done - {"measure"} and before.get(each, "") in {"", *done}]
    police = [each for each in POLICE_STEPS if not (each in times or lacks_before(each, times) or bars(each, times))]
    heads = model.casework.person.has("commander")
    named = [each for each in (*own, *police) if heads or each not in HEADS]
    return [(each, *STEP_WORDS[each]) for each in named]


def _tiers(model: CaseModel) -> list[Choice]:
    made, items = model.case.assessment, model.desk.context.site.rulebook.items
    row = next((each for each in items.rows if made and each.code in made.items[:1]), None)
    tiers = row.tiers if row else ()
    sums = {each.name_zh: f" {each.low_yuan:g}–{each.high_yuan:g}" for each in tiers}
    return [(each.name_zh, each.name_zh + sums[each.name_zh], each.name_en + sums[each.name_zh]) for each in tiers]


def _agencies(model: CaseModel) -> list[Choice]:
    return [(each.id, each.name_zh, each.name_en) for each in model.desk.context.site.rulebook.agencies.all]


def _members(model: CaseModel) -> list[Choice]:
    """Each agency at each unit where it has craft."""
    place = model.casework.place
    pairs = sorted({(each.agency, each.unit) for each in place.craft.values() if each.agency})
    site = model.desk.context.site
    names = {each.id: each for each in (*site.rulebook.agencies.all, *site.units)}
    return [
        (
            json.dumps({"agency": agency, "unit": unit}),
            f"{_named(names, agency, 'zh')} · {_named(names, unit, 'zh')}",
            f"{_named(names, agency, 'en')} · {_named(names, unit, 'en')}",
        )
        for agency, unit in pairs
    ]


def _named(names: Mapping[str, Any], key: str, lang: str) -> str:
    return str(getattr(names[key], f"name_{lang}")) if key in names else key


def _plan(model: CaseModel) -> Values:
    target = model.case.target
    known = {name: getattr(target, name) for name in ("track_id", "mmsi", "name") if getattr(target, name, None)}
    window = {"from_s": model.t_s, "to_s": model.t_s + INSPECTION_S}
    return {"lead": model.case.unit, **window, "target": known or None, "cases": [model.case.id]}


def _own_units(model: CaseModel) -> list[Choice]:
    return [(each.id, each.name_zh, each.name_en) for each in model.desk.context.site.units]


def _held(model: CaseModel) -> bool:
    return any(each.to_s is None for each in model.case.procedure.holds) if model.case.procedure else False


BETWEEN_BEGINS: Mapping[str, Callable[[CaseModel], Values]] = {
    "transfer_offer": offer_values,
    "procedure_step": lambda model: {"at_s": model.t_s, "form": "ordinary"},
    "procedure_hold": lambda model: {"ends": _held(model)},
    "inspection_plan": _plan,
}
BETWEEN_CHOICES: Mapping[str, Callable[[CaseModel], Values]] = {
    "transfer_offer": materials,
    "transfer_return": lambda model: {"gaps": [(code, *names) for code, names in MATERIAL_NAMES.items()]},
    "thread_open": lambda model: {"to": units(model)},
    "thread_answer": lambda model: {"unit": units(model)},
    "procedure_step": lambda model: {
        "step": steps_now(model),
        "agency": _agencies(model),
        "discretion.tier": _tiers(model),
    },
    "inspection_plan": lambda model: {"lead": _own_units(model), "members": _members(model)},
    "inspection_join": lambda model: {"agency": _agencies(model), "unit": _own_units(model)},
    "inspection_result": lambda model: {"agency": _agencies(model)},
}
