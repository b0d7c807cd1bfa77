"""`run.py report --figures` gives the figures of S2 and S3 from a ledger with exactly those cases."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commands.reports.report import ReportKind, last_whole, period
from models.base.settings import UserError
from models.casework.cases.workplace import Workplace
from models.casework.store import Ledger, sqlite_url
from tests.models.casework.indicators.seeds import write_seeds
from tests.running import ROOT

YEAR = ("--from", "2023-01-01", "--to", "2024-01-01")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "ledger.sqlite"
    with closing(Ledger(sqlite_url(path))) as made:
        write_seeds(made)
    return path


def run(*arguments: str | Path) -> tuple[int, str, str]:
    words = [sys.executable, ROOT / "run.py", "report", *arguments]
    done = subprocess.run(list(map(str, words)), check=False, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def reported(ledger: Path) -> Any:
    code, output, errors = run("quarterly", "--figures", "--lists", *YEAR, "--unit", "putuo", "--ledger", ledger)
    assert code == 0, errors
    return json.loads(output)


@pytest.fixture(scope="module")
def city(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    out = tmp_path_factory.mktemp("out") / "figures.json"
    code, _, errors = run("monthly", "--figures", *YEAR, "--ledger", ledger, "--out", out)
    assert code == 0, errors
    return json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "n"), [("K5.consultation", 322), ("K5.transfer", 155), ("K5.assistance", 203), ("K5.copy", 577)]
)
def test_all_that_passed_between_departments_was_answered_in_time(city: Any, name: str, n: int) -> None:
    found = city["figures"][name]
    assert (found["k"], found["n"], found["rate"]) == (n, n, 1.0)
    assert city["figures"][name.replace("K5", "N")]["k"] == n


@pytest.mark.parametrize(("name", "percent"), [("K1", "98.8"), ("K2", "45.3"), ("K3", "55.72")])
def test_the_rates_of_closing_sensing_and_joint_boardings(city: Any, name: str, percent: str) -> None:
    digits = len(percent.partition(".")[2])
    assert f"{100.0 * city['figures'][name]['rate']:.{digits}f}" == percent


def test_first_breaches_exempted(city: Any) -> None:
    assert city["figures"]["N.exempt"]["k"] == 436


def test_the_county_dispatched_and_filed(reported: Any) -> None:
    figures = reported["figures"]
    assert (figures["N.dispatched"]["k"], figures["N.filed"]["k"]) == (519, 2489)


def test_each_number_opens_its_list(reported: Any, city: Any) -> None:
    assert len(set(reported["figures"]["N.dispatched"]["ids_n"])) == 519
    assert "ids_n" not in city["figures"]["K1"]


def test_a_quarter_has_its_ranking_in_which_units_without_cases_are_too_few(reported: Any) -> None:
    groups = {each["unit"]: each["group"] for each in reported["ranking"]}
    assert (groups["putuo"], groups["daishan"]) == ("A", "")


def test_the_report_says_of_which_ledger_it_is(reported: Any, ledger: Path) -> None:
    with closing(Ledger(sqlite_url(ledger), writes=False)) as opened:
        seq, head = opened.head()
    assert reported["head"] == {"seq": seq, "hash": head[:8]}


def test_an_unknown_unit_is_said_in_one_sentence(tmp_path: Path) -> None:
    code, _, errors = run("weekly", "--figures", "--unit", "atlantis", "--ledger", tmp_path / "none.sqlite")
    assert (code, errors.count("\n"), "expected one of city" in errors) == (2, 1, True), errors


@pytest.mark.parametrize(
    ("from_", "to", "sentence"),
    [
        ("2023-01-01", "", "go together"),
        ("2023-02-01", "2023-02-01", "--to is the day after the last one"),
        ("2023-02-30", "2023-03-01", "expected a day such as"),
    ],
)
def test_days_that_are_none_are_refused(from_: str, to: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        period(ReportKind.weekly, from_, to, Workplace())


@pytest.mark.parametrize(
    ("kind", "first", "end"),
    [
        (ReportKind.daily, date(2026, 1, 1), date(2026, 1, 2)),
        (ReportKind.weekly, date(2025, 12, 26), date(2026, 1, 2)),
        (ReportKind.monthly, date(2025, 12, 1), date(2026, 1, 1)),
        (ReportKind.quarterly, date(2025, 10, 1), date(2026, 1, 1)),
    ],
)
def test_without_days_it_is_thelast_whole_period(kind: ReportKind, first: date, end: date) -> None:
    assert last_whole(kind, date(2026, 1, 2)) == (first, end)
