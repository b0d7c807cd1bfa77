"""What comes in over the line is a command that can be written, or is refused before anybody trips over it."""

from __future__ import annotations

from typing import Any

import pytest

from models.casework.case import Command
from models.casework.lines import asked_from, command_frame, command_of

GOOD: dict[str, Any] = {"command_id": "c1", "kind": "note", "subject": "alert:a", "actor": "李", "body": {"text": "一"}}


def test_a_command_arrives_as_it_was_sent() -> None:
    command = command_of(GOOD)
    assert asked_from(command_frame(command)) == command == Command(**GOOD)


def test_what_nobody_sees_is_cut_off_so_that_no_database_does_it_behind_our_back() -> None:
    assert command_of({**GOOD, "actor": " 李\0 " + " " * 80}).actor == "李"


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": "\ud800"},
        {"actor": 7},
        {"kind": "sink"},
        {"body": {"text": "\udfff"}},
        {"body": {"feature": {"a": [float("nan")]}}},
        {"body": {"feature": float("inf")}},
        {"body": ["text"]},
        {"desks": "x"},
    ],
)
def test_what_has_no_form_on_paper_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        command_of({**GOOD, **wrong})
