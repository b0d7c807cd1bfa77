"""Safety texts of a tick: in the order of feeds and reception however batches were cut, with their senders' tracks."""

from __future__ import annotations

from models.base.settings import Feed
from models.messages.observation import cut
from models.risk.detection.signals.safety_texts import MOST_TEXTS, texts_of, track_of
from tests.models.sea import FEED, T0, Message, Ship, batch, core, tick

SHIP = Ship()
FEEDS = (Feed(id="first", source="stdin:"), Feed(id=FEED, source="stdin:"))


def text_message(number: int) -> Message:
    return Message(T0 + number / 10, SHIP.mmsi + number % 2, text=f"TEXT {number}")


def test_texts_come_in_order_with_the_rows_of_their_senders() -> None:
    state = core()
    tick(state, T0, [SHIP.at(float(T0))])
    whole = batch(T0 + 1, [text_message(number) for number in range(6)])
    early = batch(T0 + 1, [text_message(9)], feed="first")
    together = texts_of([whole, early], FEEDS, state.tracks)
    assert [each.text for each in together] == ["TEXT 9", *(f"TEXT {number}" for number in range(6))]
    assert [each.row for each in together] == [-1, 0, -1, 0, -1, 0, -1]
    assert texts_of([early, *cut(whole, T0 + 0.25)], FEEDS, state.tracks) == together
    assert track_of(state.tracks, SHIP.mmsi) == 0 and track_of(state.tracks, 1) == -1


def test_texts_of_an_unknown_feed_and_of_no_batch_are_none() -> None:
    state = core()
    assert texts_of([batch(T0, [text_message(1)], feed="other")], FEEDS, state.tracks) == ()
    assert texts_of([], FEEDS, state.tracks) == ()


def test_of_a_flood_the_newest_are_kept() -> None:
    flood = batch(T0 + 1, [Message(T0 + 0.5, 7, text=str(number)) for number in range(MOST_TEXTS + 3)])
    kept = texts_of([flood], FEEDS, core().tracks)
    assert len(kept) == MOST_TEXTS and kept[-1].text == str(MOST_TEXTS + 2)
