"""A script of officers: accounts, and the commands they give, each tied to a time, an alert or an earlier command.

Times are minutes of the exercise. A command is given `after_min` minutes after its trigger: the start, the first alert
of a rule about a vessel, or an earlier line. Whoever plays a script asks `due`; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from models.base.forms import FilledList, Form, Text, expected, is_filled_list, number, one_of, read_form
from models.base.settings import UserError

# What a line may do: the kinds of commands. `{case}`, `{order}` and the like in a body stand for what a line has made.
COMMANDS = (
    *("case_open", "case_assess", "case_dismiss", "case_merge", "case_pause", "case_resume", "case_reopen"),
    *("order_issue", "order_ack", "order_decline", "order_under_way", "order_on_scene", "order_check_in"),
    *("order_report", "order_release", "review", "transfer_offer", "transfer_accept", "transfer_return"),
    *("thread_open", "thread_answer", "thread_close", "evidence_add", "procedure_step", "craft_state", "sar_plan"),
    *("duty_on", "duty_off", "note", "mark"),
)
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class AlertSeen:
    """What a player knows of an alert: its rule, the name or MMSI of its vessel, and when it was raised."""

    id: str
    rule: str
    target: str
    t_s: float


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "{" not in value


def _is_body(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


class OfficerForm(Form):
    """One account of the exercise."""

    id: Annotated[str, expected("a word", _is_word)]
    name_zh: Text
    name_en: Text
    unit: Text
    roles: Annotated[tuple[str, ...], expected("a list of roles", is_filled_list)]


class AlertForm(Form):
    """The first alert of a rule, about this vessel if it is named (name or MMSI as text)."""

    rule: Text
    target: Text | None = None


class LineForm(Form):
    """One command. Its trigger is `on_alert`, the line `after`, or else the start."""

    id: Annotated[str, expected("a word", _is_word)]
    who: Text
    does: Annotated[str, one_of(COMMANDS)]
    after_min: Annotated[float, number(0, 48 * 60)] = 0.0
    on_alert: AlertForm | None = None
    after: Text | None = None
    about: Text | None = None
    body: Annotated[Mapping[str, Any], expected("keys with values", _is_body)] = {}


class OfficerScript(Form):
    """The whole script of one exercise."""

    id: Annotated[str, expected("a word", _is_word)]
    name_zh: Text
    name_en: Text
    scenario: Text
    officers: Annotated[tuple[OfficerForm, ...], FilledList]
    lines: Annotated[tuple[LineForm, ...], FilledList]

    def due(self, t_s: float, start_s: float, played: Played) -> Iterator[tuple[LineForm, float]]:
        """The lines to play by now that have not been played, in order of their time."""
        when = ((line, played.trigger_s(line, start_s)) for line in self.lines if line.id not in played.lines)
        found = [(line, at_s + line.after_min * 60.0) for line, at_s in when if at_s is not None]
        yield from sorted((each for each in found if each[1] <= t_s), key=lambda each: each[1])


@dataclass
class Played:
    """What has happened so far: alerts in the order raised, and when each line was played."""

    alerts: list[AlertSeen] = field(default_factory=list)
    lines: dict[str, float] = field(default_factory=dict)

    def trigger_s(self, line: LineForm, start_s: float) -> float | None:
        """When the trigger of a line came; None if it has not."""
        if line.after is not None:
            return self.lines.get(line.after)
        if line.on_alert is None:
            return start_s
        alert = self.alert_of(line.on_alert)
        return alert.t_s if alert else None

    def alert_of(self, wanted: AlertForm) -> AlertSeen | None:
        """The first alert that a line waits for."""
        fitting = (each for each in self.alerts if each.rule == wanted.rule)
        return next((each for each in fitting if wanted.target in (None, each.target)), None)


def read_script(path: Path, units: tuple[str, ...], roles: tuple[str, ...]) -> OfficerScript:
    """Read a script whose officers have these units and roles. Raises UserError."""
    script = read_form(OfficerScript, path)
    for at, why in _mistakes(script, units, roles):
        raise UserError(f"{path}: {at}: {why}")
    return script


def _mistakes(script: OfficerScript, units: tuple[str, ...], roles: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    people = [each.id for each in script.officers]
    for officer in script.officers:
        if people.count(officer.id) > 1:
            yield f"officer {officer.id}", "used twice; give each an id of its own"
        if officer.unit not in units:
            yield f"officer {officer.id}: key unit", f"expected one of {', '.join(units)}, found {officer.unit!r}"
        for role in officer.roles:
            if role not in roles:
                yield f"officer {officer.id}: key roles", f"expected some of {', '.join(roles)}, found {role!r}"
    earlier: list[str] = []
    for line in script.lines:
        yield from _mistakes_of(line, people, earlier)
        earlier.append(line.id)


def _mistakes_of(line: LineForm, people: list[str], earlier: list[str]) -> Iterator[tuple[str, str]]:
    where = f"line {line.id}"
    if line.id in earlier:
        yield where, "used twice; give each an id of its own"
    if line.who not in people:
        yield f"{where}: key who", f"expected one of {', '.join(people)}, found {line.who!r}"
    if line.after is not None and line.on_alert is not None:
        yield where, "expected after or on_alert, found both"
    for key, name in (("after", line.after), ("about", line.about)):
        if name is not None and name not in earlier:
            yield f"{where}: key {key}", f"expected a line above it, found {name!r}"
