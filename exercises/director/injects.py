"""What the director of an exercise adds to the sea: craft with their sentences, reports of people, and the truth of it.

What lives here: one voyage or report for each kind, and the truth of every kind. What does not: changes to what is
heard of others (ingest/tampering.py), and what a director may ask for (dashboard/api/injecting.py).
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exercises.play import FILE_SLICE_S
from exercises.scenario.scenario import FOLDER, Reception, Scenario
from exercises.scenario.voyage import Leg, Sailor, Text, Voyage
from exercises.simulator.simulator import Simulator
from models.base.clock import iso

Told = Mapping[str, Any]
Line = tuple[float, bytes]
LETTERS = re.compile(r"[^A-Z0-9 .%\-]")
OF_RULES = {  # the rule that should tell of it, and those that may as well
    "distress": ("distress", ()),
    "clone": ("duplicate_mmsi", ("teleport", "identity")),
    "spoof": ("teleport", ("duplicate_mmsi", "identity", "interference")),
    "dark": ("gap", ()),
    "outage": ("reception", ()),
}


def sentences_of(told: Sequence[Told], site: Path) -> Iterator[Line]:
    """(received, line) of all craft that were added, in order of time."""
    return heapq.merge(*(_spoken(each, site) for each in told if each["kind"] in VOYAGES), key=lambda line: line[0])


def reports_of(told: Sequence[Told]) -> list[Line]:
    """(received, line) of all reports that were added, in order of time."""
    return sorted(
        (float(each["at_s"]) + 1.0, json.dumps(_fog(each), ensure_ascii=False).encode() + b"\n")
        for each in told
        if each["kind"] == "fog"
    )


def truth_of(told: Sequence[Told]) -> list[dict[str, Any]]:
    """Records of truth in the form of truth files."""
    made = []
    for each in told:
        rule, allowed = OF_RULES.get(each["kind"], ("", ()))
        mmsi = None if each["kind"] == "outage" else each.get("mmsi")
        times = {"t_from": iso(each["at_s"]), "t_to": iso(each["at_s"] + each["for_s"])}
        made += [
            {"rule": one, "mmsi": mmsi, **times} | ({"optional": True} if one != rule else {})
            for one in (rule, *allowed)
            if one
        ]
    return made


def _spoken(told: Told, site: Path) -> Iterator[Line]:
    scenario = Scenario(
        name_zh="导调",
        name_en="Injected",
        duration_s=told["for_s"],
        routes=str(FOLDER / "zhoushan_routes.geojson"),
        reception=Reception(share=1.0, copies=0.0),
        events=(VOYAGES[told["kind"]](told),),
    )
    sea, at_s = Simulator(scenario, site, int(told["number"]), float(told["at_s"])), 0.0
    while at_s < told["for_s"]:
        yield from ((sea.start_t_s + t_s, line) for t_s, line in sea.sentences(at_s, at_s + FILE_SLICE_S) if t_s > 0)
        at_s += FILE_SLICE_S


def _beacon(told: Told) -> Voyage:
    """A search and rescue transmitter in the water (ITU-R M.1371: MMSI 970…, status 14, SART ACTIVE)."""
    return Voyage(
        kind="voyage",
        actor=Sailor(mmsi=told["mmsi"], name="SART", length_m=1, craft="device", nav_status=14),
        legs=(Leg(at=(told["lon"], told["lat"])), Leg(drift_deg=120, speed_kn=0.8, for_s=told["for_s"])),
        texts=(Text(text="SART ACTIVE", at_s=5, every_s=240),),
    )


def _clone(told: Told) -> Voyage:
    """Another ship that bears her number."""
    name = LETTERS.sub("", told["name"].upper())[:20].strip() or "UNKNOWN"
    return Voyage(
        kind="voyage",
        actor=Sailor(mmsi=told["mmsi"], name=name, length_m=90, craft="cargo"),
        legs=(Leg(at=(told["lon"], told["lat"])), Leg(course_deg=told["course_deg"], speed_kn=8, for_s=told["for_s"])),
    )


def _fog(told: Told) -> dict[str, Any]:
    return {
        "source": "weather",
        "id": f"inject-{told['number']}",
        "t": iso(told["at_s"]),
        "kind": "fog",
        "text": told["text"],
        "polygon": told["polygon"],
        "valid_from": iso(told["at_s"]),
        "valid_to": iso(told["at_s"] + told["for_s"]),
    }


VOYAGES: dict[str, Callable[[Told], Voyage]] = {"distress": _beacon, "clone": _clone}
