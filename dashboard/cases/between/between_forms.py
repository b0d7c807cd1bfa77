"""The forms of what units and agencies do with each other: transfers, threads, the procedure, inspections."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.cases.view.form_field import FormField, choice_field
from models.casework.cases.materials import PAPERS
from models.casework.cases.papers import HOLDS

THREADS = "assistance copy consultation recognition early legal dispute"
WHY = FormField("why", "long", needed=True)
FILED, DECIDED, MEASURE = "step=filed", "step=decided", "step=measure"

TRANSFER = (
    FormField("to", "choice", needed=True),
    choice_field("kind", "owner department criminal", "transfer_"),
    WHY,
    *(
        FormField(f"materials.{code}", "several", only="kind=criminal" if code.startswith("C") else "kind!=owner")
        for code in PAPERS
    ),
    FormField("urgent_why", "text", only="kind!=owner"),
)
PROCEDURE = (
    FormField("step", "choice", needed=True),
    FormField("at_s", "when", needed=True),
    FormField("no", only=FILED),
    FormField("agency", "choice", only=FILED),
    choice_field("form", "ordinary summary", "procedure_form_", only=FILED),
    choice_field("party.kind", "person ship company", "party_", only=FILED),
    FormField("party.name", needed=True, only=FILED),
    FormField("party.id_masked", only=FILED),
    FormField("facts.hearing_right", "check", only="step=notified"),
    FormField("facts.hearing_waived", "check", only=DECIDED),
    FormField("penalty.fine_yuan", "amount", only=DECIDED),
    FormField("discretion.tier", "choice", only=DECIDED),
    FormField("discretion.why", only=DECIDED),
    FormField("again_why", only=DECIDED),
    FormField("_waive", "check", only=DECIDED),
    choice_field("waiver.ground", "first_minor minor", "waiver_", only="_waive"),
    FormField("waiver.why", needed=True, only="_waive"),
    FormField("waiver.harm_minor", "check", only="_waive"),
    FormField("waiver.corrected", "check", only="_waive"),
    FormField("waiver.educated", "check", only="_waive"),
    FormField("seizures[].what", needed=True, only=MEASURE),
    choice_field("seizures[].kind", "seized registered", "measure_", needed=False, only=MEASURE),
    FormField("seizures[].prolonged_why", only=MEASURE),
    FormField("seizures[].dealt_s", "when", only=MEASURE),
)
BETWEEN_FORMS: Mapping[str, tuple[FormField, ...]] = {
    "transfer_offer": TRANSFER,
    "transfer_accept": (FormField("receipt_no"), FormField("why")),
    "transfer_return": (WHY, FormField("gaps", "several")),
    "transfer_refuse": (WHY,),
    "transfer_withdraw": (FormField("why"),),
    "thread_open": (
        FormField("to", "several", needed=True),
        choice_field("kind", THREADS, "thread_"),
        FormField("question", "long", needed=True),
    ),
    "thread_answer": (FormField("text", "long", needed=True), FormField("unit", "choice")),
    "thread_close": (FormField("outcome", "long", needed=True), FormField("ruling", "long")),
    "procedure_step": PROCEDURE,
    "procedure_hold": (
        FormField("ends", "fixed"),
        choice_field("ground", " ".join(HOLDS), "hold_"),
        FormField("basis"),
    ),
    "inspection_plan": (
        FormField("lead", "choice", needed=True),
        FormField("members", "objects", needed=True),
        FormField("from_s", "when", needed=True),
        FormField("to_s", "when", needed=True),
        FormField("target", "fixed"),
        FormField("cases", "fixed"),
    ),
    "inspection_join": (FormField("agency", "choice", needed=True), FormField("unit", "choice", needed=True)),
    "inspection_result": (FormField("agency", "choice", needed=True), FormField("result", "long", needed=True)),
    "inspection_end": (FormField("cancelled", "check"), WHY),
}
