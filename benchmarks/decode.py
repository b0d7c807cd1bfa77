"""Benchmark of decoding: bytes to columns, compared with bare loops of pyais and of libais over the same messages.

The loops get whole messages, already found, checked and joined; ours gets the bytes of the file in pieces, as from a
source, and also does that.
Times are CPU times of this process on one core; the best of several rounds is kept, because other processes only
add to it. Short files are repeated, equally often for all.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from exercises.play import write_file
from ingest.feeds import ais_pyais, make_feed
from ingest.sentences.lines import whole_block
from ingest.sentences.reader import Message
from ingest.sentences.scan_reader import ScanReader
from ingest.sources.files import read_batches
from ingest.sources.unpack import DamagedFileError, text_of
from models.base.paths import ROOT

ROUNDS = 5
PIECE_BYTES = 1 << 18  # a piece and its table of lines stay in the cache
EXERCISE_MIN = 2.0
DATA = ROOT.parent / "shared" / "data"
FOLDERS = (DATA / "ais", DATA / "seas")
NOT_DATA = (".md",)
MESSAGES_AT_LEAST, LOOPED_MESSAGES = 60_000, 60_000  # with fewer, the first blocks of a process count for much


class _Work(NamedTuple):
    """A file: its text, repeated; the messages of one repetition, as many as the loops decode; and all of them."""

    path: Path
    text: bytes
    looped: list[Message]
    messages: int


def run(paths: list[Path] | None = None) -> dict[str, Any]:
    """Measure seconds per message and ratios to pyais and libais, for each file, and name the worst.

    Without paths, the recordings beside the repository and a part of the built-in exercise are used.
    """
    if paths is None:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "exercise.nmea"
            write_file("zhoushan_morning", "zhoushan", 1, made, EXERCISE_MIN)
            found = [path for each in FOLDERS if each.is_dir() for path in sorted(each.iterdir())]
            return run([*(path for path in found if path.suffix not in NOT_DATA), made])
    files = {path.name: _file(path) for path in paths}
    worst = {
        key: min(each[key] for each in files.values() if key in each)
        for key in next(iter(files.values()))
        if "_x" in key
    }
    return {"python": sys.version.split()[0], "libais": _libais() is not None, "files": files, "worst": worst}


def table(result: dict[str, Any]) -> str:
    """Format the result as a text table."""
    head = "".join(f"{name:>10}" for name in ("messages", *WAYS, *RATIOS))
    unit = "".join(f"{name:>10}" for name in ("", *("us" for _ in WAYS), *("" for _ in RATIOS)))
    rows = [_row(name, each) for name, each in result["files"].items()]
    said = (
        [] if result["libais"] else ["libais is not installed, so there is no comparison with it: pip install libais"]
    )
    return "\n".join([f"{'file':<34}{head}", f"{'':<34}{unit}", *rows, _row("worst", result["worst"]), *said])


def _row(name: str, each: dict[str, Any]) -> str:
    times = "".join(f"{each[key] * 1e6:>10.2f}" if key in each else f"{'':>10}" for key in WAYS)
    ratios = "".join(f"{each[key]:>10.1f}" if key in each else f"{'':>10}" for key in RATIOS)
    return f"{name[:33]:<34}{each.get('messages', ''):>10}{times}{ratios}"


def _file(path: Path) -> dict[str, Any]:
    text = whole_block(_text(path))
    reader = make_feed("ais", "pyais").reader("bench")
    reader.receive_lines(lines := text.split(b"\n")[:-1], [0.0] * len(lines), [0] * len(lines))
    messages = list(reader.drain().messages)
    times = -(-MESSAGES_AT_LEAST // len(messages))
    work = _Work(path, text * times, (messages * times)[:LOOPED_MESSAGES], len(messages) * times)
    # Rounds alternate between the methods, so that other load on the machine affects all of them alike.
    rounds = [{key: way(work) for key, way in WAYS.items()} for _ in range(ROUNDS)]
    best = {key: min(taken) for key in WAYS if (taken := [s for each in rounds if (s := each[key]) is not None])}
    ratios = {name: best[theirs] / best[ours] for name, (theirs, ours) in RATIOS.items() if theirs in best}
    return {"messages": len(messages), **best, **ratios}


def _text(path: Path) -> bytes:
    pieces = list[bytes]()
    with suppress(DamagedFileError):  # what could be unpacked is measured
        pieces.extend(text_of(path))
    return b"".join(pieces)


def _bare_pyais(work: _Work) -> float:
    """Decode with pyais alone; the messages are already extracted, checked and joined."""
    whole = [b"!AIVDM,1,1,,A,%b,%d*00" % (message.payload, message.fill) for message in work.looped]
    produce, began_s = ais_pyais.produce, process_time()
    for line in whole:
        try:
            produce(line).decode()
        except Exception:
            continue
    return (process_time() - began_s) / len(whole)


def _libais() -> Any:
    try:
        return import_module("ais")
    except ImportError:
        return None


def _bare_libais(work: _Work) -> float | None:
    """Decode with libais alone, in the same way; None if it is not installed."""
    module = _libais()
    if module is None:
        return None
    whole = [(message.payload.decode("latin-1"), message.fill) for message in work.looped]
    decode, began_s = module.decode, process_time()
    for payload, fill in whole:
        try:
            decode(payload, fill)
        except Exception:
            continue
    return (process_time() - began_s) / len(whole)


def _columns(work: _Work) -> float:
    """From bytes to columns: lines, checksums, wrappers, parts, refusals, hashes and values."""
    decoder, reader = make_feed("ais", "kernel"), ScanReader("bench")
    pieces = [
        work.text[at : at + PIECE_BYTES] for at in range(0, len(work.text), PIECE_BYTES)
    ]  # as a source reads them
    began_s = process_time()
    for seq, piece in enumerate(pieces):
        reader.receive(0.0, seq, piece)
        decoder.decode(reader.drain().messages)
    return (process_time() - began_s) / work.messages


def _replay(work: _Work) -> float:
    """Read the file into batches as a replay does, unpacking and the times of lines included."""
    began_s, n = process_time(), 0
    while n < MESSAGES_AT_LEAST:
        n += sum(len(batch) for batch in read_batches(work.path, "bench"))
    return (process_time() - began_s) / n


WAYS: dict[str, Callable[[_Work], float | None]] = {
    "pyais": _bare_pyais,
    "libais": _bare_libais,
    "columns": _columns,
    "replay": _replay,
}
RATIOS = {
    "pyais_x": ("pyais", "columns"),
    "libais_x": ("libais", "columns"),
    "replay_x": ("pyais", "replay"),
}

if __name__ == "__main__":
    print(table(run([Path(name) for name in sys.argv[1:]])))
