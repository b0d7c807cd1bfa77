"""Impossible values are unknown and counted; texts end at @, names of aids continue; bits that follow cost nothing."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.feeds import make_feed
from tests.ingest.feeds.test_ais import DECODERS, PLACE, decode, encoded
from tests.ingest.recordings import message


@pytest.mark.parametrize("by", DECODERS)
@pytest.mark.parametrize(
    "fields",
    [
        {"type": 1, "speed": 7.0},
        {"type": 4},
        {"type": 9, "speed": 70},
        {"type": 18, "speed": 7.0},
        {"type": 21, "name": "N"},
        {"type": 19, "shipname": "N"},
    ],
)
def test_bits_that_follow_a_message_in_its_slot_cost_nothing(fields: dict[str, object], by: str) -> None:
    good = encoded(mmsi=413120001, **PLACE, **fields)
    for more in (b"0008>NRJO"[:6], b"wwwwww", b"0"):
        longer, whole = (make_feed("ais", by).decode([each]) for each in (message(good.payload + more), good))
        for table in ("position", "static"):
            for name, column in getattr(whole, table).items():
                np.testing.assert_array_equal(getattr(longer, table)[name], column)
        assert longer.rejects == [] and dict(longer.refused) == {}


IMPOSSIBLE = {
    "length": [{"to_bow": 511, "to_stern": 511, "to_port": 20, "to_starboard": 20}, {"to_bow": 300, "to_stern": 201},
               {"to_bow": 5, "to_stern": 5, "to_port": 10, "to_starboard": 10}],
    "beam": [{"to_bow": 200, "to_stern": 200, "to_port": 63, "to_starboard": 63}],
    "draught": [{"draught": 25.5}, {"to_bow": 10, "to_stern": 10, "draught": 12.0}],
}  # fmt: skip
POSSIBLE = [
    {"to_bow": 229, "to_stern": 229, "to_port": 34, "to_starboard": 34, "draught": 24.6},
    {"to_bow": 382, "to_stern": 0, "to_port": 62, "to_starboard": 62, "draught": 25.4},
    {"to_bow": 6, "to_stern": 6, "to_port": 2, "to_starboard": 2, "draught": 3.0},
    {"to_bow": 0, "to_stern": 12, "to_port": 0, "to_starboard": 4},
    {"to_bow": 12, "to_stern": 0},
    {},
]


@pytest.mark.parametrize("by", DECODERS)
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_size_is_unknown_and_counted(name: str, by: str) -> None:
    columns_of = {
        "length": ("to_bow_m", "to_stern_m"),
        "beam": ("to_port_m", "to_starboard_m"),
        "draught": ("draught_m",),
    }
    for fields in IMPOSSIBLE[name]:
        columns = make_feed("ais", by).decode([encoded(type=5, mmsi=1), encoded(type=5, mmsi=2, **fields)])
        assert columns.refused[name].tolist() == [1]
        assert all(np.isnan(columns.static[each][1]) for each in columns_of[name])
        assert sorted(columns.refused) == (
            [name] if name != "length" or "to_port" not in fields else sorted(columns.refused)
        )


@pytest.mark.parametrize("by", DECODERS)
def test_a_possible_size_is_kept(by: str) -> None:
    for fields in POSSIBLE:
        columns = make_feed("ais", by).decode([encoded(type=5, mmsi=2, **fields)])
        assert dict(columns.refused) == {}
        assert not fields or columns.static["to_bow_m"][0] == fields["to_bow"]
    area = {"to_bow": 511, "to_stern": 511, "to_port": 63, "to_starboard": 63}
    aid = make_feed("ais", by).decode([encoded(type=21, mmsi=992471234, name="N", **PLACE, **area)])
    assert dict(aid.refused) == {} and aid.static["to_bow_m"].tolist() == [511]


@pytest.mark.parametrize("by", DECODERS)
def test_impossible_speeds_and_positions_are_unknown_and_counted(by: str) -> None:
    reports = [
        encoded(type=1, mmsi=1, speed=80.1, **PLACE),
        encoded(type=18, mmsi=2, speed=102.1, **PLACE),
        encoded(type=9, mmsi=3, speed=601, **PLACE),
        encoded(type=1, mmsi=4, speed=80.0, **PLACE),
        encoded(type=9, mmsi=5, speed=600, **PLACE),
        encoded(type=1, mmsi=6, speed=102.3, **PLACE),
        encoded(type=1, mmsi=7, lon=122.0, lat=95.0),
        encoded(type=1, mmsi=8, lon=181.0, lat=91.0),
    ]
    columns = make_feed("ais", by).decode(reports)
    assert {name: rows.tolist() for name, rows in columns.refused.items()} == {"speed": [0, 1, 2], "position": [6]}
    assert np.isnan(columns.position["sog_kn"]).tolist() == [True, True, True, False, False, True]


@pytest.mark.parametrize("by", DECODERS)
@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("FISH  @@@@OLD", b"FISH"),
        ("@OLD", b""),
        ("A@B@C", b"A"),
        ("  RUTH @X", b"RUTH"),
        ("RUTH THERESA", b"RUTH THERESA"),
        ("X" * 20, b"X" * 20),
    ],
)
def test_a_text_ends_at_the_first_at_sign(sent: str, read: bytes, by: str) -> None:
    static = decode(encoded(type=5, mmsi=1, shipname=sent, destination=sent, callsign=sent[:7]), by=by)[2]
    assert (static["name"][0], static["destination"][0]) == (read, read)
    assert static["callsign"][0] == read[:7]
    assert decode(encoded(type=24, mmsi=1, partno=0, shipname=sent), by=by)[2]["name"][0] == read


@pytest.mark.parametrize("by", DECODERS)
@pytest.mark.parametrize(
    ("name", "extension", "read"),
    [
        ("VIRTUAL WRECK MARK D", "ONGFU 7", b"VIRTUAL WRECK MARK DONGFU 7"),
        ("EAST CARDINAL BUOY  ", "NO. 7", b"EAST CARDINAL BUOY  NO. 7"),
        ("EAST CARDINAL BUOY 1", "ABCDEFGHIJKLMN", b"EAST CARDINAL BUOY 1ABCDEFGHIJKLMN"),
        ("EAST CARDINAL BUOY 1", "AB@CD", b"EAST CARDINAL BUOY 1AB"),
        ("EAST CARDINAL BUOY 1", "", b"EAST CARDINAL BUOY 1"),
        ("SHORT", "NOISE", b"SHORT"),
    ],
)
def test_the_name_of_an_aid_continues_in_its_extension(name: str, extension: str, read: bytes, by: str) -> None:
    aid = encoded(type=21, mmsi=992471234, name=name, name_ext=extension, **PLACE)
    assert decode(aid, by=by)[2]["name"].tolist() == [read]


def test_of_an_extension_only_whole_characters_count() -> None:
    aid = encoded(type=21, mmsi=992471234, name="EAST CARDINAL BUOY 1", name_ext="ABCDEFGHIJKLMN", **PLACE)
    for chars in range(46, len(aid.payload)):
        for fill in range(6):
            short = message(aid.payload[:chars], fill)
            names = [decode(short, by=by)[2]["name"].tolist() for by in DECODERS]
            whole = max(0, chars * 6 - fill - 272) // 6
            assert names == [[b"EAST CARDINAL BUOY 1" + b"ABCDEFGHIJKLMN"[:whole]]] * 2
