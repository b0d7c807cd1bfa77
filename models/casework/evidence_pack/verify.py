#!/usr/bin/env python3
"""Verify an evidence pack of Wanghai: `python3 verify.py PACK.zip [--key PUBLIC.pem]`.

It lies in every pack and needs only Python 3.9 or newer and the command `openssl` (1.1.1 or newer). Each step is one
line: ✓ holds, ✗ does not, – was not checked, and why. Exit code 0 if no step failed, else 1. Take this file from a
source that you trust: whoever alters a pack can alter the verifier in it too. A pack is a zip without compression whose
bytes follow from its files, so that a change of any byte shows.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from struct import Struct
from typing import Any, NamedTuple

MANIFEST, SIGNATURE, AUDIT = "manifest.json", "manifest.sig", "audit.jsonl"
HOLDS, FAILS, SKIPPED = "✓", "✗", "–"
END_RECORD = "the end record of the zip"
LOCAL, CENTRAL, END = Struct("<4s5H3I2H"), Struct("<4s6H3I5H2I"), Struct("<4s4H2IH")
LOCAL_MAGIC, CENTRAL_MAGIC, END_MAGIC = b"PK\3\4", b"PK\1\2", b"PK\5\6"
PLAIN = (20, 0x800, 0, 0, 33)  # version 2.0, names in UTF-8, stored, 1980-01-01 00:00
MADE_BY, MODE = 0x0314, 0o100644 << 16
LEFT_OUT = (
    (5, "rows folded = case.json", "needs Wanghai: run.py evidence verify"),
    (6, "sentences = track", "needs Wanghai: run.py evidence verify"),
    (7, "the rule again", "needs the sea around it: a rule judges a vessel among all others; replay the recordings"),
    (8, "PDF again", "this pack has no case.pdf"),
)
PUBLIC_KEY = re.compile(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----")
Signed = Callable[[str, bytes, bytes], "str"]  # public key as PEM, text, signature: empty, or what is wrong


class PackLine(NamedTuple):
    """The result of one step."""

    mark: str
    step: int
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.mark} {self.step} {self.name}: {self.text}"


class ZipEntry(NamedTuple):
    """A file in a zip: where its header begins, its bytes, and those of further fields, which a pack has not."""

    name: str
    at: int
    size: int
    more: int


def leaf_hash(row: bytes) -> bytes:
    """The hash of a leaf, RFC 6962 §2.1."""
    return hashlib.sha256(b"\0" + row).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


def included(row: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a row is leaf `index` of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2)."""
    at, last, found = index, size - 1, leaf_hash(row)
    if not 0 <= at <= last:
        return False
    for sibling in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node_hash(sibling, found)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            found = node_hash(found, sibling)
        at, last = at // 2, last // 2
    return last == 0 and found == root


def row_hash(row: Mapping[str, Any]) -> str:
    """The hash that a row of the audit must have: over that of the row before it and its own canonical JSON."""
    hashed = {name: value for name, value in row.items() if name not in {"prev_hash", "hash"}}
    text = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{row['prev_hash']}{text}".encode()).hexdigest()


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files, by name: stored, without times. The same files give the same bytes."""
    body, directory = bytearray(), bytearray()
    for name in sorted(files):
        content, encoded = files[name], name.encode()
        sizes = (zlib.crc32(content), len(content), len(content))
        directory += CENTRAL.pack(CENTRAL_MAGIC, MADE_BY, *PLAIN, *sizes, len(encoded), 0, 0, 0, 0, MODE, len(body))
        directory += encoded
        body += LOCAL.pack(LOCAL_MAGIC, *PLAIN, *sizes, len(encoded), 0) + encoded + content
    end = END.pack(END_MAGIC, 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + end)


def unzipped(data: bytes) -> tuple[dict[str, bytes], str]:
    """The files of a pack, and the name of the one at which its bytes are not as they were written, or empty."""
    if len(data) < END.size:
        return {}, END_RECORD
    magic, *zeros, _, _, size, offset, comment = END.unpack(data[-END.size :])
    if magic != END_MAGIC or any(zeros) or comment or offset + size + END.size != len(data):
        return {}, END_RECORD
    walked, listed = list(_walked(data[:offset])), list(_listed(data[offset : -END.size]))
    for one, other in zip_longest(walked, listed):
        if one != other:
            return {}, " or ".join(dict.fromkeys(each.name for each in (one, other) if each))
    starts = {each.name: each.at + LOCAL.size + len(each.name.encode()) for each in walked}
    files = {each.name: data[starts[each.name] : starts[each.name] + each.size] for each in walked}
    return files, _first_other(data, zip_bytes(files), walked, offset)


def _walked(body: bytes) -> Iterator[ZipEntry]:
    """The files from header to header."""
    at = 0
    while body[at : at + 4] == LOCAL_MAGIC and at + LOCAL.size <= len(body):
        *_, size, _, length, extra = LOCAL.unpack_from(body, at)
        name = body[at + LOCAL.size : at + LOCAL.size + length].decode(errors="replace")
        yield ZipEntry(name, at, size, extra)
        at += LOCAL.size + length + extra + size


def _listed(directory: bytes) -> Iterator[ZipEntry]:
    """The files as the directory lists them."""
    at = 0
    while directory[at : at + 4] == CENTRAL_MAGIC and at + CENTRAL.size <= len(directory):
        *_, size, _, length, extra, comment, _, _, _, offset = CENTRAL.unpack_from(directory, at)
        name = directory[at + CENTRAL.size : at + CENTRAL.size + length].decode(errors="replace")
        yield ZipEntry(name, offset, size, extra + comment)
        at += CENTRAL.size + length + extra + comment


def _first_other(data: bytes, again: bytes, entries: Sequence[ZipEntry], offset: int) -> str:
    """The name of the file to which the first byte belongs that differs; empty if none does."""
    if data == again:
        return ""
    at = next((at for at, (one, other) in enumerate(zip(data, again)) if one != other), len(data))  # noqa: B905
    ends = [each.at for each in entries[1:]] + [offset]
    for each in entries:
        offset += CENTRAL.size + len(each.name.encode())
        ends.append(offset)
    return next((each.name for each, end in zip([*entries, *entries], ends) if at < end), END_RECORD)  # noqa: B905


def verified(data: bytes, key: str = "", signed: Signed | None = None) -> tuple[list[PackLine], dict[str, bytes]]:
    """Steps 1 to 4, and the files. `key` is the public key that the pack must be signed with, as PEM."""
    files, damaged = unzipped(data)
    if damaged:
        return [PackLine(FAILS, 1, "names, sizes", f"{damaged} is altered; nothing else was checked")], {}
    try:
        manifest = json.loads(files[MANIFEST])
        listed = {each["path"]: each for each in manifest["files"]}
        pem, key_id = str(manifest["key"]["pem"]), str(manifest["key"]["id"])
        head = int(manifest["head"]["seq"]), str(manifest["head"]["hash"])
        sizes = {name: (int(each["bytes"]), str(each["sha256"])) for name, each in listed.items()}
    except (KeyError, TypeError, ValueError, RecursionError):
        return [PackLine(FAILS, 1, "names, sizes", f"{MANIFEST} is not there or not readable")], {}
    held = {name: content for name, content in files.items() if name not in {MANIFEST, SIGNATURE}}
    signature = _signature(files, pem, key_id, key, signed or openssl_signed)
    return [_names(held, sizes), _hashes(held, sizes), signature, _rows(held.get(AUDIT, b""), head)], files


def _names(files: Mapping[str, bytes], sizes: Mapping[str, tuple[int, str]]) -> PackLine:
    wrong = [name for name in sorted(files.keys() | sizes.keys()) if name not in files or name not in sizes]
    wrong += [name for name in sorted(files.keys() & sizes.keys()) if len(files[name]) != sizes[name][0]]
    return _line(1, "names, sizes", wrong, f"{len(files)} files as the manifest lists them", "is not as it is listed")


def _hashes(files: Mapping[str, bytes], sizes: Mapping[str, tuple[int, str]]) -> PackLine:
    shared = sorted(files.keys() & sizes.keys())
    wrong = [name for name in shared if hashlib.sha256(files[name]).hexdigest() != sizes[name][1]]
    return _line(2, "hashes", wrong, f"{len(shared)} files have their SHA-256", "does not have its SHA-256")


def _line(step: int, name: str, wrong: Sequence[str], good: str, bad: str) -> PackLine:
    return PackLine(FAILS, step, name, f"{', '.join(wrong)} {bad}") if wrong else PackLine(HOLDS, step, name, good)


def _signature(files: Mapping[str, bytes], pem: str, key_id: str, key: str, signed: Signed) -> PackLine:
    name, found = "signature, fingerprint", fingerprint(pem)
    if found != key_id:
        return PackLine(FAILS, 3, name, f"{MANIFEST} names a key that is not its own")
    if key and fingerprint(key) != found:
        return PackLine(FAILS, 3, name, f"{MANIFEST} is signed with {found}, not with the key that was given")
    wrong = signed(key or pem, files[MANIFEST], files.get(SIGNATURE, b""))
    if wrong:
        return PackLine(FAILS, 3, name, f"{MANIFEST} and {SIGNATURE}: {wrong}")
    whose = "the key that was given" if key else "the fingerprint was not compared; ask for it or give --key"
    return PackLine(HOLDS, 3, name, f"{found}; {whose}")


def fingerprint(pem: str) -> str:
    """The SHA-256 of a public key in its binary form; empty for what is no key."""
    found = PUBLIC_KEY.fullmatch(pem.replace("\r\n", "\n").strip())
    try:
        return hashlib.sha256(base64.b64decode(found[1].replace("\n", ""), validate=True)).hexdigest() if found else ""
    except (binascii.Error, ValueError):
        return ""


def openssl_signed(pem: str, text: bytes, signature: bytes) -> str:
    """Check an Ed25519 signature with the command `openssl`."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("key.pem", "text", "signature")]
        for path, content in zip(paths, (pem.encode(), text, signature)):  # noqa: B905
            path.write_bytes(content)
        key, signed, made = map(str, paths)
        words = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", signed, "-sigfile", made]
        try:
            done = subprocess.run(words, check=False, capture_output=True)
        except OSError:
            return "not checked, because the command openssl is missing; install it"
    return "" if done.returncode == 0 else "the signature does not fit"


def _rows(audit: bytes, head: tuple[int, str]) -> PackLine:
    name = "rows to root"
    try:
        lines = [json.loads(line) for line in audit.decode().splitlines()]
        roots = {line["row"]["seq"]: line["row"] for line in lines if line["row"]["kind"] == "root"}
        for line in lines:
            wrong = _row_problem(line, roots)
            if wrong:
                return PackLine(FAILS, 4, name, f"{AUDIT}: row {line['row']['seq']} {wrong}")
        if roots.get(head[0], {}).get("hash") != head[1]:
            return PackLine(FAILS, 4, name, f"{AUDIT}: row {head[0]}, the head that {MANIFEST} names, is another")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return PackLine(FAILS, 4, name, f"{AUDIT} is not readable")
    above = ", ".join(map(str, sorted(roots)))
    proved = len(lines) - len(roots)
    return PackLine(HOLDS, 4, name, f"{proved} rows, proved by the root in row {above}; the head is row {head[0]}")


def _row_problem(line: Mapping[str, Any], roots: Mapping[int, Mapping[str, Any]]) -> str:
    row, proof = line["row"], line["proof"]
    if row["hash"] != row_hash(row):
        return "is not as it was written"
    if row["kind"] == "root":
        return ""
    body = roots[proof["root"]]["body"]
    path, root = [bytes.fromhex(each) for each in proof["path"]], bytes.fromhex(body["root"])
    leaf, size = bytes.fromhex(row["hash"]), body["to"] - body["from"] + 1
    under = included(leaf, row["seq"] - body["from"], size, path, root)
    return "" if under else f"is not under root {proof['root']}"


def main() -> int:
    """Verify the pack that is named on the command line."""
    parser = argparse.ArgumentParser(description="Verify an evidence pack.")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--key", type=Path, help="public key as PEM")
    given = parser.parse_args()
    lines, files = verified(given.pack.read_bytes(), given.key.read_text() if given.key else "")
    if files:
        lines += [PackLine(SKIPPED, *each) for each in LEFT_OUT]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal may have another encoding
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(any(line.mark == FAILS for line in lines))


if __name__ == "__main__":
    sys.exit(main())
