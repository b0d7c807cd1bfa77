"""Enforcement items are read with the law of their day; a mistake names line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.base.settings import UserError
from models.site.law.items import ITEM_COLUMNS, NO_ITEMS, Items, Tier, read_items

HEAD = ",".join(ITEM_COLUMNS)
OLD = (
    "F-1,捕捞,Fishing,,guard,county,旧法第一条,Old law 1,2013-12-28,2026-04-30,"
    "0-50000,轻/minor:0-10000;重/grave:10000-50000,yes,no"
)
NEW = "F-1,捕捞,Fishing,port,guard,city,新法第二条,New law 2,2026-05-01,,,,no,yes"
AGENCIES = ("guard", "port")


def read(folder: Path, *lines: str, head: str = HEAD) -> Items:
    path = folder / "items.csv"
    path.write_text("\n".join(["# a comment", head, *lines, ""]), encoding="utf-8")
    return read_items(path, AGENCIES)


def test_a_case_is_judged_by_the_law_of_its_day(tmp_path: Path) -> None:
    items = read(tmp_path, OLD, NEW)
    before, after = items.of("F-1", date(2026, 4, 30)), items.of("F-1", date(2026, 5, 1))
    assert before and after
    assert (before.basis_zh, after.basis_zh) == ("旧法第一条", "新法第二条")
    assert items.of("F-1", date(2013, 1, 1)) is None
    assert items.codes == ("F-1",)


def test_tiers_and_sums_are_numbers(tmp_path: Path) -> None:
    item = read(tmp_path, OLD).rows[0]
    assert item.fine_yuan == (0.0, 50000.0)
    assert item.tiers == (Tier("轻", "minor", 0.0, 10000.0), Tier("重", "grave", 10000.0, 50000.0))
    assert (item.waiver, item.test, item.from_) == (True, False, "")


def test_a_law_may_set_no_sum(tmp_path: Path) -> None:
    item = read(tmp_path, NEW).rows[0]
    assert (item.fine_yuan, item.tiers, item.from_, item.test) == (None, (), "port", True)


def test_what_an_agency_holds_is_found(tmp_path: Path) -> None:
    assert len(read(tmp_path, OLD, NEW).held_by("guard", date(2026, 6, 1))) == 1


def test_a_site_may_have_none(tmp_path: Path) -> None:
    assert read_items(tmp_path / "items.csv", ()) is NO_ITEMS


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",guard,", ",gard,", "line 3: column holder: expected one of guard, port, found 'gard'"),
        ("Fishing,,", "Fishing,sheriff,", "line 3: column from: expected one of guard, port, found 'sheriff'"),
        (",county,", ",village,", "line 3: column level: expected one of city, county, town, grid, found 'village'"),
        ("2026-04-30", "2012-04-30", "line 3: column valid_to: expected a day after 2013-12-28, found 2012-04-30"),
        (
            "2013-12-28",
            "28.12.2013",
            "line 3: column valid_from: expected a day such as 2021-09-01, found '28.12.2013'",
        ),
        ("0-50000,", "50000-0,", "line 3: column fine_yuan: expected yuan such as 0-50000, or nothing"),
        (",0-50000,", ",0-40000,", "line 3: column tiers: expected sums within 0-40000 yuan"),
        ("10000-50000", "20000-10000", "line 3: column tiers: expected tiers in rising order"),
        ("轻/minor:0-10000", "轻:0-10000", "line 3: column tiers: expected tiers in rising order"),
        (",yes,no", ",perhaps,no", "line 3: column waiver: expected yes or no, found 'perhaps'"),
        (",yes,no", ",yes", "line 3: expected 14 values, found 13; put a text with commas in quotes"),
        ("F-1,", ",", "line 3: column code: expected a code such as YY-38"),
    ],
)
def test_a_mistake_names_line_and_column(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert old in OLD
    with pytest.raises(UserError) as problem:
        read(tmp_path, OLD.replace(old, new))
    assert words in str(problem.value) and "\n" not in str(problem.value)


def test_a_code_is_in_force_once_a_day(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"line 4: column code: F-1 is in force twice on the same day"):
        read(tmp_path, OLD, NEW.replace("2026-05-01", "2026-04-30"))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the first line names the columns code, name_zh"):
        read(tmp_path, head="code,name_zh")
