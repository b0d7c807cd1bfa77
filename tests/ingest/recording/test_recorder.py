"""A recording holds all bytes of a feed and returns them unchanged, also after a crash or damage."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from ingest.recording.format import DamagedError, is_recording, pack_record, read_recording, records
from ingest.recording.recorder import Recorder, seal
from models.base.settings import RecordingSettings, UserError
from tests.running import wait_for

SETTINGS = RecordingSettings(rotate_s=1e9)
LINE = b"!AIVDM,1,1,,B,15N5s90P00IB>dtA7f<pOwv00<1a,0*2B\r\n"
START_S = 1_700_000_000.0
PIECES = st.lists(st.binary(max_size=40), min_size=1, max_size=30)


def record(
    folder: Path, pieces: list[bytes], settings: RecordingSettings = SETTINGS, start_s: float = START_S
) -> Recorder:
    recorder = Recorder(folder, settings)
    for number, piece in enumerate(pieces):
        recorder.append(start_s + number * 0.25, piece)
    return recorder


def sealed(folder: Path, pieces: list[bytes]) -> Path:
    record(folder, pieces).close()
    path = seal(next(folder.glob("*.hot")))
    assert path is not None
    return path


@given(PIECES)
def test_a_hot_file_gives_back_every_record(pieces: list[bytes]) -> None:
    hot = b"".join(pack_record(seq, 10 * seq, piece) for seq, piece in enumerate(pieces))
    assert list(records(hot)) == [(seq, 10 * seq, piece) for seq, piece in enumerate(pieces)]


@given(PIECES, st.data())
def test_cutting_a_hot_file_anywhere_loses_only_the_record_that_is_cut(
    pieces: list[bytes], data: st.DataObject
) -> None:
    packed = [pack_record(seq, seq, piece) for seq, piece in enumerate(pieces)]
    hot = b"".join(packed)
    length = data.draw(st.integers(0, len(hot)))
    whole = sum(1 for n in range(len(packed)) if sum(map(len, packed[: n + 1])) <= length)
    assert [piece for _, _, piece in records(hot[:length])] == pieces[:whole]


def test_a_recording_reads_the_same_hot_and_sealed(tmp_path: Path) -> None:
    pieces = [b"%d" % n + LINE for n in range(5000)]
    record(tmp_path, pieces).close()
    hot = list(read_recording(tmp_path))
    assert [piece for _, _, piece in hot] == pieces
    assert [seq for seq, _, _ in hot] == list(range(5000))
    seal(next(tmp_path.glob("*.hot")))
    assert not list(tmp_path.glob("*.hot"))
    assert list(read_recording(tmp_path)) == hot


def test_any_zstd_tool_gives_the_text_back(tmp_path: Path) -> None:
    pieces = [b"%d" % n + LINE for n in range(60_000)]  # several blocks
    path = sealed(tmp_path, pieces)
    with path.open("rb") as file:
        text = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    assert text == b"".join(pieces)
    assert path.stat().st_size < len(text) / 3


def test_a_flipped_bit_in_a_sealed_file_is_detected(tmp_path: Path) -> None:
    pieces = [bytes([n % 251]) * (n % 40) for n in range(2000)]
    path = sealed(tmp_path, pieces)
    good, rng = path.read_bytes(), random.Random(1)
    for _ in range(200):
        bit = rng.randrange(8 * len(good))
        damaged = bytearray(good)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        with pytest.raises(DamagedError, match="damaged at byte"):
            list(read_recording(path))


def test_a_sealed_file_cut_short_is_detected(tmp_path: Path) -> None:
    path = sealed(tmp_path, [LINE] * 1000)
    good = path.read_bytes()
    for length in (len(good) - 1, len(good) // 2, 30, 3):
        path.write_bytes(good[:length])
        with pytest.raises(DamagedError):
            list(read_recording(path))


def test_a_crash_while_sealing_neither_loses_nor_duplicates_pieces(tmp_path: Path) -> None:
    pieces = [b"%d" % n for n in range(100)]
    record(tmp_path, pieces).close()
    hot = next(tmp_path.glob("*.hot"))
    kept = hot.read_bytes()
    seal(hot)
    hot.write_bytes(kept)  # as after a crash between renaming and removing
    (tmp_path / "000000000000-x.tmp").write_bytes(b"half")
    assert [piece for _, _, piece in read_recording(tmp_path)] == pieces
    Recorder(tmp_path, SETTINGS).close()
    assert [file.suffix for file in sorted(tmp_path.glob("0*"))] == [".zst"]
    assert [piece for _, _, piece in read_recording(tmp_path)] == pieces


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    record(tmp_path, [b"a", b"b", b"c"]).close()
    recorder = record(tmp_path, [b"d"], start_s=START_S + 10)
    assert recorder.next_seq == 4
    recorder.close()
    Recorder(tmp_path, SETTINGS).close()  # a start without a single piece changes nothing
    assert [(seq, piece) for seq, _, piece in read_recording(tmp_path)] == [(0, b"a"), (1, b"b"), (2, b"c"), (3, b"d")]


def test_files_are_closed_at_their_size_and_at_their_age(tmp_path: Path) -> None:
    by_size = record(tmp_path / "size", [LINE] * 500, RecordingSettings(rotate_mb=0.01))
    by_age = record(tmp_path / "age", [LINE] * 500, RecordingSettings(rotate_s=50))
    for recorder, files in ((by_size, 4), (by_age, 3)):
        recorder.close()
        numbers = [seq for seq, _, _ in read_recording(recorder.folder)]
        assert numbers == list(range(500))
        assert len({file.name.split("-")[0].split(".")[0] for file in recorder.folder.glob("0*")}) == files


def test_reading_from_a_time_or_a_number_skips_the_rest(tmp_path: Path) -> None:
    pieces = [b"%d" % n + LINE for n in range(60_000)]
    sealed(tmp_path, pieces)
    found = list(read_recording(tmp_path, from_s=START_S + 10_000, to_s=START_S + 10_001))
    assert [seq for seq, _, _ in found] == [40_000, 40_001, 40_002, 40_003, 40_004]
    assert next(read_recording(tmp_path, from_seq=59_999))[2] == pieces[-1]
    assert list(read_recording(tmp_path, from_seq=60_000)) == []


def test_a_feed_is_found_in_the_folder_of_all_feeds(tmp_path: Path) -> None:
    record(tmp_path / "north", [b"n"]).close()
    record(tmp_path / "south", [b"s"]).close()
    assert [piece for _, _, piece in read_recording(tmp_path, "south")] == [b"s"]


def test_recordings_are_distinguished_from_text(tmp_path: Path) -> None:
    path = sealed(tmp_path / "a", [LINE])
    text, packed = tmp_path / "text.log", tmp_path / "text.zst"
    text.write_bytes(LINE)
    packed.write_bytes(zstandard.compress(LINE))
    assert is_recording(path) and is_recording(path.parent)
    assert not is_recording(text) and not is_recording(packed)


def test_two_writers_of_one_folder_are_refused(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, SETTINGS)
    with pytest.raises(UserError, match="another process records here"):
        Recorder(tmp_path, SETTINGS)
    recorder.close()
    Recorder(tmp_path, SETTINGS).close()


def test_a_disk_that_takes_nothing_is_reported_and_does_not_stop_the_numbers(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, SETTINGS)
    assert recorder.append(START_S, b"kept") == (0, START_S)
    os.close(recorder._fd)
    recorder._fd = os.open("/dev/full", os.O_WRONLY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "ftruncate", lambda fd, size: None)  # a device has no length
        assert recorder.append(START_S + 1, b"lost")[0] == 1
    assert "not being recorded" in recorder.note
    os.close(recorder._fd)
    recorder._fd = -1
    assert recorder.append(START_S + 2, b"kept again")[0] == 2
    assert recorder.note == ""
    recorder.close()
    assert [(seq, piece) for seq, _, piece in read_recording(tmp_path)] == [(0, b"kept"), (2, b"kept again")]
    seal(sorted(tmp_path.glob("*.hot"))[0])
    assert [seq for seq, _, _ in read_recording(tmp_path)] == [0, 2]


def test_a_disk_nearly_full_is_reported(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, RecordingSettings(min_free_mb=1e12, sync_every_s=0.01))
    recorder.append(START_S, LINE)
    assert "disk nearly full" in wait_for("the note", lambda: recorder.note)
    recorder.close()


WRITER = """
import sys
from pathlib import Path
from ingest.recording.recorder import Recorder
from models.base.settings import RecordingSettings
recorder = Recorder(Path(sys.argv[1]), RecordingSettings(rotate_mb=0.2))
n = recorder.next_seq
while True:
    recorder.append(1.7e9 + n, b"line %d\\n" % n)
    sys.stdout.write(f"{n}\\n")
    sys.stdout.flush()
    n += 1
"""


def test_killing_the_writer_loses_nothing_it_wrote(tmp_path: Path) -> None:
    written = -1
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        for _ in range(6000):
            written = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split(b"\n")[:-1]
        written = int(rest[-1]) if rest else written
        writer.wait()
        pieces = list(read_recording(tmp_path))
        assert [seq for seq, _, _ in pieces] == list(range(len(pieces)))
        assert [piece for _, _, piece in pieces] == [b"line %d\n" % n for n in range(len(pieces))]
        assert len(pieces) in (written + 1, written + 2)  # the last may be on disk but not yet printed
