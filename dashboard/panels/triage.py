"""The column on the right: what needs a person, worst first, explained.

What lives here: the panel `triage` and its rule for who is shown where. What does not: how alerts come about.
A card keeps its place while it is read: only the place of a card that left is given to another.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence

from dashboard.common.alert_presenter import reason, title
from dashboard.common.markup import Html, el, join
from dashboard.common.theme import SHAPES
from dashboard.panels.base import Columns, Context, HtmlPanel, panel
from dashboard.panels.feeds import blind, deaf
from dashboard.parts.cards import card, nearest_boats
from dashboard.words import span
from models.messages.picture import AlertView, Picture

SECTIONS = ("distress", "red", "orange", "yellow")
CARD_REM = {"distress": 9.4, "red": 9.4, "orange": 6.5, "yellow": 4.6}
HEAD_REM = 3.3
QUIET_REM = 2.4
ENDED_REM = 3.0  # the line of those that ended before anyone had seen them
ENDED_NAMED = 3
CARD_WIDTH_REM = 25.0


@panel("triage")
class TriagePanel(HtmlPanel):
    """Cards under three colours, and distress above them when there is any."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._height_rem, self._across = 58.0, 1
        self._shown: dict[str, list[str]] = {colour: [] for colour in SECTIONS}

    def resize(self, width_rem: float, height_rem: float) -> None:
        """How much room the page has for this panel."""
        self._height_rem, self._across = height_rem, max(1, int(width_rem // CARD_WIDTH_REM))

    def update(self, picture: Picture) -> None:
        """Decide who is shown, then show."""
        by_colour = {
            colour: [each for each in picture.alerts if each.colour == colour and not each.folded]
            for colour in SECTIONS
        }
        height_rem = self._height_rem - ENDED_REM * bool(picture.rectified)
        rooms = allot({colour: len(alerts) for colour, alerts in by_colour.items()}, height_rem, self._across)
        self._shown = {
            colour: settle(self._shown[colour], _urgent_first(alerts, self._shown[colour]), rooms[colour])
            for colour, alerts in by_colour.items()
        }
        super().update(picture)

    def variant(self) -> Hashable:
        """Pages of another size, or that came later, may show other cards."""
        return self._across, tuple(map(tuple, self._shown.values()))

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """One row for each card shown, in order."""
        alerts = {alert.alert_id: alert for alert in picture.alerts}
        shown = [alerts[key] for colour in SECTIONS for key in self._shown[colour]]
        areas = self.context.areas(picture)
        columns: Columns = {
            "alert_id": [alert.alert_id for alert in shown],
            "colour": [alert.colour for alert in shown],
            "title": [title(alert, self.context.lang) for alert in shown],
            "reason": [reason(alert, self.context.lang) for alert in shown],
            "area": [areas[alert.alert_id] for alert in shown],
            "state": [alert.state for alert in shown],
            "age_s": [picture.t_s - alert.since_s for alert in shown],
        }
        boats = nearest_boats(picture)
        sections = [self._section(colour, picture, alerts, areas, boats) for colour in SECTIONS]
        return columns, join(*sections, None if alerts else self._calm(picture), self._ended(picture))

    def _section(
        self,
        colour: str,
        picture: Picture,
        alerts: dict[str, AlertView],
        areas: dict[str, str],
        boats: Mapping[str, float],
    ) -> Html | None:
        carried = sum(alert.colour == colour for alert in picture.alerts)
        count = max(carried, picture.totals.get(f"alerts_{colour}", 0))  # a picture carries only the worst
        if colour == "distress" and not count:
            return None
        keys = self._shown[colour]
        hidden, over = count - len(keys), picture.totals.get(f"over_{colour}", 0)
        notes = [
            self.context.say("more", count=hidden) if hidden else "",
            self.context.say("over_budget", count=over) if over else "",
        ]
        head = el(
            f"div.head.{colour}",
            el("span.shape", SHAPES[colour]),
            el("h2", self.context.say(f"colour_{colour}")),
            el("span.more", " · ".join(filter(None, notes))),
            el("b", count),
        )
        cards = [card(self.context, alerts[key], areas[key], picture.t_s, boats) for key in keys]
        body = el("div.cards", *cards, style=f"--across:{self._across}") if count else self._quiet(colour, picture)
        return el(f"section.{colour}", head, body)

    def _calm(self, picture: Picture) -> Html:
        """Nothing is up at all: say so, and that somebody looks; or that nobody can."""
        if blind(picture):
            told = el("h2", self.context.say("blind")), el("p", self.context.say("blind_hint"))
            return el("div.calm.blind", el("span.shape", SHAPES["red"]), *told)
        watched = self.context.say("calm_hint", count=f"{len(picture.vessels['track_id']):,}")
        part = el("p.part", self.context.say("calm_part", count=deaf(picture))) if deaf(picture) else None
        return el("div.calm", el("span.shape", "✓"), el("h2", self.context.say("calm")), el("p", watched), part)

    def _quiet(self, colour: str, picture: Picture) -> Html:
        if blind(picture):
            return el("p.quiet", self.context.say("quiet_blind"))
        quiet_s = self.context.memory.quiet_s(colour, picture.t_s)
        words = self.context.say(
            "quiet_for",
            span=span(self.context.lang, quiet_s),
            colour=self.context.say(f"short_{colour}"),
        )
        return el("p.quiet", words)

    def _ended(self, picture: Picture) -> Html | None:
        """Alerts that ended by themselves before anyone had seen them: one line, so that none is lost."""
        ended = picture.rectified
        if not ended:
            return None
        names = "、".join(title(alert, self.context.lang) for alert in ended[:ENDED_NAMED])
        return el("p.ended", el("b", self.context.say("ended_unseen", count=len(ended))), names)


def allot(counts: dict[str, int], height_rem: float, across: int) -> dict[str, int]:
    """How many cards of each colour fit: a row for each colour that has any, the rest to the worst first."""
    shown = [colour for colour in SECTIONS if colour != "distress" or counts[colour]]
    left = height_rem - HEAD_REM * len(shown) - QUIET_REM * sum(not counts[colour] for colour in shown)
    rows = dict.fromkeys(SECTIONS, 0)
    wanted = {colour: math.ceil(counts[colour] / across) for colour in SECTIONS}
    for most in (1, 10_000):
        for colour in shown:
            more = min(wanted[colour], most) - rows[colour]
            fits = max(0, min(more, int(left // CARD_REM[colour])))
            rows[colour] += fits
            left -= fits * CARD_REM[colour]
    return {colour: rows[colour] * across for colour in SECTIONS}


def settle(shown: Sequence[str], wanted: Sequence[str], room: int) -> list[str]:
    """Who is shown now. `wanted` comes most urgent first; whoever stays keeps his place, gaps go to newcomers."""
    chosen = list(wanted[:room])
    newcomers = iter([key for key in chosen if key not in shown])
    places = [key if key in chosen else next(newcomers, None) for key in shown]
    return [key for key in (*places, *newcomers) if key is not None]


def _urgent_first(alerts: list[AlertView], shown: Collection[str]) -> list[str]:
    """Those not yet acknowledged; then by urgency in tenths, so that a flicker moves nobody; those shown; the older."""
    order = sorted(
        alerts,
        key=lambda each: (
            each.state == "acknowledged",
            -round(each.urgency or each.score, 1),
            each.alert_id not in shown,
            each.since_s,
            each.alert_id,
        ),
    )
    return [alert.alert_id for alert in order]
