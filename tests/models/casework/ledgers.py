"""What several tests do with a ledger: fill it, and alter it with the database's own tools."""

from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from models.casework.case import Command
from models.casework.migrations.guards import NAMES
from models.casework.store import Ledger


def command(number: int, kind: str = "note", subject: str = "alert:a") -> Command:
    return Command(f"c{number}", kind, subject, "李", "一号席")


def filled(ledger: Ledger) -> Ledger:
    """A watch with every kind of event."""
    feature = {"type": "Feature", "properties": {"id": "z"}, "geometry": None}
    for number, (kind, subject, body) in enumerate(
        [
            ("mark", "drift-1", {"mark": "acknowledge", "reason": "", "alert": {"rule": "drift"}}),
            ("note", "alert:drift-1", {"text": "已呼叫 16 频道"}),
            ("zone", "z", {"feature": feature}),
            ("zone", "z", {"feature": {**feature, "properties": {"id": "z", "kind": "no_entry"}}}),
            ("watch", "412345678", {"reason": "走私", "name": "浙普渔 1"}),
            ("watch", "412345679", {"reason": "走私", "name": ""}),
            ("unwatch", "412345679", {"reason": "查无"}),
            ("zone", "y", {"feature": feature}),
            ("zone_end", "y", {"reason": "演习结束"}),
            ("mark", "drift-1", {"mark": "true", "reason": "", "alert": {"rule": "drift"}}),
            ("hand_over", "2026-11-23T08:00Z", {"to": "王", "text": "无事"}),
        ]
    ):
        ledger.append(command(number, kind, subject), body, 1000.0 + number)
    return ledger


def dialect(url: str) -> str:
    return make_url(url).get_backend_name()


def by_hand(url: str, *statements: str) -> None:
    """Run statements as a person with the database's own tools might."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def unguarded(url: str) -> list[str]:
    """The statements that remove the triggers."""
    on = "" if dialect(url) == "sqlite" else " ON audit"
    return [f"DROP TRIGGER {name}{on}" for name in NAMES[dialect(url)]]
