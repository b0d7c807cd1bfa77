"""What is said of a craft: its risk in words, its alerts and the evidence, marks, notes and the record before.

What lives here: these parts of the card. What does not: what the craft says of itself (desk_card.py).
"""

from __future__ import annotations

from dashboard.common.alert_presenter import reason, rule_name, title
from dashboard.common.markup import Html, el, join
from dashboard.common.theme import SHAPES
from dashboard.parts.desk_model import DeskModel, acknowledged_by
from dashboard.parts.desk_queue import act, state
from models.base.schema import COLOURS
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
)


def risk(model: DeskModel, value: float, level: int) -> Html:
    """The risk now, in the colour of its level."""
    return el(
        f"section.risk.{COLOURS[level]}",
        el("h3", model.context.say("desk_risk")),
        el("b.score", f"{value:.2f}"),
        el("span.track", el("span.part", style=f"width:{max(0.0, min(1.0, value)):.0%}")),
    )


def alerts_of(model: DeskModel, track_id: int, mmsi: int) -> Html | None:
    """The alerts about it as they stand, the chosen one first, each with its reasons and what can be done."""
    alerts = [
        each
        for each in model.alerts().values()
        if _about(each, track_id, mmsi) or each.alert_id == model.view_state.alert
    ]
    alerts.sort(key=lambda each: (each.alert_id != model.view_state.alert, -each.score, each.alert_id))
    return join(*(_alert(model, each) for each in alerts)) if alerts else None


def vessel_report(model: DeskModel, track_id: int, mmsi: int) -> Html:
    """Notes, then what was before: marks and alerts that ended."""
    notes = [event for subject in _subjects(model, track_id, mmsi) for event in model.book.notes.get(subject, ())]
    notes.sort(key=lambda event: -event.seq)
    return join(
        el(
            "section.notes",
            el("h3", model.context.say("desk_notes")),
            *(_note(model, event) for event in notes[:PAST_SHOWN]),
            None if notes else el("p.soft", model.context.say("desk_no_notes")),
        ),
        _past(model, track_id, mmsi),
    )


def when(model: DeskModel, t_s: float) -> Html:
    """The local time of the site, filled in by the page."""
    return el("time.at", data_at=f"{t_s:.0f}")


def said_by(model: DeskModel, event: LedgerEvent) -> Html:
    """A mark in words: what, who, from which desk, when, why."""
    what = model.context.say(f"desk_did_{event.body.get('mark', '')}")
    why = str(event.body.get("reason", ""))
    desk = f" ({event.desk})" if event.desk else ""
    return el("p.said", when(model, event.t_s), " ", el("b", event.actor + desk), " ", what, f" · {why}" if why else "")


def _alert(model: DeskModel, alert: AlertView) -> Html:
    lang, actor = model.context.lang, acknowledged_by(alert, model.book)
    shares = sorted(alert.factors, key=lambda factor: -factor.share)
    words = [
        el("li", el("span", factor.text_zh if lang == "zh" else factor.text_en), el("b", f"{factor.share:.0%}"))
        for factor in shares
        if factor.share >= LEAST_SHARE
    ]
    ended = alert.alert_id in model.gone
    acts = [each for each in ACTS if not (actor and each[0] == "acknowledge")]
    return el(
        f"section.alert.{alert.colour}",
        el(
            "h3",
            el("span.shape", SHAPES[alert.colour]),
            rule_name(alert.rule, lang),
            el("b.score", f"{alert.score:.2f}"),
            el("time.age", data_since=f"{alert.since_s:.0f}"),
        ),
        el("p.why", reason(alert, lang)),
        el("p.stand", state(model, alert, actor, ended)),
        None if ended else el("div.acts", *(act(model, *each) for each in acts)),
        _other(model, alert),
        el("ul.shares", *words),
        *(said_by(model, event) for event in model.book.marks.get(alert.alert_id, ())),
        _grounds(model, alert),
        data_alert=alert.alert_id,
        data_key=alert.alert_id,
    )


def _other(model: DeskModel, alert: AlertView) -> Html | None:
    """The way to the other craft of an alert about two."""
    other = alert.partner_track_id if model.view_state.craft == alert.track_id else alert.track_id
    if alert.partner_track_id is None or not other:
        return None
    name = alert.name if other == alert.track_id else alert.partner_name
    go = {"type_": "button", "data_do": "open", "data_alert": alert.alert_id, "data_craft": f"T{other}"}
    return el("p.partner", el("button.act", "→ ", name.strip() or f"T{other}", **go))


def _grounds(model: DeskModel, alert: AlertView) -> Html:
    """The ways to see for oneself: how it came about, and the very sentences."""
    return el("p.grounds", _replay(model, alert), _sentences(model, alert))


def _replay(model: DeskModel, alert: AlertView) -> Html | None:
    """Where time can be steered, the director goes back on the page of exercises: everybody goes with it."""
    if model.picture.pace != "live":
        return None
    asks = {"type_": "button", "data_do": "replay", "data_since": f"{alert.since_s:.0f}"}
    return el("button.act", model.context.say("desk_replay"), el("kbd", "P"), **asks)


def _sentences(model: DeskModel, alert: AlertView) -> Html | None:
    if not alert.evidence:
        return None
    refs = tuple(dict.fromkeys(alert.evidence))  # of a young alert the first and the last are the same
    about = ",".join(str(mmsi) for mmsi in (alert.mmsi, alert.partner_mmsi) if mmsi)
    named = f"{title(alert, model.context.lang)} · {reason(alert, model.context.lang)}"
    asks = {"type_": "button", "data_do": "evidence", "data_refs": ",".join(refs), "data_mmsi": about}
    words = model.context.say("desk_sentences"), " ", el("i", str(len(refs)))
    return el("button.act", *words, el("kbd", "E"), data_title=named, **asks)


def _note(model: DeskModel, event: LedgerEvent) -> Html:
    return el(
        "p.said",
        when(model, event.t_s),
        " ",
        el("b", event.actor),
        " ",
        str(event.body.get("text", "")),
        data_key=event.seq,
    )


def _past(model: DeskModel, track_id: int, mmsi: int) -> Html | None:
    """Alerts of this craft that are over: from the record of the watch, and those the core still shows."""
    now = set(model.alerts())
    ended = [each for each in model.picture.rectified if _about(each, track_id, mmsi) and each.alert_id not in now]
    marks = [
        event
        for key, events in model.book.marks.items()
        if key not in now
        for event in events
        if mmsi and event.body.get("alert", {}).get("mmsi") == mmsi
    ]
    if not ended and not marks:
        return None
    lines = [
        el(
            "p.said",
            when(model, each.since_s),
            " ",
            rule_name(each.rule, model.context.lang),
            " · ",
            reason(each, model.context.lang),
        )
        for each in ended
    ]
    lines += [_verdict(model, event) for event in sorted(marks, key=lambda event: -event.seq)]
    return el("section.past", el("h3", model.context.say("desk_past")), *lines[:PAST_SHOWN])


def _verdict(model: DeskModel, event: LedgerEvent) -> Html:
    rule = str(event.body.get("alert", {}).get("rule", ""))
    what = model.context.say(f"desk_did_{event.body.get('mark', '')}")
    return el(
        "p.said",
        when(model, event.t_s),
        " ",
        rule_name(rule, model.context.lang),
        " · ",
        event.actor,
        " ",
        what,
    )


def _about(alert: AlertView, track_id: int, mmsi: int) -> bool:
    return bool(
        (track_id and track_id in (alert.track_id, alert.partner_track_id))
        or (mmsi and mmsi in (alert.mmsi, alert.partner_mmsi))
    )


def _subjects(model: DeskModel, track_id: int, mmsi: int) -> list[str]:
    """What notes about this craft are filed under."""
    alerts = [
        f"alert:{key}"
        for key, each in model.alerts().items()
        if _about(each, track_id, mmsi) or key == model.view_state.alert
    ]
    return [*alerts, *([f"mmsi:{mmsi:09d}"] if mmsi else [])]
