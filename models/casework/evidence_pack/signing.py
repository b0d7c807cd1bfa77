"""The Ed25519 key with which packs are signed: a file that only its owner reads, and the older keys beside it."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.base.settings import UserError
from models.casework.evidence_pack.verify import fingerprint

KEY = "evidence-key.pem"


class SigningKey:
    """A private key; `id` is the SHA-256 of its public half in binary form, `public` that half as PEM."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        self.public = private.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
        self.id = fingerprint(self.public)

    def sign(self, text: bytes) -> bytes:
        """The signature, 64 bytes; the same text gives the same one (RFC 8032)."""
        return self._private.sign(text)


def read_key(folder: Path) -> SigningKey | None:
    """The key of this folder; None where none was made. Raises UserError for a file that is no such key."""
    path = folder / KEY
    if not path.exists():
        return None
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise UserError(f"{path} is no private key; put back the copy of it") from problem
    if not isinstance(private, Ed25519PrivateKey):
        raise UserError(f"{path} is no Ed25519 key; remove it and run `run.py evidence key`")
    return SigningKey(private)


def make_key(folder: Path) -> SigningKey:
    """Make the key of this folder, readable by its owner only. Raises UserError if there is one."""
    private = Ed25519PrivateKey.generate()
    form = serialization.PrivateFormat.PKCS8
    text = private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise UserError(f"{folder / KEY} exists already; `run.py evidence key` shows it") from problem
    with os.fdopen(file, "wb") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(file)
    return SigningKey(private)


def rotate_key(folder: Path) -> tuple[SigningKey, Path]:
    """Put the key aside under its fingerprint and make another; gives the new one and where the old one lies."""
    old = read_key(folder)
    if old is None:
        raise UserError(f"{folder / KEY}: there is no key yet; `run.py evidence key` makes one")
    aside = folder / f"evidence-key-{old.id[:16]}.pem"
    (folder / KEY).replace(aside)
    return make_key(folder), aside


def signature_problem(pem: str, text: bytes, signature: bytes) -> str:
    """Check a signature; empty, or what is wrong."""
    try:
        public = serialization.load_pem_public_key(pem.encode())
        if not isinstance(public, Ed25519PublicKey):
            return "the key is no Ed25519 key"
        public.verify(signature, text)
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return "the signature does not fit"
    return ""
