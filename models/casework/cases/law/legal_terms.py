"""The terms of the penalty procedure: one table, a row for each with its article, and the clocks that follow from it.

Days of a row are working days where article 85 of the Administrative Penalty Law says so (2, 3, 5 and 7 days), else
calendar days; the day on which a term begins does not count. A term of ours is not put off when it ends on a free day;
one of the party's is. A hold stops the terms that its ground names, as long as it lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Literal

from models.casework.cases.law.case_clock import LEVELS, SUPERVISE, URGE, CaseClock, WorkdayClock
from models.casework.cases.nouns import Case, Pause
from models.casework.cases.papers import Procedure
from models.casework.cases.workdays import DAY_S, WorkCalendar

HOUR_S = 3600.0
SEIZED_DAYS, PROLONGED_DAYS = 30, 30
FIVE_YEARS = "five_years"  # a fact of the filing: life and health, or financial safety, were harmed (article 36)
Unit = Literal["hours", "days", "workdays", "years"]


@dataclass(frozen=True)
class TermSpan:
    """From when to when a term runs; `end_s` is None while it does. `name` tells several of one row apart."""

    start_s: float
    end_s: float | None
    name: str = ""
    count: int | None = None  # None: that of the row


Spans = Callable[[Case, Procedure], Iterator[TermSpan]]


@dataclass(frozen=True)
class LegalTerm:
    """One row. `held_by` are the grounds of holds that stop it; `ours` is false for a term of the party."""

    name: str
    zh: str
    en: str
    article_zh: str
    article_en: str
    count: int
    unit: Unit
    spans: Spans
    held_by: tuple[str, ...] = ()
    ours: bool = True


def _steps(begins: str, *ends: str) -> Spans:
    """From one step to the first of others."""

    def spans(case: Case, procedure: Procedure) -> Iterator[TermSpan]:
        steps = procedure.steps
        if begins in steps:
            yield TermSpan(steps[begins], min((steps[each] for each in ends if each in steps), default=None))

    return spans


def _things(kind: str) -> Spans:
    """Of each thing seized or registered, until it is dealt with."""

    def spans(case: Case, procedure: Procedure) -> Iterator[TermSpan]:
        for at, thing in enumerate(procedure.seizures, 1):
            if thing.get("kind", "seized") == kind and thing.get("at_s") is not None:
                more = PROLONGED_DAYS if thing.get("prolonged_why") else 0
                count = SEIZED_DAYS + more if kind == "seized" else None
                yield TermSpan(thing["at_s"], thing.get("dealt_s"), str(at), count)

    return spans


def _discovered(case: Case, procedure: Procedure) -> Iterator[TermSpan]:
    """From the act to its discovery, which is when the first clue came."""
    facts = procedure.facts.get("filed", {})
    if "filed" in procedure.steps:
        yield TermSpan(act_s(case, facts), case.times.get("detected"), count=limit_years(facts))


def limit_years(facts: Mapping[str, Any]) -> int:
    """After how many years an act that nobody discovered is no longer penalised."""
    return 5 if facts.get(FIVE_YEARS) else 2


def act_s(case: Case, facts: Mapping[str, Any]) -> float:
    """When the act was, or ended where it went on: as the filing says, else when a sensor saw it first."""
    said = facts.get("act_s")
    return float(said) if isinstance(said, int | float) else case.times.get("sensor", case.times.get("opened", 0.0))


DIGITS = "〇一二三四五六七八九"
LAWS = {
    "PL": ("行政处罚法", "Administrative Penalty Law"),
    "CO": ("行政强制法", "Administrative Coercion Law"),
    "CG": ("海警法", "Coast Guard Law"),
}


def _article(law: str, number: int, lang: int) -> str:
    """`行政处罚法第六十条`, `Administrative Penalty Law, art. 60`."""
    if lang:
        return f"{LAWS[law][lang]}, art. {number}"
    tens, ones = divmod(number, 10)
    return f"{LAWS[law][lang]}第{DIGITS[tens]}十{DIGITS[ones] if ones else ''}条".replace("第一十", "第十")


def _row(
    name: str, names: tuple[str, str], articles: str, count: int, unit: Unit, spans: Spans, **more: Any
) -> LegalTerm:
    """A row; `articles` are such as `PL60 CG32`."""
    cited = [[_article(each[:2], int(each[2:]), lang) for each in articles.split()] for lang in (0, 1)]
    return LegalTerm(name, *names, "、".join(cited[0]), "; ".join(cited[1]), count, unit, spans, **more)


ANY_HOLD = ("testing", "announcement", "hearing", "criminal", "other")
TESTING = ("testing",)
LEGAL_TERMS: tuple[LegalTerm, ...] = (
    _row("limit", ("追究时效", "time limit of the act"), "PL36", 2, "years", _discovered),
    _row("decide", ("作出处罚决定", "decide"), "PL60", 90, "days", _steps("filed", "decided"), held_by=ANY_HOLD),
    _row("registered", ("处理登记证据", "registered evidence"), "PL56", 7, "workdays", _things("registered")),
    _row("seizure", ("查封扣押", "seizure"), "CO25", SEIZED_DAYS, "days", _things("seized"), held_by=TESTING),
    _row(
        *("coercion", ("当场强制报告", "report coercion on the spot"), "CO19 CG32", 24, "hours"),
        _steps("coercion", "coercion_reported"),
    ),
    _row(
        *("hearing_ask", ("当事人申请听证", "the party asks for a hearing"), "PL64", 5, "workdays"),
        _steps("notified", "hearing_asked", "heard", "decided"),
        ours=False,
    ),
    _row("serve", ("送达决定书", "serve the decision"), "PL61", 7, "workdays", _steps("decided", "served")),
    _row("pay", ("缴纳罚款", "pay the fine"), "PL67", 15, "days", _steps("served", "paid"), ours=False),
    _row(
        *("cash", ("水上收缴罚款交款", "pay in cash taken afloat"), "PL71", 2, "workdays"),
        _steps("cash_landed", "cash_paid_in"),
    ),
)
TOLD_BEFORE_HEARING = 7  # working days, article 64 (2)
SURCHARGE_A_DAY = 0.03  # article 72, at most the fine itself
BOTH, LAPSED = ((URGE, LEVELS[URGE]), (SUPERVISE, LEVELS[SUPERVISE])), ((SUPERVISE, LEVELS[URGE]),)


def legal_clocks(case: Case, calendar: WorkCalendar) -> Iterator[CaseClock]:
    """The clocks of a case's procedure, those that were stopped too."""
    procedure = case.procedure
    if procedure is None:
        return
    closed_s = procedure.steps.get("closed")
    for row in LEGAL_TERMS:
        for span in row.spans(case, procedure):
            ends = [each for each in (span.end_s, closed_s) if each is not None]
            yield _clock(row, span, min(ends, default=None), case, procedure, calendar)


def term_end_s(row: LegalTerm, start_s: float, calendar: WorkCalendar, count: int | None = None) -> float:
    """When a term that begins at `start_s` ends, not counting holds."""
    n = row.count if count is None else count
    if row.unit == "hours":
        return start_s + n * HOUR_S
    if row.unit == "years":
        return calendar.after_years(start_s, n)
    return calendar.after_workdays(start_s, n) if row.unit == "workdays" else _days(row, start_s, n, calendar)


def _days(row: LegalTerm, start_s: float, count: int, calendar: WorkCalendar) -> float:
    return calendar.after_days(start_s, count, put_off=not row.ours)


def _clock(
    row: LegalTerm, span: TermSpan, end_s: float | None, case: Case, procedure: Procedure, calendar: WorkCalendar
) -> CaseClock:
    name = f"law.{row.name}/{span.name}" if span.name else f"law.{row.name}"
    levels = BOTH if row.ours else LAPSED
    due_s = term_end_s(row, span.start_s, calendar, span.count)
    if row.unit == "workdays":
        return WorkdayClock(
            *(name, span.start_s, due_s - span.start_s, end_s, case.unit),
            levels=levels,
            term=row.name,
            days=row.count,
            calendar=calendar,
        )
    held = tuple(
        Pause(each.from_s, each.ground, "", each.basis, each.to_s)
        for each in procedure.holds
        if each.ground in row.held_by
    )
    times = (span.start_s, due_s - span.start_s, end_s)
    return CaseClock(name, *times, case.unit, "", held, levels, most_paused_s=inf, term=row.name)


def term_of(name: str) -> LegalTerm:
    """The row with this name."""
    return next(each for each in LEGAL_TERMS if each.name == name)


def hearing_told_late(told_s: float, heard_s: float, calendar: WorkCalendar) -> bool:
    """Whether a hearing is held sooner than seven working days after the party was notified of it."""
    return calendar.workdays_between(told_s, heard_s) < TOLD_BEFORE_HEARING


def surcharge_yuan(procedure: Procedure, t_s: float, calendar: WorkCalendar) -> float:
    """What is added to a fine that is not paid in time: 3 % of it for each day, at most the fine (article 72)."""
    fine_yuan = float(procedure.penalty.get("fine_yuan") or 0.0)
    if "served" not in procedure.steps:
        return 0.0
    due_s = term_end_s(term_of("pay"), procedure.steps["served"], calendar)
    days = max(0.0, -(-(procedure.steps.get("paid", t_s) - due_s) // DAY_S))
    return fine_yuan * min(1.0, SURCHARGE_A_DAY * days)
