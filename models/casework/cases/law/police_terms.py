"""The hand-over of a suspected crime to the police, by the rules of the State Council on it (2020): terms and list.

The head decides within 3 days, what is approved is sent within 24 hours, the police decide within 3 days, the goods
follow within 3 days; a refusal is answered within 3 days by asking again. Days are calendar days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.casework.cases.law.case_clock import LEVELS, SUPERVISE, URGE, CaseClock
from models.casework.cases.nouns import Case

HOUR_S, DAY_S = 3600.0, 86400.0


@dataclass(frozen=True)
class PoliceTerm:
    """One row: from one moment of the hand-over to the first of others; articles of the rules."""

    name: str
    zh: str
    en: str
    article: int
    begins: str
    ends: tuple[str, ...]
    limit_s: float

    @property
    def article_zh(self) -> str:
        """The article in Chinese."""
        return f"行政执法机关移送涉嫌犯罪案件的规定第{self.article}条"

    @property
    def article_en(self) -> str:
        """The article in English."""
        return f"Rules on the transfer of suspected crimes (2020), art. {self.article}"


DECIDED, SENT, HEARD = ("head_approved", "head_declined"), ("sent",), ("police_filed", "police_declined")
POLICE_TERMS = (
    PoliceTerm("head", "负责人决定移送与否", "the head decides", 5, "criminal", (*DECIDED, *SENT), 3 * DAY_S),
    PoliceTerm("send", "移送公安机关", "send it to the police", 5, "head_approved", SENT, 24 * HOUR_S),
    PoliceTerm("police", "公安机关决定立案与否", "the police decide", 8, "sent", HEARD, 3 * DAY_S),
    PoliceTerm("goods", "移交涉案物品", "hand over the goods", 12, "police_filed", ("goods_handed",), 3 * DAY_S),
    PoliceTerm(
        *("again", "提请复议或建议检察监督", "ask again, or tell the procurator", 9),
        *("police_declined", ("asked_again", "procurator_told"), 3 * DAY_S),
    ),
)
BOTH = ((URGE, LEVELS[URGE]), (SUPERVISE, LEVELS[SUPERVISE]))
OFFERED = ("offered", "accepted", "returned")


def police_times(case: Case) -> dict[str, float]:
    """The moments of the hand-over by name; `sent` is the transfer to the police."""
    police = (each for each in case.transfers if each.kind == "criminal" and each.state in OFFERED)
    first = min((each.times.get("offered", 0.0) for each in police), default=None)
    return dict(case.times) if first is None else {**case.times, "sent": first}


def police_clocks(case: Case) -> Iterator[CaseClock]:
    """The clocks of the hand-over, those that were stopped too."""
    times = police_times(case)
    for row in POLICE_TERMS:
        if row.begins in times:
            end_s = min((times[each] for each in row.ends if each in times), default=None)
            name, start_s = f"police.{row.name}", times[row.begins]
            yield CaseClock(name, start_s, row.limit_s, end_s, case.unit, "", (), BOTH, term=row.name)


def owes_police(case: Case, t_s: float) -> bool:
    """Whether a case points to a crime and nobody decided in time, or what was approved was not sent in time."""
    return any(each.end_s is None and each.share(t_s) > 1.0 for each in police_clocks(case) if each.term in OWED)


OWED = ("head", "send")


def owed_to_police(cases: Iterable[Case], t_s: float) -> list[Case]:
    """The list 应移未移: cases that are owed to the police, the oldest first."""
    return sorted((each for each in cases if owes_police(each, t_s)), key=lambda each: each.times["criminal"])
