"""A message in a line of words: only what it says, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.parts.sentences import in_words
from dashboard.words import LANGUAGES
from ingest.decode import decode_records
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


def test_a_position_tells_who_where_and_how_fast() -> None:
    assert in_words(POSITION, "zh") == (
        "A 类船位 · MMSI 219016938 · 57°42.000′N  011°39.000′E · 航速 12.3 kn · 航向 298.4° · 机动在航"
    )
    assert in_words(POSITION, "en").startswith("Class A position · MMSI 219016938 · ")


def test_what_a_craft_did_not_know_is_left_out() -> None:
    silent = dict.fromkeys(POSITION) | {"type": 3, "mmsi": 2190, "lat": None}
    assert in_words(silent, "en") == "Class A position · MMSI 000002190"


def test_what_could_not_be_read_and_what_has_no_name_are_said_to_be_so() -> None:
    assert in_words({}, "zh") == "无法解析"
    assert in_words({"type": 0, "mmsi": 413000001}, "en") == "AIS message 0 · MMSI 413000001"


def test_a_clue_tells_its_text() -> None:
    told = {"type": "clue", "source": "grid", "text": "东极网格队出海巡查", "lat": 30.1, "lon": 122.7, "mmsi": None}
    assert in_words(told, "zh").startswith("上报线索 · 30°06.000′N") and in_words(told, "zh").endswith("出海巡查")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["libais_types.nmea", "gpsd_ais-nmea.log"])
def test_every_type_of_message_there_is_has_words(name: str, lang: str) -> None:
    records = [each for each in decode_records(path_of(name), "real") if "type" in each]
    assert records
    for record in records:
        said = in_words(record, lang)
        assert said and "None" not in said and "nan" not in said and "{" not in said
