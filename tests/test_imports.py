"""The straight line holds: who imports whom, which package stands where, and what every module owes its reader."""

from __future__ import annotations

import ast
import sys
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("models", "ingest", "dashboard", "exercises", "commands", "benchmarks", "sites")
GROUND = "models/*"

# A folder, and whose modules it may import beside its own. The longest folder that fits a module counts.
MAY_IMPORT = {
    "models": [],
    "models/tracking": [GROUND],
    "models/risk": [GROUND, "models/tracking/*"],
    "models/casework": [GROUND],
    "models/history": [GROUND],
    "ingest": [GROUND],
    "dashboard": [GROUND, "models/casework/case.py", "models/casework/lines.py", "models/history/reader.py"],
    "exercises": [GROUND, "ingest/feeds/*"],
    "sites": [GROUND],
    "commands": ["models*", "ingest*", "dashboard*", "exercises*", "benchmarks*"],
    "benchmarks": ["models*", "ingest*", "dashboard*", "exercises*"],
}
# Packages that may stand only in these places.
PLACES = {
    "pyais": ["ingest/feeds/ais*.py", "exercises/*"],
    "zmq": [
        "ingest/worker.py",
        "ingest/source*.py",
        "models/risk/process.py",
        "models/risk/line.py",
        "models/risk/pulling.py",
        "models/*/desk.py",
        "models/*/historian.py",
        "dashboard/ask_feed.py",
        "dashboard/follow.py",
        "dashboard/book.py",
    ],
    "sqlalchemy": [
        "models/casework/store.py",
        "models/casework/engines.py",
        "models/casework/current.py",
        "models/casework/tables.py",
        "models/casework/migrations/*",
    ],
    "alembic": ["models/casework/engines.py", "models/casework/migrations/*"],
    "duckdb": ["models/history/*"],
    "panel": ["dashboard/*", "benchmarks/_pages_plain.py"],
    "bokeh": ["dashboard/*"],
    "holoviews": ["dashboard/*", "benchmarks/_pages_plain.py"],
    "datashader": ["dashboard/*", "benchmarks/_pages_plain.py"],
    "tornado": ["dashboard/*", "benchmarks/_pages_viewers.py"],
    "typer": ["commands/*", "*/make_*.py"],
}
GROUND_FLOOR_PACKAGES = {"numpy", "pydantic", "yaml"}
WALL_CLOCK = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
WALL_CLOCK_PLACES = ("models/clock.py", "ingest/source.py")
MOST_LINES = 300
# The name a package is imported by, where it is not the name it is installed by.
INSTALLED_AS = {"zmq": "pyzmq", "yaml": "pyyaml", "serial": "pyserial", "fontTools": "fonttools", "PIL": "pillow"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@dataclass(frozen=True)
class Module:
    """A source file and the dotted names it imports."""

    path: str
    tree: ast.Module
    lines: int

    def imports(self) -> set[str]:
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}: imports are absolute"
                assert node.module
                names |= {f"{node.module}.{each.name}" for each in node.names}
        return names

    def own_imports(self) -> set[str]:
        """Files of ours that it imports."""
        found = set()
        for name in self.imports():
            if name.split(".")[0] in (*PACKAGES, "run", "tests"):
                found.add(_file_of(name))
        return found

    def packages(self) -> set[str]:
        """Foreign top-level names that it imports."""
        tops = {name.split(".")[0] for name in self.imports()}
        return tops - set(sys.stdlib_module_names) - {*PACKAGES, "run", "tests"}


def _file_of(name: str) -> str:
    parts = name.split(".")
    for length in (len(parts), len(parts) - 1):
        stem = "/".join(parts[:length])
        if (ROOT / f"{stem}.py").exists():
            return f"{stem}.py"
        if (ROOT / stem / "__init__.py").exists():
            return f"{stem}/__init__.py"
    return "/".join(parts)


@cache
def modules(*folders: str) -> list[Module]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [_module(path) for path in [ROOT / "run.py", *paths]]


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), ast.parse(text), text.count("\n"))


def _folder_rule(path: str) -> str:
    return max((folder for folder in MAY_IMPORT if path.startswith(f"{folder}/")), key=len)


def _is_ground(path: str) -> bool:
    return path.startswith("models/") and path.count("/") == 1


def _allowed(importer: str, imported: str) -> bool:
    folder = _folder_rule(importer)
    if imported.startswith(f"{folder}/") and _folder_rule(imported) == folder:
        return True
    return any(_is_ground(imported) if rule == GROUND else fnmatch(imported, rule) for rule in MAY_IMPORT[folder])


@pytest.mark.parametrize("module", modules(*PACKAGES)[1:], ids=lambda module: module.path)
def test_a_module_imports_only_what_its_floor_may(module: Module) -> None:
    strangers = {name for name in module.own_imports() if not _allowed(module.path, name)}
    assert not strangers


def test_the_rules_refuse_what_they_should() -> None:
    assert not _allowed("models/settings.py", "models/tracking/table.py")
    assert not _allowed("models/tracking/table.py", "models/risk/engine.py")
    assert not _allowed("dashboard/app.py", "models/risk/engine.py")
    assert not _allowed("ingest/worker.py", "dashboard/words/wall.py")
    assert not _allowed("exercises/play.py", "ingest/worker.py")
    assert _allowed("exercises/play.py", "ingest/feeds/ais.py")
    assert _allowed("models/risk/engine.py", "models/tracking/table.py")


def test_no_files_import_each_other_in_a_circle() -> None:
    TopologicalSorter({each.path: each.own_imports() - {each.path} for each in modules(*PACKAGES)}).prepare()


def test_a_circle_would_be_seen() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({"a.py": {"b.py"}, "b.py": {"c.py"}, "c.py": {"a.py"}}).prepare()


def test_nobody_imports_the_door() -> None:
    importers = [module.path for module in modules(*PACKAGES, "tests") if "run.py" in module.own_imports()]
    assert importers == []


@pytest.mark.parametrize("package", PLACES)
def test_a_package_stands_only_in_its_place(package: str) -> None:
    users = [module.path for module in modules(*PACKAGES) if package in module.packages()]
    assert [path for path in users if not any(fnmatch(path, place) for place in PLACES[package])] == []


def test_the_ground_floor_needs_little() -> None:
    for module in modules("models")[1:]:
        if _is_ground(module.path):
            assert module.packages() <= GROUND_FLOOR_PACKAGES, module.path


def test_only_the_clock_and_the_edge_of_the_feeds_read_the_wall_clock() -> None:
    for module in modules(*PACKAGES):
        calls = {ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}
        read = {call for call in calls for name in WALL_CLOCK if call == name or call.endswith(f".{name}")}
        imported = {name for name in module.imports() if name in {"time.time", "time.time_ns"}}
        assert module.path in WALL_CLOCK_PLACES or not read | imported, module.path


@pytest.mark.parametrize("module", modules(*PACKAGES, "tests"), ids=lambda module: module.path)
def test_a_module_says_what_lives_there_and_stays_short(module: Module) -> None:
    assert module.lines <= MOST_LINES
    assert ast.get_docstring(module.tree) or not module.tree.body


def test_every_import_is_a_declared_dependency_and_every_dependency_is_imported() -> None:
    declared = _named(PROJECT["dependencies"])
    product = modules("models", "ingest", "dashboard", "exercises", "commands")
    used = _used([module for module in product if not Path(module.path).name.startswith("make_")])
    assert used - declared == set()
    assert declared - used == set()


def test_every_import_of_the_tests_is_declared_too() -> None:
    declared = _named(PROJECT["dependencies"]) | _named(PROJECT["optional-dependencies"]["test"])
    assert _used(modules("tests")) - declared == set()


def _named(requirements: list[str]) -> set[str]:
    return {text.partition(">=")[0] for text in requirements}


def _used(some: list[Module]) -> set[str]:
    return {INSTALLED_AS.get(name, name) for module in some for name in module.packages()}
