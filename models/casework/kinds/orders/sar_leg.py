"""`sar_leg`: a leg of the newest search was steered, or was not after all."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from models.casework.bodies import CommandBody, TextOrEmpty
from models.casework.case import LedgerEvent
from models.casework.cases.checks.kind import as_sent, case_kind
from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case
from models.casework.kinds import KeptBody
from models.casework.refusals import Refused


class SarLegBody(CommandBody):
    """The number of the search as it was shown, and that of the leg, from 1."""

    search: Annotated[int, Field(ge=1, le=10_000)]
    leg: Annotated[int, Field(ge=1, le=10_000)]
    done: bool = True
    heard: TextOrEmpty = ""


def _keep(asked: Asked) -> KeptBody:
    """Only a leg of the newest search, so that nobody ticks one of a plan that was replaced meanwhile."""
    sar = asked.case.sar
    if asked.body.search != sar.get("number", 0) or asked.body.leg > len(sar["plan"].get("legs_nm") or ()):
        raise Refused("no_leg", search=asked.body.search, leg=asked.body.leg)
    return as_sent(asked)


def change(case: Case, event: LedgerEvent) -> Case:
    """The legs that are done, in order."""
    if case.sar.get("number") != event.body["search"]:
        return case
    done = set(case.sar["done"]) - {event.body["leg"]} | ({event.body["leg"]} if event.body["done"] else set())
    return replace(case, sar={**case.sar, "done": sorted(done)})


KIND = case_kind("sar_leg", SarLegBody, change, _keep)
