"""The identities of simulated vessels: MMSI, names, call signs, IMO numbers, sizes.

They are plausible and made by seed. What is usual for a class: vessel_class.py. All are invented; IMO numbers have
valid check digits because receivers test them.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from exercises.scenario.vessel_class import NOT_SHIPS, VESSEL_CLASSES
from models.base.schema import STATION, Column, Table, empty

CHINA, REGISTRIES = (412, 413, 414), (477, 538, 636, 352, 354, 371, 563, 248, 229, 440, 431, 416, 574)
MID = {
    "aid": 99412,
    "base": 4120,
    "aircraft": 111412,
}  # forms of ITU-R M.585, the leading zeros of 00412 dropped
FIRST_OF_CALLSIGN = {
    **dict.fromkeys(CHINA, "B"), 477: "VR", 538: "V7", 636: "D5", 352: "3E", 354: "3F", 371: "3F", 563: "9V",
    248: "9H", 229: "9H", 440: "D7", 431: "7J", 416: "BI", 574: "XV",
}  # fmt: skip
SYLLABLES = (
    "HAI", "YUAN", "HONG", "XIN", "JIN", "DONG", "HUA", "ZHE", "NING", "TAI", "SHUN", "AN", "FU", "CHANG", "MING",
    "JIA", "RUI", "HENG", "YANG", "SHENG", "BAO", "XIANG", "LONG", "ZHOU",
)  # fmt: skip
FIRST_WORDS = (
    "PACIFIC", "ORIENTAL", "GOLDEN", "OCEAN", "NORDIC", "EASTERN", "STELLAR", "CORAL", "ATLANTIC", "SILVER",
    "IMPERIAL", "GRAND", "BLUE", "AMBER", "JADE", "POLAR",
)  # fmt: skip
SECOND_WORDS = (
    "GLORY", "HARMONY", "PIONEER", "STAR", "HORIZON", "FORTUNE", "BREEZE", "VENTURE", "SPIRIT", "TRADER", "WAVE",
    "CROWN", "PEARL", "HOPE", "VOYAGER", "DAWN",
)  # fmt: skip
COUNTIES = {"PU": 0.42, "DAI": 0.2, "SHENG": 0.18, "DING": 0.08, "XIANG": 0.12}  # Putuo, Daishan, Shengsi ...
PORTS = (
    "CN ZOS", "CN NGB", "CN SHA", "CN YSN", "CN NTG", "KR PUS", "JP YOK", "TW KHH", "SG SIN", "CN LYG", "CN TAO",
    "CN XMN",
)  # fmt: skip

IDENTITY = (
    Column("mmsi", "u4", 0, "", "0 until number_fleet"),
    Column(
        "mid",
        "i4",
        412,
        "",
        "country, or the first digits of an aid's, a base station's, an aircraft's number",
    ),
    Column("station", "u1", 0, "", "see STATION"),
    Column("ship_type", "u1", 0, "", "ITU-R M.1371; of an aid its type"),
    Column("name", "S20", b"", "", "name"),
    Column("callsign", "S7", b"", "", "call sign"),
    Column("imo", "u4", 0, "", "0 for craft that need none"),
    Column("to_bow", "i4", 0, "m", "antenna to bow"),
    Column("to_stern", "i4", 0, "m", "antenna to stern"),
    Column("to_port", "i4", 0, "m", "antenna to port side"),
    Column("to_starboard", "i4", 0, "m", "antenna to starboard side"),
    Column("draught_dm", "i4", 0, "dm", "draught in tenths of metres"),
    Column("destination", "S20", b"", "", "as a UN/LOCODE"),
    Column("nav_status", "u1", 15, "", "while it does what it is there for"),
    Column("compass", "?", True, "", "sends a heading"),
)


def identities(sort: str, n: int, length_m: tuple[float, float] | None, rng: np.random.Generator) -> Table:
    """IDENTITY columns of `n` vessels of a class; numbers and call signs come later, by `number_fleet`."""
    usual, table = VESSEL_CLASSES[sort], empty(IDENTITY, n)
    low, high = length_m or usual.length_m
    _sizes(table, low + (high - low) * rng.beta(1.6, 2.0, n), usual.slender, usual.antenna, rng)
    length = table["to_bow"] + table["to_stern"]
    table["draught_dm"][:] = np.rint(length * usual.draught * rng.uniform(6.5, 10, n))
    home = rng.random(n) < usual.chinese
    table["mid"][:] = np.where(home, rng.choice(CHINA, n, p=(0.6, 0.3, 0.1)), rng.choice(REGISTRIES, n))
    table["ship_type"][:] = rng.choice(usual.ship_types, n)
    class_a, carrier_sense = rng.random(n) < usual.class_a, rng.random(n) < 0.85
    class_b = np.where(carrier_sense, STATION["class_b_cs"], STATION["class_b_so"])
    table["station"][:] = np.where(class_a, STATION["class_a"], class_b)
    table["compass"][:] = class_a | (rng.random(n) < 0.25)
    table["nav_status"][:] = usual.nav_status
    if sort in NOT_SHIPS:
        table["station"][:], table["mid"][:] = STATION[NOT_SHIPS[sort]], MID[sort]
    if usual.names == "merchant":
        weight = 1 / np.arange(1, len(PORTS) + 1)  # the first ports of the list are the common ones
        table["destination"][:] = rng.choice(PORTS, n, p=weight / weight.sum()).astype("S20")
        table["imo"][:] = [imo_number(six) for six in rng.integers(910_000, 999_999, n).tolist()]
    table["name"][:] = [_name(usual.names, bool(each), rng).encode() for each in home]
    return table


def _sizes(table: Table, length_m: np.ndarray, slender: float, antenna: float, rng: np.random.Generator) -> None:
    beam = np.maximum(length_m / slender * rng.uniform(0.93, 1.07, len(length_m)), 2)
    table["to_bow"][:] = np.rint(length_m * antenna)
    table["to_stern"][:] = np.rint(length_m) - table["to_bow"]
    table["to_port"][:] = np.rint(beam / 2)
    table["to_starboard"][:] = np.rint(beam) - table["to_port"]


def imo_number(six: int) -> int:
    """Seven digits: the last is the units digit of the sum of the six, weighted 7 to 2 (IMO A.1117(30))."""
    return six * 10 + sum(int(digit) * weight for digit, weight in zip(str(six), range(7, 1, -1), strict=True)) % 10


def number_fleet(fleet: Table, rng: np.random.Generator, taken: Collection[int] = ()) -> None:
    """Give every vessel without one its own MMSI, all of them call signs, and unique names.

    `taken` are numbers of vessels that the site knows; an invented vessel gets none of them.
    """
    theirs = {*taken, *fleet["mmsi"].tolist()}
    for mid in np.unique(fleet["mid"]).tolist():
        rows = np.flatnonzero((fleet["mid"] == mid) & (fleet["mmsi"] == 0))
        first, room = mid * 10 ** (9 - len(str(mid))), 10 ** (9 - len(str(mid)))
        if mid == MID["base"]:  # nine digits with the two leading zeros
            first, room = mid * 1000, 1000
        fleet["mmsi"][rows] = _own(first + rng.choice(room, len(rows), replace=False), theirs, first, room)
    fleet["callsign"][:] = [_callsign(mid, rng) for mid in fleet["mid"].tolist()]
    used = set(fleet["name"][fleet["name"] != b""].tolist())
    first_with = dict(reversed(list(zip(fleet["name"].tolist(), range(len(fleet["name"])), strict=True))))
    for row in np.flatnonzero(fleet["name"] != b"").tolist():
        name = fleet["name"][row]
        if first_with[name] == row:
            continue
        while name in used:
            name = b"%b %d" % (fleet["name"][row].rstrip(b"0123456789 "), rng.integers(2, 9999))
        used.add(name)
        fleet["name"][row] = name


def _own(drawn: np.ndarray, theirs: Collection[int], first: int, room: int) -> np.ndarray:
    """The numbers drawn; a number in use is replaced by the next free one."""
    used = {*theirs, *drawn.tolist()}
    for at in [row for row, number in enumerate(drawn.tolist()) if number in theirs]:
        number = int(drawn[at])
        while number in used:
            number = first + (number + 1 - first) % room
        used.add(number)
        drawn[at] = number
    return drawn


def _callsign(mid: int, rng: np.random.Generator) -> bytes:
    if mid not in FIRST_OF_CALLSIGN:
        return b""
    letters = "".join(rng.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 3))
    return f"{FIRST_OF_CALLSIGN[mid]}{letters}{rng.integers(2, 10)}".encode()


def _name(kind: str, home: bool, rng: np.random.Generator) -> str:
    number = int(rng.integers(1, 1000))
    if kind == "merchant":
        return _merchant(home, number, rng)
    county = rng.choice(list(COUNTIES), p=list(COUNTIES.values()))
    service = rng.choice([f"HAI XUN 07{number % 90 + 10}", f"HAIJING 33{number:03d}", f"YUZHENG 33{number % 100:03d}"])
    names = {
        "fishing": f"ZHE {county} YU {rng.integers(1, 98):02d}{number:03d}",
        "law": service,
        "ferry": f"{rng.choice(['ZHOU DU', 'PU TUO', 'SHENG SI', 'HAI TIAN', 'DAI SHAN'])} {number % 60 + 1}",
        "tug": f"{rng.choice(['GANG TUO', 'YONG GANG TUO', 'HAI GANG'])} {number % 80 + 1}",
        "pilot": f"YIN HANG {number % 40 + 1}",
        "dredger": f"{rng.choice(['HANG JUN', 'ZHE GONG'])} {number % 5000 + 1000}",
        "pleasure": f"{rng.choice(['FAN YING', 'SAILING', 'LAN HAI', 'YACHT'])} {number % 300}",
        "aircraft": f"B-72{number % 90 + 10}",
    }
    return names.get(kind, "")


def _merchant(home: bool, number: int, rng: np.random.Generator) -> str:
    if not home:
        return f"{rng.choice(FIRST_WORDS)} {rng.choice(SECOND_WORDS)}"
    first, second = rng.choice(SYLLABLES, 2, replace=False)
    return f"{first} {second} ZHI XING" if rng.random() < 0.08 else f"{first} {second} {number}"
