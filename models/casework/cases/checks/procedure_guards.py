"""The guards of a procedure: its steps in order, a notice before a decision, no fine in the place of the police."""

from __future__ import annotations

from models.base.clock import iso
from models.casework.cases.checks.may import Asked
from models.casework.cases.papers import STEPS, Procedure
from models.casework.cases.words import STEP_WORDS
from models.casework.refusals import Refused

# What comes before each step. A hearing is held only where it was asked for; a summary procedure decides on the spot.
BEFORE = {
    **{"investigated": "filed", "reviewed": "investigated", "notified": "reviewed", "heard": "notified"},
    **{"decided": "notified", "served": "decided", "paid": "served", "closed": "served"},
}
BEFORE_SUMMARY = {**BEFORE, "notified": "filed"}
WAIVERS = ("first_minor", "minor")


def in_order(asked: Asked) -> None:
    """The step before is done, this one is not, and what a decision needs holds."""
    body, procedure = asked.body, asked.case.procedure
    if procedure is None and body.step != STEPS[0]:
        raise Refused("not_filed")
    if procedure is not None:
        _assert_next(procedure, body.step)
    if body.step == "decided":
        _assert_decision(asked)


def _assert_next(procedure: Procedure, step: str) -> None:
    if step in procedure.steps:
        raise Refused("step_done", at=iso(procedure.steps[step])[:16] + "Z")
    before = (BEFORE_SUMMARY if procedure.form == "summary" else BEFORE).get(step)
    if before and before not in procedure.steps:
        zh, en = STEP_WORDS[before]
        raise Refused("step_order", step_zh=zh, step_en=en)


def _assert_decision(asked: Asked) -> None:
    handed = any(each.kind == "criminal" and each.state in {"offered", "accepted"} for each in asked.case.transfers)
    fined = asked.body.penalty is not None and asked.body.penalty.fine_yuan > 0
    if handed and fined:
        raise Refused("in_criminal")
    if asked.body.waiver is not None:
        _assert_waivable(asked)
    off_tier = asked.body.discretion is not None and asked.body.discretion.off_tier
    if off_tier and not (asked.body.discretion.why and asked.holds("legal@own")):
        raise Refused("off_tier")


def _assert_waivable(asked: Asked) -> None:
    """Administrative Penalty Law 33: first and minor, corrected and educated, and only where the item allows it."""
    assessment, waiver = asked.case.assessment, asked.body.waiver
    items = set(assessment.items) if assessment else set()
    record = assessment.record if assessment else {}
    for holds, zh, en in (
        (bool(items) and items <= asked.facts.site.waivable, "该事项不在清单", "the item does not allow it"),
        (
            waiver.ground != "first_minor" or not record.get("same_item_24m"),
            "24 个月内有同类案件",
            "not the first in 24 months",
        ),
        (waiver.harm_minor, "后果并不轻微", "the harm is not minor"),
        (waiver.corrected, "未及时改正", "it was not corrected"),
        (waiver.educated, "未经教育", "nobody was educated"),
    ):
        if not holds:
            raise Refused("waiver", why_zh=zh, why_en=en)


def is_filed(asked: Asked) -> None:
    """There is a procedure, and its terms are held, or not, as the command needs."""
    procedure = asked.case.procedure
    if procedure is None:
        raise Refused("not_filed")
    held = any(each.to_s is None for each in procedure.holds)
    if held == (not asked.body.ends):
        raise Refused("held_terms" if held else "not_held")
    if not asked.body.ends and not asked.body.basis:
        raise Refused("why_needed", name="basis")
