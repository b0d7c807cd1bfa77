"""A line of a section of papers: clues, evidence, transfers, threads, procedure, inspections, reviews."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cases.clock_steps import ClockStep
from dashboard.cases.view.case_model import CaseModel
from dashboard.cases.view.move_buttons import MoveButton
from dashboard.common.markup import Html
from dashboard.common.templates import render


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
    clock_word: str = "case_step_other"


def paper_lines(model: CaseModel, lines: list[PaperLine], none: str, note: str = "") -> Html:
    """Return the lines; the sentence `none` if there are none."""
    return render("cases/lines.html", say=model.say, lines=lines, empty=model.say(none) if none else "", note=note)


def listed(model: CaseModel, words: list[str]) -> str:
    """Return words one after the other."""
    return model.say("between_comma").join(words)
