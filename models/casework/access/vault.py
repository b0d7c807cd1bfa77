"""Passwords and sessions in the database of the ledger. A token is stored as its hash only.

The desk process calls it for every log-in; `run.py user` calls it directly, also while a desk runs.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from models.casework.access.tables import CREDENTIALS, SESSIONS
from models.casework.store import Ledger

TOKEN_BYTES = 32
# How long a session of each kind lives without being used, s. A wall runs unattended until it is revoked.
IDLE_S: Mapping[str, float] = {"desk": 13 * 3600.0, "field": 7 * 86_400.0, "wall": math.inf}
TOUCH_EVERY_S = 60.0


@dataclass(frozen=True)
class Credential:
    """What an account proves itself with; empty texts for what it has not."""

    password: str = ""
    totp: str = ""
    totp_step: int = 0


@dataclass(frozen=True)
class Session:
    """One log-in of an account, at a desk, in the field or on a wall."""

    token_hash: str
    account: str
    kind: str
    address: str
    made_t_s: float
    seen_t_s: float


class Vault:
    """The tables `credentials` and `sessions` of a ledger. Every method may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def credential(self, account: str) -> Credential:
        """What the account has; nothing without a row."""
        wanted = select(CREDENTIALS.c.password, CREDENTIALS.c.totp, CREDENTIALS.c.totp_step)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted.where(CREDENTIALS.c.account == account)).first()
        return Credential(*row) if row else Credential()

    def set(self, account: str, t_s: float, **values: str | int) -> None:
        """Set `password`, `totp` or `totp_step`; the others stay."""
        with self._ledger.writing() as connection:
            ours = CREDENTIALS.c.account == account
            if not connection.execute(update(CREDENTIALS).where(ours).values(**values)).rowcount:
                row = {"password": "", "totp": "", "totp_step": 0, **values}
                connection.execute(insert(CREDENTIALS).values(account=account, changed_t_s=t_s, **row))

    def use_step(self, account: str, step: int) -> bool:
        """Mark a one-time code as used; False if it or a later one was used meanwhile."""
        with self._ledger.writing() as connection:
            unused = and_(CREDENTIALS.c.account == account, CREDENTIALS.c.totp_step < step)
            return connection.execute(update(CREDENTIALS).where(unused).values(totp_step=step)).rowcount == 1

    def begin(self, account: str, kind: str, address: str, t_s: float) -> str:
        """A new session; returns its token. In the field an account is logged in on one device at a time."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._ledger.writing() as connection:
            if kind == "field":
                earlier = and_(SESSIONS.c.account == account, SESSIONS.c.kind == kind)
                connection.execute(delete(SESSIONS).where(earlier))
            connection.execute(delete(SESSIONS).where(_over(t_s)))
            row = {"token_hash": token_hash(token), "account": account, "kind": kind, "address": address[:64]}
            connection.execute(insert(SESSIONS).values(**row, made_t_s=t_s, seen_t_s=t_s))
        return token

    def sessions(self, t_s: float, account: str = "") -> list[Session]:
        """The sessions that are not over, of one account or of all, newest first."""
        wanted = select(SESSIONS).order_by(SESSIONS.c.made_t_s.desc())
        if account:
            wanted = wanted.where(SESSIONS.c.account == account)
        with self._ledger.reading() as connection:
            found = [Session(*row) for row in connection.execute(wanted)]
        return [each for each in found if t_s - each.seen_t_s <= IDLE_S[each.kind]]

    def found(self, tokens: Iterable[str], t_s: float) -> dict[str, Session]:
        """The sessions of these tokens that are not over, by token."""
        by_hash = {token_hash(token): token for token in tokens}
        with self._ledger.reading() as connection:
            rows = connection.execute(select(SESSIONS).where(SESSIONS.c.token_hash.in_(list(by_hash))))
            found = [Session(*row) for row in rows]
        return {by_hash[each.token_hash]: each for each in found if t_s - each.seen_t_s <= IDLE_S[each.kind]}

    def touch(self, session: Session, t_s: float) -> None:
        """Note that a session was used; at most once a minute, because it writes."""
        if t_s - session.seen_t_s >= TOUCH_EVERY_S:
            with self._ledger.writing() as connection:
                ours = SESSIONS.c.token_hash == session.token_hash
                connection.execute(update(SESSIONS).where(ours).values(seen_t_s=t_s))

    def end(self, token: str) -> None:
        """End one session."""
        self._end(SESSIONS.c.token_hash == token_hash(token))

    def end_all(self, account: str, but: str = "") -> int:
        """End all sessions of an account but that of one token; returns how many."""
        return self._end(and_(SESSIONS.c.account == account, SESSIONS.c.token_hash != token_hash(but)))

    def end_hash(self, start: str) -> int:
        """End the sessions whose hash begins so; returns how many."""
        return self._end(SESSIONS.c.token_hash.startswith(start, autoescape=True))

    def _end(self, which: ColumnElement[bool]) -> int:
        with self._ledger.writing() as connection:
            return int(connection.execute(delete(SESSIONS).where(which)).rowcount)


def token_hash(token: str) -> str:
    """The hash under which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _over(t_s: float) -> ColumnElement[bool]:
    """Which sessions were not used for too long."""
    limited = [(kind, idle_s) for kind, idle_s in IDLE_S.items() if math.isfinite(idle_s)]
    return or_(*(and_(SESSIONS.c.kind == kind, SESSIONS.c.seen_t_s < t_s - idle_s) for kind, idle_s in limited))
