"""Tokens of programs: `wh_` and 256 random bits, stored as a hash, shown once, for at most a year.

A token acts for an account, which must be there and have the rights, within its scopes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from models.casework.access.tables import TOKENS
from models.casework.access.vault import TOKEN_BYTES, TOUCH_EVERY_S, token_hash
from models.casework.person import TOKEN_SCOPES
from models.casework.refusals import Refused
from models.casework.store import Ledger

MARK = "wh_"
DAY_S = 86_400.0
MOST_DAYS = 366


@dataclass(frozen=True)
class ApiToken:
    """One token: whose it is, what for, and how long it lives; `used_t_s` is 0 for one that was never used."""

    token_hash: str
    account: str
    name: str
    scopes: tuple[str, ...]
    made_t_s: float
    until_t_s: float
    used_t_s: float


class Tokens:
    """The table `tokens` of a ledger. Every method may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def make(self, account: str, name: str, scopes: Iterable[str], days: int, t_s: float) -> str:
        """A new token; it is returned here and never again. Raises Refused."""
        wanted = tuple(scope for scope in TOKEN_SCOPES if scope in set(scopes))
        if not wanted or set(scopes) - set(TOKEN_SCOPES):
            raise Refused("choice", name="scope", choices=", ".join(TOKEN_SCOPES))
        if not 1 <= days <= MOST_DAYS:
            raise Refused("token_days", most=MOST_DAYS)
        token = MARK + secrets.token_urlsafe(TOKEN_BYTES)
        row = {"token_hash": token_hash(token), "account": account, "name": name[:64], "scopes": list(wanted)}
        times = {"made_t_s": t_s, "until_t_s": t_s + days * DAY_S, "used_t_s": 0.0}
        with self._ledger.writing() as connection:
            connection.execute(insert(TOKENS).values(**row, **times))
        return token

    def all(self, account: str = "") -> list[ApiToken]:
        """The tokens of one account or of all, newest first."""
        wanted = select(TOKENS).order_by(TOKENS.c.made_t_s.desc())
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted.where(TOKENS.c.account == account) if account else wanted)
            return [_token(row) for row in rows]

    def found(self, tokens: Iterable[str], t_s: float) -> dict[str, ApiToken]:
        """Those of these tokens that are not over, by token."""
        by_hash = {token_hash(token): token for token in tokens if token.startswith(MARK)}
        if not by_hash:
            return {}
        with self._ledger.reading() as connection:
            rows = connection.execute(select(TOKENS).where(TOKENS.c.token_hash.in_(list(by_hash))))
            found = [_token(row) for row in rows]
        return {by_hash[each.token_hash]: each for each in found if t_s < each.until_t_s}

    def touch(self, token: ApiToken, t_s: float) -> None:
        """Note that a token was used; at most once a minute, because it writes."""
        if t_s - token.used_t_s >= TOUCH_EVERY_S:
            with self._ledger.writing() as connection:
                ours = TOKENS.c.token_hash == token.token_hash
                connection.execute(update(TOKENS).where(ours).values(used_t_s=t_s))

    def end(self, start: str) -> int:
        """End the tokens whose hash begins so; returns how many."""
        with self._ledger.writing() as connection:
            ours = TOKENS.c.token_hash.startswith(start, autoescape=True)
            return int(connection.execute(delete(TOKENS).where(ours)).rowcount)


def _token(row: Row[Any]) -> ApiToken:
    values = dict(row._mapping)
    return ApiToken(**{**values, "scopes": tuple(values["scopes"])})
