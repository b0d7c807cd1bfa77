"""The rows of the orders of a case, and of the boardings that were reported."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from models.casework.cases.nouns import Case, Order, Report
from models.casework.cases.workplace import Workplace

CERTIFIED = 2  # officers with a certificate at a boarding (Administrative Penalty Law 42)
OVER = ("reported", "declined", "released")


def order_rows(case: Case, site: Workplace) -> Iterator[tuple[Any, ...]]:
    """One row for each order; `officer` is who reported it."""
    for each in case.orders:
        times, report = each.times, each.report
        yield (
            *(case.id, each.id, each.to),
            *(report.by if report else "", each.task, each.craft, each.state),
            *(report.result if report else "", report.unable_why if report else ""),
            *(times.get("issued", inf), times.get("under_way", inf), times.get("on_scene", inf), over_s(each)),
            max((*times.values(), *(check["t_s"] for check in each.checks)), default=inf),
            each.task == "call",
        )


def over_s(order: Order) -> float:
    """When an order ended; infinite while it is live."""
    return min((order.times[name] for name in OVER if name in order.times), default=inf)


def boarding_rows(case: Case, site: Workplace) -> Iterator[tuple[Any, ...]]:
    """One row for each report of a boarding. `joint` is set where the rows of inspections are known."""
    for each in case.orders:
        if each.report and each.report.boarded:
            asked = checks(each.report)
            flags = (each.report.result == "violation", *asked, False, all(asked))
            yield (case.id, each.id, each.to, each.report.by, each.report.t_s, *flags)


def checks(report: Report) -> tuple[bool, bool, bool, bool, bool]:
    """Certificate shown, code shown, recorder on, two certified officers, material complete."""
    certified = {each.get("cert_no") for each in report.officers} - {None, ""}
    return (
        *(report.shown_certificate, report.shown_code, report.recorder_on),
        *(len(certified) >= CERTIFIED, not report.missing_why),
    )
