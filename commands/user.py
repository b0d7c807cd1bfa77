"""`run.py user`: the accounts of the live watch, their passwords and their sessions.

It writes into the ledger itself, with the same checks as the desk process, and works while a desk runs and while none
does: a desk reads what was written within a second. Passwords are read from the terminal or from stdin, never from the
command line, which other users of the machine can see.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.cli import Shared, WorkError, refuse_useless, say
from commands.launch.plan import ledger_file
from models.base.clock import iso, now_s
from models.base.paths import SITES
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
    "off": (A.totp,),
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
    off: Annotated[bool, typer.Option("--off", help="With totp: the account needs no code any more.")] = False,
) -> None:
    """Accounts, passwords and sessions of the live watch.

    [bold]add[/bold]       a new account with --name and --role; asks for its password

    [bold]role[/bold]      other roles: viewer duty commander grid legal supervisor oversight integrator director admin

    [bold]unit[/bold]      another unit of the site

    [bold]password[/bold]  a new password; from stdin when that is not a terminal. Ends the account's sessions

    [bold]totp[/bold]      a one-time code besides the password; prints the secret for the authenticator

    [bold]disable[/bold]   no log-in any more; open pages are closed within seconds

    [bold]sessions[/bold]  who is logged in, of one account or of all; --end ends them

    [bold]token[/bold]     a token for a program that acts for the account; it is shown once

    [bold]tokens[/bold]    the tokens of one account or of all, with their last use; --end ends them

    [bold]list[/bold]      all accounts

    [bold]Examples[/bold]

      run.py user add li.ming --name 李明 --role duty --unit putuo

      run.py user role li.ming --role duty --role commander

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
        **{"certificate_until": certificate_until, "reason": reason, "end": end, "off": off},
        **{"purpose": purpose, "scopes": scope or ["clues"], "days": days},
    }
    try:
        with opened_ledger(settings) as ledger:
            ACTIONS[action](ledger, settings, account, given)
    except Refused as refusal:
        raise UserError(refusal.why["en"]) from refusal
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem


def _add(ledger: Ledger, settings: Settings, account: str, given: dict[str, Any]) -> None:
    from models.casework.access.accounts import checked_roles
    from models.casework.access.passwords import assert_good

    checked_roles(given["roles"])
    _assert_unit(settings, given["unit"])
    password = _new_password()
    assert_good(password, account)
    fields = ("name_zh", "name_en", "roles", "unit", "certificate", "certificate_until")
    _write(ledger, "account_add", account, {name: given[name] for name in fields})
    _set_password(ledger, account, password)
    say(f"{account} may log in")


def _role(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    _write(ledger, "account_role", account, {"roles": given["roles"]})
    say(f"{account}: {', '.join(given['roles'])}")


def _unit(ledger: Ledger, settings: Settings, account: str, given: dict[str, Any]) -> None:
    _assert_unit(settings, given["unit"])
    _write(ledger, "account_unit", account, {"unit": given["unit"]})
    say(f"{account}: {given['unit'] or 'the whole site'}")


def _password(ledger: Ledger, _settings: Settings, account: str, _given: dict[str, Any]) -> None:
    from models.casework.access.accounts import active_or_refused
    from models.casework.access.passwords import assert_good
    from models.casework.access.vault import Vault

    active_or_refused(ledger.book(), account)
    password = _new_password()
    assert_good(password, account)
    _set_password(ledger, account, password)
    say(f"{account} has a new password; {Vault(ledger).end_all(account)} sessions ended")


def _totp(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    from models.casework.access import totp
    from models.casework.access.accounts import active_or_refused
    from models.casework.access.vault import Vault

    active_or_refused(ledger.book(), account)
    secret = "" if given["off"] else totp.new_secret()
    Vault(ledger).set(account, now_s(), totp=secret, totp_step=0)
    if secret:
        say(f"Enter this secret in the authenticator: {secret}\n{totp.address(secret, account, 'Wanghai')}")
    else:
        say(f"{account} needs no code any more")


def _disable(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    from models.casework.access.vault import Vault

    _write(ledger, "account_disable", account, {"reason": given["reason"]})
    say(f"{account} is disabled; {Vault(ledger).end_all(account)} sessions ended")


def _sessions(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    from models.casework.access.vault import Vault

    vault = Vault(ledger)
    found = vault.sessions(now_s(), account)
    if given["end"]:
        starts = [each.token_hash for each in found if given["end"] in ("all", each.token_hash[: len(given["end"])])]
        say(f"{sum(vault.end_hash(start) for start in starts)} sessions ended")
        return
    for each in found:
        times = (iso(each.made_t_s)[:19], iso(each.seen_t_s)[:19])
        say("\t".join((each.token_hash[:12], each.account, each.kind, each.address, *times)))


def _token(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    from models.casework.access.accounts import active_or_refused
    from models.casework.access.tokens import Tokens

    active_or_refused(ledger.book(), account)
    token = Tokens(ledger).make(account, given["purpose"] or account, given["scopes"], given["days"], now_s())
    say(f"{token}\nIt is not shown again. Programs send it as: Authorization: Bearer {token[:7]}…")


def _tokens(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    from models.casework.access.tokens import Tokens

    tokens = Tokens(ledger)
    found = tokens.all(account)
    if given["end"]:
        starts = [each.token_hash for each in found if given["end"] in ("all", each.token_hash[: len(given["end"])])]
        say(f"{sum(tokens.end(start) for start in starts)} tokens ended")
        return
    for each in found:
        used = iso(each.used_t_s)[:19] if each.used_t_s else "never used"
        until = f"until {iso(each.until_t_s)[:10]}"
        say("\t".join((each.token_hash[:12], each.account, each.name, ",".join(each.scopes), until, used)))


def _list(ledger: Ledger, _settings: Settings, _account: str, _given: dict[str, Any]) -> None:
    from models.casework.access.accounts import account_of
    from models.casework.access.vault import Vault

    accounts = {name: account_of(event) for name, event in sorted(ledger.book().accounts.items())}
    if not accounts:
        say("There are no accounts; only this machine is served. Add one: run.py user add NAME --name 李明 --role duty")
    for name, each in accounts.items():
        state = "disabled" if each.disabled else "code" if Vault(ledger).credential(name).totp else ""
        say("\t".join((name, each.name_zh, each.unit or "-", ",".join(each.roles), state)).rstrip())


ACTIONS: dict[UserAction, Callable[[Ledger, Settings, str, dict[str, Any]], None]] = {
    A.add: _add,
    A.role: _role,
    A.unit: _unit,
    A.password: _password,
    A.totp: _totp,
    A.disable: _disable,
    A.sessions: _sessions,
    A.token: _token,
    A.tokens: _tokens,
    A.list: _list,
}


def _write(ledger: Ledger, kind: str, account: str, body: dict[str, Any]) -> None:
    from models.casework.access.direct import command, console, write

    by = console(getpass.getuser())
    write(ledger, command(kind, account, by, **body), by, now_s())


def _set_password(ledger: Ledger, account: str, password: str) -> None:
    from models.casework.access.passwords import hashed
    from models.casework.access.vault import Vault

    Vault(ledger).set(account, now_s(), password=hashed(password))


def _new_password() -> str:
    """From the terminal, twice; otherwise the first line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise UserError("the passwords differ; nothing was changed")
    return password


def _assert_unit(settings: Settings, unit: str) -> None:
    from models.site.site import load_site

    known = [each.id for each in load_site(SITES / settings.site).units]
    if unit and unit not in known:
        raise UserError(f"--unit {unit}: expected one of {', '.join(known)}, or nothing for the whole site")


@contextmanager
def opened_ledger(settings: Settings) -> Iterator[Ledger]:
    """The live ledger, begun where there is none."""
    from models.casework.store import Ledger, sqlite_url

    url = settings.casework.ledger_url or sqlite_url(Path(ledger_file(settings)))
    with closing(Ledger(url)) as ledger:
        yield ledger
