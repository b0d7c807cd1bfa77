"""A kind of feed is one file: the register finds it, and refuses two of one name."""

from __future__ import annotations

import pytest

from ingest import feeds
from models.base.settings import UserError


def test_ais_is_found_by_importing_the_folder() -> None:
    assert feeds.make_feed("ais", "kernel").decode([])[3] == []


def test_a_name_used_twice_stops_the_start() -> None:
    feeds.make_feed("ais", "kernel")
    with pytest.raises(UserError, match="two files in ingest/feeds call themselves 'ais'"):
        feeds.feed("ais")(lambda decoder: feeds.make_feed("ais", decoder))


def test_an_unknown_kind_is_one_clear_sentence() -> None:
    with pytest.raises(UserError, match="no feed of kind 'sonar'; there are: ais"):
        feeds.make_feed("sonar", "kernel")
