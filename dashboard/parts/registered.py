"""What the register of the site says of a vessel: its permits, and inspections of 24 months."""

from __future__ import annotations

import numpy as np

from dashboard.parts.desk_model import DeskModel
from dashboard.words import WORDS
from models.site.register import Entry


def registered_lines(model: DeskModel, mmsi: int, imo: int) -> tuple[tuple[str, str], ...]:
    """Return keys of the words table with their values; nothing for a vessel that is not in the register."""
    entry = _entry(model, mmsi, imo)
    if entry is None:
        return ()
    say = model.context.say
    permits = say("list_mark").join(_permit(model, each) for each in entry.permits) or say("desk_no_permit")
    record = say("desk_inspected", violations=entry.violations_24m, inspections=entry.inspections_24m)
    return (("desk_permits", permits), ("desk_record_24m", record))


def _permit(model: DeskModel, word: str) -> str:
    """Return a permit in words; one that the table does not know stays as the register has it."""
    name, _, value = word.partition(":")
    key = f"permit_{name}"
    return model.context.say(key, name=value) if key in WORDS else word


def _entry(model: DeskModel, mmsi: int, imo: int) -> Entry | None:
    register = model.context.site.register
    by_mmsi, by_imo = register.by_mmsi(np.array([mmsi])), register.by_imo(np.array([imo]))
    at = max(int(by_mmsi[0]), int(by_imo[0]))
    return register.entries[at] if at >= 0 else None
