"""Writer of a feed's recording: it appends raw bytes, forces them to disk and seals full files.

Bytes are recorded before they are decoded. A full disk is reported; receiving goes on. The file format: format.py.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from ingest.notes import note
from ingest.recording.format import (
    ASIDE,
    BLOCK_BYTES,
    HOT,
    SEALED,
    DamagedError,
    first_seq,
    heads,
    list_files,
    pack_block,
    pack_record,
    records,
    to_us,
)
from ingest.recording.seals import add_missing
from models.base.clock import iso
from models.base.settings import RecordingSettings, UserError

_MB = 1_000_000
_FORCE = getattr(os, "fdatasync", os.fsync)  # macOS has only the latter


class Recorder:
    """Writer of one folder. `append` is for one thread; forcing to disk and sealing have threads of their own."""

    def __init__(self, folder: Path, settings: RecordingSettings) -> None:
        self.folder, self._settings = folder, settings
        folder.mkdir(parents=True, exist_ok=True)
        self._claim = _claim(folder)
        self.next_seq = _next_seq(folder)
        self._fd, self._path, self._bytes, self._since_s = -1, folder, 0, 0.0
        self._write_note = self._disk_note = ""
        self._fd_lock, self._number_lock, self._stop = threading.Lock(), threading.Lock(), threading.Event()
        self._to_seal: SimpleQueue[Path | None] = SimpleQueue()
        for file in list_files(folder):
            if file.suffix == HOT:
                self._to_seal.put(file)
        self._threads = [_start(self._sync_until_stopped), _start(self._seal_until_stopped)]

    @property
    def note(self) -> str:
        """The problem with the disk, for the wall; empty if there is none."""
        return self._write_note or self._disk_note

    def append(self, rx_s: float, data: bytes) -> tuple[int, float]:
        """Record one piece; return its number and its time as stored. The piece survives a crash of the process."""
        rx_us = to_us(rx_s)
        with self._number_lock:
            seq, self.next_seq = self.next_seq, self.next_seq + 1
        record = pack_record(seq, rx_us, data)
        try:
            if self._fd < 0 or self._is_full(rx_s):
                self._rotate(seq, rx_s)
            self._write(record)
            self._write_note = ""
        except OSError as problem:
            self._write_note = note("disk_failed", problem.strerror)
        return seq, rx_us / 1e6

    def skip_to(self, next_seq: int) -> None:
        """Continue the numbers from here: a reader has received pieces that a full disk did not store."""
        with self._number_lock:
            self.next_seq = max(self.next_seq, next_seq)

    def close(self) -> None:
        """Force to disk and close; unsealed files are sealed at the next start."""
        self._stop.set()
        self._to_seal.put(None)
        for thread in self._threads:
            thread.join()
        if self._fd >= 0:
            _FORCE(self._fd)
        self._let_go()
        self._claim.close()

    def _is_full(self, rx_s: float) -> bool:
        return self._bytes >= self._settings.rotate_mb * _MB or rx_s - self._since_s >= self._settings.rotate_s

    def _rotate(self, seq: int, rx_s: float) -> None:
        full = self._path if self._fd >= 0 else None
        self._let_go()
        if full is not None:
            self._to_seal.put(full)  # which forces it to disk
        path = self.folder / f"{seq:012d}{HOT}"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        with self._fd_lock:
            self._fd, self._path, self._bytes, self._since_s = fd, path, 0, rx_s

    def _write(self, record: bytes) -> None:
        written = 0
        try:
            written = os.write(self._fd, record)
        finally:
            if written < len(record):
                os.ftruncate(self._fd, self._bytes)  # no half record in front of whole ones
        if written < len(record):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._bytes += written

    def _let_go(self) -> None:
        with self._fd_lock:
            if self._fd >= 0:
                os.close(self._fd)
            self._fd = -1

    def _sync_until_stopped(self) -> None:
        """Force to disk at fixed intervals, and check the free space."""
        synced = -1
        while not self._stop.wait(self._settings.sync_every_s):
            with self._fd_lock:
                fd = os.dup(self._fd) if self._fd >= 0 and self._bytes != synced else -1
                synced = self._bytes
            if fd >= 0:
                try:
                    _sync(fd)
                    self._look_at_disk()
                except OSError as problem:
                    self._disk_note = note("disk_failed", problem.strerror)

    def _look_at_disk(self) -> None:
        room = os.statvfs(self.folder)
        free_mb = room.f_bavail * room.f_frsize / _MB
        low = free_mb < self._settings.min_free_mb
        self._disk_note = note("disk_low", round(free_mb)) if low else ""

    def _seal_until_stopped(self) -> None:
        while (hot := self._to_seal.get()) is not None and not self._stop.is_set():
            try:
                if seal(hot, self._stop):
                    add_missing(self.folder)
            except OSError as problem:  # the hot file stays and is tried again at the next start
                self._disk_note = note("disk_failed", problem.strerror)


def seal(hot: Path, stop: threading.Event | None = None) -> Path | None:
    """Seal a hot file: write the sealed file aside, force it to disk, rename it, and only then remove the hot one.

    Return None if the file was empty, or if `stop` was set; in that case the hot file is unchanged.
    """
    _sync(os.open(hot, os.O_RDONLY))
    blocks = list(_blocks(hot.read_bytes()))
    if not blocks:
        hot.unlink()
        return None
    seq0, (first_us, *_), _ = blocks[0]
    started = iso(first_us / 1e6).replace("-", "").replace(":", "")[:15]
    sealed = hot.with_name(f"{seq0:012d}-{started}Z{SEALED}")
    aside = sealed.with_suffix(ASIDE)
    with aside.open("wb") as file:
        for block in blocks:
            if stop is not None and stop.is_set():
                return None
            file.write(pack_block(*block))
        file.flush()
        os.fsync(file.fileno())
    aside.rename(sealed)
    _sync(os.open(hot.parent, os.O_RDONLY))
    hot.unlink()
    return sealed


def _blocks(hot: bytes) -> Iterator[tuple[int, list[int], list[bytes]]]:
    """Yield the records in blocks of about BLOCK_BYTES, numbered without a gap inside each."""
    seq0, times, pieces, size = 0, list[int](), list[bytes](), 0
    for seq, rx_us, data in records(hot):
        if pieces and (size >= BLOCK_BYTES or seq != seq0 + len(pieces)):
            yield seq0, times, pieces
            times, pieces, size = [], [], 0
        if not pieces:
            seq0 = seq
        times.append(rx_us)
        pieces.append(data)
        size += len(data)
    if pieces:
        yield seq0, times, pieces


def _next_seq(folder: Path) -> int:
    """Return the number after the last one on disk; hot files without a whole record are removed."""
    sealed = {first_seq(file) for file in folder.glob(f"*{SEALED}")}
    for file in folder.iterdir():
        if file.suffix == ASIDE or (file.suffix == HOT and first_seq(file) in sealed):
            file.unlink()  # left by a crash while sealing: incomplete, or no longer needed
    next_seq = 0
    for file in list_files(folder):
        if file.suffix == HOT:
            last = max((seq for seq, _, _ in records(file.read_bytes())), default=None)
            if last is None:
                file.unlink()
                continue
        else:
            last = _last_sealed(file)
        next_seq = max(next_seq, last + 1)
    return next_seq


def _last_sealed(file: Path) -> int:
    last = first_seq(file)
    try:
        for _, head in heads(file):
            last = head.seq0 + head.n - 1
    except DamagedError:  # reported when the file is read; the numbers continue after the readable blocks
        pass
    return last


def _claim(folder: Path) -> IO[bytes]:
    """Lock the folder until closed, or until the process ends. Raises UserError if another process holds it."""
    file = (folder / "lock").open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        file.close()
        raise UserError(f"{folder}: another process records here; end it, or give the feed another id") from problem
    return file


def _sync(fd: int) -> None:
    try:
        _FORCE(fd)
    finally:
        os.close(fd)


def _start(target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread
