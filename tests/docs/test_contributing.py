"""The examples of CONTRIBUTING.md work: each is written into a copy at the given place, and used there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.base.paths import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("models", "ingest", "dashboard", "exercises", "commands", "sites", "tests", "config.yaml")
FILE = re.compile(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", re.DOTALL)
# For entries of existing files: the text it is placed before or after, and the name of its table.
AFTER_WORDS = r"(?m)(?<=\{\n)(?=    )"
ENTRIES = {
    "dashboard/words/wall.py": (AFTER_WORDS, "", ""),
    "dashboard/words/exercise.py": (AFTER_WORDS, "", ""),
    "models/messages/injects.py": (r"(?m)^(?=AnyInject = )", "AnyInject = Union[", "FalseSpeedInject, "),
    "ingest/tampering.py": (
        r"(?m)^(?=CHANGES: )",
        "np.ndarray], ObservationBatch]] = {",
        '\n    "false_speed": _false_speed,',
    ),
}
MOST_LINES = 50

# The check of each example by the registers; the last printed word is the proof.
DETECTOR = """
from tests.models.sea import Ship, core, watch
fast = watch(core(), Ship(sog_kn=52.0).messages(120))
slow = watch(core(), Ship(sog_kn=30.0).messages(120))
(raised,) = fast.raised("fast")
assert raised.alert.text_en == "makes 52 kn" and raised.alert.text_zh == "航速 52 节"
assert slow.raised("fast") == []
print("works")
"""
FEED = """
from ingest.feeds import make_feed
decoder = make_feed("csv", "")
reader = decoder.reader("north")
lines = [b"412000001,30.5,122.25,12.5,91", b"rubbish"]
reader.receive_lines(lines, [1.7e9, 1.7e9 + 1], [7, 8])
messages = reader.drain().messages
heard, position, static, rejects, *_ = decoder.decode(messages)
assert heard["mmsi"].tolist() == [412000001] and heard["seq"].tolist() == [7] and heard["rx_s"][0] == 1.7e9
assert [position[name][0] for name in ("lat_deg", "lon_deg", "sog_kn", "cog_deg")] == [30.5, 122.25, 12.5, 91.0]
((line, record),), refused = decoder.records(messages)
assert line.payload == lines[0] and record["mmsi"] == 412000001 and record["sog_kn"] == 12.5 and refused == rejects
assert decoder.clues(messages) == () and len(decoder.decode([]).position["row"]) == 0
assert [(each.seq, each.reason, each.raw) for each in rejects] == [(8, "format", b"rubbish")]
print("works")
"""
PANEL = """
from dashboard.panels import PANELS
from tests.dashboard.pictures import context, craft, picture
for lang, title in (("zh", "静止船舶"), ("en", "Vessels lying still")):
    shown = PANELS["still"](context(lang))
    shown.update(picture(craft(5, sog_kn=[0.0, 0.2, 0.4, 9.0, 12.0])))
    assert shown.source.data["still"] == [3] and title in shown.root.text and "<b>3</b>" in shown.root.text
print("works")
"""
LEDGER = """
import sys
from pathlib import Path
from models.casework.case import Book, Command
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.refusals import Refused
from models.casework.rules import checked
from models.casework.store import Ledger, sqlite_url
ledger = Ledger(sqlite_url(Path(sys.argv[1]) / "ledger.sqlite"))
command = Command("c1", "call", "mmsi:412345678", "Li", body={"channel": 16, "answered": False})
body = checked(command, Book(), Facts())
event = ledger.append(command, body, 1.7e9)
assert event.kind == "call" and ledger.rows("notes")[0]["text"] == "VHF 16: no answer"
assert fold(ledger.since(0)).notes["mmsi:412345678"] == (event,) and ledger.verify()[0] == 1
try:
    checked(Command("c2", "call", "mmsi:412345678", "Li", body={"channel": 99, "answered": True}), Book(), Facts())
except Refused:
    print("works")
"""
INJECT = """
from commands.launch.inject_kinds import check_inject_kinds
from ingest.tampering import tampered
from models.messages.injects import inject_of
from tests.models.sea import T0, Ship, batch
check_inject_kinds()
inject = inject_of({"kind": "false_speed", "number": 1, "at_s": T0 + 20, "for_s": 30, "lat": 30, "lon": 122.5,
                    "mmsi": 412000001, "name": "SHIP", "sog_kn": 77})
ships = [Ship(sog_kn=9.0), Ship(mmsi=412000002, sog_kn=9.0)]
sea = batch(T0 + 60, sorted((each for ship in ships for each in ship.messages(60)), key=lambda each: each.rx_s))
(changed,) = tampered(iter([sea]), "sea", [inject])
row = changed.position["row"]
its = changed.heard["mmsi"][row] == 412000001
during = (changed.heard["rx_s"][row] > T0 + 20) & (changed.heard["rx_s"][row] <= T0 + 50)
assert set(changed.position["sog_kn"][its & during].tolist()) == {77.0} and (its & during).sum() == 3
assert set(changed.position["sog_kn"][~(its & during)].tolist()) == {9.0}
print("works")
"""
PROGRAMS = {"detector": DETECTOR, "feed": FEED, "panel": PANEL, "ledger": LEDGER, "inject": INJECT}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout with all examples of the page in it."""
    root = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        whole = ROOT / name
        if whole.is_dir():
            shutil.copytree(whole, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(whole, root / name)
    for path, text in FILE.findall(PAGE):
        if path in ENTRIES:
            (root / path).write_text(entered(path, text, (root / path).read_text(encoding="utf-8")), encoding="utf-8")
        else:
            assert not (root / path).exists(), f"{path} is there already: the page needs another example"
            (root / path).write_text(text, encoding="utf-8")
    return root


def entered(path: str, entry: str, file: str) -> str:
    """Return the file with the entry, named in its table and imported if needed."""
    where, table, name = ENTRIES[path]
    before, after = re.split(where, file, maxsplit=1)
    gap = "" if name == "" else "\n\n"
    whole = before + entry + gap + after
    assert table in whole
    whole = whole.replace(table, table + name, 1) if table else whole
    return (
        whole.replace("import BaseInject, ", "import BaseInject, FalseSpeedInject, ") if "tampering" in path else whole
    )


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_an_example_of_the_page_works(copy: Path, tmp_path: Path, program: str) -> None:
    argv = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(argv, cwd=copy, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout == "works\n", done.stderr


def test_the_examples_are_short_and_pass_the_linter(copy: Path) -> None:
    examples = {path: text for path, text in FILE.findall(PAGE) if path not in ENTRIES}
    assert len(examples) == 4
    assert {path: text.count("\n") for path, text in examples.items() if text.count("\n") > MOST_LINES} == {}
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    for verb in (["check"], ["format", "--check"]):
        argv = [sys.executable, "-m", "ruff", *verb, *config, *(str(copy / path) for path in examples)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout


def test_every_folder_that_takes_one_file_is_on_the_page() -> None:
    folders = {Path(path).parent.as_posix() for path, _ in FILE.findall(PAGE)}
    registers = {"models/risk/detection/detectors", "ingest/feeds", "dashboard/panels", "models/casework/kinds"}
    assert registers <= folders
    assert set(ENTRIES) <= {path for path, _ in FILE.findall(PAGE)}
