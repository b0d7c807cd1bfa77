"""Tables beside the ledger that are neither folded nor chained nor in evidence packs: passwords, sessions, tokens."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, String, Table, Text

from models.casework.tables import METADATA, NUMBER

CREDENTIALS = Table(
    "credentials",
    METADATA,
    Column("account", String(32), primary_key=True),
    Column("password", Text, nullable=False),  # argon2id in the PHC string format; empty: none
    Column("totp", String(64), nullable=False),  # secret in base32; empty: not enrolled
    Column("totp_step", NUMBER, nullable=False),  # the newest step that was used, so that no code works twice
    Column("changed_t_s", Float, nullable=False),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),  # SHA-256, in hex
    Column("account", String(32), nullable=False, index=True),
    Column("kind", String(16), nullable=False),  # desk, field or wall
    Column("address", String(64), nullable=False),
    Column("made_t_s", Float, nullable=False),
    Column("seen_t_s", Float, nullable=False),
)
TOKENS = Table(
    "tokens",
    METADATA,
    Column("token_hash", String(64), primary_key=True),  # SHA-256, in hex
    Column("account", String(32), nullable=False, index=True),
    Column("name", String(64), nullable=False),  # what it is for
    Column("scopes", JSON, nullable=False),
    Column("made_t_s", Float, nullable=False),
    Column("until_t_s", Float, nullable=False),
    Column("used_t_s", Float, nullable=False),  # 0: never
)
