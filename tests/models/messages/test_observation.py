"""Joining a cut batch restores it, and rows keep pointing at their messages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.messages.observation import ObservationBatch, cut, cut_seq, join, keep
from tests.models.sea import T0, Message, batch

PLACE = {"lat_deg": 30.0, "lon_deg": 122.0}
NAME = {"name": b"SHIP"}


@st.composite
def batches(draw: st.DrawFn) -> ObservationBatch:
    """Draw messages in order of receipt; each carries a position, a name and a text, or only some of them."""
    waits = draw(st.lists(st.sampled_from([0.0, 0.25, 1.0]), max_size=12))
    parts = draw(st.lists(st.tuples(*[st.booleans()] * 3), min_size=len(waits), max_size=len(waits)))
    messages = [
        Message(
            T0 + t_s,
            412_000_000 + number,
            PLACE | {"sog_kn": float(number)} if place else None,
            NAME | {"imo": number} if name else None,
            text=str(number) if text else None,
        )
        for number, (t_s, (place, name, text)) in enumerate(zip(np.cumsum(waits), parts, strict=True))
    ]
    end_s = messages[-1].rx_s if messages else float(T0)
    rejects = draw(st.dictionaries(st.sampled_from(["checksum", "long"]), st.integers(1, 9)))
    return batch(end_s, messages, first_seq=5, rejects=rejects, skipped=2, note="hello")


few = settings(max_examples=50)
moments = st.sampled_from([T0 - 1.0, T0 + 0.0, T0 + 0.5, T0 + 1.0, T0 + 3.3, T0 + 99.0])


def equal(one: ObservationBatch, other: ObservationBatch) -> bool:
    def plain(each: ObservationBatch) -> ObservationBatch:
        return replace(each, heard={}, position={}, static={}, text={})

    def tables(each: ObservationBatch) -> list[bytes]:
        pointing = (each.heard, each.position, each.static, each.text)
        return [column.tobytes() for table in pointing for column in table.values()]

    return plain(one) == plain(other) and tables(one) == tables(other)


def pointed(each: ObservationBatch) -> list[tuple[int, float]]:
    """Return pairs of MMSI and speed, number or text, found through the rows."""
    speeds = zip(each.heard["mmsi"][each.position["row"]].tolist(), each.position["sog_kn"].tolist(), strict=True)
    numbers = zip(each.heard["mmsi"][each.static["row"]].tolist(), each.static["imo"].tolist(), strict=True)
    texts = zip(each.heard["mmsi"][each.text["row"]].tolist(), map(float, each.text["text"].tolist()), strict=True)
    return [*speeds, *numbers, *texts]


def right(each: ObservationBatch) -> bool:
    """Return whether every position, static and text belongs to the ship that sent it."""
    return all(mmsi - 412_000_000 == value for mmsi, value in pointed(each))


@few
@given(batches(), moments)
def test_a_cut_batch_joins_again(whole: ObservationBatch, t_s: float) -> None:
    due, rest = cut(whole, t_s)
    assert right(due) and right(rest)
    assert (due.heard["rx_s"] <= t_s).all() and (rest.heard["rx_s"] > t_s).all()
    assert equal(join([due, rest]), whole)


@few
@given(batches(), st.integers(4, 18))
def test_a_batch_cut_at_a_piece_joins_again(whole: ObservationBatch, next_seq: int) -> None:
    before, rest = cut_seq(whole, next_seq)
    assert right(before) and right(rest)
    assert (before.heard["seq"] < next_seq).all() and (rest.heard["seq"] >= next_seq).all()
    assert equal(join([before, rest]), whole)


@few
@given(batches(), moments)
def test_counts_go_with_the_first_part_only(whole: ObservationBatch, t_s: float) -> None:
    due, rest = cut(whole, t_s)
    assert (due.lines, due.sentences, due.skipped, due.rejects) == (
        whole.lines,
        whole.sentences,
        whole.skipped,
        whole.rejects,
    )
    assert (rest.lines, rest.sentences, rest.skipped, rest.rejects) == (0, 0, 0, {})


@few
@given(batches(), st.data())
def test_rows_kept_still_belong_to_their_sender(whole: ObservationBatch, data: st.DataObject) -> None:
    size = len(whole)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=bool)
    kept = keep(whole, mask)
    senders = set(kept.heard["mmsi"].tolist())
    assert right(kept)
    assert kept.heard["mmsi"].tolist() == whole.heard["mmsi"][mask].tolist()
    assert pointed(kept) == [each for each in pointed(whole) if each[0] in senders]


def test_a_row_out_of_order_stays_with_the_rows_before_it() -> None:
    whole = batch(T0 + 9, [Message(T0 + t_s, 1) for t_s in (1, 5, 2, 6)])
    due, rest = cut(whole, T0 + 3)
    assert (due.heard["rx_s"] - T0).tolist() == [1]
    assert (rest.heard["rx_s"] - T0).tolist() == [5, 2, 6]


def test_joined_batches_add_up_their_counts_and_end_like_the_last() -> None:
    one = batch(T0, [Message(T0, 1)], first_seq=3, rejects={"checksum": 1}, skipped=1, note="connecting")
    other = batch(T0 + 1, [Message(T0 + 1, 2)] * 2, first_seq=4, rejects={"checksum": 2, "long": 1}, note="")
    both = join([one, other])
    assert (both.first_seq, both.last_seq, both.until_s, both.note) == (3, 5, T0 + 1, "")
    assert (both.lines, both.sentences, both.skipped) == (3, 3, 1)
    assert both.rejects == {"checksum": 3, "long": 1}
    assert len(both) == 3


def test_an_empty_batch_is_a_sign_of_life() -> None:
    beat = batch(T0 + 1, [], first_seq=7)
    assert len(beat) == 0 and beat.last_seq == beat.first_seq - 1
    assert equal(join([beat]), beat)
