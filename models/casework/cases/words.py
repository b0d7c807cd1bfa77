"""The words of states, roles and nouns in the sentences that refuse a command."""

from __future__ import annotations

STATE_WORDS: dict[str, tuple[str, str]] = {
    "": ("尚未建立", "new"),
    "open": ("待研判", "open"),
    "assessed": ("已研判", "assessed"),
    "ordered": ("已派单", "ordered"),
    "issued": ("待签收", "issued"),
    "acknowledged": ("已签收", "acknowledged"),
    "under_way": ("已出发", "under way"),
    "on_scene": ("已到场", "on scene"),
    "reported": ("已报告", "reported"),
    "declined": ("已拒单", "declined"),
    "released": ("已撤单", "released"),
    "disposed": ("待审核", "disposed"),
    "closed": ("已结案", "closed"),
    "offered": ("待接收", "offered"),
    "accepted": ("已接收", "accepted"),
    "returned": ("已退回", "returned"),
    "refused": ("不予接收", "refused"),
    "withdrawn": ("已撤回", "withdrawn"),
    "answered": ("已答复", "answered"),
    "planned": ("计划中", "planned"),
    "running": ("进行中", "running"),
    "done": ("已完成", "done"),
    "cancelled": ("已取消", "cancelled"),
    "valid": ("有效", "valid"),
    "void": ("已作废", "void"),
    "on": ("在岗", "on duty"),
    "received": ("待分类", "received"),
    "classified": ("待接办", "classified"),
    "taken": ("办理中", "taken"),
    "cased": ("已成案", "in a case"),
}
NOUN_WORDS: dict[str, tuple[str, str]] = {
    "case": ("案件", "case"),
    "order": ("指令", "order"),
    "transfer": ("移送", "transfer"),
    "thread": ("协同", "thread"),
    "evidence": ("证据", "evidence"),
    "inspection": ("联查", "inspection"),
    "craft": ("艇", "craft"),
    "duty": ("值班", "duty"),
    "clue": ("线索", "clue"),
    "season": ("季节措施", "measure of a season"),
}
ROLE_WORDS: dict[str, tuple[str, str]] = {
    "duty": ("值班员", "duty officer"),
    "commander": ("指挥长", "commander"),
    "grid": ("网格执法员", "grid officer"),
    "legal": ("法制员", "legal officer"),
    "supervisor": ("督办员", "supervisor"),
    "clock": ("系统时钟", "the desk's clock"),
}
SCOPE_WORDS: dict[str, tuple[str, str]] = {
    "own": ("本案单位或其上级", "of the case's unit or above"),
    "area": ("事发水域所属单位或其上级", "of the unit of these waters or above"),
    "mine": ("受令单位", "of the order's unit"),
    "them": ("其上级（代报须写明所听原话）", "of a unit above it, with the words heard"),
    "to": ("接收单位", "of the unit it is offered to"),
    "asked": ("被征询单位", "of a unit that was asked"),
    "opener": ("发起单位", "of the unit that asked"),
    "member": ("参加单位", "of a member"),
    "lead": ("牵头单位", "of the lead"),
    "craft": ("该艇所属单位或其上级", "of the craft's unit or above"),
    "rescue": ("搜救中心", "of the rescue centre"),
    "unit": ("该单位或其上级", "of that unit or above"),
    "self": ("本人", "for themselves"),
    "any": ("", ""),
}

STEP_WORDS: dict[str, tuple[str, str]] = {
    "filed": ("立案", "filing"),
    "investigated": ("调查终结", "the investigation"),
    "reviewed": ("法制审核", "the legal review"),
    "notified": ("处罚告知", "the notice of the penalty"),
    "heard": ("听证", "the hearing"),
    "decided": ("处罚决定", "the decision"),
    "served": ("送达", "service"),
    "paid": ("缴款", "payment"),
    "closed": ("结案归档", "closing"),
    "coercion": ("当场采取强制措施", "coercion on the spot"),
    "coercion_reported": ("强制措施报告补办", "the report on the coercion"),
    "hearing_asked": ("当事人要求听证", "the request for a hearing"),
    "hearing_told": ("听证通知", "the notice of the hearing"),
    "cash_landed": ("抵岸（水上收缴罚款）", "landing with a fine taken afloat"),
    "cash_paid_in": ("罚款交款", "paying in"),
    "measure": ("登记保存、查封扣押", "seizure or registration"),
    "criminal": ("涉嫌犯罪线索", "the hint of a crime"),
    "head_approved": ("负责人批准移送", "the head's approval"),
    "head_declined": ("负责人决定不移送", "the head's refusal"),
    "sent": ("移送公安机关", "sending it to the police"),
    "police_filed": ("公安机关立案", "the filing by the police"),
    "police_declined": ("公安机关不予立案", "the refusal by the police"),
    "goods_handed": ("涉案物品移交", "handing over the goods"),
    "asked_again": ("提请复议", "asking again"),
    "police_filed_again": ("公安机关复议后立案", "the filing by the police when asked again"),
    "police_declined_again": ("公安机关维持不予立案", "the second refusal by the police"),
    "procurator_told": ("建议检察机关监督", "telling the procurator"),
    "own_handling": ("依法自行处理", "handling it without the police"),
}


def seat_words(seats: tuple[str, ...], lang: int) -> str:
    """The seats in words: `lang` 0 is Chinese, 1 English."""
    named: dict[str, list[str]] = {}
    for seat in [each for each in seats if each != "clock@any"] or seats:
        role, _, scope = seat.partition("@")
        named.setdefault(scope, []).append(ROLE_WORDS[role][lang])
    if lang == 0:
        return "，或".join(f"{SCOPE_WORDS[scope][0]}{'、'.join(roles)}" for scope, roles in named.items())
    return "; or ".join(f"{' or '.join(roles)} {SCOPE_WORDS[scope][1]}".strip() for scope, roles in named.items())
