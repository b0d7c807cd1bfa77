"""The accounts that an exercise brings along, one of every role: people/accounts.yaml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

PEOPLE = Path(__file__).parent / "people" / "accounts.yaml"


@dataclass(frozen=True)
class DemoAccount:
    """One account, as an event of the ledger keeps it."""

    name_zh: str
    name_en: str
    roles: tuple[str, ...]
    unit: str = ""
    certificate: str = ""
    certificate_until: str = ""


def demo_accounts(units: Collection[str], path: Path = PEOPLE) -> dict[str, DemoAccount]:
    """The accounts by id; a unit that this site does not have becomes the whole site."""
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    made = {name: DemoAccount(**{**each, "roles": tuple(each["roles"])}) for name, each in values.items()}
    return {name: each if each.unit in units else replace(each, unit="") for name, each in made.items()}
