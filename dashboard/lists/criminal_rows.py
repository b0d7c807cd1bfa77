"""The hand-over of suspected crimes to the police as a list: what is owed (应移未移) first, then the terms that run.

A case may have several lines, one for each term that runs, and one line once its hand-over is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import ListQuery
from dashboard.lists.list_row import FlowStamp, ListRow, list_row
from dashboard.lists.ranked import NEVER, Ranked
from models.casework.cases.law.case_clock import CaseClock
from models.casework.cases.law.police_terms import OWED, POLICE_TERMS, police_clocks, police_times
from models.casework.cases.nouns import Case
from models.casework.cases.words import STEP_WORDS

TERMS = {each.name: each for each in POLICE_TERMS}
OWED_GROUP, RUNNING_GROUP, OVER_GROUP = range(3)
OWED_STATE, OVER_STATE = "owed", "done"


def criminal_ranks(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    """Return the running terms of all cases with the hint of a crime; of state `done` those where none runs."""
    for case in model.cases:
        if "criminal" in case.times and model.in_unit(case.unit, query.unit) and query.colour in ("", case.colour):
            yield from _of_case(model, query, case)


def _of_case(model: ListModel, query: ListQuery, case: Case) -> Iterator[Ranked]:
    running = [each for each in police_clocks(case) if each.end_s is None]
    if query.state == OVER_STATE:
        if not running:
            yield Ranked(case.id, NEVER, "", None, case, OVER_GROUP)
        return
    for clock in running:
        owed = clock.term in OWED and clock.share(model.t_s) > 1.0
        if owed or query.state != OWED_STATE:
            group = OWED_GROUP if owed else RUNNING_GROUP
            yield Ranked(f"{case.id}:{clock.term}", clock.due_s(model.t_s), "", clock, case, group)


def criminal_row(model: ListModel, it: Ranked) -> ListRow:
    """Return one term of a hand-over, with the way of the case so far."""
    case, clock = it.case, it.noun
    assert case is not None
    term = TERMS[clock.term] if clock else None
    words = (
        (term.zh, term.article_zh) if term and model.query.lang == "zh" else (term.en, term.article_en) if term else ()
    )
    return list_row(
        model,
        it,
        case,
        name=case.id,
        title=_big(words[0]) if words else model.say("criminal_over"),
        unit=model.unit(case.unit),
        state=model.state(case.state),
        clock=model.say("case_step_due") if clock else "",
        since_s=case.times["criminal"],
        since=model.say("criminal_since"),
        notes=[*words[1:], *_about(model, case)],
        stamps=_way(model, case),
        group=model.say(f"criminal_group_{it.group}"),
        marks=(model.say("criminal_owed"),) if it.group == OWED_GROUP else (),
    )


def _about(model: ListModel, case: Case) -> list[str]:
    vessel = case.target.name if case.target else ""
    hints = case.assessment.criminal_by if case.assessment else ()
    return [each for each in (model.kind(case.kind), vessel, "; ".join(hints)) if each]


def _way(model: ListModel, case: Case) -> list[FlowStamp]:
    """Return what was done and what comes next: the hint, then each term that began, what still runs last."""
    times = police_times(case)
    clocks = sorted(police_clocks(case), key=lambda each: NEVER if each.end_s is None else each.end_s)
    return [
        FlowStamp(_step(model, "criminal"), "done", times["criminal"]),
        *(_stamp(model, each, times) for each in clocks),
    ]


def _stamp(model: ListModel, clock: CaseClock, times: dict[str, float]) -> FlowStamp:
    term = TERMS[clock.term]
    done = [each for each in term.ends if each in times]
    if done:
        first = min(done, key=times.__getitem__)
        return FlowStamp(_step(model, first), "done", times[first])
    word = term.zh if model.query.lang == "zh" else _big(term.en)
    return FlowStamp(word, "late" if clock.share(model.t_s) > 1.0 else "next", None)


def _step(model: ListModel, name: str) -> str:
    return _big(STEP_WORDS[name][model.query.lang == "en"].removeprefix("the "))


def _big(text: str) -> str:
    return text[:1].upper() + text[1:]
