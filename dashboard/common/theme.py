"""Theme of the pages: palettes, the shapes that repeat the colours, and sizes that follow the screen.

Red, orange and yellow are used for risk only, green for "well"; every colour has a shape as well.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from models.base.schema import COLOURS, KIND

FONT = "Wanghai Sans"
SHAPES = {"distress": "✚", "red": "■", "orange": "◆", "yellow": "▲", "none": "●"}
MARKERS = {"distress": "cross", "red": "square", "orange": "diamond", "yellow": "triangle"}
KINDS = tuple(sorted(KIND, key=KIND.__getitem__))
FIELD_OF_KIND = {"distress": "sart"}  # `distress` is the colour of an alert


@dataclass(frozen=True)
class Palette:
    """Colours for one light, as hex RGB: night for a dark watch room, day for one with windows, dusk between."""

    name: str
    ground: str
    panel: str
    card: str
    edge: str
    ink: str
    soft: str
    faint: str
    sea: str
    land: str
    shore: str
    place: str
    graticule: str
    zone: str
    fairway: str
    accent: str
    well: str
    replay: str
    exercise: str
    distress: str
    red: str
    orange: str
    yellow: str
    unknown: str
    merchant: str
    passenger: str
    fishing: str
    law: str
    service: str
    pleasure: str
    other: str
    aton: str
    base: str
    aircraft: str
    gear: str
    sart: str

    def of_level(self, level: int) -> str:
        """Return the colour of a risk level, an index into COLOURS."""
        return self.soft if level == 0 else str(getattr(self, COLOURS[level]))

    @property
    def of_kinds(self) -> list[str]:
        """Return the colour of each kind of vessel, in the order of the KIND codes."""
        return [str(getattr(self, FIELD_OF_KIND.get(name, name))) for name in KINDS]

    def css(self) -> str:
        """Return all colours as CSS custom properties."""
        return "".join(f"--{each.name}:{getattr(self, each.name)};" for each in fields(self) if each.name != "name")


NIGHT = Palette(
    name="night",
    ground="#08111c",
    panel="#0a1624",
    card="#101f31",
    edge="#1c3147",
    ink="#eef4fa",
    soft="#9fb2c6",
    faint="#778ea5",
    sea="#0b1622",
    land="#2b3024",
    shore="#7d8460",
    place="#d5dccb",
    graticule="#1b2d40",
    zone="#a58be8",
    fairway="#35618a",
    accent="#58c4f0",
    well="#4ac98a",
    replay="#c58bff",
    exercise="#f08ad0",
    distress="#ff4fa0",
    red="#ff3b46",
    orange="#ff8c1e",
    yellow="#f0dc3c",
    unknown="#8ba0b6",
    merchant="#62c5f5",
    passenger="#b3a0ff",
    fishing="#4fd6a8",
    law="#ffffff",
    service="#8fb0d6",
    pleasure="#d9a8dc",
    other="#8ba0b6",
    aton="#9db3c4",
    base="#9db3c4",
    aircraft="#dfe9f2",
    gear="#7d92a5",
    sart="#ffb3d1",
)

DAY = Palette(
    name="day",
    ground="#e8eff5",
    panel="#f4f7fa",
    card="#ffffff",
    edge="#bccada",
    ink="#0c1c2c",
    soft="#3d5268",
    faint="#56697d",
    sea="#dbe9f3",
    land="#e2decb",
    shore="#7c7a5c",
    place="#3a3a2a",
    graticule="#bcd0df",
    zone="#6a45c4",
    fairway="#6b93b8",
    accent="#076da2",
    well="#117544",
    replay="#7a2fd0",
    exercise="#b02490",
    distress="#c4006a",
    red="#ce111e",
    orange="#a74d00",
    yellow="#786600",
    unknown="#55697e",
    merchant="#0a6ca5",
    passenger="#5a3fc0",
    fishing="#0a7652",
    law="#0c1c2c",
    service="#3d6288",
    pleasure="#94489a",
    other="#55697e",
    aton="#4a6072",
    base="#4a6072",
    aircraft="#20384c",
    gear="#55687a",
    sart="#8a1450",
)

DUSK = replace(
    NIGHT,
    name="dusk",
    ground="#141f2b",
    panel="#17242f",
    card="#1e2d3b",
    edge="#33485c",
    ink="#f2f6fa",
    soft="#b2c2d2",
    faint="#8a9fb3",
    sea="#182834",
    land="#3a4032",
    shore="#8f9672",
    place="#dfe4d4",
    graticule="#2a3d4e",
    zone="#b39df0",
    fairway="#4a78a3",
    distress="#ff6cb2",
    red="#ff6971",
    orange="#ff9a3c",
    gear="#8fa3b5",
)

PALETTES = {palette.name: palette for palette in (NIGHT, DUSK, DAY)}


def rgb(colour: str) -> tuple[int, int, int]:
    """Return `#0b1622` as three bytes."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@dataclass(frozen=True)
class Sizes:
    """Sizes on the map in pixels, from the page's root size: 16 at 1920 x 1080, 32 at 3840 x 2160."""

    rem_px: float = 16.0

    @property
    def craft_px(self) -> float:
        """Length of a vessel's triangle."""
        return 0.5 * self.rem_px

    @property
    def ring_px(self) -> float:
        """Diameter of the ring around a vessel under alert."""
        return 1.75 * self.rem_px

    @property
    def line_px(self) -> float:
        """Width of a thin line."""
        return max(1.0, self.rem_px / 16.0)

    @property
    def name_px(self) -> float:
        """Font size of names in labels."""
        return 0.95 * self.rem_px

    @property
    def reason_px(self) -> float:
        """Font size of reasons in labels and of place names."""
        return 0.82 * self.rem_px

    @property
    def small_px(self) -> float:
        """Font size of graticule figures and zone names."""
        return 0.7 * self.rem_px
