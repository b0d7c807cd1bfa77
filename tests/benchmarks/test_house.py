"""Figures of the code base, for a checkout small enough to count by hand, and for this one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.house import CROWDED, main, run, table
from models.base.paths import ROOT

MODULE = '''"""Says what it is."""


def double(value: int) -> int:
    """Twice."""
    return value * 2


class Box:
    def _open(self, lid) -> None:
        pass
'''


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    files = {
        "run.py": "x = 1\n",
        "models/__init__.py": "",
        "models/base/double.py": MODULE,
        "tests/test_double.py": "a\n" * 6,
        "dashboard/assets/js/lib/times.js": "let a = 1\n" * 3,
        "dashboard/node_modules/x.js": "let a = 1\n" * 99,
        **{f"ingest/part{number}.py": '"""A part."""\n' for number in range(CROWDED + 1)},
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_files_and_lines_are_counted_and_empty_ones_are_not(checkout: Path) -> None:
    source = run(checkout)["source"]
    assert (source["files"], source["lines"]) == (18, 1 + 11 + 16)
    assert (source["file_lines_median"], source["file_lines_p95"], source["file_lines_max"]) == (1, 11, 11)


def test_functions_are_measured_and_must_be_fully_annotated(checkout: Path) -> None:
    functions = run(checkout)["functions"]
    assert (functions["count"], functions["lines_median"], functions["lines_max"]) == (2, 2, 3)
    assert functions["annotated_percent"] == 50.0, "one argument of two functions has no type"
    assert functions["public_with_docstring_percent"] == 100.0
    assert functions["modules_with_docstring_percent"] == pytest.approx(100 * 17 / 18, abs=0.1)


def test_tests_scripts_and_crowded_rooms(checkout: Path) -> None:
    figures = run(checkout)
    assert figures["tests"] == {"files": 1, "lines": 6, "to_source": round(6 / 28, 2)}
    assert (figures["javascript"]["files"], figures["javascript"]["lines"]) == (1, 3)
    assert figures["rooms"]["crowded"] == f"ingest {CROWDED + 1}"


def test_a_column_for_each_checkout(checkout: Path) -> None:
    head, rule, *rows = table({"before": run(checkout), "now": run(checkout)}).splitlines()
    assert head == "| figure | before | now |" and rule == "|---|---:|---:|"
    assert "| source: files | 18 | 18 |" in rows
    assert all(row.count("|") == 4 for row in rows)


def test_it_reads_any_checkout_given_as_an_argument(checkout: Path) -> None:
    argv = [sys.executable, "-m", "benchmarks.house", str(checkout), str(ROOT)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.startswith(f"| figure | {checkout.name} | {ROOT.name} |")


def test_this_checkout_keeps_the_limits() -> None:
    figures = run()
    assert figures["source"]["file_lines_max"] <= 300 and figures["functions"]["lines_p95"] <= 45
    assert figures["functions"]["annotated_percent"] == 100.0
    assert figures["functions"]["modules_with_docstring_percent"] == 100.0


def test_without_an_argument_this_checkout_is_measured(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["house"])
    main()
    assert capsys.readouterr().out.startswith(f"| figure | {ROOT.name} |")
