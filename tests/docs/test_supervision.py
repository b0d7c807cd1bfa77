"""docs/supervision.md lists the indicators, risk warnings and letters as the code has them."""

from __future__ import annotations

from models.base.paths import ROOT
from models.casework.indicators.table import INDICATORS
from models.casework.supervision.letters import LETTERS
from models.casework.supervision.ranking import WEIGHTS
from models.casework.supervision.risk_warnings import RISKS

PAGE = (ROOT / "docs/supervision.md").read_text(encoding="utf-8")


def test_the_page_has_the_table_of_indicators() -> None:
    for row in INDICATORS:
        k, n = (" ".join(each) for each in (row.k, row.n))
        line = f"| {', '.join(row.ids)} | {row.zh} {row.en} | {k} | {n} |"
        assert line in PAGE, line


def test_the_page_has_the_warnings_and_the_letters_with_their_days() -> None:
    assert all(f"| {each.id} | {each.zh} | {each.en} |" in PAGE for each in RISKS)
    for each in LETTERS.values():
        (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| {each.zh} "))
        days = f"{each.answer_workdays}, red {each.red_workdays}" if each.red_workdays else str(each.answer_workdays)
        assert line.endswith(f"| {days} |"), line


def test_the_page_has_the_weights() -> None:
    assert {f"{weight:.0%}" for weight in WEIGHTS.values()} == {"15%", "10%"}
    assert "15 %\neach" in PAGE and "10 % each" in PAGE
