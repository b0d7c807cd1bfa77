"""Triage column on the right of the wall: the alerts that need a person, worst first, with their reasons.

A card keeps its place while it is shown; only the place of a removed card is given to another.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.cases.work_line import WorkLine, work_lines
from dashboard.common.alert_words import reason, title
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.common.theme import SHAPES
from dashboard.panels.base import Columns, Context, HtmlPanel, panel
from dashboard.panels.feeds import blind, deaf
from dashboard.parts.alert_card import TriageCard, card, nearest_boats
from dashboard.parts.desk_model import must_see
from dashboard.words import span
from models.messages.picture import STANDING_STATES, AlertView, Picture

SECTIONS = ("distress", "red", "orange", "yellow")
CARD_REM = {"distress": 9.4, "red": 9.4, "orange": 6.5, "yellow": 4.6}
HEAD_REM = 3.3
QUIET_REM = 2.4
ENDED_REM = 3.0  # room for the line of alerts that ended before an officer saw them
ENDED_NAMED = 3
CARD_WIDTH_REM = 25.0


@dataclass(frozen=True)
class TriageSection:
    """The cards of a colour; `notes` count those not shown, `quiet` is shown if there is no card."""

    colour: str
    count: int
    notes: list[str]
    cards: list[TriageCard]
    quiet: str


@dataclass(frozen=True)
class Calm:
    """Whether there is no alert at all, and whether the cause is that no feed delivers; `feeds_down` counts those."""

    nothing: bool
    blind: bool
    vessels: str
    feeds_down: int


@panel("triage")
class TriagePanel(HtmlPanel):
    """Shows cards under three colours, and distress above them if there is any."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._height_rem, self._across = 58.0, 1
        self._shown: dict[str, list[str]] = {colour: [] for colour in SECTIONS}

    def resize(self, width_rem: float, height_rem: float) -> None:
        """Set the height that the page has for this panel."""
        self._height_rem, self._across = height_rem, max(1, int(width_rem // CARD_WIDTH_REM))

    def update(self, picture: Picture) -> None:
        """Choose the cards, then show them."""
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
        """Return what is shown: pages of another size, or opened later, may show other cards."""
        return self._across, self.context.book().seq, tuple(map(tuple, self._shown.values()))

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return one row for each card shown, in order."""
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
        return columns, self._html(picture, alerts, areas)

    def _html(self, picture: Picture, alerts: dict[str, AlertView], areas: dict[str, str]) -> Html:
        boats, work = nearest_boats(picture), work_lines(self.context, picture)
        sections = (self._section(colour, picture, alerts, areas, boats, work) for colour in SECTIONS)
        return render(
            "parts/triage.html",
            say=self.context.say,
            shapes=SHAPES,
            across=self._across,
            sections=[each for each in sections if each],
            calm=_calm(picture),
            ended=_ended(picture, self.context.lang),
            ended_count=f"{sum(map(picture.cleared_count, SECTIONS)):,}",
            ended_dropped=picture.totals.get("unseen_dropped", 0),
        )

    def _section(
        self,
        colour: str,
        picture: Picture,
        alerts: dict[str, AlertView],
        areas: dict[str, str],
        boats: Mapping[str, float],
        work: Mapping[str, WorkLine],
    ) -> TriageSection | None:
        count = picture.count(colour)
        if colour == "distress" and not count:
            return None
        keys = self._shown[colour]
        hidden, over = count - len(keys), picture.totals.get(f"over_{colour}", 0)
        notes = (
            self.context.say("more", count=hidden) if hidden else "",
            self.context.say("over_budget", count=over) if over else "",
        )
        cards = [card(self.context, alerts[key], areas[key], picture.t_s, boats, work.get(key)) for key in keys]
        quiet = "" if count else self._quiet(colour, picture)
        return TriageSection(colour, count, [each for each in notes if each], cards, quiet)

    def _quiet(self, colour: str, picture: Picture) -> str:
        if blind(picture):
            return self.context.say("quiet_blind")
        quiet_s = self.context.memory.quiet_s(colour, picture.t_s)
        return self.context.say(
            "quiet_for",
            span=span(self.context.lang, quiet_s),
            colour=self.context.say(f"short_{colour}"),
        )


def _ended(picture: Picture, lang: str) -> list[tuple[str, str, str]]:
    """Return colour, shape and title of the first alerts that ended before anyone acknowledged them, worst first."""
    first = picture.rectified[:ENDED_NAMED]
    return [(each.colour, SHAPES[each.colour], title(each, lang)) for each in first]


def _calm(picture: Picture) -> Calm:
    nothing = not picture.alerts and not must_see(picture)
    return Calm(nothing, nothing and blind(picture), f"{len(picture.vessels['track_id']):,}", deaf(picture))


def allot(counts: dict[str, int], height_rem: float, across: int) -> dict[str, int]:
    """Return how many cards of each colour fit: one for each colour present, the remaining room to the worst first."""
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
    """Return the cards to show. `wanted` is most urgent first; cards that stay keep their places, others fill gaps."""
    chosen = list(wanted[:room])
    newcomers = iter([key for key in chosen if key not in shown])
    places = [key if key in chosen else next(newcomers, None) for key in shown]
    return [key for key in (*places, *newcomers) if key is not None]


def _urgent_first(alerts: list[AlertView], shown: Collection[str]) -> list[str]:
    """Sort: open, silenced, acknowledged; then urgency in tenths, so that small changes move nothing; shown; older."""
    order = sorted(
        alerts,
        key=lambda each: (
            STANDING_STATES.index(each.state),
            -round(each.urgency or each.score, 1),
            each.alert_id not in shown,
            each.since_s,
            each.alert_id,
        ),
    )
    return [alert.alert_id for alert in order]
