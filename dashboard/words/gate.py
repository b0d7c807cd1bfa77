"""Texts of refused requests: the gate of all commands, and the queries of programs."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "gate_foreign": (
        "尚未建立账户，只能在值守服务器本机使用",
        "Without accounts only the machine of the wall is served",
    ),
    "gate_plain": (
        "未加密的连接只限本机；请经 security.tls 或 security.proxies 所列代理访问",
        "Other machines are served over TLS only: set security.tls, or list the proxy in security.proxies",
    ),
    "gate_log_in": ("请先登录（/login）", "Log in first (/login)"),
    "gate_role": ("当前账户的角色无权进行此操作", "The roles of this account do not allow this"),
    "log_in_form": ("应为 JSON 对象，各项为文字：{known}", "Expected a JSON object of texts: {known}"),
    "gate_scope": (
        "此令牌（{scopes}）不能用于此地址，所需：{scope}",
        "This token ({scopes}) does not serve here; needed: {scope}",
    ),
    "gate_too_often": ("请求过于频繁，每秒至多 {per_s} 次", "Too many requests: at most {per_s} a second"),
    "clue_fields": ("线索有误：{fields}", "The clue is invalid: {fields}"),
    "clue_gone": ("没有线索 {ref}，或不在本账户辖区内", "There is no clue {ref} in the scope of this account"),
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
    # Any request
    "http_no_picture": ("尚无态势图，请稍后重试", "No picture yet; try again in a moment"),
    "http_400": ("请求格式有误", "The request is malformed"),
    "http_403": ("不允许此请求", "This request is not allowed"),
    "http_404": ("没有这个地址：{path}", "There is no address {path}"),
    "http_405": ("{path} 不接受 {method}", "{path} does not take {method}"),
    "http_500": ("服务器内部错误，已记入日志", "Internal error of the server; its log has the details"),
    "http_other": ("请求未能完成（{code}）", "The request failed ({code})"),
    # Queries
    "query_bbox": ("bbox：应为 W,S,E,N（度）", "bbox: expected W,S,E,N in degrees"),
    "query_choice": ("{name} 须为 {known} 之一", "{name}: expected one of {known}."),
    "query_span": (
        "from：应早于 to，最长一年",
        "from: expected a time before `to`, at most a year earlier.",
    ),
    "query_moment": (
        "{name}：时间格式如 2026-11-23T08:00:00Z",
        "{name}: expected a time like 2026-11-23T08:00:00Z.",
    ),
    "query_no_vessel": (
        "画面中没有该目标；其航迹仍可查询",
        "No such vessel in the picture; its trail may still be requested.",
    ),
    "query_not_own": (
        "该目标不在本单位海域，也未共享给本单位",
        "The vessel is neither in the waters of your unit nor shared with it.",
    ),
    "query_vessel": ("应为航迹号（如 T12）或 MMSI", "Expected a track like T12 or an MMSI."),
    "query_polygon": (
        "polygon：应为 LON,LAT;LON,LAT;LON,LAT，至少三个顶点，单位为度",
        "polygon: expected LON,LAT;LON,LAT;LON,LAT with three corners or more, in degrees.",
    ),
    "query_sentences": (
        "应为 refs=数据源:编号,…（本次运行的数据源，最多 {most} 条），mmsi=数字,…，format=json 或 nmea",
        "Expected refs=FEED:NUMBER,… of known feeds, at most {most}, mmsi=NUMBER,… and format=json or nmea.",
    ),
    "sentences_silent": (
        "数据源 {feeds} 的接收进程没有应答，以下报文不完整；请稍后再试",
        "The ingestor of {feeds} does not answer, so these sentences are incomplete; ask again in a moment.",
    ),
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
