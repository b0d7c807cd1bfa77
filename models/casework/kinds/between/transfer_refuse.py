"""`transfer_refuse`: the receiver does not take it, and says why."""

from __future__ import annotations

from models.casework.bodies import Reason
from models.casework.cases.checks.between import AnswerBody, transfer_kind


class TransferRefuseBody(AnswerBody):
    """The answer with its reason."""

    why: Reason


KIND = transfer_kind("transfer_refuse", TransferRefuseBody)
