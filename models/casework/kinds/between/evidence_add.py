"""`evidence_add`: a file that lies under its hash becomes evidence of a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.forms import Amount, Lat, Lon, Seconds
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case, Evidence, noun_from
from models.casework.cases.states import next_part
from models.casework.kinds import KeptBody


class EvidenceAddBody(CommandBody):
    """The hash and size of the file, what it is, when and where it was taken and with what."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=1, le=2**40)]
    mime: Name
    kind: Literal[
        "photo",
        "video",
        "audio",
        "statement",
        "scene_record",
        "correction_notice",
        "catch_record",
        "appraisal",
        "track",
        "sentences",
        "other",
    ]
    taken_s: Seconds
    order: NameOrEmpty = ""
    lon: Lon | None = None
    lat: Lat | None = None
    accuracy_m: Amount | None = None
    device: NameOrEmpty = ""
    audited: bool = False


def keep(asked: Asked) -> KeptBody:
    """The body with the number of the evidence."""
    return {**as_sent(asked), "id": next_part(asked.case, "E")}


def change(case: Case, event: LedgerEvent) -> Case:
    """One more piece of evidence."""
    evidence = noun_from(Evidence, {**event.body, "seq": event.seq, "by": event.actor})
    return replace(case, evidence=(*case.evidence, evidence))


KIND = case_kind("evidence_add", EvidenceAddBody, change, keep, named="id")
