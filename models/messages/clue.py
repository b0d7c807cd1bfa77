"""Clue: a report by people or other systems, in one schema for every channel, with its check and its JSON form.

Clues arrive through ingest/feeds/report.py and through the pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from models.base.clock import iso, parse_iso

MOST_CORNERS = 500
MOST_SENT = 200
_HEIGHT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")
Corner = tuple[float, float]  # longitude, latitude in degrees


@dataclass(frozen=True)
class Clue:
    """One clue, identified by `source` and `id`. None and empty mean unknown.

    A forecast of the source `weather` has a `polygon` (not closed) and the time for which it is valid; its kind
    `wind_7` means force 7 on the Beaufort scale, `wave_2.5` waves of 2.5 m. `boats`, `hours` and `colour` describe the
    work, if the sender knows.
    """

    source: str
    id: str
    t_s: float
    lon_deg: float | None = None
    lat_deg: float | None = None
    radius_m: float | None = None
    kind: str = ""
    text: str = ""
    mmsi: int | None = None
    name: str = ""
    attachments: tuple[str, ...] = ()
    confidence: float = 1.0
    polygon: tuple[Corner, ...] = ()
    valid_from_s: float | None = None
    valid_to_s: float | None = None
    boats: int | None = None
    hours: float | None = None
    colour: str = ""

    @property
    def wind_force(self) -> int | None:
        """The force of the forecast wind; None if the clue is not about wind."""
        what, _, force = self.kind.partition("_")
        return int(force) if what == "wind" and force.isdigit() else None

    @property
    def wave_m(self) -> float | None:
        """The significant height of the forecast waves; None if the clue is not about waves."""
        what, _, height = self.kind.partition("_")
        return float(height) if what == "wave" and _HEIGHT.fullmatch(height) else None

    def record(self) -> dict[str, Any]:
        """Return the JSON object of the schema, without unknown fields."""
        record = asdict(self)
        for name, short in _SHORT.items():
            record[short] = record.pop(name)
        for name in ("t", "valid_from", "valid_to"):
            record[name] = None if record[name] is None else iso(record[name])
        return {name: value for name, value in record.items() if value not in (None, "", (), [])}


@dataclass(frozen=True)
class SentClue:
    """A clue that was sent in by HTTP, and when the desk received it; the core takes it in at the first tick after.

    It is part of the operator inputs (operator_inputs.py), so it is in the tick log and in the checkpoint.
    """

    received_s: float
    clue: Clue


_SHORT = {"t_s": "t", "lon_deg": "lon", "lat_deg": "lat", "valid_from_s": "valid_from", "valid_to_s": "valid_to"}


class ClueError(ValueError):
    """Not a valid clue; `fields` holds what was expected of each wrong field. The empty name stands for the whole."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" if name else why for name, why in fields.items()))
        self.fields = dict(fields)


def _moment(value: Any) -> float:
    if not isinstance(value, str):
        raise ValueError("expected a UTC time such as 2026-01-12T04:00:00Z")
    return parse_iso(value)


Moment = Annotated[float, BeforeValidator(_moment)]
Lon = Annotated[float, Field(ge=-180, le=180)]
Lat = Annotated[float, Field(ge=-90, le=90)]


class _Form(BaseModel):
    """The documented schema, strictly checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    source: Literal["video_ai", "beidou", "hotline", "police", "grid", "patrol", "weather", "waterway", "agency"]
    id: Annotated[str, Field(min_length=1, max_length=64)]
    t: Moment
    lon: Lon | None = None
    lat: Lat | None = None
    radius_m: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    kind: Annotated[str, Field(max_length=64)] = ""
    text: Annotated[str, Field(max_length=2000)] = ""
    mmsi: Annotated[int, Field(ge=1, le=999_999_999)] | None = None
    name: Annotated[str, Field(max_length=64)] = ""
    attachments: Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=20)] = ()
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    polygon: Annotated[tuple[tuple[Lon, Lat], ...], Field(max_length=MOST_CORNERS)] = ()
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    boats: Annotated[int, Field(ge=1, le=50)] | None = None
    hours: Annotated[float, Field(gt=0, le=168)] | None = None
    colour: Literal["", "yellow", "orange", "red", "distress"] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        if self.polygon and len(self.polygon) < 3:
            raise ValueError("polygon has three corners or more")
        if self.valid_from is not None and self.valid_to is not None and self.valid_from >= self.valid_to:
            raise ValueError("valid_from lies before valid_to")
        return self


FIELDS = tuple(_Form.model_fields)
SOURCES = get_args(_Form.model_fields["source"].annotation)


def clue_from(values: Any) -> Clue:
    """Return the clue of a JSON value of the schema. Raises ClueError naming every wrong field."""
    try:
        form = _Form.model_validate(values)
    except ValidationError as problem:
        raise ClueError(
            {".".join(map(str, each["loc"][:1])): _expectation(each["msg"]) for each in problem.errors()}
        ) from problem
    record = form.model_dump()
    return Clue(**{name: record.pop(short) for name, short in _SHORT.items()}, **record)


def clue_from_json(text: str | bytes) -> Clue:
    """Return the clue of a JSON text. Raises ClueError."""
    try:
        return clue_from(json.loads(text))
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, ClueError):
            raise
        raise ClueError({"": "expected a JSON object"}) from problem


def clue_of(fields: Mapping[str, Any]) -> Clue:
    """Return the clue of a dict made by `asdict`, as frames carry it. Raises TypeError or KeyError."""
    corners = tuple((float(lon), float(lat)) for lon, lat in fields["polygon"])
    return Clue(**{**fields, "polygon": corners, "attachments": tuple(fields["attachments"])})


def sent_clues_of(values: Any) -> tuple[SentClue, ...]:
    """Return clues that were sent in from plain values. Raises ValueError, KeyError or TypeError."""
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) > MOST_SENT:
        raise ValueError(f"expected at most {MOST_SENT} clues")
    found = tuple(SentClue(float(each["received_s"]), clue_of(each["clue"])) for each in values)
    if not all(isfinite(each.received_s) for each in found):
        raise ValueError("expected a time of receipt for each clue")
    return found


def _expectation(message: str) -> str:
    return "expected a JSON object" if "instance of _Form" in message else message.removeprefix("Value error, ")
