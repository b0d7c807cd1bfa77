"""The hand-over of a suspected crime to the police, by the rules of the State Council on it (2020): terms and list.

The head decides within 3 days, what is approved is sent within 24 hours, the police decide within 3 days, the goods
follow within 3 days. A refusal is answered within 3 days: by asking again, whereupon the police decide a second time
within 3 days; by telling the procurator (article 9); or the agency handles the case itself (article 10). A second
refusal leaves the last two. Days are calendar days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.casework.cases.law.case_clock import LEVELS, SUPERVISE, URGE, CaseClock
from models.casework.cases.nouns import Case

HOUR_S, DAY_S = 3600.0, 86400.0


@dataclass(frozen=True)
class PoliceTerm:
    """One row: from the first of the moments `begins` of the hand-over to the first of `ends`; article of the rules."""

    name: str
    zh: str
    en: str
    article: int
    begins: tuple[str, ...]
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
FILED, HEARD_AGAIN = ("police_filed", "police_filed_again"), ("police_filed_again", "police_declined_again")
LAST_WAYS = ("procurator_told", "own_handling")
POLICE_TERMS = (
    PoliceTerm("head", "负责人决定移送与否", "the head decides", 5, ("criminal",), (*DECIDED, *SENT), 3 * DAY_S),
    PoliceTerm("send", "移送公安机关", "send it to the police", 5, ("head_approved",), SENT, 24 * HOUR_S),
    PoliceTerm("police", "公安机关决定立案与否", "the police decide", 8, SENT, HEARD, 3 * DAY_S),
    PoliceTerm("goods", "移交涉案物品", "hand over the goods", 12, FILED, ("goods_handed",), 3 * DAY_S),
    PoliceTerm(
        *("again", "提请复议、建议检察监督或自行处理", "ask again, tell the procurator, or handle it", 9),
        *(("police_declined",), ("asked_again", *LAST_WAYS), 3 * DAY_S),
    ),
    PoliceTerm(
        "second", "公安机关作出复议决定", "the police decide again", 9, ("asked_again",), HEARD_AGAIN, 3 * DAY_S
    ),
    PoliceTerm(
        *("procurator", "建议检察监督或自行处理", "tell the procurator, or handle it", 9),
        *(("police_declined_again",), LAST_WAYS, 3 * DAY_S),
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
        start_s = min((times[each] for each in row.begins if each in times), default=None)
        if start_s is not None:
            end_s = min((times[each] for each in row.ends if each in times), default=None)
            yield CaseClock(f"police.{row.name}", start_s, row.limit_s, end_s, case.unit, "", (), BOTH, term=row.name)


def owes_police(case: Case, t_s: float) -> bool:
    """Whether a case points to a crime and nobody decided in time, or what was approved was not sent in time."""
    return any(each.end_s is None and each.share(t_s) > 1.0 for each in police_clocks(case) if each.term in OWED)


OWED = ("head", "send")


def owed_to_police(cases: Iterable[Case], t_s: float) -> list[Case]:
    """The list 应移未移: cases that are owed to the police, the oldest first."""
    return sorted((each for each in cases if owes_police(each, t_s)), key=lambda each: each.times["criminal"])


def with_police(case: Case) -> bool:
    """Whether the case is with the police: no fine in their place, until the agency handles it itself (article 10)."""
    times = police_times(case)
    return "sent" in times and "own_handling" not in times


# One of these must be there before each step.
BEFORE_POLICE = {
    **{"head_approved": ("criminal",), "head_declined": ("criminal",), "police_filed": SENT, "police_declined": SENT},
    **{"goods_handed": FILED, "asked_again": ("police_declined",), "procurator_told": ("police_declined",)},
    **{"police_filed_again": ("asked_again",), "police_declined_again": ("asked_again",)},
    "own_handling": ("police_declined",),
}
# None of these may be there. A refusal is final but for the procurator, who may make the police file all the same.
NOT_AFTER = {
    **{"police_declined": FILED, "police_filed_again": ("police_declined_again",), "asked_again": LAST_WAYS},
    **{"police_declined_again": ("police_filed_again",), "own_handling": FILED, "procurator_told": FILED},
}


def lacks_before(step: str, times: Mapping[str, float]) -> str:
    """The step of the hand-over that has to come before this one; empty if it may be taken."""
    if not any(each in times for each in BEFORE_POLICE[step]):
        return BEFORE_POLICE[step][0]
    if step in LAST_WAYS and "asked_again" in times and not any(each in times for each in HEARD_AGAIN):
        return "police_declined_again"
    declined = "police_declined" in times and "procurator_told" not in times
    return "procurator_told" if step == "police_filed" and declined else ""


def bars(step: str, times: Mapping[str, float]) -> str:
    """The step of the hand-over after which this one cannot come any more; empty if it may be taken."""
    return next((each for each in NOT_AFTER.get(step, ()) if each in times), "")
