"""A pack: its files, a manifest with the SHA-256 of each, the signature of the manifest, in one zip without times."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.base.clock import iso
from models.casework.evidence_pack import verify
from models.casework.evidence_pack.contents import as_json
from models.casework.evidence_pack.signing import SigningKey

LEFT_OUT = ("case.pdf", "map.png", "manifest.tsr")
MOST_BYTES = 2**32 - 2**24  # of a zip without the form for larger ones


def packed(files: Mapping[str, bytes], facts: Mapping[str, Any], head: Mapping[str, Any], key: SigningKey) -> bytes:
    """The bytes of a pack. It is made as of its head, the newest root: the same data give the same bytes.

    Raises ValueError if it would be too large.
    """
    if sum(map(len, files.values())) > MOST_BYTES:
        raise ValueError("the files of this case have more than 4 GB")
    whole = {**files, "verify.py": Path(verify.__file__).read_bytes()}
    manifest = as_json(
        {
            **facts,
            "files": [_entry(name, whole[name]) for name in sorted(whole)],
            "head": {"seq": head["seq"], "hash": head["hash"]},
            "key": {"id": key.id, "pem": key.public},
            "left_out": LEFT_OUT,
            "made": iso(head["t_s"]),
        }
    )
    signed = {verify.MANIFEST: manifest, verify.SIGNATURE: key.sign(manifest)}
    return verify.zip_bytes({**whole, **signed})


def _entry(name: str, content: bytes) -> dict[str, Any]:
    return {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
