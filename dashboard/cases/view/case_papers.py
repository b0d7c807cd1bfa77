"""Clues, evidence and reviews of a case, as lines."""

from __future__ import annotations

from dashboard.cases.view.case_model import CaseModel, short
from dashboard.cases.view.move_buttons import part_buttons
from dashboard.cases.view.paper_line import PaperLine, listed, paper_lines
from dashboard.common.alert_words import rule_name
from dashboard.common.markup import Html
from models.casework.cases.nouns import ClueRef, Evidence


def clues(model: CaseModel) -> Html:
    """Return the clues, frozen as they were when the case took them."""
    return paper_lines(model, [_clue(model, each) for each in model.case.clues], "")


def evidence(model: CaseModel) -> Html:
    """Return the evidence, and what the orders still ask for."""
    there = {each.kind for each in model.case.evidence if not each.void_why}
    there |= {"track"} if any(each.source in ("ais", "radar") for each in model.case.clues) else set()
    musts = {kind for order in model.case.orders if order.live for kind in order.evidence_must}
    missing = [model.say(f"evidence_{kind}") for kind in sorted(musts - there)]
    lines = [_evidence(model, each) for each in model.case.evidence]
    note = model.say("evidence_must", kinds=listed(model, missing)) if missing else ""
    return paper_lines(model, lines, "case_no_evidence", note)


def reviews(model: CaseModel) -> Html:
    """Return the reviews, oldest first."""
    lines = [
        PaperLine(
            key=f"review-{at}",
            name=model.say(f"review_stage_{each.stage}"),
            text=f"{model.say(f'review_{each.verdict}')} · {each.why}",
            by=model.officer(each.by),
            t_s=each.t_s,
        )
        for at, each in enumerate(model.case.reviews)
    ]
    return paper_lines(model, lines, "case_no_reviews")


def _clue(model: CaseModel, clue: ClueRef) -> PaperLine:
    """Return a clue in words: of an alert its rule and reason, of others what they said."""
    frozen, lang = clue.frozen, model.lang
    name = model.say_or(f"clue_source_{clue.source}", clue.source)
    if "rule" in frozen:
        name = rule_name(str(frozen["rule"]), lang)
    text = str(frozen.get(f"text_{lang}") or frozen.get("text") or clue.ref)
    return PaperLine(key=clue.ref, name=name, text=text, t_s=clue.sensor_s)


def _evidence(model: CaseModel, each: Evidence) -> PaperLine:
    order = f" · {short(model.case, each.order)}" if each.order else ""
    return PaperLine(
        key=each.id,
        name=f"{short(model.case, each.id)} {model.say(f'evidence_{each.kind}')}",
        text=f"{_size(each.bytes)} · {each.sha256[:12]}{order}",
        by=model.officer(each.by),
        t_s=each.taken_s,
        void=bool(each.void_why),
        file=each.sha256,
        more=(model.say("evidence_void", why=each.void_why),) if each.void_why else (),
        buttons=part_buttons(model, each, "evidence"),
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
