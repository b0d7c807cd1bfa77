"""Log-in at the desk process: who a session belongs to, log-in and log-out, and the change of one's own password.

Hashing a password takes a tenth of a second and is done in threads; only the desk's own thread uses the database.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

from models.casework.access import passwords, totp
from models.casework.access.accounts import Account, active, linked
from models.casework.access.rights import API
from models.casework.access.tokens import MARK, ApiToken, Tokens
from models.casework.access.vault import Vault
from models.casework.access.waits import Waits
from models.casework.case import Book
from models.casework.person import Person
from models.casework.protocol import AccessReply, AccessRequest
from models.casework.refusals import Refused

CODE_ROLES = ("commander", "supervisor", "admin")  # must have a code when the settings demand it
# What a provider calls a second factor (RFC 8176): `amr` of its token.
SECOND_FACTORS = frozenset({"fpt", "face", "hwk", "iris", "mfa", "otp", "pop", "retina", "sc", "sms", "swk", "tel"})
MOST_WAITING = 20
Values = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """A password that is being checked in a thread, and what follows in the thread of the desk."""

    sender: bytes
    request: AccessRequest
    future: Future[Any]
    then: Callable[[Any, Book, float], Values]


class AccessService:
    """`demo` are the accounts that need no password, only in an exercise; with `codes` CODE_ROLES need a code."""

    def __init__(
        self, vault: Vault, demo: Collection[str] = (), *, codes: bool = False, tokens: Tokens | None = None
    ) -> None:
        self._vault, self._demo, self._codes = vault, frozenset(demo), codes
        self._tokens = tokens
        self._waits = Waits()
        self._threads = ThreadPoolExecutor(passwords.AT_ONCE, thread_name_prefix="password")
        self._jobs: list[Job] = []

    @property
    def busy(self) -> bool:
        """Whether a password is being checked."""
        return bool(self._jobs)

    def person(self, token: str, book: Book, t_s: float) -> Person:
        """Who has this session or token, with the roles of this moment. Raises Refused."""
        if token.startswith(MARK):
            return self._program(token, book, t_s)
        session = self._vault.found([token], t_s).get(token) if token else None
        account = active(book, session.account) if session else None
        if session is None or account is None:
            raise Refused("log_in")
        self._vault.touch(session, t_s)
        return account.person(session.account, session.kind)

    def _program(self, token: str, book: Book, t_s: float) -> Person:
        """The account that a token of a program acts for. Raises Refused."""
        found = self._tokens.found([token], t_s).get(token) if self._tokens else None
        account = active(book, found.account) if found else None
        if self._tokens is None or found is None or account is None:
            raise Refused("log_in")
        self._tokens.touch(found, t_s)
        return _acting(account, found)

    def answer(self, sender: bytes, request: AccessRequest, book: Book, t_s: float) -> AccessReply | None:
        """The reply; None while a password is being checked: `finished` gives it later. May raise LedgerError."""
        actions: Mapping[str, Callable[[bytes, AccessRequest, Book, float], Values | None]] = {
            "check": self._check,
            "log_in": self._log_in,
            "log_in_linked": self._log_in_linked,
            "log_out": self._log_out,
            "password": self._password,
        }
        try:
            values = actions[request.do](sender, request, book, t_s)
        except Refused as refusal:
            return refused(request, refusal)
        return None if values is None else AccessReply(request.id, values)

    def finished(self, book: Book, t_s: float) -> list[tuple[bytes, AccessReply]]:
        """The replies that are ready, each with whom it is for. May raise LedgerError."""
        ready = [job for job in self._jobs if job.future.done()]
        self._jobs = [job for job in self._jobs if job not in ready]
        return [(job.sender, self._finish(job, book, t_s)) for job in ready]

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _finish(self, job: Job, book: Book, t_s: float) -> AccessReply:
        try:
            return AccessReply(job.request.id, job.then(job.future.result(), book, t_s))
        except Refused as refusal:
            return refused(job.request, refusal)

    def _check(self, _sender: bytes, request: AccessRequest, book: Book, t_s: float) -> Values:
        """`sessions`: token → when it was last used. Replies with the person of each that is not over."""
        used: Mapping[str, float] = request.values["sessions"]
        persons = {}
        for token, session in self._vault.found(used, t_s).items():
            account = active(book, session.account)
            if account:
                persons[token] = asdict(account.person(session.account, session.kind))
                if used[token] > session.seen_t_s:
                    self._vault.touch(session, min(used[token], t_s))
        for token, found in (self._tokens.found(used, t_s) if self._tokens else {}).items():
            account = active(book, found.account)
            if account and self._tokens:
                persons[token] = asdict(_acting(account, found))
                if used[token] > found.used_t_s:
                    self._tokens.touch(found, min(used[token], t_s))
        return {"persons": persons}

    def _log_out(self, _sender: bytes, request: AccessRequest, _book: Book, _t_s: float) -> Values:
        self._vault.end(request.values["token"])
        return {}

    def _log_in(self, sender: bytes, request: AccessRequest, book: Book, t_s: float) -> Values | None:
        name, password = request.values["account"], request.values["password"]
        account = active(book, name)
        if account and not password and name in self._demo:
            return self._begun(request, name, account, t_s)
        self._attempt(name, request.values["address"], t_s)
        stored = self._vault.credential(name).password if account else ""
        self._start(sender, request, lambda: _proved(stored, password), self._logged_in)
        return None

    def _logged_in(self, proved: tuple[AccessRequest, bool, str], book: Book, t_s: float) -> Values:
        """Continue once the password is checked: the code, then the session."""
        request, right, better = proved
        name, address = request.values["account"], request.values["address"]
        account, credential = active(book, name), self._vault.credential(name)
        if not right or account is None:
            raise Refused("log_in_wrong")
        if credential.totp:
            self._check_code(request, credential.totp, credential.totp_step, t_s)
        elif self._codes and _needs_code(account):
            raise Refused("log_in_enrol", id=name)
        self._waits.note_success(name, address)
        if better:
            self._vault.set(name, t_s, password=better)
        return self._begun(request, name, account, t_s)

    def _log_in_linked(self, _sender: bytes, request: AccessRequest, book: Book, t_s: float) -> Values:
        """A session of the account of a provider's person, whose token the page server has checked."""
        values = request.values
        found = linked(book, values["issuer"], values["subject"])
        if found is None:
            raise Refused("oidc_unknown", subject=values["subject"])
        name, account = found
        if account.disabled:
            raise Refused("oidc_disabled", id=name)
        if self._codes and _needs_code(account) and not SECOND_FACTORS & set(values["methods"]):
            raise Refused("oidc_second")
        return self._begun(request, name, account, t_s)

    def _check_code(self, request: AccessRequest, secret: str, used: int, t_s: float) -> None:
        name, given = request.values["account"], request.values["code"]
        if not given:
            self._waits.note_success(name, request.values["address"])  # the password was right, only the code lacks
            raise Refused("log_in_code")
        step = totp.step_of(secret, given, t_s, used)
        if step is None or not self._vault.use_step(name, step):
            raise Refused("log_in_wrong")

    def _begun(self, request: AccessRequest, name: str, account: Account, t_s: float) -> Values:
        """A new session. An account that may only look gets that of a wall."""
        kind = "wall" if account.roles == ("viewer",) else request.values["kind"]
        token = self._vault.begin(name, kind, request.values["address"], t_s)
        return {"token": token, "person": asdict(account.person(name, kind)), "kind": kind}

    def _password(self, sender: bytes, request: AccessRequest, book: Book, t_s: float) -> None:
        """`old` → `new`. The other sessions of the account end."""
        values = request.values
        person = self.person(values["token"], book, t_s)
        if person.account in self._demo:
            raise Refused("password_demo")
        passwords.assert_good(values["new"], person.account)
        self._attempt(person.account, values["address"], t_s)
        stored = self._vault.credential(person.account).password

        def work() -> tuple[bool, str]:
            right = passwords.matches(stored, values["old"])
            return right, passwords.hashed(values["new"]) if right else ""

        def then(done: tuple[AccessRequest, bool, str], _book: Book, at_s: float) -> Values:
            _, right, new = done
            if not right:
                raise Refused("password_wrong")
            self._waits.note_success(person.account, values["address"])
            self._vault.set(person.account, at_s, password=new)
            self._vault.end_all(person.account, but=values["token"])
            return {}

        self._start(sender, request, work, then)

    def _attempt(self, account: str, address: str, t_s: float) -> None:
        """Count the attempt. Raises Refused when it comes too early."""
        left_s = self._waits.left_s(account, address, t_s)
        if left_s > 0 or len(self._jobs) >= MOST_WAITING:
            raise Refused("log_in_wait", seconds=max(1, math.ceil(left_s)))
        self._waits.note_attempt(account, address, t_s)

    def _start(
        self,
        sender: bytes,
        request: AccessRequest,
        work: Callable[[], tuple[bool, str]],
        then: Callable[[tuple[AccessRequest, bool, str], Book, float], Values],
    ) -> None:
        future = self._threads.submit(lambda: (request, *work()))
        self._jobs.append(Job(sender, request, future, then))


def _needs_code(account: Account) -> bool:
    return any(role in CODE_ROLES for role in account.roles)


def _acting(account: Account, token: ApiToken) -> Person:
    return replace(account.person(token.account, API), scopes=token.scopes)


def refused(request: AccessRequest, refusal: Refused) -> AccessReply:
    """The reply to a request that is refused."""
    return AccessReply(request.id, {}, dict(refusal.why), refusal.status, refusal.key)


def _proved(stored: str, password: str) -> tuple[bool, str]:
    right = passwords.matches(stored, password)
    return right, passwords.rehashed(stored, password) if right else ""
