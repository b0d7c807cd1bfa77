"""Stories of cases for made ledgers at the real site of Zhoushan."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from benchmarks.made.made_ledger import CLUE, MMSI, OTHER, UNIT, LedgerDraft, Step, Story, judged_story, officer
from models.base.paths import SITES
from models.base.settings import CaseworkSettings
from models.casework.cases.site_workplace import workplace_of
from models.casework.cases.workplace import Workplace
from models.casework.facts import Facts
from models.messages.clue import Clue
from models.site.site import load_site

T0 = 1_672_588_800.0  # Monday, 2 January 2023, 00:00 in China
HOUR, DAY, WEEK = 3600.0, 86400.0, 7 * 86400.0
PLACE = {"lon": 122.25, "lat": 30.0}
TEXT = {"zh": "赴该处登临检查"}
DUTY, SECOND, COMMANDER, GRID, LEGAL = (
    *(officer("duty"), officer("duty", name="second-putuo"), officer("commander")),
    *(officer("grid"), officer("legal")),
)
OTHER_DUTY = officer("duty", OTHER)
OFFICERS = [{"name": f"{name}-putuo", "cert_no": f"{name}-putuo"} for name in ("周", "吴")]
ITEM = "YY-38"


def zhoushan() -> Workplace:
    """The site as casework sees it."""
    return workplace_of(load_site(SITES / "zhoushan"), CaseworkSettings())


class Stories:
    """Judges stories at a site."""

    def __init__(self, site: Workplace) -> None:
        clues = {
            source: Clue(source, CLUE, T0, PLACE["lon"], PLACE["lat"], mmsi=MMSI, text="疑似违法")
            for source in ("video_ai", "hotline")
        }
        self._facts = Facts(t_s=T0, site=site, clues={f"{each.source}/{each.id}": each for each in clues.values()})

    def judged(self, *parts: list[Step]) -> Story:
        """A story of these parts, one after the other."""
        return judged_story([step for part in parts for step in part], self._facts)


def opened(sensed: bool = True, colour: str = "yellow", **more: Any) -> list[Step]:
    """A case that is opened and assessed."""
    body = {"clues": [f"clue:{'video_ai' if sensed else 'hotline'}/{CLUE}"], "kind": "general", "place": PLACE, **more}
    judged = {"kind": "general", "colour": colour, "why": "可见", "items": [ITEM]}
    return [Step(DUTY, "case_open", body=body), Step(DUTY, "case_assess", body=judged)]


def sailed(**report: Any) -> list[Step]:
    """An order that is carried out and reported."""
    order = {"to": UNIT, "task": "verify", "text": TEXT}
    return [
        Step(DUTY, "order_issue", body=order),
        Step(GRID, "order_ack", "/O1"),
        Step(GRID, "order_under_way", "/O1", 300.0),
        Step(GRID, "order_on_scene", "/O1", 1800.0, {"why": "到达现场"}),
        Step(GRID, "order_report", "/O1", 1800.0, {"result": "none", **report}),
    ]


def boarding(**more: Any) -> dict[str, Any]:
    """The fields of a report of a regular boarding."""
    shown = {"shown_certificate": True, "shown_code": True, "recorder_on": True}
    return {"boarded": True, "officers": OFFICERS, **shown, **more}


EXEMPT = {"result": "violation", "items": [{"code": ITEM, "outcome": "exempt_first"}], "missing_why": "无需"}


def reviewed(verdict: str = "accept") -> list[Step]:
    """Another officer judges it."""
    return [Step(SECOND, "review", after_s=HOUR, body={"verdict": verdict, "why": "属实"})]


def dismissed() -> list[Step]:
    """The operation ends without an order; a procedure goes on."""
    return [Step(DUTY, "case_dismiss", after_s=HOUR, body={"why": "转办案程序", "mark": "true"})]


def filed() -> list[Step]:
    """A penalty procedure begins."""
    party = {"kind": "ship", "name": "浙普渔"}
    body = {"step": "filed", "at_s": "now", "no": "舟普罚", "agency": "fishery", "party": party}
    return [Step(DUTY, "procedure_step", after_s=HOUR, body=body)]


def asked(kind: str) -> list[Step]:
    """A thread of this kind, answered the next day; one that is to be answered in a day, within the hour."""
    soon = kind in {"copy", "early"}
    question = {"to": [OTHER], "kind": kind, "question": "请协助核查"}
    answer = Step(OTHER_DUTY, "thread_answer", "/T1", HOUR if soon else DAY, {"text": "已核查"})
    return [Step(DUTY, "thread_open", body=question), answer]


def handed_over() -> list[Step]:
    """A transfer to a department, urgent, accepted two days later."""
    offer = {"to": OTHER, "kind": "department", "why": "职责", "urgent_why": "证据易失"}
    return [
        Step(COMMANDER, "transfer_offer", body=offer),
        Step(OTHER_DUTY, "transfer_accept", "/X1", 2 * DAY),
    ]


def inspected() -> list[Step]:
    """One inspection of two agencies, done."""
    members = [{"agency": "fishery", "unit": UNIT}, {"agency": "msa", "unit": OTHER}]
    plan = {"lead": UNIT, "cell": "c1", "from_s": "now", "to_s": T0 + DAY, "members": members}
    return [
        Step(DUTY, "inspection_plan", body=plan),
        Step(DUTY, "inspection_result", after_s=HOUR, body={"agency": "fishery", "result": "无违法"}),
        Step(OTHER_DUTY, "inspection_result", after_s=HOUR, body={"agency": "msa", "result": "无违法"}),
        Step(DUTY, "inspection_end", after_s=HOUR, body={"why": "完成"}),
    ]


def copied(draft: LedgerDraft, story: Story, number: int, start_s: float, unit: str = UNIT, other: str = OTHER) -> None:
    """A copy of a story as case or inspection `number`, in another unit, about another vessel, from other clues."""
    day = f"ZS-{datetime.fromtimestamp(start_s + 8 * HOUR, UTC):%Y%m%d}"
    new_id = f"{day}-J{number:05d}" if "-J" in story.id else f"{day}-{number:05d}"
    words = {CLUE: f"n{number}", str(MMSI): str(412_000_000 + number)}
    places = {} if unit == UNIT else {UNIT: "\0", OTHER: other, "\0": unit}
    draft.add(story, new_id, start_s, **words, **places)
