"""pyais reads every layout as it was packed: the encoder is tested against an independent decoder, value by value."""

from __future__ import annotations

import numpy as np
import pyais
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.simulator.encode import LAYOUTS, encode, in_two, sentences

MMSI = st.integers(1, 999_999_999)
LON = st.integers(-108_000_000, 108_000_000)  # 1/10 000 minute
LAT = st.integers(-54_000_000, 54_000_000)
NAME = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789-.&/()", max_size=20).map(str.strip)
SHIP_TYPE = st.sampled_from([30, 33, 36, 37, 40, 50, 52, 55, 60, 70, 71, 79, 80, 89])
SIZES = {
    "to_bow": st.integers(0, 511),
    "to_stern": st.integers(0, 511),
    "to_port": st.integers(0, 63),
    "to_starboard": st.integers(0, 63),
}
SECOND, COG, SOG, HEADING = (
    st.integers(0, 63),
    st.integers(0, 3600),
    st.integers(0, 1022),
    st.integers(0, 359),
)


def decode(layout: str, channel: bool = False, **fields):
    payload, fill = encode(LAYOUTS[layout], {k: v.encode() if isinstance(v, str) else v for k, v in fields.items()}, 1)
    channels = np.array([channel])
    lines = (
        sentences(payload, fill, channels) if payload.shape[1] <= 60 else in_two(payload, fill, channels, np.array([7]))
    )
    parts = [part for line in lines for part in line.splitlines()]
    for part in parts:
        assert pyais.messages.NMEASentenceFactory.produce(part).is_valid  # checksum
        assert len(part) + 2 <= 82
    return pyais.decode(*parts)


def same_place(message, lon, lat):
    assert message.lon == pytest.approx(lon / 600_000, abs=6e-7)
    assert message.lat == pytest.approx(lat / 600_000, abs=6e-7)


@given(
    st.sampled_from([1, 2, 3]),
    MMSI,
    LON,
    LAT,
    SOG,
    COG,
    HEADING,
    SECOND,
    st.integers(-128, 127),
    st.integers(0, 15),
    st.booleans(),
)
def test_class_a_position_comes_back(kind, mmsi, lon, lat, sog, cog, heading, second, rot, status, channel):
    message = decode(
        "position_a", channel, type=kind, mmsi=mmsi, lon=lon, lat=lat, sog=sog, cog=cog, heading=heading, second=second,
        rot=rot, nav_status=status, accurate=1, radio=181_381,
    )  # fmt: skip
    assert (message.msg_type, message.mmsi, message.second, message.heading) == (kind, mmsi, second, heading)
    assert (int(message.status), message.accuracy, message.radio) == (status, True, 181_381)
    assert message.speed == pytest.approx(sog / 10) and message.course == pytest.approx(cog / 10)
    same_place(message, lon, lat)


@given(MMSI, LON, LAT, SOG, COG, HEADING, SECOND, st.booleans())
def test_class_b_position_comes_back(mmsi, lon, lat, sog, cog, heading, second, carrier_sense):
    message = decode(
        "position_b", type=18, mmsi=mmsi, lon=lon, lat=lat, sog=sog, cog=cog, heading=heading, second=second,
        cs=carrier_sense, msg22=1,
    )  # fmt: skip
    assert (message.msg_type, message.mmsi, message.second, message.cs) == (18, mmsi, second, carrier_sense)
    assert (message.speed, message.course, message.heading) == (
        pytest.approx(sog / 10),
        pytest.approx(cog / 10),
        heading,
    )
    same_place(message, lon, lat)


@given(
    MMSI,
    st.integers(0, 999_999_999),
    NAME,
    NAME,
    SHIP_TYPE,
    st.integers(0, 255),
    st.fixed_dictionaries(SIZES),
)
@settings(max_examples=60)
def test_class_a_identity_comes_back_from_two_sentences(mmsi, imo, name, destination, ship_type, draught, sizes):
    message = decode(
        "static_a", type=5, mmsi=mmsi, imo=imo, name=name, destination=destination, callsign="BXYZ7",
        ship_type=ship_type, draught=draught, epfd=1, **sizes,
    )  # fmt: skip
    assert (message.imo, message.shipname, message.destination, message.callsign) == (
        imo,
        name,
        destination,
        "BXYZ7",
    )
    assert (int(message.ship_type), message.draught) == (ship_type, pytest.approx(draught / 10))
    assert {key: getattr(message, key) for key in sizes} == sizes


@given(MMSI, NAME, SHIP_TYPE, st.fixed_dictionaries(SIZES))
@settings(max_examples=60)
def test_class_b_identity_comes_back_from_its_two_parts(mmsi, name, ship_type, sizes):
    assert decode("static_b_name", type=24, mmsi=mmsi, part=0, name=name).shipname == name
    message = decode(
        "static_b_ship",
        type=24,
        mmsi=mmsi,
        part=1,
        ship_type=ship_type,
        callsign="BABC1",
        vendor="SRT",
        **sizes,
    )
    assert (message.partno, int(message.ship_type), message.callsign) == (1, ship_type, "BABC1")
    assert {key: getattr(message, key) for key in sizes} == sizes


@given(MMSI, LON, LAT, SOG, COG, NAME, SHIP_TYPE, st.fixed_dictionaries(SIZES))
@settings(max_examples=40)
def test_class_b_extended_report_comes_back(mmsi, lon, lat, sog, cog, name, ship_type, sizes):
    message = decode(
        "extended_b",
        type=19,
        mmsi=mmsi,
        lon=lon,
        lat=lat,
        sog=sog,
        cog=cog,
        name=name,
        ship_type=ship_type,
        **sizes,
    )
    assert (message.shipname, int(message.ship_type), message.speed) == (
        name,
        ship_type,
        pytest.approx(sog / 10),
    )
    assert {key: getattr(message, key) for key in sizes} == sizes
    same_place(message, lon, lat)


@given(MMSI, LON, LAT, st.integers(0, 31), NAME, SECOND, st.booleans())
@settings(max_examples=40)
def test_aid_to_navigation_comes_back(mmsi, lon, lat, aid_type, name, second, virtual):
    message = decode(
        "aid",
        type=21,
        mmsi=mmsi,
        lon=lon,
        lat=lat,
        aid_type=aid_type,
        name=name,
        second=second,
        virtual=virtual,
    )
    assert (int(message.aid_type), message.name, message.second, message.virtual_aid) == (
        aid_type,
        name,
        second,
        virtual,
    )
    same_place(message, lon, lat)


@given(MMSI, LON, LAT, st.integers(0, 4094), SOG, COG)
@settings(max_examples=40)
def test_rescue_aircraft_comes_back(mmsi, lon, lat, altitude, sog, cog):
    message = decode("aircraft", type=9, mmsi=mmsi, lon=lon, lat=lat, altitude=altitude, sog=sog, cog=cog, second=9)
    assert (message.alt, message.speed, message.course) == (
        altitude,
        pytest.approx(sog),
        pytest.approx(cog / 10),
    )
    same_place(message, lon, lat)


@given(MMSI, LON, LAT, st.integers(1, 12), st.integers(1, 28), st.integers(0, 23), st.integers(0, 59))
@settings(max_examples=40)
def test_base_station_comes_back_with_its_clock(mmsi, lon, lat, month, day, hour, minute):
    message = decode(
        "base",
        type=4,
        mmsi=mmsi,
        lon=lon,
        lat=lat,
        year=2026,
        month=month,
        day=day,
        hour=hour,
        minute=minute,
        second=30,
    )
    assert (message.year, message.month, message.day, message.hour, message.minute) == (
        2026,
        month,
        day,
        hour,
        minute,
    )
    same_place(message, lon, lat)


def test_many_messages_at_once_are_the_same_as_one_by_one():
    rng = np.random.default_rng(3)
    columns = {
        "type": 1,
        "mmsi": rng.integers(1, 10**9, 50),
        "lon": rng.integers(-(10**8), 10**8, 50),
        "sog": rng.integers(0, 900, 50),
    }
    together, _ = encode(LAYOUTS["position_a"], columns, 50)
    alone = [
        encode(LAYOUTS["position_a"], {k: v if k == "type" else v[i] for k, v in columns.items()}, 1)[0][0]
        for i in range(50)
    ]
    assert (together == np.array(alone)).all()
