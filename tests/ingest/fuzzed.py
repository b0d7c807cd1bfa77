"""All recordings beside the repository line by line, and pieces of them damaged as receivers and networks do it."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from functools import cache

from ingest.sentences.lines import whole_lines
from tests.ingest.recordings import FOLDER, tag_block

FOLDERS = (FOLDER, FOLDER.parent / "seas", FOLDER.parent / "cases")
RECORDINGS = [
    path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.iterdir()) if path.suffix != ".md"
]
FUZZED_LINES = 20_000
FRONTS = (
    b"12:00:00 ",
    b"\\s:x*00\\",
    tag_block(b"s:abc"),
    b"#",
    b'{"a":"',
    b"$GPX,",
    b" ",
    b"$PGHP,1,",
    b"\\g:1-2-5*6E\\",
)
TAILS = (b",1327992119157", b",rST1,1327992119", b"*00", b"!", b" x", b",b12,x", b'"}', b",s:1", b"\\")


@cache
def lines_of(name: str) -> list[bytes]:
    data = next(path for path in RECORDINGS if path.name == name).read_bytes()
    try:
        return whole_lines(gzip.decompress(data) if name.endswith(".gz") else data)
    except EOFError:
        return []


def damaged(line: bytes, lines: list[bytes], rng: random.Random) -> bytes:
    """Change a line as receivers, networks and loggers do: flips, cuts, insertions, repetitions, two lines in one."""
    at, found = rng.randrange(len(line) or 1), bytearray(line)
    ways = (
        lambda: (
            bytes(found[:at]) + bytes([found[at] ^ 1 << rng.randrange(8)]) + bytes(found[at + 1 :]) if found else b""
        ),
        lambda: bytes(found[:at]),
        lambda: bytes(found[at:]),
        lambda: line + rng.choice(lines),
        lambda: rng.choice(FRONTS) + line,
        lambda: line + rng.choice(TAILS),
        lambda: line * rng.choice((2, 30, 60)),
        lambda: bytes(found[:at]) + bytes([rng.choice(b"\\$!*,:0A\0\xff{")]) + bytes(found[at:]),
        lambda: bytes(found[:at] + found[at + 1 :]),
    )
    return rng.choice(ways)().replace(b"\n", b"").replace(b"\r", b"")


def disturbed(lines: list[bytes], rng: random.Random) -> list[bytes]:
    """Change the order of lines as networks do: shuffled, copied, lost, or neighbours exchanged."""
    way = rng.randrange(5)
    if way == 0:
        return rng.sample(lines, len(lines))
    if way == 1:
        return [line for line in lines for _ in range(rng.choice((1, 1, 1, 2)))]
    if way == 2:
        return [line for line in lines if rng.random() < 0.8]
    if way == 3:
        swapped = list(lines)
        for at in rng.sample(range(len(lines) - 1), len(lines) // 5):
            swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
        return swapped
    return lines


def fuzzed() -> Iterator[tuple[list[bytes], random.Random]]:
    """Yield damaged pieces of the recordings, `FUZZED_LINES` lines in all."""
    total, seed = 0, 0
    names = [path.name for path in RECORDINGS if len(lines_of(path.name)) > 1]
    while total < FUZZED_LINES:
        rng = random.Random(seed)
        whole = lines_of(names[seed % len(names)])
        begin, share = rng.randrange(len(whole)), rng.choice((0.0, 0.02, 0.2, 1.0))
        piece = whole[begin : begin + rng.choice((20, 200, 400))]
        piece = [damaged(line, whole, rng) if rng.random() < share else line for line in piece]
        lines = disturbed(piece, rng) if len(piece) > 1 else piece
        yield lines, rng
        total, seed = total + len(lines), seed + 1
