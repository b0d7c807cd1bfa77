"""The kernel gives the same values as pyais, on real, random and mutated payloads."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyais.constants import ShipType, TurnRate

from ingest.feeds import make_feed
from ingest.feeds.ais_kernel import ARMOUR, position_values, static_values, unpack_spans
from ingest.feeds.ais_layout import (
    MOST_BITS,
    POSITION_KINDS,
    POSITION_LAYOUT,
    STATIC_KINDS,
    STATIC_LAYOUT,
    WORD_BITS,
    fields_of,
    message_class,
)
from ingest.feeds.ais_pyais import parse
from ingest.sentences.reader import Message
from ingest.sentences.scanned import spans_of_messages
from tests.ingest.recordings import NAMES, message, messages_of

KERNEL, PYAIS = make_feed("ais", "kernel"), make_feed("ais", "pyais")


def assert_same(messages: list[Message]) -> tuple[int, int]:
    """Assert that both decoders give the same tables and refusals; return the number of positions and statics."""
    ours, theirs = KERNEL.decode(messages), PYAIS.decode(messages)
    for mine, reference in zip(ours[:3], theirs[:3], strict=True):
        assert mine.keys() == reference.keys()
        for name in mine:
            assert mine[name].dtype == reference[name].dtype, name
            np.testing.assert_array_equal(mine[name], reference[name], err_msg=name)
    assert ours[3] == theirs[3]
    assert {name: rows.tolist() for name, rows in ours.refused.items()} == {
        name: rows.tolist() for name, rows in theirs.refused.items()
    }
    return len(ours[1]["row"]), len(ours[2]["row"])


@pytest.mark.parametrize("name", NAMES)
def test_every_real_line(name: str) -> None:
    positions, _ = assert_same(messages_of(name))
    assert positions > 0


def of_kind(kind: int, rng: random.Random) -> bytes:
    """Return random bits with the number (and part) of a kind, in a valid length of it."""
    end = int((POSITION_LAYOUT if kind in POSITION_KINDS else STATIC_LAYOUT).end[kind])
    chars = rng.randint(-(-end // 6), int(MOST_BITS[kind]) // 6)
    values = [rng.randrange(64) for _ in range(chars)]
    values[0] = kind if kind < 64 else 24
    if kind > 63:
        part = 0 if kind == 64 else 1
        values[6] = values[6] & 0b110011 | part << 2  # bits 38 and 39
        if kind == 66:
            mmsi = 980_000_000 + rng.randrange(10_000_000)
            values[1] = values[1] & 0b110000 | mmsi >> 26
            for at in range(2, 6):
                values[at] = mmsi >> (20 - 6 * (at - 2)) & 63
            values[6] = values[6] & 0b001111 | (mmsi & 3) << 4
    return bytes(ARMOUR[value] for value in values)


def test_random_payloads_of_every_kind() -> None:
    rng = random.Random(20260101)
    kinds = sorted({*POSITION_KINDS, *STATIC_KINDS})
    messages = [message(of_kind(kind, rng), rng.randrange(2)) for kind in kinds for _ in range(2000)]
    rng.shuffle(messages)
    positions, statics = assert_same(messages)
    assert len(messages) >= 28_000 and positions > 10_000 and statics > 9_000


def test_sentinels_and_extremes() -> None:
    """Random bits rarely hit special values; runs of ones and zeros do."""
    rng = random.Random(7)
    messages = []
    for kind in (*POSITION_KINDS, *STATIC_KINDS):
        for _ in range(300):
            payload = bytearray(of_kind(kind, rng))
            for _ in range(rng.randrange(1, 4)):
                start = rng.randrange(7, len(payload))
                stop = min(len(payload), start + rng.randrange(1, 20))
                payload[start:stop] = bytes([rng.choice((ARMOUR[0], ARMOUR[63]))]) * (stop - start)
            messages.append(message(bytes(payload)))
    assert_same(messages)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.text([chr(c) for c in ARMOUR], max_size=80), st.integers(0, 5)), min_size=1, max_size=20))
def test_any_payload(payloads: list[tuple[str, int]]) -> None:
    assert_same([message(text.encode(), fill) for text, fill in payloads])


@settings(max_examples=300)
@given(st.data())
def test_mutated_real_payloads(data: st.DataObject) -> None:
    messages = messages_of("nais400-merrimac.log")
    chosen = data.draw(st.lists(st.sampled_from(range(len(messages))), min_size=1, max_size=10))
    mutated = []
    for index in chosen:
        payload = bytearray(messages[index].payload)
        for _ in range(data.draw(st.integers(0, 4))):
            payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.sampled_from(list(ARMOUR)))
        mutated.append(messages[index]._replace(payload=bytes(payload[: data.draw(st.integers(1, len(payload)))])))
    assert_same(mutated)


def test_raw_values_agree_with_pyais_where_pyais_simplifies() -> None:
    """Rate of turn and ship type are kept as sent; after pyais's own rounding and folding they agree with pyais."""
    rng = random.Random(3)
    turns = [message(of_kind(1, rng)) for _ in range(2000)]
    batch = unpack_spans(spans_of_messages(turns))
    for m, raw in zip(turns, position_values(batch, np.arange(2000))[0]["turn"].tolist(), strict=True):
        turn = parse(m.payload, 0)[1].turn
        if isinstance(turn, TurnRate):
            assert raw in (-128, -127, 127)
        else:
            assert turn == np.copysign(round((raw / 4.733) ** 2), raw)
    statics = [message(of_kind(5, rng)) for _ in range(2000)]
    batch = unpack_spans(spans_of_messages(statics))
    for m, raw in zip(statics, static_values(batch, np.arange(2000))[0]["ship_type"].tolist(), strict=True):
        assert parse(m.payload, 0)[1].ship_type == ShipType.from_value(raw)


def test_random_safety_texts() -> None:
    """With many @ and spaces, which end and surround texts, and of any length."""
    rng = random.Random(14)
    messages = []
    for _ in range(3000):
        values = [rng.choice((0, 32, rng.randrange(64))) for _ in range(rng.choice((8, 14, 30, 168, 175)))]
        messages.append(message(bytes(ARMOUR[value] for value in [rng.choice((12, 14)), *values]), rng.randrange(6)))
    ours, theirs = KERNEL.decode(messages), PYAIS.decode(messages)
    np.testing.assert_array_equal(ours.text["row"], theirs.text["row"])
    np.testing.assert_array_equal(ours.text["text"], theirs.text["text"])
    assert (ours.text["text"] != b"").sum() > 2000


def test_number_and_mmsi_of_every_message_agree_with_pyais() -> None:
    rng = random.Random(5)
    messages = [message(of_kind(kind, rng)) for kind in POSITION_KINDS for _ in range(100)]
    heard = KERNEL.decode(messages)[0]
    for m, msg_type, mmsi in zip(messages, heard["msg_type"].tolist(), heard["mmsi"].tolist(), strict=True):
        assert (msg_type, mmsi) == (parse(m.payload, 0)[0].ais_id, parse(m.payload, 0)[1].mmsi)


def test_every_field_lies_within_one_number() -> None:
    for layout in (POSITION_LAYOUT, STATIC_LAYOUT):
        assert (layout.shift >= 0).all()
        widths = np.array([[int(mask).bit_length() for mask in row] for row in layout.mask])
        assert (layout.shift + widths <= WORD_BITS).all()


def test_every_kind_has_an_mmsi_and_a_position_or_a_name() -> None:
    for kind in POSITION_KINDS:
        assert {"mmsi", "lat", "lon"} <= fields_of(kind).keys()
    for kind in STATIC_KINDS:
        assert {"shipname", "name", "callsign"} & fields_of(kind).keys()
        assert message_class(kind)
