"""`order_under_way`: the unit has left for the target."""

from __future__ import annotations

from models.casework.cases.checks.order_steps import order_kind

KIND = order_kind("order_under_way")
