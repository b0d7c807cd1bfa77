"""What machines read, from a real server over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import numpy as np
import pytest

from dashboard.map.view import fit
from models.messages.picture import Picture
from tests.dashboard.pictures import BOX, T0, alert, craft, feed, picture
from tests.dashboard.serving import Serving, serving, settled

VIEW = quote(fit(BOX, 240, 200).key)


def sea(tick: int) -> Picture:
    vessels = craft(3, heading_deg=[10.0, np.nan, 350.0], name=[b"A", b"", b"C<D"], level=[3, 0, 1])
    feeds = (feed("shore", rejects={"checksum": 4}), feed("is/land", "silent", rate_per_s=0.0))
    return picture(vessels, (alert(1), alert(3, "yellow")), feeds=feeds, tick=tick, t_s=T0 + tick, tick_ms=12.5)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("api")) as server:
        yield server


@pytest.fixture
def fed(server: Serving) -> Serving:
    server.feed(sea)
    assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
    return server


def test_before_the_first_picture_it_says_so(server: Serving) -> None:
    assert server.get("/healthz") == (503, '{"status": "no picture yet"}')
    assert server.get("/api/alerts")[0] == 503
    assert server.get("/metrics")[0] == 200
    assert server.get("/wall")[0] == 200


def test_it_is_healthy_while_pictures_are_fresh(fed: Serving) -> None:
    health = fed.json("/healthz")
    assert health["status"] == "ok" and health["tick"] > 0
    assert len(fed.json("/alive")["boot"]) == 32


def test_feeds(fed: Serving) -> None:
    shore, island = fed.json("/api/feeds")["feeds"]
    assert (shore["id"], shore["state"], shore["rejects"]) == ("shore", "ok", {"checksum": 4})
    assert island["state"] == "silent" and island["last_rx"].startswith("2023-11-14T22:13:19")


def test_alerts_have_the_names_of_the_records(fed: Serving) -> None:
    red, yellow = fed.json("/api/alerts")["alerts"]
    assert (red["rule"], red["colour"], red["track_id"], red["partner_mmsi"]) == ("drift", "red", "T1", None)
    assert yellow["colour"] == "yellow" and red["since"] == "2023-11-14T22:11:40.000Z"


def test_the_picture_as_geojson(fed: Serving) -> None:
    picture = fed.json("/api/picture.geojson")
    assert (picture["type"], picture["mode"], len(picture["features"])) == ("FeatureCollection", "live", 3)
    first, second, third = (each["properties"] for each in picture["features"])
    assert picture["features"][0]["geometry"] == {"type": "Point", "coordinates": [122.5, 30.0]}
    assert (first["kind"], first["colour"], first["heading_deg"]) == ("merchant", "red", 10)
    assert (second["name"], second["heading_deg"], third["name"]) == (None, None, "C<D")


@pytest.mark.parametrize(
    ("query", "ids"),
    [("min_colour=yellow", ["T1", "T3"]), ("min_colour=red", ["T1"]), ("bbox=122.55,29,122.65,31", ["T2"])],
)
def test_geojson_of_a_part(fed: Serving, query: str, ids: list[str]) -> None:
    assert [each["id"] for each in fed.json(f"/api/picture.geojson?{query}")["features"]] == ids


@pytest.mark.parametrize("query", ["bbox=1,2,3", "bbox=a,b,c,d", "min_colour=green"])
def test_geojson_of_nonsense_is_refused(fed: Serving, query: str) -> None:
    assert fed.get(f"/api/picture.geojson?{query}")[0] == 422


def test_metrics_are_prometheus_text(fed: Serving) -> None:
    lines = fed.get("/metrics")[1].splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    figures = {name: float(value) for name, value in pairs}
    assert figures["wanghai_vessels"] == 3
    assert figures['wanghai_alerts{colour="red"}'] == 1 and figures['wanghai_alerts{colour="orange"}'] == 0
    assert figures['wanghai_feed_messages_per_second{feed="shore"}'] == 85.2
    assert figures['wanghai_feed_up{feed="is/land"}'] == 0
    assert figures["wanghai_tick_seconds"] == 0.0125 and figures["wanghai_picture_age_seconds"] < 6
    typed = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(typed) == len(set(typed)) and {name.split("{")[0] for name in figures} <= set(typed)


def test_rasters_are_images_and_nonsense_is_not_found(fed: Serving) -> None:
    assert fed.get(f"/raster/coast.png?view={VIEW}")[1][1:4] == "PNG"
    assert fed.get(f"/raster/trails.png?view={VIEW}&palette=day")[1][1:4] == "PNG"
    for path in (f"nonsense.png?view={VIEW}", "coast.png?view=1,2", f"coast.png?view={VIEW}&palette=pink", "coast.png"):
        assert fed.get(f"/raster/{path}")[0] == 404


def test_only_assets_are_served(fed: Serving) -> None:
    assert fed.get("/assets/fonts/wanghai-sans.woff2")[0] == 200
    for path in ("../app.py", "fonts/make_font.py", "wall.html", "..%2fapp.py"):
        assert fed.get(f"/assets/{path}")[0] in (403, 404)


def test_the_door_leads_to_the_wall_and_keeps_the_query(fed: Serving) -> None:
    status, page = fed.get("/?lang=en")
    assert status == 200 and "<title>Zhoushan Sea Picture</title>" in page
