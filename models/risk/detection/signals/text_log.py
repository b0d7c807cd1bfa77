"""The log of safety texts for the watch: every text received, newest first, and whether it was taken as a call.

A text that is repeated, or received through several feeds, is one entry. Texts are untrusted and only data.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from models.messages.picture import TextView
from models.risk.detection.signals.call_words import ACTIVE, CANCELLED, RELAY, TEST
from models.risk.detection.signals.distress_calls import taken_as
from models.risk.detection.signals.safety_texts import SafetyText
from models.tracking.table import TrackTable

MOST_ENTRIES = 200
SHOWN = 50
KEPT_S = 24 * 3600.0
COPY_S = 30.0  # the same text of the same sender sooner than this is a copy
TAKEN: dict[int | None, str] = {ACTIVE: "call", RELAY: "relay", TEST: "test", CANCELLED: "cancelled"}


@dataclass
class TextLog:
    """Entries by sender and text, the latest received last."""

    entries: dict[tuple[int, str], TextView] = field(default_factory=dict)

    def take_in(self, texts: tuple[SafetyText, ...], tracks: TrackTable, t_s: float) -> None:
        """Enter the texts of a tick; forget those beyond MOST_ENTRIES or older than KEPT_S."""
        for each in (each for each in texts if each.text.strip()):
            key = (each.mmsi, each.text)
            before = self.entries.pop(key, None)
            if before is None:
                taken = TAKEN.get(taken_as(each, tracks), "")
                name = bytes(tracks["name"][each.row]).decode("ascii", "replace").strip() if each.row >= 0 else ""
                before = TextView(each.t_s, each.t_s, each.mmsi, name, each.text, taken, each.addressed, 0)
            again = not before.count or each.t_s - before.t_s > COPY_S
            self.entries[key] = replace(before, t_s=max(each.t_s, before.t_s), count=before.count + again)
        if texts:
            self.entries = {key: each for key, each in self.entries.items() if t_s - each.t_s <= KEPT_S}
            for key in list(self.entries)[: max(0, len(self.entries) - MOST_ENTRIES)]:
                del self.entries[key]

    def views(self) -> tuple[TextView, ...]:
        """The latest SHOWN entries, newest first."""
        return tuple(list(self.entries.values())[: -SHOWN - 1 : -1])
