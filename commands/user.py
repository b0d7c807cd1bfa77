"""`run.py user`: the accounts of the live watch, their passwords and their sessions.

It writes into the ledger itself, with the same checks as the desk process, and works while a desk runs and while none
does: a desk reads what was written within a second. Passwords are read from the terminal or from stdin, never from the
command line, which other users of the machine can see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.accounts import actions
from commands.cli import Shared, WorkError, refuse_useless
from commands.launch.plan import ledger_file
from models.base.settings import Settings, UserError

if TYPE_CHECKING:
    from models.casework.store import Ledger


class UserAction(StrEnum):
    """What can be done with accounts."""

    add = "add"
    role = "role"
    unit = "unit"
    password = "password"
    totp = "totp"
    link = "link"
    disable = "disable"
    sessions = "sessions"
    token = "token"
    tokens = "tokens"
    list = "list"


A = UserAction
ONLY_WITH: dict[str, tuple[UserAction, ...]] = {
    "name_zh": (A.add,),
    "name_en": (A.add,),
    "role": (A.add, A.role),
    "unit": (A.add, A.unit),
    "certificate": (A.add,),
    "certificate_until": (A.add,),
    "reason": (A.disable,),
    "end": (A.sessions, A.tokens),
    "purpose": (A.token,),
    "scope": (A.token,),
    "days": (A.token,),
    "off": (A.totp, A.link),
    "oidc": (A.add, A.link),
}


def user(
    ctx: typer.Context,
    action: Annotated[UserAction, typer.Argument(help="What to do; each is explained above.")],
    account: Annotated[str, typer.Argument(help="The account's id, such as li.ming.")] = "",
    name_zh: Annotated[str, typer.Option("--name", help="With add: the name, as the ledger shows it.")] = "",
    name_en: Annotated[str, typer.Option(help="With add: the name on English pages.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="With add and role: a role; may be repeated.")] = None,
    unit: Annotated[str, typer.Option(help="With add and unit: a unit of the site; empty is the whole site.")] = "",
    certificate: Annotated[str, typer.Option(help="With add: number of the enforcement certificate.")] = "",
    certificate_until: Annotated[str, typer.Option(help="With add: the day on which it ends.")] = "",
    reason: Annotated[str, typer.Option(help="With disable: why.")] = "",
    end: Annotated[str, typer.Option(help="With sessions and tokens: `all`, or the first characters of one.")] = "",
    purpose: Annotated[str, typer.Option("--for", help="With token: what it is for, such as `hotline 12345`.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="With token: clues or read; may be repeated.")] = None,
    days: Annotated[int, typer.Option(help="With token: how long it lives, at most 366.")] = 90,
    off: Annotated[bool, typer.Option("--off", help="With totp: no code any more; with link: no link.")] = False,
    oidc: Annotated[str, typer.Option(help="With link and add: what the provider calls the person (`sub`).")] = "",
) -> None:
    """Accounts, passwords and sessions of the live watch.

    [bold]add[/bold]       a new account with --name and --role; asks for its password

    [bold]role[/bold]      other roles: viewer duty commander grid legal supervisor oversight integrator director admin

    [bold]unit[/bold]      another unit of the site

    [bold]password[/bold]  a new password; from stdin when that is not a terminal. Ends the account's sessions

    [bold]totp[/bold]      a one-time code besides the password; prints the secret for the authenticator

    [bold]link[/bold]      who this is at the provider of security.oidc; with add, no password is needed then

    [bold]disable[/bold]   no log-in any more; open pages are closed within seconds

    [bold]sessions[/bold]  who is logged in, of one account or of all; --end ends them

    [bold]token[/bold]     a token for a program that acts for the account; it is shown once

    [bold]tokens[/bold]    the tokens of one account or of all, with their last use; --end ends them

    [bold]list[/bold]      all accounts

    [bold]Examples[/bold]

      run.py user add li.ming --name 李明 --role duty --unit putuo

      run.py user role li.ming --role duty --role commander

      run.py user link li.ming --oidc 7f2c9a10-33d1

      run.py user sessions li.ming --end all

      run.py user token hotline --for "hotline 12345" --scope clues --days 180
    """
    from models.casework.engines import LedgerError
    from models.casework.refusals import Refused

    useless = {name: f"goes with user {' and '.join(uses)}" for name, uses in ONLY_WITH.items() if action not in uses}
    refuse_useless(ctx, useless)
    if not account and action not in (A.sessions, A.tokens, A.list):
        raise UserError(f"name the account: run.py user {action} ACCOUNT")
    shared: Shared = ctx.obj
    settings = shared.settings()
    given = {
        **{"name_zh": name_zh, "name_en": name_en, "roles": role or [], "unit": unit, "certificate": certificate},
        **{"certificate_until": certificate_until, "reason": reason, "end": end, "off": off, "oidc": oidc},
        **{"purpose": purpose, "scopes": scope or ["clues"], "days": days},
    }
    try:
        with opened_ledger(settings) as ledger:
            ACTIONS[action](ledger, settings, account, given)
    except Refused as refusal:
        raise UserError(refusal.why["en"]) from refusal
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem


ACTIONS: dict[UserAction, Callable[[Ledger, Settings, str, dict[str, Any]], None]] = {
    A.add: actions.add,
    A.role: actions.role,
    A.unit: actions.unit,
    A.password: actions.password,
    A.totp: actions.totp,
    A.link: actions.link,
    A.disable: actions.disable,
    A.sessions: actions.sessions,
    A.token: actions.token,
    A.tokens: actions.tokens,
    A.list: actions.list_all,
}


@contextmanager
def opened_ledger(settings: Settings) -> Iterator[Ledger]:
    """The live ledger, begun where there is none."""
    from models.casework.store import Ledger, sqlite_url

    url = settings.casework.ledger_url or sqlite_url(Path(ledger_file(settings)))
    with closing(Ledger(url)) as ledger:
        yield ledger
