"""Why a command of casework is refused: the sentences, Chinese and English, and the class of each (refusals.py)."""

from __future__ import annotations

from models.casework.cases.law.law_refusals import LAW_REFUSALS

CASE_REFUSALS: dict[str, tuple[str, str]] = {
    **LAW_REFUSALS,
    "no_case": ("没有案件 {id}", "there is no case {id}"),
    "no_leg": (
        "第 {search} 次搜寻没有第 {leg} 段，或方案已更新；请看最新方案",
        "search {search} has no leg {leg}, or there is a newer plan; look at the newest one",
    ),
    "no_part": ("没有{noun_zh} {id}", "there is no {noun_en} {id}"),
    "seat": ("{move_zh}须由{who_zh}进行", "only a {who_en} may {move_en}"),
    "heard": (
        "代{unit}报告，请填写所听原话",
        "to state this for {unit}, give the words you heard",
    ),
    "move": (
        "{noun_zh} {id} {state_zh}，不能{move_zh}；现在可以：{may_zh}",
        "{noun_en} {id} is {state_en}: you cannot {move_en}; allowed now: {may_en}",
    ),
    "past": (
        "案件 {id} 在 {at} 已有后续；演练已回退到此前，不能改动，请播放到该时刻之后",
        "case {id} went on until {at}, after the moment the exercise was set back to; play on to change it",
    ),
    "stale_noun": (
        "{actor} 已于 {at} {move_zh}，请看过最新情况再操作",
        "{actor} did this at {at}: {move_en}; look at it again before you act",
    ),
    "unversioned": ("页面未注明所见版本，请刷新后再试", "say which version you saw: reload the page"),
    "held": ("{ref} 已归入案件 {id}，请在该案中处理", "{ref} already belongs to case {id}; work on that case"),
    "same_target": (
        "同一目标已有案件 {id}：请并入该案，或写明另立的理由",
        "case {id} is about the same vessel: add the clue to it, or say why it needs one of its own",
    ),
    "clue_unknown": ("线索 {ref} 未知或已过期", "the clue {ref} is not known, or ended long ago"),
    "clue_form": (
        "线索须写作 alert:编号、clue:来源/编号 或 person:姓名",
        "a clue is written alert:ID, clue:SOURCE/ID or person:NAME",
    ),
    "needs_commander": ("此事须由指挥长决定：{why_zh}", "only a commander decides this: {why_en}"),
    "needs_rescue": ("遇险事项由搜救中心指挥", "distress is commanded by the rescue centre"),
    "live_order": (
        "指令 {id} 尚未结束，请先撤单或待其报告",
        "order {id} is still live; release it or wait for its report",
    ),
    "why_needed": ("请填写理由：{name}", "give the reason: {name}"),
    "playbook_unknown": ("没有预案 {kind}；可选：{known}", "there is no play-book {kind}; expected one of {known}"),
    "craft_unknown": ("没有艇 {craft}", "there is no craft {craft}"),
    "other_craft": ("{craft} 不属于本单位及其下级", "{craft} is not a craft of your unit or of one below it"),
    "for_when": (
        "定于的时间须晚于现在，且在 {days} 天之内",
        "the time of the order must lie ahead, within {days} days",
    ),
    "craft_unfit": (
        "艇 {craft} 不符合要求（{why_zh}）；指挥长可写明强派理由",
        "{craft} does not meet the needs ({why_en}); a commander may send it all the same, with the reason",
    ),
    "craft_engaged": (
        "艇 {craft} 正在执行 {order}；改派须同意调离该任务",
        "{craft} is on {order}; to take it away, say that it leaves that order",
    ),
    "unit_unknown": ("没有单位 {unit}", "there is no unit {unit}"),
    "rescue_declined": ("救助指令不得拒绝", "an order to rescue cannot be declined"),
    "far": (
        "距目标 {nm} 海里，超过 1 海里；请写明理由",
        "this is {nm} NM from the target, more than 1; give the reason",
    ),
    "certified": (
        "登临检查须有两名以上持证人员，并填写证号",
        "a boarding needs two officers or more, each with a certificate number",
    ),
    "musts": (
        "尚缺证据：{kinds}；请补充，或写明证据缺项的理由",
        "missing evidence: {kinds}; add it, or say why it is missing",
    ),
    "own_work": (
        "派单或报告的人不得自行审核",
        "an order is not reviewed by the person who issued or reported it",
    ),
    "legal_first": ("本案须先经法制审核", "this case needs the legal review first"),
    "other_case": ("{id} 不是可并入的在办案件", "{id} is not another open case"),
    "clues_left": ("分案须移出至少一条、保留至少一条线索", "a split moves at least one clue and leaves at least one"),
    "paused": ("计时已暂停", "the clocks are paused already"),
    "not_paused": ("计时并未暂停", "the clocks are not paused"),
    "never_paused": ("遇险案件不得暂停计时", "the clocks of a distress case are never paused"),
    "merged": ("已并入 {id}", "it was merged into {id}"),
    "offered": ("已向 {unit} 提出移送，尚未答复", "it is offered to {unit} already, which has not answered"),
    "materials": (
        "移送材料不完备，尚缺：{missing_zh}；紧急时由指挥长写明紧急移送的理由",
        "the materials are not complete; missing: {missing_en}; if it is urgent, a commander gives the reason",
    ),
    "returned_once": ("只能退回补正一次，须一次列全", "it was returned once; all gaps are named at once"),
    "other_unit": ("不能移送给本单位", "it is that unit's case already"),
    "ruling": ("须由共同上级 {unit} 裁定", "{unit}, the common superior, gives the ruling"),
    "no_inspection": ("没有联查 {id}", "there is no inspection {id}"),
    "member_only": ("{agency} 的结果须由其本单位填写", "the result of {agency} is given by its own unit"),
    "window": (
        "联查时段须在 48 小时内，且结束晚于开始",
        "an inspection's window is at most 48 hours, and ends after it begins",
    ),
    "step_order": ("须先完成：{step_zh}", "{step_en} comes first"),
    "step_done": ("该步骤已于 {at} 完成", "this step was done at {at}"),
    "not_filed": ("尚未立案办理", "no procedure is filed"),
    "held_terms": ("期限已中止", "the terms are held already"),
    "not_held": ("期限并未中止", "the terms are not held"),
    "in_criminal": ("已移送刑事，不得以罚代刑", "it is handed to the police: no fine in its place"),
    "waiver": ("不符合首违不罚条件：{why_zh}", "this may not be waived: {why_en}"),
    "off_tier": (
        "超出裁量档次：须写明理由并经法制员",
        "the penalty is off its tier: give the reason, by a legal officer",
    ),
    "file_gone": ("没有收到该文件，请重新上传", "this file has not arrived; send it again"),
    "file_other": ("文件大小与记录不符", "the file has another size than stated"),
    "clue_fields": ("线索有误：{why}", "the clue is invalid: {why}"),
    "clue_seat": (
        "{move_zh}线索须由{unit}或其上级的{who_zh}进行",
        "only a {who_en} of {unit} or above may {move_en}",
    ),
    "clue_state": (
        "线索 {id} {state_zh}，不能{move_zh}",
        "clue {id} is {state_en}: you cannot {move_en}",
    ),
    "clue_no_case": ("线索 {id} 尚未归入案件，请另选办理结果", "clue {id} is in no case: choose another outcome"),
    "season_unknown": (
        "{id} 不是正在或即将开始的季节措施，请看最新清单",
        "{id} is no measure of a season that is on or begins soon; look at the list as it is now",
    ),
    "season_done": ("{actor} 已于 {at} 落实该措施", "{actor} ticked this measure at {at}"),
    "season_not_done": ("该措施尚未落实，无须撤销", "this measure is not ticked: there is nothing to take back"),
    "off_duty": ("{seat} 无人在岗", "nobody is on duty at {seat}"),
}
CASE_STATUS: dict[str, str] = {
    "pass_on": "forbidden",
    "other_craft": "forbidden",
    **dict.fromkeys(("no_case", "no_part", "no_inspection", "clue_unknown", "season_unknown"), "missing"),
    **dict.fromkeys(("past", "stale_noun", "held", "same_target", "craft_engaged", "season_done"), "stale"),
    **dict.fromkeys(
        ("seat", "clue_seat", "needs_commander", "needs_rescue", "own_work", "member_only", "ruling"), "forbidden"
    ),
}
