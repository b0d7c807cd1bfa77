"""What a file is: sentences, reports, or something of which one sentence says why it is not read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ingest.sources.sniff import kind_of, why_not_read

A1 = b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"
GPSD = b'{"class":"VERSION","release":"3.25"}\n{"class":"AIS","type":1,"mmsi":244660723,"scaled":true,"lon":4.4}\n'


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (b"\x7fELF\x02\x01\0\0", "ais", "this is not a text file"),
        (gzip.compress(b"\x7fELF\x02\x01\0\0", mtime=0), "ais", "this is not a text file"),
        (b"", "ais", ""),
        (b"notes without a sentence\n", "ais", ""),
        (b"\0\0\0" + A1 + b"\n", "ais", ""),  # the line noise of a serial port
        (A1.decode().encode("utf-16"), "ais", ""),
        (b'{"source": "grid", "text": "\0"}\n', "report", ""),
        (b'\\c:1*52\\{"source": "grid", "id": "1", "mmsi": 244660723}\n', "report", ""),
        (GPSD, "report", "decoded reports as JSON"),
        (b'[{"MMSI": 244660723, "LAT": 52.1}]', "report", "decoded reports as JSON"),
        (GPSD + A1 + b"\n", "ais", ""),
        (b'{"class":"AIS","nmea":["' + A1 + b'"],"mmsi":1}\n', "ais", ""),
        (b"MMSI,BaseDateTime,LAT,LON\n1,2020-01-01T00:00:00,1,2\n", "ais", "decoded reports as a table"),
        (b"# Timestamp;Type of mobile;MMSI;Latitude\n01/01/2020 00:00:00;Class A;1;2\n", "ais", "as a table"),
        (b'time,mmsi,nmea\n1,2,"' + A1 + b'"\n', "ais", ""),
    ],
)
def test_a_file_is_recognised_by_its_content(tmp_path: Path, data: bytes, kind: str, why: str) -> None:
    path = tmp_path / "some.nmea"
    path.write_bytes(data)
    assert kind_of(path) == kind
    found = why_not_read(path)
    assert why in found and bool(why) == bool(found)
