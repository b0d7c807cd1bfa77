"""Every note of an ingestor is in Chinese and in English."""

from __future__ import annotations

import re

import pytest

from ingest.notes import NOTES, in_english, note


@pytest.mark.parametrize("key", NOTES)
def test_every_note_is_in_both_languages_with_the_same_gap(key: str) -> None:
    chinese, english = NOTES[key]
    assert re.search("[\u4e00-\u9fff]", chinese) and not re.search("[\u4e00-\u9fff]", english)
    assert chinese.count("{}") == english.count("{}") == 1
    assert note(key, "~").count("~") == 2


def test_several_notes_are_told_apart_in_english() -> None:
    notes = "; ".join((note("no_times", "a.log"), note("ended", "a.log")))
    assert in_english(notes) == [NOTES["no_times"][1].format("a.log"), NOTES["ended"][1].format("a.log")]
    assert in_english("") == []
