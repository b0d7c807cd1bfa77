"""Cards of the triage column: who, why, since when, what is at stake, and how it stands between officer and machine.

What lives here: the markup of one card. What does not: which cards are shown, and where (triage.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.common.alert_presenter import reason, title
from dashboard.common.markup import Html, el, join
from dashboard.panels.base import Context
from dashboard.words import stopwatch
from models.messages.picture import AlertView, Picture

FLASH_S = 60.0
FACTORS_SHOWN = 3
LEAST_SHARE = 0.03  # less is not worth a word
CALLING = ("red", "distress")


def attention(alert: AlertView, t_s: float) -> str:
    """How a card asks for attention: `flash` when new or in distress, `pulse` until acknowledged, then `seen`.

    One that an officer silenced for a while does not move, but still stands open.
    """
    if alert.state != "unacknowledged":
        return "seen"
    if alert.colour not in CALLING or silenced(alert, t_s):
        return "open"
    return "flash" if alert.colour == "distress" or t_s - alert.since_s < FLASH_S else "pulse"


def silenced(alert: AlertView, t_s: float) -> bool:
    """Does an officer want to hear nothing of it now?"""
    return alert.silenced_until_s is not None and t_s < alert.silenced_until_s


def card(context: Context, alert: AlertView, area: str, t_s: float, boats: Mapping[str, float]) -> Html:
    """One card: red and distress in five lines, orange in three, yellow in two. One about the sea has its own edge."""
    kind = f"article.card.{alert.colour}.{attention(alert, t_s)}" + ("" if alert.track_id else ".cause")
    called, why = el("strong", title(alert, context.lang)), el("p", reason(alert, context.lang))
    where, age = el("span.area", area), el("span.age", stopwatch(t_s - alert.since_s))
    state = _state(context, alert, t_s)
    if alert.colour == "yellow":
        seen = el("span.state.seen", f"✓ {alert.acknowledged_by}") if alert.state == "acknowledged" else None
        return el(kind, el("div.name", called, where), el("div.why", seen, why, age))
    pair = alert.partner_track_id is not None  # two names need the whole line
    lines = [el("div.name", called, None if pair else where), el("div.why", why)]
    factors = _factors(context, alert), where if pair else None
    if alert.colour not in CALLING:
        return el(kind, *lines, el("div.foot", *factors, state, age))
    minutes = boats.get(alert.alert_id)
    boat = context.say("boat_in", minutes=f"{minutes:.0f}") if minutes is not None else ""
    return el(
        kind,
        *lines,
        el("div.foot", *factors),
        el("div.foot", state, el("span.boat", boat), age),
    )


def nearest_boats(picture: Picture) -> dict[str, float]:
    """Minutes until the boat meant for it can be there, by the id of the alert."""
    work, minutes = picture.reach["work"].tolist(), picture.reach["minutes"]
    return {
        each.decode("ascii", "replace"): float(at)
        for each, at in zip(work, minutes.tolist(), strict=True)
        if np.isfinite(at)
    }


def _factors(context: Context, alert: AlertView) -> Html:
    """The score and who has a share in it."""
    best = sorted(alert.factors, key=lambda factor: -factor.share)[:FACTORS_SHOWN]
    words = [
        el("span.factor", factor.text_zh if context.lang == "zh" else factor.text_en, f" {factor.share:.0%}")
        for factor in best
        if factor.share >= LEAST_SHARE
    ]
    return el("span.factors", el("b.score", f"{alert.score:.2f}"), *words)


def _state(context: Context, alert: AlertView, t_s: float) -> Html:
    """Acknowledged by whom; silenced by whom; or by when it must be, or how often it was not."""
    if alert.state == "acknowledged":
        return el("span.state.seen", context.say("state_seen", actor=alert.acknowledged_by))
    if alert.silenced_until_s is not None and silenced(alert, t_s):
        left = stopwatch(alert.silenced_until_s - t_s)
        return el("span.state", context.say("state_silenced", actor=alert.silenced_by, left=left))
    if alert.escalated:
        return el("span.state.late", context.say("state_escalated", count=alert.escalated))
    left = "" if alert.due_s is None else stopwatch(alert.due_s - t_s)
    return el("span.state", join(context.say("state_open"), " ", left))
