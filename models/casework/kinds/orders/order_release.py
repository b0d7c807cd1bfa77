"""`order_release`: the order is taken back. Why a craft left is no outcome of the case."""

from __future__ import annotations

from typing import Literal

from models.casework.bodies import CommandBody, ReasonOrEmpty
from models.casework.cases.checks.kind import as_sent
from models.casework.cases.checks.may import Asked
from models.casework.cases.checks.order_steps import order_kind
from models.casework.kinds import KeptBody


class ReleaseBody(CommandBody):
    """Why, and more in words."""

    release_why: Literal["completed", "not_needed", "replaced", "recalled", "unable"]
    why: ReasonOrEmpty = ""


def _kept(asked: Asked) -> KeptBody:
    return {**as_sent(asked), "why": asked.body.why or asked.body.release_why}


KIND = order_kind("order_release", ReleaseBody, keep=_kept)
