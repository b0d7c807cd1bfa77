"""What figures need of a ledger, read once: the nouns, and those events that no noun keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.casework.cases.nouns import Case
from models.casework.cases.papers import Inspection
from models.casework.clues.clue_file import ClueFile
from models.casework.indicators.due import Reopening


@dataclass(frozen=True, slots=True)
class RuleMark:
    """An officer's judgement on an alert that stands: whether its rule was right."""

    alert: str
    rule: str
    true: bool
    t_s: float
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class CraftStated:
    """What was said of a craft's readiness, and until when it holds."""

    t_s: float
    state: str
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class SeatTaken:
    """An officer on duty for a unit, an agency, or both."""

    seat: str
    unit: str
    agency: str
    t_s: float

    @property
    def names(self) -> tuple[str, str]:
        """Whom the officer serves for."""
        return self.unit, self.agency


@dataclass(frozen=True)
class LedgerExtract:
    """`head` is number and hash of the last audit row that is in it."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    inspections: Mapping[str, Inspection] = field(default_factory=dict)
    clues: Mapping[str, ClueFile] = field(default_factory=dict)
    reopenings: Mapping[str, tuple[Reopening, ...]] = field(default_factory=dict)
    marks: tuple[RuleMark, ...] = ()
    stated: Mapping[str, tuple[CraftStated, ...]] = field(default_factory=dict)
    seats: tuple[SeatTaken, ...] = ()
    head: tuple[int, str] = (0, "")
