"""Clues in the core: each is taken in once and kept while it is valid; detectors, picture and digest have it."""

from __future__ import annotations

from dataclasses import replace

from models.base.clock import Tick
from models.base.settings import RiskSettings
from models.messages.clue import Clue
from models.messages.picture import picture_from
from models.risk.detection.held_clues import ClueBook
from models.risk.engine import step
from tests.models.sea import FEED, T0, batch, core

CLUE = Clue("hotline", "1", float(T0), 122.5, 30.0, text="渔船起火")
FORECAST = Clue("weather", "w1", float(T0), kind="wind_7", valid_from_s=T0 + 60.0, valid_to_s=T0 + 120.0)


def book(**settings: float) -> ClueBook:
    return ClueBook(RiskSettings(**settings))


def test_the_same_source_and_id_is_one_clue_even_after_it_has_ended() -> None:
    held = book(clue_for_s=10)
    assert held.take_in([CLUE, replace(CLUE, text="again"), replace(CLUE, source="police")], T0) == [
        CLUE,
        replace(CLUE, source="police"),
    ]
    assert held.take_in([], T0 + 11) == [] and held.live() == ()
    assert held.take_in([CLUE], T0 + 12) == []


def test_a_forecast_holds_until_its_own_end() -> None:
    held = book(clue_for_s=10)
    held.take_in([FORECAST, CLUE], T0)
    held.take_in([], T0 + 100)
    assert held.live() == (FORECAST,)
    held.take_in([], T0 + 121)
    assert held.live() == ()


def test_of_too_many_the_oldest_go() -> None:
    held = book(most_clues=10)
    held.take_in([replace(CLUE, id=str(n)) for n in range(30)], T0)
    assert [each.id for each in held.live()] == [str(n) for n in range(20, 30)]


def test_the_core_shows_a_clue_and_its_digest_knows_it() -> None:
    state, plain = core(), core()
    with_clue = replace(batch(T0 + 1.0), clues=((0, CLUE),))
    picture = step(state, [with_clue], Tick(T0 + 1, T0 + 1.0))
    assert picture.clues == state.clues == (CLUE,)
    assert picture_from(picture.frame()).clues == (CLUE,)
    assert picture.digest != step(plain, [batch(T0 + 1.0)], Tick(T0 + 1, T0 + 1.0)).digest
    assert with_clue.feed == FEED
