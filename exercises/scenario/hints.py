"""Reports of people and other systems during an exercise: weather, calls, patrols, as clues.

It has the keys of `clues` and makes each into a Clue. The schema itself: models/messages/clue.py.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from exercises.scenario.voyage import LonLat, Seconds
from models.base.clock import iso
from models.base.settings import Section
from models.messages.clue import Clue, ClueError, clue_from


class Hint(Section):
    """One clue; times are seconds of the scenario, the other keys those of the schema of clues."""

    at_s: Seconds
    source: str
    kind: str = ""
    text: str = ""
    at: LonLat | None = None
    radius_m: float | None = None
    mmsi: int | None = None
    name: str = ""
    confidence: float = 1.0
    polygon: tuple[LonLat, ...] = ()
    valid_from_s: Seconds | None = None
    valid_to_s: Annotated[float, Field(gt=0)] | None = None
    boats: int | None = None
    hours: float | None = None
    colour: str = ""

    @model_validator(mode="after")
    def _is_a_clue(self) -> Hint:
        try:
            self.clue(0, 0.0)
        except ClueError as problem:
            raise ValueError(str(problem)) from problem
        return self

    def clue(self, number: int, start_t_s: float) -> Clue:
        """The clue at this place in the list, in an exercise that begins at `start_t_s`. Raises ClueError."""
        values = self.model_dump(exclude={"at_s", "at", "valid_from_s", "valid_to_s"}, exclude_none=True)
        times = {"t": self.at_s, "valid_from": self.valid_from_s, "valid_to": self.valid_to_s}
        values |= {name: iso(start_t_s + at_s) for name, at_s in times.items() if at_s is not None}
        if self.at:
            values["lon"], values["lat"] = self.at
        return clue_from(values | {"id": f"exercise-{number + 1}"})
