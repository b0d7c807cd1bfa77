"""Clues, evidence, threads, transfers and reviews of a case, as lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.cases.clock_steps import ClockStep, clocks_about
from dashboard.cases.view.case_model import CaseModel, short
from dashboard.cases.view.move_buttons import MoveButton, part_buttons
from dashboard.common.alert_words import rule_name
from dashboard.common.markup import Html
from dashboard.common.templates import render
from models.casework.cases.nouns import ClueRef, Evidence
from models.casework.cases.papers import Thread, Transfer


@dataclass(frozen=True)
class PaperLine:
    """One line: a short name, what it says, who and when; with its running clocks, its moves, and its file by hash."""

    key: str
    name: str
    text: str
    by: str = ""
    t_s: float | None = None
    state: str = ""
    void: bool = False
    clocks: tuple[ClockStep, ...] = ()
    buttons: tuple[MoveButton, ...] = ()
    more: tuple[str, ...] = ()
    file: str = ""


def clues(model: CaseModel) -> Html:
    """Return the clues, frozen as they were when the case took them."""
    return _lines(model, [_clue(model, each) for each in model.case.clues], "")


def evidence(model: CaseModel) -> Html:
    """Return the evidence, and what the orders still ask for."""
    there = {each.kind for each in model.case.evidence if not each.void_why}
    there |= {"track"} if any(each.source in ("ais", "radar") for each in model.case.clues) else set()
    musts = {kind for order in model.case.orders if order.live for kind in order.evidence_must}
    missing = [model.say(f"evidence_{kind}") for kind in sorted(musts - there)]
    lines = [_evidence(model, each) for each in model.case.evidence]
    note = model.say("evidence_must", kinds=_listed(model, missing)) if missing else ""
    return _lines(model, lines, "case_no_evidence", note)


def between(model: CaseModel) -> Html:
    """Return the threads and transfers; their dialogs are made where these are worked on."""
    threads = [_thread(model, each) for each in model.case.threads]
    return _lines(model, [*threads, *(_transfer(model, each) for each in model.case.transfers)], "case_no_between")


def reviews(model: CaseModel) -> Html:
    """Return the reviews, oldest first."""
    lines = [
        PaperLine(
            key=f"review-{at}",
            name=model.say(f"review_stage_{each.stage}"),
            text=f"{model.say(f'review_{each.verdict}')} · {each.why}",
            by=each.by,
            t_s=each.t_s,
        )
        for at, each in enumerate(model.case.reviews)
    ]
    return _lines(model, lines, "case_no_reviews")


def _lines(model: CaseModel, lines: list[PaperLine], none: str, note: str = "") -> Html:
    return render("cases/lines.html", say=model.say, lines=lines, empty=model.say(none) if none else "", note=note)


def _listed(model: CaseModel, words: list[str]) -> str:
    return ("、" if model.lang == "zh" else ", ").join(words)


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
        by=each.by,
        t_s=each.taken_s,
        void=bool(each.void_why),
        file=each.sha256,
        more=(model.say("evidence_void", why=each.void_why),) if each.void_why else (),
        buttons=part_buttons(model, each, "evidence"),
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def _thread(model: CaseModel, each: Thread) -> PaperLine:
    answers = tuple(f"{model.unit(answer.unit)} {answer.by}：{answer.text}" for answer in each.answers)
    units = _listed(model, [model.unit(unit) for unit in each.to])
    return PaperLine(
        key=each.id,
        name=f"{short(model.case, each.id)} {model.say(f'thread_{each.kind}')} → {units}",
        text=each.question,
        by=each.by,
        t_s=each.times.get("open"),
        state=model.state(each.state),
        clocks=_clocks(model, each),
        more=(*answers, *(each_ for each_ in (each.outcome, each.ruling) if each_)),
    )


def _transfer(model: CaseModel, each: Transfer) -> PaperLine:
    return PaperLine(
        key=each.id,
        name=f"{short(model.case, each.id)} {model.say(f'transfer_{each.kind}')} → {model.unit(each.to)}",
        text=each.why,
        by=each.by,
        t_s=each.times.get("offered"),
        state=model.state(each.state),
        clocks=_clocks(model, each),
        more=(each.answer_why,) if each.answer_why else (),
    )


def _clocks(model: CaseModel, part: Any) -> tuple[ClockStep, ...]:
    return tuple(clocks_about(model.case, model.casework.place.limits_min, part.id, model.t_s))
