"""Why the laws or a play-book refuse a command: the sentences, Chinese and English (refusals.py)."""

from __future__ import annotations

LAW_REFUSALS: dict[str, tuple[str, str]] = {
    "no_wind": (
        "现有预报风力未超过所派艇的限度，不能以天气为由暂停",
        "no forecast here is over what the craft may go out in: there is no pause for weather",
    ),
    "found_unknown": (
        "{name} 不是可填的查获情况，或其值不对；可填：{known}",
        "{name} is no field of what was found, or has a wrong value; expected one of {known}",
    ),
    "step_time": (
        "步骤时间 {at} 不对：须不晚于现在、不早于上一步",
        "{at} is in the future, or before the step before it",
    ),
    "too_old": (
        "违法行为已超过 {years} 年追究时效（行政处罚法第三十六条）",
        "the act is past the time limit of {years} years (Administrative Penalty Law 36)",
    ),
    "hearing_late": (
        "当事人须在告知后五个工作日内要求听证（至 {until}）",
        "a hearing is asked for within five working days of the notice (until {until})",
    ),
    "hearing_open": (
        "当事人要求听证的期限未满（至 {until}），或已要求听证而未举行",
        "the party may still ask for a hearing (until {until}), or asked for one that was not held",
    ),
    "hearing_told": (
        "须在听证七个工作日前通知当事人（行政处罚法第六十四条）",
        "the party is told seven working days before a hearing (Administrative Penalty Law 64)",
    ),
    "nothing_held": ("请写明查封扣押或登记保存的物品", "say what is seized or registered"),
    "police_order": ("行刑衔接须先完成：{step_zh}", "in the hand-over to the police, {step_en} comes first"),
    "police_over": (
        "行刑衔接已有：{step_zh}，不能再记此步",
        "in the hand-over to the police, this cannot follow {step_en}",
    ),
    "item_outcome": ("{code} 未查实，不填处理方式", "{code} was not found: state no outcome for it"),
    "fine_range": (
        "罚款须在 {item} 的法定幅度内：{low} 至 {high} 元",
        "the fine of {item} is from {low} to {high} yuan by law",
    ),
    "tier_needed": ("请写明裁量档次：{tiers}", "name the tier of discretion: {tiers}"),
    "tier_unknown": ("没有裁量档次 {tier}；可选：{tiers}", "there is no tier {tier}; expected one of {tiers}"),
    "fined_before": (
        "同一行为在 {id} 已处罚款（行政处罚法第二十九条），如确属另一行为，请写明再次处罚的理由",
        "{id} fined the same act (Administrative Penalty Law 29); if it is another, say why it is fined again",
    ),
    "pass_on": (
        "{id} 只是共享给贵单位，不得再转给其他单位",
        "{id} is only shared with your unit: it cannot be passed on",
    ),
}
