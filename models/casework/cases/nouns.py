"""The nouns of casework: a case with its clues, assessment, orders and evidence; papers.py has those beside it.

All are frozen; an event makes the next one. `seq` is the event that last moved a noun, and so its version. Times are
UTC seconds. A unit is one of the site, or an agency beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import TypeAdapter

from models.casework.cases.papers import ClockMark, Procedure, Thread, Transfer, VhfCall

COLOURS = ("yellow", "orange", "red", "distress")
STATES = ("open", "assessed", "ordered", "acknowledged", "under_way", "on_scene", "disposed", "closed")
ORDER_STATES = ("issued", "acknowledged", "under_way", "on_scene", "reported", "declined", "released")
PLANNED = ORDER_STATES[:2]  # states in which an order can wait for its time
LIVE = ORDER_STATES[:4]  # an order that still binds its unit
MOST_RAISED = 2
POLICE_ENDS = {"head_declined", "goods_handed", "procurator_told", "own_handling"}
Times = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where it happens: degrees, radius of doubt in metres, and the area of the site or empty."""

    lon: float
    lat: float
    radius_m: float = 0.0
    area: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The vessel a case is about; None and empty are unknown. `register` is its list, such as `wanted`."""

    track_id: int | None = None
    mmsi: int | None = None
    name: str = ""
    imo: int | None = None
    kind: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class ClueRef:
    """What a case came from, as it was then: `alert:ID`, `clue:SOURCE/ID` or `person:NAME`."""

    ref: str
    source: str
    sensor_s: float
    detected_s: float
    frozen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the officer judged it to be, and the play-book and limits by which the case runs since."""

    kind: str
    colour: str
    why: str
    by: str
    t_s: float
    verified_by: str = "none"
    vhf: str = "none"
    items: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)
    criminal_hint: bool = False
    criminal_by: tuple[str, ...] = ()  # conditions of the play-book that hint at a crime
    raised_by: tuple[str, ...] = ()  # those that raised the colour
    found: Mapping[str, Any] = field(default_factory=dict)
    playbook: Mapping[str, Any] = field(default_factory=dict)  # id, version, sha256, and what orders take from it
    limits_s: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What an order brought. `items` has each item of the case: `code`, `finding` and `outcome`."""

    result: str
    by: str
    t_s: float
    made_s: float
    unable_why: str = ""
    items: tuple[Mapping[str, str], ...] = ()
    measures: tuple[str, ...] = ()
    boarded: bool = False
    people: int = 0
    officers: tuple[Mapping[str, str], ...] = ()
    shown_certificate: bool = False
    shown_code: bool = False
    recorder_on: bool = False
    amounts: Mapping[str, float] = field(default_factory=dict)
    place: CasePlace | None = None
    evidence: tuple[str, ...] = ()
    missing_why: str = ""
    note: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """One unit's task. Its state is its own: a second order neither resets nor ends the first.

    A `settled` order was judged by a review that sent the case back, or by a reopening: it no longer counts.
    """

    id: str
    seq: int
    by: str
    to: str
    task: str
    text: Mapping[str, str]
    craft: str = ""
    lead: bool = True
    needs: Mapping[str, Any] = field(default_factory=dict)
    meet: Mapping[str, float] | None = None
    shown: tuple[Mapping[str, Any], ...] = ()
    evidence_must: tuple[str, ...] = ()
    check_in_min: float | None = None
    for_s: float | None = None
    preempt: str = ""
    override_why: str = ""
    state: str = "issued"
    times: Times = field(default_factory=dict)
    checks: tuple[Mapping[str, float], ...] = ()
    heard: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    report: Report | None = None
    settled: bool = False

    @property
    def live(self) -> bool:
        """Whether it still binds its unit."""
        return self.state in LIVE

    def planned(self, t_s: float) -> bool:
        """Whether it is for a later time and nobody has left for it yet."""
        return self.for_s is not None and t_s < self.for_s and self.state in PLANNED


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file, known by the hash of its bytes. A mistake is voided with a reason, never removed."""

    id: str
    seq: int
    sha256: str
    bytes: int
    mime: str
    by: str
    kind: str
    taken_s: float
    order: str = ""
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    device: str = ""
    audited: bool = False
    void_why: str = ""

    @property
    def state(self) -> str:
        """Whether it counts."""
        return "void" if self.void_why else "valid"


@dataclass(frozen=True, slots=True)
class Review:
    """A judgement on a case whose orders are reported: accept closes it, return sends it back."""

    stage: str
    verdict: str
    why: str
    by: str
    t_s: float


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count on the clocks of a case; `to_s` is None while it lasts.

    One for weather names its forecast, `clue`, and ends with it at `until_s` at the latest.
    """

    from_s: float
    why: str
    by: str
    reason: str = ""
    to_s: float | None = None
    clue: str = ""
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class LastMove:
    """Who moved a noun last: what a stale command is answered with."""

    kind: str
    actor: str
    t_s: float


@dataclass(frozen=True, slots=True)
class Case:
    """One matter from its first clue to its closing. `state` follows from `stage` and the orders: states.py."""

    id: str
    seq: int
    kind: str
    colour: str
    unit: str
    by: str
    last: LastMove
    stage: str = "open"
    state: str = "open"
    round: int = 1
    place: CasePlace | None = None
    place_unit: str = ""
    target: Target | None = None
    clues: tuple[ClueRef, ...] = ()
    assessment: Assessment | None = None
    orders: tuple[Order, ...] = ()
    threads: tuple[Thread, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reviews: tuple[Review, ...] = ()
    inspection: str = ""
    procedure: Procedure | None = None
    pauses: tuple[Pause, ...] = ()
    clocks: tuple[ClockMark, ...] = ()
    raised: int = 0
    sensitive: bool = False
    flag: str = ""
    ending: str = ""
    mark: str = ""  # that its alerts get when it is dismissed
    merged_into: str = ""
    moved: Mapping[str, str] = field(default_factory=dict)  # parts that another case holds now, by id
    sar: Mapping[str, Any] = field(default_factory=dict)
    calls: tuple[VhfCall, ...] = ()
    times: Times = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether work on it goes on."""
        return self.stage != "closed"

    @property
    def busy(self) -> bool:
        """Whether something about it still runs after it is closed: a procedure, a thread, a transfer, a hand-over."""
        procedure = self.procedure is not None and "closed" not in self.procedure.steps
        talk = any(each.state == "open" for each in self.threads)
        offer = any(each.state in {"offered", "returned"} for each in self.transfers)
        police = "criminal" in self.times and not self.times.keys() & POLICE_ENDS
        return self.open or procedure or talk or offer or police


Part = Order | Thread | Transfer | Evidence


def parts_of(case: Case) -> tuple[Part, ...]:
    """The parts of a case that have an id of their own, `CASE/O1`."""
    return (*case.orders, *case.threads, *case.transfers, *case.evidence)


NounT = TypeVar("NounT")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(noun: Any) -> TypeAdapter[Any]:
    """One adapter for each noun; made at its first use, because that takes milliseconds."""
    return _ADAPTERS.get(noun) or _ADAPTERS.setdefault(noun, TypeAdapter(noun))


def noun_from(noun: type[NounT], values: Mapping[str, Any]) -> NounT:
    """A noun from plain values, as an event or a row keeps them."""
    found: NounT = _adapter(noun).validate_python(values)
    return found


def noun_from_json(noun: type[NounT], text: str) -> NounT:
    """A noun from the text of its row, several times as fast."""
    found: NounT = _adapter(noun).validate_json(text)
    return found


def plain(noun: Any) -> dict[str, Any]:
    """A noun as plain values for JSON."""
    values: dict[str, Any] = _adapter(type(noun)).dump_python(noun, mode="json")
    return values
