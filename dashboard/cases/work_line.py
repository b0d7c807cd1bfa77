"""Who is on it: the case that holds an alert, its craft with minutes and state, and the clock that runs out next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.cases.case_desk import ALERT, CaseDesk, holders
from dashboard.cases.clock_steps import LATE, ClockStep, most_pressing
from dashboard.common.site_time import local_minute
from dashboard.panels.base import Context
from dashboard.words import stopwatch
from models.casework.cases.nouns import LIVE, Case, Order
from models.casework.cases.words import STATE_WORDS
from models.messages.picture import Picture

ON_WALL = 2  # craft named on a card


@dataclass(frozen=True)
class WorkLine:
    """One line: the case and its state, the craft on it, and the next clock, which is late or not."""

    case: str
    text: str
    clock: str
    late: bool


def work_lines(context: Context, picture: Picture) -> dict[str, WorkLine]:
    """Return the line of each alert that an open case holds, by the id of the alert; nothing of a sensitive case.

    The wall shows them to everybody in the room.
    """
    lines: dict[str, WorkLine] = {}
    made: dict[str, WorkLine] = {}
    for ref, case in holders(context.book()).items():
        if ref.startswith(ALERT) and not case.sensitive:
            made[case.id] = made.get(case.id) or work_line(context, case, context.casework, picture.t_s)
            lines[ref.removeprefix(ALERT)] = made[case.id]
    return lines


def work_line(context: Context, case: Case, desk: CaseDesk, t_s: float) -> WorkLine:
    """Return the line of one case; without a craft on its way it says the state of the case."""
    orders = sorted((each for each in case.orders if each.live), key=lambda each: (not each.lead, -_far(each)))
    clock = most_pressing(case, desk.place.limits_min, t_s)
    number = case.id.rpartition("-")[2]
    text = _crafts(context, orders, t_s) or context.say("work_open", id=number, state=_state(context, case.state))
    return WorkLine(case.id, text, _clock(context, clock, t_s) if clock else "", bool(clock and clock.share >= LATE))


def _far(order: Order) -> int:
    return LIVE.index(order.state)


def _crafts(context: Context, orders: Sequence[Order], t_s: float) -> str:
    named = [_craft(context, each, t_s) for each in orders[:ON_WALL]]
    more = [f"+{len(orders) - ON_WALL}"] if len(orders) > ON_WALL else []
    return " · ".join([*named, *more])


def _craft(context: Context, order: Order, t_s: float) -> str:
    """Return a craft with its state and, on its way, the minutes that are left of those shown."""
    found = next((each for each in context.site.force.craft if each.id == order.craft), None)
    unit = next((each for each in context.site.units if each.id == order.to), None)
    name = context.named(found or unit) if found or unit else order.to
    if order.planned(t_s) and order.for_s is not None:
        at = local_minute(order.for_s, t_s, context.site.utc_offset_h)
        return f"{name} {context.say('planned_for', at=at)}"
    left_min = (order.meet["t"] - t_s) / 60.0 if order.meet and order.state != "on_scene" else 0.0
    minutes = f" {left_min:.0f}′" if left_min >= 1.0 else ""
    return f"{name} {_state(context, order.state)}{minutes}"


def _state(context: Context, state: str) -> str:
    return STATE_WORDS[state][context.lang == "en"]


def _clock(context: Context, clock: ClockStep, t_s: float) -> str:
    step, left_s = context.say(f"case_step_{clock.name}"), (clock.due_s or t_s) - t_s
    if left_s < 0:
        return context.say("work_overdue", step=step, over=stopwatch(-left_s))
    return context.say("work_due", step=step, left=stopwatch(left_s))
