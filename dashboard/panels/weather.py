"""Panel of forecast wind and sea: the latest reports of the source `weather` that are still valid.

Without such a feed the panel shows a note.
"""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.markup import Html, el, join
from dashboard.panels.base import Columns, HtmlPanel, panel
from models.messages.clue import Clue
from models.messages.picture import Picture

SHOWN = 2
SOURCE = "weather"


@panel("weather")
class WeatherPanel(HtmlPanel):
    """Shows two lines, the strongest wind first; the space is kept if there are fewer."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return a row for each report shown."""
        holding = [clue for clue in picture.clues if clue.source == SOURCE and _holds(clue, picture.t_s)]
        clues = sorted(holding, key=lambda clue: (-(clue.wind_force or 0), -clue.t_s))[:SHOWN]
        columns: Columns = {"id": [clue.id for clue in clues], "force": [clue.wind_force for clue in clues]}
        newest = max((clue.t_s for clue in clues), default=None)
        more = "" if newest is None else self.context.say("weather_issued", time=self._clock(newest))
        head = el("div.head", el("h2", self.context.say("weather")), el("span.more", more))
        lines = [self._line(clue) for clue in clues] or [el("p.quiet", self.context.say("weather_none"))]
        return columns, join(head, el("div.weather", *lines))

    def _line(self, clue: Clue) -> Html:
        force = None if clue.wind_force is None else el("b", self.context.say("weather_force", force=clue.wind_force))
        return el("div.clue", force, el("i", self._hours(clue)), el("span", clue.text or clue.name))

    def _hours(self, clue: Clue) -> str:
        if clue.valid_from_s is None:
            return ""
        start = self._clock(clue.valid_from_s)
        if clue.valid_to_s is None:
            return self.context.say("weather_from", start=start)
        return self.context.say("weather_span", start=start, end=self._clock(clue.valid_to_s))

    def _clock(self, t_s: float) -> str:
        return datetime.fromtimestamp(t_s + self.context.site.utc_offset_h * 3600, UTC).strftime("%H:%M")


def _holds(clue: Clue, t_s: float) -> bool:
    return clue.valid_to_s is None or t_s < clue.valid_to_s
