"""Passwords: argon2id (RFC 9106) with settings that fit two cores; they are checked in threads, two at a time."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from models.casework.refusals import Refused

LEAST_CHARACTERS, MOST_CHARACTERS = 12, 256
AT_ONCE = 2  # 19 MiB and one core each
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
# Checked in place of an account that does not exist, so that the answer takes as long.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$nuW33e4Gg5lee1QDZTfMLg$ZOhJPv6PgjnQKO7xQsN/o80ZZUYKo6HGs+YjdBOzp5s"


def assert_good(password: str, account: str) -> None:
    """Refuse a password that is too short or too long, or contains the account's id. Raises Refused."""
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS or account in password.lower():
        raise Refused("password_form", least=LEAST_CHARACTERS, most=MOST_CHARACTERS)


def hashed(password: str) -> str:
    """The hash as it is stored, with its settings and salt."""
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether it is the password; takes as long for an empty hash, which none matches."""
    try:
        return HASHER.verify(stored or NOBODYS, password[:MOST_CHARACTERS]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def rehashed(stored: str, password: str) -> str:
    """The hash with today's settings if it was made with others, else empty."""
    return hashed(password) if HASHER.check_needs_rehash(stored) else ""
