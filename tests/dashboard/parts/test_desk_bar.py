"""The bar of the desk: flags, lamps of feeds and processes, drawn zones; and the sheet of open alerts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from commands.launch.process import ROLES
from dashboard.common.flags import flag
from dashboard.pages.handover import sheet_page
from dashboard.parts.desk_bar import lamps, zones
from dashboard.words import WORDS
from models.casework.fold import fold
from models.messages.processes import ProcessStatus
from tests.dashboard.parts.test_desk_parts import EVIL, event, model
from tests.dashboard.pictures import T0, alert, feed, picture, site


def test_flags_lamps_and_drawn_zones() -> None:
    assert (flag(412_000_001, "en"), flag(999, "zh"), flag(799_000_000, "zh")) == ("China", "", "799")
    shown = picture(None, (), feeds=(feed(), feed("radar", "silent", last_rx_s=T0 - 65)))
    text = lamps(model(shown))
    assert text.index("radar") < text.index("shore") and "01:05" in text
    values: dict[str, Any] = {
        "feature": {"properties": {"id": "z1", "name_zh": EVIL, "name_en": "X", "kind": "no_entry"}}
    }
    drawn = zones(model(shown, fold([event(1, "zone", "z1", **values)])))
    assert "禁入区 · 李明" in drawn and EVIL not in drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_a_process_that_is_down_is_a_red_lamp_with_its_name(role: str, lang: str) -> None:
    down = ProcessStatus(f"{role}-north", role, "waiting", None, T0, 2, "exit 1", EVIL)
    text = lamps(replace(model(picture(feeds=(feed(),)), lang=lang), down=(down,)))
    name = WORDS[f"process_{role}"][lang == "en"]
    assert 'class="lamp-chip down"' in text and f"{name} north" in text and "exit 1" in text and EVIL not in text
    assert text.index(name) < text.index("shore"), "before the feeds"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_names_the_open_alerts(lang: str) -> None:
    class Only:
        site = site()

    before = event(1, "hand_over", "w", to="王芳", text="", audit={"seq": 7, "hash": "ab" * 32})
    book = fold([before, event(2, "note", "alert:drift-T1", text=EVIL)])
    text = sheet_page(Only, picture(None, (alert(1, name=EVIL),)), book, lang, "")  # type: ignore[arg-type]
    assert EVIL not in text and text.count("&lt;script&gt;") == 2 and "ab" * 32 in text
