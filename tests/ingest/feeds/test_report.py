"""Reports: lines become clues, and refusals have their reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.feeds import make_feed
from ingest.sentences.lines import MAX_REPORT_BYTES
from ingest.sources.files import read_batches
from models.messages.clue import Clue
from models.messages.observation import END_S, ObservationBatch
from models.messages.streams import batch_frame, batch_from
from tests.ingest.recordings import tag_block

CLUE = {
    "source": "hotline",
    "id": "12345-1",
    "t": "2026-01-12T04:00:00Z",
    "lon": 122.3,
    "lat": 29.9,
    "text": "渔船起火",
}


def line(**changes: object) -> bytes:
    return json.dumps({**CLUE, **changes}, ensure_ascii=False).encode()


def batches(path: Path, lines: list[bytes]) -> list[ObservationBatch]:
    path.write_bytes(b"\n".join(lines))
    return list(read_batches(path, "reports", kind="report"))


def clues(found: list[ObservationBatch]) -> list[Clue]:
    return [clue for batch in found for _, clue in batch.clues]


def test_a_line_is_a_clue(tmp_path: Path) -> None:
    found = batches(tmp_path / "a.jsonl", [line(), line(id="2", t="2026-01-12T09:00:00Z")])
    assert [(each.id, each.lat_deg, each.text) for each in clues(found)] == [
        ("12345-1", 29.9, "渔船起火"),
        ("2", 29.9, "渔船起火"),
    ]
    assert found[-1].until_s == END_S
    assert found[0].heard["rx_s"].tolist() == [1768190400.0, 1768208400.0], "hours may lie between two reports"


def test_a_tag_block_gives_the_receive_time(tmp_path: Path) -> None:
    found = batches(tmp_path / "a.jsonl", [tag_block(b"s:sim,c:1768190460500") + line()])
    assert found[0].heard["rx_s"].tolist() == [1768190460.5]
    assert clues(found)[0].t_s == 1768190400.0


def test_a_wrong_tag_block_is_counted_and_its_report_read(tmp_path: Path) -> None:
    found = batches(tmp_path / "a.jsonl", [b"\\s:sim,c:1768190460500*00\\" + line()])
    assert found[0].heard["rx_s"].tolist() == [1768190400.0]
    assert (len(clues(found)), found[0].rejects) == (1, {"tag_block": 1})


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{nonsense", "json"),
        (b"[]", "json"),
        (line(lon=None), "clue"),
        (line(lon=222.3), "clue_lon"),
        (line(source="rumour"), "clue_source"),
        (line(t="yesterday"), "clue_t"),
        (line(mmsi="a ship"), "clue_mmsi"),
        (line(confidence=1.5), "clue_confidence"),
        (line(boat="x"), "clue_key"),
        (b'{"x": NaN}', "clue_source"),
        (b"[" * 5000, "json"),
        (b'{"text": "' + b"x" * MAX_REPORT_BYTES, "length"),
        (b"\xff\xfe", "json"),
    ],
)
def test_every_refused_line_has_its_reason(tmp_path: Path, bad: bytes, reason: str) -> None:
    found = batches(tmp_path / "a.jsonl", [line(), bad, line(id="2")])
    assert found[0].rejects == {reason: 1}
    assert [each.id for each in clues(found)] == ["12345-1", "2"]


def test_the_same_source_and_id_is_one_payload(tmp_path: Path) -> None:
    found = batches(tmp_path / "a.jsonl", [line(), line(text="again"), line(source="police")])
    first, again, other = found[0].heard["payload_hash"].tolist()
    assert first == again != other


def test_clues_survive_a_frame(tmp_path: Path) -> None:
    whole = batches(tmp_path / "a.jsonl", [line(), line(id="2", polygon=[[122, 30], [123, 30], [123, 31]])])[0]
    assert batch_from(batch_frame(whole)).clues == whole.clues


def test_a_forecast_of_many_corners_is_read(tmp_path: Path) -> None:
    corners = [[122 + n / 1000, 30 + n / 1000] for n in range(400)]
    found = batches(tmp_path / "a.jsonl", [line(source="weather", kind="wind_7", polygon=corners)])
    assert len(clues(found)[0].polygon) == 400
    assert clues(found)[0].wind_force == 7


def test_records_follow_the_schema(tmp_path: Path) -> None:
    decoder = make_feed("report", "kernel")
    reader = decoder.reader("reports")
    reader.receive_lines([line()], [0.0], [1])
    ((_, record),) = decoder.records(reader.drain().messages)[0]
    assert record == {"type": "clue", **CLUE, "t": "2026-01-12T04:00:00.000Z", "confidence": 1.0}
