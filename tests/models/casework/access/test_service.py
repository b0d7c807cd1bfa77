"""Log-in at the desk process, on both kinds of database: passwords, codes, sessions, waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from models.casework.access import passwords, totp
from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing, command, console, write
from models.casework.access.service import AccessService
from models.casework.access.tables import SESSIONS
from models.casework.access.vault import IDLE_S, Vault
from models.casework.protocol import AccessReply, AccessRequest
from models.casework.refusals import Refused
from models.casework.store import Ledger

T_S = 1_700_000_000.0
PASSWORD = "correct horse battery"
ACCOUNTS = {
    "li": Account("李明", roles=("duty",), unit="putuo"),
    "boss": Account("王局", roles=("commander",)),
    "wall": Account("大屏", roles=("viewer",)),
    "demo": Account("演练", roles=("grid",)),
}


class LogIns:
    """A service on a ledger with four accounts; `demo` needs no password."""

    def __init__(self, url: str, *, codes: bool = False) -> None:
        self.ledger = Ledger(url)
        self.vault = Vault(self.ledger)
        add_missing(self.ledger, ACCOUNTS, T_S)
        for account in ("li", "boss", "wall"):
            self.vault.set(account, T_S, password=passwords.hashed(PASSWORD))
        self.service = AccessService(self.vault, ["demo"], codes=codes)

    def ask(self, do: str, t_s: float = T_S, **values: Any) -> AccessReply:
        """The reply, also when a password has to be checked first."""
        book = self.ledger.book()
        reply = self.service.answer(b"page", AccessRequest("1", do, values), book, t_s)
        while reply is None:
            time.sleep(0.005)
            for sender, ready in self.service.finished(book, t_s):
                assert sender == b"page"
                reply = ready
        return reply

    def log_in(self, account: str = "li", password: str = PASSWORD, t_s: float = T_S, **more: Any) -> AccessReply:
        given = {"account": account, "password": password, "code": "", "address": "10.0.0.1", "kind": "desk", **more}
        return self.ask("log_in", t_s, **given)

    def close(self) -> None:
        self.service.close()
        self.ledger.close()


@pytest.fixture
def ins(url: str) -> Iterator[LogIns]:
    ins = LogIns(url)
    yield ins
    ins.close()


def test_the_right_password_gives_a_session_of_the_account(ins: LogIns) -> None:
    reply = ins.log_in()
    token = reply.values["token"]
    assert (reply.why, reply.values["kind"], reply.values["person"]["name"]) == ({}, "desk", "李明")
    person = ins.service.person(token, ins.ledger.book(), T_S)
    assert (person.account, person.unit, person.roles, person.via) == ("li", "putuo", ("duty",), "desk")
    with ins.ledger.reading() as connection:
        stored = str(connection.execute(SESSIONS.select()).all())
    assert token not in stored and len(token) >= 43, "256 bits, stored as a hash"


@pytest.mark.parametrize(("account", "password"), [("li", "wrong horse battery"), ("li", ""), ("nobody", PASSWORD)])
def test_a_wrong_account_or_password_gets_one_answer(ins: LogIns, account: str, password: str) -> None:
    reply = ins.log_in(account, password)
    assert (reply.status, reply.key, reply.values) == ("unauthorised", "log_in_wrong", {})


def test_after_failures_a_log_in_waits_longer_each_time(ins: LogIns) -> None:
    assert ins.log_in(password="wrong").key == "log_in_wrong"
    early = ins.log_in()
    assert (early.status, early.why["en"]) == ("later", "try again in 1 s")
    assert ins.log_in(password="wrong", t_s=T_S + 1).key == "log_in_wrong"
    assert ins.log_in(t_s=T_S + 2.5).key == "log_in_wait"
    assert ins.log_in(t_s=T_S + 2.5, address="10.0.0.2").why == {}, "elsewhere it is not stopped"
    assert ins.log_in(t_s=T_S + 3).why == {}
    assert ins.log_in(t_s=T_S + 3).why == {}, "a success ends the wait"


def test_a_disabled_account_is_thrown_out(ins: LogIns) -> None:
    token = ins.log_in().values["token"]
    by = console("root")
    write(ins.ledger, command("account_disable", "li", by), by, T_S)
    with pytest.raises(Refused, match="log in"):
        ins.service.person(token, ins.ledger.book(), T_S)
    assert ins.ask("check", sessions={token: T_S}).values == {"persons": {}}
    assert ins.log_in(t_s=T_S + 9).key == "log_in_wrong"


def test_a_log_out_ends_the_session(ins: LogIns) -> None:
    token = ins.log_in().values["token"]
    assert list(ins.ask("check", sessions={token: T_S, "other": T_S}).values["persons"]) == [token]
    ins.ask("log_out", token=token)
    assert ins.ask("check", sessions={token: T_S}).values == {"persons": {}}


@pytest.mark.parametrize(("account", "kind"), [("li", "desk"), ("li", "field"), ("wall", "wall")])
def test_a_session_ends_when_it_is_not_used_but_a_wall_stays(ins: LogIns, account: str, kind: str) -> None:
    asked = "desk" if kind == "wall" else kind
    token = ins.log_in(account, kind=asked).values["token"]
    idle_s = min(IDLE_S[kind], 1e9)
    half = T_S + idle_s / 2
    assert ins.ask("check", half, sessions={token: half}).values["persons"][token]["via"] == kind
    assert ins.ask("check", half + idle_s - 1, sessions={token: half}).values["persons"], "it was used at half"
    after = ins.ask("check", half + idle_s + 1, sessions={token: half}).values["persons"]
    assert bool(after) == (kind == "wall")


def test_in_the_field_an_account_is_on_one_device(ins: LogIns) -> None:
    first, second = (ins.log_in(kind="field").values["token"] for _ in range(2))
    assert list(ins.ask("check", sessions={first: T_S, second: T_S}).values["persons"]) == [second]


def test_a_password_is_changed_and_the_other_sessions_end(ins: LogIns) -> None:
    ours, other = (ins.log_in().values["token"] for _ in range(2))
    given = {"token": ours, "old": PASSWORD, "new": "another long one", "address": "10.0.0.1"}
    assert ins.ask("password", **{**given, "new": "short"}).key == "password_form"
    assert ins.ask("password", **{**given, "old": "wrong"}).key == "password_wrong"
    assert ins.ask("password", T_S + 9, **given).why == {}
    assert list(ins.ask("check", sessions={ours: T_S, other: T_S}).values["persons"]) == [ours]
    assert ins.log_in(t_s=T_S + 20).key == "log_in_wrong"
    assert ins.log_in(password="another long one", t_s=T_S + 40).why == {}


def test_a_code_is_asked_after_the_password_and_works_once(ins: LogIns) -> None:
    secret = totp.new_secret()
    ins.vault.set("boss", T_S, totp=secret)
    assert ins.log_in("boss", "wrong").key == "log_in_wrong"
    assert ins.log_in("boss", t_s=T_S + 9).key == "log_in_code"
    code = totp.code(secret, int((T_S + 10) // totp.STEP_S))
    assert ins.log_in("boss", t_s=T_S + 10, code="000000" if code != "000000" else "1").key == "log_in_wrong"
    assert ins.log_in("boss", t_s=T_S + 12, code=code).why == {}
    assert ins.log_in("boss", t_s=T_S + 13, code=code).key == "log_in_wrong"


def test_the_settings_may_demand_a_code(url: str) -> None:
    ins = LogIns(url, codes=True)
    reply = ins.log_in("boss")
    assert reply.key == "log_in_enrol" and "user totp boss" in reply.why["en"]
    assert ins.log_in("li").why == {}, "of commanders, supervisors and administrators only"
    ins.close()


def test_an_account_of_an_exercise_needs_no_password_and_takes_none(ins: LogIns) -> None:
    token = ins.log_in("demo", "").values["token"]
    assert ins.ask("password", token=token, old="", new="a very long one", address="").key == "password_demo"
    assert ins.log_in("li", "").key == "log_in_wrong"
    live = AccessService(ins.vault)
    reply = live.answer(b"", AccessRequest("2", "log_in", {**LOG_IN, "account": "demo"}), ins.ledger.book(), T_S)
    assert reply is None, "outside an exercise its empty password is checked like any other"
    while not (ready := live.finished(ins.ledger.book(), T_S)):
        time.sleep(0.005)
    assert ready[0][1].key == "log_in_wrong"
    live.close()


LOG_IN = {"account": "", "password": "", "code": "", "address": "", "kind": "desk"}


def test_a_password_is_hashed_again_when_the_settings_rise(ins: LogIns) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    ins.vault.set("li", T_S, password=weak)
    assert ins.log_in().why == {}
    stored = ins.vault.credential("li").password
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and passwords.matches(stored, PASSWORD)
    assert passwords.rehashed(stored, PASSWORD) == ""


def test_passwords_go_along_when_a_ledger_is_carried(ins: LogIns, postgres: Any) -> None:
    to = Ledger(postgres.new_url())
    to.take_over(ins.ledger)
    assert passwords.matches(Vault(to).credential("li").password, PASSWORD)
    to.close()


ISSUER = "https://id.example"


def linked(ins: LogIns, account: str, subject: str, *methods: str) -> AccessReply:
    """Log in as this person of the provider, once the account is linked to `account-id`."""
    by = console("root")
    write(ins.ledger, command("account_link", account, by, issuer=ISSUER, subject=f"{account}-id"), by, T_S)
    given = {"issuer": ISSUER, "subject": subject, "methods": list(methods), "kind": "desk", "address": "10.0.0.1"}
    return ins.ask("log_in_linked", T_S, **given)


def test_a_person_of_a_provider_gets_a_session_of_the_linked_account(ins: LogIns) -> None:
    reply = linked(ins, "li", "li-id")
    person = ins.service.person(reply.values["token"], ins.ledger.book(), T_S)
    assert (person.account, person.unit, person.roles) == ("li", "putuo", ("duty",))
    assert linked(ins, "li", "LI-ID").key == "oidc_unknown"
    other = {"issuer": "https://other.example", "subject": "li-id", "methods": [], "kind": "desk", "address": ""}
    assert ins.ask("log_in_linked", T_S, **other).key == "oidc_unknown", "another provider's person of that name"


def test_a_link_ends_and_belongs_to_one_account(ins: LogIns) -> None:
    by = console("root")
    assert not linked(ins, "li", "li-id").why
    with pytest.raises(Refused) as refused:
        write(ins.ledger, command("account_link", "boss", by, issuer=ISSUER, subject="li-id"), by, T_S)
    assert refused.value.key == "account_linked" and "--off" in refused.value.why["zh"]
    write(ins.ledger, command("account_link", "li", by, issuer="", subject=""), by, T_S)
    write(ins.ledger, command("account_link", "boss", by, issuer=ISSUER, subject="li-id"), by, T_S)
    given = {"issuer": ISSUER, "subject": "li-id", "methods": [], "kind": "desk", "address": ""}
    assert ins.ask("log_in_linked", T_S, **given).values["person"]["account"] == "boss"
    write(ins.ledger, command("account_disable", "boss", by), by, T_S)
    assert ins.ask("log_in_linked", T_S, **given).key == "oidc_disabled"


def test_where_a_role_needs_a_code_the_provider_must_have_asked_for_a_second_factor(url: str) -> None:
    ins = LogIns(url, codes=True)
    assert linked(ins, "boss", "boss-id").key == "oidc_second"
    assert linked(ins, "boss", "boss-id", "pwd").key == "oidc_second"
    assert not linked(ins, "boss", "boss-id", "pwd", "otp").why
    assert not linked(ins, "li", "li-id").why, "a duty officer needs none"
    ins.close()
