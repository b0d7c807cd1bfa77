"""`transfer_accept`: the receiver is responsible from now on."""

from __future__ import annotations

from models.casework.cases.checks.between import transfer_kind

KIND = transfer_kind("transfer_accept")
