"""The table of rights: what each role may do. With accounts, an event kind that is in no row is refused.

● in the scope of the account: its own unit and those below it, and what is shared with it; without a unit the whole
site. ◐ only as the check of the command allows, for example in the own area or for another unit. m reading with names
and texts of persons masked. – not at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.casework.person import DESK, LOCAL, ROLES, Person
from models.casework.refusals import Refused

FULL, GUARDED, MASKED, NO = "●", "◐", "m", "–"
WIDEST_FIRST = (FULL, GUARDED, MASKED)

_TABLE = """
            viewer duty commander grid legal supervisor oversight integrator director admin
sea         ●      ●    ●         ◐    ●     ●          ●         ◐          ●        ●
cases       –      ●    ●         ◐    ●     ●          m         m          –        –
mark        –      ●    ●         –    –     –          –         –          –        –
note        –      ●    ●         ◐    –     –          –         –          –        –
open        –      ●    ●         ◐    –     –          –         –          –        –
assess      –      ●    ●         –    –     –          –         –          –        –
order       –      ◐    ●         –    –     –          –         –          –        –
review      –      ◐    ●         –    ◐     –          –         –          –        –
work        –      ◐    ◐         ●    –     –          –         –          –        –
transfer    –      ●    ●         –    ◐     –          –         –          –        –
thread      –      ●    ●         ◐    ◐     –          –         –          –        –
inspection  –      ●    ●         ◐    ◐     –          –         –          –        –
evidence    –      ●    ●         ◐    –     –          –         –          –        –
procedure   –      ◐    ●         –    ●     –          –         –          –        –
reopen      –      –    ●         –    –     ●          –         –          –        –
letter      –      –    –         –    –     ●          –         –          –        –
answer      –      ●    ●         ◐    –     –          –         –          –        –
pack        –      ●    ●         –    ●     ●          m         –          –        –
clue        –      ●    ●         ●    –     ●          –         ●          –        –
flow        –      ●    ●         ◐    –     –          –         –          –        –
season      –      ●    ●         ●    –     –          –         –          –        –
seat        –      ●    ●         ●    ●     ●          –         –          –        –
exercise    –      ◐    ◐         –    –     ◐          –         –          ●        –
accounts    –      –    –         –    –     –          –         –          –        ●
"""


def _parsed(text: str) -> Mapping[str, Mapping[str, str]]:
    """The marks by row and role."""
    heads, *lines = (line.split() for line in text.strip().splitlines())
    return {name: dict(zip(heads, marks, strict=True)) for name, *marks in lines}


RIGHTS = _parsed(_TABLE)

# The kinds of events that each row allows. Rows without kinds are about reading.
KINDS_OF: Mapping[str, tuple[str, ...]] = {
    "mark": ("mark", "undo_mark", "zone", "zone_end", "watch", "unwatch", "hand_over"),
    "note": ("note",),
    "open": ("case_open",),
    "assess": (
        "case_assess",
        "case_dismiss",
        "case_merge",
        "case_split",
        "case_pause",
        "case_resume",
        "sar_plan",
        "vhf_call",
    ),
    "order": ("order_issue", "order_release"),
    "review": ("review",),
    "work": (
        *("order_ack", "order_decline", "order_under_way", "order_on_scene", "order_check_in", "order_report"),
        *("sar_leg", "craft_state"),
    ),
    "transfer": ("transfer_offer", "transfer_withdraw", "transfer_accept", "transfer_return", "transfer_refuse"),
    "thread": ("thread_open", "thread_answer", "thread_close"),
    "inspection": ("inspection_plan", "inspection_join", "inspection_result", "inspection_end"),
    "evidence": ("evidence_add", "evidence_void"),
    "procedure": ("procedure_step", "procedure_hold"),
    "reopen": ("case_reopen",),
    "letter": ("letter_draft", "letter_send", "letter_close", "ranking"),
    "answer": ("letter_answer",),
    "clue": ("clue",),
    "flow": ("clue_class", "clue_take", "clue_answer"),
    "season": ("season_tick",),
    "pack": ("pack",),
    "seat": ("duty_on", "duty_off"),
    "accounts": ("account_add", "account_role", "account_unit", "account_link", "account_disable"),
}
API = "api"  # the way in of programs with a token
SCOPE_OF = {"clue": "clues"}  # the scope that a token needs for each kind it may give; no other kind
ONLY_DESK = ("clock", "root")
DESK_KINDS = (*ONLY_DESK, "mark", "case_resume")  # what the desk itself writes
ROW_OF = {kind: row for row, kinds in KINDS_OF.items() for kind in kinds}


def reach(by: Person, row: str) -> str:
    """The widest mark that a person's roles have in a row."""
    marks = {RIGHTS[row].get(role, NO) for role in by.roles}
    return next((mark for mark in WIDEST_FIRST if mark in marks), NO)


def may_read(by: Person, row: str) -> bool:
    """Whether the person may read this; `reach` says whether masked."""
    return reach(by, row) != NO


def acting_role(by: Person, kind: str) -> str:
    """The role in which the person gives a command of this kind. Raises Refused: nobody, or no role that may."""
    if by.via == DESK.via and kind in DESK_KINDS:
        return by.roles[0]
    if not by.roles:
        raise Refused("log_in")
    if by.via == LOCAL.via and kind not in ONLY_DESK:
        return by.roles[0]
    if by.via == API and SCOPE_OF.get(kind) not in by.scopes:
        raise Refused("scope", command=kind, scopes=", ".join(by.scopes))
    row = RIGHTS.get(ROW_OF.get(kind, ""), {})
    for mark in (FULL, GUARDED):
        for role in by.roles:
            if row.get(role) == mark:
                return role
    raise Refused("role", command=kind, roles=", ".join(by.roles))


assert all(tuple(row) == ROLES for row in RIGHTS.values())
