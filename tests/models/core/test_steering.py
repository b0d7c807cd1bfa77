"""A replay obeys its director: it pauses, steps, seeks any moment, and shows there what playing to it shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import zmq

from exercises.play import write_file
from ingest.sources.files import read_batches
from ingest.worker import run_replay_ingestor
from models.base.settings import Feed, Settings
from models.core.batch_stream import pulled
from models.core.indexer import Indexer
from models.core.replay import play
from models.core.run import run_core
from models.messages import timeline
from models.messages.control import Control, control_address, control_frame, index_folder
from models.messages.injects import BaseInject, DarkInject
from models.messages.picture import Picture, picture_from
from models.messages.streams import picture_address
from models.risk.state import State
from models.site.site import load_site
from tests.running import ROOT, wait_for

SITES = ROOT / "sites"
FEED = Feed(id="sea", source="file:sea")
MINUTES = 22.0


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sea") / "sea.nmea"
    write_file("drift", SITES / "zhoushan", 1, path, MINUTES)
    return path


def blank() -> State:
    return State(Settings(), load_site(SITES / "zhoushan"), (FEED,), "replay")


@pytest.fixture(scope="module")
def digests(recording: Path) -> dict[int, str]:
    """The digest of every tick of a replay that is not steered."""
    return {picture.tick: picture.digest for picture in play(blank(), {"sea": read_batches(recording, "sea")})}


class Directed:
    """A steered core, and the pictures it publishes."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        context: zmq.Context[zmq.Socket[bytes]] = zmq.Context.instance()
        self.pictures = context.socket(zmq.SUB)
        self.pictures.setsockopt(zmq.CONFLATE, 1)
        self.pictures.setsockopt(zmq.SUBSCRIBE, b"")
        self.pictures.connect(picture_address(run_dir))
        self.controls = context.socket(zmq.PUSH)
        self.controls.connect(control_address(run_dir))

    def say(self, do: str, value: float = 0.0, inject: BaseInject | None = None) -> None:
        self.controls.send(control_frame(Control(do, value, inject)))

    def until(self, like: Callable[[Picture], bool]) -> Picture:
        return wait_for("a picture", lambda: self._next(like), at_most_s=60)

    def at(self, tick: int) -> Picture:
        """Paused there."""
        return self.until(lambda p: p.tick == tick and p.pace == "paused")

    def _next(self, like: Callable[[Picture], bool]) -> Picture | None:
        if not self.pictures.poll(2000):
            return None
        picture = picture_from(self.pictures.recv())
        return picture if like(picture) else None

    def close(self) -> None:
        self.pictures.close(linger=0)
        self.controls.close(linger=0)


@contextmanager
def side_by_side(stop: threading.Event, *runs: Callable[[], None]) -> Iterator[None]:
    threads = [threading.Thread(target=run, daemon=True) for run in runs]
    for each in threads:
        each.start()
    yield
    stop.set()
    for each in threads:
        each.join(60)


@pytest.fixture
def directed(recording: Path, tmp_path: Path) -> Iterator[Directed]:
    stop = threading.Event()
    serve = partial(run_replay_ingestor, [recording], "sea", tmp_path, "kernel", None, None, stop)
    run = partial(run_core, Settings(), [FEED], tmp_path, "replay", sites=SITES, stop=stop, steered=True)
    with side_by_side(stop, serve, run):
        director = Directed(tmp_path)
        yield director
        director.close()


def index(run_dir: Path) -> None:
    """The whole recording indexed ahead of the core."""
    stop = threading.Event()
    indexer = Indexer(run_dir, blank, lambda feed, next_seq: pulled(run_dir, feed, next_seq, stop))
    with side_by_side(stop, partial(indexer.run, stop)):
        wait_for("the index", lambda: (timeline.read(index_folder(run_dir)) or {}).get("ended"))


def test_pause_holds_the_tick_and_a_step_is_one_tick(directed: Directed) -> None:
    directed.until(lambda p: p.tick > 0)
    directed.say("pause")
    held = directed.until(lambda p: p.pace == "paused")
    assert directed.until(lambda _: True).tick == held.tick
    directed.say("step", 1)
    assert directed.until(lambda p: p.tick != held.tick).tick == held.tick + 1
    directed.say("step", 10)
    assert directed.until(lambda p: p.tick > held.tick + 1 and p.pace == "paused").tick == held.tick + 11
    directed.say("play")
    assert directed.until(lambda p: p.tick > held.tick + 11).pace == "plays"


def test_any_moment_is_what_it_is_after_playing_there(directed: Directed, digests: dict[int, str]) -> None:
    """Forward, back without a checkpoint, and back and forward from checkpoints of an indexer."""
    first = min(digests)
    directed.until(lambda p: p.tick > 0)
    directed.say("pause")
    directed.say("seek", first + 500)
    assert directed.at(first + 500).digest == digests[first + 500]
    directed.say("seek", first + 40)
    assert directed.at(first + 40).digest == digests[first + 40]
    index(directed.run_dir)
    for at in (first + 1210, first + 700, max(digests)):
        directed.say("seek", at)
        assert directed.at(at).digest == digests[at], at - first


def test_a_speed_is_kept_and_bounded(directed: Directed) -> None:
    directed.say("speed", 1e9)
    assert directed.until(lambda p: p.speed != 1).speed == 3600
    directed.say("speed", 2)
    assert directed.until(lambda p: p.speed == 2).tick > 0


def test_the_index_has_every_alert_and_minute(directed: Directed, digests: dict[int, str]) -> None:
    index(directed.run_dir)
    written = timeline.read(index_folder(directed.run_dir))
    assert written and written["from_s"] == min(digests) and written["reached_s"] == max(digests)
    assert [begin for begin, _, _ in written["minutes"]] == sorted({tick // 60 * 60 for tick in digests})
    drifting = [alert for alert in written["alerts"] if alert["rule"] == "drift"]
    assert drifting and all(min(digests) < alert["raised_s"] < max(digests) for alert in drifting)
    raised = sum(sum(counts) for _, _, counts in written["minutes"])
    assert raised == len(written["alerts"])


def test_an_inject_changes_what_follows_and_nothing_before(directed: Directed, digests: dict[int, str]) -> None:
    first = min(digests)
    directed.until(lambda p: p.tick > 0)
    directed.say("pause")
    directed.say("seek", first + 100)
    mmsi = int(directed.at(first + 100).vessels["mmsi"][0])
    index(directed.run_dir)
    directed.say("inject", inject=DarkInject(number=1, lat=30.0, lon=122.0, mmsi=mmsi, name="", for_s=900.0))
    directed.say("seek", first + 700)
    played = directed.at(first + 700)
    assert played.digest != digests[first + 700]
    directed.say("seek", first + 100)
    assert directed.at(first + 100).digest == digests[first + 100]
    index(directed.run_dir)
    directed.say("seek", first + 700)
    assert directed.at(first + 700).digest == played.digest
