"""`transfer_withdraw`: the one who offered takes the offer back."""

from __future__ import annotations

from models.casework.cases.checks.between import transfer_kind

KIND = transfer_kind("transfer_withdraw")
