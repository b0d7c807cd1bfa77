"""Benchmark of decoding: real lines to columns, compared with a bare pyais loop over the same lines.

Times are CPU times of this process on one core; the best of several rounds is kept, because other processes only
add to it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from exercises.play import write_file
from ingest.feeds import FeedDecoder, ais_pyais, make_feed
from ingest.sentences.reader import Message, SentenceReader
from ingest.sources.files import read_batches
from models.base.paths import ROOT

ROUNDS = 5
LINES_AT_ONCE = 4000
EXERCISE_MIN = 2.0
RECORDINGS = ROOT.parent / "shared" / "data" / "ais"
REAL = ("dma_stream.txt", "538004030_drift_1.ais", "ee1.txt", "gofree-merrimac.log", "nais400-merrimac.log")
MESSAGES_AT_LEAST = 20_000  # short files are repeated


def run(paths: list[Path] | None = None) -> dict[str, Any]:
    """Measure seconds per message and ratios to pyais, for each file and in total.

    Without paths, the recordings beside the repository and a part of the built-in exercise are used.
    """
    if paths is None:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "exercise.nmea"
            write_file("zhoushan_morning", "zhoushan", 1, made, EXERCISE_MIN)
            real = [path for name in REAL if (path := RECORDINGS / name).exists()]
            return run([*real, made])
    files = {path.name: _file(path) for path in paths}
    total = {key: sum(each[key] * each["messages"] for each in files.values()) for key in WAYS}
    messages = sum(each["messages"] for each in files.values())
    together = _with_ratios({"messages": messages, **{key: value / messages for key, value in total.items()}})
    return {"python": sys.version.split()[0], "files": files, "all": together}


def table(result: dict[str, Any]) -> str:
    """Format the result as a text table."""
    head = f"{'file':<26}{'messages':>9}{'pyais':>9}{'kernel':>9}{'pyais+':>9}{'replay':>9}{'kernel':>9}{'replay':>9}"
    unit = f"{'':<26}{'':>9}{'us':>9}{'us':>9}{'us':>9}{'us':>9}{'x pyais':>9}{'x pyais':>9}"
    rows = [_row(name, each) for name, each in [*result["files"].items(), ("all", result["all"])]]
    return "\n".join([head, unit, *rows])


def _row(name: str, each: dict[str, Any]) -> str:
    times = "".join(f"{each[key] * 1e6:>9.2f}" for key in WAYS)
    return f"{name:<26}{each['messages']:>9}{times}{each['kernel_x']:>9.2f}{each['replay_x']:>9.2f}"


def _file(path: Path) -> dict[str, Any]:
    reader = SentenceReader("bench")
    reader.receive(0.0, 0, path.read_bytes() + b"\n")
    found = list(reader.drain().messages)
    messages = found * -(-MESSAGES_AT_LEAST // len(found))
    lines = [line for message in messages for line in message.raw.split(b"\n")]
    # Rounds alternate between the methods, so that other load on the machine affects all of them alike.
    rounds = [{key: way(lines, messages, path) for key, way in WAYS.items()} for _ in range(ROUNDS)]
    best = {key: min(each[key] for each in rounds) for key in WAYS}
    return _with_ratios({"messages": len(messages), **best})


def _with_ratios(each: dict[str, Any]) -> dict[str, Any]:
    return each | {f"{key}_x": each["pyais"] / each[key] for key in ("kernel", "pyais_columns", "replay")}


def _bare_pyais(lines: list[bytes], messages: list[Message], path: Path) -> float:
    """Decode with pyais alone; the messages are already extracted, checked and joined."""
    whole = [b"!AIVDM,1,1,,A,%b,%d*00" % (message.payload, message.fill) for message in messages]
    produce, began_s = ais_pyais.produce, process_time()
    for line in whole:
        try:
            produce(line).decode()
        except Exception:
            continue
    return (process_time() - began_s) / len(messages)


def _ours(decoder: str) -> Callable[[list[bytes], list[Message], Path], float]:
    """Decode the same sentences to columns, including checksums, multipart joining, rejects and hashes."""

    def way(lines: list[bytes], messages: list[Message], path: Path) -> float:
        decode: FeedDecoder = make_feed("ais", decoder)
        reader = SentenceReader("bench")
        began_s = process_time()
        for at in range(0, len(lines), LINES_AT_ONCE):
            some = lines[at : at + LINES_AT_ONCE]
            reader.receive_lines(some, [0.0] * len(some), [0] * len(some))
            decode.decode(reader.drain().messages)
        return (process_time() - began_s) / len(messages)

    return way


def _replay(lines: list[bytes], messages: list[Message], path: Path) -> float:
    """Read the file into batches as a replay does, including wrappers and times."""
    began_s = process_time()
    n = sum(len(batch) for batch in read_batches(path, "bench"))
    return (process_time() - began_s) / n


WAYS: dict[str, Callable[[list[bytes], list[Message], Path], float]] = {
    "pyais": _bare_pyais,
    "kernel": _ours("kernel"),
    "pyais_columns": _ours("pyais"),
    "replay": _replay,
}

if __name__ == "__main__":
    print(table(run([Path(name) for name in sys.argv[1:]])))
