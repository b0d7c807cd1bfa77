"""Cases made by hand for the figures: only what a figure counts is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.casework.cases.nouns import Case, ClueRef, LastMove, Order, Report, Target
from models.casework.cases.papers import Inspection, InspectionMember, Thread, Transfer
from models.casework.cases.workplace import Workplace
from models.casework.indicators.due import Reopening
from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.rows.build import rows_of
from models.casework.indicators.rows.ledger_extract import LedgerExtract
from models.casework.indicators.span import FigureSpan
from models.casework.indicators.table import figures
from models.casework.indicators.view import BesideLedger, FigureScope, FigureView
from tests.models.casework.cases.office import SITE

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
A = 1_700_006_400.0 + 16 * HOUR  # 2023-11-16 00:00 in China
B = A + 30 * DAY
LATER = B + 90 * DAY
EVERYTHING, NOTHING = FigureScope(), BesideLedger()


def case(number: int = 1, opened_s: float = A, **values: Any) -> Case:
    """A yellow case of the eastern county, opened by an alert."""
    times = {"sensor": opened_s, "detected": opened_s, "opened": opened_s, **values.pop("times", {})}
    source = values.pop("source", "ais")
    clue = ClueRef(f"alert:a{number}", source, opened_s, opened_s)
    given: dict[str, Any] = {"kind": "general", "colour": "yellow", "unit": "east", "by": "李", "clues": (clue,)}
    last = LastMove("case_open", "李", opened_s)
    return Case(id=f"ZS-20231116-{number:04d}", seq=number, last=last, times=times, **{**given, **values})


def closed(number: int = 1, opened_s: float = A, after_s: float = HOUR, **values: Any) -> Case:
    """A case that was assessed at once and closed by a review."""
    times = {"judged": opened_s, "assessed": opened_s, "closed": opened_s + after_s, **values.pop("times", {})}
    return case(number, opened_s, times=times, **{"stage": "closed", "state": "closed", "ending": "reviewed", **values})


def order(of: str = "ZS-20231116-0001", to: str = "east", issued_s: float = A, **values: Any) -> Order:
    """An order with the times given by name."""
    times = {"issued": issued_s, **values.pop("times", {})}
    given = {"task": "board", "text": {"zh": "登临"}, "state": list(times)[-1], "craft": "", **values}
    return Order(f"{of}/O1", 1, "李", to, times=times, **given)


def report(t_s: float = A + HOUR, by: str = "周", **values: Any) -> Report:
    """A boarding as it should be."""
    officers = tuple({"name": name, "cert_no": name} for name in ("周", "吴"))
    seen = {"boarded": True, "shown_certificate": True, "shown_code": True, "recorder_on": True, "officers": officers}
    return Report(**{"result": "none", "by": by, "t_s": t_s, "made_s": t_s, **seen, **values})


def thread(
    of: str, due_s: float, answered_s: float | None = None, kind: str = "assistance", to: str = "east"
) -> Thread:
    """A question asked at A."""
    times = {"open": A} | ({} if answered_s is None else {"answered": answered_s})
    return Thread(f"{of}/T1", 1, "west", (to,), kind, "？", "李", due_s, times=times)


def transfer(of: str, number: int = 1, **values: Any) -> Transfer:
    """An offer made at A, from east to west."""
    times = {"offered": A, **values.pop("times", {})}
    given = {"from_": "east", "to": "west", "kind": "owner", "why": "属地", "by": "李", "due_s": A + 5 * DAY, **values}
    return Transfer(f"{of}/X{number}", 1, times=times, **{"state": list(times)[-1], **given})


def inspection(number: int, agencies: int, done_s: float | None = A + HOUR, **values: Any) -> Inspection:
    """A boarding of several agencies, each with its result."""
    members = tuple(InspectionMember(f"g{each}", "east", state="done", result="无") for each in range(agencies))
    times = {} if done_s is None else {"done": done_s}
    state = "running" if done_s is None else "done"
    given = {"lead": "east", "target": {}, "from_s": A, "to_s": A + HOUR, "members": members, **values}
    return Inspection(f"ZS-20231116-J{number:02d}", 1, "李", state=state, times=times, **given)


def target(mmsi: int) -> Target:
    """A vessel."""
    return Target(mmsi=mmsi)


def view(
    *cases: Case,
    now_s: float = LATER,
    scope: FigureScope = EVERYTHING,
    site: Workplace = SITE,
    reopenings: Mapping[str, tuple[Reopening, ...]] | None = None,
    beside: BesideLedger = NOTHING,
    **extract: Any,
) -> FigureView:
    """The figures' view of November at `now_s`."""
    made = LedgerExtract(cases={each.id: each for each in cases}, reopenings=reopenings or {}, **extract)
    return FigureView(rows_of(made, site), FigureSpan(A, B, now_s), site, scope, beside)


def figure(name: str, *cases: Case, **given: Any) -> IndicatorFigure:
    """One figure of these cases."""
    return figures(view(*cases, **given), [name.partition(".")[0]])[name]


def k_n(name: str, *cases: Case, **given: Any) -> tuple[float, float]:
    """k and n of one figure of these cases."""
    found = figure(name, *cases, **given)
    return found.k, found.n
