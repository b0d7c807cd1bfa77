"""Conversion factors of nautical units."""

from __future__ import annotations

MPS_PER_KN = 1852.0 / 3600.0
M_PER_NM = 1852.0
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
