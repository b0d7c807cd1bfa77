"""The additions of injects to an exercise: vessels and beacons with their sentences, reports, and truth for scoring.

The kinds: models/messages/injects.py. Injects that change the reception of others: ingest/tampering.py.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from exercises.play import FILE_SLICE_S
from exercises.scenario.scenario import FOLDER, Reception, Scenario
from exercises.scenario.voyage import Leg, Sailor, Text, Voyage
from exercises.simulator.simulator import Simulator
from models.base.clock import iso
from models.messages.injects import BaseInject, CloneInject, DistressInject, FogInject

Line = tuple[float, bytes]  # when it is received, UTC, and its bytes
NOT_SENT = re.compile(r"[^A-Z0-9 .%\-]")  # only these characters of the six-bit alphabet are kept in names
REPORTED_AFTER_S = 1.0


def sentences_of(injects: Sequence[BaseInject], site: Path) -> Iterator[Line]:
    """The sentences of all added vessels and beacons, in order of time."""
    return heapq.merge(*(_sentences(each, site) for each in injects if each.kind in VOYAGES), key=lambda line: line[0])


def reports_of(injects: Sequence[BaseInject]) -> list[Line]:
    """All added reports, in order of time."""
    return sorted(
        (each.at_s + REPORTED_AFTER_S, json.dumps(REPORTS[each.kind](each), ensure_ascii=False).encode() + b"\n")
        for each in injects
        if each.kind in REPORTS
    )


def truth_of(injects: Sequence[BaseInject]) -> list[dict[str, Any]]:
    """The records of truth of all injects, as in truth files; an alert of an allowed rule is optional."""
    return [record for each in injects for record in _truth(each)]


def _truth(inject: BaseInject) -> Iterator[dict[str, Any]]:
    if inject.expected is None:
        return
    mmsi = inject.subject[0] if inject.subject else None
    times = {"t_from": iso(inject.at_s), "t_to": iso(inject.end_s)}
    yield {"rule": inject.expected.rule, "mmsi": mmsi, **times}
    for rule in inject.expected.allowed:
        yield {"rule": rule, "mmsi": mmsi, **times, "optional": True}


def _sentences(inject: BaseInject, site: Path) -> Iterator[Line]:
    scenario = Scenario(
        name_zh="导调",
        name_en="Injected",
        duration_s=inject.for_s,
        routes=str(FOLDER / "zhoushan_routes.geojson"),
        reception=Reception(share=1.0, copies=0.0),
        events=(VOYAGES[inject.kind](inject),),
    )
    simulator, from_s = Simulator(scenario, site, inject.number, inject.at_s), 0.0
    while from_s < inject.for_s:
        lines = simulator.sentences(from_s, from_s + FILE_SLICE_S)
        yield from ((simulator.start_t_s + t_s, line) for t_s, line in lines if t_s > 0)
        from_s += FILE_SLICE_S


def _beacon(inject: DistressInject) -> Voyage:
    """A search and rescue transmitter in the water (ITU-R M.1371: MMSI 970…, status 14, SART ACTIVE)."""
    return Voyage(
        kind="voyage",
        actor=Sailor(mmsi=inject.mmsi, name="SART", length_m=1, craft="device", nav_status=14),
        legs=(Leg(at=(inject.lon, inject.lat)), Leg(drift_deg=120, speed_kn=0.8, for_s=inject.for_s)),
        texts=(Text(text="SART ACTIVE", at_s=5, every_s=240),),
    )


def _clone(inject: CloneInject) -> Voyage:
    """Another ship that sends the vessel's MMSI."""
    name = NOT_SENT.sub("", inject.name.upper())[:20].strip() or "UNKNOWN"
    return Voyage(
        kind="voyage",
        actor=Sailor(mmsi=inject.mmsi, name=name, length_m=90, craft="cargo"),
        legs=(Leg(at=(inject.lon, inject.lat)), Leg(course_deg=inject.course_deg, speed_kn=8, for_s=inject.for_s)),
    )


def _fog(inject: FogInject) -> dict[str, Any]:
    return {
        "source": "weather",
        "id": f"inject-{inject.number}",
        "t": iso(inject.at_s),
        "kind": "fog",
        "text": inject.text,
        "polygon": inject.polygon,
        "valid_from": iso(inject.at_s),
        "valid_to": iso(inject.end_s),
    }


VOYAGES: dict[str, Callable[[Any], Voyage]] = {"distress": _beacon, "clone": _clone}
REPORTS: dict[str, Callable[[Any], dict[str, Any]]] = {"fog": _fog}
