"""Known messages give known columns; values not available are unknown in the columns; refusals have reasons."""

from __future__ import annotations

import numpy as np
import pytest
from pyais.encode import encode_dict
from pyais.messages import NMEASentenceFactory

from ingest.feeds import make_feed
from ingest.feeds.ais_columns import STATION_OF_TYPE
from ingest.sentences.reader import Message
from models.base.schema import HEARD, POSITION, STATIC, STATION, TEXT, Table
from tests.ingest.recordings import message, messages_of

DECODERS = ("kernel", "pyais")


def encoded(**fields: object) -> Message:
    """A message as pyais encodes it."""
    parts = [NMEASentenceFactory.produce(line.encode()) for line in encode_dict(fields, talker_id="AI")]
    return message(b"".join(part.payload for part in parts), parts[-1].fill_bits)


def decode(*messages: Message, by: str = "kernel") -> tuple[Table, Table, Table, list[str]]:
    heard, position, static, rejects, *_ = make_feed("ais", by).decode(list(messages))
    return heard, position, static, [reject.reason for reject in rejects]


def row(table: Table) -> dict[str, object]:
    assert len(table["row"]) == 1
    return {name: column[0] for name, column in table.items()}


PLACE = {"lon": 122.123456, "lat": 30.123456}


@pytest.mark.parametrize("by", DECODERS)
def test_a_class_a_report_is_decoded_field_by_field(by: str) -> None:
    heard, position, static, rejects = decode(
        encoded(
            type=1,
            mmsi=413000123,
            status=3,
            turn=10,
            speed=12.3,
            accuracy=1,
            course=271.5,
            heading=270,
            second=17,
            **PLACE,
        ),
        by=by,
    )
    found = row(position)
    assert (heard["mmsi"][0], heard["msg_type"][0], rejects, len(static["row"])) == (413000123, 1, [], 0)
    assert (found["station"], found["nav_status"], found["second"], found["accurate"]) == (1, 3, 17, True)
    assert abs(found["lon_deg"] - PLACE["lon"]) < 1e-6 and abs(found["lat_deg"] - PLACE["lat"]) < 1e-6
    assert (found["sog_kn"], found["cog_deg"], found["heading_deg"]) == (np.float32(12.3), np.float32(271.5), 270)
    assert found["rot_deg_min"] == pytest.approx((15 / 4.733) ** 2, rel=1e-6)  # raw 15 is what 10 deg/min becomes


@pytest.mark.parametrize("by", DECODERS)
@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"speed": 102.3}, "sog_kn"),
        ({"speed": 102.2}, "sog_kn"),
        ({"course": 360.0}, "cog_deg"),
        ({"course": 409.5}, "cog_deg"),
        ({"heading": 511}, "heading_deg"),
        ({"heading": 360}, "heading_deg"),
        ({"turn": 127}, "rot_deg_min"),
        ({"turn": -127}, "rot_deg_min"),
        ({"turn": -128}, "rot_deg_min"),
    ],
)
def test_a_value_that_is_not_available_is_nan(fields: dict[str, float], column: str, by: str) -> None:
    known = {"speed": 80.0, "course": 359.9, "heading": 359, "turn": -126.0}
    report = {"type": 1, "mmsi": 1, **PLACE}
    assert np.isnan(row(decode(encoded(**report, **(known | fields)), by=by)[1])[column])
    assert not np.isnan(row(decode(encoded(**report, **known), by=by)[1])[column])


@pytest.mark.parametrize("by", DECODERS)
def test_a_report_without_a_position_has_no_row_in_position(by: str) -> None:
    places = [(181.0, 91.0), (181.0, 30.0), (122.0, 91.0), (0.0, 0.0), (-180.1, 30.0)]
    messages = [encoded(type=1, mmsi=7, lon=lon, lat=lat) for lon, lat in places]
    heard, position, _, rejects = decode(*messages, by=by)
    assert (len(heard["mmsi"]), len(position["row"]), rejects) == (len(places), 0, [])
    for lon, lat in ((0.0, 10.0), (10.0, 0.0), (180.0, 90.0), (-180.0, -90.0)):
        assert len(decode(encoded(type=1, mmsi=7, lon=lon, lat=lat), by=by)[1]["row"]) == 1


@pytest.mark.parametrize("by", DECODERS)
def test_every_kind_of_station_is_distinguished(by: str) -> None:
    kinds = {
        "class_a": [{"type": 1}, {"type": 2}, {"type": 3}],
        "base": [{"type": 4}, {"type": 11}],
        "aircraft": [{"type": 9}],
        "class_b_so": [{"type": 18, "cs": 0}],
        "class_b_cs": [{"type": 18, "cs": 1}, {"type": 19}],
        "aton": [{"type": 21, "name": "N"}],
        "long_range": [{"type": 27}],
    }
    for station, reports in kinds.items():
        for report in reports:
            found = row(decode(encoded(mmsi=1, **PLACE, **report), by=by)[1])
            assert found["station"] == STATION[station], report


@pytest.mark.parametrize("by", DECODERS)
def test_each_kind_of_report_has_its_own_units(by: str) -> None:
    aircraft = row(decode(encoded(type=9, mmsi=1, speed=150, course=10.5, second=5, **PLACE), by=by)[1])
    assert (aircraft["sog_kn"], aircraft["cog_deg"]) == (150, np.float32(10.5))
    assert np.isnan(row(decode(encoded(type=9, mmsi=1, speed=1022, **PLACE), by=by)[1])["sog_kn"])
    far = row(decode(encoded(type=27, mmsi=1, speed=62, course=359, status=1, **PLACE), by=by)[1])
    assert (far["sog_kn"], far["cog_deg"], far["nav_status"], far["second"]) == (62, 359, 1, 60)
    assert abs(far["lon_deg"] - PLACE["lon"]) < 1 / 1200 and np.isnan(far["heading_deg"])
    unknown = row(decode(encoded(type=27, mmsi=1, speed=63, course=511, **PLACE), by=by)[1])
    assert np.isnan(unknown["sog_kn"]) and np.isnan(unknown["cog_deg"])
    base = row(decode(encoded(type=4, mmsi=1, second=33, **PLACE), by=by)[1])
    assert base["second"] == 33 and np.isnan(base["sog_kn"]) and base["nav_status"] == 15


@pytest.mark.parametrize("by", DECODERS)
def test_identity_and_voyage_come_from_message_5(by: str) -> None:
    sent = {
        "imo": 9383663,
        "callsign": "9HMQ9",
        "shipname": "RUTH THERESA",
        "ship_type": 81,
        "to_bow": 78,
        "to_stern": 23,
        "to_port": 1,
        "to_starboard": 17,
        "draught": 7.4,
        "destination": "ZHOUSHAN",
    }
    found = row(decode(encoded(type=5, mmsi=249190000, **sent), by=by)[2])
    assert (found["name"], found["callsign"], found["destination"]) == (b"RUTH THERESA", b"9HMQ9", b"ZHOUSHAN")
    assert (found["imo"], found["ship_type"], found["station"], found["voyage"]) == (9383663, 81, 1, True)
    assert [found[f"to_{side}_m"] for side in ("bow", "stern", "port", "starboard")] == [78, 23, 1, 17]
    assert found["draught_m"] == np.float32(7.4)


@pytest.mark.parametrize("by", DECODERS)
def test_identity_not_sent_is_unknown(by: str) -> None:
    found = row(decode(encoded(type=5, mmsi=1), by=by)[2])
    assert (found["name"], found["callsign"], found["destination"], found["imo"], found["ship_type"]) == (
        b"",
        b"",
        b"",
        0,
        0,
    )
    assert np.isnan([found["to_bow_m"], found["to_port_m"], found["draught_m"]]).all()
    assert row(decode(encoded(type=5, mmsi=1, ship_type=99), by=by)[2])["ship_type"] == 99


@pytest.mark.parametrize("by", DECODERS)
def test_both_parts_of_message_24(by: str) -> None:
    a = row(decode(encoded(type=24, mmsi=412000001, partno=0, shipname="ZHE YU 1"), by=by)[2])
    assert (a["name"], a["voyage"], a["station"]) == (b"ZHE YU 1", False, STATION["class_b_cs"])
    sizes = {"to_bow": 10, "to_stern": 12, "to_port": 3, "to_starboard": 2}
    b = row(decode(encoded(type=24, mmsi=412000001, partno=1, ship_type=30, callsign="BABC", **sizes), by=by)[2])
    assert (b["callsign"], b["ship_type"], b["to_bow_m"], b["name"]) == (b"BABC", 30, 10, b"")
    tender = encoded(type=24, mmsi=984120001, partno=1, ship_type=36, callsign="T", mothership_mmsi=412000001)
    found = row(decode(tender, by=by)[2])
    assert np.isnan(found["to_bow_m"]) and found["ship_type"] == 36


@pytest.mark.parametrize("by", DECODERS)
def test_an_aid_to_navigation_has_position_and_name(by: str) -> None:
    _, position, static, _ = decode(encoded(type=21, mmsi=994131234, aid_type=14, name="XIAZHIMEN 3", **PLACE), by=by)
    assert (row(static)["name"], row(static)["ship_type"]) == (b"XIAZHIMEN 3", 14)
    assert row(position)["station"] == row(static)["station"] == STATION["aton"]


def test_other_messages_stand_only_in_heard() -> None:
    heard, position, static, rejects = decode(encoded(type=8, mmsi=5, dac=1, fid=0, data=b"x"))
    assert heard["msg_type"].tolist() == [8] and heard["mmsi"].tolist() == [5]
    assert (len(position["row"]), len(static["row"]), rejects) == (0, 0, [])


@pytest.mark.parametrize("by", DECODERS)
def test_safety_texts_are_read_with_their_rows(by: str) -> None:
    messages = [
        encoded(type=1, mmsi=7, **PLACE),
        encoded(type=14, mmsi=970010001, text="SART ACTIVE"),
        encoded(type=12, mmsi=412000001, dest_mmsi=413000001, text="PAN PAN ENGINE FAILED"),
        encoded(type=14, mmsi=8, text="<B>%S &#"),
        encoded(type=14, mmsi=9, text="X" * 161),
        encoded(type=14, mmsi=10, text=""),
    ]
    columns = make_feed("ais", by).decode(messages)
    texts = dict(zip(columns.heard["mmsi"][columns.text["row"]].tolist(), columns.text["text"].tolist(), strict=True))
    assert texts == {
        970010001: b"SART ACTIVE",
        412000001: b"PAN PAN ENGINE FAILED",
        8: b"<B>%S &#",
        9: b"X" * 161,
        10: b"",
    }
    assert columns.position["row"].tolist() == [0] and columns.rejects == []


@pytest.mark.parametrize("name", ["libais_types.nmea", "libais_test.aivdm"])
def test_real_safety_texts(name: str) -> None:
    columns = make_feed("ais", "kernel").decode(messages_of(name))
    kinds = columns.heard["msg_type"]
    rows = columns.text["row"]
    assert np.isin(kinds[rows], (12, 14)).all() and len(rows) == np.isin(kinds, (12, 14)).sum()
    assert any(text for text in columns.text["text"].tolist())


@pytest.mark.parametrize(
    ("payload", "fill", "reason"),
    [
        (b"15N1u<PP1FJuvSRHOE6Q wwh0HQ6", 0, "payload"),
        (b"15N1u<PP1FJuvSRHOE6Q\x00wwh0HQ6", 0, "payload"),
        (b"15N1u<PP1FJuvSRHOE6Q\xffwwh0HQ6", 0, "payload"),
        (b"15N1u<XXX", 0, "payload"),
        (b"", 0, "short"),
        (b"15N1u<", 0, "short"),
        (b"15N1u<P", 5, "short"),
        (b"M5N1u<PP1FJuvSRHOE6QIwwh0HQ6", 0, "type"),
        (b"w5N1u<PP1FJuvSRHOE6QIwwh0HQ6", 0, "type"),
    ],
)
def test_refusals_have_a_reason(payload: bytes, fill: int, reason: str) -> None:
    good = encoded(type=1, mmsi=7, **PLACE)
    for by in DECODERS:
        heard, position, _, rejects = decode(good, message(payload, fill), good, by=by)
        assert (len(heard["mmsi"]), position["row"].tolist(), rejects) == (2, [0, 1], [reason])


def test_message_number_0_stands_in_heard_even_without_fields() -> None:
    heard, position, _, rejects = decode(message(b"00", 4))
    assert (heard["msg_type"].tolist(), heard["mmsi"].tolist(), len(position["row"]), rejects) == ([0], [0], 0, [])


@pytest.mark.parametrize("by", DECODERS)
def test_a_message_of_the_wrong_length_stands_only_in_heard_and_is_counted(by: str) -> None:
    good = encoded(type=1, mmsi=7, **PLACE)
    for payload in (good.payload[:20], good.payload + b"0" * 15):
        columns = make_feed("ais", by).decode([good, message(payload)])
        assert (len(columns.heard["mmsi"]), columns.position["row"].tolist(), columns.rejects) == (2, [0], [])
        assert {name: rows.tolist() for name, rows in columns.refused.items()} == {"bits": [1]}
    assert len(decode(message(good.payload, 2), by=by)[1]["row"]) == 1, "wrong fill bits at the end cost nothing"


def test_the_hash_differs_for_each_payload_and_does_not_depend_on_the_batch() -> None:
    messages = [m for name in ("dma_stream.txt", "ee1.txt") for m in messages_of(name)]
    together = decode(*messages)[0]["payload_hash"]
    assert len(together) == len(messages)
    assert len(set(together.tolist())) == len({(m.payload, m.fill) for m in messages})
    alone = [decode(m)[0]["payload_hash"][0] for m in messages[::500]]
    assert alone == together[::500].tolist()
    assert decode(message(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6"))[0]["payload_hash"][0] == 6814498585086405919, (
        "on every machine"
    )


def test_the_tables_are_those_of_the_schema() -> None:
    mixed = [encoded(type=1, mmsi=7, **PLACE), encoded(type=5, mmsi=7)]
    for by in DECODERS:
        for batch in (mixed, [], mixed[:1], mixed[1:]):
            decoded = make_feed("ais", by).decode(batch)
            tables = (decoded.heard, decoded.position, decoded.static, decoded.text)
            for table, columns in zip(tables, (HEARD, POSITION, STATIC, TEXT), strict=True):
                assert {name: array.dtype.str[1:] for name, array in table.items()} == {
                    column.name: np.dtype(column.dtype).str[1:] for column in columns
                }
                assert len({len(array) for array in table.values()}) == 1


def test_every_position_type_has_a_station() -> None:
    assert all(STATION_OF_TYPE[[1, 2, 3, 4, 5, 9, 11, 18, 19, 21, 24, 27]])
