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
        '姓名以会话为准：先 POST /api/session {{"actor": "姓名"}}，此处不要再写 actor',
        'The officer is the one of the session: POST /api/session {{"actor": "name"}} once, and leave actor out here',
    ),
    "gate_no_actor": (
        '请先说明值班人：POST /api/session {{"actor": "姓名"}}',
        'Say first who has the watch: POST /api/session {{"actor": "name"}}',
    ),
    "gate_actor": ("actor：请填写姓名，且不超过 {most} 字", "actor: expected a name of at most {most} characters"),
}
