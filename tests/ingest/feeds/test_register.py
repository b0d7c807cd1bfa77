"""The register finds the kinds of feed in their files, and refuses two of one name."""

from __future__ import annotations

import pytest

from ingest import feeds
from models.base.settings import UserError


def test_ais_is_found_by_importing_the_folder() -> None:
    assert feeds.make_feed("ais", "kernel").decode([])[3] == []


def test_a_kind_registered_twice_is_an_error() -> None:
    feeds.make_feed("ais", "kernel")
    with pytest.raises(UserError, match="two files in ingest/feeds call themselves 'ais'"):
        feeds.feed("ais")(lambda decoder: feeds.make_feed("ais", decoder))


def test_an_unknown_kind_is_an_error_in_one_sentence() -> None:
    with pytest.raises(UserError, match="no feed of kind 'sonar'; there are: ais"):
        feeds.make_feed("sonar", "kernel")
