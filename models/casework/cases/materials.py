"""The check of a transfer's materials: which a transfer of each kind must have, and which are missing.

A material is a piece of evidence of the case, or follows from the case itself. Codes and names are those of the list
that agencies agreed on; M8 to M11 are asked only where the case has what they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.casework.cases.nouns import Case, Evidence

CERTIFIED = 2


@dataclass(frozen=True)
class MaterialsAsked:
    """What the check looks at. `given` are the ids of evidence by code, `tested_items` ask for a test."""

    case: Case
    given: Mapping[str, tuple[str, ...]]
    t_s: float
    tested_items: frozenset[str] = frozenset()

    @property
    def valid(self) -> dict[str, Evidence]:
        """The evidence that counts, by id."""
        return {each.id: each for each in self.case.evidence if not each.void_why}

    def paper(self, code: str) -> bool:
        """Whether evidence was named for a code, all of it there and valid."""
        named = self.given.get(code, ())
        return bool(named) and set(named) <= set(self.valid)


@dataclass(frozen=True)
class Material:
    """One row: `asked` says whether the case needs it, `there` whether it has it."""

    code: str
    zh: str
    en: str
    there: Callable[[MaterialsAsked], bool]
    asked: Callable[[MaterialsAsked], bool] = lambda _: True


def _paper(code: str) -> Callable[[MaterialsAsked], bool]:
    return lambda about: about.paper(code)


def _reports_two(about: MaterialsAsked) -> bool:
    reports = (each.report for each in about.case.orders if each.report)
    return any(
        len({one.get("cert_no") for one in each.officers if one.get("cert_no")}) >= CERTIFIED for each in reports
    )


def _facts_known(about: MaterialsAsked) -> bool:
    case = about.case
    return bool(case.assessment and case.assessment.items and case.place and case.target and case.times.get("detected"))


def _held(about: MaterialsAsked) -> bool:
    reports = (each.report for each in about.case.orders if each.report)
    seized = any({"seized", "registered"} & set(each.measures) for each in reports)
    return seized or bool(about.case.procedure and about.case.procedure.seizures)


def _still_held(about: MaterialsAsked) -> bool:
    seizures = about.case.procedure.seizures if about.case.procedure else ()
    return about.paper("M8") and all(float(each["until_s"]) > about.t_s for each in seizures)


def _asks_test(about: MaterialsAsked) -> bool:
    items = about.case.assessment.items if about.case.assessment else ()
    return bool(set(items) & about.tested_items)


def _boarded(about: MaterialsAsked) -> bool:
    return any(each.report and each.report.boarded for each in about.case.orders)


def _recorded(about: MaterialsAsked) -> bool:
    return about.paper("M10") and all(
        each.report.recorder_on for each in about.case.orders if each.report and each.report.boarded
    )


def _sensed(about: MaterialsAsked) -> bool:
    """Whether AIS, radar or video prove it."""
    by_sensor = any(each.source in {"ais", "radar", "video_ai"} for each in about.case.clues)
    return by_sensor or any(each.kind == "track" for each in about.valid.values())


TRANSFER_MATERIALS = (
    Material("M1", "移送函", "letter of transfer", _paper("M1")),
    Material("M2", "线索来源", "the clue as it was", lambda about: bool(about.case.clues)),
    Material("M3", "责令改正通知书及送达回证", "notice to correct, with its receipt", _paper("M3")),
    Material(
        "M4",
        "现场检查（勘验）笔录",
        "record of the scene with two certificate numbers",
        lambda about: about.paper("M4") and _reports_two(about),
    ),
    Material("M5", "关键事实", "who, when, where, what, on which basis", _facts_known),
    Material("M6", "身份与船舶证书", "papers of person and ship", _paper("M6")),
    Material("M7", "证据清单", "list of evidence", lambda about: bool(about.valid)),
    Material("M8", "登记保存、查封扣押文书", "papers of seizure, not run out", _still_held, _held),
    Material("M9", "检验鉴定意见", "test report", _paper("M9"), _asks_test),
    Material("M10", "执法全过程记录", "recording of the boarding", _recorded, _boarded),
    Material("M11", "监控设备审核材料", "audit of the sensors", _paper("M11"), _sensed),
)
CRIMINAL_MATERIALS = (
    Material("C1", "涉嫌犯罪案件移送书", "letter to the police", _paper("C1")),
    Material("C2", "涉嫌犯罪情况调查报告", "report on the suspected crime", _paper("C2")),
    Material("C3", "涉案物品清单", "list of the goods", _paper("C3")),
    Material("C4", "检验报告或鉴定意见", "test report or expert's opinion", _paper("C4")),
)
MATERIALS: Mapping[str, tuple[Material, ...]] = {
    "owner": TRANSFER_MATERIALS[1:2],
    "department": TRANSFER_MATERIALS,
    "criminal": (*TRANSFER_MATERIALS, *CRIMINAL_MATERIALS),
}


def missing_materials(kind: str, about: MaterialsAsked) -> list[Material]:
    """What a transfer of this kind needs and does not have, in the order of the list."""
    return [each for each in MATERIALS[kind] if each.asked(about) and not each.there(about)]


# Materials that are papers: an officer names the evidence for each. The others follow from the case itself.
PAPERS = ("M1", "M3", "M4", "M6", "M8", "M9", "M10", "M11", "C1", "C2", "C3", "C4")
MATERIAL_NAMES = {each.code: (f"{each.code} {each.zh}", f"{each.code} {each.en}") for each in MATERIALS["criminal"]}
