"""The nouns beside the operation: transfers, threads, the procedure, one inspection of several, calls, clock marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STEPS = ("filed", "investigated", "reviewed", "notified", "heard", "decided", "served", "paid", "closed")
# What else happens on the way, in any order: coercion on the spot, a hearing, a fine taken in cash afloat; `measure` is
# something seized or registered, prolonged or given back, and may come often.
SIDE_STEPS = (
    *("coercion", "coercion_reported", "hearing_asked", "hearing_told", "cash_landed", "cash_paid_in"),
    "measure",
)
# The hand-over to the police: the head approves or declines, the police file or decline, the goods follow; a refusal
# is answered by asking again, on which they decide a second time, then by the procurator, or the agency handles the
# case itself. These are times of the case, with or without a procedure.
POLICE_STEPS = (
    *("head_approved", "head_declined", "police_filed", "police_declined", "goods_handed", "asked_again"),
    *("police_filed_again", "police_declined_again", "procurator_told", "own_handling"),
)
HOLDS = ("testing", "announcement", "hearing", "criminal", "other")
THREAD_STATES = ("open", "answered", "closed")


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A time that does not count towards the legal terms, on a named basis; `to_s` is None while it lasts.

    `ground` is one of HOLDS and says which terms it holds.
    """

    from_s: float
    basis: str
    to_s: float | None = None
    ground: str = "other"


@dataclass(frozen=True, slots=True)
class Procedure:
    """A penalty's way from filing to closing, by the Administrative Penalty Law. Facts of each step are kept with it.

    `facts` by step hold what the law asks there: seizures, registered evidence, hearing, penalty, discretion, waiver.
    """

    seq: int
    no: str
    agency: str
    form: str
    party: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    holds: tuple[LegalHold, ...] = ()
    seizures: tuple[Mapping[str, Any], ...] = ()
    penalty: Mapping[str, Any] = field(default_factory=dict)
    discretion: Mapping[str, Any] = field(default_factory=dict)
    waiver: Mapping[str, str] | None = None
    remedies: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InspectionMember:
    """One agency's part: nobody gives the result of another."""

    agency: str
    unit: str
    items: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    state: str = "asked"
    result: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One boarding for all who have a reason to board one target within its window."""

    id: str
    seq: int
    by: str
    lead: str
    target: Mapping[str, Any]
    from_s: float
    to_s: float
    members: tuple[InspectionMember, ...]
    cases: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    code: str = ""
    state: str = "planned"
    why: str = ""
    times: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transfer:
    """The offer of a case to another owner. The one who offers stays responsible until it is accepted."""

    id: str
    seq: int
    from_: str
    to: str
    kind: str
    why: str
    by: str
    due_s: float | None
    materials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    urgent_why: str = ""
    receipt_no: str = ""
    state: str = "offered"
    times: Mapping[str, float] = field(default_factory=dict)
    returned: int = 0
    gaps: tuple[str, ...] = ()
    answer_why: str = ""


@dataclass(frozen=True, slots=True)
class ThreadAnswer:
    """What one of those asked said."""

    unit: str
    by: str
    text: str
    evidence: tuple[str, ...]
    t_s: float


@dataclass(frozen=True, slots=True)
class Thread:
    """A question between units or agencies, with its clock."""

    id: str
    seq: int
    from_: str
    to: tuple[str, ...]
    kind: str
    question: str
    by: str
    due_s: float
    answers: tuple[ThreadAnswer, ...] = ()
    outcome: str = ""
    ruling: str = ""
    state: str = "open"
    times: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VhfCall:
    """A call by radio or phone; `step` is the stage of the play-book's warning, or empty.

    `expect` is what it should bring about on the track within `within_min`; `least` replaces the usual threshold.
    """

    by: str
    t_s: float
    words: str
    answer: str
    step: str = ""
    means: tuple[str, ...] = ()
    other_track: int | None = None
    other_mmsi: int | None = None
    expect: str = "course_or_speed"
    within_min: float = 10.0
    least: float | None = None


@dataclass(frozen=True, slots=True)
class ClockMark:
    """A clock that reached a percentage of its limit, as the desk wrote it."""

    clock: str
    pct: int
    t_s: float
