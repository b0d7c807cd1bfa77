"""What others wrap around a sentence: NMEA 4 tag blocks, `$PGHP` lines, fields behind the checksum.

What lives here: the forms of those wrappings, and reading them for the station that heard a sentence and the group it
belongs to. What does not: the order of lines (sentences.py) and the times wrappings carry (filetime.py).
"""

from __future__ import annotations

import re

# `!AIVDM,total,number,sequence,channel,payload,fill*checksum` of IEC 61162-1, perhaps behind one tag block. Some
# receivers leave channel or sequence empty, put a counter for the sequence, or add a field behind the fill bits.
AIS = re.compile(
    rb"(?:\\([^\\*]*)\*([0-9A-Fa-f]{2})\\)?"
    rb"!([^,]{2}VD[MO]),(\d),(\d),(\d{0,2}),([^,]{0,2}),([^,*]*),([0-5])(?:,\d?)?\*([0-9A-Fa-f]{2})"
)
AIS_HEAD = re.compile(rb"![^,]{2}VD[MO],")
CHECKED = re.compile(rb"[!$](?P<text>[^*]*)\*(?P<sum>[0-9A-Fa-f]{2})")
TAG_BLOCK = re.compile(rb"\\(?P<text>[^\\]*)\*(?P<sum>[0-9A-Fa-f]{2})\\")
_DIGITS = b"0123456789abcdefABCDEF"
HEX = {bytes((a, b)): int(bytes((a, b)), 16) for a in _DIGITS for b in _DIGITS}

_TAG_STATION = re.compile(rb"(?:^|,)s:([^,]*)")
_TAG_GROUP = re.compile(rb"(?:^|,)g:\d+-\d+-(\w+)")
# Gatehouse: PGHP, type, UTC year to millisecond, then country, region and station.
_PGHP_STATION = re.compile(rb"(?:^|,)PGHP,\d+(?:,\d+){7},(\d*,\d*,\d*),")
# United States Coast Guard, behind the checksum: ,d-109,S2105,t050056.00,T56.13,r003669946,1325394060
_USCG_STATION = re.compile(rb"[^\s]*?,([rb]\w+)")


def station(around: bytes) -> bytes:
    """Who heard the sentence, as its wrappings say; empty is unknown."""
    found = _TAG_STATION.search(around) or _PGHP_STATION.search(around)
    return found[1] if found else b""


def origin(around: bytes) -> bytes:
    """What ties the parts of one message together: the tag block's group, or else the station."""
    group = _TAG_GROUP.search(around)
    return b"g:" + group[1] if group else station(around)


def uscg_station(line: bytes, at: int) -> bytes | None:
    """The station in the fields behind the checksum that ends at `at`, as a tag block would say it."""
    found = _USCG_STATION.match(line, at)
    return b"s:" + found[1] if found else None
