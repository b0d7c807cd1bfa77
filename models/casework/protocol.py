"""What travels between a page server and the desk process: addresses and frames.

A page server sends commands, and requests events after a number, over its own connection (DEALER to ROUTER). New events
are published to all (PUB), each with its number, so that a server that misses one sees the gap and requests the rest.
The sockets are in desk.py and in the page server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from models.casework.case import Answer, Command, LedgerEvent, canonical
from models.messages.wire import WireError, pack, unpack

MOST_EVENTS = 2000  # of one answer; the rest needs another request
EVENT = tuple(each.name for each in fields(LedgerEvent))  # asdict would copy the bodies


@dataclass(frozen=True)
class AccessRequest:
    """What a page server asks about log-in; `do` is a word of access/service.py, such as check or log_in."""

    id: str
    do: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class AccessReply:
    """The answer to it: values, or the reason of a refusal as in Answer, and its key."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    why: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    key: str = ""


def desk_address(run_dir: Path) -> str:
    """Where the desk takes commands (ROUTER binds, DEALER connects)."""
    return f"ipc://{run_dir}/desk"


def events_address(run_dir: Path) -> str:
    """Where the desk publishes events (PUB binds)."""
    return f"ipc://{run_dir}/events"


def command_frame(command: Command) -> bytes:
    """A command."""
    return pack({"command": asdict(command)}, {})


def since_frame(seq: int) -> bytes:
    """A request for the events after this number."""
    return pack({"since": seq}, {})


def access_frame(request: AccessRequest) -> bytes:
    """A request about log-in."""
    return pack({"access": asdict(request)}, {})


def reply_frame(reply: AccessReply) -> bytes:
    """The answer to a request about log-in."""
    return pack({"reply": asdict(reply)}, {})


def request_from(frame: bytes) -> Command | AccessRequest | int:
    """A command, a request about log-in, or the number after which events are requested. Raises WireError."""
    header, _ = unpack(frame)
    try:
        if "access" in header:
            return AccessRequest(**header["access"])
        return command_of(header["command"]) if "command" in header else int(header["since"])
    except (KeyError, TypeError, ValueError) as problem:
        raise WireError(f"not a request to the desk: {problem}") from problem


def command_of(values: dict[str, Any]) -> Command:
    """A command from plain values, trimmed. Raises ValueError, KeyError or TypeError.

    Text that UTF-8 or JSON cannot express (half a surrogate pair, NaN) would stop the writer, so it is refused here.
    Whether the kind exists is checked in rules.py, which answers in words.
    """
    command = Command(**{name: _trimmed(value) for name, value in values.items()})
    texts = (command.command_id, command.kind, command.subject, command.actor, command.desk, command.session)
    if not all(isinstance(each, str) for each in texts) or not isinstance(command.body, dict):
        raise TypeError("expected texts, and an object as body")
    if not (command.version is None or type(command.version) is int):
        raise TypeError("expected a whole number as version")
    times = (command.offset_s,) if command.made_s is None else (command.made_s, command.offset_s)
    if any(type(each) not in (int, float) for each in times):
        raise TypeError("expected numbers as made_s and offset_s")
    canonical(asdict(command)).encode()
    return command


def _trimmed(value: Any) -> Any:
    return value.replace("\0", "").strip() if isinstance(value, str) else value


def answer_frame(answer: Answer) -> bytes:
    """The result of a command."""
    return pack({"answer": asdict(answer)}, {})


def events_frame(events: Sequence[LedgerEvent], head: int) -> bytes:
    """Events in order; `head` is the newest there is."""
    return pack({"events": [{name: getattr(each, name) for name in EVENT} for each in events], "head": head}, {})


def answer_or_events_from(frame: bytes) -> Answer | AccessReply | tuple[list[LedgerEvent], int]:
    """An answer to a command or about log-in, or events and the newest number. Raises WireError."""
    header, _ = unpack(frame)
    try:
        if "reply" in header:
            return AccessReply(**header["reply"])
        if "answer" in header:
            return Answer(**header["answer"])
        return [LedgerEvent(**each) for each in header["events"]], int(header["head"])
    except (KeyError, TypeError, ValueError) as problem:
        raise WireError(f"not a message of the desk: {problem}") from problem
