"""`order_on_scene`: the unit is at the target, within 1 NM, or says why it counts as there."""

from __future__ import annotations

from models.casework.cases.checks.order_steps import order_kind

KIND = order_kind("order_on_scene")
