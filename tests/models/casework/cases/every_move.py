"""For every command of the table of moves: a body whose guards hold, and its noun in every state it can be in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from models.casework.cases.moves import MOVES
from models.casework.cases.workplace import Workplace
from tests.models.casework.cases.office import (
    CITY,
    DUTY,
    FACTS,
    FAR_DUTY,
    GRID,
    OTHER_DUTY,
    SITE,
    T0,
    TEXT,
    UNITS,
    Office,
)
from tests.models.casework.seasons.test_season_ticks import TEXT as SEASONS
from tests.models.site.law.test_seasons import CALENDAR, read_with

FILE = "a" * 64
PLAN = {"pattern": "VS", "pod": 0.8, "legs_nm": [1.0, 1.0, 1.0]}
MEMBER = {"agency": "fishery", "unit": "east"}
INSPECTION = {"lead": "east", "from_s": T0, "to_s": T0 + 3600.0, "members": [MEMBER]}
HEARD = {"heard": "收到"}
WORKED = ("assessed", "ordered", "acknowledged", "under_way", "on_scene", "disposed", "closed")
OTHER_CASE, SECOND_CLUE, FREE_CLUE = "ZS-20231115-0002", "person:second", "person:free"
BODIES: Mapping[str, Mapping[str, Any]] = {
    "case_open": {"clues": [FREE_CLUE], "place": {"lon": 122.5, "lat": 30.0}},
    "case_assess": {"kind": "dark", "colour": "orange", "why": "可疑"},
    "case_dismiss": {"why": "误报"},
    "case_merge": {"into": OTHER_CASE, "why": "同一船"},
    "case_split": {"clues": [SECOND_CLUE], "why": "不同船"},
    "case_pause": {"why": "weather"},
    "case_resume": {},
    "case_reopen": {"why": "新证据"},
    "order_issue": {"to": "east", "craft": "e2", "task": "board", "text": TEXT},
    "order_ack": HEARD,
    "order_decline": {"why": "风大", **HEARD},
    "order_under_way": HEARD,
    "order_on_scene": HEARD,
    "order_check_in": HEARD,
    "order_report": {"result": "none", **HEARD},
    "order_release": {"release_why": "not_needed"},
    "review": {"verdict": "accept", "why": "属实"},
    "sar_plan": {"plan": PLAN},
    "vhf_call": {"words": "请避让", "answer": "none", "means": ["vhf"]},
    "sar_leg": {"search": 1, "leg": 2, **HEARD},
    "transfer_offer": {"to": "west", "why": "辖区", "materials": {"M2": ["x"]}},
    "transfer_withdraw": {},
    "transfer_accept": {},
    "transfer_return": {"why": "缺", "gaps": ["M2"]},
    "transfer_refuse": {"why": "不属"},
    "thread_open": {"to": ["west"], "kind": "assistance", "question": "可否"},
    "thread_answer": {"text": "可"},
    "thread_close": {"outcome": "已办"},
    "inspection_plan": INSPECTION,
    "inspection_join": {"agency": "coast_guard", "unit": "east"},
    "inspection_result": {"agency": "fishery", "result": "合格"},
    "inspection_end": {"why": "已毕"},
    "procedure_step": {"step": "investigated", "at_s": T0},
    "procedure_hold": {"basis": "检测", "ground": "testing"},
    "evidence_add": {"sha256": FILE, "bytes": 3, "mime": "image/jpeg", "kind": "photo", "taken_s": T0},
    "evidence_void": {"why": "误传"},
    "craft_state": {"state": "ready"},
    "duty_on": {},
    "duty_off": {},
    "season_tick": {"text": "已部署"},
    "clock": {"clock": "close", "pct": 70, "level": "urge", "due_s": T0, "to": ["east"]},
}


@dataclass(frozen=True)
class Stand:
    """A noun in one state: the office it is in, its id, and the units of each scope on it (or for one command)."""

    office: Office
    subject: str
    state: str
    units: Mapping[str, frozenset[str]]


ABOVE = {"city": ("city",), "east": ("east", "city"), "isle": ("isle", "east", "city"), "west": ("west", "city")}
ALL = frozenset(ABOVE)


def above(*units: str) -> frozenset[str]:
    """These units and those above them."""
    return frozenset(each for unit in units for each in ABOVE[unit])


def below(*units: str) -> frozenset[str]:
    """These units and those below them."""
    return frozenset(each for each, over in ABOVE.items() if set(over) & set(units))


@cache
def site_with_season() -> Workplace:
    """The site of the other tests, with a season that is on."""
    with TemporaryDirectory() as folder:
        return replace(SITE, seasons=read_with(Path(folder), SEASONS, UNITS, CALENDAR))


def office() -> Office:
    """One whose evidence has arrived."""
    return Office(replace(FACTS, site=site_with_season(), blobs=lambda sha256: 3 if sha256 == FILE else None))


def opened() -> tuple[Office, str]:
    """A case of two clues with a search, and another case beside it."""
    made = office()
    case_id = made.do(DUTY, "case_open", clues=["alert:drift-T1", SECOND_CLUE]).subject
    made.do(DUTY, "case_open", clues=["alert:drift-T3"])
    made.do(CITY, "sar_plan", case_id, plan=PLAN)
    return made, case_id


def worked(state: str) -> tuple[Office, str]:
    """The case in a later state, with a procedure that is filed."""
    made, case_id = opened()
    made.do(DUTY, "case_assess", case_id, **BODIES["case_assess"])
    filed = {"step": "filed", "at_s": T0, "no": "1", "agency": "fishery", "party": {"kind": "person", "name": "陈"}}
    made.do(DUTY, "procedure_step", case_id, **filed)
    steps = WORKED[: WORKED.index(state) + 1]
    if "ordered" in steps:
        made.issued(case_id)
    for step, name in (("acknowledged", "ack"), ("under_way",) * 2, ("on_scene",) * 2, ("disposed", "report")):
        if step in steps:
            made.forward(f"{case_id}/O1", name)
    if state == "closed":
        made.do(OTHER_DUTY, "review", case_id, **BODIES["review"])
    return made, case_id


def _cases(paused: bool) -> Iterator[Stand]:
    for state in ("open", *WORKED):
        made, case_id = opened() if state == "open" else worked(state)
        if paused and state != "closed":
            made.do(DUTY, "case_pause", case_id, why="weather")
        case = made.case(case_id)
        assert case.state == state
        units = {"own": above(case.unit), "area": above(case.place_unit, case.unit)}
        units["mine"] = below(*(each.to for each in case.orders)) if case.orders else frozenset()
        yield Stand(made, case_id, state, units)


def _orders() -> Iterator[Stand]:
    units = {"own": above("east"), "mine": below("east"), "them": above("east")}
    for steps, state in (
        ((), "issued"),
        (("ack",), "acknowledged"),
        (("ack", "under_way"), "under_way"),
        (("ack", "on_scene"), "on_scene"),
        (("ack", "report"), "reported"),
    ):
        made = office()
        order_id = made.ordered()
        made.forward(order_id, *steps)
        yield Stand(made, order_id, state, units)
    for kind, state in (("order_decline", "declined"), ("order_release", "released")):
        made = office()
        order_id = made.ordered()
        made.do(CITY, kind, order_id, **BODIES[kind])
        yield Stand(made, order_id, state, units)


def _transfers() -> Iterator[Stand]:
    for kind, state in (
        ("", "offered"),
        *((f"transfer_{name}", f"{name}{'d' if name[-1] == 'e' else 'ed'}") for name in ("return", "refuse", "accept")),
        ("transfer_withdraw", "withdrawn"),
    ):
        made = office()
        transfer_id = made.do(DUTY, "transfer_offer", made.assessed(), **BODIES["transfer_offer"]).subject
        if kind:
            made.do(CITY, kind, transfer_id, **BODIES[kind])
        yield Stand(made, transfer_id, state, {"own": above(made.case().unit), "to": above("west")})


def _threads() -> Iterator[Stand]:
    for kinds, state in ((), "open"), (("thread_answer",), "answered"), (("thread_close",), "closed"):
        made = office()
        thread_id = made.do(DUTY, "thread_open", made.opened(), **BODIES["thread_open"]).subject
        for kind in kinds:
            made.do(CITY, kind, thread_id, **BODIES[kind])
        yield Stand(made, thread_id, state, {"asked": above("west"), "opener": above("east")})


def _evidence() -> Iterator[Stand]:
    for kinds, state in ((), "valid"), (("evidence_void",), "void"):
        made = office()
        piece = made.do(DUTY, "evidence_add", made.opened(), **BODIES["evidence_add"]).subject
        for kind in kinds:
            made.do(DUTY, kind, piece, **BODIES[kind])
        yield Stand(made, piece, state, {"own": above("east")})


def _inspections() -> Iterator[Stand]:
    for kinds, state in ((), "planned"), (("inspection_result",), "running"), (("inspection_end",), "done"):
        made = office()
        subject = made.do(FAR_DUTY, "inspection_plan", **INSPECTION).subject
        for kind in kinds:
            made.do(DUTY, kind, subject, **BODIES[kind])
        units = {"member": frozenset({"east"}), "inspection_join:member": above("east"), "lead": above("east")}
        yield Stand(made, subject, state, units)


def _seats() -> Iterator[Stand]:
    made = office()
    made.do(GRID, "duty_on", "seat-1")
    yield Stand(made, "seat-1", "on", {"self": ALL})


STANDS: Mapping[str, Callable[[], Iterator[Stand]]] = {
    "case": lambda: _cases(paused=False),
    "paused": lambda: _cases(paused=True),
    "order": _orders,
    "transfer": _transfers,
    "thread": _threads,
    "evidence": _evidence,
    "inspection": _inspections,
    "duty": _seats,
}
NEW = {  # what has no state before: its subject, and the units of its scopes
    "case_open": ("new", {"area": above("east")}),
    "inspection_plan": ("new", {"any": ALL}),
    "craft_state": ("e1", {"craft": above("east")}),
    "duty_on": ("seat-2", {"self": ALL}),
    "season_tick": ("winter-2023/meeting/east", {"unit": above("east")}),
}


def stands_of(kind: str, built: Mapping[str, list[Stand]]) -> Iterator[Stand]:
    """A command's noun in every state, and before it began."""
    if kind in NEW:
        subject, units = NEW[kind]
        yield Stand(office(), subject, "", units)
    if kind not in NEW or kind == "case_open":
        yield from built["paused" if kind == "case_resume" else MOVES[kind].noun]
