"""Merkle trees in the form of RFC 6962 §2.1 over the hashes of audit rows.

The hash of a leaf is SHA-256(0x00 ‖ row hash), that of a node SHA-256(0x01 ‖ left ‖ right), so that no node can be
given out as a leaf. With the path of a leaf anyone who knows the root can check that the leaf is in the tree, without
seeing the others. How a path is checked: verify.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from models.casework.evidence_pack.verify import leaf_hash, node_hash


def root_of(rows: Sequence[bytes]) -> bytes:
    """The root over the row hashes (32 bytes each), in order."""
    if not rows:
        return hashlib.sha256().digest()
    return _levels([leaf_hash(each) for each in rows])[-1][0]


def path_of(rows: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings of row `index`, from the leaf up. Raises IndexError for a row that is not there."""
    if not 0 <= index < len(rows):
        raise IndexError(f"row {index} of {len(rows)}")
    path = []
    for level in _levels([leaf_hash(each) for each in rows])[:-1]:
        sibling = index ^ 1
        path += level[sibling : sibling + 1]  # the last of an odd level has none
        index //= 2
    return path


def _levels(leaves: list[bytes]) -> list[list[bytes]]:
    """All levels from the leaves to the root; the last of an odd level goes up as it is."""
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)]
        levels.append(pairs + (below[-1:] if len(below) % 2 else []))
    return levels
