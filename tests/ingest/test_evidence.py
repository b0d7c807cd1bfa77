"""The messages that an alert refers to are found again: the bytes received, and all their fields."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.evidence import recorded_messages
from ingest.feeds import make_feed
from ingest.recording import format as recording
from ingest.recording.format import hot_records, pack_record, records
from ingest.recording.recorder import Recorder, seal
from ingest.worker import run_replay_ingestor
from models.base.settings import RecordingSettings
from models.messages.observation import END_S
from models.messages.streams import MOST_SENTENCES
from tests.ingest.asking import Ask, Running, line
from tests.ingest.recordings import path_of

START_S = 1_700_000_000.0
# AIS class A static and voyage data of two sentences, from the examples of gpsd: EVER DIADEM.
FIRST = b"!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\r\n"
SECOND = b"!AIVDM,2,2,1,A,88888888880,2*25\r\n"


def test_a_received_message_is_found_by_its_number_raw_and_decoded(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north", next_seq=0)
    ingestor.send(*range(300))
    asker.until(lambda a: a.messages() == 300)
    other = ask(ingestor.run_dir, "north")
    found = other.sentences(250, 5, 9999)
    assert [(each.seq, each.raw.encode() + b"\r\n") for each in found] == [(5, line(5)), (250, line(250))]
    assert [each.fields["mmsi"] for each in found] == [asker.mmsi()[5], asker.mmsi()[250]]
    assert all(each.fields["type"] == 1 and "lat" in each.fields for each in found)
    heard = asker.batches[0].heard
    assert found[0].rx_s == heard["rx_s"][heard["seq"] == 5][0]


def test_a_client_may_request_sentences_and_batches(ingestor: Running, ask: Ask) -> None:
    asker = ask(ingestor.run_dir, "north", next_seq=0)
    ingestor.send(*range(20))
    asker.until(lambda a: a.messages() == 20)
    asker.credit = 0
    assert len(ask(ingestor.run_dir, "north").sentences(*range(200))) == MOST_SENTENCES  # further ones are ignored
    ingestor.send(*range(20, 30))
    asker.until(lambda a: a.messages() == 30)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_message_of_several_pieces_is_found_whole(tmp_path: Path, sealed: bool) -> None:
    recorder = Recorder(tmp_path, RecordingSettings(rotate_s=1e9))
    for number, piece in enumerate([line(1), FIRST, line(2), SECOND, line(3)]):
        recorder.append(START_S + number, piece)
    recorder.close()
    if sealed:
        seal(next(tmp_path.glob("*.hot")))
    decoder = make_feed("ais", "kernel")
    (message,) = recorded_messages(tmp_path, "north", decoder, [3])
    assert message.raw.splitlines() == [FIRST.strip(), SECOND.strip()]
    (fields,) = [fields for _, fields in decoder.records([message])[0]]
    assert fields["shipname"] == "EVER DIADEM" and fields["type"] == 5
    assert recorded_messages(tmp_path, "north", decoder, [1]) == []  # the first part completes nothing


def test_messages_in_a_damaged_file_are_missing_and_the_others_are_found(tmp_path: Path) -> None:
    for first in (0, 10):
        recorder = Recorder(tmp_path, RecordingSettings(rotate_s=1e9))
        for number in range(first, first + 10):
            recorder.append(START_S + number, line(number))
        recorder.close()
        for hot in tmp_path.glob("*.hot"):
            seal(hot)
    broken = sorted(tmp_path.glob("*.zst"))[0]
    whole = bytearray(broken.read_bytes())
    whole[-5] ^= 1
    broken.write_bytes(whole)
    found = recorded_messages(tmp_path, "north", make_feed("ais", "kernel"), [3, 14])
    assert [message.seq for message in found] == [14]


def test_in_a_replay_every_number_leads_to_its_sentence(tmp_path: Path, ask: Ask) -> None:
    paths, stop = [path_of("gpsd_sample.aivdm"), path_of("ee_tag.txt")], threading.Event()
    arguments = (paths, "old", tmp_path, "kernel", None, None, stop)
    replay = threading.Thread(target=run_replay_ingestor, args=arguments, daemon=True)
    replay.start()
    asker = ask(tmp_path, "old", next_seq=0)
    asker.until(lambda a: a.batches and a.batches[-1].until_s == END_S)
    heard = [pair for batch in asker.batches for pair in zip(batch.heard["seq"], batch.heard["mmsi"], strict=True)]
    assert len(heard) == 302
    other = ask(tmp_path, "old")
    for seq, mmsi in heard[::7]:
        assert mmsi in [each.fields.get("mmsi") for each in other.sentences(int(seq))]
    last = other.sentences(int(heard[-1][0]))[-1].raw.encode()
    assert last.splitlines()[-1] in paths[1].read_bytes()
    stop.set()
    replay.join(60)


DATA = st.lists(st.one_of(st.binary(max_size=30), st.just(b"WHr1" * 9), st.just(b"x" * 300)), min_size=1, max_size=60)


@given(DATA, st.integers(-2, 70), st.integers(-20, 400), st.integers(0, 400))
def test_bisection_never_skips_a_wanted_record(pieces: list[bytes], from_seq: int, low_us: int, cut: int) -> None:
    hot = b"".join(pack_record(seq, 5 * (seq // 2), piece) for seq, piece in enumerate(pieces))
    hot = hot[: max(0, len(hot) - cut)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording, "_NEAR_BYTES", 64)
        patch.setattr(recording, "BLOCK_BYTES", 333)
        near = list(hot_records(BytesIO(hot), from_seq, low_us))

    def wanted(found: Iterable[tuple[int, int, bytes]]) -> list[int]:
        return [seq for seq, rx_us, _ in found if seq >= from_seq and rx_us >= low_us]

    assert wanted(near) == wanted(records(hot))


def test_bisection_starts_near_the_wanted_record() -> None:
    hot = b"".join(pack_record(seq, seq * 10, line(seq)) for seq in range(50_000))
    for from_seq, low_us in ((40_000, -1), (0, 400_000), (40_000, 400_000), (40_000, 5)):
        first = next(seq for seq, _, _ in hot_records(BytesIO(hot), from_seq, low_us))
        assert 39_000 < first <= 40_000
