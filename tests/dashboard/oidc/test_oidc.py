"""Log-in at a real provider: the whole way over HTTP and in a browser, every refusal, and a provider that is dead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from commands.check import _oidc
from commands.cli import Shared
from dashboard.oidc.attempt import LIVES_S, Attempt, sealed
from dashboard.server.session_secret import session_secret
from models.base.clock import now_s
from models.base.settings import UserError
from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing, command, console, write
from models.casework.access.passwords import hashed
from models.casework.access.vault import Vault
from models.casework.store import Ledger
from tests.browser import open_page
from tests.dashboard.oidc.front import CLIENT, SECRET, Front, fronted, new_key
from tests.dashboard.oidc.visit import LIES, Visit, why
from tests.dashboard.pictures import T0, alert, picture
from tests.dashboard.serving import Serving, serving, settled
from tests.running import free_port

PASSWORD = "correct horse battery"
PEOPLE = {
    "chen": Account("陈值班", "Chen Zhiban", "putuo", ("duty",)),
    "gone": Account("已调离", "Gone", "putuo", ("duty",)),
    "boss": Account("王局", "Wang", "", ("commander",)),
    "admin": Account("管理员", "Admin", "", ("admin",)),
}
SUBJECTS = {"chen": "sub-chen", "gone": "sub-gone", "boss": "sub-boss"}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with fronted(tmp_path_factory.mktemp("provider")) as front:
        yield front


@pytest.fixture(scope="module")
def server(front: Front, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("wall")
    (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    oidc = {"issuer": front.issuer, "client_id": CLIENT, "client_secret_file": str(folder / "secret")}
    with serving(folder, mode="live", settings={"security": {"oidc": oidc}}) as server:
        front.start(server.address)
        server.feed(lambda tick: picture(alerts=(alert(1),), tick=tick, t_s=T0 + tick))
        with_accounts(server, front.issuer)
        yield server


@pytest.fixture(autouse=True)
def honest(front: Front) -> None:
    front.lie, front.silent, front.more_keys = None, False, []


def with_accounts(server: Serving, issuer: str) -> None:
    ledger, by = Ledger(server.ledger_url), console("root")
    assert server.get("/oidc/start")[0] == 404, "without accounts nobody logs in"
    add_missing(ledger, PEOPLE, T0)
    for account, subject in SUBJECTS.items():
        write(ledger, command("account_link", account, by, issuer=issuer, subject=subject), by, T0)
    write(ledger, command("account_disable", "gone", by), by, T0)
    Vault(ledger).set("admin", T0, password=hashed(PASSWORD))
    ledger.close()
    assert settled(lambda: server.json("/api/me")["accounts"], bool)


def test_the_provider_says_who_and_the_account_says_what(server: Serving) -> None:
    visit = Visit(server)
    assert server.json("/api/oidc") == {"answers": True}
    status, text = visit.log_in(query="?next=/desk%3Flang%3Den")
    assert (status, "url=/desk?lang=en" in text) == (200, True)
    person = server.json("/api/me")["person"]
    assert (person["account"], person["unit"], person["roles"]) == ("chen", "putuo", ["duty"])
    session = next(each for each in server.cookies() if each.name == f"wanghai_session_{server.port}")
    assert session.has_nonstandard_attr("HttpOnly") and session.get_nonstandard_attr("SameSite") == "Strict"
    left = json.loads(server.post("/api/logout", b"{}")[1])["leave"]
    asked = parse_qs(urlsplit(left).query)
    assert urlsplit(left).path == "/session/end" and asked["post_logout_redirect_uri"] == [f"{server.address}/login"]
    assert server.json("/api/me")["person"] is None


def test_the_request_binds_state_nonce_and_verifier(server: Serving) -> None:
    _, _, address = Visit(server).start("?next=/desk")
    assert "/interaction/" in address
    kept = next(each for each in server.cookies() if "-oidc-" in each.name)
    assert kept.has_nonstandard_attr("HttpOnly") and kept.get_nonstandard_attr("SameSite") == "Lax"


def test_a_local_log_in_leaves_nothing_at_the_provider(server: Serving) -> None:
    Visit(server)
    assert server.post("/api/login", json.dumps({"account": "admin", "password": PASSWORD}).encode())[0] == 200
    assert json.loads(server.post("/api/logout", b"{}")[1]) == {"leave": ""}


@pytest.mark.parametrize(
    ("subject", "status", "says"),
    [("sub-stranger", 403, "run.py user link ACCOUNT --oidc sub-stranger"), ("sub-gone", 403, "gone is disabled")],
)
def test_who_has_no_account_is_told_what_to_do(server: Serving, subject: str, status: int, says: str) -> None:
    found, text = Visit(server).log_in(subject)
    assert found == status and says in why(text)["en"]
    assert server.json("/api/me")["person"] is None


def test_every_token_that_is_wrong_is_refused_in_words(server: Serving, front: Front) -> None:
    visit = Visit(server)
    assert visit.log_in()[0] == 200
    for name, (lie, says) in LIES.items():
        server.post("/api/logout", b"{}")
        front.lie = lambda claims, lie=lie: lie(front, claims)  # type: ignore[misc]
        status, text = visit.log_in()
        assert (status, says in why(text)["en"]) == (401, True), (name, why(text))
        assert server.json("/api/me")["person"] is None, name


def test_a_new_key_of_the_provider_is_fetched(server: Serving, front: Front) -> None:
    visit, fresh = Visit(server), new_key("second")
    assert visit.log_in()[0] == 200
    before = front.asked.count("/jwks")
    assert visit.log_in()[0] == 200 and front.asked.count("/jwks") == before, "known keys are kept"
    front.more_keys, front.lie = [fresh], lambda claims: front.signed(claims, fresh)
    assert "url=/desk" in visit.log_in()[1] and front.asked.count("/jwks") == before + 1


def test_what_does_not_come_from_this_browser_is_refused(server: Serving) -> None:
    visit = Visit(server)
    status, text, _ = visit.open(f"{server.address}/oidc/back?code=x&state=stolen")
    assert status == 401 and "not begun in this browser" in why(text)["en"]
    _, _, _ = visit.start()
    mine = next(each for each in server.cookies() if "-oidc-" in each.name)
    state = mine.name.rsplit("-oidc-")[1] + "invented"
    status, text, _ = visit.open(f"{server.address}/oidc/back?code=x&state={state}")
    assert status == 401 and "not begun in this browser" in why(text)["en"]


def came_back(server: Serving, answer: str, began_s: float | None = None) -> tuple[int, dict[str, str]]:
    """Come back with this answer to a log-in that was begun at a time."""
    attempt = Attempt("statestate", "nonce", "verifier", "/desk", "zh")
    value = sealed(attempt, session_secret(server.run_dir), began_s)
    cookie = f"wanghai_session_{server.port}-oidc-statesta={value}"
    status, text = server.ask(f"/oidc/back?state=statestate{answer}", None, {"Cookie": cookie})
    return status, why(text)


@pytest.mark.parametrize(
    ("answer", "ago_s", "says"),
    [
        ("&code=x", LIVES_S + 5, "longer than 10 min"),
        ("&error=access_denied", 0.0, "refused the log-in (access_denied)"),
        ("", 0.0, "refused the log-in"),
        ("&code=x&iss=https://other.example", 0.0, "not of the provider"),
        ("&code=invented", 0.0, "does not accept the code of this log-in (invalid_grant)"),
    ],
)
def test_an_answer_that_is_wrong_is_refused_in_words(server: Serving, answer: str, ago_s: float, says: str) -> None:
    status, reason = came_back(server, answer, now_s() - ago_s)
    assert status == 401 and says in reason["en"]


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_the_way_back_never_leads_elsewhere(server: Serving, elsewhere: str) -> None:
    _, text = Visit(server).log_in(query=f"?next={quote(elsewhere)}")
    assert "url=/desk" in text and "evil" not in text


def test_a_dead_provider_is_said(server: Serving, front: Front) -> None:
    front.silent = True
    answer = settled(lambda: server.json("/api/oidc"), lambda state: not state["answers"])
    assert answer["answers"] is False and "稍后再试" in answer["error_zh"]
    status, text, _ = Visit(server).start("?next=/desk")
    assert status == 503 and "local account" in why(text)["en"]
    front.silent = False
    assert settled(lambda: server.json("/api/oidc"), lambda state: state["answers"]) == {"answers": True}


def test_an_officer_logs_in_and_out_in_a_browser_and_in_another_way_when_the_provider_is_dead(
    server: Serving, front: Front
) -> None:
    """The provider is another site, so the session must not depend on cookies that a browser would hold back."""
    with open_page(f"{server.address}/desk?lang=en", 1280, 900) as page:

        def at_the_provider(subject: str) -> None:
            page.locator("#to-provider").click()
            page.locator("[name=login]").fill(subject)
            page.locator("[name=password]").fill("any")
            page.locator("button[type=submit]").click()

        page.locator("#to-provider", has_text="Log in with single sign-on").wait_for()
        at_the_provider("sub-stranger")
        page.locator("#notice", has_text="not linked to an account").wait_for()
        assert urlsplit(page.url).path == "/login" and "code=" not in page.url
        at_the_provider("sub-chen")
        page.locator("#who", has_text="Chen Zhiban").wait_for()
        assert urlsplit(page.url).path == "/desk"
        page.goto(f"{server.address}/login")
        page.locator("#log-out").click()
        page.wait_for_url("**/session/end**")
        page.locator("button[value=yes]").click()
        page.locator("#to-provider").wait_for()
        assert urlsplit(page.url).path == "/login"
        front.silent = True
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{server.address}/login?lang=zh")
        page.locator("#provider-dead", has_text="统一身份认证暂无应答，请使用本地账号登录").wait_for()
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        page.locator("#log-in [name=account]").fill("admin")
        page.locator("#log-in [name=password]").fill(PASSWORD)
        page.locator("#log-in button").click()
        page.wait_for_url("**/wall**")


def test_the_check_asks_the_provider_and_for_a_way_in_without_it(front: Front, server: Serving, tmp_path: Path) -> None:
    def remedies(issuer: str, more: str = "") -> dict[str, str]:
        config = tmp_path / "config.yaml"
        oidc = f"{{issuer: '{issuer}', client_id: a{more}}}"
        text = f"casework: {{ledger_url: '{server.ledger_url}'}}\nsecurity: {{oidc: {oidc}}}\n"
        config.write_text(text, encoding="utf-8")
        settings = Shared(config).settings()
        return {each.subject: each.remedy for each in _oidc(settings)}

    assert remedies(front.issuer) == {"security.oidc": "", "local administrator": ""}
    assert "does not answer" in remedies(f"http://localhost:{free_port()}")["security.oidc"]
    assert "document is wrong" in remedies(f"{front.issuer}/other")["security.oidc"]
    with pytest.raises(UserError, match="environment has no WANGHAI_NONE"):
        remedies(front.issuer, ", client_secret_env: WANGHAI_NONE")
    with pytest.raises(UserError, match="cannot be read; put the secret there"):
        remedies(front.issuer, f", client_secret_file: {tmp_path}/none")
