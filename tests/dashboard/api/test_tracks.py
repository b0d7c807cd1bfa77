"""The ways of craft over HTTP: trails as GeoJSON and CSV, stops, encounters, zones, who was here; nonsense in words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import quote

import numpy as np
import pytest

from models.base.clock import iso
from models.history.segments import Segments
from tests.dashboard.pictures import T0, picture
from tests.dashboard.serving import Serving, serving, settled
from tests.models.history.ways import rows

HOUR_AGO = T0 - 3600
SPAN = f"from={iso(HOUR_AGO)}&to={iso(T0)}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Two craft: 71 goes east and lies still for half an hour; 72 lies beside it under a name that is a formula."""
    run_dir = tmp_path_factory.mktemp("tracks")
    t_s = HOUR_AGO + np.arange(0, 3600, 10.0)
    lon = 122.0 + np.minimum(np.arange(360), 180) * 0.0005
    segments = Segments(run_dir / "history", 30)
    segments.add(rows(t_s, np.full(360, 30.0), lon, track_id=71, name=b"HAI TONG 1"))
    segments.add(rows(t_s, np.full(360, 30.0003), np.full(360, lon[-1]), track_id=72, name=b"=CMD()"))
    with serving(run_dir) as server:
        server.feed(lambda tick: picture(tick=tick, t_s=T0))
        assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
        yield server


def test_a_trail_is_a_line_with_the_moment_of_each_position(server: Serving) -> None:
    (line,) = server.json(f"/api/tracks/T71/trail?{SPAN}")["features"]
    assert len(line["geometry"]["coordinates"]) == len(line["properties"]["times"]) == 360
    assert line["properties"]["name"] == "HAI TONG 1"
    assert line["properties"]["times"][0] == iso(HOUR_AGO)


def test_the_same_trail_is_found_by_mmsi(server: Serving) -> None:
    by_mmsi = server.json(f"/api/tracks/412000071/trail?{SPAN}")
    assert by_mmsi == server.json(f"/api/tracks/T71/trail?{SPAN}")


def test_a_trail_as_csv_is_no_formula(server: Serving) -> None:
    status, text = server.get(f"/api/tracks/T72/trail?{SPAN}&format=csv")
    table = list(csv.DictReader(io.StringIO(text)))
    assert (status, len(table)) == (200, 360)
    assert table[0]["name"] == "'=CMD()"


def test_stops_and_encounters_follow_from_the_trail(server: Serving) -> None:
    (stop,) = server.json(f"/api/tracks/T71/stops?{SPAN}")["stops"]
    assert stop["minutes"] > 28
    (met,) = server.json(f"/api/tracks/T71/encounters?{SPAN}")["encounters"]
    assert met["track_id"] == "T72" and met["least_m"] < 40
    assert isinstance(server.json(f"/api/tracks/T71/zones?{SPAN}")["zones"], list)


def test_who_was_here_names_each_craft_once(server: Serving) -> None:
    polygon = quote("122.08,29.99;122.1,29.99;122.1,30.01;122.08,30.01")
    reply = server.json(f"/api/history/who?polygon={polygon}&{SPAN}")
    assert [each["track_id"] for each in reply["craft"]] == ["T72", "T71"]
    assert "T72" in server.get(f"/api/history/who?polygon={polygon}&{SPAN}&format=csv")[1]


def test_who_was_here_as_geojson_begins_with_the_polygon_asked_about(server: Serving) -> None:
    polygon = quote("122.08,29.99;122.1,29.99;122.1,30.01;122.08,30.01")
    reply = server.json(f"/api/history/who?polygon={polygon}&{SPAN}&format=geojson")
    asked, *craft = reply["features"]
    assert asked["geometry"]["coordinates"][0][0] == [122.08, 29.99] == asked["geometry"]["coordinates"][0][-1]
    assert [each["properties"]["track_id"] for each in craft] == ["T72", "T71"]
    assert craft[1]["geometry"]["coordinates"][0][0] < craft[1]["geometry"]["coordinates"][1][0] == 122.09


def test_every_answer_says_until_when_anything_is_kept(server: Serving) -> None:
    whole = "polygon=" + quote("122,29;123,29;123,31")
    addresses = ("tracks/T71/trail?", "tracks/T71/stops?", "tracks/999999999/zones?", f"history/who?{whole}&")
    assert {server.json(f"/api/{address}{SPAN}")["kept_until"] for address in addresses} == {iso(T0 - 10)}


def test_a_craft_nobody_heard_has_an_empty_trail(server: Serving) -> None:
    assert server.json(f"/api/tracks/999999999/trail?{SPAN}")["features"] == []
    assert server.json(f"/api/tracks/999999999/encounters?{SPAN}")["encounters"] == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/tracks/ship/trail", "T12 or an MMSI"),
        ("/api/tracks/T0/trail", "T12 or an MMSI"),
        ("/api/tracks/T71/trail?from=yesterday", "from: expected a time"),
        ("/api/tracks/T71/trail?from=2026-01-01T00:00:00", "from: expected a time"),
        (f"/api/tracks/T71/trail?from={iso(T0)}&to={iso(HOUR_AGO)}", "before `to`"),
        ("/api/tracks/T71/trail?format=xml", "geojson, csv"),
        ("/api/history/who?polygon=1,2", "three corners"),
        ("/api/history/who?polygon=1,2;3,4;x,y", "three corners"),
        ("/api/history/who?polygon=1,2;3,4;5,99", "three corners"),
        ("/api/tracks/T999999", "No such vessel"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(server: Serving, path: str, said: str) -> None:
    status, text = server.get(path)
    assert status == 422 and said in json.loads(text)["error"]


def test_a_craft_of_the_picture_is_told_as_it_is_now(server: Serving) -> None:
    some = server.json("/api/picture.geojson")["features"][0]
    (found,) = server.json(f"/api/tracks/{some['id']}")["features"]
    assert found == some
