"""What an alert rests on, over HTTP and on the desk: the very sentences, from a real ingestor that recorded them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from dashboard.server.sentence_client import WAIT_MS
from ingest.decode_records import decode_records
from ingest.feeds import make_feed
from models.base.clock import now_s
from models.messages.picture import Picture
from models.messages.streams import MOST_SENTENCES
from tests.dashboard.pages.test_desk import at_desk
from tests.dashboard.pictures import alert, craft, feed, picture
from tests.dashboard.serving import Serving, serving, settled
from tests.ingest.asking import Asker, Running, line
from tests.ingest.recordings import read
from tests.running import wait_for

REFS = ("north:5", "north:7", "north:7", "north:4000")


SEVERAL = (101, 102, 103)  # said in one piece, the twentieth


def mmsi_of(number: int) -> int:
    """Who sends that line."""
    ((_, fields),), _ = make_feed("ais", "kernel").records(read(line(number)).messages)
    return int(fields["mmsi"])


def sea(tick: int) -> Picture:
    """One alert that rests on two sentences there are, and on one there is not; a feed beside that is gone."""
    feeds = (feed("north", last_rx_s=now_s()), feed("gone", state="down", last_rx_s=now_s()))
    shown = (alert(5, since_s=now_s() - 30, evidence=REFS, mmsi=mmsi_of(5), partner_mmsi=mmsi_of(7)),)
    return picture(craft(8), shown, tick=tick, t_s=now_s(), feeds=feeds, mode="exercise")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    running = Running(tmp_path_factory.mktemp("evidence"))
    running.send(*range(20))
    asker = Asker(running.run_dir, "north", next_seq=0)
    running.sender.sendto(b"".join(line(number) for number in SEVERAL), ("127.0.0.1", running.port))
    asker.until(lambda each: each.messages() == 20 + len(SEVERAL))
    asker.close()
    with serving(running.run_dir) as server:
        server.feed(sea)
        assert settled(lambda: server.get("/healthz")[0], lambda status: status == 200) == 200
        yield server
    running.end()
    running.sender.close()


def answered(server: Serving, query: str) -> Any:
    """The answer, once no ingestor that runs is too busy for one."""
    return wait_for("the ingestor", lambda: _whole(*server.get(f"/api/sentences?{query}")))


def _whole(status: int, text: str, silent: Any = None) -> Any:
    """The answer where it is whole, or lacks only what this feed would say."""
    reply = json.loads(text)
    return reply if (status, reply.get("silent")) == (503 if silent else 200, silent) else None


def test_the_sentences_of_an_alert_are_told_raw_decoded_and_in_words(server: Serving) -> None:
    (shown,) = server.json("/api/alerts")["alerts"]
    reply = answered(server, f"refs={','.join(shown['evidence'])}")
    assert [each["ref"] for each in reply["sentences"]] == ["north:5", "north:7"]
    assert [each["raw"].encode() + b"\r\n" for each in reply["sentences"]] == [line(5), line(7)]
    assert reply["missing"] == ["north:4000"]
    first = reply["sentences"][0]
    assert f"MMSI {first['fields']['mmsi']:09d}" in first["text_zh"] and "A 类船位" in first["text_zh"]
    assert "Class A position" in first["text_en"] and "kn" in first["text_en"]


def test_of_a_piece_that_many_spoke_in_only_who_is_meant_is_told(server: Serving) -> None:
    whole = answered(server, "refs=north:20")["sentences"]
    assert [each["raw"].encode() + b"\r\n" for each in whole] == [line(number) for number in SEVERAL]
    first = whole[1]["fields"]["mmsi"]
    reply = answered(server, f"refs=north:20&mmsi={first}")
    assert [each["fields"]["mmsi"] for each in reply["sentences"]] == [first]
    assert answered(server, "refs=north:20&mmsi=1,2") == {"sentences": [], "missing": []}


def test_as_a_file_they_carry_who_received_them_and_when_and_can_be_read_again(
    server: Serving, tmp_path_factory: pytest.TempPathFactory
) -> None:
    reply = answered(server, "refs=north:5,north:7")["sentences"]
    status, text = server.get("/api/sentences?refs=north:5,north:7&format=nmea")
    assert status == 200
    file = tmp_path_factory.mktemp("file") / "sentences.nmea"
    file.write_text(text, newline="")
    again = list(decode_records(file, "again"))
    assert [(each["t"], each["mmsi"]) for each in again] == [(each["t"], each["fields"]["mmsi"]) for each in reply]
    assert text.startswith("\\s:north,c:")


def test_a_number_beyond_all_numbers_is_missing_and_harms_nobody(server: Serving) -> None:
    far = f"north:{10**30}"
    assert answered(server, f"refs={far}")["missing"] == [far]
    assert answered(server, "refs=north:5")["missing"] == []


@pytest.mark.parametrize(("form", "count"), [("json", 1), ("nmea", 0)])
def test_while_a_feed_does_not_answer_they_are_said_to_be_incomplete(server: Serving, form: str, count: int) -> None:
    address = f"/api/sentences?refs=gone:1,north:5,north:4000&format={form}"
    reply = wait_for("the other feed", lambda: _whole(*server.get(address), ["gone"]))
    assert (len(reply["sentences"]), reply["missing"]) == (count, ["north:4000"])
    assert "gone" in reply["error_zh"] and "incomplete" in reply["error_en"]
    assert WAIT_MS < 5000  # the test's own patience


@pytest.mark.parametrize(
    "query",
    [
        "",
        "refs=",
        "refs=north",
        "refs=north:-1",
        "refs=north:x",
        "refs=elsewhere:1",
        "refs=" + quote("../../etc:1"),
        "refs=" + ",".join(["north:1"] * (MOST_SENTENCES + 1)),
        "refs=north:1&format=pdf",
        "refs=north:1&mmsi=ship",
    ],
)
def test_nonsense_is_refused_in_one_sentence(server: Serving, query: str) -> None:
    status, text = server.get(f"/api/sentences?{query}")
    assert status == 422 and "refs=FEED:NUMBER" in json.loads(text)["error"]


def test_on_the_desk_one_key_shows_them(server: Serving) -> None:
    with at_desk(server, "?craft=T5&alert=drift-T5&lang=zh") as page:
        page.locator("#card [data-do=evidence]").wait_for()
        assert "3" in page.locator("#card [data-do=evidence]").inner_text()
        page.keyboard.press("e")
        page.locator("#ask .sentence").nth(1).wait_for()
        said = page.locator("#ask").inner_text()
        assert line(5).decode().strip() in said and "A 类船位" in said and "另有 1 条" in said
        box = page.locator("#ask").bounding_box()
        assert box and box["width"] > 900
        with page.expect_download() as download:
            page.locator("#ask a.tool").click()
        assert line(7).decode().strip() in download.value.path().read_text()
        page.keyboard.press("Escape")
        assert not page.locator("#ask").is_visible()
        page.locator("#language").click()
        page.locator("#card [data-do=evidence]", has_text="Raw sentences").click()
        page.locator("#ask .sentence", has_text="Class A position").first.wait_for()
