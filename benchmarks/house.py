"""Figures of the code base: number and length of files and functions, and folders with too many files.

Any checkout is read by its syntax trees, without importing it: `python -m benchmarks.house FOLDER ...` prints one
column per folder. docs/architecture.md records the results.
"""

from __future__ import annotations

import argparse
import ast
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models.base.paths import ROOT

SOURCE = ("commands", "dashboard", "exercises", "ingest", "models", "sites", "benchmarks")
SCRIPTS = "dashboard/assets"
ASIDE = {".venv", "var", "node_modules", "__pycache__"}
CROWDED = 15  # a room above so many files is a flat one (design: no room above about fifteen)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def run(checkout: Path = ROOT) -> dict[str, Any]:
    """Compute the figures of one checkout: files, functions, tests, scripts and folders."""
    source, tests = list(_files(checkout, SOURCE, ".py")), list(_files(checkout, ("tests",), ".py"))
    scripts = list(_files(checkout, (SCRIPTS,), ".js"))
    script_tests = [*_files(checkout, ("tests",), ".js"), *_files(checkout, ("tests",), ".mjs")]
    lines, test_lines = sum(map(_lines, source)), sum(map(_lines, tests))
    return {
        "source": {"files": len(source), "lines": lines, **_spread("file_lines", map(_lines, source))},
        "functions": _functions([ast.parse(path.read_text(encoding="utf-8")) for path in source]),
        "tests": {"files": len(tests), "lines": test_lines, "to_source": round(test_lines / max(lines, 1), 2)},
        "javascript": {
            **{"files": len(scripts), "lines": sum(map(_lines, scripts))},
            **_spread("file_lines", map(_lines, scripts)),
            **{"test_files": len(script_tests), "test_lines": sum(map(_lines, script_tests))},
        },
        "rooms": _rooms(checkout, source),
    }


def table(columns: dict[str, dict[str, Any]]) -> str:
    """Format a Markdown table: one row per figure, one column per checkout."""
    flat = {name: dict(_flat(figures)) for name, figures in columns.items()}
    rows = list(dict.fromkeys(key for figures in flat.values() for key in figures))
    head = f"| figure | {' | '.join(flat)} |\n|---|{'---:|' * len(flat)}\n"
    return head + "".join(
        f"| {row.replace('_', ' ')} | {' | '.join(str(figures.get(row, '')) for figures in flat.values())} |\n"
        for row in rows
    )


def _files(checkout: Path, folders: Sequence[str], suffix: str) -> Iterator[Path]:
    """Return the non-empty files of these folders, and `run.py` beside the packages."""
    if suffix == ".py" and "models" in folders:
        yield checkout / "run.py"
    for folder in folders:
        for path in sorted((checkout / folder).rglob(f"*{suffix}")):
            if not ASIDE & set(path.relative_to(checkout).parts) and path.stat().st_size:
                yield path


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _spread(name: str, lengths: Iterator[int] | Sequence[int]) -> dict[str, int]:
    """Median, 95th percentile (nearest rank) and maximum."""
    ranked = sorted(lengths)
    at = {"median": 0.5, "p95": 0.95, "max": 1.0}
    return {f"{name}_{key}": ranked[math.ceil(share * len(ranked)) - 1] if ranked else 0 for key, share in at.items()}


def _functions(trees: list[ast.Module]) -> dict[str, Any]:
    found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, Function)]
    public = [node for node in found if not node.name.startswith("_")]
    lengths = [(node.end_lineno or node.lineno) - node.lineno + 1 for node in found]
    return {
        **{"count": len(found), **_spread("lines", lengths)},
        "annotated_percent": _percent(sum(map(_annotated, found)), len(found)),
        "modules_with_docstring_percent": _percent(sum(bool(ast.get_docstring(tree)) for tree in trees), len(trees)),
        "public_with_docstring_percent": _percent(sum(bool(ast.get_docstring(node)) for node in public), len(public)),
    }


def _annotated(node: Function) -> bool:
    """Return whether the result and every argument except self and cls are annotated."""
    asked = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    given = [each.annotation for each in asked if each and each.arg not in ("self", "cls", "_cls")]
    return node.returns is not None and all(given)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 1)


def _rooms(checkout: Path, source: list[Path]) -> dict[str, Any]:
    """Count the files of each folder, without `__init__.py`."""
    files = Counter(path.parent.relative_to(checkout).as_posix() for path in source if path.name != "__init__.py")
    crowded = {room: count for room, count in files.most_common() if count > CROWDED}
    median = _spread("files", list(files.values()))
    return {"count": len(files), **median, "crowded": ", ".join(f"{room} {count}" for room, count in crowded.items())}


def _flat(figures: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in figures.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}: ")
        else:
            yield f"{above}{key}", value


def main() -> None:
    """Print the table of the given checkouts, by default of this one."""
    parser = argparse.ArgumentParser(prog="benchmarks.house", description=__doc__)
    parser.add_argument("checkouts", nargs="*", type=Path, default=[ROOT])
    print(table({path.resolve().name: run(path.resolve()) for path in parser.parse_args().checkouts}), end="")


if __name__ == "__main__":
    main()
