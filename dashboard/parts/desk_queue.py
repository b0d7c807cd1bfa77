"""The queue of alerts: one row each, who is on it, and what can be done with one key.

What lives here: the markup of the queue and its head. What does not: the order of the rows (desk_model.py) and keys
(assets/js/desk/desk.js). Ages and countdowns are left to the page, so that a row changes only when something happened.
"""

from __future__ import annotations

from dashboard.common.alert_presenter import reason, rule_name, title
from dashboard.common.markup import Html, el, join
from dashboard.common.theme import SHAPES
from dashboard.panels.feeds import blind
from dashboard.parts.desk_model import DeskModel, acknowledged_by, last_mark
from models.messages.picture import AlertView

VERDICTS = ("true", "false", "known")
COLOURS_SHOWN = ("distress", "red", "orange", "yellow")


def queue_head(model: DeskModel) -> Html:
    """How many of each colour, and how many nobody has acknowledged."""
    alerts = [each for each in model.picture.alerts if not each.folded]
    counts = [
        el(
            f"button.count.{colour}",
            el("span.shape", SHAPES[colour]),
            el("b", sum(each.colour == colour for each in alerts)),
            el("i", model.context.say(f"short_{colour}")),
            type_="button",
            data_do="filter",
            data_filter="colours",
            data_value=colour,
            aria_pressed=str(colour in model.view_state.colours).lower(),
        )
        for colour in COLOURS_SHOWN
    ]
    return el("div.counts", *counts)


def queue(model: DeskModel) -> Html:
    """The rows in their order; what the filters hide and what the budget folds is counted below."""
    alerts = model.alerts()
    rows = [row(model, alerts[key]) for key in model.order if key in alerts]
    if not rows:
        rows = [_empty(model)]
    folded = sum(each.folded for each in model.picture.alerts)
    hidden = len(model.picture.alerts) - folded - sum(key not in model.gone for key in model.order)
    notes = [
        model.context.say("desk_hidden", count=hidden) if hidden > 0 else "",
        model.context.say("desk_folded", count=folded) if folded else "",
    ]
    return join(*rows, el("p.quiet.notes", " · ".join(filter(None, notes))))


def _empty(model: DeskModel) -> Html:
    """Why there is no row: the filters leave none, nobody can tell, or all is well."""
    say = model.context.say
    if model.view_state.filtered:
        return el("p.quiet", say("desk_none_match"))
    if blind(model.picture):
        return el("div.quiet.blind", el("b", f"{SHAPES['red']} {say('blind')}"), el("p", say("blind_hint")))
    return el("p.quiet", say("calm"))


def row(model: DeskModel, alert: AlertView) -> Html:
    """One alert: colour in shape and word, rule, whom, why, since when, by when, who."""
    say = model.context.say
    actor = acknowledged_by(alert, model.book)
    ended = alert.alert_id in model.gone
    kinds = [alert.colour, "over" if ended else "seen" if actor else "open"]
    if alert.alert_id == model.view_state.alert or (
        model.view_state.craft and model.view_state.craft in (alert.track_id, alert.partner_track_id)
    ):
        kinds.append("chosen")
    head = el(
        "div.top",
        el("span.shape", SHAPES[alert.colour]),
        el("b.colour", say(f"short_{alert.colour}")),
        el("span.rule", rule_name(alert.rule, model.context.lang)),
        el("span.area", model.area(alert)),
        el("time.age", data_since=f"{alert.since_s:.0f}"),
    )
    return el(
        ".".join(["div.row", *kinds]),
        head,
        el("strong", title(alert, model.context.lang)),
        el("p.why", reason(alert, model.context.lang)),
        el("div.foot", state(model, alert, actor, ended), None if ended or actor else _buttons(model)),
        data_key=alert.alert_id,
        data_do="open",
        data_alert=alert.alert_id,
        data_craft=f"T{alert.track_id}" if alert.track_id else "",
        role="option",
        id=f"row-{alert.alert_id}",
        aria_selected=str(alert.alert_id == model.view_state.alert).lower(),
    )


def state(model: DeskModel, alert: AlertView, actor: str, ended: bool) -> Html:
    """How it stands: ended, silenced, acknowledged by whom, escalated, or the time left; and what was said of it."""
    say = model.context.say
    verdict = last_mark(alert.alert_id, model.book, VERDICTS)
    said = el("em", say(f"desk_said_{verdict.body['mark']}", actor=verdict.actor)) if verdict else None
    until_s = alert.silenced_until_s
    if ended:
        return el("span.state.seen", say("desk_ended"))
    if until_s is not None:
        by = alert.silenced_by
        return el(
            "span.state.seen", say("desk_silenced", actor=by), " ", el("time.left", data_due=f"{until_s:.0f}"), said
        )
    if actor:
        return el("span.state.seen", say("state_seen", actor=actor), said)
    left = None if alert.due_s is None else el("time.left", data_due=f"{alert.due_s:.0f}")
    if alert.escalated:
        return el("span.state.late", say("state_escalated", count=alert.escalated), " ", left, said)
    return el("span.state", say("state_open"), " ", left, said)


def _buttons(model: DeskModel) -> Html:
    """Of a row that waits for someone; one that has been seen keeps its buttons on the card, and the keys."""
    acts = (("acknowledge", "A", "desk_acknowledge"), ("silence", "S", "desk_silence"))
    return el("span.acts", *(act(model, *each) for each in acts))


def act(model: DeskModel, do: str, key: str, word: str) -> Html:
    """A button that does what a key does as well."""
    return el(f"button.act.{do}", model.context.say(word), el("kbd", key), type_="button", data_do=do)
