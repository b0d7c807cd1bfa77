"""The queue of alerts: one row each, who is on it, and what can be done with one key.

What lives here: the markup of the queue and its head. What does not: the order of the rows (desk_model.py) and keys
(assets/js/desk/desk.js). Ages and countdowns are left to the page, so that a row changes only when something happened.
"""

from __future__ import annotations

from dashboard.common.markup import Html, el, join
from dashboard.common.theme import SHAPES
from dashboard.map.callouts import reason, title
from dashboard.panels.feeds import blind
from dashboard.parts.desk_model import Scene, acknowledged_by, last_mark
from dashboard.words import say_or
from models.messages.picture import AlertView

VERDICTS = ("true", "false", "known")
COLOURS_SHOWN = ("distress", "red", "orange", "yellow")


def queue_head(scene: Scene) -> Html:
    """How many of each colour, and how many nobody has acknowledged."""
    alerts = [each for each in scene.picture.alerts if not each.folded]
    counts = [
        el(
            f"button.count.{colour}",
            el("span.shape", SHAPES[colour]),
            el("b", sum(each.colour == colour for each in alerts)),
            el("i", scene.context.say(f"short_{colour}")),
            type_="button",
            data_do="filter",
            data_filter="colours",
            data_value=colour,
            aria_pressed=str(colour in scene.wish.colours).lower(),
        )
        for colour in COLOURS_SHOWN
    ]
    return el("div.counts", *counts)


def queue(scene: Scene) -> Html:
    """The rows in their order; what the filters hide and what the budget folds is counted below."""
    alerts = scene.alerts()
    rows = [row(scene, alerts[key]) for key in scene.order if key in alerts]
    if not rows:
        rows = [_empty(scene)]
    folded = sum(each.folded for each in scene.picture.alerts)
    hidden = len(scene.picture.alerts) - folded - sum(key not in scene.gone for key in scene.order)
    notes = [
        scene.context.say("desk_hidden", count=hidden) if hidden > 0 else "",
        scene.context.say("desk_folded", count=folded) if folded else "",
    ]
    return join(*rows, el("p.quiet.notes", " · ".join(filter(None, notes))))


def _empty(scene: Scene) -> Html:
    """Why there is no row: the filters leave none, nobody can tell, or all is well."""
    say = scene.context.say
    if scene.wish.filtered:
        return el("p.quiet", say("desk_none_match"))
    if blind(scene.picture):
        return el("div.quiet.blind", el("b", f"{SHAPES['red']} {say('blind')}"), el("p", say("blind_hint")))
    return el("p.quiet", say("calm"))


def row(scene: Scene, alert: AlertView) -> Html:
    """One alert: colour in shape and word, rule, whom, why, since when, by when, who."""
    say = scene.context.say
    actor = acknowledged_by(alert, scene.book)
    ended = alert.alert_id in scene.gone
    kinds = [alert.colour, "over" if ended else "seen" if actor else "open"]
    if alert.alert_id == scene.wish.alert or (
        scene.wish.craft and scene.wish.craft in (alert.track_id, alert.partner_track_id)
    ):
        kinds.append("chosen")
    head = el(
        "div.top",
        el("span.shape", SHAPES[alert.colour]),
        el("b.colour", say(f"short_{alert.colour}")),
        el("span.rule", say_or(scene.context.lang, f"rule_{alert.rule}", alert.rule)),
        el("span.area", scene.area(alert)),
        el("time.age", data_since=f"{alert.since_s:.0f}"),
    )
    return el(
        ".".join(["div.row", *kinds]),
        head,
        el("strong", title(alert, scene.context.lang)),
        el("p.why", reason(alert, scene.context.lang)),
        el("div.foot", state(scene, alert, actor, ended), None if ended or actor else _buttons(scene)),
        data_key=alert.alert_id,
        data_do="open",
        data_alert=alert.alert_id,
        data_craft=f"T{alert.track_id}" if alert.track_id else "",
        role="option",
        id=f"row-{alert.alert_id}",
        aria_selected=str(alert.alert_id == scene.wish.alert).lower(),
    )


def state(scene: Scene, alert: AlertView, actor: str, ended: bool) -> Html:
    """How it stands: ended, silenced, acknowledged by whom, escalated, or the time left; and what was said of it."""
    say = scene.context.say
    verdict = last_mark(alert.alert_id, scene.book, VERDICTS)
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


def _buttons(scene: Scene) -> Html:
    """Of a row that waits for someone; one that has been seen keeps its buttons on the card, and the keys."""
    acts = (("acknowledge", "A", "desk_acknowledge"), ("silence", "S", "desk_silence"))
    return el("span.acts", *(act(scene, *each) for each in acts))


def act(scene: Scene, do: str, key: str, word: str) -> Html:
    """A button that does what a key does as well."""
    return el(f"button.act.{do}", scene.context.say(word), el("kbd", key), type_="button", data_do=do)
