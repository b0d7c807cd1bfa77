"""The register is read as written; every mistake is one sentence with file, line and column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.names import alike, edits, plain_name
from models.base.paths import SITES
from models.base.settings import UserError
from models.site.register import COLUMNS, Register, read_register
from models.site.site import load_site

HEADER = ",".join(COLUMNS)
ROW = "412000123,ZHE YU 1,BABC,9383663,wanted,原因,why,2,5,36.5,fishing,special;transfer"


def written(folder: Path, *lines: str) -> Register:
    path = folder / "register.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_register(path)


def test_an_entry_holds_the_values_of_its_line(tmp_path: Path) -> None:
    (entry,) = written(tmp_path, "# remark", "", HEADER, ROW).entries
    assert (entry.mmsi, entry.name, entry.callsign, entry.imo, entry.list) == (
        412000123,
        "ZHE YU 1",
        "BABC",
        9383663,
        "wanted",
    )
    assert (entry.reason_zh, entry.violations_24m, entry.inspections_24m, entry.length_m) == ("原因", 2, 5, 36.5)
    assert (entry.craft_class, entry.permits) == ("fishing", ("special", "transfer"))
    assert entry.prior == pytest.approx(3 / 25)


def test_an_empty_cell_is_unknown(tmp_path: Path) -> None:
    (entry,) = written(tmp_path, "\ufeff" + HEADER, ",ZHE YU 1,,,,,,,,,,").entries
    assert (entry.mmsi, entry.imo, entry.list, entry.violations_24m, entry.permits) == (0, 0, "", 0, ())
    assert np.isnan(entry.length_m) and entry.prior == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("mmsi", "41200O123", "an MMSI"),
        ("mmsi", "-1", "an MMSI"),
        ("mmsi", "４１２", "an MMSI"),
        ("imo", "123", "seven digits"),
        ("list", "black", "interest or wanted"),
        ("violations_24m", "two", "a whole number"),
        ("length_m", "nan", "metres"),
        ("length_m", "0", "metres"),
        ("class", "ufo", "one of cargo"),
        ("reason_en", "", "in both languages"),
    ],
)
def test_a_mistake_is_reported_with_file_line_and_column(tmp_path: Path, column: str, text: str, expected: str) -> None:
    cells = dict(zip(COLUMNS, ROW.split(","), strict=True)) | {column: text}
    with pytest.raises(UserError) as refused:
        written(tmp_path, "# remark", HEADER, ",".join(cells.values()))
    message = str(refused.value)
    assert f"{tmp_path / 'register.csv'} line 3: column " in message and expected in message and "\n" not in message


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], "has no header"),
        (["# nothing"], "has no header"),
        ([HEADER.replace("imo", "imu"), ROW], "line 1: column 'imu': not known"),
        ([HEADER.replace(",imo", ""), ROW], "line 1: column imo: expected once, found 0 times"),
        ([HEADER + ",mmsi", ROW], "line 1: column mmsi: expected once, found 2 times"),
        ([HEADER, ROW + ",more"], "line 2: expected 12 values, found 13"),
        ([HEADER, ROW, ROW], "line 3: column mmsi: 412000123 is also in line 2"),
        ([HEADER, ",,,,,,,,,,,x"], "line 2: column mmsi: expected an MMSI, an IMO number or a name"),
    ],
)
def test_a_mistake_in_the_whole_file_is_reported(tmp_path: Path, lines: list[str], expected: str) -> None:
    with pytest.raises(UserError, match=expected):
        written(tmp_path, *lines)


def test_a_missing_file_or_one_that_is_not_text_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_register(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="not UTF-8"):
        read_register(tmp_path / "bytes.csv")


def test_entries_are_found_by_number(tmp_path: Path) -> None:
    rows = [
        f"{mmsi},SHIP {mmsi},,{imo},,,,,,,," for mmsi, imo in ((412000009, 9000003), (412000001, ""), ("", 9000001))
    ]
    register = written(tmp_path, HEADER, *rows)
    assert register.by_mmsi(np.array([412000001, 412000009, 412000005, 0, 2**30], dtype="u4")).tolist() == [
        1,
        0,
        -1,
        -1,
        -1,
    ]
    assert register.by_imo(np.array([9000001, 9000003, 0], dtype="u4")).tolist() == [2, 0, -1]
    assert Register().by_mmsi(np.array([1, 2])).tolist() == [-1, -1]


def test_names_one_letter_apart_are_found_but_not_one_digit_apart(tmp_path: Path) -> None:
    listed = "412000001,ZHE LING YU 60128,,,wanted,原因,why,,,,,"
    free = "412000002,OTHER SHIP,,,,,,,,,,"
    register = written(tmp_path, HEADER, listed, free, "412000003,ABC,,,wanted,原因,why,,,,,")
    alike = ["ZHE LING YU 60128", "ZHELINGYU60128", "ZHE LNG YU 60128", "ZHE LINQ YU 60128", "zhe-ling-yu 60128"]
    assert [register.by_name(each) for each in alike] == [0] * len(alike)
    others = ["ZHE LING YU 60129", "ZHE LING YU 6012", "ZHE XIANG YU 60128", "OTHER SHIP", "", "ABC"]
    assert [register.by_name(each) for each in others] == [-1] * len(others)


@given(st.text("ABC1", max_size=8), st.text("ABC1", max_size=8))
def test_edits_are_those_of_levenshtein(one: str, other: str) -> None:
    def slow(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        if a[0] == b[0]:
            return slow(a[1:], b[1:])
        return 1 + min(slow(a[1:], b), slow(a, b[1:]), slow(a[1:], b[1:]))

    assert edits(one, other, 2) == min(slow(one, other), 3) == edits(other, one, 2)
    assert alike(one, one) and plain_name(f" {one}-12.3V") == plain_name(one)


def test_the_register_of_the_reference_site_is_valid_and_marked_as_invented() -> None:
    folder = SITES / "zhoushan"
    assert "no vessel, number or record here is real" in (folder / "register.csv").read_text(encoding="utf-8")
    register = load_site(folder).register
    assert {each.list for each in register.entries} == {"", "interest", "wanted"}
    assert all(0.03 < each.prior <= 0.15 for each in register.entries)
