"""The compiled scanner gives what the reference gives, `SentenceReader` and pyais: on every line of every recording, on
damaged lines, and wherever the blocks are cut.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from ingest.feeds import make_feed
from ingest.sentences.fragments import MAX_WAITING
from ingest.sentences.reader import Message, Reading, Reject, SentenceReader
from ingest.sentences.scan_reader import ScanReader
from models.base.schema import Table
from tests.ingest.fuzzed import RECORDINGS, fuzzed, lines_of
from tests.ingest.recordings import sentence, tag_block

KERNEL, PYAIS = make_feed("ais", "kernel"), make_feed("ais", "pyais")


def read(
    reader: SentenceReader, lines: Sequence[bytes], rx_s: list[float], cuts: Sequence[int]
) -> tuple[list[Message], list[Reject], tuple[int, int, int]]:
    """Read lines in blocks between the cuts: messages, refusals, counts."""
    readings: list[Reading] = []
    for begin, end in pairwise((0, *cuts, len(lines))):
        reader.receive_lines(list(lines[begin:end]), rx_s[begin:end], list(range(begin, end)))
        readings.append(reader.drain())
    reader.finish(rx_s[-1] if rx_s else 0.0, len(lines))
    readings.append(reader.drain())
    messages = [message for each in readings for message in each.messages]
    rejects = [reject for each in readings for reject in each.rejects]
    counts = [sum(getattr(each, name) for each in readings) for name in ("lines", "sentences", "skipped")]
    return messages, rejects, (counts[0], counts[1], counts[2])


def without_around(messages: list[Message]) -> list[Message]:
    """The wrappers of a message are kept with or without what follows their checksums, depending on the cuts."""
    return [message._replace(around=b"") for message in messages]


def assert_same(lines: Sequence[bytes], rx_s: list[float], cuts: Sequence[int] = ()) -> list[Message]:
    ours = read(ScanReader("scan"), lines, rx_s, cuts)
    theirs = read(SentenceReader("reference"), lines, rx_s, cuts)
    assert without_around(ours[0]) == without_around(theirs[0])
    assert Counter(ours[1]) == Counter(theirs[1])
    assert ours[2] == theirs[2]
    return ours[0]


def assert_same_tables(ours: Sequence[Table], theirs: Sequence[Table]) -> None:
    for mine, reference in zip(ours, theirs, strict=True):
        assert mine.keys() == reference.keys()
        for name in mine:
            assert mine[name].dtype == reference[name].dtype, name
            np.testing.assert_array_equal(mine[name], reference[name], err_msg=name)


@pytest.mark.parametrize("name", [path.name for path in RECORDINGS])
def test_every_line_of_every_recording(name: str) -> None:
    lines = lines_of(name)
    for step in (len(lines), 137):
        assert_same(lines, [at * 0.01 for at in range(len(lines))], range(step, len(lines), max(step, 1)))


@pytest.mark.parametrize("name", [path.name for path in RECORDINGS])
def test_the_columns_of_every_recording_are_those_of_pyais(name: str) -> None:
    lines = lines_of(name)
    readers = [(KERNEL, ScanReader("scan")), (PYAIS, SentenceReader("reference"))]
    columns = []
    for decoder, reader in readers:
        reader.receive_lines(lines, [0.0] * len(lines), list(range(len(lines))))
        columns.append(decoder.decode(reader.drain().messages))
    ours, theirs = columns
    assert_same_tables([*ours[:3], ours.text], [*theirs[:3], theirs.text])
    assert Counter(ours.rejects) == Counter(theirs.rejects)


@pytest.mark.skipif(not RECORDINGS, reason="real recordings are not here")
def test_damaged_lines_are_read_and_refused_alike() -> None:
    for lines, rng in fuzzed():
        step_s, size = rng.choice((0.0, 0.01, 0.5, 3.0)), rng.choice((1, 7, 50, 1000))
        rx_s = np.cumsum([step_s * rng.random() for _ in lines]).tolist()
        if rng.random() < 0.1:
            rng.shuffle(rx_s)
        assert_same(lines, rx_s, range(size, len(lines), size))


PART_1, PART_2 = sentence(b"5" * 40, parts=b"2,1,3"), sentence(b"8" * 20, 2, parts=b"2,2,3")
PART_3_1, PART_3_2, PART_3_3 = (sentence(b"5" * 40, parts=b"3,%d,3" % number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    "lines",
    [
        [PART_1, PART_2],
        [PART_1, PART_1, PART_2],
        [PART_1, PART_2, PART_2],
        [PART_2, PART_1],
        [tag_block(b"s:a") + PART_1, tag_block(b"s:b") + PART_1, tag_block(b"s:a") + PART_2, PART_2],
        [tag_block(b"s:a"), PART_1, b"$GPGGA,1*00", PART_2],
        [tag_block(b"g:1-2-7") + PART_1, tag_block(b"g:2-2-7") + PART_2],
        [tag_block(b"g:2-2-7") + PART_2, tag_block(b"g:1-2-7") + PART_1],
        [PART_1 + b",rA,1", PART_1 + b",rB,1", PART_2 + b",rA,1", PART_2 + b",rB,1"],
        [PART_1, b"12:00:00 " + PART_1, PART_2],
        [PART_1 + PART_2, PART_1, PART_2],
        [PART_1[:-2] + b"00", PART_2, PART_1, PART_2],
        [PART_1, PART_2 + b",rA,1", PART_2 + b",rA,1"],
        [PART_1, PART_1 + b",rA,1", PART_2 + b",rA,1", PART_2 + b",rB,1"],
        [PART_1, PART_3_2 + b",rA,1", PART_1 + b",rA,1", PART_2 + b",rB,1"],
        [PART_3_1, PART_3_2 + b",rA,1", PART_3_3 + b",rA,1"],
        [PART_3_1, PART_3_2 + b",rA,1", b"12:00:00 " + PART_1 + b",rA,1", PART_3_3 + b",rA,1", PART_2 + b",rA,1"],
        [PART_3_1, PART_3_3, PART_3_2, PART_3_3],
        [PART_3_1, PART_3_2, PART_3_2, PART_3_3],
        [PART_3_1, PART_3_2, PART_3_3, PART_3_1, PART_3_2, PART_3_3],
        [PART_3_1, PART_2, PART_3_2, PART_3_3, PART_1, PART_2],
        [tag_block(b"g:1-3-7") + PART_3_1, tag_block(b"g:3-3-7") + PART_3_3, tag_block(b"g:2-3-7") + PART_3_2],
        [PART_1, tag_block(b"g:2-2-7") + PART_2, tag_block(b"g:1-2-7") + PART_1, PART_2],
    ],
)
def test_parts_find_each_other_alike(lines: list[bytes]) -> None:
    for cuts in ([], *([cut] for cut in range(1, len(lines)))):
        assert_same(lines, [0.0] * len(lines), cuts)
        assert_same(lines, [6.0 * at for at in range(len(lines))], cuts)


WHOLE = sentence(b"1" * 28)


@pytest.mark.parametrize(
    "line",
    [
        WHOLE + rb"\x0d\x0a",
        WHOLE + rb",b003669708,1294102345\r",
        WHOLE + rb"$GPGGA,1",
        WHOLE + b"$GPGGA,1*00",
        WHOLE + b"\\c:1294102345*12\\",
        WHOLE + tag_block(b"c:1294102345"),
        WHOLE + rb"\!AIVDM",
        tag_block(b"s:a") + WHOLE + b"\\",
        b"$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B" + b"\\",
    ],
)
def test_what_follows_a_checksum_is_read_alike(line: bytes) -> None:
    for before in ([], [PART_1], [tag_block(b"s:a")], [tag_block(b"s:a"), b"#"]):
        for after in ([WHOLE], [PART_2], [PART_1, PART_2]):
            lines = [*before, line, *after]
            assert_same(lines, [0.0] * len(lines))


def test_more_open_messages_than_the_table_holds_are_given_up_alike() -> None:
    lines = [tag_block(b"s:%d" % number) + PART_1 for number in range(MAX_WAITING + 100)]
    lines += [tag_block(b"s:%d" % number) + PART_2 for number in range(MAX_WAITING + 100)]
    assert len(assert_same(lines, [0.0] * len(lines))) == MAX_WAITING
    assert len(assert_same(lines, [0.0] * len(lines), range(50, len(lines), 50))) == MAX_WAITING


def test_messages_are_a_list_that_can_be_kept() -> None:
    lines = [tag_block(b"s:a") + PART_1, PART_2, b"12:00:00 " + sentence(b"1" * 28), sentence(b"1" * 28)]
    reader = ScanReader("scan")
    reader.receive_lines(lines, [1.0, 2.0, 3.0, 4.0], [5, 6, 7, 8])
    messages = reader.drain().messages
    assert [message.seq for message in messages] == [6, 7, 8]
    assert messages[0].raw == b"\n".join(lines[:2]) and messages[0].around == tag_block(b"s:a")
    assert (messages[-1], messages[1:]) == (messages[2], [messages[1], messages[2]])
    assert list(pickle.loads(pickle.dumps(messages))) == list(messages)
