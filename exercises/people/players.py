"""The scripted officers at work: which of their commands is due, and what each says.

Whoever plays them notes what the desk shows, asks `next_due`, gives the command to the desk and tells `answered` what
came of it. Times are those of the run.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from exercises.people.reactions import MIN_S, reaction_s
from exercises.people.script import WORD, LineForm, OfficerScript
from models.casework.case import Answer, Book, Command, LedgerEvent
from models.casework.cases.nouns import parts_of

DESK = "exercise"


@dataclass(frozen=True)
class AlertSeen:
    """What a player knows of an alert: its rule, and names and MMSI of its vessels."""

    id: str
    rule: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class HintSeen:
    """What a player knows of a clue; its id is `SOURCE/ID`."""

    id: str
    source: str
    kind: str


@dataclass(frozen=True)
class Outcome:
    """What came of a line: the event and its subject, or the class of the refusal and why."""

    line: LineForm
    t_s: float
    seq: int | None
    subject: str = ""
    status: str = ""
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_scripted(self) -> bool:
        """Whether it was refused exactly where the script says so."""
        return self.status == (self.line.refused or "")


class Players:
    """All people of one script. `start_s` is when the exercise began, UTC."""

    def __init__(self, script: OfficerScript, seed: int, start_s: float) -> None:
        self.script, self._seed = script, seed
        self.outcomes: dict[str, Outcome] = {}
        self._clues: dict[str, str] = {}  # the alert or clue that each line waited for
        self._known: set[str] = set()
        self._due: list[tuple[float, int, LineForm]] = []
        self._waiting = [line for line in script.lines if line.on_alert or line.on_clue]
        self._numbers = {line.id: number for number, line in enumerate(script.lines)}
        for line in script.lines:
            if not (line.after or line.on_alert or line.on_clue):
                self._trigger(line, start_s)

    def note(self, alerts: Iterable[AlertSeen], hints: Iterable[HintSeen], t_s: float) -> None:
        """Note the alerts and clues that the desk shows; new ones are triggers."""
        for alert in alerts:
            self._note(f"alert:{alert.id}", alert, None, t_s)
        for hint in hints:
            self._note(f"clue:{hint.id}", None, hint, t_s)

    def next_due(self, t_s: float) -> LineForm | None:
        """The next line that is due by now; it counts as played."""
        return heapq.heappop(self._due)[2] if self._due and self._due[0][0] <= t_s else None

    def command(self, line: LineForm, book: Book, t_s: float, session: str = "") -> Command:
        """The command of a line. Its id follows from the script, so it is done once, however often it is sent."""
        return Command(
            command_id=f"people:{sha256(f'{self.script.id}:{line.id}'.encode()).hexdigest()[:40]}",
            kind=line.does,
            subject=self._subject(line),
            actor=line.who,
            desk=DESK,
            body=self._filled(line.body, line, t_s),
            version=self._version(line, book),
            session=session,
        )

    def answered(self, line: LineForm, answer: Answer, event: LedgerEvent | None, t_s: float) -> None:
        """Note the answer; if it is as the script has it, done or refused, it triggers the lines after it."""
        subject = event.subject if event else ""
        outcome = Outcome(line, t_s, answer.seq, subject, answer.status, answer.why)
        self.outcomes[line.id] = outcome
        if outcome.as_scripted:
            for each in self.script.lines:
                if each.after == line.id:
                    self._trigger(each, t_s)

    def _note(self, ref: str, alert: AlertSeen | None, hint: HintSeen | None, t_s: float) -> None:
        if ref in self._known:
            return
        self._known.add(ref)
        fitting = [line for line in self._waiting if _fits(line, alert, hint)]
        self._waiting = [line for line in self._waiting if line not in fitting]
        for line in fitting:
            self._clues[line.id] = ref
            self._trigger(line, t_s)

    def _trigger(self, line: LineForm, t_s: float) -> None:
        person = self.script.people[line.who]
        at_s = t_s + line.after_min * MIN_S + reaction_s(person, self._seed, self.script.id, line.who, line.id)
        heapq.heappush(self._due, (at_s, self._numbers[line.id], line))

    def _subject(self, line: LineForm) -> str:
        if line.subject:
            return line.subject
        return self._made(line.about) if line.about else "new"

    def _made(self, line_id: str) -> str:
        """What a line made; before it was played, a name that nothing has."""
        outcome = self.outcomes.get(line_id)
        return outcome.subject if outcome and outcome.subject else f"none:{line_id}"

    def _version(self, line: LineForm, book: Book) -> int | None:
        if line.about is None:
            return None
        if line.seen:
            return self.outcomes[line.seen].seq if line.seen in self.outcomes else None
        return version_of(book, self._made(line.about))

    def _filled(self, value: Any, line: LineForm, t_s: float) -> Any:
        if isinstance(value, Mapping):
            return {key: self._filled(each, line, t_s) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._filled(each, line, t_s) for each in value]
        if not isinstance(value, str):
            return value
        whole = WORD.fullmatch(value)
        if whole:
            return self._word(whole[1], line, t_s)
        return WORD.sub(lambda found: str(self._word(found[1], line, t_s)), value)

    def _word(self, word: str, line: LineForm, t_s: float) -> Any:
        content = (line.file or "").encode()
        if word == "clue":
            return self._clues.get(line.id, "")
        if word == "sha256":
            return sha256(content).hexdigest()
        if word == "bytes":
            return len(content)
        if word == "t" or word.startswith("t_"):
            return t_s + float(word[2:] or 0) * MIN_S
        return self._made(word)


def _fits(line: LineForm, alert: AlertSeen | None, hint: HintSeen | None) -> bool:
    """Whether this is what a line waits for."""
    if alert is not None and (wanted := line.on_alert):
        return alert.rule == wanted.rule and (wanted.target is None or wanted.target in alert.names)
    if hint is not None and (asked := line.on_clue):
        return hint.source == asked.source and asked.kind in (None, hint.kind)
    return False


def version_of(book: Book, subject: str) -> int | None:
    """The version of a case or a part of one, as a page shows it."""
    case = book.cases.get(subject.partition("/")[0])
    while case and subject in case.moved:
        case = book.cases.get(case.moved[subject])
    if case is None:
        return None
    return next((part.seq for part in parts_of(case) if part.id == subject), case.seq)
