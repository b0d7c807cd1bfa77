"""Records have every field under pyais's name, null for "not available", and refusals with their reason."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyais.messages import NMEASentenceFactory

from ingest.decode_records import decode_records
from tests.ingest.recordings import path_of, sentence, tag_block


def decoded(folder: Path, *lines: bytes) -> list[dict[str, Any]]:
    path = folder / "some.nmea"
    path.write_bytes(b"\n".join(lines))
    return list(decode_records(path, "north"))


def test_a_report_is_read_field_by_field(tmp_path: Path) -> None:
    line = b"!AIVDM,1,1,,A,39NWra1001rsuRPHA6Na8afl0000,0*13,d-101,r003669946,1325394090,1325394031"
    assert decoded(tmp_path, line) == [
        {
            "t": "2012-01-01T05:01:30.000Z",
            "feed": "north",
            "talker": "AI",
            "type": 3,
            "mmsi": 636091044,
            "repeat": 0,
            "status": 1,
            "turn": 0.0,
            "speed": 0.1,
            "accuracy": True,
            "lon": -70.78728,
            "lat": 42.410017,
            "course": 233.8,
            "heading": 311,
            "second": 26,
            "maneuver": 0,
            "raim": False,
            "radio": 0,
        }
    ]


def test_not_available_is_null(tmp_path: Path) -> None:
    (base,) = decoded(tmp_path, b"!AIVDM,1,1,,A,403Ovl@000Htt<tSF0l4Q@100`Pq,0*28")
    assert all(base[name] is None for name in ("year", "month", "day", "hour", "minute", "second", "lon", "lat"))
    (ship,) = decoded(tmp_path, sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6"))
    assert (ship["turn"], ship["heading"], ship["speed"]) == (None, None, 8.6)
    (far,) = decoded(tmp_path, sentence(b"KC5E2b@U19PFdLbMuc5=ROv62<7m"))
    assert {"lat", "lon", "speed", "course"} <= far.keys()


def test_refusals_are_in_order_and_have_their_reason(tmp_path: Path) -> None:
    good = sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6")
    wrong = [
        (good[:-1] + b"?", "checksum"),
        (tag_block(b"s:x")[:-3] + b"00\\", "tag_block"),
        (sentence(b"15N1u<PP1FJuvSRHOE6Q\xffwwh0HQ6"), "payload"),
        (sentence(b"M5N1u<PP1FJuvSRHOE6QIwwh0HQ6"), "type"),
        (sentence(b"15N"), "short"),
        (sentence(b"H42O55wti4hhhilD3nink000?050"), "decode"),  # message 24 has no part 3
        (b"!AIVDM," + b"x" * 5000, "length"),
        (sentence(b"K5h@00000000000", 2, parts=b"2,2,3"), "fragment"),
    ]
    lines = [line for bad, _ in wrong for line in (bad, good)]
    records = decoded(tmp_path, *lines)
    assert [record.get("reason") for record in records] == [each for _, reason in wrong for each in (reason, None)]
    assert records[0] == {
        "t": "1970-01-01T00:00:00.010Z",
        "feed": "north",
        "reason": "checksum",
        "raw": wrong[0][0].decode(),
    }
    assert records[4]["raw"].count("\\xff") == 1


@pytest.mark.parametrize(
    ("name", "messages"),
    [("libais_types.nmea", 26), ("gpsd_sample.aivdm", 102), ("ee1.txt", 3972), ("ee_tag.txt", 200)],
)
def test_every_real_message_is_a_record_that_fits_json(name: str, messages: int) -> None:
    records = list(decode_records(path_of(name), "real"))
    kinds = Counter("refused" if "reason" in record else "message" for record in records)
    assert kinds == {"message": messages}
    for record in records:
        assert list(record)[:5] == ["t", "feed", "talker", "type", "mmsi"]
        assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_every_type_of_message_is_read() -> None:
    types = {record["type"] for record in decode_records(path_of("libais_types.nmea"), "real")}
    assert types == set(range(1, 28)) - {19}


def test_values_are_those_of_pyais() -> None:
    path = path_of("nais400-merrimac.log")
    records = [record for record in decode_records(path, "real") if record["type"] == 1]
    lines = [line for line in path.read_bytes().splitlines() if b",1,1,," in line]
    theirs = [NMEASentenceFactory.produce(line).decode() for line in lines]  # type: ignore[attr-defined]
    theirs = [message for message in theirs if message.msg_type == 1]
    assert len(records) == len(theirs) > 400
    for record, message in zip(records, theirs, strict=True):
        assert (record["mmsi"], record["radio"]) == (message.mmsi, message.radio)
        assert record["lat"] in (message.lat, None) and record["lon"] in (message.lon, None)
