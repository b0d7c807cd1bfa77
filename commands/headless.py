"""An exercise to its end without pages, with its scripted officers: the core, the desk and the people in one process.

The officers' commands meet the same checks, clocks and ledger as those of the pages, at the time of the exercise; what
the desk tells the core comes in with the next tick. Two runs with one seed give the same picture and ledger.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from exercises.demo_accounts import demo_accounts
from exercises.director.simulated_feed import simulated
from exercises.people.players import AlertSeen, HintSeen, Players
from exercises.people.score import ScoreSheet, score_sheet
from exercises.people.script import OfficerScript, script_for
from models.base.clock import monotonic_s
from models.base.paths import SITES
from models.casework.access.accounts import Account
from models.casework.access.direct import add_missing
from models.casework.access.service import AccessService
from models.casework.access.vault import Vault
from models.casework.blobs import Blobs
from models.casework.case import Book, LedgerEvent, canonical
from models.casework.cases.site_workplace import workplace_of
from models.casework.desk import CoreInputSender
from models.casework.store import Ledger, sqlite_url
from models.casework.work.desk_work import DeskWork
from models.core.replay import played_ticks
from models.core.summary import Summary
from models.core.ticks import Ticks, queues_of
from models.messages.observation import ObservationBatch
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.messages.picture import AlertView, Picture
from models.messages.plan import Plan
from models.messages.streams import operator_input_from
from models.risk.freeze import freeze
from models.risk.state import State
from models.site.site import Site, load_site

LOOK_EVERY_S = 5  # how often the desk looks at the picture when no alert changes
PACE = "plays"
PIECE = 500  # events read from the ledger at once


@dataclass
class CoreInputs:
    """What the desk has sent to the core since the last tick."""

    actions: list[AlertAction] = field(default_factory=list)
    standing: OperatorInputs | None = None

    def send(self, frame: bytes, flags: int = 0) -> None:
        """Take one frame, as the socket of a core does."""
        given = operator_input_from(frame)
        if isinstance(given, OperatorInputs):
            self.standing = given
        else:
            self.actions.append(given)


@dataclass
class OfficersTicks(Ticks):
    """Ticks whose marks and standing inputs come from the desk beside them."""

    inputs: CoreInputs = field(default_factory=CoreInputs)

    def marks(self, number: int) -> tuple[AlertAction, ...]:
        """The marks since the last tick."""
        taken, self.inputs.actions = tuple(self.inputs.actions), []
        return taken

    def standing(self, number: int) -> OperatorInputs | None:
        """What has changed of zones, watch list and open cases since the last tick."""
        taken, self.inputs.standing = self.inputs.standing, None
        return taken


class Office:
    """The desk of a headless exercise with its people."""

    def __init__(self, plan: Plan, site: Site, script: OfficerScript | None, inputs: CoreInputs, folder: Path) -> None:
        assert plan.player is not None
        self.accounts = {
            name: Account(**asdict(each)) for name, each in demo_accounts([unit.id for unit in site.units]).items()
        }
        start_s, self.blobs = plan.player.start_t_s, Blobs(folder / "blobs")
        self.ledger = Ledger(sqlite_url(folder / "ledger.sqlite"))
        add_missing(self.ledger, self.accounts, start_s)
        self._access = AccessService(Vault(self.ledger), self.accounts)
        workplace = workplace_of(site, plan.settings.casework)
        self.desk = DeskWork(self.ledger, [zone.id for zone in site.zones], self._access, workplace, self.blobs)
        self._to_core = CoreInputSender(inputs)
        self._to_core.note_core("exercise")
        self.players = Players(script, plan.player.seed, start_s) if script else None

    def look(self, picture: Picture) -> None:
        """Look at the picture, give the commands that are due, run the clocks and tell the core."""
        self.desk.note(replace(picture, pace=PACE))
        if self.players:
            self._play(self.players, picture)
        self.desk.run_clocks()
        self._to_core.send_missing(self.desk.book, picture.t_s, self.desk.shown())

    def _play(self, players: Players, picture: Picture) -> None:
        facts = self.desk.facts
        alerts = (alert_seen(each) for each in facts.alerts.values())
        hints = (HintSeen(name, each.source, each.kind) for name, each in facts.clues.items())
        players.note(alerts, hints, picture.t_s)
        while line := players.next_due(picture.t_s):
            if line.file:
                self.blobs.store(line.file.encode())
            command = players.command(line, self.desk.book, picture.t_s)
            answer = self.desk.do(command, self.accounts[line.who].person(line.who))
            event = self.ledger.known(command.command_id) if answer.seq else None
            players.answered(line, answer, event, picture.t_s)

    def events(self) -> Iterator[LedgerEvent]:
        """Everything in the ledger, in order."""
        seq = 0
        while piece := self.ledger.since(seq, PIECE):
            yield from piece
            seq = piece[-1].seq

    def sheet(self, t_s: float) -> ScoreSheet:
        """The score of the people."""
        outcomes = self.players.outcomes.values() if self.players else ()
        people = self.players.script.people if self.players else ()
        return score_sheet(self.desk.book, self.events(), outcomes, self.desk.facts.site.limits_min, t_s, people)

    def close(self) -> None:
        """Close the ledger."""
        self._access.close()
        self.ledger.close()


def alert_seen(alert: AlertView) -> AlertSeen:
    """What the people know of an alert."""
    names = (alert.name, alert.partner_name, str(alert.mmsi), str(alert.partner_mmsi))
    return AlertSeen(alert.alert_id, alert.rule, names)


def run_exercise(
    plan: Plan,
    progress: Callable[[float], None] = lambda _: None,
    script: OfficerScript | None = None,
    minutes: float | None = None,
) -> tuple[dict[str, Any], ScoreSheet]:
    """Run a scenario with its people (or those of `script`) to its end, or for its first minutes.

    Returns the summary and the score sheet. Raises UserError.
    """
    assert plan.player is not None
    began_s, site, player = monotonic_s(), load_site(SITES / plan.settings.site), plan.player
    accounts = demo_accounts([unit.id for unit in site.units])
    script = script or script_for(player.scenario, accounts)
    feeds = {feed.id: _until(simulated(plan, feed), player.start_t_s, minutes) for feed in plan.settings.feeds}
    state = State(plan.settings, site, plan.settings.feeds, "exercise", float("inf"))
    ticks, summary = OfficersTicks(queues_of(feeds)), Summary()
    with tempfile.TemporaryDirectory(prefix="wanghai-") as folder:
        office = Office(plan, site, script, ticks.inputs, Path(folder))
        try:
            for played in played_ticks(state, feeds, ticks=ticks, seen=lambda number: number % LOOK_EVERY_S == 0):
                summary.take_in(played)
                tick = played.outcome.tick
                if played.outcome.changes or tick.number % LOOK_EVERY_S == 0:
                    office.look(freeze(state, tick, played.outcome.changes))
                    progress(tick.t_s)
            sheet = office.sheet(summary.last_t_s or player.start_t_s)
            record = summary.record(state, monotonic_s() - began_s) | casework_record(office, sheet)
        finally:
            office.close()
    return record, sheet


def _until(batches: Iterator[ObservationBatch], start_s: float, minutes: float | None) -> Iterator[ObservationBatch]:
    """The batches of the first minutes."""
    for batch in batches:
        yield batch
        if minutes is not None and batch.until_s >= start_s + minutes * 60.0:
            return


def casework_record(office: Office, sheet: ScoreSheet) -> dict[str, Any]:
    """What the summary adds: digest of the ledger, counts of cases and commands, and the scores."""
    cases = office.desk.book.cases.values()
    states: dict[str, int] = {}
    for case in cases:
        states[case.state] = states.get(case.state, 0) + 1
    closed = sum(not case.open for case in cases)
    rows = sheet.people.values()
    return {
        "ledger_digest": ledger_digest(office.events()),
        "cases": {
            **{"opened": len(cases), "closed": closed, "open": len(cases) - closed},
            **{"by_state": dict(sorted(states.items())), "by_kind": _by_kind(office.desk.book)},
        },
        "commands": sum(row.commands for row in rows),
        "refused": sum(row.refused for row in rows),
        "unscripted": sum(row.unscripted for row in rows),
        "people": {name: row.record() for name, row in sorted(sheet.people.items())},
        "units": {name: row.record() for name, row in sorted(sheet.units.items())},
    }


def _by_kind(book: Book) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for case in book.cases.values():
        kinds[case.kind] = kinds.get(case.kind, 0) + 1
    return dict(sorted(kinds.items()))


def ledger_digest(events: Iterator[LedgerEvent]) -> str:
    """One hash over what the fold reads of every event, each chained to the one before."""
    digest = ""
    for each in events:
        row = canonical([each.seq, each.t_s, each.kind, each.subject, each.actor, each.body])
        digest = sha256(f"{digest}{row}".encode()).hexdigest()
    return digest
