"""Wrappers of real sentences: the receiving station, and the group that joins parts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences.envelope import AIS, CHECKED, UNIT, origin, station, wrappers
from ingest.sentences.lines import checksum
from tests.ingest.recordings import NAMES, path_of, sentence, tag_block

LINE = b"!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23"
PGHP = b"$PGHP,1,2008,5,9,0,0,0,10,338,2,,1,09*17"
# After the checksum, as the United States Coast Guard writes it.
USCG = b"!AIVDM,1,1,,A,15MwkRUOidG?GElEa<iQk1JV06Jd,0*6D,d-109,S2105,t050056.00,T56.13,r003669946,1325394060"


@pytest.mark.parametrize(
    ("around", "line", "expected_station", "expected_origin"),
    [
        (b"\\s:2573535,c:1671620143*0B\\", LINE, b"2573535", b"2573535"),
        (b"\\g:1-2-73874,n:157036,s:r003669945,c:1241544035*4A\\", LINE, b"r003669945", b"g:73874"),
        (b"\\c:1671620143*00\\", LINE, b"", b""),
        (PGHP, LINE, b"338,2,", b"338,2,"),
        (b"", USCG, b"r003669946", b"r003669946"),
        (b"\\s:north,c:1*00\\", USCG, b"north", b"north"),  # the tag block counts, not the fields after the checksum
        (b"", LINE, b"", b""),
    ],
)
def test_the_station_and_the_group_of_a_sentence(
    around: bytes, line: bytes, expected_station: bytes, expected_origin: bytes
) -> None:
    assert station(around, line) == expected_station
    assert origin(around, line) == expected_origin


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_a_recording_matches(name: str) -> None:
    found = re.findall(rb"(?m)(![A-Z]{2}VD[MO],[^*!\r\n]*)\*([0-9A-F]{2})", path_of(name).read_bytes())
    whole = [b"%b*%b" % pair for pair in found if checksum(pair[0][1:]) == int(pair[1], 16)]
    assert whole and all(AIS.fullmatch(each) for each in whole)


@pytest.mark.parametrize("name", NAMES)
def test_cutting_into_units_loses_no_byte(name: str) -> None:
    text = path_of(name).read_bytes().replace(b"\r\n", b"\n")
    text += b"" if text.endswith(b"\n") else b"\n"
    assert b"".join(match[0] for match in UNIT.finditer(text)) == text


payloads = st.text("0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw", min_size=1, max_size=60)


@given(payloads, st.integers(0, 5), st.sampled_from(["A", "B", "1", ""]))
def test_a_made_sentence_is_parsed_into_its_fields(payload: str, fill: int, channel: str) -> None:
    made = sentence(payload.encode(), fill, channel=channel.encode())
    found = AIS.fullmatch(made)
    assert found and found.groups() == (b"AIVDM", b"1", b"1", b"", channel.encode(), payload.encode(), b"%d" % fill)
    checked = CHECKED.match(made)
    assert checked and int(checked["sum"], 16) == checksum(checked["text"])


@given(st.from_regex(rb"[a-zA-Z0-9_-]{1,15}", fullmatch=True), st.integers(0, 2**31))
def test_a_tag_block_names_its_station(name: bytes, t_s: int) -> None:
    block = tag_block(b"s:%b,c:%d" % (name, t_s))
    assert wrappers(block) == (block, [])
    assert station(block, LINE) == origin(block, LINE) == name


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (b"2025-06-15T15:06:00Z ", b"", []),
        (tag_block(b"s:x") + tag_block(b"c:1"), tag_block(b"s:x") + tag_block(b"c:1"), []),
        (b"Jun 15 15:06:00 mast ais: " + tag_block(b"s:x"), tag_block(b"s:x"), []),
        (b"\\s:x*00\\" + tag_block(b"c:1"), tag_block(b"c:1"), ["tag_block"]),
        (b"\\s:x\\", b"", ["tag_block"]),
        (b"\\s:x*12", b"", ["tag_block"]),
        (PGHP, PGHP, []),
        (PGHP[:-2] + b"00", b"", ["checksum"]),
        (b"$PGHP,1,2", b"", ["checksum"]),
        (b"C:\\logs\\today: ", b"", []),  # a path is no tag block
    ],
)
def test_wrappers_with_a_wrong_checksum_are_left_out(text: bytes, right: bytes, wrong: list[str]) -> None:
    assert wrappers(text) == (right, wrong)
