"""`run.py check`: checks whether everything is ready for a watch; one line each, with a remedy for each problem.

It changes nothing. The detailed checks belong to settings, site and feeds.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commands.cli import Shared, WorkError
from commands.launch.plan import ledger_file
from commands.launch.ports import why_taken
from commands.launch.sources import why_not_openable
from models.base.clock import iso, now_s
from models.base.paths import ROOT, SITES
from models.base.settings import Settings, UserError

if TYPE_CHECKING:
    from dashboard.oidc.provider import Provider

FONTS = ROOT / "dashboard" / "assets" / "fonts"
EVERYWHERE = {"0.0.0.0", "::", ""}
# A clock before the newest file of this release is not set; one later than this is wrong, too.
LATEST_SANE_S = 4_102_444_800.0  # 2100-01-01T00:00:00Z


@dataclass(frozen=True)
class CheckResult:
    """One line of the check; `remedy` is empty when all is well."""

    subject: str
    remedy: str = ""
    note: str = ""


def check(ctx: typer.Context) -> None:
    """Check settings, detectors, site, feeds, ports, ledger, disk and clock; exit code 1 if there is a problem.

    [bold]Examples[/bold]

      run.py check

      run.py --config harbour.yaml check
    """
    shared: Shared = ctx.obj
    answers = list(answer_all(shared))
    for each in answers:
        typer.echo(f"✗ {each.subject}: {each.remedy}" if each.remedy else f"✓ {each.subject}  {each.note}".rstrip())
    amiss = sum(bool(each.remedy) for each in answers)
    if amiss:
        raise WorkError(f"{amiss} of {len(answers)} checks found a problem.")


def answer_all(shared: Shared) -> Iterator[CheckResult]:
    """All results in order; without readable settings there is only one."""
    try:
        settings = shared.settings()
    except UserError as problem:
        yield CheckResult("settings", str(problem))
        return
    yield CheckResult("settings", note=str(shared.config))
    for question in QUESTIONS:
        try:
            yield from question(settings)
        except UserError as problem:
            yield CheckResult(question.__name__.strip("_").replace("_", " "), str(problem))


def _detectors(settings: Settings) -> Iterator[CheckResult]:
    from models.risk.detection.detector import check_sections, detectors, read_params

    check_sections(settings.detectors)
    for each in detectors():
        read_params(each, settings.detectors.get(each.rule, {}))
    yield CheckResult("detectors", note=f"{len(detectors())} known")


def _site(settings: Settings) -> Iterator[CheckResult]:
    from models.site.coast import load_coast
    from models.site.site import load_site

    site = load_site(SITES / settings.site)
    west, south, east, north = load_coast(site.coast).bbox
    box = f"{west:g} to {east:g} east, {south:g} to {north:g} north; outside it no rule knows land"
    yield CheckResult("coast", note=box)
    yield CheckResult(
        f"site {site.id}", note=f"{len(site.places)} places, {len(site.zones)} zones, {len(site.areas)} areas"
    )
    yield CheckResult("force", note=f"{len(site.force.craft)} craft at {len(site.force.bases)} bases")
    levels = Counter(unit.level for unit in site.units)
    tree = ", ".join(f"{count} {level}" for level, count in levels.items())
    yield CheckResult("units", note=f"{tree}; {site.units.of('').name_en} stands above all")


def _rulebook(settings: Settings) -> Iterator[CheckResult]:
    from models.site.site import load_site

    book = load_site(SITES / settings.site).rulebook
    agencies, items, years = book.agencies, book.items, book.calendar.years
    outside = f"{len(agencies.ids(vertical=True))} vertical, {len(agencies.ids(external=True))} external"
    yield CheckResult("agencies", note=f"{len(agencies.all)}, {outside}")
    changed = len(items.rows) - len(items.codes)
    yield CheckResult("items", note=f"{len(items.codes)}, {changed} with an earlier law as well")
    announced = (f"{each.year} provisional" if each.provisional else str(each.year) for each in years)
    yield CheckResult("calendar", note=", ".join(announced) or "none: every Monday to Friday is a working day")
    yield CheckResult("seasons", note=", ".join(each.id for each in book.seasons.all) or "none")
    yield CheckResult("play-books", note=", ".join(f"{each.id} {each.form.version}" for each in book.playbooks.all))


def _baseline(settings: Settings) -> Iterator[CheckResult]:
    from models.risk.detection.waters.traffic import Traffic
    from models.risk.regional.baseline import load_baseline, load_traffic, usual_file
    from models.site.site import load_site
    from models.ways.travel_time import grid_of

    site = load_site(SITES / settings.site)
    path = usual_file(settings.region, site)
    if path is None:
        note = "none, so unusual traffic is not scored, and ways and berths are learned while running; "
        yield CheckResult("baseline", note=note + "`run.py learn` makes one")
        return
    baseline = load_baseline(path, grid_of(site.bbox))
    yield CheckResult("baseline", note=f"{baseline.visits.sum():,.0f} hours learned, {path}")
    held = load_traffic(path)
    ways, berths = Traffic(held).counts()
    known = f"{ways:,} cells with traffic, {berths:,} where vessels come to rest"
    yield CheckResult("ways and berths", note="none in this file; make it again" if held is None else known)


def _feeds(settings: Settings) -> Iterator[CheckResult]:
    if not settings.feeds:
        yield CheckResult("feeds", note="none: enough for the exercise and for replays, not for `run.py live`")
    for feed in settings.feeds:
        yield CheckResult(f"feed {feed.id}", why_not_openable(feed.source), feed.source)


def _port(settings: Settings) -> Iterator[CheckResult]:
    address, port = settings.dashboard.address, settings.dashboard.port
    why = why_taken(address, port)
    remedy = f"{why}; stop the program that uses it, or change dashboard.port or dashboard.address" if why else ""
    yield CheckResult(f"port {port} on {address}", remedy)


def _browsers(settings: Settings) -> Iterator[CheckResult]:
    """Browsers are admitted only under known host names, and a wall computer may lack a Chinese font."""
    board = settings.dashboard
    shut = board.address in EVERYWHERE and not board.allow_origins
    remedy = f"other machines are refused; add the name by which they reach this one, as host:{board.port}"
    yield CheckResult("dashboard.allow_origins", remedy if shut else "", ", ".join(board.allow_origins))
    fonts = sorted(each.name for each in FONTS.glob("*.woff2"))
    yield CheckResult(
        "fonts", "" if fonts else f"none in {FONTS}; install a complete copy of Wanghai", ", ".join(fonts)
    )


def _ledger(settings: Settings) -> Iterator[CheckResult]:
    """Nothing is created or written here."""
    from models.casework.engines import LedgerError, NoLedgerError
    from models.casework.store import Ledger, sqlite_url

    url, file = settings.casework.ledger_url, ledger_file(settings)
    if not url and not file.exists():
        yield CheckResult("ledger", note=f"none yet; `run.py live` creates one at {file}")
        return
    try:
        with closing(Ledger(url or sqlite_url(file), writes=False)) as ledger:
            yield CheckResult("ledger", note=f"answers, {ledger.head()[0]} rows, {ledger.shown}")
    except NoLedgerError:
        yield CheckResult("ledger", note="its database answers and is empty; `run.py live` creates one")
    except LedgerError as problem:
        yield CheckResult("ledger", f"{problem}; start its server, or correct casework.ledger_url")


def _oidc(settings: Settings) -> Iterator[CheckResult]:
    """The provider's discovery document and keys, and a way in without it."""
    from dashboard.oidc.oidc_error import OidcError
    from dashboard.oidc.provider import Provider
    from dashboard.words import say

    if settings.security.oidc is None:
        return
    issuer = settings.security.oidc.issuer
    try:
        count = asyncio.run(_signing_keys(Provider(settings.security.oidc)))
    except OidcError as problem:
        yield CheckResult("security.oidc", f"{issuer}: {say('en', problem.key, **problem.values)}")
        return
    yield CheckResult("security.oidc", "" if count else f"{issuer} has no public key", f"{issuer}, {count} keys")
    yield CheckResult("local administrator", _no_local_admin(settings), "may log in without the provider")


async def _signing_keys(provider: Provider) -> int:
    return len(await provider.keys(await provider.discovery()))


def _no_local_admin(settings: Settings) -> str:
    """The remedy where no administrator has a password, so that nobody could log in without the provider."""
    from models.casework.access.accounts import account_of
    from models.casework.access.vault import Vault
    from models.casework.engines import LedgerError
    from models.casework.store import Ledger, sqlite_url

    remedy = "none has a password; add one: run.py user add NAME --name 管理员 --role admin"
    url, file = settings.casework.ledger_url, ledger_file(settings)
    if not url and not file.exists():
        return remedy
    try:
        with closing(Ledger(url or sqlite_url(file), writes=False)) as ledger:
            accounts = {name: account_of(event) for name, event in ledger.book().accounts.items()}
            admins = [name for name, each in accounts.items() if "admin" in each.roles and not each.disabled]
            return "" if any(Vault(ledger).credential(name).password for name in admins) else remedy
    except LedgerError as problem:
        return str(problem)


def _disk(settings: Settings) -> Iterator[CheckResult]:
    folder = ROOT / settings.recording.folder
    free_mb = shutil.disk_usage(_existing(folder)).free / 1e6
    least_mb = settings.recording.min_free_mb
    full = f"{free_mb:,.0f} MB free, less than recording.min_free_mb ({least_mb:,.0f}); free space at {folder}"
    yield CheckResult("disk", full if free_mb < least_mb else "", f"{free_mb / 1000:,.0f} GB free at {folder}")
    locked = "" if _writable(folder) else f"{folder} cannot be written; correct its owner or mode"
    yield CheckResult("recording folder", locked)


def _clock(_: Settings) -> Iterator[CheckResult]:
    now, built_s = now_s(), (ROOT / "run.py").stat().st_mtime
    sane = built_s <= now < LATEST_SANE_S
    yield CheckResult(
        "clock", "" if sane else f"it shows {iso(now)}, which is impossible; set it, preferably by NTP", iso(now)
    )


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())


def _writable(folder: Path) -> bool:
    return os.access(_existing(folder), os.W_OK)


QUESTIONS: tuple[Callable[[Settings], Iterator[CheckResult]], ...] = (
    _detectors,
    _site,
    _rulebook,
    _baseline,
    _feeds,
    _port,
    _browsers,
    _ledger,
    _oidc,
    _disk,
    _clock,
)
