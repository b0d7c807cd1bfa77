"""`transfer_return`: the receiver sends it back once, with all gaps named."""

from __future__ import annotations

from models.casework.bodies import Reason
from models.casework.cases.checks.between import AnswerBody, transfer_kind


class TransferReturnBody(AnswerBody):
    """The answer with its reason."""

    why: Reason


KIND = transfer_kind("transfer_return", TransferReturnBody)
