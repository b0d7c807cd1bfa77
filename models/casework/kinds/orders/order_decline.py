"""`order_decline`: the unit cannot take the order, and says why."""

from __future__ import annotations

from models.casework.cases.checks.forms import DeclineBody
from models.casework.cases.checks.order_steps import order_kind

KIND = order_kind("order_decline", DeclineBody)
