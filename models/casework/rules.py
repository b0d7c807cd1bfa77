"""Which commands are legal: one table from the kind of a command to its check. What is not in it is refused.

What lives here: the checks and the refusals in words. What does not: writing (store.py). A check returns the body that
the ledger keeps: what was sent, and what was true at that moment, so that nobody has to remember it later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from models.base.clock import iso
from models.base.settings import UserError
from models.casework.case import Book, Command
from models.messages.picture import MARKS, AlertView
from models.site.site import zone_of

LONGEST = {"command_id": 64, "subject": 128, "actor": 64, "desk": 64}
LONGEST_TEXT, LONGEST_REASON = 4000, 500
MOST_ZONES, MOST_WATCHED = 200, 1000  # as many as the core takes
MMSI_DIGITS = 9
MOST_OPEN = 200  # alerts listed on a hand-over sheet

REFUSALS: Mapping[str, tuple[str, str]] = {
    "kind": ("没有这种操作：{kind}", "there is no such command: {kind}"),
    "text": ("{name}：请填写，且不超过 {most} 字", "{name}: expected a text of at most {most} characters"),
    "mark": ("标记须为 {marks} 之一", "mark: expected one of {marks}"),
    "alert": ("告警 {id} 不存在或已结束较久", "no alert {id} is up or ended lately"),
    "zone": ("区域有误：{why}", "the zone is not right: {why}"),
    "zone_id": ("编号 {id} 属于本海域固定区域", "{id} is a zone of the site itself; it is changed in its folder"),
    "zone_gone": ("区域 {id} 不存在或已结束", "there is no zone {id}, or it has ended"),
    "stale": ("{actor} 已于 {at} 修改过，请重新打开再改", "{actor} changed it at {at}; open it anew"),
    "full": ("最多 {most} 个", "no more than {most} of them"),
    "mmsi": ("MMSI 须为九位数字", "expected an MMSI of nine digits"),
    "not_watched": ("{mmsi} 不在关注名单", "{mmsi} is not watched"),
    "disk": ("账本无法写入：{why}", "the ledger cannot be written: {why}"),
}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A command that is not done, and why; `why` by language."""

    def __init__(self, key: str, **values: object) -> None:
        zh, en = (words.format(**values) for words in REFUSALS[key])
        self.why = {"zh": zh, "en": en}
        super().__init__(en)


@dataclass(frozen=True)
class Facts:
    """What the desk knows of the sea: alerts that are up or ended lately, and the zones of the site itself."""

    t_s: float = 0.0
    alerts: Mapping[str, AlertView] = field(default_factory=dict)
    site_zones: Collection[str] = ()
    head: str = ""  # hash of the newest audit row


Body = dict[str, Any]
Check = Callable[[Command, Book, Facts], Body]


def checked(command: Command, book: Book, facts: Facts) -> Body:
    """The body that is kept. Raises Refused."""
    if command.kind not in CHECKS:
        raise Refused("kind", kind=command.kind)
    for name, most in LONGEST.items():
        _text(name, getattr(command, name), most, needed=name != "desk")
    return CHECKS[command.kind](command, book, facts)


def _mark(command: Command, book: Book, facts: Facts) -> Body:
    mark, alert = command.body.get("mark"), facts.alerts.get(command.subject)
    if mark not in MARKS:
        raise Refused("mark", marks=", ".join(MARKS))
    if alert is None:
        raise Refused("alert", id=command.subject)
    reason = _text("reason", command.body.get("reason", ""), LONGEST_REASON, needed=mark == "silence")
    return {"mark": mark, "reason": reason, "alert": asdict(alert)}


def _note(command: Command, book: Book, facts: Facts) -> Body:
    return {"text": _text("text", command.body.get("text"), LONGEST_TEXT)}


def _zone(command: Command, book: Book, facts: Facts) -> Body:
    """The feature as it is in a site's zones.geojson; `version` is the event the editor saw, for one that exists."""
    feature = command.body.get("feature")
    if command.subject in facts.site_zones:
        raise Refused("zone_id", id=command.subject)
    _seen(command, book)
    if command.subject not in book.zones and len(book.zones) >= MOST_ZONES:
        raise Refused("full", most=MOST_ZONES)
    try:
        zone = zone_of(feature, command.subject)
    except UserError as problem:
        raise Refused("zone", why=problem) from problem
    if zone.id != command.subject:
        raise Refused("zone", why=f"id: {zone.id} ≠ {command.subject}")
    properties = {**feature["properties"], "source": command.actor, "date": iso(facts.t_s)[:10]}  # type: ignore[index]
    return {"feature": {**feature, "properties": properties}}  # type: ignore[dict-item]


def _zone_end(command: Command, book: Book, facts: Facts) -> Body:
    if command.subject not in book.zones:
        raise Refused("zone_gone", id=command.subject)
    _seen(command, book)
    return {"reason": _text("reason", command.body.get("reason"), LONGEST_REASON)}


def _watch(command: Command, book: Book, facts: Facts) -> Body:
    if len(command.subject) != MMSI_DIGITS or not command.subject.isdecimal():
        raise Refused("mmsi")
    if command.subject not in book.watched and len(book.watched) >= MOST_WATCHED:
        raise Refused("full", most=MOST_WATCHED)
    reason = _text("reason", command.body.get("reason"), LONGEST_REASON)
    return {"reason": reason, "name": _text("name", command.body.get("name", ""), 64, needed=False)}


def _unwatch(command: Command, book: Book, facts: Facts) -> Body:
    if command.subject not in book.watched:
        raise Refused("not_watched", mmsi=command.subject)
    return {"reason": _text("reason", command.body.get("reason"), LONGEST_REASON)}


def _hand_over(command: Command, book: Book, facts: Facts) -> Body:
    """Who takes over, in what state: the alerts that are open and who saw them, what stands, the head of the audit."""
    open_ = [
        {
            **{"alert_id": each.alert_id, "rule": each.rule, "colour": each.colour, "state": each.state},
            **{"name": each.name, "mmsi": each.mmsi, "by": each.acknowledged_by},
        }
        for each in list(facts.alerts.values())[:MOST_OPEN]
        if each.state != "rectified"
    ]
    return {
        "to": _text("to", command.body.get("to"), 64),
        "text": _text("text", command.body.get("text", ""), LONGEST_TEXT, needed=False),
        **{"open": open_, "zones": sorted(book.zones), "watched": sorted(book.watched)},
        "audit": {"seq": book.seq, "hash": facts.head},
    }


CHECKS: Mapping[str, Check] = {
    "mark": _mark,
    "note": _note,
    "zone": _zone,
    "zone_end": _zone_end,
    "watch": _watch,
    "unwatch": _unwatch,
    "hand_over": _hand_over,
}


def _seen(command: Command, book: Book) -> None:
    """Optimistic locking: who changes a zone names the version he saw."""
    now = book.zones.get(command.subject)
    if now is not None and command.body.get("version") != now.seq:
        raise Refused("stale", actor=now.actor, at=iso(now.t_s)[11:16] + "Z")


def _text(name: str, value: Any, most: int, *, needed: bool = True) -> str:
    text = value.replace("\0", "").strip() if isinstance(value, str) else None  # PostgreSQL has no NUL in a text
    if text is None or len(text) > most or (needed and not text):
        raise Refused("text", name=name, most=most)
    return text
