"""What a report says, as short texts: on the order, and again in the form of the review."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.cases.view.case_model import CaseModel, short
from models.casework.cases.nouns import Report


def report_texts(model: CaseModel, report: Report) -> list[str]:
    """Return a report as short texts: its result, measures, officers and note."""
    officers = [f"{model.officer(each.get('name', ''))} {each.get('cert_no', '')}".strip() for each in report.officers]
    amounts = [model.say(f"amount_{name}", value=f"{value:,.0f}") for name, value in report.amounts.items()]
    parts = [
        model.say(f"result_{report.result}"),
        model.say(f"unable_{report.unable_why}") if report.unable_why else "",
        *(model.say(f"measure_{each}") for each in report.measures),
        model.say("case_people", count=report.people) if report.people else "",
        *officers,
        *amounts,
        report.missing_why,
        report.note,
        model.officer(report.by),
    ]
    return [each for each in parts if each]


def item_texts(model: CaseModel, report: Report) -> list[str]:
    """Return a line for each item: what was found, and what became of it."""
    return [_item(model, each) for each in report.items]


def _item(model: CaseModel, said: Mapping[str, str]) -> str:
    rows = model.desk.context.site.rulebook.items.rows
    row = next((each for each in rows if each.code == said["code"]), None)
    name = f" {row.name_zh if model.lang == 'zh' else row.name_en}" if row else ""
    outcome = said.get("outcome", "")
    what = model.say(f"form_finding_{said.get('finding', 'found')}")
    ends = [what, *([model.say(f"item_outcome_{outcome}")] if outcome else [])]
    return f"{said['code']}{name}{model.say('between_colon')}{' · '.join(ends)}"


def reported_lines(model: CaseModel) -> list[str]:
    """Return what all orders of this round reported, for the officer who reviews it."""
    lines = []
    for order in model.case.orders:
        if order.report and not order.settled:
            head = f"{short(model.case, order.id)} {model.craft(order)}"
            lines += [f"{head}{model.say('between_colon')}{' · '.join(report_texts(model, order.report))}"]
            lines += item_texts(model, order.report)
    return lines
