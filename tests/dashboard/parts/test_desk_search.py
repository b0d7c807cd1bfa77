"""The search of the desk: names in any writing, every number, and what lies under a finger."""

from __future__ import annotations

import numpy as np

from dashboard.common.pinyin import on_air
from dashboard.map.tools import degrees_minutes, position, under
from dashboard.map.view import fit, mercator
from dashboard.parts.desk_search import results, search, spelt
from tests.dashboard.parts.test_desk_parts import model
from tests.dashboard.pictures import BOX, alert, craft, picture, site


def test_search_finds_by_name_in_any_writing_and_by_every_number() -> None:
    vessels = craft(4, callsign=[b"BHEE6", b"", b"", b""], imo=[9_074_729, 0, 0, 0])
    vessels["name"][:] = [b"ZHE PU YU 62028", b"ZHE-PU-YU 6", b"HAI YUN", b""]
    shown = picture(vessels)

    def rows(query: str) -> tuple[int, ...]:
        return search(shown, site(), spelt(shown), query).rows

    assert rows("浙普渔62028") == (0,) and rows("zhe pu yu") == (1, 0)
    assert rows("zpy") == (1, 0) and rows("ZPY62") == (0,) and rows("py62028") == ()
    assert rows("bhee") == (0,) and rows("9074729") == (0,) and rows("412000003") == (2,)
    assert rows("") == rows("z") == () and rows("nobody here") == ()
    for query in ("嵊泗", "shengsi", "ss"):
        assert "嵊泗" in [each.name_zh for each in search(shown, site(), spelt(shown), query).places], query
    assert "没有与" in results(model(shown, query="xx<b>yy")) and "<b>yy" not in results(model(shown, query="xx<b>yy"))
    assert results(model(shown)) == "" and on_air("Zhè") == "ZH"


def test_the_worst_of_the_vessels_under_a_finger_is_chosen() -> None:
    view = fit(BOX, 1000, 900)
    shown = picture(craft(2, lon_deg=[122.5, 122.5002], lat_deg=30.0), (alert(2),))
    x, y = mercator(122.5, 30.0)
    assert under(shown, view, float(x), float(y)) == (2, "")
    assert under(shown, view, float(x) + 40 * view.m_per_px, float(y)) == (0, "")
    cause = alert(0, rule="reception", track_id=0, alert_id="reception-1", lon=122.0, lat=30.5)
    x, y = mercator(122.0, 30.5)
    assert under(picture(None, (cause,)), view, float(x), float(y)) == (0, "reception-1")


def test_places_are_written_in_degrees_and_minutes() -> None:
    assert degrees_minutes(-30.99999999, "N", "S", 2) == "31°00.000′S"
    assert position(30.5, 122.25) == "30°30.000′N  122°15.000′E"
    assert position(np.nan, 0.0) == "—"
