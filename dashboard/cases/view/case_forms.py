"""The forms of moves, as data: js/cases/move_form.js makes each a dialog and its fields the body of the command.

To give a move a form, add a row to FORMS. The word of a field is `form_NAME`, with its dots as underscores; choices
are a list of values, whose words are the key before `=` with the value added: `result_` gives `result_violation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.cases.between.between_forms import BETWEEN_FORMS
from dashboard.cases.view.form_field import FormField, choice_field, plain_name
from dashboard.words import WORDS
from models.site.playbooks.vocabulary import EVIDENCE, TASKS

WHY = FormField("why", "long", needed=True)
HEARD = FormField("heard", "long")
COLOUR = choice_field("colour", "yellow orange red distress", "short_")
FORWARD = (HEARD, FormField("why", "text"))
OUTCOMES = ("educated", "corrected", "on_spot", "filed", "transferred", "criminal", "exempt_first", "exempt_minor")
REPORT = (
    choice_field(
        "result",
        "violation none not_found escaped turned_away rescued recovered false_alarm unable",
        "result_",
    ),
    choice_field(
        "unable_why",
        "no_unit weather out_of_reach offence_over fled higher_priority",
        "unable_",
        only="result=unable",
    ),
    FormField("items", "items", OUTCOMES, "item_outcome_"),
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
        choice_field("verified_by", "none radar video vhf patrol", "case_verified_"),
        choice_field("vhf", "none answered refused", "case_vhf_"),
        FormField("items", "several"),
        FormField("criminal_hint", "check"),
        FormField("sensitive", "check"),
    ),
    "case_dismiss": (choice_field("mark", "false known true", "form_mark_"), WHY),
    "case_pause": (choice_field("why", "weather standby", "case_pause_"), FormField("text")),
    "case_resume": (FormField("text"),),
    "case_merge": (FormField("into", "choice", needed=True), WHY),
    "case_split": (FormField("clues", "several", needed=True), WHY),
    "case_reopen": (WHY,),
    "review": (
        FormField("_reported", "shown"),
        choice_field("stage", "centre legal", "review_stage_"),
        choice_field("verdict", "accept return", "review_"),
        WHY,
    ),
    "order_ack": FORWARD,
    "order_decline": (WHY, HEARD),
    "order_under_way": FORWARD,
    "order_on_scene": FORWARD,
    "order_check_in": (FormField("people", "count"), HEARD),
    "order_report": REPORT,
    "order_release": (
        choice_field("release_why", "completed not_needed replaced recalled unable", "release_"),
        FormField("why"),
    ),
    "evidence_add": (
        FormField("file", "file", needed=True),
        choice_field("kind", " ".join(EVIDENCE), "evidence_"),
        choice_field("order", "", "", needed=False),
    ),
    "evidence_void": (WHY,),
    "vhf_call": (
        FormField("step", "fixed"),
        FormField("other_track", "fixed"),
        FormField("other_mmsi", "fixed"),
        FormField("words", "long", needed=True),
        FormField("means", "several", ("vhf", "vhf_text", "sms", "call"), "means_"),
        choice_field("answer", "none answered refused", "answer_"),
    ),
    "note": (FormField("text", "long", needed=True),),
    **BETWEEN_FORMS,
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
    return {**asdict(field), "word": f"form_{plain_name(field)}", "choices": choices}
