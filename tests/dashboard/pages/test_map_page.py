"""The notice over a map without reception."""

from __future__ import annotations

import pytest

from dashboard.pages.map_page import blind_caption
from tests.dashboard.pictures import craft, picture


@pytest.mark.parametrize(("lang", "word"), [("zh", "推算"), ("en", "dead reckoned")])
def test_the_notice_names_positions_only_where_there_are_vessels(lang: str, word: str) -> None:
    assert word in blind_caption(picture(craft(1)), lang)
    assert word not in blind_caption(picture(craft(0)), lang) and blind_caption(picture(craft(0)), lang)
