"""What surrounds a sentence: NMEA 4 tag blocks, `$PGHP` lines, fields after the checksum.

The expressions for sentences and wrappers, and the station and group that wrappers name. Their times:
ingest/sources/filetime.py.
"""

from __future__ import annotations

import re

_SUM = rb"\*[0-9A-Fa-f]{2}"
# `!AIVDM,total,number,sequence,channel,payload,fill*checksum` of IEC 61162-1. Some receivers leave channel or sequence
# empty, send a counter as the sequence, or add a field after the fill bits.
_AIS = rb"!([^,\n]{2}VD[MO]),(\d),(\d),(\d{0,2}),([^,\n]{0,2}),([^,*\n]*),([0-5])(?:,\d?)?" + _SUM
AIS = re.compile(_AIS)
AIS_HEAD = re.compile(rb"![^,]{2}VD[MO],")
CHECKED = re.compile(rb"[!$](?P<text>[^*]*)\*(?P<sum>[0-9A-Fa-f]{2})")
TAG_BLOCK = re.compile(rb"\\(?P<text>[^\\]*)\*(?P<sum>[0-9A-Fa-f]{2})\\")
# A sentence with the wrappers before it (up to three lines, and a tag block of its own), or else any one line.
UNIT = re.compile(
    rb"((?:(?:\\[^\\*\n]*SUM\\|\$PGHP,[^*\n]*SUM[^\n]*)\n){0,3}(?:\\[^\\*\n]*SUM\\)?)".replace(b"SUM", _SUM)
    + _AIS
    + rb"[^\n]*\n|[^\n]*\n"
)

_TAG_STATION = re.compile(rb"[\\,]s:([^,*]*)")
_TAG_GROUP = re.compile(rb"[\\,]g:\d+-\d+-(\w+)")
# Gatehouse: PGHP, type, UTC year to millisecond, then country, region and station.
_PGHP_STATION = re.compile(rb"\$PGHP,\d+(?:,\d+){7},(\d*,\d*,\d*),")
# United States Coast Guard, after the checksum: ,d-109,S2105,t050056.00,T56.13,r003669946,1325394060
_USCG_STATION = re.compile(_SUM + rb"(?:,[^,]*)*?,([rb]\w+)")


def station(around: bytes, line: bytes = b"") -> bytes:
    """Return the station that received a sentence, from the wrappers before it and its line; empty if unknown."""
    found = (around and (_TAG_STATION.search(around) or _PGHP_STATION.search(around))) or _USCG_STATION.search(line)
    return found[1] if found else b""


def origin(around: bytes, line: bytes) -> bytes:
    """Return what the parts of one message share: the group of the tag block, or else the station."""
    group = around and _TAG_GROUP.search(around)
    return b"g:" + group[1] if group else station(around, line)
