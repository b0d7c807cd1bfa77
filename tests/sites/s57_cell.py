"""A small S-57 cell, written byte by byte after ISO/IEC 8211 and IHO S-57 edition 3.1.

Only the records needed for areas, lines, points and soundings are implemented.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FIELD_END, UNIT_END = b"\x1e", b"\x1f"
COORDINATES, SOUNDINGS = 10_000_000, 10  # COMF and SOMF: divisors of stored numbers
NODE, JOINT, EDGE = 110, 120, 130  # RCNM: isolated and connected nodes, edges
POINT, LINE, AREA = 1, 2, 3  # PRIM
CLASS = {"BOYLAT": 17, "DEPARE": 42, "DEPCNT": 43, "LNDARE": 71, "SOUNDG": 129}
ATTRIBUTE = {"DRVAL1": 87, "DRVAL2": 88, "VALDCO": 174}
FIELDS = {  # tag: structure and types, name, subfields, their formats
    "0001": ("0500", "ISO/IEC 8211 Record Identifier", "", "(b12)"),
    "DSID": (
        *("1600", "Data set identification field"),
        "RCNM!RCID!EXPP!INTU!DSNM!EDTN!UPDN!UADT!ISDT!STED!PRSP!PSDN!PRED!PROF!AGEN!COMT",
        "(b11,b14,2b11,3A,2A(8),R(4),b11,2A,b11,b12,A)",
    ),
    "DSSI": (
        *("1600", "Data set structure information field"),
        *("DSTR!AALL!NALL!NOMR!NOCR!NOGR!NOLR!NOIN!NOCN!NOED!NOFA", "(3b11,8b14)"),
    ),
    "DSPM": (
        *("1600", "Data set parameter field"),
        "RCNM!RCID!HDAT!VDAT!SDAT!CSCL!DUNI!HUNI!PUNI!COUN!COMF!SOMF!COMT",
        "(b11,b14,3b11,b14,4b11,2b14,A)",
    ),
    "FRID": (
        *("1600", "Feature record identifier field"),
        *("RCNM!RCID!PRIM!GRUP!OBJL!RVER!RUIN", "(b11,b14,2b11,2b12,b11)"),
    ),
    "FOID": ("1600", "Feature object identifier field", "AGEN!FIDN!FIDS", "(b12,b14,b12)"),
    "ATTF": ("2600", "Feature record attribute field", "*ATTL!ATVL", "(b12,A)"),
    "FSPT": ("2600", "Feature record to spatial record pointer field", "*NAME!ORNT!USAG!MASK", "(B(40),3b11)"),
    "VRID": ("1600", "Vector record identifier field", "RCNM!RCID!RVER!RUIN", "(b11,b14,b12,b11)"),
    "VRPT": ("2600", "Vector record pointer field", "*NAME!ORNT!USAG!TOPI!MASK", "(B(40),4b11)"),
    "SG2D": ("2500", "2-D coordinate field", "*YCOO!XCOO", "(2b24)"),
    "SG3D": ("2500", "3-D coordinate (sounding array) field", "*YCOO!XCOO!VE3D", "(3b24)"),
}
Place = tuple[float, float]  # longitude, latitude


@dataclass
class Cell:
    """Collects vectors and features; `write` creates the file."""

    vectors: list[bytes] = field(default_factory=list)
    features: list[bytes] = field(default_factory=list)

    def area(self, name: str, *rings: Sequence[Place], **depths: float) -> None:
        """Add a polygon: its outer ring, then its holes; each ring is closed automatically."""
        edges = [self._edge([*ring, ring[0]]) for ring in rings]
        self._feature(name, AREA, [(EDGE, each, 1, 1 if not at else 2) for at, each in enumerate(edges)], depths)

    def line(self, name: str, places: Sequence[Place], **depths: float) -> None:
        """Add a line."""
        self._feature(name, LINE, [(EDGE, self._edge(places), 1, 255)], depths)

    def point(self, name: str, place: Place) -> None:
        """Add a point feature."""
        self._feature(name, POINT, [(NODE, self._node(NODE, [place]), 255, 255)], {})

    def soundings(self, places: Sequence[tuple[float, float, float]]) -> None:
        """Add soundings as longitude, latitude and depth."""
        number = self._number()
        stored = b"".join(_pair((lon, lat)) + struct.pack("<i", round(m * SOUNDINGS)) for lon, lat, m in places)
        self.vectors.append(_record(VRID=_vrid(NODE, number), SG3D=stored))
        self._feature("SOUNDG", POINT, [(NODE, number, 255, 255)], {})

    def write(self, path: Path) -> Path:
        """Write the cell; its parameters set the divisors COORDINATES for degrees and SOUNDINGS for metres."""
        texts = b"".join(text.encode() + UNIT_END for text in (path.name, "1", "0"))
        dsid = struct.pack("<BIBB", 10, 1, 1, 5) + texts + b"20260101" * 2 + b"03.1" + b"\x01"
        dsid += b"2.0" + b"\x1f" + UNIT_END + struct.pack("<BH", 1, 550) + UNIT_END
        counts = (0, len(self.features), 0, 0, 0, 0, 0, 0)
        dspm = struct.pack("<BIBBBIBBBBII", 20, 1, 2, 23, 23, 50_000, 1, 1, 1, 1, COORDINATES, SOUNDINGS) + UNIT_END
        head = _record(DSID=dsid, DSSI=struct.pack("<BBB8I", 2, 0, 0, *counts)) + _record(DSPM=dspm)
        path.write_bytes(_description() + head + b"".join((*self.vectors, *self.features)))
        return path

    def _edge(self, places: Sequence[Place]) -> int:
        ends = [self._node(JOINT, [places[0]])]
        ends.append(ends[0] if places[0] == places[-1] else self._node(JOINT, [places[-1]]))
        number = self._number()
        joined = b"".join(_name(JOINT, end) + bytes((255, 255, at + 1, 255)) for at, end in enumerate(ends))
        between = b"".join(map(_pair, places[1:-1]))
        self.vectors.append(_record(VRID=_vrid(EDGE, number), VRPT=joined, SG2D=between))
        return number

    def _node(self, kind: int, places: Sequence[Place]) -> int:
        number = self._number()
        self.vectors.append(_record(VRID=_vrid(kind, number), SG2D=b"".join(map(_pair, places))))
        return number

    def _number(self) -> int:
        return len(self.vectors) + 1

    def _feature(
        self, name: str, form: int, parts: Sequence[tuple[int, int, int, int]], depths: dict[str, float]
    ) -> None:
        number = len(self.features) + 1
        depth = b"".join(
            struct.pack("<H", ATTRIBUTE[each]) + f"{m:g}".encode() + UNIT_END for each, m in depths.items()
        )
        where = b"".join(_name(kind, each) + bytes((way, usage, 255)) for kind, each, way, usage in parts)
        self.features.append(
            _record(
                FRID=struct.pack("<BIBBHHB", 100, number, form, 2, CLASS[name], 1, 1),
                FOID=struct.pack("<HIH", 550, number, 1),
                **({"ATTF": depth} if depth else {}),
                FSPT=where,
            )
        )


def _pair(place: Place) -> bytes:
    return struct.pack("<ii", round(place[1] * COORDINATES), round(place[0] * COORDINATES))


def _name(kind: int, number: int) -> bytes:
    return struct.pack("<BI", kind, number)


def _vrid(kind: int, number: int) -> bytes:
    return struct.pack("<BIHB", kind, number, 1, 1)


def _record(**fields: bytes) -> bytes:
    bodies = {"0001": struct.pack("<H", 1), **fields}
    return _framed({tag: body + FIELD_END for tag, body in bodies.items()}, b" D     ", b"   ")


def _description() -> bytes:
    """Return the first record, which describes the fields of all others."""
    pairs = "".join(
        f"{mother}{tag}"
        for mother, tags in {"0001": "DSID DSPM FRID VRID", "DSID": "DSSI", "FRID": "FOID ATTF FSPT",
                             "VRID": "VRPT SG2D SG3D"}.items()
        for tag in tags.split()
    )  # fmt: skip
    bodies = {"0000": b"0000;&   " + UNIT_END + pairs.encode() + FIELD_END}
    for tag, (controls, name, subfields, formats) in FIELDS.items():
        description = UNIT_END.join(each.encode() for each in (f"{controls};&   {name}", subfields, formats))
        bodies[tag] = description + FIELD_END
    return _framed(bodies, b"3LE1 09", b" ! ")


def _framed(bodies: dict[str, bytes], mark: bytes, charset: bytes) -> bytes:
    """Return a record: its leader, its directory, and its fields."""
    sizes = 5
    directory, at = b"", 0
    for tag, body in bodies.items():
        directory += f"{tag}{len(body):0{sizes}d}{at:0{sizes}d}".encode()
        at += len(body)
    base = 24 + len(directory) + 1
    leader = f"{base + at:05d}".encode() + mark + f"{base:05d}".encode() + charset + f"{sizes}{sizes}04".encode()
    return leader + directory + FIELD_END + b"".join(bodies.values())
