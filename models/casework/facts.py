"""What the desk knows of the situation when it checks a command."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from models.casework.person import LOCAL, Person
from models.messages.picture import AlertView


@dataclass(frozen=True)
class Facts:
    """Open and recently ended alerts, how many stand or await an acknowledgement in all, the zones of the site, and
    who gives the command."""

    t_s: float = 0.0
    alerts: Mapping[str, AlertView] = field(default_factory=dict)
    site_zones: Collection[str] = ()
    open_count: int = 0
    head: str = ""  # hash of the newest audit row
    by: Person = LOCAL
