"""A made site for tests: ships that report, batches of their reports, zones, and a core that takes them in.

Positions are metres east and north of one point on the flat earth, so that distances can be read off a test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from models.base.clock import Tick
from models.base.geo import move_deg
from models.base.paths import ROOT
from models.base.schema import HEARD, NAN, POSITION, STATIC, STATION, TEXT, Column, Table, empty
from models.base.settings import Feed, Settings
from models.base.units import M_PER_NM, MPS_PER_KN
from models.messages.observation import ObservationBatch
from models.messages.picture import AlertChange, Picture
from models.risk.engine import step
from models.risk.state import State
from models.site.site import Site, Units
from models.site.zone import ALWAYS, SHIP_KINDS, Zone

T0 = 1_700_000_000  # 2023-11-14 22:13:20 UTC
LAT0, LON0 = 30.0, 122.5
FEED = "shore"


def changes_of_tick(picture: Picture) -> tuple[AlertChange, ...]:
    """The alert changes of this tick."""
    return picture.changes[len(picture.changes) - picture.fresh_changes :]


@dataclass(frozen=True)
class Message:
    """One message as decoded by a feed: time and MMSI, and its position or static columns."""

    rx_s: float
    mmsi: int
    position: dict[str, Any] | None = None
    static: dict[str, Any] | None = None
    payload: int | None = None
    text: str | None = None

    def heard(self, seq: int) -> dict[str, Any]:
        """The row of HEARD; without a payload of its own no two messages are copies."""
        reports = repr((self.rx_s, self.mmsi, self.position, self.static, self.text)).encode()
        payload = int.from_bytes(blake2b(reports, digest_size=8).digest()) if self.payload is None else self.payload
        return {
            "rx_s": self.rx_s,
            "seq": seq,
            "mmsi": self.mmsi,
            "msg_type": 14 if self.text is not None else 1 if self.position else 5,
            "payload_hash": payload,
        }


@dataclass(frozen=True)
class Ship:
    """A ship that goes straight on from (`east_m`, `north_m`), where it is at `from_s`."""

    mmsi: int = 412_000_001
    east_m: float = 0.0
    north_m: float = 0.0
    sog_kn: float = 0.0
    cog_deg: float = 0.0
    heading_deg: float = NAN
    nav_status: int = 0
    station: str = "class_a"
    ship_type: int = 70
    length_m: float = 150.0
    name: str = "SHIP"
    from_s: float = float(T0)
    every_s: int = 10
    lat0_deg: float = LAT0
    lon0_deg: float = LON0

    def at(self, t_s: float, **changes: Any) -> Message:
        """Its position report at a moment; `changes` replace columns of POSITION."""
        course, gone_m = np.radians(self.cog_deg), self.sog_kn * MPS_PER_KN * (t_s - self.from_s)
        east_m, north_m = self.east_m + gone_m * np.sin(course), self.north_m + gone_m * np.cos(course)
        lat, lon = move_deg(self.lat0_deg, self.lon0_deg, east_m, north_m)
        columns = {
            "station": STATION[self.station],
            "lat_deg": float(lat),
            "lon_deg": float(lon),
            "sog_kn": self.sog_kn,
            "cog_deg": self.cog_deg,
            "heading_deg": self.heading_deg,
            "nav_status": self.nav_status,
        }
        return Message(t_s, self.mmsi, columns | changes)

    def says(self, t_s: float, **changes: Any) -> Message:
        """Its static report at a moment."""
        columns = {
            "station": STATION[self.station],
            "name": self.name.encode(),
            "ship_type": self.ship_type,
            "to_bow_m": 0.6 * self.length_m,
            "to_stern_m": 0.4 * self.length_m,
            "to_port_m": 10.0,
            "to_starboard_m": 10.0,
        }
        return Message(t_s, self.mmsi, None, columns | changes)

    def messages(self, seconds: int, **changes: Any) -> list[Message]:
        """All its messages in `seconds` from `from_s` on: statics every six minutes, a position every `every_s`."""
        times = np.arange(0, seconds, self.every_s) + self.from_s
        statics = [self.says(t_s) for t_s in np.arange(0, seconds, 360) + self.from_s]
        return sorted(statics + [self.at(float(t_s), **changes) for t_s in times], key=lambda each: each.rx_s)


def batch(
    until_s: float, messages: Iterable[Message] = (), *, feed: str = FEED, first_seq: int | None = None, **changes: Any
) -> ObservationBatch:
    """Messages, in the order given, as one batch; one recorded piece each, numbered from `first_seq`."""
    reports = list(messages)
    seq = int(until_s) * 1000 if first_seq is None else first_seq
    places = [(row, each.position) for row, each in enumerate(reports) if each.position is not None]
    names = [(row, each.static) for row, each in enumerate(reports) if each.static is not None]
    texts = [(row, each.text.encode()) for row, each in enumerate(reports) if each.text is not None]
    return ObservationBatch(
        feed=feed,
        first_seq=seq,
        last_seq=seq + len(reports) - 1,
        until_s=until_s,
        heard=_table(HEARD, [each.heard(seq + number) for number, each in enumerate(reports)]),
        position=_table(POSITION, [{"row": row, **columns} for row, columns in places]),
        static=_table(STATIC, [{"row": row, **columns} for row, columns in names]),
        text=_table(TEXT, [{"row": row, "text": text} for row, text in texts]),
        **{"lines": len(reports), "sentences": len(reports)} | changes,
    )


def _table(columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> Table:
    table = empty(columns, len(rows))
    for number, row in enumerate(rows):
        for name, value in row.items():
            table[name][number] = value
    return table


def zone(east_m: float, north_m: float, width_m: float, height_m: float, **changes: Any) -> Zone:
    """A rectangle closed to all ships at all times, its south-west corner at (`east_m`, `north_m`)."""
    corners = [(0, 0), (width_m, 0), (width_m, height_m), (0, height_m), (0, 0)]
    places = [move_deg(LAT0, LON0, east_m + x, north_m + y) for x, y in corners]
    rule: dict[str, Any] = {
        "id": "z",
        "name_zh": "禁区",
        "name_en": "closed water",
        "rings": (np.array([(lon, lat) for lat, lon in places], dtype=float),),
        "kind": "no_entry",
        "kinds": SHIP_KINDS,
        "windows": ALWAYS,
        "max_speed_kn": None,
        "max_dwell_s": None,
        "ceiling": "red",
        "alert": True,
        "source": "test",
        "date": "2026-01-01",
        "illustrative": True,
    }
    return Zone(**{**rule, **changes})


ISLAND_M = (20_000.0, 22_000.0)  # an island two kilometres square, from 20 to 22 km north and east


@cache
def coast() -> Path:
    """The coast of the made site: one island, in a box of 60 km."""
    low, high = (np.array(move_deg(LAT0, LON0, each, each), dtype=float)[::-1] for each in ISLAND_M)
    ring = np.array([low, (high[0], low[1]), high, (low[0], high[1]), low])
    box = np.array([LON0 - 0.3, LAT0 - 0.3, LON0 + 0.3, LAT0 + 0.3])
    path = ROOT / "var" / "tests" / "sea" / "coast.npz"  # always the same, so that its distances are cached once
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.npz")
    whole = {name: np.round(degrees * 1e7).astype("i8") for name, degrees in {"xy": ring, "bbox": box}.items()}
    np.savez(part, **whole, scale=1e7, ring_start=np.array([0, 5]), polygon_start=np.array([0, 1]))
    part.replace(path)
    return path


def site(*zones: Zone) -> Site:
    """A site with these zones, one far island and nothing else; local time is UTC+8."""
    texts = dict.fromkeys(("name_zh", "name_en", "title_zh", "title_en", "note_zh", "note_en"), "海")
    nothing: dict[str, Any] = {"units": Units(), "places": (), "areas": ()}
    box = (122.0, 29.5, 123.0, 30.5)
    return Site(id="test", **texts, bbox=box, utc_offset_h=8.0, coast=coast(), zones=zones, **nothing)


def core(*zones: Zone, feeds: Sequence[str] = (FEED,), **settings: Any) -> State:
    """A fresh core; `settings` are sections of config.yaml."""
    return State(Settings(**settings), site(*zones), tuple(Feed(id=each, source="stdin:") for each in feeds))


def tick(state: State, t_s: float, messages: Iterable[Message] = ()) -> Picture:
    """One second of the core, in which these messages came."""
    return step(state, [batch(t_s, messages)], Tick(int(t_s), float(t_s)))


def run(state: State, messages: Iterable[Message], until_s: float | None = None) -> Iterator[Picture]:
    """Every tick from the first message to the last (or to `until_s`)."""
    reports = sorted(messages, key=lambda each: each.rx_s)
    seconds: dict[int, list[Message]] = {}
    for each in reports:
        seconds.setdefault(int(np.ceil(each.rx_s)), []).append(each)
    for second in range(min(seconds), int(until_s or max(seconds)) + 1):
        yield tick(state, second, seconds.get(second, ()))


@dataclass
class Watch:
    """The result of a run: every change of an alert, and the last picture."""

    changes: list[AlertChange] = field(default_factory=list)
    picture: Picture | None = None
    levels: list[int] = field(default_factory=list)

    def raised(self, rule: str) -> list[AlertChange]:
        """The alerts of one rule that were raised."""
        return [each for each in self.changes if each.event == "raise" and each.alert.rule == rule]

    def events(self) -> list[str]:
        """raise, update and clear in their order."""
        return [each.event for each in self.changes]


def watch(state: State, messages: Iterable[Message], until_s: float | None = None) -> Watch:
    """Run the ticks and keep what changed; `levels` is the highest colour at each tick."""
    observed = Watch()
    for picture in run(state, messages, until_s):
        observed.changes += changes_of_tick(picture)
        observed.levels.append(int(picture.vessels["level"].max(initial=0)))
        observed.picture = picture
    return observed


def spoilt(messages: Iterable[Message], which: Callable[[float], bool], **changes: Any) -> list[Message]:
    """The same messages, but the positions of the seconds that `which` picks have changed columns."""
    return [
        replace(each, position=each.position | changes) if each.position and which(each.rx_s - T0) else each
        for each in messages
    ]


def apart(range_m: float, bearing_deg: float) -> dict[str, float]:
    """East and north metres of a place seen at a range and bearing."""
    bearing = np.radians(bearing_deg)
    return {"east_m": range_m * float(np.sin(bearing)), "north_m": range_m * float(np.cos(bearing))}


def nm(miles: float) -> float:
    """Nautical miles in metres."""
    return miles * M_PER_NM
