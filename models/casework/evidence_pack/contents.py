"""The files of a pack that follow from the case alone. The same case gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from models.casework.cases.nouns import Case, Evidence, plain

WEATHER = "weather"
ENDINGS = {
    **{"image/jpeg": "jpg", "image/png": "png", "image/heic": "heic", "video/mp4": "mp4"},
    **{"audio/mp4": "m4a", "audio/x-m4a": "m4a", "application/pdf": "pdf", "text/plain": "txt"},
}
DEVICE = ("id", "kind", "device", "audited", "taken_s", "by", "sha256")


def case_files(case: Case) -> dict[str, bytes]:
    """The case, its alerts as they were when it took them in, its orders, threads, weather and devices."""
    values = plain(case)
    about_weather = [each for each in values["clues"] if each["source"] == WEATHER]
    pauses = [each for each in values["pauses"] if each["clue"]]
    return {
        "case.json": as_json(values),
        "alerts.json": as_json([each for each in values["clues"] if each["ref"].startswith("alert:")]),
        "orders.json": as_json(values["orders"]),
        "threads.json": as_json(values["threads"]),
        "weather.json": as_json({"clues": about_weather, "pauses": pauses}),
        "devices.json": as_json([{name: each[name] for name in DEVICE} for each in values["evidence"]]),
    }


def evidence_name(piece: Evidence) -> str:
    """The name of a file of evidence in a pack: `evidence/E1-1f2e3d4c.jpg`, unique also after a merge."""
    own = piece.id.rpartition("/")[2]
    return f"evidence/{own}-{piece.sha256[:8]}.{ENDINGS.get(piece.mime, 'bin')}"


def vessels_of(case: Case) -> list[int]:
    """The MMSIs that the case is about: of its target, and of its alerts and their partners."""
    frozen: Iterable[Mapping[str, Any]] = [each.frozen for each in case.clues]
    found = [each.get(name) for each in frozen for name in ("mmsi", "partner_mmsi")]
    return sorted({each for each in (case.target.mmsi if case.target else None, *found) if isinstance(each, int)})


def as_json(value: Any) -> bytes:
    """JSON that people can read, the same for the same value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()
