"""Case work: open cases and states of craft, which casework passes to the core, so that pressure counts them.

It is part of the operator inputs (operator_inputs.py), so it is in the tick log and in the checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter

MOST_CASES = 500
MOST_CRAFT = 500
OUT_OF_SERVICE = ("down", "off")

Id = Annotated[str, Field(min_length=1, max_length=64)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class CaseWork:
    """An open case that needs boats, or a call if `boats` is 0.

    `unit` is the id of a unit of the site, empty: the unit of its waters. It is where its track is now, while that is
    received, else at its own place. `holds` are the alerts and clues it is about, as `alert:ID` and `clue:SOURCE/ID`:
    they are no work of their own. `craft` are the ids of the craft on its live orders. Without `due_s` and `hours_h`
    the settings of pressure hold.
    """

    __pydantic_config__ = STRICT

    id: Id
    colour: Literal["yellow", "orange", "red", "distress"]
    lon_deg: Annotated[Finite, Field(ge=-180, le=180)]
    lat_deg: Annotated[Finite, Field(ge=-90, le=90)]
    since_s: Finite
    due_s: Finite | None = None
    unit: str = ""
    track_id: Annotated[int, Field(ge=0)] = 0
    holds: tuple[str, ...] = ()
    boats: Annotated[int, Field(ge=0, le=50)] = 1
    hours_h: Annotated[Finite, Field(gt=0, le=1000)] | None = None
    craft: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class ReportedCraft:
    """The state of a craft of the site's force as officers reported it.

    `crew` is aboard, None: as in the force. From `until_s` on it is ready again; None: until something is reported.
    """

    __pydantic_config__ = STRICT

    craft: Id
    state: Literal["ready", "short", "down", "off"]
    crew: Annotated[int, Field(ge=0, le=1000)] | None = None
    until_s: Finite | None = None

    @property
    def out(self) -> bool:
        """Whether it cannot be sent."""
        return self.state in OUT_OF_SERVICE

    def holds_at(self, t_s: float) -> bool:
        """Whether it is still so at this time."""
        return self.until_s is None or t_s < self.until_s


_CASES = TypeAdapter(Annotated[tuple[CaseWork, ...], Field(max_length=MOST_CASES)])
_CRAFT = TypeAdapter(Annotated[tuple[ReportedCraft, ...], Field(max_length=MOST_CRAFT)])


def case_work_of(values: Any) -> tuple[CaseWork, ...]:
    """Return the open cases from plain values. Raises ValueError."""
    return _CASES.validate_python(values)


def reported_craft_of(values: Any) -> tuple[ReportedCraft, ...]:
    """Return the states of craft from plain values. Raises ValueError."""
    return _CRAFT.validate_python(values)
