"""`run.py decode`: decodes raw text as the feeds do: one JSON object a line, refused lines with their reason.

The decoding: ingest.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from commands.cli import WorkError
from commands.launch.recorded_feeds import feeds_of, no_message, show_notes
from commands.outputs import check_outputs


def decode(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Text files of sentences, plain or packed, or recordings.")
    ],
    out: Annotated[Path, typer.Option(help="Output file; - is stdout.")] = Path("-"),
) -> None:
    """Decode sentences to JSON lines with the field names of pyais; refused lines have a reason.

    [bold]Examples[/bold]

      run.py decode watch.nmea.gz | head

      run.py decode north.nmea south.nmea --out decoded.jsonl
    """
    check_outputs({"--out": out}, paths)
    feeds = feeds_of(paths)
    from ingest.decode_records import decode_records

    notes: list[str] = []
    with _opened(out) as file:
        empty = [
            path
            for path, feed in feeds.items()
            if not _write(decode_records(path, feed.id, feed.kind, notes.append), file)
        ]
    problem = no_message(empty) if empty else ""
    if len(empty) == len(feeds):
        raise WorkError(problem)
    if problem:
        typer.echo(problem, err=True)
    show_notes(notes)


def _write(records: Iterable[dict[str, Any]], file: TextIO) -> int:
    """Write the records as lines of JSON; return how many are messages."""
    messages = 0
    for record in records:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")
        messages += "reason" not in record
    file.flush()
    return messages


@contextmanager
def _opened(out: Path) -> Iterator[TextIO]:
    if str(out) == "-":
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8") as file:
        yield file
