"""Hostile input is counted by reason, uses bounded memory, raises no exception, and valid lines are still read."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.feeds import make_feed
from ingest.sentences.fragments import MAX_WAITING
from ingest.sentences.reader import REASONS, Reading, SentenceReader
from ingest.sources.files import read_batches
from models.messages.observation import ObservationBatch, join
from models.messages.streams import batch_frame, batch_from
from tests.ingest.recordings import messages_of, path_of, read, sentence, tag_block

AIS = make_feed("ais", "kernel")
GOOD = sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6") + b"\n"


def accounted(reading: Reading) -> Counter[str]:
    """Decode what was read, and assert that every refusal has a known reason and no message is lost."""
    heard, position, static, refused, *_ = AIS.decode(reading.messages)
    assert len(heard["mmsi"]) + sum(r.reason != "decode" for r in refused) == len(reading.messages)
    for table in (position, static):
        assert ((table["row"] >= 0) & (table["row"] < len(heard["mmsi"]))).all()
    lat_deg, lon_deg = position["lat_deg"], position["lon_deg"]
    unplaced = np.isnan(lat_deg) & np.isnan(lon_deg) & (position["nav_status"] == 14)  # a call for help without a fix
    assert (unplaced | (np.abs(lat_deg) <= 90) & (np.abs(lon_deg) <= 180)).all()
    reasons = Counter(reject.reason for reject in reading.rejects + refused)
    assert set(reasons) <= set(REASONS)
    return reasons


@settings(max_examples=300)
@given(st.binary(max_size=3000))
def test_random_bytes(noise: bytes) -> None:
    accounted(read(noise))
    reading = read(noise + b"\n" + GOOD)
    assert reading.messages[-1:] and reading.messages[-1].raw == GOOD[:-1]


@settings(max_examples=200)
@given(st.data())
def test_mutated_real_lines(data: st.DataObject) -> None:
    lines = [*path_of("ee_tag.txt").read_bytes().splitlines(), *path_of("libais_types.nmea").read_bytes().splitlines()]
    chosen = data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=20))
    mutated = []
    for line in map(bytearray, chosen):
        for _ in range(data.draw(st.integers(0, 5))):
            line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
        mutated.append(bytes(line))
    accounted(read(b"\n".join(mutated)))


def test_every_changed_character_of_a_sentence_is_detected_or_harmless() -> None:
    """One wrong character never turns a sentence into another message."""
    line, rng = GOOD[:-1], random.Random(1)
    for at in range(len(line)):
        for _ in range(5):
            changed = bytearray(line)
            changed[at] = rng.randrange(256)
            for message in read(bytes(changed)).messages:
                assert message.payload == b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6"


def test_wrong_checksums_are_all_counted() -> None:
    wrong = GOOD[:-3] + b"00\n"
    reading = read((wrong + GOOD) * 1000)
    assert (len(reading.messages), accounted(reading)) == (1000, {"checksum": 1000})


def test_endless_first_parts() -> None:
    reader = SentenceReader("test")
    total = 0
    for number in range(20):
        lines = [
            tag_block(b"s:%d" % n) + sentence(b"5", parts=b"2,1,1") for n in range(number * 500, number * 500 + 500)
        ]
        reader.receive(number * 0.01, number, b"\n".join(lines) + b"\n")
        total += accounted(reader.drain())["fragment"]
        assert len(reader._parts) <= MAX_WAITING
    reader.finish(0.2, 20)
    assert total + accounted(reader.drain())["fragment"] == 10_000


def test_a_message_of_endless_parts_is_refused() -> None:
    parts = [sentence(b"5" * 60, parts=b"9,%d,1" % n) for n in range(1, 10)]
    reading = read(b"\n".join(parts))
    assert (reading.messages, accounted(reading)) == ([], {"length": 1})


@pytest.mark.parametrize(
    "noise", [b"x", b"\\", b"!AIVDM,", b"$PGHP,1,", b"\\s:a*00\\\n", b"$PGHP,1,2,3*00\n", b"\n", b"\r"]
)
def test_memory_stays_flat_whatever_repeats(noise: bytes) -> None:
    reader = SentenceReader("test")
    piece = noise * (6_000 // len(noise))
    kept = []
    tracemalloc.start()
    for number in range(40):
        reader.receive(0.0, number, piece)
        accounted(reader.drain())
        kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert kept[-1] - kept[9] < 20_000


@pytest.mark.parametrize("start", [b"\\s:x*00\\", b"$PGHP,1,2*41", b"\\" * 500, b"!AIVDM,1,1,,A," + b"," * 900])
def test_no_line_costs_more_than_its_length(start: bytes) -> None:
    """Expressions that fail late are retried at every line; the work must stay proportional to the length."""
    reading = read((start + b"\n") * 20_000)
    accounted(reading)
    assert reading.lines == 20_000


def test_ten_thousand_new_ships_in_a_second() -> None:
    rng = random.Random(2)
    armour = b"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw"
    lines = [sentence(b"1" + bytes(rng.choices(armour, k=5)) + b"P1FJuvSRHOE6QIwwh0HQ6w") for _ in range(10_000)]
    reading = read(b"\n".join(lines))
    heard, position, *_ = AIS.decode(reading.messages)
    assert len(np.unique(heard["mmsi"])) > 9_900 and len(position["row"]) == 10_000


def test_a_batch_of_nonsense_travels_like_any_other(tmp_path: Path) -> None:
    rng = random.Random(3)
    noise = bytearray(b"".join(message.raw + b"\n" for message in messages_of("libais_test.aivdm")))
    for _ in range(3000):
        noise[rng.randrange(len(noise))] = rng.randrange(256)
    path = tmp_path / "noise.log"
    path.write_bytes(noise)
    batch: ObservationBatch = join(list(read_batches(path, "noise", lines_per_batch=50)))
    assert sum(batch.rejects.values()) > 50
    sent = batch_from(batch_frame(batch))
    assert (len(sent), sent.rejects) == (len(batch), batch.rejects)
