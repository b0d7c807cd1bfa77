"""Cards of the triage column: vessel, reason, age, consequence and status of an alert.

They are the values of assets/html/parts/triage.html; panels/triage.py decides which cards are shown, and where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.cases.work_line import WorkLine
from dashboard.common.alert_words import reason, title
from dashboard.panels.base import Context
from dashboard.words import stopwatch
from models.messages.picture import AlertView, Picture

FLASH_S = 60.0
FACTORS_SHOWN = 3
LEAST_SHARE = 0.03  # smaller parts are not shown
CALLING = ("red", "distress")


@dataclass(frozen=True)
class CardFactor:
    """A factor of the score and its share, 0..1."""

    text: str
    share: float


@dataclass(frozen=True)
class CardStatus:
    """`kind` is seen, silenced, late or empty."""

    kind: str
    text: str


@dataclass(frozen=True)
class TriageCard:
    """Red and distress (`calling`) take five lines, orange three, yellow two; two names take the whole first line."""

    colour: str
    attention: str
    about_vessel: bool
    calling: bool
    pair: bool
    title: str
    area: str
    reason: str
    age: str
    score: float
    factors: list[CardFactor]
    status: CardStatus
    brief: CardStatus | None
    boat: str
    work: WorkLine | None


def attention(alert: AlertView, t_s: float) -> str:
    """Return how a card draws attention: `flash` when new or in distress, `pulse` until acknowledged, then `seen`.

    A silenced card does not flash or pulse, and is not shown as acknowledged.
    """
    if alert.state != "unacknowledged":
        return "silenced" if alert.state == "silenced" else "seen"
    if alert.colour not in CALLING:
        return "open"
    return "flash" if alert.colour == "distress" or t_s - alert.since_s < FLASH_S else "pulse"


def card(
    context: Context, alert: AlertView, area: str, t_s: float, boats: Mapping[str, float], work: WorkLine | None = None
) -> TriageCard:
    """Return the card of an alert; `boats` is the result of `nearest_boats`, `work` who is on it."""
    minutes = boats.get(alert.alert_id)
    return TriageCard(
        colour=alert.colour,
        attention=attention(alert, t_s),
        about_vessel=bool(alert.track_id),
        calling=alert.colour in CALLING,
        pair=alert.partner_track_id is not None,
        title=title(alert, context.lang),
        area=area,
        reason=reason(alert, context.lang),
        age=stopwatch(t_s - alert.since_s),
        score=alert.score,
        factors=_factors(context, alert),
        status=_status(context, alert, t_s),
        brief=_brief_status(context, alert),
        boat="" if minutes is None else context.say("boat_in", minutes=f"{minutes:.0f}"),
        work=work,
    )


def nearest_boats(picture: Picture) -> dict[str, float]:
    """Return the minutes until the recommended boat can arrive, by the id of the alert."""
    work, minutes = picture.reach["work"].tolist(), picture.reach["minutes"]
    return {
        each.decode("ascii", "replace"): float(at)
        for each, at in zip(work, minutes.tolist(), strict=True)
        if np.isfinite(at)
    }


def _factors(context: Context, alert: AlertView) -> list[CardFactor]:
    """Return the factors with the largest shares of the score."""
    best = sorted(alert.factors, key=lambda factor: -factor.share)[:FACTORS_SHOWN]
    return [
        CardFactor(factor.text_zh if context.lang == "zh" else factor.text_en, factor.share)
        for factor in best
        if factor.share >= LEAST_SHARE
    ]


def _brief_status(context: Context, alert: AlertView) -> CardStatus | None:
    """Return the status for the single line of a yellow card: who acknowledged or silenced it."""
    kinds = {
        "acknowledged": CardStatus("seen", f"✓ {context.officer(alert.acknowledged_by)}"),
        "silenced": CardStatus("silenced", f"⊘ {context.officer(alert.silenced_by)}"),
    }
    return kinds.get(alert.state)


def _status(context: Context, alert: AlertView, t_s: float) -> CardStatus:
    """Return who acknowledged or silenced the alert, or the time left, or the number of escalations."""
    if alert.state == "acknowledged":
        return CardStatus("seen", context.say("state_seen", actor=context.officer(alert.acknowledged_by)))
    if alert.state == "silenced" and alert.silenced_until_s is not None:
        left = stopwatch(alert.silenced_until_s - t_s)
        return CardStatus(
            "silenced", context.say("state_silenced", actor=context.officer(alert.silenced_by), left=left)
        )
    if alert.silent_s is not None:
        return CardStatus("late", context.say("silent_stands", since=stopwatch(t_s - alert.silent_s)))
    if alert.escalated:
        return CardStatus("late", context.say("state_escalated", count=alert.escalated))
    if alert.due_s is None:
        return CardStatus("", context.say("state_open"))
    left_s = alert.due_s - t_s
    return CardStatus("", f"{context.say('ack_within' if left_s >= 0 else 'ack_overdue')} {stopwatch(abs(left_s))}")
