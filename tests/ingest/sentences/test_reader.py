"""Messages are read from every known envelope; wrong lines are refused under one reason; cuts do not matter."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences.envelope import station
from ingest.sentences.lines import checksum
from ingest.sentences.reader import REASONS, Reading, SentenceReader
from tests.ingest.recordings import NAMES, path_of, read, sentence, tag_block

A1 = b"!AIVDM,1,1,,A,15N1u<PP1FJuvSRHOE6QIwwh0HQ6,0*30"
PAYLOAD = b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6"
FIRST = b"!AIVDM,2,1,3,B,55NBjP01mtGIL@CW;SM<D60P5Ld000000000000P0`<3557l0<50@kk@,0*66"
SECOND = b"!AIVDM,2,2,3,B,K5h@00000000000,2*72"


def pghp(following: bytes, where: bytes = b"219,,2190067") -> bytes:
    body = b"PGHP,1,2014,9,28,16,2,19,346,%b,1,%b" % (where, following[-2:])
    return b"$%b*%02X" % (body, checksum(body))


def payloads(reading: Reading) -> list[bytes]:
    return [message.payload for message in reading.messages]


def reasons(reading: Reading) -> list[str]:
    return [reject.reason for reject in reading.rejects]


@pytest.mark.parametrize(
    "line",
    [
        A1,
        A1 + b",d-080,S2118,t050056.00,T56.4837741,r003669946,1325394060,1325394001",
        A1 + b",1327992119157",
        A1 + b"   ",
        tag_block(b"s:rEV02,c:1334337317") + A1,
        tag_block(b"g:1-1-5") + tag_block(b"s:rEV02") + A1,
        tag_block(b"si:AISD") + b"\n" + pghp(A1) + b"\n" + A1,
        pghp(A1) + b",1327992119157\n" + A1,
        b"2014-09-28T16:00:00Z " + A1,
        b"Sep 28 16:00:00 mast ais[12]: " + tag_block(b"s:rEV02") + A1,
        b'"2014-09-28 16:00:00";"' + A1 + b'";"north"',
        b"1411920000\t" + A1 + b"\tnorth",
        b'{"class":"AIS","rxuxtime":1411920000,"nmea":["' + A1 + b'"],"mmsi":1}',
        b"\0\0" + A1[:20] + b"\0" + A1[20:] + b"\0\0",
        tag_block(b"c:1") + A1 + b"$GPZDA,1",
        sentence(PAYLOAD, talker=b"BSVDM"),
        sentence(PAYLOAD, talker=b"--VDM"),
        sentence(PAYLOAD, talker=b"ARVDO", channel=b""),
        sentence(PAYLOAD, parts=b"1,1,7", channel=b"2"),
    ],
)
def test_the_message_is_found_in_every_envelope(line: bytes) -> None:
    for end in (b"", b"\n", b"\r\n", b"\r"):
        reading = read(line + end)
        assert payloads(reading) == [PAYLOAD]
        assert (reading.rejects, reading.sentences, reading.skipped) == ([], 1, 0)


def test_an_extra_field_after_the_fill_bits_is_ignored() -> None:
    body = b"AIVDM,1,1,4,,13cDbl00200J@D6NfEDal7o20000,0,0"
    reading = read(b"!%b*%02X\n" % (body, checksum(body)))
    assert [(m.payload, m.fill, m.channel) for m in reading.messages] == [(b"13cDbl00200J@D6NfEDal7o20000", 0, b"")]


def test_two_sentences_become_one_message_received_with_the_second() -> None:
    reading = read(FIRST + b"\n", SECOND + b"\n")
    (message,) = reading.messages
    assert message.payload == FIRST.split(b",")[5] + SECOND.split(b",")[5]
    assert (message.seq, message.rx_s, message.fill, message.raw) == (1, 1.0, 2, FIRST + b"\n" + SECOND)
    assert reading.sentences == 2


def test_a_wrapper_line_applies_to_both_parts_that_follow() -> None:
    north, south = pghp(FIRST, b"219,,1"), pghp(FIRST, b"219,,2")
    reading = read(b"\n".join((north, FIRST, SECOND, south, FIRST, SECOND)))
    assert [station(message.around) for message in reading.messages] == [b"219,,1", b"219,,2"]


def test_a_wrapper_line_applies_to_one_sentence_only() -> None:
    reading = read(b"\n".join((pghp(A1), A1, A1)))
    assert [station(message.around) for message in reading.messages] == [b"219,,2190067", b""]


def test_stations_come_from_tag_blocks_wrapper_lines_and_trailing_fields() -> None:
    assert station(tag_block(b"g:1-2-3,s:rEV02,c:1334337317")) == b"rEV02"
    assert station(pghp(A1)) == b"219,,2190067"
    assert station(b"", A1 + b",d-080,S2118,r003669946,1325394060") == b"r003669946"
    assert station(b"", A1) == b""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (A1[:-1] + b"1", "checksum"),
        (A1[:-3], "checksum"),
        (A1.replace(b"15N", b"15M"), "checksum"),
        (pghp(A1)[:-1] + b"?", "checksum"),
        (b"\\s:x*00\\", "tag_block"),
        (b"\\broken", "tag_block"),
        (b'{"class":"AIS","type":1,"mmsi":244123456,"scaled":true,"lon":4.5,"lat":52.1}', "decoded"),
        (SECOND, "fragment"),
        (FIRST, "fragment"),
        (sentence(b"w" * 201), "length"),
        (b"!AIVDM," + b"x" * 5000, "length"),
        (sentence(PAYLOAD, fill=9), "payload"),
        (b"!AIVDM,a,1,,A,%b,0*%02X" % (PAYLOAD, checksum(b"AIVDM,a,1,,A,%b,0" % PAYLOAD)), "payload"),
        (sentence(PAYLOAD, parts=b"1,2,"), "fragment"),
        (sentence(PAYLOAD, parts=b"0,0,"), "fragment"),
    ],
)
def test_a_wrong_line_is_refused_under_its_reason(line: bytes, reason: str) -> None:
    reading = read(line + b"\n" + A1 + b"\n")
    assert reasons(reading) == [reason]
    assert reason in REASONS
    assert payloads(reading) == [PAYLOAD], "the next line is read as ever"


@pytest.mark.parametrize("tag", [b"\\s:x,c:1*00\\", b"\\s:x,c:1\\", b"\\s:x,c:1*12", b"\\s:x*00\\" + tag_block(b"n:7")])
def test_a_wrong_tag_block_is_counted_and_its_sentence_read_without_it(tag: bytes) -> None:
    reading = read(tag + A1 + b"\n")
    assert (payloads(reading), reasons(reading)) == ([PAYLOAD], ["tag_block"])
    assert station(reading.messages[0].around) == b""


A2 = sentence(b"169uWpP00j8i=v0A>CF0I0D40002")


@pytest.mark.parametrize(
    ("line", "found", "refused"),
    [
        (A1 + A2, [A1, A2], []),
        (A1 + b"," + A2 + b",1411920000", [A1 + b",", A2 + b",1411920000"], []),
        (A1[:25] + A2, [A2], ["checksum"]),
        (A1[:-3] + A2, [A2], ["checksum"]),
        (A1 + A2[:-3], [A1], ["checksum"]),
        (A1 + A1 + A2, [A1, A1, A2], []),
        (b"$GPRMC,1*00" + A1 + b"!SDVLW,1", [b"$GPRMC,1*00" + A1 + b"!SDVLW,1"], []),
        (A1[:9] + b"$GPRMC,1" + A2, [A2], ["checksum"]),
        (A1[:4] + A2, [A1[:4] + A2], ["checksum"]),
    ],
)
def test_each_sentence_of_a_line_is_read_and_each_loss_is_counted(
    line: bytes, found: list[bytes], refused: list[str]
) -> None:
    for end in (b"", b"\n", b"\r\n"):
        reading = read(line + end)
        assert ([message.raw for message in reading.messages], reasons(reading)) == (found, refused)


def test_each_sentence_of_a_line_has_its_own_tag_block() -> None:
    north, south = tag_block(b"s:north"), tag_block(b"s:south")
    for first in (A1, A1[:20]):
        reading = read(north + first + south + A2 + b"\n")
        assert reading.messages[-1].raw == south + A2
        stations = [station(message.around) for message in reading.messages]
        assert stations == [b"north", b"south"][-len(stations) :]


def test_both_parts_in_one_object_become_a_message() -> None:
    line = b'{"class":"AIS","nmea":["%b","%b"],"mmsi":351759000}' % (FIRST, SECOND)
    (message,) = read(line).messages
    assert message.payload == FIRST.split(b",")[5] + SECOND.split(b",")[5]


def test_a_tag_block_in_json_has_its_backslashes_twice() -> None:
    line = b'{"raw":"%b"}' % (tag_block(b"s:rEV02") + A1).replace(b"\\", b"\\\\")
    (message,) = read(line).messages
    assert station(message.around) == b"rEV02"


def test_a_group_out_of_order_is_received_with_its_later_part() -> None:
    second, first = tag_block(b"g:2-2-777") + SECOND, tag_block(b"g:1-2-777,s:rx1,c:1699113260") + FIRST
    (message,) = read(second + b"\n", first + b"\n").messages
    assert message.payload == FIRST.split(b",")[5] + SECOND.split(b",")[5]
    assert (message.seq, message.fill, station(message.around)) == (1, 2, b"rx1")


def test_lines_that_are_not_ais_are_skipped() -> None:
    others = [
        b"$GPRMC,213950.00,A,5250.53669,N,00542.34920,E,0.020,,070420,,,A*7D",
        b"# !AIVDM,1,1,,A,15N1u<PP1FJuvSRHOE6QIwwh0HQ6,0*30",
        b"!SDVLW,$SDVLW,,N,0.0,N",
        b"AIVDM,2,2,1,B,00000000000,2*26",
        b"hello",
        b"\xff\xfe",
    ]
    reading = read(b"\n".join([*others, b"", b"  "]) + b"\n")
    assert (reading.skipped, reading.sentences, reading.rejects, reading.messages) == (len(others), 0, [], [])
    assert reading.lines == len(others) + 2


def test_wrapper_lines_without_end_do_not_pile_up() -> None:
    reader = SentenceReader("test")
    for number in range(5000):
        reader.receive(0.0, number, tag_block(b"s:%d" % number) + b"\n")
    reader.drain()
    assert len(reader._around) <= 1024


TEXTS = st.lists(
    st.sampled_from(
        [
            A1,
            FIRST,
            SECOND,
            tag_block(b"s:rEV02,c:1334337317") + A1,
            tag_block(b"si:AISD"),
            tag_block(b"g:1-2-3,s:x") + FIRST,
            tag_block(b"g:2-2-3") + SECOND,
            pghp(A1),
            A1[:-1] + b"?",
            b"$GPRMC,1",
            b"\\broken",
            b"!AIVDM," + b"x" * 1500,
            b"",
        ]
    ),
    max_size=25,
)


def outcome(reading: Reading) -> object:
    messages = [(m.talker, m.channel, m.payload, m.fill, m.around, m.raw) for m in reading.messages]
    rejects = sorted((r.reason, r.raw) for r in reading.rejects)
    return messages, rejects, reading.lines, reading.sentences, reading.skipped


@given(TEXTS, st.sampled_from([b"\n", b"\r\n", b"\r"]), st.lists(st.integers(0, 3000), max_size=10), st.booleans())
def test_the_result_is_the_same_wherever_the_bytes_are_cut(
    texts: list[bytes], end: bytes, cuts: list[int], often: bool
) -> None:
    data = b"".join(text + end for text in texts)
    edges = [0, *sorted(cuts), len(data)]
    reader, total = SentenceReader("test"), Reading()
    for a, b in itertools.pairwise(edges):
        reader.receive(0.0, 0, data[a:b])
        if often:
            add(total, reader.drain())
    reader.finish(0.0, 0)
    add(total, reader.drain())
    assert outcome(total) == outcome(read(data))


def add(total: Reading, more: Reading) -> None:
    total.messages = [*total.messages, *more.messages]
    total.rejects += more.rejects
    total.lines += more.lines
    total.sentences += more.sentences
    total.skipped += more.skipped


@pytest.mark.parametrize("name", NAMES)
def test_every_real_line_is_a_message_a_part_a_wrapper_or_skipped(name: str) -> None:
    data = path_of(name).read_bytes()
    reading = read(data)
    assert reasons(reading) == []
    parts = sum(message.raw.count(b"\n") + 1 for message in reading.messages)
    assert reading.sentences == parts
    in_pieces = [data[at : at + 777] for at in range(0, len(data), 777)]
    assert [m[2:] for m in read(*in_pieces).messages] == [m[2:] for m in reading.messages]
