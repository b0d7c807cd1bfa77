"""Why a command is refused: one sentence in Chinese and English for each reason, and its class (STATUS)."""

from __future__ import annotations

from collections.abc import Mapping

from models.casework.cases.case_refusals import CASE_REFUSALS, CASE_STATUS
from models.casework.cases.checks.refusal_words import worded

REFUSALS: Mapping[str, tuple[str, str]] = {
    **CASE_REFUSALS,
    "kind": ("没有这种操作：{kind}", "there is no such command: {kind}"),
    "command_taken": (
        "此命令编号已用于另一项操作，请重新提交",
        "the number of this command was used for another; send it again under a new one",
    ),
    "text": ("{name}：请填写，且不超过 {most} 字", "{name}: expected text, at most {most} characters"),
    "choice": ("{name} 须为 {choices} 之一", "{name}: expected one of {choices}"),
    "unknown": ("没有 {name} 这一项，可填：{known}", "there is no field {name}; expected {known}"),
    "missing": ("请填写：{name}", "{name} is missing"),
    "field": ("{name}：{problem_zh}", "{name}: {problem_en}"),
    "note_subject": (
        "备注对象须为 mmsi:九位数字 或 alert:告警编号，而不是 {subject}",
        "expected a note about mmsi:NINE DIGITS or alert:ID, not {subject}",
    ),
    "alert": ("告警 {id} 不存在或已结束较久", "there is no alert {id} that is open or ended recently"),
    "silence": ("告警已确认或已结束，无需消音", "the alert is acknowledged or has ended: there is nothing to silence"),
    "end": ("只有未结束的遇险告警才能人工结束", "only a distress alert that stands can be ended by an officer"),
    "no_mark": ("告警 {id} 没有第 {seq} 条标记，无可撤销", "alert {id} has no mark {seq}: there is nothing to undo"),
    "undone": ("{actor} 已于 {at} 撤销", "{actor} undid it at {at}"),
    "undo_other": ("这是 {actor} 的标记，撤销须注明理由", "{actor} made this mark; give a reason to undo it"),
    "zone": ("区域有误：{why}", "the zone is invalid: {why}"),
    "zone_id": ("编号 {id} 属于本海域固定区域", "{id} is a zone of the site; change it in the site folder"),
    "zone_gone": ("区域 {id} 不存在或已结束", "there is no zone {id}, or it has ended"),
    "stale": ("{actor} 已于 {at} 修改过，请重新打开再改", "{actor} changed it at {at}; open it again"),
    "full": ("最多 {most} 个", "at most {most} are allowed"),
    "mmsi": ("MMSI 须为九位数字", "expected an MMSI of nine digits"),
    "not_watched": ("{mmsi} 不在关注名单", "{mmsi} is not on the watch list"),
    # Accounts and log-in
    "log_in": ("请先登录", "log in first"),
    "role": (
        "当前账户的角色（{roles}）无权执行此操作（{command}）",
        "the roles of this account ({roles}) may not do this ({command})",
    ),
    "scope": (
        "此令牌（{scopes}）不能进行此操作（{command}）",
        "this token ({scopes}) may not do this ({command})",
    ),
    "token_days": ("令牌有效期为 1 至 {most} 天", "a token lives 1 to {most} days"),
    "account_id": (
        "账号 {id} 须为 1 至 32 个小写字母、数字或 . _ -，且以字母或数字开头",
        "the account {id} needs 1 to 32 small letters, digits or . _ -, with a letter or digit first",
    ),
    "account_known": ("账号 {id} 已存在", "there is an account {id} already"),
    "account_name": (
        "已有同名账户（{name}）；账本以姓名记人，请加注单位以示区别",
        "another account has the name {name}; the ledger names people by it, so add the unit to tell them apart",
    ),
    "account_gone": ("账号 {id} 不存在或已停用", "there is no account {id}, or it is disabled"),
    "account_linked": (
        "账号 {id} 已关联到 {subject}，请先解除：run.py user link {id} --off",
        "the account {id} is linked to {subject} already; first end that: run.py user link {id} --off",
    ),
    "oidc_unknown": (
        "身份平台的用户 {subject} 尚未关联账号；请管理员运行 run.py user link 账号 --oidc {subject}",
        "{subject} of the provider is not linked to an account; let the administrator run "
        "`run.py user link ACCOUNT --oidc {subject}`",
    ),
    "oidc_disabled": ("账号 {id} 已停用，请联系管理员", "the account {id} is disabled; ask the administrator"),
    "oidc_second": (
        "此角色登录须经双重验证，身份平台未作第二重验证；请改用本地账号和动态码",
        "this role needs a second factor and the provider asked for none; log in with the local account and its code",
    ),
    "log_in_wrong": ("账号、密码或动态码不正确", "account, password or code is wrong"),
    "log_in_wait": ("请在 {seconds} 秒后再试", "try again in {seconds} s"),
    "log_in_code": ("请输入动态码", "enter the code of your authenticator"),
    "log_in_enrol": (
        "此角色须使用动态码；请管理员运行 run.py user totp {id}",
        "this role needs a code; let the administrator run `run.py user totp {id}`",
    ),
    "password_form": (
        "密码须为 {least} 至 {most} 个字符，且不得包含账号",
        "expected a password of {least} to {most} characters that does not contain the account's name",
    ),
    "password_wrong": ("原密码不正确", "the present password is wrong"),
    "password_demo": ("演练账户没有密码", "an account of the exercise has no password"),
    "disk": ("账本无法写入：{why}", "the ledger cannot be written: {why}"),
}


# The class of a refusal, by which the API chooses the HTTP status: 401, 403, 404, 409 or 503. Every reason that is
# not named here is "invalid", 422.
STATUS: Mapping[str, str] = {
    **CASE_STATUS,
    "alert": "missing",
    "zone_gone": "missing",
    "stale": "stale",
    "log_in": "unauthorised",
    "role": "forbidden",
    "scope": "forbidden",
    "account_gone": "missing",
    "oidc_unknown": "forbidden",
    "oidc_disabled": "forbidden",
    "oidc_second": "forbidden",
    "log_in_wrong": "unauthorised",
    "log_in_wait": "later",
    "log_in_code": "unauthorised",
    "log_in_enrol": "forbidden",
    "password_wrong": "unauthorised",
    "disk": "unavailable",
}


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A command that is not done, and the reason: its `key`, its class `status`, and `why` by language."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.status = key, STATUS.get(key, "invalid")
        zh, en = (words.format(**worded(values, lang)) for lang, words in enumerate(REFUSALS[key]))
        self.why = {"zh": zh, "en": en}
        super().__init__(en)
