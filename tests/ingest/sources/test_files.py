"""Every kind of file becomes complete batches in order of time, the same for every packing."""

from __future__ import annotations

import gzip
import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard

from ingest.notes import in_english
from ingest.recording.recorder import Recorder, seal
from ingest.sentences.reader import Reject
from ingest.sources.files import read_batches
from models.base.clock import iso
from models.base.settings import RecordingSettings, UserError
from models.messages.observation import END_S, ObservationBatch, join
from tests.ingest.recordings import path_of, sentence, tag_block

# messages, distinct MMSI, positions, statics, refused
KNOWN = {
    "dma_stream.txt": (4051, 1933, 3127, 535, {}),
    "538004030_drift_1.ais": (5252, 1, 5029, 223, {}),
    "ee1.txt": (3972, 1081, 2974, 928, {}),
    "ee_tag.txt": (200, 121, 179, 21, {}),
    "nais400-merrimac.log": (668, 155, 576, 66, {}),
    "gofree-merrimac.log": (1459, 171, 1399, 137, {}),
    "dma_decenc.txt": (601, 50, 491, 43, {}),
    "gpsd_ais-nmea.log": (171, 33, 141, 21, {}),
    "gpsd_sample.aivdm": (102, 87, 19, 13, {}),
    "libais_test.aivdm": (260, 201, 7, 24, {"short": 1, "time": 43}),
    "libais_types.nmea": (26, 25, 6, 3, {}),
}
SPANS = {
    "dma_stream.txt": ("2010-06-11T11:46:11.390Z", "2010-06-11T11:46:38.873Z"),
    "538004030_drift_1.ais": ("2014-09-28T16:00:04.684Z", "2014-09-28T18:29:54.899Z"),
    "ee1.txt": ("2012-01-31T06:41:59.173Z", "2012-01-31T06:59:44.859Z"),
    "ee_tag.txt": ("2012-04-13T17:15:17.000Z", "2012-04-13T17:15:54.000Z"),
}


def whole(path: Path, **how: Any) -> ObservationBatch:
    """Return all batches of a file as one, after checking the promises of each batch."""
    batches = list(read_batches(path, "test", **how))
    for before, after in itertools.pairwise(batches):
        assert after.first_seq == before.last_seq + 1
        assert (after.heard["rx_s"] > before.until_s).all(), "nothing comes after its time was said to be complete"
    assert [batch.until_s for batch in batches[:-1]] == sorted(batch.until_s for batch in batches[:-1])
    assert batches[-1].until_s == END_S
    all_of_it = join(batches)
    assert (np.diff(all_of_it.heard["rx_s"]) >= 0).all()
    return all_of_it


@pytest.mark.parametrize("name", KNOWN)
def test_every_real_file_gives_its_known_counts(name: str) -> None:
    found = whole(path_of(name), lines_per_batch=1000)
    counts = (len(found), len(np.unique(found.heard["mmsi"])), len(found.position["row"]), len(found.static["row"]))
    assert (*counts, found.rejects) == KNOWN[name]
    text = path_of(name).read_bytes()
    assert found.lines == found.last_seq == text.count(b"\n") + (not text.endswith(b"\n"))


@pytest.mark.parametrize("name", SPANS)
def test_every_timed_file_has_its_time(name: str) -> None:
    heard = whole(path_of(name)).heard
    assert (iso(heard["rx_s"][0]), iso(heard["rx_s"][-1])) == SPANS[name]


def test_the_drifting_tanker_has_903_distinct_reports_among_5029() -> None:
    found = whole(path_of("538004030_drift_1.ais")).position
    reports = [found[name] for name in ("lat_deg", "lon_deg", "sog_kn", "cog_deg", "heading_deg", "second")]
    assert (len(reports[0]), len(np.unique(np.stack(reports), axis=1).T)) == (5029, 903)


@pytest.mark.parametrize("decoder", ["kernel", "pyais"])
@pytest.mark.parametrize("lines_per_batch", [1, 7, 100_000])
def test_the_batches_add_up_to_the_same_whatever_their_size(decoder: str, lines_per_batch: int) -> None:
    path = path_of("ee_tag.txt")
    found, known = whole(path, decoder=decoder, lines_per_batch=lines_per_batch), whole(path)
    for table in ("heard", "position", "static", "text"):
        for name, column in getattr(known, table).items():
            np.testing.assert_array_equal(getattr(found, table)[name], column)


def lines_from(start_s: int, n: int) -> list[bytes]:
    a1 = sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6")
    return [tag_block(b"c:%d" % (start_s + number)) + a1 for number in range(n)]


START_S = 1_400_000_000


@pytest.fixture
def text() -> bytes:
    return b"\r\n".join(lines_from(START_S, 300)) + b"\r\n"


def test_packed_files_are_unpacked_whatever_their_name(tmp_path: Path, text: bytes) -> None:
    frames = [text[at : at + 5000] for at in range(0, len(text), 5000)]
    for packed in (text, gzip.compress(text), zstandard.compress(text), b"".join(map(zstandard.compress, frames))):
        path = tmp_path / "watch.log"
        path.write_bytes(packed)
        assert len(whole(path)) == 300


def test_a_recording_reads_like_its_feed(tmp_path: Path, text: bytes) -> None:
    recorder = Recorder(tmp_path / "north", RecordingSettings())
    for number, line in enumerate(text.splitlines()):
        recorder.append(START_S + number * 0.1, line)  # datagrams need no line end
    recorder.close()
    hot = whole(tmp_path / "north", lines_per_batch=50)
    sealed = seal(next((tmp_path / "north").glob("*.hot")))
    assert sealed is not None
    for found in (hot, whole(tmp_path / "north"), whole(sealed)):
        assert found.heard["seq"].tolist() == list(range(300))
        assert found.heard["rx_s"].tolist() == hot.heard["rx_s"].tolist()
        assert (len(found), found.last_seq) == (300, 299)
    part = whole(tmp_path / "north", from_s=START_S + 10, to_s=START_S + 20)
    assert part.heard["seq"].tolist() == list(range(100, 201))


def test_only_what_was_received_between_the_times_is_read(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "watch.log"
    path.write_bytes(text)
    found = whole(path, from_s=START_S + 100, to_s=START_S + 110, lines_per_batch=9)
    assert found.heard["rx_s"].tolist() == [START_S + n for n in range(100, 111)]
    assert found.heard["seq"].tolist() == list(range(101, 112))
    assert found.lines == 11
    assert len(whole(path, from_s=START_S + 1000)) == 0


def test_a_position_from_another_day_never_counts_as_the_newest(tmp_path: Path) -> None:
    lines = lines_from(START_S, 100)
    for at, off_s in ((10, 172_800), (20, -172_800), (30, 4000), (40, -4000)):
        lines[at] = lines_from(START_S + off_s, 1)[0]
    path = tmp_path / "watch.log"
    path.write_bytes(b"\n".join(lines))
    refused: list[Reject] = []
    found = whole(path, keep_rejects=refused.append)
    assert (len(found), len(found.position["row"]), found.rejects) == (100, 96, {"time": 4})
    assert [(reject.reason, reject.seq, reject.raw) for reject in refused] == [
        ("time", at + 1, lines[at]) for at in (10, 20, 30, 40)
    ]
    assert found.heard["rx_s"].max() == START_S + 99


def test_old_reports_of_identity_are_accepted(tmp_path: Path) -> None:
    found = whole(path_of("ee_tag.txt"))
    assert Counter(found.heard["msg_type"].tolist())[5] == 21 == len(found.static["row"])


def test_an_empty_file_ends_at_once(tmp_path: Path) -> None:
    path = tmp_path / "empty.log"
    path.touch()
    (batch,) = read_batches(path, "test")
    assert (len(batch), batch.first_seq, batch.last_seq, batch.until_s) == (0, 0, -1, END_S)


def test_mistakes_are_one_sentence(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "folder").mkdir()
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(text)[:30])
    for path, why in (
        (tmp_path / "missing.log", "cannot be read"),
        (tmp_path / "folder", "no recording in this folder"),
        (cut, "cannot be read .it is cut off.; give a whole copy"),
    ):
        with pytest.raises(UserError, match=why):
            list(read_batches(path, "test"))


def test_of_a_cut_file_the_whole_lines_are_read_and_the_damage_is_noted(tmp_path: Path, text: bytes) -> None:
    cut = tmp_path / "cut.log"
    cut.write_bytes(gzip.compress(text, mtime=0)[:-100])
    batches = list(read_batches(cut, "test", lines_per_batch=50))
    found = join(batches)
    assert 50 < len(found) == found.lines < 300 and found.rejects == {}
    assert [batch.note for batch in batches[:-1]] == [""] * (len(batches) - 1)
    assert in_english(batches[-1].note) == [
        f"damaged file, read up to the damage: cut.log (it is cut off), {len(found)} whole lines"
    ]


@pytest.mark.parametrize(
    ("front", "note", "first"),
    [
        (
            b"",
            "no times in some.log that are understood, so it is read at 100 lines a second",
            "1970-01-01T00:00:00.010Z",
        ),
        (b"23:59:58 ", "times without a date in some.log", "1970-01-01T23:59:58.000Z"),
        (b"Jun 15 23:59:58 mast ais[1]: ", "times without a date in some.log", "1972-06-15T23:59:58.000Z"),
        (b"2025-06-15T15:06:00Z ", "", "2025-06-15T15:06:00.000Z"),
    ],
)
def test_what_is_not_known_about_the_times_of_a_file_is_noted(
    tmp_path: Path, front: bytes, note: str, first: str
) -> None:
    path = tmp_path / "some.log"
    path.write_bytes((front + sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6") + b"\n") * 3)
    batches = list(read_batches(path, "test", lines_per_batch=2))
    assert iso(batches[0].heard["rx_s"][0]) == first
    for batch in batches:
        assert note in batch.note and bool(note) == bool(batch.note)
