"""The forms of moves, as data: js/cases/move_form.js makes each a dialog and its fields the body of the command.

To give a move a form, add a row to FORMS. The word of a field is `form_NAME`, with its dots as underscores; choices
are a list of values, whose words are the key before `=` with the value added: `result_` gives `result_violation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.words import WORDS
from models.site.playbooks.vocabulary import EVIDENCE, TASKS

# Kinds of fields: text is one line, long several; choice one of its values, several some of them; officers are names
# with numbers of certificates. A file is stored first, and its hash, size and kind are the value.
KINDS = ("text", "long", "choice", "several", "check", "count", "amount", "officers", "file")


@dataclass(frozen=True)
class FormField:
    """One field. `name` may have a dot: `amounts.catch_kg` is kept in the object `amounts`. `only` shows the field
    only if another field has this value: `result=unable`."""

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    words: str = ""
    needed: bool = False
    only: str = ""


def _choice(name: str, values: str, words: str, needed: bool = True, only: str = "") -> FormField:
    return FormField(name, "choice", tuple(values.split()), words, needed, only)


WHY = FormField("why", "long", needed=True)
HEARD = FormField("heard", "long")
COLOUR = _choice("colour", "yellow orange red distress", "short_")
FORWARD = (HEARD, FormField("why", "text"))
REPORT = (
    _choice(
        "result",
        "violation none not_found escaped turned_away rescued recovered false_alarm unable",
        "result_",
    ),
    _choice(
        "unable_why",
        "no_unit weather out_of_reach offence_over fled higher_priority",
        "unable_",
        only="result=unable",
    ),
    FormField("boarded", "check"),
    FormField("officers", "officers", only="boarded"),
    FormField("shown_certificate", "check", only="boarded"),
    FormField("shown_code", "check", only="boarded"),
    FormField("recorder_on", "check", only="boarded"),
    FormField("people", "count"),
    FormField("measures", "several", ("seized", "registered", "to_port", "released"), "measure_"),
    FormField("amounts.catch_kg", "amount"),
    FormField("amounts.value_yuan", "amount"),
    FormField("amounts.fine_yuan", "amount"),
    FormField("missing_why", "text"),
    FormField("note", "long"),
    HEARD,
)
FORMS: Mapping[str, tuple[FormField, ...]] = {
    "case_assess": (
        FormField("kind", "choice", needed=True),
        COLOUR,
        WHY,
        _choice("verified_by", "none radar video vhf patrol", "case_verified_"),
        _choice("vhf", "none answered refused", "case_vhf_"),
        FormField("items", "several"),
        FormField("criminal_hint", "check"),
        FormField("sensitive", "check"),
    ),
    "case_dismiss": (_choice("mark", "false known true", "form_mark_"), WHY),
    "case_pause": (_choice("why", "weather standby", "case_pause_"), FormField("text")),
    "case_resume": (FormField("text"),),
    "case_merge": (FormField("into", "choice", needed=True), WHY),
    "case_split": (FormField("clues", "several", needed=True), WHY),
    "case_reopen": (WHY,),
    "review": (
        _choice("stage", "centre legal", "review_stage_"),
        _choice("verdict", "accept return", "review_"),
        WHY,
    ),
    "order_ack": FORWARD,
    "order_decline": (WHY, HEARD),
    "order_under_way": FORWARD,
    "order_on_scene": FORWARD,
    "order_check_in": (FormField("people", "count"), HEARD),
    "order_report": REPORT,
    "order_release": (
        _choice("release_why", "completed not_needed replaced recalled unable", "release_"),
        FormField("why"),
    ),
    "evidence_add": (
        FormField("file", "file", needed=True),
        _choice("kind", " ".join(EVIDENCE), "evidence_"),
        _choice("order", "", "", needed=False),
    ),
    "evidence_void": (WHY,),
    "note": (FormField("text", "long", needed=True),),
}
# Moves with a window of their own, by the name of their action.
ELSEWHERE = {"order_issue": "order-open"}
# Moves without anything to say, given by one click unless the words heard are needed.
AT_ONCE = ("order_ack", "order_under_way", "order_check_in")


def forms_data() -> dict[str, Any]:
    """Return the forms as the page gets them, with the words of choices in both languages."""
    rows = {kind: [_field(each) for each in fields] for kind, fields in FORMS.items()}
    tasks = [(task, *WORDS[f"task_{task}"]) for task in TASKS]
    return {"forms": rows, "at_once": AT_ONCE, "elsewhere": ELSEWHERE, "tasks": tasks}


def _field(field: FormField) -> dict[str, Any]:
    choices = [(value, *WORDS[f"{field.words}{value}"]) for value in field.choices]
    return {**asdict(field), "word": f"form_{field.name.replace('.', '_')}", "choices": choices}
