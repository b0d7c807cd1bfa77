"""The one table of legal moves: what each command moves, from which states, who may give it, and its guards.

What is not in the table is refused. A seat is `role@scope`; `guards.py` has the conditions that need more than state
and seat, and `may.py` the check. The sentence that refuses says what is allowed.

Scopes: `own` the unit of the case or above; `area` the unit of the place, for opening; `mine` the unit of the order or
below; `them` a unit above the order's, that says what it heard; `to` who is offered; `asked`, `opener` of a thread;
`member`, `lead` of an inspection; `rescue` the rescue centre; `unit` that a measure is for; `self`, `any`.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.casework.cases.nouns import LIVE, STATES

OPEN_STATES = STATES[:-1]


@dataclass(frozen=True)
class Move:
    """One row. `states` are those of `noun` in which it is legal; `to` is the state after, empty where it follows.

    With `versioned` the command must say which version of the case it saw; a `quiet` one makes no new version.
    """

    zh: str
    en: str
    noun: str
    states: tuple[str, ...]
    seats: tuple[str, ...]
    to: str = ""
    guards: tuple[str, ...] = ()
    versioned: bool = False
    quiet: bool = False


def _seats(text: str) -> tuple[str, ...]:
    return tuple(text.split())


DECIDE = _seats("duty@own commander@own")  # a commander may what the duty officer may
FORWARD = _seats("grid@mine duty@mine commander@mine duty@them commander@them")
TALK = _seats("duty@own commander@own grid@own legal@own")
ANSWER = _seats("duty@to commander@to")

MOVES: dict[str, Move] = {
    "case_open": Move("立案", "open", "case", ("", *OPEN_STATES), _seats("duty@area commander@area grid@area"), "open"),
    "case_assess": Move(
        "研判",
        "assess",
        "case",
        ("open", "assessed"),
        DECIDE,
        "assessed",
        ("lower_red", "playbook", "found_known"),
        True,
    ),
    "case_dismiss": Move(
        "不予处置", "dismiss", "case", ("open", "assessed"), DECIDE, "closed", ("no_live_order", "end_red"), True
    ),
    "case_merge": Move("并案", "merge", "case", OPEN_STATES, DECIDE, "closed", ("other_open",), True),
    "case_split": Move("分案", "split", "case", OPEN_STATES, DECIDE, "", ("keeps_a_clue",), True),
    "case_pause": Move("暂停计时", "pause", "case", OPEN_STATES, DECIDE, "", ("may_pause",), True),
    "case_resume": Move("恢复计时", "resume", "case", OPEN_STATES, (*DECIDE, "clock@any"), "", ("is_paused",), True),
    "case_reopen": Move(
        "重启", "reopen", "case", ("closed",), _seats("supervisor@own commander@own"), "assessed", ("not_merged",), True
    ),
    "order_issue": Move(
        "派单",
        "issue an order",
        "case",
        STATES[1:-1],
        (*DECIDE, *_seats("duty@rescue commander@rescue")),
        "issued",
        ("order_rank", "craft_fit", "in_time", "craft_free"),
        True,
    ),
    "order_ack": Move("签收", "acknowledge", "order", ("issued",), FORWARD, "acknowledged"),
    "order_decline": Move("拒单", "decline", "order", ("issued",), FORWARD, "declined", ("not_rescue",)),
    "order_under_way": Move("出发", "get under way", "order", ("acknowledged",), FORWARD, "under_way"),
    "order_on_scene": Move(
        "到场", "arrive on scene", "order", ("acknowledged", "under_way"), FORWARD, "on_scene", ("near_target",)
    ),
    "order_check_in": Move("报平安", "check in", "order", LIVE, FORWARD, quiet=True),
    "order_report": Move(
        "处置报告", "report", "order", LIVE[1:], FORWARD, "reported", ("two_certified", "musts_there", "found_known")
    ),
    "order_release": Move(
        "撤单",
        "release",
        "order",
        LIVE,
        (*DECIDE, *_seats("duty@rescue commander@rescue")),
        "released",
        ("rescue_consent",),
        True,
    ),
    "review": Move(
        "审核",
        "review",
        "case",
        ("disposed",),
        (*DECIDE, "legal@own"),
        "",
        ("other_eyes", "review_rank", "legal_first"),
        True,
    ),
    "vhf_call": Move(
        "VHF 呼叫", "call by VHF", "case", OPEN_STATES, (*DECIDE, *_seats("duty@rescue commander@rescue")), quiet=True
    ),
    "sar_plan": Move("搜救方案", "plan the search", "case", OPEN_STATES, _seats("duty@rescue commander@rescue")),
    "sar_leg": Move(
        "搜寻航段",
        "tick a leg of the search",
        "case",
        OPEN_STATES,
        _seats("duty@rescue commander@rescue grid@mine duty@mine commander@mine"),
        quiet=True,
    ),
    "transfer_offer": Move(
        "移送", "offer a transfer", "case", OPEN_STATES, DECIDE, "offered", ("one_offer", "complete"), True
    ),
    "transfer_withdraw": Move("撤回移送", "withdraw the transfer", "transfer", ("offered",), DECIDE, "withdrawn"),
    "transfer_accept": Move("接收移送", "accept the transfer", "transfer", ("offered", "returned"), ANSWER, "accepted"),
    "transfer_return": Move(
        "退回补正", "return the transfer", "transfer", ("offered",), ANSWER, "returned", ("returned_once",)
    ),
    "transfer_refuse": Move("不予接收", "refuse the transfer", "transfer", ("offered",), ANSWER, "refused"),
    "thread_open": Move("发起协同", "open a thread", "case", STATES, TALK, "open", quiet=True),
    "thread_answer": Move(
        "答复",
        "answer",
        "thread",
        ("open", "answered"),
        _seats("duty@asked commander@asked grid@asked legal@asked"),
        "answered",
        quiet=True,
    ),
    "thread_close": Move(
        "办结协同",
        "close the thread",
        "thread",
        ("open", "answered"),
        _seats("duty@opener commander@opener grid@opener legal@opener"),
        "closed",
        ("ruled",),
        quiet=True,
    ),
    "inspection_plan": Move(
        "联查计划", "plan an inspection", "inspection", ("",), _seats("duty@any commander@any"), "planned"
    ),
    "inspection_join": Move(
        "加入联查", "join the inspection", "inspection", ("planned",), _seats("duty@member commander@member")
    ),
    "inspection_result": Move(
        "联查结果",
        "give a result",
        "inspection",
        ("planned", "running"),
        _seats("duty@member commander@member grid@member"),
        "running",
    ),
    "inspection_end": Move(
        "结束联查",
        "end the inspection",
        "inspection",
        ("planned", "running"),
        _seats("duty@lead commander@lead"),
        "done",
    ),
    "procedure_step": Move(
        "办案程序", "take a step", "case", STATES[1:], _seats("duty@own commander@own legal@own"), "", ("in_order",)
    ),
    "procedure_hold": Move(
        "中止期限", "hold the terms", "case", STATES[1:], _seats("duty@own commander@own legal@own"), "", ("is_filed",)
    ),
    "evidence_add": Move(
        "取证", "add evidence", "case", STATES, (*TALK[:3], "grid@mine"), "", ("file_there",), quiet=True
    ),
    "evidence_void": Move("作废证据", "void evidence", "evidence", ("valid",), TALK[:3], "void", quiet=True),
    "craft_state": Move(
        "艇况", "state a craft's readiness", "craft", ("",), _seats("grid@craft duty@craft commander@craft")
    ),
    "duty_on": Move("上岗", "go on duty", "duty", ("",), _seats("duty@self commander@self grid@self legal@self")),
    "duty_off": Move("离岗", "go off duty", "duty", ("on",), _seats("duty@self commander@self grid@self legal@self")),
    "season_tick": Move(
        "落实季节措施",
        "tick a measure of a season",
        "season",
        ("",),
        _seats("duty@unit commander@unit grid@unit"),
    ),
    "clock": Move("计时", "mark a clock", "case", STATES, _seats("clock@any"), quiet=True),
}


def allowed(noun: str, state: str) -> tuple[str, ...]:
    """The commands that are legal on a noun in this state, in the table's order."""
    return tuple(name for name, move in MOVES.items() if move.noun == noun and state in move.states)
