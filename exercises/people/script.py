"""A script of officers: who reacts how fast, and the commands they give, each tied to a time, an alert, a clue or an
earlier command.

The people are accounts of the exercise (accounts.yaml). A line is due `after_min` minutes (sailing, boarding) after its
trigger, and then when its person reacts: reactions.py. Cases that go alike share a routine, a list of lines with
`{words}` that each case fills in. Nothing here reads a clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from models.base.forms import Form, Text, expected, number, one_of, read_form
from models.base.settings import UserError

# What a line may do: the kinds of commands.
COMMANDS = (
    *("case_open", "case_assess", "case_dismiss", "case_merge", "case_split", "case_pause", "case_resume"),
    *("case_reopen", "order_issue", "order_ack", "order_decline", "order_under_way", "order_on_scene"),
    *("order_check_in", "order_report", "order_release", "review", "transfer_offer", "transfer_withdraw"),
    *("transfer_accept", "transfer_return", "transfer_refuse", "thread_open", "thread_answer", "thread_close"),
    *("inspection_plan", "inspection_join", "inspection_result", "inspection_end", "evidence_add", "evidence_void"),
    *("procedure_step", "procedure_hold", "craft_state", "sar_plan", "duty_on", "duty_off", "note", "mark"),
)
STATUSES = ("unauthorised", "forbidden", "missing", "stale", "invalid")  # of refusals: models/casework/refusals.py
FOLDER, ACCOUNTS = Path(__file__).parent, "accounts"
WORD = re.compile(r"\{([a-z0-9_.]+)\}")


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9_]+", value) is not None


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


Id = Annotated[str, expected("a word of a-z, 0-9 and _", _is_word)]
Values = Annotated[Mapping[str, Any], expected("keys with values", _is_mapping)]


class PersonForm(Form):
    """How fast a person reacts: the median in minutes, and the spread of its logarithm (0.7: often half or twice)."""

    reacts_min: Annotated[float, number(0, 600)] = 1.0
    spread: Annotated[float, number(0, 3)] = 0.4


class AlertForm(Form):
    """The first alert of a rule, about this vessel if it is named (name or MMSI as text)."""

    rule: Text
    target: Text | None = None


class HintForm(Form):
    """The first clue of a source, of this kind."""

    source: Text
    kind: Text | None = None


class LineForm(Form):
    """One command. Its trigger is `on_alert`, `on_clue`, the line `after`, or else the start.

    `about` is the line whose case, order or thread it concerns, `subject` what else it concerns. In a body `{t}` is the
    time of the command in seconds, `{t_90}` 90 minutes later, `{clue}` the alert or clue that was waited for, `{LINE}`
    what another line made, `{sha256}` and `{bytes}` those of the text `file`. `seen` is the line after which the person
    last looked at the case; without it the newest version is known. `refused` is the class of the refusal it must meet.
    """

    id: Annotated[str, expected("a word of a-z, 0-9, _ and .", lambda value: isinstance(value, str) and bool(value))]
    who: Text
    does: Annotated[str, one_of(COMMANDS)]
    after_min: Annotated[float, number(0, 48 * 60)] = 0.0
    on_alert: AlertForm | None = None
    on_clue: HintForm | None = None
    after: Text | None = None
    about: Text | None = None
    subject: Text | None = None
    seen: Text | None = None
    refused: Annotated[str, one_of(STATUSES)] | None = None
    file: Text | None = None
    body: Values = Field(default_factory=dict)


class CaseForm(Form):
    """A case that follows a routine, with the words for it; `then` are lines of its own. Ids become `case.line`."""

    id: Id
    routine: Text
    on_alert: AlertForm | None = None
    on_clue: HintForm | None = None
    words: Values = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    then: tuple[Values, ...] = ()


class ScriptForm(Form):
    """The file."""

    id: Id
    name_zh: Text
    name_en: Text
    scenario: Text
    people: Annotated[Mapping[str, PersonForm], expected("accounts with values", _is_mapping)]
    routines: Mapping[str, tuple[Values, ...]] = Field(default_factory=dict)
    cases: tuple[CaseForm, ...] = ()
    lines: tuple[LineForm, ...] = ()


class OfficerScript(Form):
    """The script of one exercise, with every line of its cases."""

    id: Text
    name_zh: Text
    name_en: Text
    scenario: Text
    people: Mapping[str, PersonForm]
    lines: tuple[LineForm, ...]


def script_for(scenario: str, accounts: Collection[str]) -> OfficerScript | None:
    """The script of the people of a scenario, by name; None if nobody plays in it. Raises UserError."""
    return read_script(FOLDER / f"{Path(scenario).stem}.yaml", accounts) if has_people(scenario) else None


def has_people(scenario: str) -> bool:
    """Whether people play in this scenario: a script has its name."""
    name = Path(scenario).stem
    return name != ACCOUNTS and (FOLDER / f"{name}.yaml").exists()


def read_script(path: Path, accounts: Collection[str]) -> OfficerScript:
    """Read a script whose people have these accounts. Raises UserError."""
    form = read_form(ScriptForm, path)
    try:
        lines = (*(line for case in form.cases for line in _lines_of(case, form)), *form.lines)
        for where, why in _mistakes(form, lines, accounts):
            raise ValueError(f"{where}: {why}")
    except ValueError as problem:
        raise UserError(f"{path}: {problem}") from problem
    return OfficerScript(
        id=form.id,
        name_zh=form.name_zh,
        name_en=form.name_en,
        scenario=form.scenario,
        people=form.people,
        lines=tuple(lines),
    )


def _lines_of(case: CaseForm, form: ScriptForm) -> Iterator[LineForm]:
    """The lines of a case: those of its routine with its words filled in, and its own."""
    if case.routine not in form.routines:
        raise ValueError(f"case {case.id}: key routine: expected one of {', '.join(form.routines)}")
    raw = [each for each in form.routines[case.routine] if each.get("id") not in case.without] + list(case.then)
    ids = {str(each.get("id")) for each in raw}
    for each in raw:
        values = _filled(each, case, ids)
        for key in ("id", "after", "about", "seen"):
            if key == "id" or values.get(key) in ids:
                values[key] = f"{case.id}.{values.get(key)}"
        if not {"after", "on_alert", "on_clue"} & set(values):
            values |= {"on_alert": case.on_alert, "on_clue": case.on_clue}
        yield LineForm.model_validate(values)


def _filled(value: Any, case: CaseForm, ids: Collection[str]) -> Any:
    """A value with the words of the case in it, and the ids of its own lines in full."""
    if isinstance(value, Mapping):
        return {key: _filled(each, case, ids) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(each, case, ids) for each in value]
    if not isinstance(value, str):
        return value
    whole = WORD.fullmatch(value)
    if whole and whole[1] in case.words:
        return case.words[whole[1]]
    return WORD.sub(lambda found: _word(found, case, ids), value)


def _word(found: re.Match[str], case: CaseForm, ids: Collection[str]) -> str:
    word = found[1]
    return str(case.words[word]) if word in case.words else f"{{{case.id}.{word}}}" if word in ids else found[0]


def _mistakes(form: ScriptForm, lines: tuple[LineForm, ...], accounts: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in form.people:
        if name not in accounts:
            yield f"people: {name}", f"expected one of {', '.join(accounts)}"
    if not lines:
        yield "key lines", "expected a list with something in it"
    known: set[str] = set()
    for line in lines:
        where = f"line {line.id}"
        if line.id in known:
            yield where, "used twice; give each an id of its own"
        known.add(line.id)
        if line.who not in form.people:
            yield f"{where}: key who", f"expected one of {', '.join(form.people)}, found {line.who!r}"
        if sum(each is not None for each in (line.after, line.on_alert, line.on_clue)) > 1:
            yield where, "expected one of after, on_alert and on_clue, found two"
    for line in lines:
        for key, other in (("after", line.after), ("about", line.about), ("seen", line.seen)):
            if other is not None and other not in known:
                yield f"line {line.id}: key {key}", f"expected a line of the script, found {other!r}"
