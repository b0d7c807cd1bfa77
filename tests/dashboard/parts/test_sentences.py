"""A message as one line of text: only the values it carries, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.parts.sentences import in_words
from dashboard.words import LANGUAGES
from ingest.decode_records import decode_records
from tests.ingest.recordings import path_of

# From a Danish recording: class A on the Kattegat.
POSITION: dict[str, Any] = {
    "type": 1,
    "mmsi": 219016938,
    "status": 0,
    "lat": 57.7,
    "lon": 11.65,
    "speed": 12.34,
    "course": 298.4,
    "heading": None,
}


def test_a_position_shows_sender_place_and_speed() -> None:
    assert in_words(POSITION, "zh") == (
        "A 类船位 · MMSI 219016938 · 57°42.000′N  011°39.000′E · 航速 12.3 节 · 航向 298.4° · 机动在航"
    )
    assert in_words(POSITION, "en").startswith("Class A position · MMSI 219016938 · ")


def test_values_that_were_not_available_are_left_out() -> None:
    silent = dict.fromkeys(POSITION) | {"type": 3, "mmsi": 2190, "lat": None}
    assert in_words(silent, "en") == "Class A position · MMSI 000002190"


def test_undecodable_messages_and_missing_names_are_shown_as_such() -> None:
    assert in_words({}, "zh") == "无法解析"
    assert in_words({"type": 0, "mmsi": 413000001}, "en") == "AIS message 0 · MMSI 413000001"


def test_a_clue_shows_its_text() -> None:
    record = {"type": "clue", "source": "grid", "text": "东极网格队出海巡查", "lat": 30.1, "lon": 122.7, "mmsi": None}
    assert in_words(record, "zh").startswith("上报线索 · 30°06.000′N") and in_words(record, "zh").endswith("出海巡查")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["libais_types.nmea", "gpsd_ais-nmea.log"])
def test_every_type_of_message_has_words(name: str, lang: str) -> None:
    records = [each for each in decode_records(path_of(name), "real") if "type" in each]
    assert records
    for record in records:
        line = in_words(record, lang)
        assert line and "None" not in line and "nan" not in line and "{" not in line
