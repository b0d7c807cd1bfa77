"""Scripted officers wait for their triggers, react in a time of their own and say what their lines say."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from statistics import median
from typing import Any

import pytest

from exercises.people.players import AlertSeen, HintSeen, Players
from exercises.people.reactions import reaction_s
from exercises.people.script import LineForm, OfficerScript, PersonForm
from models.casework.case import Answer, Book, LedgerEvent

T0 = 1_000_000.0
QUICK = {"duty": {"reacts_min": 1.0, "spread": 0.0}}
OPEN = {"id": "open", "who": "duty", "does": "case_open", "on_alert": {"rule": "gap", "target": "SHIP"}}


def players(*lines: Mapping[str, Any], seed: int = 1, people: Mapping[str, Any] = QUICK) -> Players:
    return Players(
        OfficerScript.model_validate(
            {"id": "s", "name_zh": "一", "name_en": "One", "scenario": "x", "people": people, "lines": lines}
        ),
        seed,
        T0,
    )


def due(them: Players, t_s: float) -> LineForm:
    line = them.next_due(t_s)
    assert line is not None
    return line


def done(them: Players, line: LineForm, t_s: float, seq: int = 7, subject: str = "ZS-1") -> None:
    them.answered(line, Answer("c", seq), LedgerEvent(seq, t_s, line.does, subject, "李", "", {}), t_s)


def test_a_line_waits_for_its_alert_and_then_for_its_person() -> None:
    them = players(OPEN)
    them.note([AlertSeen("a1", "gap", ("OTHER", "412000001")), AlertSeen("a2", "drift", ("SHIP",))], [], T0)
    assert them.next_due(T0 + 9e4) is None
    them.note([AlertSeen("a3", "gap", ("SHIP", "412000002"))], [], T0 + 100)
    assert them.next_due(T0 + 159) is None
    assert due(them, T0 + 160).id == "open"
    assert them.next_due(T0 + 9e4) is None  # once


def test_a_line_waits_for_a_clue_of_a_kind() -> None:
    them = players({"id": "a", "who": "duty", "does": "note", "on_clue": {"source": "hotline", "kind": "oil"}})
    them.note([], [HintSeen("hotline/1", "hotline", "noise"), HintSeen("grid/2", "grid", "oil")], T0)
    assert them.next_due(T0 + 9e4) is None
    them.note([], [HintSeen("hotline/3", "hotline", "oil")], T0)
    assert them.command(due(them, T0 + 60), Book(), T0 + 60).command_id.startswith("people:")


def test_what_others_made_the_time_and_the_file_stand_in_the_body() -> None:
    body = {"into": "{open}", "at_s": "{t}", "to_s": "{t_2}", "hash": "{sha256}", "n": "{bytes}", "say": "of {open}!"}
    them = players(
        {**OPEN, "body": {"clues": ["{clue}"]}},
        {"id": "a", "who": "duty", "does": "note", "after": "open", "about": "open", "file": "纸", "body": body},
    )
    them.note([AlertSeen("a3", "gap", ("SHIP",))], [], T0)
    first = due(them, T0 + 60)
    opened = them.command(first, Book(), T0 + 60)
    assert (opened.subject, opened.body) == ("new", {"clues": ["alert:a3"]})
    done(them, first, T0 + 60)
    second = them.command(due(them, T0 + 120), Book(), T0 + 120)
    assert second.subject == "ZS-1"
    assert second.body == {
        **{"into": "ZS-1", "at_s": T0 + 120, "to_s": T0 + 240, "say": "of ZS-1!"},
        **{"hash": sha256("纸".encode()).hexdigest(), "n": 3},
    }


def test_a_person_who_last_looked_earlier_gives_the_version_of_then() -> None:
    them = players(OPEN, {"id": "b", "who": "duty", "does": "note", "after": "open", "about": "open", "seen": "open"})
    them.note([AlertSeen("a", "gap", ("SHIP",))], [], T0)
    done(them, due(them, T0 + 60), T0 + 60, seq=7)
    assert them.command(due(them, T0 + 120), Book(), T0 + 120).version == 7


@pytest.mark.parametrize(("status", "goes_on"), [("stale", True), ("invalid", False), ("", False)])
def test_a_refusal_that_the_script_expects_goes_on_and_any_other_does_not(status: str, goes_on: bool) -> None:
    them = players(
        {"id": "a", "who": "duty", "does": "note", "refused": "stale"},
        {"id": "b", "who": "duty", "does": "note", "after": "a"},
    )
    line = due(them, T0 + 60)
    them.answered(line, Answer("c", None if status else 5, {"en": "no"}, status), None, T0 + 60)
    assert them.outcomes["a"].as_scripted == goes_on
    assert (them.next_due(T0 + 9e4) is not None) == goes_on


def test_reactions_are_the_persons_own_and_the_same_for_the_same_seed() -> None:
    slow, quick = PersonForm(reacts_min=10, spread=0.6), PersonForm(reacts_min=1, spread=0.6)
    draws = {who: [reaction_s(form, 1, "s", n) for n in range(300)] for who, form in {"a": slow, "b": quick}.items()}
    assert median(draws["a"]) == pytest.approx(600, rel=0.15)
    assert median(draws["b"]) == pytest.approx(60, rel=0.15)
    assert draws["a"] == [reaction_s(slow, 1, "s", n) for n in range(300)]
    assert draws["a"] != [reaction_s(slow, 2, "s", n) for n in range(300)]
