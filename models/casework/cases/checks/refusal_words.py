"""The words of fields, commands, roles and problems in the sentences of refusals.

An officer reads what the form calls a field; a field that no form has keeps the name that programs send.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.casework.cases.moves import MOVES

Pair = tuple[str, str]

FIELD_WORDS: Mapping[str, Pair] = {
    "agency": ("部门", "agency"),
    "amounts": ("数量或金额", "amounts"),
    "answer": ("答复", "answer"),
    "apart_why": ("另立的理由", "why a case of its own"),
    "basis": ("依据", "basis"),
    "clues": ("线索", "clues"),
    "colour": ("等级", "colour"),
    "evidence": ("证据", "evidence"),
    "from_s": ("开始时间", "begin"),
    "heard": ("所听原话", "words heard"),
    "into": ("并入的案件", "case to merge into"),
    "items": ("执法事项", "items"),
    "lead": ("牵头单位", "lead"),
    "mark": ("告警判为", "mark of its alerts"),
    "measures": ("措施", "measures"),
    "members": ("参加单位", "members"),
    "missing_why": ("证据缺项的理由", "why evidence is missing"),
    "note": ("备注", "note"),
    "officers": ("执法人员", "officers"),
    "outcome": ("办理结果", "outcome"),
    "override_why": ("强派理由", "why all the same"),
    "people": ("人数", "people"),
    "question": ("事由", "question"),
    "reason": ("理由", "reason"),
    "receipt_no": ("收件编号", "receipt number"),
    "release_why": ("撤单原因", "why it is released"),
    "result": ("结果", "result"),
    "stage": ("审核层级", "stage"),
    "step": ("办案步骤", "step"),
    "taken_s": ("取证时间", "time taken"),
    "task": ("任务", "task"),
    "text": ("说明", "text"),
    "to": ("交给", "receiver"),
    "to_s": ("结束时间", "end"),
    "unable_why": ("未能执行的原因", "why it could not be done"),
    "urgent_why": ("紧急移送的理由", "why it is urgent"),
    "verdict": ("结论", "verdict"),
    "verified_by": ("核实方式", "verified by"),
    "void_why": ("作废的理由", "why it is void"),
    "why": ("理由", "reason"),
}
ROLE_NAMES: Mapping[str, Pair] = {
    "viewer": ("大屏", "viewer"),
    "duty": ("值班员", "duty officer"),
    "commander": ("指挥长", "commander"),
    "grid": ("网格执法员", "grid officer"),
    "legal": ("法制审核", "legal reviewer"),
    "supervisor": ("督办员", "supervisor"),
    "oversight": ("监督观察", "oversight"),
    "integrator": ("接口程序", "integrator"),
    "director": ("导调员", "exercise director"),
    "admin": ("管理员", "administrator"),
}
COMMAND_WORDS: Mapping[str, Pair] = {
    "mark": ("处理告警", "mark an alert"),
    "undo_mark": ("撤销标记", "undo a mark"),
    "note": ("备注", "note"),
    "zone": ("划定区域", "draw a zone"),
    "zone_end": ("结束区域", "end a zone"),
    "watch": ("关注", "watch a vessel"),
    "unwatch": ("取消关注", "end the watch on a vessel"),
    "hand_over": ("交班", "hand over"),
    "clue": ("报送线索", "send in a clue"),
    "clue_class": ("线索分类", "classify a clue"),
    "clue_take": ("接收线索", "take a clue"),
    "clue_answer": ("答复线索", "answer a clue"),
    "account_add": ("新增账户", "add an account"),
    "account_role": ("变更账户角色", "change the roles of an account"),
    "account_unit": ("变更账户单位", "change the unit of an account"),
    "account_link": ("关联外部身份", "link an account to a provider"),
    "account_disable": ("停用账户", "disable an account"),
    "pack": ("制作证据包", "make an evidence pack"),
}
EVIDENCE_WORDS: Mapping[str, Pair] = {
    "photo": ("照片", "photo"),
    "video": ("视频", "video"),
    "audio": ("录音", "audio"),
    "statement": ("询问笔录", "statement"),
    "scene_record": ("现场检查笔录", "scene record"),
    "correction_notice": ("责令改正通知书", "correction notice"),
    "catch_record": ("渔获清单", "catch record"),
    "appraisal": ("检验鉴定", "appraisal"),
    "track": ("航迹", "track"),
    "sentences": ("原始报文", "sentences"),
    "other": ("其他", "other"),
}
# Problems of a value by the type that pydantic gives them; the limits come with the error.
PROBLEMS: Mapping[str, Pair] = {
    "greater_than": ("须大于 {gt}", "expected more than {gt}"),
    "greater_than_equal": ("须不小于 {ge}", "expected at least {ge}"),
    "less_than": ("须小于 {lt}", "expected less than {lt}"),
    "less_than_equal": ("须不大于 {le}", "expected at most {le}"),
    "too_long": ("最多 {max_length} 项", "expected at most {max_length}"),
    "too_short": ("至少 {min_length} 项", "expected at least {min_length}"),
    "float_type": ("须为数字", "expected a number"),
    "float_parsing": ("须为数字", "expected a number"),
    "finite_number": ("须为数字", "expected a number"),
    "int_type": ("须为整数", "expected a whole number"),
    "int_from_float": ("须为整数", "expected a whole number"),
    "bool_type": ("须为是或否", "expected true or false"),
    "string_type": ("须为文字", "expected text"),
    "missing": ("不完整", "it is not complete"),
}
NO_PROBLEM: Pair = ("不符合要求", "it has not the form that is expected")


def problem_words(error: Mapping[str, Any]) -> Pair:
    """What is wrong with a value, in Chinese and English, from an error of pydantic."""
    zh, en = PROBLEMS.get(error["type"], NO_PROBLEM)
    limits = error.get("ctx", {})
    return zh.format(**limits), en.format(**limits)


def field_word(name: str, lang: int) -> str:
    """The word of a field."""
    return FIELD_WORDS.get(name, (name, name))[lang]


def command_word(kind: str, lang: int) -> str:
    """The word of a command: that of its move, if it makes one."""
    move = MOVES.get(kind)
    zh, en = (move.zh, move.en) if move else COMMAND_WORDS.get(kind, (kind, kind))
    return en if lang else zh


def _listed(names: str, words: Mapping[str, Pair], lang: int) -> str:
    """The words of names that are divided by commas."""
    return ("、", ", ")[lang].join(words.get(each, (each, each))[lang] for each in names.split(", "))


WORDED: Mapping[str, Callable[[str, int], str]] = {
    "name": field_word,
    "command": command_word,
    "roles": lambda roles, lang: _listed(roles, ROLE_NAMES, lang),
    "kinds": lambda kinds, lang: _listed(kinds, EVIDENCE_WORDS, lang),
}


def worded(values: Mapping[str, object], lang: int) -> dict[str, object]:
    """The values of a refusal with words for the names of fields, commands, roles and kinds of evidence."""
    return {key: WORDED[key](str(value), lang) if key in WORDED else value for key, value in values.items()}
