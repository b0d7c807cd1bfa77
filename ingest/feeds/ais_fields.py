"""AIS messages as JSON records with all fields, under pyais's names.

The core needs only some fields, as columns: ais_columns.py.
"""

from __future__ import annotations

from base64 import b64encode
from enum import Enum
from typing import Any

from ingest.feeds.ais_pyais import AID, full_name, parse, text_before_at

# ITU-R M.1371-5: the values that mean "not available", as pyais scales them.
NOT_AVAILABLE: dict[str, tuple[Any, ...]] = {
    "lat": (91.0,),
    "lon": (181.0,),
    "speed": (102.3,),
    "heading": (511,),
    "turn": (-128.0,),
    "second": (60,),
    "minute": (60,),
    "hour": (24,),
    "day": (0,),
    "month": (0,),
    "year": (0,),
    "alt": (4095,),
    "imo": (0,),
    "ship_type": (0,),
    "draught": (0.0,),
    "callsign": ("",),
    "shipname": ("",),
    "name": ("",),
    "destination": ("",),
}
_OF_TYPE: dict[tuple[int, str], tuple[Any, ...]] = {(9, "speed"): (1023.0,), (27, "speed"): (63.0,)}
_COURSE_FROM_DEG = 360.0  # 360 in most messages, 511 in the long range report


def record(payload: bytes, fill: int) -> dict[str, Any]:
    """Return `type`, `mmsi` and all other fields, fit for JSON; None is "not available". Raises PyaisError."""
    sentence, message = parse(payload, fill)
    fields = message.asdict(enum_as_int=True)
    msg_type, mmsi = sentence.ais_id, fields.pop("mmsi", None)
    fields.pop("msg_type", None)
    if msg_type == AID:
        fields["full_name"] = full_name(sentence)
    return {"type": msg_type, "mmsi": mmsi, **{name: _plain(msg_type, name, value) for name, value in fields.items()}}


def _plain(msg_type: int, name: str, value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, str):
        value = text_before_at(value)
    if value in _OF_TYPE.get((msg_type, name), NOT_AVAILABLE.get(name, ())):
        return None
    if name == "course" and value is not None and value >= _COURSE_FROM_DEG:
        return None
    return value
