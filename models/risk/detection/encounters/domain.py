"""Ship domains, and the closest approach with and without them.

Closed forms, for one pair (compiled) and for arrays of ships. Quaternion ship domain after Wang (2010, 2013), with its
four quarter ellipses replaced by one offset ellipse; in confined water, Fujii's ellipse for narrow channels, 6 L by
1.6 L. The search for pairs: pairs.py.
"""

from __future__ import annotations

import math

import numpy as np

from models.base.compiled import compiled

CONFINED_HALF_LENGTHS = (3.0, 0.8)  # Fujii, narrow water: 6 L x 1.6 L axes
STILL_MPS = 1e-3  # below this relative speed nothing approaches

Array = np.ndarray
Shape = tuple[float, float, float, float]


def quaternion_domain_m(length_m: Array, speed_kn: Array) -> tuple[Array, Array, Array, Array]:
    """Fore, aft, starboard and port reach of the domain in metres; speeds below 1 kn count as 1 kn."""
    advance, transfer = growth(speed_kn)
    q = np.sqrt(advance**2 + transfer**2 / 4)
    fore, aft = (1 + 1.34 * q) * length_m, (1 + 0.67 * q) * length_m
    return fore, aft, (0.2 + transfer) * length_m, (0.2 + 0.75 * transfer) * length_m


def growth(speed_kn: Array) -> tuple[Array, Array]:
    """How far a ship of this speed advances and moves aside in a turn, in lengths; speeds below 1 kn count as 1 kn."""
    magnitude = np.log10(np.maximum(speed_kn, 1.0))
    return 10.0 ** (0.3591 * magnitude + 0.0952), 10.0 ** (0.5441 * magnitude - 0.0795)


def ellipse(length_m: Array, speed_kn: Array, confined: Array) -> Array:
    """Rows a, b, cu, cw: half axes along and across, and the centre's offset ahead and to starboard; shape (n, 4)."""
    fore, aft, starboard, port = quaternion_domain_m(length_m, speed_kn)
    open_sea = np.stack([fore + aft, starboard + port, fore - aft, starboard - port], axis=-1) / 2
    along, across = (half * np.asarray(length_m, dtype=float) for half in CONFINED_HALF_LENGTHS)
    narrow = np.stack([along, across, np.zeros_like(along), np.zeros_like(along)], axis=-1)
    return np.where(np.asarray(confined)[..., None], narrow, open_sea)


@compiled
def closest_approach(x_m: float, y_m: float, vx_mps: float, vy_mps: float) -> tuple[float, float]:
    """TCPA in seconds (negative when past, 0 for equal velocities) and DCPA in metres, for now or later."""
    speed2 = vx_mps * vx_mps + vy_mps * vy_mps
    tcpa = 0.0 if speed2 < STILL_MPS * STILL_MPS else -(x_m * vx_mps + y_m * vy_mps) / speed2
    ahead = max(tcpa, 0.0)
    return tcpa, math.hypot(x_m + vx_mps * ahead, y_m + vy_mps * ahead)


@compiled
def intrusion(
    x_m: float, y_m: float, vx_mps: float, vy_mps: float, east: float, north: float, shape: Array | Shape
) -> tuple[float, float]:
    """Smallest f reached (1 is the border of the domain) and when: at the border if it is crossed, else at the minimum.

    The other ship is at (x, y) and moves with (vx, vy) relative to this one, whose course is (east, north), a unit
    vector, and whose domain is `shape` (a, b, cu, cw). The time is in seconds from now, 0 when already inside.
    """
    a, b = shape[0], shape[1]
    u = (x_m * east + y_m * north - shape[2]) / a
    w = (x_m * north - y_m * east - shape[3]) / b
    du = (vx_mps * east + vy_mps * north) / a
    dw = (vx_mps * north - vy_mps * east) / b
    here2, rate, speed2 = u * u + w * w, u * du + w * dw, du * du + dw * dw
    if rate >= 0.0 or speed2 <= 0.0:
        return math.sqrt(here2), 0.0
    closest_s = -rate / speed2
    least2 = max(here2 - rate * rate / speed2, 0.0)
    if least2 >= 1.0:
        return math.sqrt(least2), closest_s
    if here2 <= 1.0:
        return math.sqrt(least2), 0.0
    return math.sqrt(least2), closest_s - math.sqrt((1.0 - least2) / speed2)


@compiled
def membership(x: float, low: float, high: float) -> float:
    """Quadratic membership: 1 up to `low`, 0 from `high` on."""
    part = (high - x) / (high - low)
    part = min(max(part, 0.0), 1.0)
    return part * part
