"""The examples of CONTRIBUTING.md work: each is written where the page says into a copy, and used there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.base.paths import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("models", "ingest", "dashboard", "exercises", "sites", "tests", "config.yaml")
FILE = re.compile(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", re.DOTALL)
ENTRIES = "dashboard/words/wall.py"  # what the page shows for it is an entry, not a file
MOST_LINES = 50

# What each example has to do, asked by the registers; the last word printed is the proof.
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
heard, position, static, rejects, _ = decoder.decode(messages)
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


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout with all examples of the page in it."""
    root = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        whole = ROOT / name
        if whole.is_dir():
            shutil.copytree(whole, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(whole, root / name)
    for path, text in FILE.findall(PAGE):
        if path == ENTRIES:
            table = (root / path).read_text(encoding="utf-8")
            head = re.search(r"(?m)^WORDS\b.*\{\n", table)
            assert head
            (root / path).write_text(table[: head.end()] + text + table[head.end() :], encoding="utf-8")
        else:
            assert not (root / path).exists(), f"{path} is there already: the page needs another example"
            (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("program", [DETECTOR, FEED, PANEL, LEDGER], ids=["detector", "feed", "panel", "ledger"])
def test_an_example_of_the_page_works(copy: Path, tmp_path: Path, program: str) -> None:
    argv = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(argv, cwd=copy, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout == "works\n", done.stderr


def test_the_examples_are_short_and_pass_the_linter(copy: Path) -> None:
    examples = {path: text for path, text in FILE.findall(PAGE) if path != ENTRIES}
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
