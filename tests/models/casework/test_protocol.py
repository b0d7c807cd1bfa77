"""What comes in from a page is a command that can be written, or it is refused at once."""

from __future__ import annotations

from typing import Any

import pytest

from models.casework.case import Command
from models.casework.protocol import command_frame, command_of, request_from

GOOD: dict[str, Any] = {"command_id": "c1", "kind": "note", "subject": "alert:a", "actor": "李", "body": {"text": "一"}}


def test_a_command_arrives_as_it_was_sent() -> None:
    command = command_of(GOOD)
    assert request_from(command_frame(command)) == command == Command(**GOOD)


def test_invisible_characters_are_trimmed_before_a_database_does_it() -> None:
    assert command_of({**GOOD, "actor": " 李\0 " + " " * 80}).actor == "李"


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": "\ud800"},
        {"actor": 7},
        {"body": {"text": "\udfff"}},
        {"body": {"feature": {"a": [float("nan")]}}},
        {"body": {"feature": float("inf")}},
        {"body": ["text"]},
        {"desks": "x"},
    ],
)
def test_values_without_a_form_in_json_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        command_of({**GOOD, **wrong})
