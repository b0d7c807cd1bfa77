"""Texts of refused commands (the gate of all commands)."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "gate_foreign": ("只能在值守服务器本机下达", "Commands are taken from the machine of the wall only"),
    "gate_host": (
        "本服务器不叫 {host}；请用本机地址，或加入 dashboard.allow_origins",
        "This server is not known as {host}; use its own address, or add the name to dashboard.allow_origins",
    ),
    "gate_origin": (
        "请求来自另一站点的页面（{origin}）；请在本站页面上操作",
        "This was sent by a page of {origin}; use a page of this server",
    ),
    "gate_no_json": ("应为 JSON 对象（application/json）", "Expected a JSON object, sent as application/json"),
    "gate_too_long": ("内容过长，最多 {most} 字节", "Too long: expected at most {most} bytes"),
    "gate_names_actor": (
        "姓名以值班员登记（会话）为准，此处不要再写 actor",
        "The officer is the one of the session; leave actor out here",
    ),
    "gate_no_actor": (
        "请先在值守页面登记值班员姓名",
        "Enter your name as officer of the watch at the desk first",
    ),
    "gate_actor": ("actor：请填写姓名，且不超过 {most} 字", "actor: expected a name of at most {most} characters"),
    # Commands and marks
    "command_form": (
        '应为 JSON：{{"command_id", "kind", "subject", "desk", "body"}}',
        'Expected JSON: {{"command_id", "kind", "subject", "desk", "body"}}',
    ),
    "command_unknown": ("没有 {name} 这一项，可填：{known}", "There is no field {name}; expected {known}"),
    "mark_form": (
        '应为 {{"mark": …, "reason": …}}，不可有其他项',
        'Expected {{"mark": …, "reason": …}} and nothing else.',
    ),
    "mark_unknown": ("mark 须为 {known} 之一", "mark: expected one of {known}."),
    "mark_reason": ("reason 须为文字", "reason: expected text."),
    "mark_no_alert": (
        "告警 {id} 不存在或已结束较久；未解除的见 /api/alerts",
        "No alert {id} is open or ended recently; /api/alerts lists the open ones.",
    ),
}
