"""`hand_over`: which officer takes over the watch, and in what state.

It keeps the worst alerts that stand or await an acknowledgement, with their number and who acknowledged them, the zones
and watched vessels, and the head of the audit.
"""

from __future__ import annotations

from models.base.schema import LEVEL
from models.casework.bodies import CommandBody, Name, TextOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.messages.picture import STANDING_STATES, AlertView

MOST_OPEN = 200  # alerts listed on a hand-over sheet


class HandOverBody(CommandBody):
    """The officer who takes over, and remarks."""

    to: Name
    text: TextOrEmpty = ""


def check(command: Command, body: HandOverBody, book: Book, facts: Facts) -> KeptBody:
    """A hand-over is always legal."""
    listed = [each for each in facts.alerts.values() if each.state in (*STANDING_STATES, "rectified")]
    open_ = [_line(each) for each in sorted(listed, key=_worst_first)[:MOST_OPEN]]
    return {
        **{"to": body.to, "text": body.text, "open_count": max(facts.open_count, len(listed))},
        **{"open": open_, "zones": sorted(book.zones), "watched": sorted(book.watched)},
        "audit": {"seq": book.seq, "hash": facts.head},
    }


def _worst_first(alert: AlertView) -> tuple[int, float, str]:
    return -LEVEL[alert.colour], alert.since_s, alert.alert_id


def _line(alert: AlertView) -> KeptBody:
    return {
        **{"alert_id": alert.alert_id, "rule": alert.rule, "colour": alert.colour, "state": alert.state},
        **{"name": alert.name, "mmsi": alert.mmsi, "by": alert.acknowledged_by},
    }


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest hand-over."""
    draft.hand_overs.append(event)


HAND_OVERS = CurrentRows("hand_overs", (ColumnSpec("to", longest=64, needed=True), ColumnSpec("text")))
KIND = EventKind("hand_over", HandOverBody, check, fold, HAND_OVERS)
