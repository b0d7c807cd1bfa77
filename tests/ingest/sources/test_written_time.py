"""Times as loggers and receivers write them beside a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.written_time import epoch_s, json_time_s, undated_s, written_s
from models.base.clock import iso, parse_iso

AT = "2025-06-15T15:06:00"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2025-06-15T15:06:00Z ", AT),
        ("2025-06-15 15:06:00 ", AT),
        ("2025-06-15 15:06 ", AT),
        ("[2025/06/15 15:06:00] ", AT),
        ("2025-06-15_15:06:00.250;", AT + ".250"),
        ("2025-06-15 15:06:00,250 INFO ais ", AT + ".250"),
        ("20250615T150600Z ", AT),
        ("20250615150600,", AT),
        ("20250615 15:06:00,", AT),
        ('"2025-06-15","15:06:00",', AT),
        ("2025-06-15T17:06:00+02:00 ", AT),
        ("2025-06-15T23:06:00+0800\t", AT),
        ("2025-06-15T12:06:00-03 ", AT),
        ("15.06.2025 15:06:00 ", AT),
        ("15/06/2025 15:06:00,", AT),
        ("06/15/2025 15:06:00,", AT),
        ("6/15/2025 3:06:00 PM,", AT),
        ("2025-06-15 03:06:00pm ", AT),
        ("15/Jun/2025:15:06:00 +0000 ", AT),
        ("15 June 2025 15:06:00 UTC ", AT),
        ("Sun Jun 15 15:06:00 2025: ", AT),
        ("1749999960 ", AT),
        (",1749999960", AT),
        ("1749999960.250,", AT + ".250"),
        ("\t1749999960250", AT + ".250"),
        ("1749999960250000 ", AT + ".250"),
        ("1749999960250000000 ", AT + ".250"),
        ("station 12, 1749999960 ", AT),
    ],
)
def test_a_time_with_a_date_is_understood(text: str, time: str) -> None:
    assert written_s(text.encode()) == pytest.approx(parse_iso(time), abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "", "366123456", "9999999999", "0001234567", "12345678901", "2025-13-40T15:06:00Z", "2025-06-15", "station 12",
        "2025-06-15,1234,", "05/06/2025 15:06:00", "12:00:00", "Jun 15 15:06:00", "d-080,S2118,t050056.00,T56.4837741",
        "2025-06-15T25:06:00Z", "2025-06-15T15:61:00Z", "v20250615.150600",
    ],
)  # fmt: skip
def test_other_numbers_are_no_times(text: str) -> None:
    assert np.isnan(written_s(text.encode()))


@pytest.mark.parametrize(
    ("text", "time_s"),
    [
        ("12:00:00.123 ", 43_200.123),
        ("9:05:03,", 32_703),
        ("00:00 ", 0),
        ("[23:59:59] ", 86_399),
        ("Jun 15 15:06:00 mast ais[12]: ", parse_iso("1972-06-15T15:06:00")),
        ("Feb 29 00:00:00 mast ais: ", parse_iso("1972-02-29T00:00:00")),
        ("05/06/2025 15:06:00", 54_360),
    ],
)
def test_a_time_without_a_date_is_a_time_of_day(text: str, time_s: float) -> None:
    assert undated_s(text.encode()) == pytest.approx(time_s)
    assert np.isnan(written_s(text.encode()))


@pytest.mark.parametrize("text", ["", "00:11:22:33:44", "25:00:00", "1.12:00", "station 12"])
def test_other_numbers_are_no_time_of_day(text: str) -> None:
    assert np.isnan(undated_s(text.encode()))


@pytest.mark.parametrize(
    "fields",
    [
        '"rxtime":"20250615150600"',
        '"rxuxtime":1749999960',
        '"rxuxtime":1749999960.0',
        '"timestamp":"2025-06-15T15:06:00Z"',
        '"t": 1749999960000',
        '"received_at": "2025-06-15 17:06:00+02:00"',
    ],
)
def test_the_time_of_a_json_object_is_that_of_its_receipt(fields: str) -> None:
    line = '{"class":"AIS","eta":"2025-06-20T01:02:00Z",' + fields + ',"mmsi":244660723}'
    assert json_time_s(line.encode()) == parse_iso(AT)


FROM, TO = datetime(2000, 1, 2), datetime(2099, 12, 30)  # noqa: DTZ001 - local times


@given(st.datetimes(FROM, TO), st.integers(-14 * 4, 14 * 4))
def test_any_iso_time_with_any_offset_is_understood(local: datetime, quarters: int) -> None:
    at = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    for text in (
        at.isoformat(),
        at.isoformat(" "),
        at.strftime("%Y%m%dT%H%M%S%z"),
        at.strftime("%d/%b/%Y:%H:%M:%S %z"),
    ):
        assert written_s(b"<13>" + text.encode() + b" mast ") == at.timestamp()
    epoch = at.astimezone(UTC).timestamp()
    if epoch >= 1e9:
        assert written_s(b"%d" % epoch) == epoch_s(b"%d" % (epoch * 1000)) == epoch


@given(st.binary(max_size=80))
def test_no_text_is_an_error(text: bytes) -> None:
    for read in (written_s, undated_s, json_time_s):
        found = read(text)
        assert np.isnan(found) or iso(found)
