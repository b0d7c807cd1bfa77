"""The committed fonts hold all characters of the pages, so a PC without Chinese fonts shows no empty boxes."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from models.base.paths import ASSETS, SITES

FONTS = ASSETS / "fonts"
WEIGHTS = ("wanghai-sans.woff2", "wanghai-sans-bold.woff2")
PLACES = sorted(SITES.glob("*/*.geojson"))

_spec = importlib.util.spec_from_file_location("make_font", FONTS / "make_font.py")
assert _spec and _spec.loader
make_font = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make_font)


@cache
def font(name: str) -> TTFont:
    return TTFont(FONTS / name)


@cache
def shown(name: str) -> frozenset[str]:
    return frozenset(map(chr, font(name).getBestCmap()))


def gb2312_level_1() -> str:
    """Return rows 16 to 55: the 3,755 everyday hanzi, in order of pinyin."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_font_has_all_everyday_hanzi(name: str) -> None:
    hanzi = gb2312_level_1()
    assert (len(hanzi), hanzi[0], hanzi[-1]) == (3755, "啊", "座")
    assert set(hanzi) <= shown(name)


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize(
    "text",
    [
        "■◆▲✚●○◇△▽×°′″→←↑↓·—…✓℃σρ⚠▢",
        "虾峙门 条帚门 嵊泗 岱山 衢山 枸杞 花鸟 六横 蚆 峧 㟁 嶕 𬒗",
        "0123456789 NM kn ± © OpenStreetMap ²³½ Å é",
    ],
)
def test_the_font_has_symbols_names_and_latin(name: str, text: str) -> None:
    assert set(text) <= shown(name)


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_subset_holds_all_characters_of_the_script(name: str) -> None:
    assert len(make_font.gb2312()) == 7445  # GB 2312: 6,763 hanzi and 682 signs
    assert make_font.characters() - shown(name) == set()


@pytest.mark.parametrize("name", WEIGHTS)
def test_digits_share_one_width_so_numbers_do_not_jitter(name: str) -> None:
    cmap, advance = font(name).getBestCmap(), font(name)["hmtx"]
    assert len({advance[cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", WEIGHTS)
def test_the_subset_has_its_own_name_and_keeps_the_licence(name: str) -> None:
    names = font(name)["name"]
    assert names.getDebugName(1) == "Wanghai Sans"
    assert "Adobe" in names.getDebugName(0) and "Open Font License" in names.getDebugName(13)
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.name)
def test_the_font_covers_every_place_name_of_the_sites(path: Path) -> None:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    text = "".join(str(feature["properties"].get("name_zh", "")) for feature in features)
    assert text
    assert set(text) <= shown(WEIGHTS[0])
