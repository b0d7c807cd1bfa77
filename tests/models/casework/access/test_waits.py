"""How long a log-in waits after failures."""

from __future__ import annotations

import pytest

from models.casework.access.waits import FREE, MOST_KEPT, MOST_S, Waits


def failed(waits: Waits, count: int, account: str = "li", address: str = "10.0.0.1", t_s: float = 0.0) -> None:
    for _ in range(count):
        waits.note_attempt(account, address, t_s)


@pytest.mark.parametrize(("count", "wait_s"), [(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (9, 256), (10, 300), (500, 300)])
def test_each_failure_doubles_the_wait_up_to_five_minutes(count: int, wait_s: float) -> None:
    waits = Waits()
    failed(waits, count)
    assert waits.left_s("li", "10.0.0.1", 0.0) == wait_s
    assert waits.left_s("li", "10.0.0.1", MOST_S) == 0.0, "nothing is locked for good"


def test_a_success_ends_the_wait() -> None:
    waits = Waits()
    failed(waits, 5)
    waits.note_success("li", "10.0.0.1")
    assert waits.left_s("li", "10.0.0.1", 0.0) == 0.0


def test_a_few_failures_stop_neither_the_account_elsewhere_nor_others_here() -> None:
    waits = Waits()
    failed(waits, FREE["account"])
    assert waits.left_s("li", "10.0.0.2", 0.0) == waits.left_s("wang", "10.0.0.1", 0.0) == 0.0
    failed(waits, 3)
    assert waits.left_s("li", "10.0.0.2", 0.0) == waits.left_s("wang", "10.0.0.1", 0.0) == 4.0


def test_the_memory_is_bounded() -> None:
    waits = Waits()
    for number in range(MOST_KEPT):
        waits.note_attempt(f"a{number}", f"{number}", 0.0)
    assert len(waits._failures) == MOST_KEPT
