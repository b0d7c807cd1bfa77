"""A decision of the penalty procedure: waiver, tier and sum by the item of the day, no second fine for one act."""

from __future__ import annotations

from models.casework.cases.checks.assessing import record_of_items
from models.casework.cases.checks.may import Asked
from models.casework.cases.law.case_facts import facts_of
from models.casework.cases.law.legal_terms import act_s
from models.casework.cases.law.police_terms import with_police
from models.casework.cases.nouns import Case
from models.casework.refusals import Refused
from models.site.law.items import Item, Tier

SAME_ACT_S = 86400.0


def assert_decision(asked: Asked) -> None:
    """What a decision needs holds. Raises Refused."""
    if fined_yuan(asked) and with_police(asked.case):
        raise Refused("in_criminal")
    if asked.body.waiver is not None:
        _assert_waivable(asked)
    _assert_tier(asked)
    _assert_first_fine(asked)


def fined_yuan(asked: Asked) -> float:
    """The fine of the decision."""
    return float(asked.body.penalty.fine_yuan) if asked.body.penalty is not None else 0.0


def item_of(asked: Asked, code: str = "") -> Item | None:
    """The item of the decision as it was in force on the day of the act; None on a site without items."""
    made, procedure = asked.case.assessment, asked.case.procedure
    first = made.items[0] if made and made.items else ""
    facts = procedure.facts.get("filed", {}) if procedure else {}
    wanted = code or (asked.body.discretion.item if asked.body.discretion else "") or first
    return asked.facts.site.item_on(wanted, act_s(asked.case, facts)) if wanted else None


def _assert_tier(asked: Asked) -> None:
    """The sum is within the item's, and within the tier that is named, or a legal officer says why not."""
    given, fine_yuan, item = asked.body.discretion, fined_yuan(asked), item_of(asked)
    if fine_yuan and item and item.fine_yuan and not item.fine_yuan[0] <= fine_yuan <= item.fine_yuan[1]:
        low, high = (f"{each:g}" for each in item.fine_yuan)
        raise Refused("fine_range", item=item.code, low=low, high=high)
    if fine_yuan and item and item.tiers and given is None:
        raise Refused("tier_needed", tiers=_names(item))
    if given is None:
        return
    tier = next((each for each in item.tiers if given.tier in (each.name_zh, each.name_en)), None) if item else None
    if item and item.tiers and tier is None and not given.off_tier:
        raise Refused("tier_unknown", tier=given.tier, tiers=_names(item))
    off = given.off_tier or bool(fine_yuan and tier and not tier.low_yuan <= fine_yuan <= tier.high_yuan)
    if off and not (given.why and asked.holds("legal@own")):
        raise Refused("off_tier")


def _names(item: Item) -> str:
    def sums(tier: Tier) -> str:
        return f"{tier.name_zh}/{tier.name_en} {tier.low_yuan:g}–{tier.high_yuan:g}"

    return "; ".join(map(sums, item.tiers))


def _assert_first_fine(asked: Asked) -> None:
    """One act is fined once (Administrative Penalty Law 29): a second fine is warned of, and needs its reason."""
    mmsi = asked.case.target.mmsi if asked.case.target else None
    if not fined_yuan(asked) or asked.body.again_why or not mmsi:
        return
    past = (each for each in asked.facts.past_cases(mmsi) if each.id != asked.case.id)
    before = next((each for each in past if _fined(each) and same_act(each, asked.case)), None)
    if before is not None:
        raise Refused("fined_before", id=before.id)


def _fined(case: Case) -> bool:
    decided = case.procedure is not None and "decided" in case.procedure.steps
    return decided and bool(case.procedure and case.procedure.penalty.get("fine_yuan"))


def same_act(one: Case, other: Case) -> bool:
    """Whether two cases about a vessel are about one act: a clue of both, or seen within a day of each other."""
    if {each.ref for each in one.clues} & {each.ref for each in other.clues}:
        return True
    return abs(act_s(one, _filing(one)) - act_s(other, _filing(other))) < SAME_ACT_S


def _filing(case: Case) -> dict[str, object]:
    return dict(case.procedure.facts.get("filed", {})) if case.procedure else {}


def _assert_waivable(asked: Asked) -> None:
    """Administrative Penalty Law 33: first and minor, corrected and educated, and only where the item allows it."""
    waiver = asked.body.waiver
    barred = _barred(asked) if waiver.ground == "first_minor" else ("", "")
    for wrong, zh, en in (
        (not _allowed(asked), "该事项不在首违不罚清单", "the item does not allow it"),
        (bool(barred[0]), *barred),
        (not waiver.harm_minor, "后果并不轻微", "the harm is not minor"),
        (not waiver.corrected, "未及时改正", "it was not corrected"),
        (not waiver.educated, "未经教育", "nobody was educated"),
    ):
        if wrong:
            raise Refused("waiver", why_zh=zh, why_en=en)


def _allowed(asked: Asked) -> bool:
    """Whether every item of the case may be waived, as it was in force on the day of the act."""
    made = asked.case.assessment
    rows = [(code, item_of(asked, code)) for code in (made.items if made else ())]
    return bool(rows) and all(row.waiver if row else code in asked.facts.site.waivable for code, row in rows)


def _barred(asked: Asked) -> tuple[str, str]:
    """Why it is no first breach, in both languages: the record of our own ledger now, then the play-book."""
    made = asked.case.assessment
    record = record_of_items(asked, made.items if made else ())
    if not record.get("known"):
        return (
            "本系统台账查不到该船身份，无法认定初次",
            "the vessel is not identified, so our ledger cannot say that it is the first",
        )
    if record["same_item_24m"]:
        return "本系统台账显示 24 个月内有同类案件", "our ledger has a case of the same item within 24 months"
    ref = asked.facts.site.playbooks.get(made.kind) if made else None
    facts = {**facts_of(asked.case), "record.same_item_24m": 0}
    why = ref.book.waiver_barred_by(facts) if ref and ref.book else ""
    return (f"预案不允许（{why}）", f"the play-book rules it out ({why})") if why else ("", "")
