"""The picture subscriber with real ZeroMQ: the newest picture, missed ticks, publishers that stop and return."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import zmq

from dashboard.server.picture_subscriber import FRESH_S, REMEMBERED, PictureSubscriber, StreamState, received
from models.messages.picture import Picture
from models.messages.streams import picture_address
from tests.dashboard.pictures import T0, alert, picture


@contextmanager
def publisher(run_dir: Path) -> Iterator[zmq.Socket[bytes]]:
    context = zmq.Context()
    socket = context.socket(zmq.PUB)
    socket.setsockopt(zmq.LINGER, 0)
    socket.bind(picture_address(run_dir))
    yield socket
    socket.close()
    context.term()


@pytest.fixture
def taken() -> list[Picture]:
    return []


@pytest.fixture
def follower(tmp_path: Path, taken: list[Picture]) -> Iterator[PictureSubscriber]:
    follower = PictureSubscriber(picture_address(tmp_path), taken.append)
    follower.start()
    yield follower
    follower.stop()


def until(true: Callable[[], object], meanwhile: Callable[[], object]) -> None:
    """Repeat an action, as a publisher does, until it takes effect."""
    end_s = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end_s
        meanwhile()
        time.sleep(0.01)


def test_news_is_called_after_the_newest_picture_changed(tmp_path: Path) -> None:
    ticks: list[int] = []
    follower = PictureSubscriber(
        picture_address(tmp_path), lambda _: None, lambda: ticks.append(follower.newest.picture.tick)
    )
    follower.start()
    with publisher(tmp_path) as socket:
        until(lambda: ticks, lambda: socket.send(picture(tick=7).frame()))
    follower.stop()
    assert set(ticks) == {7}


def test_it_holds_the_complete_newest_picture(
    tmp_path: Path, follower: PictureSubscriber, taken: list[Picture]
) -> None:
    sent = picture(alerts=(alert(1),), tick=7)
    with publisher(tmp_path) as socket:
        until(lambda: follower.newest.picture, lambda: socket.send(sent.frame()))
        newest = follower.newest.picture
    assert newest and (newest.tick, newest.alerts) == (7, sent.alerts)
    assert (newest.vessels["lat_deg"] == sent.vessels["lat_deg"]).all()
    assert taken[0].tick == 7


def test_a_publisher_may_start_late_stop_and_return(tmp_path: Path, follower: PictureSubscriber) -> None:
    for core in ("core-1", "core-2"):
        sent = picture(core_id=core)
        with publisher(tmp_path) as socket:
            until(
                lambda: follower.newest.picture and follower.newest.picture.core_id == core,  # noqa: B023
                lambda: socket.send(sent.frame()),  # noqa: B023
            )
    assert follower.newest.restarts == 1


def test_an_invalid_frame_is_counted_and_changes_nothing(tmp_path: Path, follower: PictureSubscriber) -> None:
    with publisher(tmp_path) as socket:
        until(lambda: follower.newest.picture, lambda: socket.send(picture(tick=3).frame()))
        until(lambda: follower.newest.damaged, lambda: socket.send(b"WHW1 but not really"))
    assert follower.newest.picture and follower.newest.picture.tick == 3


def test_a_picture_that_cannot_be_processed_does_not_end_the_thread(tmp_path: Path) -> None:
    def take(shown: Picture) -> None:
        if shown.tick == 1:
            raise ValueError("unbearable")

    follower = PictureSubscriber(picture_address(tmp_path), take)
    follower.start()
    with publisher(tmp_path) as socket:
        until(lambda: follower.newest.damaged, lambda: socket.send(picture(tick=1).frame()))
        until(lambda: follower.newest.picture, lambda: socket.send(picture(tick=2).frame()))
    follower.stop()


def test_missed_ticks_are_listed() -> None:
    reception = StreamState()
    for tick in (5, 6, 9, 10):
        reception = received(reception, picture(tick=tick), 100.0 + tick)
    assert (reception.missed, reception.missed_count, reception.received) == ((7, 8), 2, 4)


def test_the_list_of_missed_ticks_is_limited() -> None:
    reception = received(received(StreamState(), picture(tick=1), 0.0), picture(tick=1_000_000_000), 1.0)
    assert len(reception.missed) == REMEMBERED and reception.missed[-1] == 999_999_999
    assert reception.missed_count == 999_999_998


def test_a_new_core_that_counts_from_the_start_has_missed_nothing() -> None:
    first = received(StreamState(), picture(tick=500), 0.0)
    second = received(first, replace(picture(tick=1), core_id="core-2", t_s=T0 + 5), 1.0)
    assert (second.restarts, second.missed_count) == (1, 0)


def test_a_picture_is_fresh_for_six_monotonic_seconds() -> None:
    assert not StreamState().is_current(0.0)
    reception = received(StreamState(), picture(), 100.0)
    assert reception.is_current(100.0 + FRESH_S - 0.1) and not reception.is_current(100.0 + FRESH_S)
