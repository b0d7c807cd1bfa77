"""The guards of a procedure: its steps in order and in time, a notice before a decision, and the police."""

from __future__ import annotations

from models.base.clock import iso
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.discretion import assert_decision
from models.casework.cases.law.legal_terms import (
    act_s,
    hearing_told_late,
    limit_years,
    term_end_s,
    term_of,
)
from models.casework.cases.law.police_terms import bars, lacks_before, police_times
from models.casework.cases.papers import POLICE_STEPS, SIDE_STEPS, STEPS, Procedure
from models.casework.cases.words import STEP_WORDS
from models.casework.refusals import Refused

# What comes before each step. A hearing is held only where it was asked for; a summary procedure decides on the spot.
BEFORE = {
    **{"investigated": "filed", "reviewed": "investigated", "notified": "reviewed", "heard": "hearing_told"},
    **{"decided": "notified", "served": "decided", "paid": "served", "closed": "served"},
    **{"hearing_asked": "notified", "hearing_told": "notified"},
    **{"coercion_reported": "coercion", "cash_paid_in": "cash_landed"},
}
BEFORE_SUMMARY = {**BEFORE, "notified": "filed"}
HEADS = ("head_approved", "head_declined")
OFTEN = "measure"
CLOCKS_APART_S = 300.0  # clocks of two machines may differ by this


def in_order(asked: Asked) -> None:
    """The step before is done, this one is not, its time is possible, and what it needs by law holds."""
    body, procedure = asked.body, asked.case.procedure
    if body.at_s > asked.facts.t_s + CLOCKS_APART_S:
        raise Refused("step_time", at=_at(body.at_s))
    if body.step in POLICE_STEPS:
        _assert_police(asked)
        return
    if procedure is None and body.step != STEPS[0]:
        raise Refused("not_filed")
    if procedure is not None:
        _assert_next(procedure, body.step, body.at_s)
    if body.step in CHECKS:
        CHECKS[body.step](asked)


def _assert_next(procedure: Procedure, step: str, at_s: float) -> None:
    if step in procedure.steps and step != OFTEN:
        raise Refused("step_done", at=_at(procedure.steps[step]))
    before = (BEFORE_SUMMARY if procedure.form == "summary" else BEFORE).get(step)
    if before and before not in procedure.steps:
        zh, en = STEP_WORDS[before]
        raise Refused("step_order", step_zh=zh, step_en=en)
    if before and step not in SIDE_STEPS and at_s < procedure.steps[before]:
        raise Refused("step_time", at=_at(at_s))


def _assert_police(asked: Asked) -> None:
    step, times = asked.body.step, police_times(asked.case)
    if step in times:
        raise Refused("step_done", at=_at(times[step]))
    for name, other in (("police_order", lacks_before(step, times)), ("police_over", bars(step, times))):
        if other:
            zh, en = STEP_WORDS[other]
            raise Refused(name, step_zh=zh, step_en=en)
    if step in HEADS and not asked.holds("commander@own"):
        raise Refused("needs_commander", why_zh="是否移送公安机关", why_en="whether it goes to the police")


def _assert_filing(asked: Asked) -> None:
    """An act that nobody discovered in time is no longer penalised (Administrative Penalty Law 36)."""
    case, facts, calendar = asked.case, asked.body.facts, asked.facts.site.calendar
    years = limit_years(facts)
    if case.times.get("detected", asked.body.at_s) > calendar.after_years(act_s(case, facts), years):
        raise Refused("too_old", years=years)


def _assert_asked_in_time(asked: Asked) -> None:
    until_s = _asks_until_s(asked)
    if asked.body.at_s > until_s:
        raise Refused("hearing_late", until=_at(until_s))


def _asks_until_s(asked: Asked) -> float:
    """Until when the party may ask for a hearing."""
    notified_s = asked.case.procedure.steps["notified"] if asked.case.procedure else asked.body.at_s
    return term_end_s(term_of("hearing_ask"), notified_s, asked.facts.site.calendar)


def _assert_hearing(asked: Asked) -> None:
    told_s = asked.case.procedure.steps["hearing_told"] if asked.case.procedure else asked.body.at_s
    if hearing_told_late(told_s, asked.body.at_s, asked.facts.site.calendar):
        raise Refused("hearing_told")


def _assert_decided(asked: Asked) -> None:
    """A hearing that was asked for is held first, and one that the notice offered may be asked for in time."""
    procedure = asked.case.procedure
    steps = procedure.steps if procedure else {}
    offered = bool(procedure and procedure.facts.get("notified", {}).get("hearing_right"))
    waits = "hearing_asked" in steps and "heard" not in steps
    early = offered and "hearing_asked" not in steps and asked.body.at_s <= _asks_until_s(asked)
    if waits or (early and not asked.body.facts.get("hearing_waived")):
        raise Refused("hearing_open", until=_at(_asks_until_s(asked)))
    assert_decision(asked)


def _assert_things(asked: Asked) -> None:
    if not asked.body.seizures:
        raise Refused("nothing_held")


CHECKS = {
    **{"filed": _assert_filing, "hearing_asked": _assert_asked_in_time, "heard": _assert_hearing},
    **{"decided": _assert_decided, OFTEN: _assert_things},
}


def _at(t_s: float) -> str:
    return iso(t_s)[:16] + "Z"


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
