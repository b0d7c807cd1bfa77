"""Safety texts on the desk: newest first, with sender, time and meaning; received text never becomes markup."""

from __future__ import annotations

import pytest

from dashboard.common.view_state import ViewState
from dashboard.parts.desk_model import DeskModel
from dashboard.parts.desk_texts import texts
from models.casework.case import Book
from models.messages.picture import TextView
from tests.dashboard.pictures import T0, context, picture


def shown(lang: str, *views: TextView) -> str:
    return texts(DeskModel(context(lang), picture(texts=views), Book(), ViewState(lang)))


@pytest.mark.parametrize(("lang", "words"), [("zh", "尚未收到安全电文"), ("en", "No safety text received yet")])
def test_without_a_text_it_says_so(lang: str, words: str) -> None:
    assert words in shown(lang)


def test_each_text_shows_its_time_sender_words_and_meaning() -> None:
    call = TextView(T0, T0 - 240, 413_000_123, "HAI FENG 7", "SOS SOS", "call", count=2)
    other = TextView(T0 - 60, T0 - 60, 4_122_100, "", "BUOY 7 UNLIT", addressed=True)
    zh, en = shown("zh", call, other), shown("en", call, other)
    assert "06:13:20" in zh and "HAI FENG 7 413000123" in zh and "SOS SOS" in zh and "已列为呼救 · 共 2 次" in zh
    assert "taken as a call for help · sent 2 times" in en and "004122100" in en and "addressed" in en
    assert zh.index("SOS SOS") < zh.index("BUOY 7") and 'class="text distress"' in zh


def test_a_received_text_is_never_markup() -> None:
    html = shown("en", TextView(T0, T0, 1, "<b>", "<script>x</script>"))
    assert "<script>" not in html and "&lt;script&gt;" in html
