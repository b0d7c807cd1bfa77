"""What `run.py user` does, one function for each word; the words and options are in commands/user.py."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Any

from commands.cli import say
from models.base.clock import iso, now_s
from models.base.paths import SITES
from models.base.settings import Settings, UserError

if TYPE_CHECKING:
    from models.casework.store import Ledger


def add(ledger: Ledger, settings: Settings, account: str, given: dict[str, Any]) -> None:
    """A new account, with a password or with a link to a provider's person."""
    from models.casework.access.accounts import checked_roles
    from models.casework.access.passwords import assert_good

    checked_roles(given["roles"])
    _assert_unit(settings, given["unit"])
    password = "" if given["oidc"] else _new_password()
    if password or not given["oidc"]:
        assert_good(password, account)
    issuer = _issuer(settings) if given["oidc"] else ""
    fields = ("name_zh", "name_en", "roles", "unit", "certificate", "certificate_until")
    _write(ledger, "account_add", account, {name: given[name] for name in fields})
    if issuer:
        _write(ledger, "account_link", account, {"issuer": issuer, "subject": given["oidc"]})
    else:
        _set_password(ledger, account, password)
    say(f"{account} may log in")


def role(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    """Other roles."""
    _write(ledger, "account_role", account, {"roles": given["roles"]})
    say(f"{account}: {', '.join(given['roles'])}")


def unit(ledger: Ledger, settings: Settings, account: str, given: dict[str, Any]) -> None:
    """Another unit."""
    _assert_unit(settings, given["unit"])
    _write(ledger, "account_unit", account, {"unit": given["unit"]})
    say(f"{account}: {given['unit'] or 'the whole site'}")


def password(ledger: Ledger, _settings: Settings, account: str, _given: dict[str, Any]) -> None:
    """A new password; the sessions of the account end."""
    from models.casework.access.accounts import active_or_refused
    from models.casework.access.passwords import assert_good
    from models.casework.access.vault import Vault

    active_or_refused(ledger.book(), account)
    password = _new_password()
    assert_good(password, account)
    _set_password(ledger, account, password)
    say(f"{account} has a new password; {Vault(ledger).end_all(account)} sessions ended")


def totp(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    """A secret for one-time codes, or none any more."""
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


def link(ledger: Ledger, settings: Settings, account: str, given: dict[str, Any]) -> None:
    """Who the account is at the provider; its sessions end, because they may be of somebody else."""
    from models.casework.access.vault import Vault

    if bool(given["oidc"]) == given["off"]:
        raise UserError(
            f"say who it is at the provider, or end the link: run.py user link {account} --oidc SUB | --off"
        )
    issuer = "" if given["off"] else _issuer(settings)
    _write(ledger, "account_link", account, {"issuer": issuer, "subject": given["oidc"]})
    ended = f"{Vault(ledger).end_all(account)} sessions ended"
    say(
        f"{account} is no longer linked; {ended}"
        if given["off"]
        else f"{account} is {given['oidc']} at {issuer}; {ended}"
    )


def disable(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    """No log-in any more."""
    from models.casework.access.vault import Vault

    _write(ledger, "account_disable", account, {"reason": given["reason"]})
    say(f"{account} is disabled; {Vault(ledger).end_all(account)} sessions ended")


def sessions(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    """Who is logged in, or end that."""
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


def token(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    """A token for a program."""
    from models.casework.access.accounts import active_or_refused
    from models.casework.access.tokens import Tokens

    active_or_refused(ledger.book(), account)
    token = Tokens(ledger).make(account, given["purpose"] or account, given["scopes"], given["days"], now_s())
    say(f"{token}\nIt is not shown again. Programs send it as: Authorization: Bearer {token[:7]}…")


def tokens(ledger: Ledger, _settings: Settings, account: str, given: dict[str, Any]) -> None:
    """The tokens of programs, or end them."""
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


def list_all(ledger: Ledger, _settings: Settings, _account: str, _given: dict[str, Any]) -> None:
    """All accounts."""
    from models.casework.access.accounts import account_of
    from models.casework.access.vault import Vault

    accounts = {name: account_of(event) for name, event in sorted(ledger.book().accounts.items())}
    if not accounts:
        say("There are no accounts; only this machine is served. Add one: run.py user add NAME --name 李明 --role duty")
    for name, each in accounts.items():
        state = "disabled" if each.disabled else "code" if Vault(ledger).credential(name).totp else ""
        say("\t".join((name, each.name_zh, each.unit or "-", ",".join(each.roles), state, each.oidc_subject)).rstrip())


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


def _issuer(settings: Settings) -> str:
    if settings.security.oidc is None:
        raise UserError("name the provider in security.oidc of config.yaml first; a link is to a person there")
    return settings.security.oidc.issuer


def _assert_unit(settings: Settings, unit: str) -> None:
    from models.site.site import load_site

    known = [each.id for each in load_site(SITES / settings.site).units]
    if unit and unit not in known:
        raise UserError(f"--unit {unit}: expected one of {', '.join(known)}, or nothing for the whole site")
