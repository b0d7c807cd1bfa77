"""Names in hanzi are compared in the form that AIS carries."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.pinyin import initials, on_air
from models.base.paths import ROOT, SITES

NAMES = (
    ("嵊泗", "SHENGSI", "SS"),
    ("岱山", "DAISHAN", "DS"),
    ("普陀", "PUTUO", "PT"),
    ("衢山", "QUSHAN", "QS"),
    ("朱家尖", "ZHUJIAJIAN", "ZJJ"),
    ("沈家门", "SHENJIAMEN", "SJM"),
    ("枸杞", "GOUQI", "GQ"),
    ("泗礁", "SIJIAO", "SJ"),
    ("六横", "LIUHENG", "LH"),
    ("长涂", "CHANGTU", "CT"),
    ("佛渡", "FODU", "FD"),
    ("绿华", "LVHUA", "LH"),
    ("乐清", "YUEQING", "YQ"),
    ("台州", "TAIZHOU", "TZ"),
    ("重庆", "CHONGQING", "CQ"),
    ("厦门", "XIAMEN", "XM"),
    ("长航", "CHANGHANG", "CH"),
    ("旅", "LV", "L"),
    ("浙普渔 62028", "ZHEPUYU62028", "ZPY62028"),
    ("海警33426", "HAIJING33426", "HJ33426"),
    ("Zhe Pu-Yu 62028", "ZHEPUYU62028", "ZHEPUYU62028"),
    ("Zhè", "ZH", "ZH"),
    ("", "", ""),
)
SPELT_OTHERWISE = {"绿华"}  # Lühua on charts; vessels send LV


@pytest.mark.parametrize(("name", "full", "short"), NAMES)
def test_a_name_in_hanzi_is_spelt_as_vessels_send_it(name: str, full: str, short: str) -> None:
    assert (on_air(name), initials(name)) == (full, short)


def test_the_islands_of_the_site_are_spelt_as_their_english_names() -> None:
    features = json.loads((SITES / "zhoushan" / "places.geojson").read_text(encoding="utf-8"))["features"]
    names = [(each["properties"]["name_zh"], each["properties"]["name_en"]) for each in features]
    assert len(names) > 40
    for name_zh, name_en in names:
        assert name_zh in SPELT_OTHERWISE or on_air(name_zh).startswith(on_air(name_en.split()[0])[:4]), name_zh


@given(st.text(max_size=20))
def test_any_text_becomes_capitals_and_digits(text: str) -> None:
    for spelt in (on_air(text), initials(text)):
        assert set(spelt) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert on_air(on_air(text)) == on_air(text)


def test_latin_letters_do_not_load_the_dictionary() -> None:
    code = (
        "import sys; from dashboard.common.pinyin import on_air; on_air('ZHE PU YU'); print('pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
