"""What surrounds a sentence: NMEA 4 tag blocks, `$PGHP` lines, fields after the checksum.

The expressions for sentences and wrappers, and the station and group that wrappers name. Their times:
ingest/sources/filetime.py.
"""

from __future__ import annotations

import re

from ingest.sentences.lines import checksum

_SUM = rb"\*[0-9A-Fa-f]{2}"
# `!AIVDM,total,number,sequence,channel,payload,fill*checksum` of IEC 61162-1. Some receivers leave channel or sequence
# empty, send a counter as the sequence, or add a field after the fill bits.
_AIS = rb"!([^,\n]{2}VD[MO]),(\d),(\d),(\d{0,2}),([^,\n]{0,2}),([^,*!\n]*),([0-5])(?:,\d?)?" + _SUM
AIS = re.compile(_AIS)
AIS_HEAD = re.compile(rb"![^,]{2}VD[MO],")
CUT_HEAD = re.compile(rb"!(?:[A-Z]{0,2}|[A-Z]{2}V(?:D[MO]?)?)$")  # the start of a sentence that was cut off
CHECKED = re.compile(rb"[!$](?P<text>[^*\\]*)\*(?P<sum>[0-9A-Fa-f]{2})")
# A tag block or a `$PGHP` sentence: text and checksum of the one or of the other.
WRAPPER = re.compile(rb"\\([^\\*]*)\*([0-9A-Fa-f]{2})\\|\$(PGHP,[^*!$\\]*)\*([0-9A-Fa-f]{2})")
# What begins like a tag block: without a checksum or an end it is not one.
TAG_LIKE = re.compile(rb"\\[a-z]{1,2}:")
DECODED = re.compile(rb"\s*[\[{,].*\"mmsi\"\s*:", re.IGNORECASE)  # a report that its receiver decoded into JSON
# A sentence with the wrappers before it (up to three lines, and a tag block of its own), or else any one line. The line
# may begin with a time or the columns of a log; a second sentence in it is left to the reader.
UNIT = re.compile(
    rb"((?:(?:\\[^\\*\n]*SUM\\|\$PGHP,[^*\n]*SUM[^\n]*)\n){0,3}(?:\\[^\\*\n]*SUM\\)?)".replace(b"SUM", _SUM)
    + rb"(?:[^!\\$#\n][^!\\$\n]*)?"
    + _AIS
    + rb"[^!\n]*\n|[^\n]*\n"
)

GROUP = b"g:"  # begins the origin of parts that a tag block ties together
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


def wrappers(text: bytes) -> tuple[bytes, list[str]]:
    """Return the wrappers in a text that have a right checksum, and the reason of refusal of each other one."""
    if b"\\" not in text and b"$PGHP," not in text:
        return b"", []
    right, wrong = [], []
    for tag, tag_sum, pghp, pghp_sum in WRAPPER.findall(text):
        if checksum(tag or pghp) != int(tag_sum or pghp_sum, 16):
            wrong.append("checksum" if pghp else "tag_block")
        else:
            right.append(b"$%b*%b" % (pghp, pghp_sum) if pghp else b"\\%b*%b\\" % (tag, tag_sum))
    unread = WRAPPER.sub(b"", text)
    wrong += ["tag_block"] * len(TAG_LIKE.findall(unread)) + ["checksum"] * unread.count(b"$PGHP,")
    return b"".join(right), wrong


def origin(around: bytes, line: bytes) -> bytes:
    """Return what the parts of one message share: the group of the tag block, or else the station."""
    group = around and _TAG_GROUP.search(around)
    return GROUP + group[1] if group else station(around, line)
