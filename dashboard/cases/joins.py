"""The offer to join a clue or an alert to an open case, on the desk and in the inbox; nothing joins by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.cases.case_desk import CaseDesk
from dashboard.cases.legal_moves import has_role
from dashboard.words import say
from models.casework.cases.nouns import Case, CasePlace
from models.casework.clues.joining import ClueSubject, join_offers
from models.messages.picture import AlertView

MOST_OFFERED = 2


@dataclass(frozen=True)
class JoinButton:
    """A case that may be joined, and why in words."""

    case: str
    word: str
    why: str


def joins(desk: CaseDesk, cases: Iterable[Case], about: ClueSubject, lang: str) -> list[JoinButton]:
    """Return the cases that a clue may join and this person may see; empty for one who opens no cases."""
    if not has_role(desk, "case_open"):
        return []
    found = join_offers((each for each in cases if desk.may_see(each)), about, desk.place.join)
    return [
        JoinButton(
            each.case.id,
            say(lang, "join_case", id=each.case.id),
            say(lang, f"join_same_{each.same}", id=each.case.id, away=f"{each.away_nm:.1f}"),
        )
        for each in found[:MOST_OFFERED]
    ]


def subject_of_alert(alert: AlertView, t_s: float) -> ClueSubject:
    """Return what an alert is about."""
    return ClueSubject(t_s, alert.track_id, alert.mmsi or 0, CasePlace(alert.lon, alert.lat))
