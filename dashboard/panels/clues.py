"""Panel of the latest clues, with reporter and time."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.markup import Html, el, join
from dashboard.panels.base import Columns, HtmlPanel, panel
from models.messages.clue import Clue
from models.messages.picture import Picture

SHOWN = 3


@panel("clues")
class CluesPanel(HtmlPanel):
    """Shows three lines, the latest first; the space is kept if there are fewer."""

    def compose(self, picture: Picture) -> tuple[Columns, Html]:
        """Return a row for each clue shown."""
        without_area = [clue for clue in picture.clues if not clue.polygon][::-1]
        latest = without_area[:SHOWN]
        texts = [_text(clue) for clue in latest]
        columns: Columns = {"id": [clue.id for clue in latest], "text": texts}
        more = self.context.say("clues_hint", count=len(without_area)) if without_area else ""
        head = el("div.head", el("h2", self.context.say("clues")), el("span.more", more))
        lines = [self._line(clue, text) for clue, text in zip(latest, texts, strict=True)]
        if not lines:
            lines = [el("p.quiet", self.context.say("clues_none"))]
        return columns, join(head, el("div.clues", *lines))

    def _line(self, clue: Clue, text: str) -> Html:
        local = datetime.fromtimestamp(clue.t_s + self.context.site.utc_offset_h * 3600, UTC).strftime("%H:%M")
        return el("div.clue", el("i", local), el("b", self.context.say(f"source_{clue.source}")), el("span", text))


def _text(clue: Clue) -> str:
    """Return the text as reported."""
    return " ".join(part for part in (clue.name, clue.text or clue.kind) if part) or str(clue.mmsi or clue.id)
