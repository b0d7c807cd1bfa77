"""Who gives a command: an account's name, unit and roles, as the desk itself finds them; never what a request says."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = (
    "viewer",
    "duty",
    "commander",
    "grid",
    "legal",
    "supervisor",
    "oversight",
    "integrator",
    "director",
    "admin",
)


# What the token of a program may do: send in clues and read their answers; read what its account may read.
TOKEN_SCOPES = ("clues", "read")


@dataclass(frozen=True)
class Person:
    """`unit` is one of the site, empty for the whole of it; `via` is the way in: desk, field, api or local.

    `scopes` are those of the token of a program, which came by `api`.
    """

    name: str = ""
    account: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    via: str = "desk"
    scopes: tuple[str, ...] = ()

    def has(self, *roles: str) -> bool:
        """Whether the account has one of these roles."""
        return any(role in self.roles for role in roles)


# Without accounts, a person at this machine may do everything; every page says so.
LOCAL = Person(roles=ROLES, via="local")

# The desk itself, which writes what the clocks of cases come to; no request can say it is this.
DESK = Person("clock", roles=("clock",), via="clock")
