"""Knowledge about a vessel besides its own reports: alerts with their evidence, marks, notes and past alerts.

They are the values of assets/html/parts/card_alerts.html and card_record.html; the vessel's own reports are in
desk_card.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cases.case_desk import ALERT, holders
from dashboard.cases.joins import JoinButton, joins, subject_of_alert
from dashboard.cases.legal_moves import has_role
from dashboard.cases.work_line import WorkLine, work_line
from dashboard.common.alert_words import reason, rule_name, title
from dashboard.common.theme import SHAPES
from dashboard.parts.desk_model import DeskModel, Undo, acknowledged_by, did, undo_of
from dashboard.parts.desk_queue import AlertStatus, status
from models.casework.case import LedgerEvent
from models.messages.picture import AlertView

LEAST_SHARE = 0.03
PAST_SHOWN = 8
ACTS = (
    ("acknowledge", "A", "desk_acknowledge"),
    ("silence", "S", "desk_silence"),
    ("true", "T", "desk_true"),
    ("false", "F", "desk_false"),
    ("known", "W", "desk_known"),
    ("end", "X", "desk_end"),
)
ONLY_OPEN = ("acknowledge", "silence")  # actions that an acknowledged alert no longer needs


@dataclass(frozen=True)
class Share:
    """A factor of an alert and its share of the score, 0..1."""

    text: str
    share: float


@dataclass(frozen=True)
class OtherVessel:
    """The other vessel of an alert about two: its key on the page, and its name."""

    vessel: str
    name: str


@dataclass(frozen=True)
class RecordLine:
    """One line of the record; `seq` is set if the page must recognise the line."""

    t_s: float
    text: str
    actor: str = ""
    seq: int = 0
    undo: Undo | None = None


@dataclass(frozen=True)
class VesselRecord:
    """Notes and earlier events, newest first."""

    notes: list[RecordLine]
    past: list[RecordLine]


@dataclass(frozen=True)
class AlertDetails:
    """One alert on the card. `evidence` holds references to sentences, `mmsis` the vessels they are about."""

    alert_id: str
    colour: str
    shape: str
    rule: str
    score: float
    since_s: float
    title: str
    reason: str
    status: AlertStatus
    ended: bool
    acts: list[tuple[str, str, str]]
    undo: Undo | None
    other: OtherVessel | None
    shares: list[Share]
    marks: list[RecordLine]
    evidence: list[str]
    mmsis: list[int]
    work: WorkLine | None
    opens: bool
    joins: list[JoinButton]


def alerts_of(model: DeskModel, track_id: int, mmsi: int) -> list[AlertDetails]:
    """Return the current alerts about a vessel, the chosen one first."""
    chosen = model.view_state.alert
    alerts = [each for each in model.alerts().values() if _about(each, track_id, mmsi) or each.alert_id == chosen]
    alerts.sort(key=lambda each: (each.alert_id != chosen, -each.score, each.alert_id))
    return [_details(model, each) for each in alerts]


def record_of(model: DeskModel, track_id: int, mmsi: int) -> VesselRecord:
    """Return the notes of a vessel, its ended alerts, and their marks."""
    officer = model.context.officer
    notes = [event for subject in _subjects(model, track_id, mmsi) for event in model.book.notes.get(subject, ())]
    notes.sort(key=lambda event: -event.seq)
    lines = [RecordLine(each.t_s, str(each.body.get("text", "")), officer(each.actor), each.seq) for each in notes]
    past = _ended_lines(model, track_id, mmsi) + _verdict_lines(model, mmsi)
    return VesselRecord(lines[:PAST_SHOWN], past[:PAST_SHOWN])


def _details(model: DeskModel, alert: AlertView) -> AlertDetails:
    lang, actor = model.context.lang, acknowledged_by(alert, model.book)
    ended = alert.alert_id in model.gone
    case = holders(model.book).get(f"{ALERT}{alert.alert_id}")
    work = work_line(model.context, case, model.casework, model.picture.t_s) if case else None
    return AlertDetails(
        alert_id=alert.alert_id,
        colour=alert.colour,
        shape=SHAPES[alert.colour],
        rule=rule_name(alert.rule, lang),
        score=alert.score,
        since_s=alert.since_s,
        title=title(alert, lang),
        reason=reason(alert, lang),
        status=status(model, alert, actor, ended),
        ended=ended,
        acts=[each for each in ACTS if _offered(each[0], alert, actor)],
        undo=undo_of(alert.alert_id, model.book, model.context),
        other=_other(model, alert),
        shares=_shares(alert, lang),
        marks=[_mark_line(model, event) for event in model.book.marks.get(alert.alert_id, ())],
        evidence=list(dict.fromkeys(alert.evidence)),  # the first and the last reference of a new alert are the same
        mmsis=[mmsi for mmsi in (alert.mmsi, alert.partner_mmsi) if mmsi],
        work=work,
        opens=not work and has_role(model.casework, "case_open"),
        joins=[] if work else _joins(model, alert),
    )


def _joins(model: DeskModel, alert: AlertView) -> list[JoinButton]:
    about = subject_of_alert(alert, model.picture.t_s)
    return joins(model.casework, model.book.cases.values(), about, model.context.lang)


def _offered(mark: str, alert: AlertView, actor: str) -> bool:
    """Return whether an action makes sense: only a standing distress is ended, nothing that is over is silenced."""
    if mark == "end":
        return alert.colour == "distress" and alert.state != "rectified"
    return not (actor and mark in ONLY_OPEN) and not (mark == "silence" and alert.state == "rectified")


def _shares(alert: AlertView, lang: str) -> list[Share]:
    factors = sorted(alert.factors, key=lambda factor: -factor.share)
    return [
        Share(factor.text_zh if lang == "zh" else factor.text_en, factor.share)
        for factor in factors
        if factor.share >= LEAST_SHARE
    ]


def _other(model: DeskModel, alert: AlertView) -> OtherVessel | None:
    other = alert.partner_track_id if model.view_state.craft == alert.track_id else alert.track_id
    if alert.partner_track_id is None or not other:
        return None
    name = alert.name if other == alert.track_id else alert.partner_name
    return OtherVessel(f"T{other}", name.strip() or f"T{other}")


def _mark_line(model: DeskModel, event: LedgerEvent) -> RecordLine:
    """Return a mark as text: officer, desk, action, reason."""
    what = did(event, model.context.lang)
    why = str(event.body.get("reason", ""))
    desk = f" ({event.desk})" if event.desk else ""
    return RecordLine(event.t_s, f"{what} · {why}" if why else what, model.context.officer(event.actor) + desk)


def _ended_lines(model: DeskModel, track_id: int, mmsi: int) -> list[RecordLine]:
    """Return ended alerts that are still in the picture."""
    now, lang = set(model.alerts()), model.context.lang
    return [
        RecordLine(each.since_s, f"{rule_name(each.rule, lang)} · {reason(each, lang)}")
        for each in model.picture.rectified
        if _about(each, track_id, mmsi) and each.alert_id not in now
    ]


def _verdict_lines(model: DeskModel, mmsi: int) -> list[RecordLine]:
    """Return marks on ended alerts, from the ledger, newest first."""
    now = set(model.alerts())
    marks = [
        event
        for key, events in model.book.marks.items()
        if key not in now
        for event in events
        if mmsi and event.body.get("alert", {}).get("mmsi") == mmsi
    ]
    return [_verdict_line(model, event) for event in sorted(marks, key=lambda event: -event.seq)]


def _verdict_line(model: DeskModel, event: LedgerEvent) -> RecordLine:
    rule = rule_name(str(event.body.get("alert", {}).get("rule", "")), model.context.lang)
    undo = undo_of(event.subject, model.book, model.context)
    last = undo if undo and undo.undoes == event.seq else None
    return RecordLine(
        event.t_s, f"{rule} · {model.context.officer(event.actor)} {did(event, model.context.lang)}", undo=last
    )


def _about(alert: AlertView, track_id: int, mmsi: int) -> bool:
    return bool(
        (track_id and track_id in (alert.track_id, alert.partner_track_id))
        or (mmsi and mmsi in (alert.mmsi, alert.partner_mmsi))
    )


def _subjects(model: DeskModel, track_id: int, mmsi: int) -> list[str]:
    """Return the subjects of notes about this vessel."""
    alerts = [
        f"alert:{key}"
        for key, each in model.alerts().items()
        if _about(each, track_id, mmsi) or key == model.view_state.alert
    ]
    return [*alerts, *([f"mmsi:{mmsi:09d}"] if mmsi else [])]
