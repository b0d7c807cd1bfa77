"""`order_ack`: the unit has the order."""

from __future__ import annotations

from models.casework.cases.checks.order_steps import order_kind

KIND = order_kind("order_ack")
