"""Rules of the code base: allowed imports, places of third-party packages, and docstrings and sizes of modules."""

from __future__ import annotations

import ast
import importlib
import sys
import tomllib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from models.base.paths import ROOT

PACKAGES = ("models", "ingest", "dashboard", "exercises", "commands", "benchmarks", "sites")
BASE, SITE, MESSAGES, TRACKING = "models/base/*", "models/site/*", "models/messages/*", "models/tracking/*"
FLOOR = [BASE, SITE, MESSAGES]
_READ = ("case.py", "facts.py", "fold.py", "protocol.py", "person.py", "refusals.py", "blobs.py", "access/rights.py")
BOOK = [
    f"models/casework/{name}" for name in (*_READ, "access/accounts.py", "cases/*", "clues/*", "seasons/*", "past.py")
]
DISPATCH = ["models/ways/*", "models/risk/regional/leaving.py", "models/risk/regional/what_if.py"]
DETECTION, SCORING, ALERTS, REGIONAL = (
    f"models/risk/{room}/*" for room in ("detection", "scoring", "alerts", "regional")
)

# A folder, and the folders whose modules it may import besides its own. The longest matching folder counts.
EVERY_ROOM = ["models*", "ingest*", "dashboard*", "exercises*"]
MAY_IMPORT = {
    "models/base": [],
    "models/site": [BASE],
    "models/messages": [BASE],
    "models/tracking": FLOOR,
    "models/ways": FLOOR,
    "models/casework": [*FLOOR, "models/ways/*", "models/casework/kinds/*", "models/casework/access/*"],
    "models/casework/access": [*FLOOR, "models/casework/*"],
    "models/casework/kinds": [*FLOOR, "models/casework/*"],
    "models/history": FLOOR,
    "models/risk": [*FLOOR, TRACKING, "models/risk/*"],
    "models/risk/detection": [*FLOOR, TRACKING],
    "models/risk/scoring": [*FLOOR, TRACKING, DETECTION],
    "models/risk/alerts": [*FLOOR, TRACKING, DETECTION, SCORING],
    "models/risk/regional": [*FLOOR, TRACKING, "models/ways/*", DETECTION, SCORING, ALERTS],
    "models/core": [*FLOOR, TRACKING, "models/risk/*"],
    "ingest": FLOOR,
    "dashboard": [*FLOOR, *BOOK, *DISPATCH, "models/history/reader.py"],
    "exercises/geometry": FLOOR,
    "exercises/scenario": FLOOR,
    "exercises/mixed": [*FLOOR, "exercises/geometry/*", "exercises/scenario/*"],
    "exercises/simulator": [*FLOOR, "exercises/geometry/*", "exercises/scenario/*", "exercises/mixed/*"],
    "exercises/scoring": [*FLOOR, "exercises/simulator/*"],
    "exercises": [*FLOOR, "exercises/*"],
    "exercises/director": [*FLOOR, "exercises/*", "ingest/*"],
    "exercises/people": [*FLOOR, *BOOK, "models/casework/blobs.py"],
    "exercises/build": [*FLOOR, "exercises/geometry/*"],
    "sites": FLOOR,
    "commands": [*EVERY_ROOM, "commands/launch/*", "benchmarks*", "sites/make_*.py"],
    "commands/launch": ["commands/cli.py", "commands/times.py", *EVERY_ROOM],
    "benchmarks": [*EVERY_ROOM, "sites/make_*.py"],
}
# Packages that may be imported only in these places.
PLACES = {
    "pyais": ["ingest/feeds/ais*.py", "exercises/*"],
    "zmq": [
        "ingest/worker.py",
        "ingest/sources/*",
        "models/core/process.py",
        "models/core/feed_connection.py",
        "models/core/batch_stream.py",
        "models/casework/desk.py",
        "models/history/historian.py",
        "dashboard/server/*",
        "exercises/people/process.py",
    ],
    "sqlalchemy": [
        f"models/casework/{place}" for place in ("store.py", "engines.py", "*tables.py", "access/*", "migrations/*")
    ],
    "alembic": ["models/casework/engines.py", "models/casework/migrations/*"],
    "argon2": ["models/casework/access/passwords.py"],
    "duckdb": ["models/history/*"],
    "panel": ["dashboard/*", "benchmarks/page_load/plain.py"],
    "bokeh": ["dashboard/*"],
    "holoviews": ["dashboard/*", "benchmarks/page_load/plain.py"],
    "datashader": ["dashboard/*", "benchmarks/page_load/plain.py"],
    "tornado": ["dashboard/*", "benchmarks/page_load/viewers.py"],
    "typer": ["commands/*", "*/make_*.py"],
}
# Folders that may exceed the limit of files: one file for each rule.
LONG_TABLES = {"models/risk/detection/detectors"}
MOST_FILES = 16
GROUND_FLOOR_PACKAGES = {"numba", "numpy", "pydantic", "yaml"}
WALL_CLOCK = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
WALL_CLOCK_PLACES = ("models/base/clock.py", "ingest/sources/source.py")
MOST_LINES = 300
# Import names of packages that differ from their names in the registry.
INSTALLED_AS = {"zmq": "pyzmq", "yaml": "pyyaml", "serial": "pyserial", "PIL": "pillow", "argon2": "argon2-cffi"}
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
        """Return our files that it imports."""
        found = set()
        for name in self.imports():
            if name.split(".")[0] in (*PACKAGES, "run", "tests"):
                found.add(_file_of(name))
        return found

    def packages(self) -> set[str]:
        """Return top-level names of other packages that it imports."""
        tops = {name.split(".")[0] for name in self.imports()}
        return tops - set(sys.stdlib_module_names) - {*PACKAGES, "run", "tests"}

    def programs(self) -> list[ast.Module]:
        """Return programs in its strings, such as those that a test starts in a separate process."""
        return [parsed for each in ast.walk(self.tree) if isinstance(each, ast.Constant) if (parsed := _program(each))]


def _program(constant: ast.Constant) -> ast.Module | None:
    if not isinstance(constant.value, str) or "import " not in constant.value:
        return None
    with suppress(SyntaxError):
        return ast.parse(constant.value)
    return None


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


def _allowed(importer: str, imported: str) -> bool:
    folder = _folder_rule(importer)
    if imported.startswith(f"{folder}/") and _folder_rule(imported) == folder:
        return True
    return any(fnmatch(imported, rule) for rule in MAY_IMPORT[folder])


@pytest.mark.parametrize("module", modules(*PACKAGES)[1:], ids=lambda module: module.path)
def test_a_module_imports_only_what_its_folder_may(module: Module) -> None:
    strangers = {name for name in module.own_imports() if not _allowed(module.path, name)}
    assert not strangers


def test_the_rules_refuse_invalid_imports() -> None:
    assert not _allowed("models/base/settings.py", "models/site/zone.py")
    assert not _allowed("models/site/zone.py", "models/messages/picture.py")
    assert not _allowed("models/tracking/table.py", "models/risk/engine.py")
    assert not _allowed("models/risk/detection/detector.py", "models/risk/scoring/vessel.py")
    assert not _allowed("models/risk/scoring/vessel.py", "models/risk/alerts/book.py")
    assert not _allowed("models/risk/alerts/book.py", "models/risk/regional/grid.py")
    assert not _allowed("models/risk/engine.py", "models/core/process.py")
    assert not _allowed("dashboard/server/app.py", "models/risk/engine.py")
    assert not _allowed("ingest/worker.py", "dashboard/words/wall.py")
    assert not _allowed("exercises/play.py", "ingest/worker.py")
    assert _allowed("exercises/director/simulated_feed.py", "ingest/feeds/ais.py")
    assert _allowed("models/risk/regional/grid.py", "models/risk/alerts/book.py")
    assert _allowed("models/core/process.py", "models/risk/engine.py")


def test_every_folder_of_source_has_a_rule() -> None:
    rooms = {Path(module.path).parts[:2] for module in modules("models")[1:] if module.lines}
    assert {"/".join(room) for room in rooms} <= set(MAY_IMPORT)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_has_too_many_files(package: str) -> None:
    files = Counter(str(Path(module.path).parent) for module in modules(package)[1:] if module.lines)
    assert {room: count for room, count in files.items() if count > MOST_FILES and room not in LONG_TABLES} == {}


def test_the_tests_mirror_the_source_tree() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (ROOT / folder).is_dir()] == []


def test_no_files_import_each_other_in_a_circle() -> None:
    TopologicalSorter({each.path: each.own_imports() - {each.path} for each in modules(*PACKAGES)}).prepare()


def test_a_circle_would_be_found() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({"a.py": {"b.py"}, "b.py": {"c.py"}, "c.py": {"a.py"}}).prepare()


def test_no_module_imports_the_command_line() -> None:
    importers = [module.path for module in modules(*PACKAGES, "tests") if "run.py" in module.own_imports()]
    assert importers == []


@pytest.mark.parametrize("package", PLACES)
def test_a_package_is_imported_only_in_its_place(package: str) -> None:
    users = [module.path for module in modules(*PACKAGES) if package in module.packages()]
    assert [path for path in users if not any(fnmatch(path, place) for place in PLACES[package])] == []


@pytest.mark.parametrize("module", modules("models/base", "models/site", "models/messages")[1:], ids=lambda it: it.path)
def test_the_ground_floor_needs_little(module: Module) -> None:
    assert module.packages() <= GROUND_FLOOR_PACKAGES


def test_only_the_clock_and_the_edge_of_the_feeds_read_the_wall_clock() -> None:
    for module in modules(*PACKAGES):
        calls = {ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}
        read = {call for call in calls for name in WALL_CLOCK if call == name or call.endswith(f".{name}")}
        imported = {name for name in module.imports() if name in {"time.time", "time.time_ns"}}
        assert module.path in WALL_CLOCK_PLACES or not read | imported, module.path


@pytest.mark.parametrize("module", modules(*PACKAGES, "tests"), ids=lambda module: module.path)
def test_a_module_has_a_docstring_and_stays_short(module: Module) -> None:
    assert module.lines <= MOST_LINES
    assert ast.get_docstring(module.tree) or not module.tree.body


@pytest.mark.parametrize(
    "module", [each for each in modules("tests", "benchmarks") if each.programs()], ids=lambda it: it.path
)
def test_programs_in_strings_import_existing_modules(module: Module) -> None:
    wanted = [node for program in module.programs() for node in ast.walk(program) if isinstance(node, ast.ImportFrom)]
    names = [(node.module or "", each.name) for node in wanted for each in node.names]
    ours = [(home, name) for home, name in names if home.partition(".")[0] in PACKAGES]
    assert [(home, name) for home, name in ours if not hasattr(importlib.import_module(home), name)] == []


def test_no_two_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for module in modules(*PACKAGES):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(module.path)
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


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
    return {INSTALLED_AS.get(name, name.lower().replace("_", "-")) for module in some for name in module.packages()}
