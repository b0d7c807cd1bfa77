"""The classes of vessels in an exercise: one table of what is usual for each.

It has sizes, ship types, equipment and ways of moving. Names and numbers: identity.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VesselClass:
    """What is usual for one class of vessels."""

    ship_types: tuple[int, ...]  # ITU-R M.1371
    length_m: tuple[float, float]
    slender: float  # length over beam
    draught: float  # of the length
    names: str
    chinese: float = 1.0  # share under the Chinese flag
    class_a: float = 1.0  # share with class A equipment
    nav_status: int = 0  # while under way or at work
    antenna: float = 0.4  # from the bow, of the length
    turn_deg_s: float = 1.3  # fastest turn
    speed_kn: float = 3.3  # where the route has none
    every_s: float = 0.0  # between reports; 0: as ITU-R M.1371 says
    waver_s: float = 25.0  # how far ahead of or behind the even pace of its route


VESSEL_CLASSES: dict[str, VesselClass] = {
    "cargo": VesselClass((70, 70, 70, 71, 79), (120, 225), 6.4, 0.048, "merchant", 0.55, antenna=0.82, turn_deg_s=0.45),
    "container": VesselClass((70, 71, 72, 79), (180, 366), 7.2, 0.040, "merchant", 0.25, antenna=0.7, turn_deg_s=0.45),
    "tanker": VesselClass((80, 80, 81, 82, 89), (100, 250), 6.0, 0.052, "merchant", 0.5, antenna=0.84, turn_deg_s=0.45),
    "coaster": VesselClass((70, 70, 79, 80), (68, 112), 6.2, 0.050, "merchant", antenna=0.82, turn_deg_s=0.6),
    "ferry": VesselClass((60, 60, 69), (42, 72), 4.6, 0.045, "ferry", waver_s=0),
    "fast_ferry": VesselClass((40, 40, 49), (28, 42), 4.2, 0.040, "ferry", waver_s=0),
    "fishing": VesselClass(
        (30,), (24, 46), 4.6, 0.085, "fishing", class_a=0.22, nav_status=7, antenna=0.6, turn_deg_s=2.0
    ),
    "law": VesselClass((55,), (30, 98), 6.2, 0.045, "law"),
    "tug": VesselClass((52, 31), (28, 40), 3.2, 0.120, "tug", turn_deg_s=2.0),
    "pilot": VesselClass((50,), (18, 28), 3.4, 0.080, "pilot", speed_kn=5.0),
    "dredger": VesselClass((33,), (80, 130), 5.4, 0.050, "dredger", nav_status=3, turn_deg_s=0.8, speed_kn=1.6),
    "pleasure": VesselClass((36, 37), (9, 18), 3.2, 0.120, "pleasure", class_a=0.0, antenna=0.5, speed_kn=4.5),
    "aircraft": VesselClass((0,), (20, 21), 1.0, 0.0, "aircraft", turn_deg_s=2.0, waver_s=0),
    "aid": VesselClass((25, 24, 20, 21, 30), (4, 5), 1.0, 0.0, "aid"),
    "base": VesselClass((0,), (4, 5), 1.0, 0.0, "base"),
    # for voyages only: a net's beacon, and devices of distress, which burst eight times a minute
    "beacon": VesselClass((30,), (1, 2), 1.0, 0.0, "beacon", class_a=0.0, every_s=120.0),
    "device": VesselClass((0,), (1, 2), 1.0, 0.0, "none", nav_status=14, every_s=7.5),
}
NOT_SHIPS = {"aircraft": "aircraft", "aid": "aton", "base": "base"}  # their STATION
