"""The guards of the table of moves: conditions of a command that need more than its seat and the state.

Each takes the command as judged so far and raises Refused. Their names stand in moves.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.casework.cases.checks import between_guards, order_guards
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.case_facts import FOUND, misfit
from models.casework.cases.law.weather_pause import wind_over_limit
from models.casework.cases.nouns import COLOURS
from models.casework.refusals import Refused


def assert_guards(asked: Asked) -> None:
    """All guards of the row hold. Raises Refused."""
    for name in asked.move.guards:
        GUARDS[name](asked)


def _assert_rank(asked: Asked, colour: str, zh: str, en: str) -> None:
    """Red needs a commander, distress one of the rescue centre."""
    if colour == "distress" and not asked.holds("commander@rescue"):
        raise Refused("needs_rescue")
    if colour == "red" and not asked.holds("commander@own", "commander@rescue"):
        raise Refused("needs_commander", why_zh=zh, why_en=en)


def lower_red(asked: Asked) -> None:
    """Only a commander lowers red, only the rescue centre distress."""
    was, now = asked.case.colour, asked.body.colour
    if COLOURS.index(now) < COLOURS.index(was):
        _assert_rank(asked, was, "降低红色等级", "lowering a red case")


def playbook(asked: Asked) -> None:
    """The kind is a play-book of the site; a site without play-books knows every kind."""
    known = asked.facts.site.playbooks
    if known and asked.body.kind not in known:
        raise Refused("playbook_unknown", kind=asked.body.kind, known="、".join(sorted(known)))


def found_known(asked: Asked) -> None:
    """What was found is said in the fields of play-books."""
    wrong = misfit(asked.body.found)
    if wrong:
        raise Refused("found_unknown", name=wrong, known=", ".join(FOUND))


def no_live_order(asked: Asked) -> None:
    """No order binds a unit any more."""
    live = next((each for each in asked.case.orders if each.live), None)
    if live is not None:
        raise Refused("live_order", id=live.id)


def end_red(asked: Asked) -> None:
    """A red case is dismissed by a commander, distress by the rescue centre's."""
    _assert_rank(asked, asked.case.colour, "不予处置红色案件", "dismissing a red case")


def other_open(asked: Asked) -> None:
    """The case it goes into is another open one, which the officer may move too."""
    into = asked.book.cases.get(asked.body.into)
    if into is None or into.id == asked.case.id or not into.open or not asked.facts.site.over(into.unit, asked.by.unit):
        raise Refused("other_case", id=asked.body.into)
    no_live_offer(asked)


def no_live_offer(asked: Asked) -> None:
    """No transfer of the case waits for its answer."""
    offer = next((each for each in asked.case.transfers if each.state in {"offered", "returned"}), None)
    if offer is not None:
        raise Refused("offered", unit=offer.to)


def keeps_a_clue(asked: Asked) -> None:
    """The clues that move are the case's, and one stays."""
    refs, own = set(asked.body.clues), {each.ref for each in asked.case.clues}
    if not refs or not refs < own:
        raise Refused("clues_left")


def may_pause(asked: Asked) -> None:
    """Distress never pauses; weather only while the wind is over the craft's limit; standing by by a commander."""
    if asked.case.colour == "distress":
        raise Refused("never_paused")
    if any(each.to_s is None for each in asked.case.pauses):
        raise Refused("paused")
    if asked.body.why == "weather" and wind_over_limit(asked.case, asked.facts) is None:
        raise Refused("no_wind")
    if asked.body.why == "standby" and not asked.holds("commander@own"):
        raise Refused("needs_commander", why_zh="待命暂停", why_en="a pause to stand by")


def is_paused(asked: Asked) -> None:
    """There is a pause to end."""
    if all(each.to_s is not None for each in asked.case.pauses):
        raise Refused("not_paused")


def not_merged(asked: Asked) -> None:
    """A case that was merged goes on in the other."""
    if asked.case.merged_into:
        raise Refused("merged", id=asked.case.merged_into)


def other_eyes(asked: Asked) -> None:
    """Whoever issued or reported an order of this round does not review it."""
    counted = [each for each in asked.case.orders if each.state == "reported" and not each.settled]
    hands = {each.by for each in counted} | {each.report.by for each in counted if each.report}
    if asked.name in hands:
        raise Refused("own_work")


def review_rank(asked: Asked) -> None:
    """The legal stage is the legal officer's, the centre's the duty officer's; red and distress go higher."""
    if asked.body.stage == "legal":
        if not asked.holds("legal@own"):
            raise Refused(
                "seat", move_zh="法制审核", move_en="give the legal review", who_zh="法制员", who_en="legal officer"
            )
        return
    if not asked.holds("duty@own", "commander@own"):
        raise Refused(
            "seat", move_zh="审核", move_en="review", who_zh="值班员、指挥长", who_en="duty officer or commander"
        )
    _assert_rank(asked, asked.case.colour, "审核红色案件", "reviewing a red case")


def centre_rank(asked: Asked) -> None:
    """Who may not give the legal review gives that of the centre, and for red and distress goes higher."""
    if not asked.holds("legal@own"):
        _assert_rank(asked, asked.case.colour, "审核红色案件", "reviewing a red case")


def legal_first(asked: Asked) -> None:
    """Where the law asks for it (Administrative Penalty Law 58), the legal stage accepts before the centre does."""
    case, body = asked.case, asked.body
    asks = bool(case.assessment and case.assessment.criminal_hint) or bool(
        case.procedure and "heard" in case.procedure.steps
    )
    since = case.times.get("disposed", 0.0)
    seen = any(each.stage == "legal" and each.verdict == "accept" and each.t_s >= since for each in case.reviews)
    if asks and body.stage == "centre" and body.verdict == "accept" and not seen:
        raise Refused("legal_first")


GUARDS: Mapping[str, Callable[[Asked], None]] = {
    **{
        each.__name__: each
        for each in (lower_red, playbook, found_known, no_live_order, end_red, other_open, keeps_a_clue)
    },
    **{each.__name__: each for each in (may_pause, is_paused, not_merged, other_eyes, review_rank, legal_first)},
    **order_guards.GUARDS,
    **between_guards.GUARDS,
}
# Guards that refuse a move whatever its form will say: the page shows them before anybody fills it in.
FORESEEN: Mapping[str, tuple[Callable[[Asked], None], ...]] = {
    "case_dismiss": (end_red,),
    "order_issue": (order_guards.order_colour,),
    "review": (other_eyes, centre_rank),
}


def foreseen(asked: Asked) -> Refused | None:
    """Why a move will be refused, as far as that does not depend on its form; None if nothing is known against it."""
    try:
        for guard in FORESEEN.get(asked.command.kind, ()):
            guard(asked)
    except Refused as refused:
        return refused
    return None
