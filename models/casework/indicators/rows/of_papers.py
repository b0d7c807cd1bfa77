"""The rows of what goes on beside the operation: threads, transfers, the procedure and its decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, nan
from typing import Any

from models.casework.cases.law.legal_terms import act_s
from models.casework.cases.nouns import Case, Report
from models.casework.cases.workplace import Workplace
from models.casework.indicators.due import ANSWERED, owner_at

Row = tuple[Any, ...]
ON_THE_SPOT = ("on_spot", "exempt_first", "exempt_minor")  # outcomes that decide a matter without a procedure
FIRST_WAIVED = ("exempt_first", "first_minor")
# What is said of a remedy, in words of either language; all others are neither.
REMEDIES = {
    **dict.fromkeys(("reconsideration", "复议", "行政复议"), "reconsideration"),
    **dict.fromkeys(("litigation", "suit", "诉讼", "行政诉讼"), "litigation"),
}
AGAINST = {
    "against",
    "revoked",
    "changed",
    "unlawful",
    "ordered",
    "lost",
    "撤销",
    "变更",
    "确认违法",
    "责令履行",
    "败诉",
}
PENDING = {"", "pending", "accepted", "审理中", "受理"}


def paper_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """One row for each thread and transfer, as they were begun; a withdrawn offer is none."""
    for thread in case.threads:
        done_s = thread.times.get("answered", thread.times.get("closed", inf))
        unit = thread.to[0] if thread.to else ""
        opened_s = thread.times.get("open", nan)
        yield case.id, thread.id, unit, thread.kind, thread.state, opened_s, thread.due_s, done_s
    for each in case.transfers:
        if each.state != "withdrawn":
            opened_s, due_s = each.times.get("offered", nan), inf if each.due_s is None else each.due_s
            yield case.id, each.id, each.to, "transfer", each.state, opened_s, due_s, _answered_s(each.times)


def _answered_s(times: Any) -> float:
    return min((times[name] for name in ANSWERED if name in times), default=inf)


def transfer_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """One row for each offer, under the unit that made it; `clean`: accepted and never returned."""
    for each in case.transfers:
        clean = each.state == "accepted" and not each.returned
        decided_s = inf if each.state == "withdrawn" else _answered_s(each.times)
        times = (each.times.get("offered", nan), decided_s, each.times.get("refused", inf))
        yield (case.id, each.id, each.from_, each.to, each.kind, *times, clean)


def gap_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """One row for each material that was missing from an offer, as found by the check or named by the receiver."""
    for each in case.transfers:
        t_s = each.times.get("returned", each.times.get("offered", nan))
        for code in dict.fromkeys((*each.missing, *each.gaps)):
            yield case.id, each.id, each.from_, code, t_s


def procedure_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """The procedure of a case."""
    if case.procedure is not None:
        steps = case.procedure.steps
        yield case.id, case.id, case.unit, case.procedure.agency, steps.get("filed", inf), steps.get("decided", inf)


def decision_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """What was decided about a case: by its procedure, else on the spot by a report."""
    found = _by_procedure(case) or _by_report(case)
    if found is None:
        return
    party = case.target.name or str(case.target.mmsi or "") if case.target else ""
    named = case.procedure.party.get("name", "") if case.procedure else ""
    item = next(iter(case.assessment.items), "") if case.assessment else ""
    mmsi = float(case.target.mmsi) if case.target and case.target.mmsi else nan
    codes = (named or party, _officers(case), found.item or item)
    act_at_s = act_s(case, case.procedure.facts.get("filed", {}) if case.procedure else {})
    times, flags = (found.t_s, mmsi, act_at_s), (found.exempt, found.off_tier, found.fined)
    yield (case.id, case.id, owner_at(case, found.t_s), *codes, *times, *flags)


@dataclass(frozen=True, slots=True)
class _Decision:
    t_s: float
    exempt: bool
    item: str = ""
    off_tier: bool = False
    fined: bool = False


def _by_procedure(case: Case) -> _Decision | None:
    procedure = case.procedure
    if procedure is None or not ("decided" in procedure.steps or procedure.waiver):
        return None
    t_s = procedure.steps.get("decided", max(procedure.steps.values(), default=nan))
    exempt = bool(procedure.waiver) and (procedure.waiver or {}).get("ground") in FIRST_WAIVED
    given = procedure.discretion or {}
    fined = bool(procedure.penalty.get("fine_yuan")) and "decided" in procedure.steps
    return _Decision(t_s, exempt, str(given.get("item", "")), bool(given.get("off_tier")), fined)


def _by_report(case: Case) -> _Decision | None:
    decided = [
        (report, item) for report in _reports(case) for item in report.items if item.get("outcome") in ON_THE_SPOT
    ]
    if not decided:
        return None
    report, item = min(decided, key=lambda each: each[0].t_s)
    return _Decision(report.t_s, item["outcome"] in FIRST_WAIVED, item.get("code", ""))


def _reports(case: Case) -> list[Report]:
    return [each.report for each in case.orders if each.report]


def _officers(case: Case) -> str:
    """The officers of the last report, in the order of their names."""
    reports = sorted(_reports(case), key=lambda each: each.t_s)
    return "、".join(sorted({each.get("name", "") for each in reports[-1].officers})) if reports else ""


def remedy_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """What a higher authority or a court decided about a decision; what is pending is none."""
    procedure = case.procedure
    for each in procedure.remedies if procedure else ():
        kind, result = REMEDIES.get(each.get("kind", "").strip()), each.get("result", "").strip()
        if kind and procedure and result not in PENDING:
            t_s = _number(each.get("at_s")) or max(procedure.steps.values(), default=nan)
            yield case.id, case.id, owner_at(case, t_s), kind, t_s, result in AGAINST


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def seizure_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """What is held, and until when it may be."""
    for each in case.procedure.seizures if case.procedure else ():
        until_s, dealt_s = each.get("until_s"), each.get("dealt_s")
        yield case.id, case.id, case.unit, inf if until_s is None else until_s, inf if dealt_s is None else dealt_s


def act_rows(case: Case, site: Workplace) -> Iterator[Row]:
    """What a unit or agency did, as far as the case says: its assessment, orders, answers and procedure."""
    if case.assessment is not None:
        yield case.id, case.id, case.unit, case.unit, case.assessment.t_s
    for order in case.orders:
        agency = site.craft[order.craft].agency if order.craft in site.craft else ""
        done = max((t_s for name, t_s in order.times.items() if name != "issued"), default=None)
        for name in (order.to, agency):
            if name and done is not None:
                yield case.id, order.id, order.to, name, done
    for thread in case.threads:
        for answer in thread.answers:
            yield case.id, thread.id, answer.unit, answer.unit, answer.t_s
    for each in case.transfers:
        if (t_s := _answered_s(each.times)) < inf:
            yield case.id, each.id, each.to, each.to, t_s
    if case.procedure is not None and case.procedure.agency:
        yield case.id, case.id, case.unit, case.procedure.agency, max(case.procedure.steps.values(), default=nan)
