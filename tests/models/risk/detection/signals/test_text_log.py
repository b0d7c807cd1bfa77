"""The log of safety texts: newest first, repetitions and copies as one entry, and what each was taken for."""

from __future__ import annotations

from dataclasses import replace

from models.messages.picture import TAKEN_AS, picture_from
from models.risk.detection.signals.safety_texts import SafetyText
from models.risk.detection.signals.text_log import KEPT_S, MOST_ENTRIES, SHOWN, TAKEN, TextLog
from tests.models.sea import T0, Message, Ship, core, tick

CARGO = Ship(mmsi=413_000_123, name="HAI FENG 7")


def log_of(*texts: tuple[float, int, str]) -> TextLog:
    log, tracks = TextLog(), core().tracks
    for t_s, mmsi, words in texts:
        log.take_in((SafetyText(-1, mmsi, T0 + t_s, words),), tracks, T0 + t_s)
    return log


def test_every_text_is_listed_newest_first_with_its_sender_and_its_meaning() -> None:
    state = core()
    tick(state, T0, [CARGO.at(float(T0)), CARGO.says(float(T0))])
    words = ["GOOD WATCH", "SOS", "MAYDAY RELAY MV X", "FIRE DRILL", "CANCEL MAYDAY"]
    for number, each in enumerate(words, start=1):
        shown = tick(state, T0 + number, [Message(T0 + number - 0.5, CARGO.mmsi, text=each)])
    assert [each.text for each in shown.texts] == words[::-1]
    assert [each.taken for each in shown.texts][::-1] == list(TAKEN_AS)
    assert {(each.name, each.mmsi) for each in shown.texts} == {("HAI FENG 7", CARGO.mmsi)}
    assert picture_from(shown.frame()).texts == shown.texts


def test_a_text_sent_again_moves_up_and_a_copy_does_not_count() -> None:
    log = log_of((0, 1, "A"), (1, 2, "B"), (13, 1, "A"), (240, 1, "A"))
    first, second = log.views()
    assert (first.text, first.count, first.t_s - T0, first.first_s - T0) == ("A", 2, 240, 0)
    assert (second.text, second.count) == ("B", 1)


def test_the_log_is_bounded_and_forgets_after_a_day() -> None:
    log = log_of(*((n, n, f"TEXT {n}") for n in range(MOST_ENTRIES + 9)))
    assert len(log.entries) == MOST_ENTRIES and len(log.views()) == SHOWN
    assert log.views()[0].text == f"TEXT {MOST_ENTRIES + 8}"
    late = replace(log)
    late.take_in((SafetyText(-1, 7, T0 + KEPT_S + 900, "LATER"),), core().tracks, T0 + KEPT_S + 900)
    assert [each.text for each in late.views()] == ["LATER"]


def test_empty_texts_are_left_out_and_all_meanings_have_a_name() -> None:
    assert log_of((0, 1, ""), (1, 1, "  ")).views() == ()
    assert set(TAKEN.values()) | {""} == set(TAKEN_AS)
