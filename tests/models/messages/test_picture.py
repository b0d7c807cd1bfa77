"""The frame of a picture, and the record of an alert change."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import VESSEL, empty
from models.messages.picture import AlertChange, AlertView, Factor, FeedHealth, Picture, picture_from
from models.messages.wire import WireError, pack
from tests.models.sea import T0

ALERT = AlertView(
    alert_id="collision-T1-2-20231114T221320Z",
    rule="collision",
    colour="red",
    score=0.95,
    track_id=1,
    mmsi=412000001,
    partner_track_id=2,
    partner_mmsi=None,
    name="EVER GIVEN",
    partner_name="MMSI 412000002",
    lat=30.0,
    lon=122.5,
    since_s=float(T0),
    text_zh="对遇：12 分钟后最近 0.10 海里",
    text_en="head-on: 0.10 nm in 12 min",
    factors=(
        Factor("collision", 1.0, 0.99, "碰撞危险", "Collision risk"),
        Factor("prior", 0.03, 0.01, "底数", "base rate"),
    ),
    evidence=("shore:17", "shore:18"),
)


def picture() -> Picture:
    vessels = empty(VESSEL, 3)
    vessels["mmsi"][:] = [1, 2, 3]
    return Picture(
        tick=T0,
        t_s=float(T0),
        mode="live",
        speed=1.0,
        vessels=vessels,
        alerts=(ALERT, replace(ALERT, partner_track_id=None)),
        changes=(AlertChange(float(T0), "raise", ALERT),),
        fresh_changes=1,
        feeds=(FeedHealth("shore", "ais", "ok", 12.5, None, 3, 1, 0, {"checksum": 2}, 0, "连接中"),),
        bbox=(122.0, 29.5, 123.0, 30.5),
        totals={"messages": 3},
        tick_ms=1.5,
        digest="ab",
        core_id="1-2",
        zones=({"type": "Feature", "properties": {"id": "d1", "name_zh": "临时禁区"}, "geometry": None},),
        watched=(412000001,),
    )


def test_a_picture_survives_its_frame() -> None:
    sent = picture()
    got = picture_from(sent.frame())
    assert replace(got, vessels={}) == replace(sent, vessels={})
    assert got.vessels.keys() == sent.vessels.keys()
    for name, cells in sent.vessels.items():
        assert got.vessels[name].dtype == cells.dtype and got.vessels[name].tobytes() == cells.tobytes()


def test_unknown_values_of_vessels_stay_unknown() -> None:
    assert np.isnan(picture_from(picture().frame()).vessels["sog_kn"]).all()


def test_a_received_picture_is_read_only() -> None:
    with pytest.raises(ValueError):
        picture_from(picture().frame()).vessels["risk"][0] = 1


def test_an_empty_picture_survives_its_frame() -> None:
    sent = Picture(tick=1, t_s=1.0, mode="replay", speed=60.0)
    got = picture_from(sent.frame())
    assert got.bbox is None and got.alerts == () and len(got.vessels["mmsi"]) == 0


@pytest.mark.parametrize(
    "frame", [b"", b"x" * 40, pack({}, {}), pack({"alerts": [{}], "changes": [], "feeds": []}, {})]
)
def test_a_frame_that_is_not_a_picture_is_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        picture_from(frame)


def test_the_record_of_a_change_is_json_with_iso_times_and_track_names() -> None:
    record = AlertChange(T0 + 61.5, "update", ALERT).record()
    assert json.loads(json.dumps(record))["score"] == 0.95
    assert (record["t"], record["since"]) == ("2023-11-14T22:14:21.500Z", "2023-11-14T22:13:20.000Z")
    assert (record["event"], record["track_id"], record["partner_track_id"]) == ("update", "T1", "T2")
    assert "since_s" not in record and record["silenced_until"] is None
    assert record["factors"][0] == {
        "name": "collision",
        "value": 1.0,
        "share": 0.99,
        "text_zh": "碰撞危险",
        "text_en": "Collision risk",
    }


def test_the_record_of_a_single_vessel_names_no_partner() -> None:
    assert AlertChange(T0, "raise", replace(ALERT, partner_track_id=None)).record()["partner_track_id"] is None
