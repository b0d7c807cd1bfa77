"""Real pictures for the tests of the pages: vessels, alerts and feeds near Zhoushan."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from dashboard.common.memo import Memo
from dashboard.common.memory import PictureMemory
from dashboard.common.theme import NIGHT
from dashboard.panels import Context
from models.base.paths import SITES
from models.base.schema import KIND, LIFE, VESSEL, Table, empty
from models.messages.picture import AlertChange, AlertView, Factor, FeedHealth, Picture
from models.site.site import Site, load_site

T0 = 1_700_000_000.0  # 2023-11-14 22:13:20 UTC
BOX = (121.3, 29.3, 123.6, 31.3)


@cache
def site() -> Site:
    return load_site(SITES / "zhoushan")


def context(lang: str = "zh", memory: PictureMemory | None = None) -> Context:
    return Context(lang, NIGHT, site(), memory or PictureMemory(), Memo())


def craft(n: int = 3, **columns: Any) -> Table:
    """Return `n` merchant ships in a row off Zhoushan, heading north at 10 kn; columns as given."""
    table = empty(VESSEL, n)
    table["track_id"][:] = np.arange(1, n + 1)
    table["mmsi"][:] = 412_000_000 + np.arange(1, n + 1)
    table["kind"][:] = KIND["merchant"]
    table["life"][:] = LIFE["confirmed"]
    table["lat_deg"][:] = 30.0
    table["lon_deg"][:] = 122.5 + 0.1 * np.arange(n)
    table["sog_kn"][:], table["cog_deg"][:], table["heading_deg"][:] = 10.0, 0.0, 0.0
    table["name"][:] = [f"HAI YUN {row}".encode() for row in range(n)]
    for name, values in columns.items():
        table[name][:] = values
    return table


def alert(number: int = 1, colour: str = "red", **values: Any) -> AlertView:
    """Return an alert about track `number`."""
    usual: dict[str, Any] = {
        **{"alert_id": f"drift-T{number}", "rule": "drift", "colour": colour, "score": 0.9},
        **{"track_id": number, "mmsi": 412_000_000 + number, "name": f"HAI YUN {number - 1}"},
        **{"partner_track_id": None, "partner_mmsi": None, "partner_name": ""},
        **{"lat": 30.0, "lon": 122.4 + 0.1 * number, "since_s": T0 - 100.0},
        **{"text_zh": "漂航 2.1 节", "text_en": "adrift at 2.1 kn"},
        "factors": (Factor("drift", 1.0, 0.97, "漂航", "Drift"), Factor("prior", 0.03, 0.03, "底数", "base rate")),
    }
    return AlertView(**{**usual, **values})


def change(of: AlertView, event: str = "raise", t_s: float = T0) -> AlertChange:
    return AlertChange(t_s, event, of)


def feed(name: str = "shore", state: str = "ok", **values: Any) -> FeedHealth:
    usual: dict[str, Any] = {"kind": "ais", "rate_per_s": 85.2, "last_rx_s": T0 - 0.2, "messages": 1000}
    return FeedHealth(name, state=state, **{**usual, **values})


def picture(vessels: Table | None = None, alerts: tuple[AlertView, ...] = (), **values: Any) -> Picture:
    """Return the picture of one tick."""
    table = craft() if vessels is None else vessels
    usual: dict[str, Any] = {"tick": 1, "t_s": T0, "mode": "live", "speed": 1.0, "bbox": BOX, "core_id": "core-1"}
    return Picture(vessels=table, alerts=alerts, **{"feeds": (feed(),), **usual, **values})
