"""Cut the Chinese fonts of the pages out of Noto Sans CJK SC: a build tool; the pages serve the resulting woff2 files.

A wall PC may have no Chinese font, so the subset holds all of GB 2312 and the characters that the place names of
Zhoushan need beyond it. Source: Debian's `fonts-noto-cjk`.

    python dashboard/assets/fonts/make_font.py
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
DEBIAN_FONTS = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED_CHINESE = 2  # its place in Debian's font collection
FAMILY = "Wanghai Sans"
WEIGHTS = {"Regular": "wanghai-sans.woff2", "Bold": "wanghai-sans-bold.woff2"}

SYMBOLS = (
    "■□◆◇▲△▽▼▶◀✚●○◎◉⊕⊗⊙◯▢▣◐◑▪▫★☆✓⚠☎"
    "→←↑↓↔↕↗↘↙↖×÷±≈≠≤≥∞√°′″‰℃№·•…—–―‹›σρΔδλφμθπΣ①②③④⑤⑥⑦⑧⑨⑩²³½"
    "「」『』【】〔〕《》〈〉“”‘’、。！？，：；（）￥€£"
)
# Characters for islands, reefs, boats and fish that GB 2312 (1980) lacks.
PLACE_NAMES = "蚆峧㟁嵊泗岙岱衢岞礁屿嶴墺峙鼋鳓鲳鲵鮸魟舢舨舥舴舺艚砻龛碶䃥礵塂塸埤垵浬洢滧𬒗嶕崌嵩隩碛鸬鹚鳎鲩"


def gb2312() -> str:
    """Return every character of GB 2312: 6,763 hanzi, and its letters, signs and rules."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    return "".join(bytes((row, cell)).decode("gb2312", errors="ignore") for row in rows for cell in cells)


def latin() -> str:
    """Return ASCII and Latin-1 without the control codes."""
    return "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))


def characters() -> set[str]:
    """Return all characters that a page may use."""
    return set(gb2312() + latin() + SYMBOLS + PLACE_NAMES)


def rename(font: TTFont, weight: str) -> None:
    """Give the subset its own name, so that it is not mistaken for an installed Noto. Copyright and licence stay."""
    names = {1: FAMILY, 2: weight, 4: f"{FAMILY} {weight}", 6: f"WanghaiSans-{weight}", 16: FAMILY, 17: weight}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )


def cut(source: Path, weight: str, out: Path) -> int:
    """Write one weight as woff2 and return its size in bytes. The same source gives the same bytes."""
    from fontTools import subset

    options = subset.Options()
    options.font_number = SIMPLIFIED_CHINESE
    options.flavor = "woff2"
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]  # with the copyright, trademark and licence
    options.hinting = False
    options.desubroutinize = True
    font = subset.load_font(str(source), options)
    font.recalcTimestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(characters())))
    cutter.subset(font)
    rename(font, weight)
    subset.save_font(font, str(out), options)
    return out.stat().st_size


def main(
    source: Annotated[Path, typer.Option(help="Folder of NotoSansCJK-*.ttc.")] = DEBIAN_FONTS,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = HERE,
) -> None:
    """Write both weights."""
    for weight, name in WEIGHTS.items():
        collection = source / f"NotoSansCJK-{weight}.ttc"
        if not collection.exists():
            raise typer.BadParameter(f"{collection} does not exist: apt install fonts-noto-cjk", param_hint="--source")
        typer.echo(f"{name}: {cut(collection, weight, out / name) / 1e6:.2f} MB")


if __name__ == "__main__":
    typer.run(main)
