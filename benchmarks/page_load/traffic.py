"""Traffic of the page benchmark: thousands of vessels on a UDP port, and one beacon whose steps are timed."""

from __future__ import annotations

import socket
import threading

import numpy as np

from exercises.simulator.encode import LAYOUTS, encode, sentences
from models.base.clock import now_s
from models.base.geo import move_deg
from models.base.units import MPS_PER_KN

REPORT_EVERY_S = 8
BOX = (121.6, 29.4, 123.4, 30.8)
BEACON_MMSI = 970_111_222  # an AIS-SART has the highest rank, so it is always drawn as a symbol
BEACON_LON_DEG = 123.05
BEACON_FROM_LAT_DEG = 29.8
BEACON_STEP_DEG = 0.0001  # 11 m/s
BEACON_LATER_S = 0.37  # later in each second than in the one before, so that it meets the ticks at every phase
AIS_UNIT_DEG = 1 / 600_000


class TrafficFeed(threading.Thread):
    """Sends until stopped. `sent_s[n]` is the time at which step n of the beacon was sent."""

    def __init__(self, port: int, vessels: int) -> None:
        super().__init__(daemon=True)
        self.sent_s: dict[int, float] = {}
        self._to = ("127.0.0.1", port)
        self._ending = threading.Event()
        rng = np.random.default_rng(vessels)
        west, south, east, north = BOX
        self._n = vessels
        self._lon, self._lat = rng.uniform(west, east, vessels), rng.uniform(south, north, vessels)
        self._sog, self._cog = rng.uniform(0, 14, vessels), rng.uniform(0, 360, vessels)

    def run(self) -> None:
        """Send an eighth of the vessels in each second, and the beacon at a varying time within it."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            second, began_s = 0, now_s()
            while not self._ending.wait(max(0.0, began_s + second - now_s())):
                for line in self._vessels(second):
                    out.sendto(line, self._to)
                self._ending.wait(max(0.0, began_s + second + second * BEACON_LATER_S % 1.0 - now_s()))
                self.sent_s[second] = now_s()
                out.sendto(_beacon(second), self._to)
                second += 1

    def stop(self) -> None:
        """Stop sending."""
        self._ending.set()
        self.join()

    def _vessels(self, second: int) -> list[bytes]:
        rows = np.arange(second % REPORT_EVERY_S, self._n, REPORT_EVERY_S)
        way_m, course = self._sog[rows] * MPS_PER_KN * second, np.radians(self._cog[rows])
        lat, lon = move_deg(self._lat[rows], self._lon[rows], way_m * np.sin(course), way_m * np.cos(course))
        return _reports(412_000_001 + rows, lat, lon, self._sog[rows], self._cog[rows], second, 0)


def beacon_lat_deg(step: int) -> float:
    """Return the latitude that the beacon reports at a step."""
    return BEACON_FROM_LAT_DEG + step * BEACON_STEP_DEG


def _beacon(step: int) -> bytes:
    place = np.array([beacon_lat_deg(step)]), np.array([BEACON_LON_DEG])
    return _reports(np.array([BEACON_MMSI]), *place, np.zeros(1), np.zeros(1), step, 14)[0]


def _reports(
    mmsi: np.ndarray, lat: np.ndarray, lon: np.ndarray, sog: np.ndarray, cog: np.ndarray, second: int, status: int
) -> list[bytes]:
    columns = {
        "type": 1,
        "mmsi": mmsi,
        "nav_status": status,
        "sog": np.rint(sog * 10),
        "lon": np.rint(lon / AIS_UNIT_DEG),
        "lat": np.rint(lat / AIS_UNIT_DEG),
        "cog": np.rint(cog * 10) % 3600,
        "heading": np.rint(cog) % 360,
        "second": second % 60,
    }
    payload, fill = encode(LAYOUTS["position_a"], columns, len(mmsi))
    return sentences(payload, fill, np.arange(len(mmsi)) % 2 == 1)
