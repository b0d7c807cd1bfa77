"""The accounts of the exercise: every role once, with units of the site."""

from __future__ import annotations

from exercises.demo_accounts import demo_accounts
from models.base.paths import SITES
from models.casework.access.accounts import ID
from models.casework.person import ROLES
from models.site.site import load_site


def test_every_role_has_an_account() -> None:
    accounts = demo_accounts([unit.id for unit in load_site(SITES / "zhoushan").units])
    assert {role for each in accounts.values() for role in each.roles} == set(ROLES)
    assert all(ID.fullmatch(name) and each.name_zh and each.name_en for name, each in accounts.items())
    assert accounts["shengshan"].unit == "shengshan" and len({each.name_zh for each in accounts.values()}) == len(
        accounts
    )


def test_on_another_site_an_account_has_the_whole_site() -> None:
    assert {each.unit for each in demo_accounts([]).values()} == {""}
