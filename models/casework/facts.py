"""What the desk knows of the situation when it checks a command."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from models.base.schema import Table
from models.casework.cases.nouns import Case
from models.casework.cases.workplace import Workplace
from models.casework.person import LOCAL, Person
from models.messages.clue import Clue
from models.messages.picture import AlertView


def no_blob(sha256: str) -> int | None:
    """The size of a stored file in bytes: here none is."""
    return None


def no_cases(mmsi: int) -> tuple[Case, ...]:
    """The cases about a vessel: here none is known."""
    return ()


@dataclass(frozen=True)
class Facts:
    """Open and recently ended alerts, how many stand or await an acknowledgement in all, the zones of the site, and
    who gives the command.

    `clues` are the known ones by `SOURCE/ID`, `vessels` the table of the picture (empty before the first), `site` what
    casework knows of the site, `archive` the case of the command where it has left the book, `blobs` the hashes of the
    evidence files that are stored with their sizes, `past_cases` the ledger's cases about an MMSI.
    """

    t_s: float = 0.0
    alerts: Mapping[str, AlertView] = field(default_factory=dict)
    site_zones: Collection[str] = ()
    open_count: int = 0
    head: str = ""  # hash of the newest audit row
    by: Person = LOCAL
    clues: Mapping[str, Clue] = field(default_factory=dict)
    vessels: Table = field(default_factory=dict)
    site: Workplace = field(default_factory=Workplace)
    archive: Mapping[str, Case] = field(default_factory=dict)
    blobs: Callable[[str], int | None] = no_blob
    past_cases: Callable[[int], Iterable[Case]] = no_cases
    own_time: bool = False  # the run has a time of its own, which may be set back
