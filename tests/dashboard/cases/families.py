"""Words of casework whose keys are composed with a name, by the beginning of the key."""

from __future__ import annotations

from dashboard.cases.clock_steps import STEPS
from dashboard.cases.emergency.emergency_view import FORM_WORDS, NUMBERS
from dashboard.cases.emergency.search_facts import OBJECTS, PATTERNS
from dashboard.cases.view.case_forms import ELSEWHERE, FORMS
from dashboard.cases.view.case_view import SECTIONS
from dashboard.cases.view.form_field import plain_name
from dashboard.lists.list_query import FORCE_STATES
from models.casework.cases.law.case_clock import LEVELS
from models.casework.cases.nouns import LIVE
from models.casework.cases.papers import THREAD_STATES
from models.site.force import POWERS
from models.site.playbooks.vocabulary import EVIDENCE, EXPECTATIONS, HOW, TASKS, WHO
from models.ways.reasons import REASONS

SEATS = ("desk", "craft")
FIELDS = [each for fields in FORMS.values() for each in fields]
CHOICES = {field.words: field.choices for field in FIELDS if field.choices and field.words}
CASE_FAMILIES: dict[str, tuple[str, ...]] = {
    **{begin: choices for begin, choices in CHOICES.items() if begin != "short_"},
    "case_step_": (*(name for name, _, _ in STEPS), "check", "sensitive", "transfer", "other", "due"),
    "case_who_": WHO,
    "case_ending_": ("reviewed", "dismissed", "merged"),
    "case_flag_": ("exemplary", "warning"),
    "case_pause_": ("weather", "standby", "offered"),
    "case_register_": ("wanted", "interest"),
    "case_": tuple(name for name, _ in SECTIONS),
    "clock_": (*LEVELS.values(), "late", "silent"),
    "task_": TASKS,
    "evidence_": EVIDENCE,
    "thread_": (*(each for each in HOW if each != "transfer"), "dispute"),
    "thread_state_": THREAD_STATES,
    "transfer_": ("owner", "department", "criminal"),
    "clue_source_": ("ais", "radar", "officer"),
    "move_": (*FORMS, *ELSEWHERE, "case_open", "evidence_add"),
    "form_": tuple(plain_name(each) for each in FIELDS),
    "form_finding_": ("found", "not_found", "not_checked"),
    "amount_": ("catch_kg", "value_yuan", "fine_yuan"),
    "grey_": REASONS,
    "sar_": (*(name for name, _, _ in NUMBERS), *FORM_WORDS),
    "duty_on_": SEATS,
    "duty_off_": SEATS,
    "effect_": (*EXPECTATIONS, "join", "change", "seen", "open", "not", "no_track"),
    "force_": FORCE_STATES,
    "forces_": ("sum", "count"),
    "grey_limit_": ("wind", "wave", "draught"),
    "join_same_": ("vessel", "place"),
    "patrol_": LIVE,
    "power_": (*POWERS, "none"),
    "sar_object_": OBJECTS,
    "sar_pattern_": PATTERNS,
    "sar_where_": ("gnss", "place", "vague", "typed", "none"),
    "sar_wind_": ("clue", "typed", "still", "around"),
}
