"""Every note of an ingestor is in Chinese and in English."""

from __future__ import annotations

import re

import pytest

from ingest.notes import NOTES, note


@pytest.mark.parametrize("key", NOTES)
def test_every_note_is_in_both_languages_with_the_same_gap(key: str) -> None:
    chinese, english = NOTES[key]
    assert re.search("[\u4e00-\u9fff]", chinese) and not re.search("[\u4e00-\u9fff]", english)
    assert chinese.count("{}") == english.count("{}") == 1
    assert note(key, 7).count("7") == 2
