"""Queue of alerts: one row each, with its status and the actions of one key (assets/html/parts/queue.html).

desk_model.py decides the order of the rows. The page computes ages and countdowns, so that a row changes only when
its alert does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.cases.case_desk import ALERT, holders
from dashboard.common.alert_words import reason, rule_name, title
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.common.theme import SHAPES
from dashboard.panels.feeds import blind
from dashboard.parts.desk_model import CALLING, DeskModel, Undo, acknowledged_by, last_mark, undo_of
from models.messages.picture import AlertView

VERDICTS = ("true", "false", "known")
STANDING_OF = {"silenced": "silenced", "rectified": "cleared"}
COLOURS_SHOWN = ("distress", "red", "orange", "yellow")


@dataclass(frozen=True)
class ColourCount:
    """Number of alerts of a colour, and whether the queue is filtered by it."""

    colour: str
    shape: str
    count: int
    pressed: bool


@dataclass(frozen=True)
class AlertStatus:
    """Status of an alert: `kind` is seen, silenced, cleared, late or empty; `due_s` is the end of the silence.

    `within_s` is by when it must be acknowledged, `since_s` since when it has been over, or a distress call silent.
    """

    kind: str
    text: str
    due_s: float | None = None
    verdict: str = ""
    within_s: float | None = None
    since_s: float | None = None
    note: str = ""


@dataclass(frozen=True)
class QueueRow:
    """One alert of the queue; `standing` is open, silenced, cleared, seen or over."""

    alert_id: str
    vessel: str
    colour: str
    shape: str
    rule: str
    area: str
    title: str
    reason: str
    since_s: float
    standing: str
    chosen: bool
    selected: bool
    status: AlertStatus
    undo: Undo | None
    case: str


def queue_head(model: DeskModel) -> Html:
    """Return the number of alerts of each colour."""
    picture = model.picture
    counts = [
        ColourCount(colour, SHAPES[colour], picture.count(colour), colour in model.view_state.colours)
        for colour in COLOURS_SHOWN
    ]
    cleared = sum(picture.cleared_count(colour) for colour in CALLING)
    dropped = picture.totals.get("unseen_dropped", 0)
    return render("parts/queue_head.html", say=model.context.say, counts=counts, cleared=cleared, dropped=dropped)


def queue(model: DeskModel) -> Html:
    """Return the rows in order; alerts hidden by filters or folded by the budget are counted below."""
    alerts = model.alerts()
    rows = [row(model, alerts[key]) for key in model.order if key in alerts]
    say = model.context.say
    return render("parts/queue.html", say=say, rows=rows, empty=_empty(model), notes=_notes(model), shapes=SHAPES)


def row(model: DeskModel, alert: AlertView) -> QueueRow:
    """Return the row of an alert."""
    lang, view_state = model.context.lang, model.view_state
    actor = acknowledged_by(alert, model.book)
    ended = alert.alert_id in model.gone
    selected = alert.alert_id == view_state.alert
    case = holders(model.book).get(f"{ALERT}{alert.alert_id}")
    about = view_state.craft and view_state.craft in (alert.track_id, alert.partner_track_id)
    return QueueRow(
        alert_id=alert.alert_id,
        vessel=f"T{alert.track_id}" if alert.track_id else "",
        colour=alert.colour,
        shape=SHAPES[alert.colour],
        rule=rule_name(alert.rule, lang),
        area=model.area(alert),
        title=title(alert, lang),
        reason=reason(alert, lang),
        since_s=alert.since_s,
        standing="over" if ended else "seen" if actor else STANDING_OF.get(alert.state, "open"),
        chosen=bool(selected or about),
        selected=selected,
        status=status(model, alert, actor, ended),
        undo=undo_of(alert.alert_id, model.book, model.context),
        case=case.id if case else "",
    )


def status(model: DeskModel, alert: AlertView, actor: str, ended: bool) -> AlertStatus:
    """Return the status: ended, silenced, acknowledged by whom, escalated, or time left; with an officer's verdict."""
    say, officer = model.context.say, model.context.officer
    if ended:
        return AlertStatus("seen", say("desk_ended"))
    mark = last_mark(alert.alert_id, model.book, VERDICTS)
    verdict = say(f"desk_said_{mark.body['mark']}", actor=officer(mark.actor)) if mark else ""
    if actor:
        return _with_silence(model, alert, AlertStatus("seen", say("state_seen", actor=officer(actor)), None, verdict))
    if alert.state == "rectified":
        how = f" · {say(f'ending_{alert.ending}')}" if alert.ending else ""
        return AlertStatus("cleared", say("desk_cleared") + how, None, verdict, since_s=alert.cleared_s)
    if alert.state == "silenced":
        text = f"{say('desk_silenced', actor=officer(alert.silenced_by))} {say('ends_in')}"
        return _with_silence(model, alert, AlertStatus("silenced", text, alert.silenced_until_s, verdict))
    kind, text = ("late", say("state_escalated", count=alert.escalated)) if alert.escalated else ("", "")
    text = text or ("" if alert.due_s else say("state_open"))
    return _with_silence(model, alert, AlertStatus(kind, text, None, verdict, within_s=alert.due_s))


def _with_silence(model: DeskModel, alert: AlertView, made: AlertStatus) -> AlertStatus:
    """Return the status of a distress with a note that its call has stopped, and since when."""
    if alert.silent_s is None:
        return made
    return replace(made, since_s=alert.silent_s, note=model.context.say("desk_silent"))


def _empty(model: DeskModel) -> str:
    """Return why there is no row, as a key of the words table: filters, no feed delivers, or no alert."""
    if model.view_state.filtered:
        return "desk_none_match"
    return "blind" if blind(model.picture) else "calm"


def _notes(model: DeskModel) -> list[str]:
    say = model.context.say
    folded = sum(each.folded for each in model.picture.alerts)
    shown, count = sum(key not in model.gone for key in model.order), _count(model)
    notes = (
        say("desk_shown", shown=shown, count=f"{count:,}") if shown < count - folded else "",
        say("desk_folded", count=folded) if folded else "",
    )
    return [each for each in notes if each]


def _count(model: DeskModel) -> int:
    """Return the number of alerts that stand, or were red and wait for somebody to see that they are over."""
    picture = model.picture
    return sum(map(picture.count, COLOURS_SHOWN)) + sum(map(picture.cleared_count, CALLING))
