"""Every kind of inject has all it needs, and a new one that lacks something is named in one sentence."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from commands.launch.inject_kinds import check_inject_kinds, problems
from dashboard.words import WORDS
from exercises.director.injects import REPORTS, VOYAGES
from ingest.tampering import CHANGES
from models.messages.injects import KINDS, BaseInject, ExpectedAlert, words_key
from models.risk.detection.detector import detectors

EFFECTS = (VOYAGES, REPORTS, CHANGES)


class MermaidInject(BaseInject):
    """An unfinished kind."""

    kind: Literal["mermaid"] = "mermaid"


class FinishedMermaidInject(MermaidInject):
    """The same with a truth."""

    expected = None


ALL = {**KINDS, "mermaid": FinishedMermaidInject}
WITH_WORDS = {**WORDS, words_key("mermaid"): ("美人鱼", "Mermaid")}


def test_the_kinds_there_are_have_all_they_need() -> None:
    check_inject_kinds()
    assert list(problems(KINDS, WORDS, EFFECTS)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_of_a_truth_is_a_detector(kind: str) -> None:
    rules = {each.rule for each in detectors()}
    expected = KINDS[kind].expected or ExpectedAlert("gap")
    assert {expected.rule, *expected.allowed} <= rules


@pytest.mark.parametrize(
    ("kinds", "words", "effects", "sentence"),
    [
        (ALL, WORDS, (*EFFECTS, {"mermaid"}), "no words in zh and en under ex_inject_mermaid"),
        (ALL, {**WORDS, "ex_inject_mermaid": ("", "Mermaid")}, (*EFFECTS, {"mermaid"}), "no words in zh and en"),
        ({**KINDS, "mermaid": MermaidInject}, WITH_WORDS, (*EFFECTS, {"mermaid"}), "no truth; set `expected`"),
        (ALL, WITH_WORDS, EFFECTS, "expected one voyage, report or change"),
        (ALL, WITH_WORDS, (*EFFECTS, {"mermaid"}, {"mermaid"}), "expected one voyage, report or change"),
        (KINDS, WORDS, (*EFFECTS, {"mermaid"}), "registered, but not one of the union"),
    ],
)
def test_a_kind_that_lacks_something_is_named_in_one_sentence(
    kinds: Any, words: Any, effects: Any, sentence: str
) -> None:
    (problem,) = problems(kinds, words, effects)
    assert problem.startswith("inject kind mermaid: ") and sentence in problem


def test_a_finished_kind_is_accepted() -> None:
    assert list(problems(ALL, WITH_WORDS, (*EFFECTS, {"mermaid"}))) == []
