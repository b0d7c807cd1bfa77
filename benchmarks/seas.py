"""False alerts on recordings of real seas: red and orange per 1,000 vessel-hours, rule by rule.

Nobody knows the truth of these seas, so every red and orange alert counts as false until somebody has read it; distress
and the watch list are left out. The coast is cut around the positions of each recording (`run.py coast`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from ingest.sources.files import read_batches
from models.base.clock import iso
from models.base.paths import CACHE, ROOT, SITES
from models.base.schema import COLOURS
from models.base.settings import Feed, Settings, UserError
from models.core.replay import played_ticks
from models.messages.observation import ObservationBatch
from models.messages.picture import AlertChange
from models.risk.state import State
from models.site.currents import UNKNOWN_CURRENTS
from models.site.force import NO_FORCE
from models.site.register import NO_REGISTER
from models.site.site import Site, load_site
from models.site.zone import Bbox
from sites.make_coast import Shapes, cut_coast, osm_land

FOLDER = ROOT.parent / "shared" / "data" / "seas"
ENDINGS = (".nmea", ".nmea.gz", ".nmea.zst")
ON_THE_AIR_S = 900.0  # a vessel that is silent for longer has left
COUNTED = ("red", "orange")
RANK = {colour: rank for rank, colour in enumerate(COLOURS)}
NOT_JUDGED = ("distress", "distress_test", "watch")
FAR_OFF_PERCENT = (0.1, 99.9)  # a few impossible positions must not widen the box
MARGIN_DEG = 0.3


@dataclass(frozen=True)
class SeaAlert:
    """One red or orange alert, with what is needed to find it in the recording."""

    t: str
    rule: str
    colour: str
    mmsi: int
    partner_mmsi: int | None
    name: str
    partner_name: str
    lat: float
    lon: float
    reason: str


def run(folder: Path = FOLDER) -> dict[str, Any]:
    """Measure each recording of the folder. Raises UserError where there is none."""
    files = sorted(path for path in folder.glob("*") if path.name.endswith(ENDINGS))
    if not files:
        raise UserError(f"{folder}: no recording with the ending {', '.join(ENDINGS)}; name a folder with --data")
    land = osm_land()
    return {path.name.split(".")[0]: measure(path, land) for path in files}


def measure(path: Path, land: Shapes) -> dict[str, Any]:
    """The figures of one recording and its alerts one by one."""
    bbox, vessel_hours = _extent(read_batches(path, "sea"))
    state = State(Settings(), sea_of(bbox, land), (Feed(id="sea", source="stdin:"),), "replay")
    began_s = process_time()
    worst, span_s = _worst_of_each(state, path)
    counted = [each for each in worst if each.colour in COUNTED and each.rule not in NOT_JUDGED]
    rules = Counter(each.rule for each in counted)
    return {
        "vessel_hours": round(vessel_hours, 1),
        "speed_x": round(span_s / max(process_time() - began_s, 1e-3), 1),
        "per_1000_vessel_hours": {
            "all": round(1000 * len(counted) / vessel_hours, 2),
            **{rule: round(1000 * count / vessel_hours, 2) for rule, count in sorted(rules.items())},
        },
        "red": sum(each.colour == "red" for each in counted),
        "orange": sum(each.colour == "orange" for each in counted),
        "alerts": [asdict(each) for each in counted],
    }


def sea_of(bbox: Bbox, land: Shapes) -> Site:
    """A site without zones, areas or craft around this box, with the coast cut for it."""
    coast = CACHE / "seas" / ("_".join(f"{edge:.2f}" for edge in bbox) + ".npz")
    if not coast.is_file():
        coast.parent.mkdir(parents=True, exist_ok=True)
        cut_coast(land, bbox, coast)
    bare = load_site(SITES / Settings().site)
    return replace(
        bare, id="sea", bbox=bbox, coast=coast, zones=(), areas=(), places=(), utc_offset_h=0.0,
        currents=UNKNOWN_CURRENTS, force=NO_FORCE, register=NO_REGISTER,
    )  # fmt: skip


def _extent(batches: Iterator[ObservationBatch]) -> tuple[Bbox, float]:
    """The box around the positions, and the hours on the air of all vessels together."""
    mmsi, rx_s, lat, lon = (np.concatenate(each) for each in zip(*map(_positions, batches), strict=True))
    south, north = np.nanpercentile(lat, FAR_OFF_PERCENT).tolist()
    west, east = np.nanpercentile(lon, FAR_OFF_PERCENT).tolist()
    order = np.lexsort((rx_s, mmsi))
    since_s, same = np.diff(rx_s[order]), np.diff(mmsi[order]) == 0
    hours = float(since_s[same & (since_s <= ON_THE_AIR_S)].sum()) / 3600.0
    low, high = np.array([west, south]) - MARGIN_DEG, np.array([east, north]) + MARGIN_DEG
    west, south = np.maximum(low, (-180.0, -90.0)).tolist()
    east, north = np.minimum(high, (180.0, 90.0)).tolist()
    return (west, south, east, north), hours


def _positions(batch: ObservationBatch) -> tuple[np.ndarray, ...]:
    row, position = batch.position["row"], batch.position
    return batch.heard["mmsi"][row], batch.heard["rx_s"][row], position["lat_deg"], position["lon_deg"]


def _worst_of_each(state: State, path: Path) -> tuple[list[SeaAlert], float]:
    """Each alert once, at its worst colour, and the seconds covered."""
    worst: dict[str, AlertChange] = {}
    first_s = last_s = None
    for played in played_ticks(state, {"sea": read_batches(path, "sea")}):
        t_s = played.outcome.tick.t_s
        first_s, last_s = first_s or t_s, t_s
        for change in played.outcome.changes:
            held = worst.get(change.alert.alert_id)
            if held is None or RANK[change.alert.colour] > RANK[held.alert.colour]:
                worst[change.alert.alert_id] = change
    return [_alert(each) for each in worst.values()], (last_s or 0.0) - (first_s or 0.0)


def _alert(change: AlertChange) -> SeaAlert:
    alert = change.alert
    return SeaAlert(
        t=iso(change.t_s), rule=alert.rule, colour=alert.colour, mmsi=alert.mmsi or 0, partner_mmsi=alert.partner_mmsi,
        name=alert.name, partner_name=alert.partner_name, lat=round(alert.lat, 5), lon=round(alert.lon, 5),
        reason=alert.text_en,
    )  # fmt: skip
