"""Texts of the history tools: tracks over any period, stops, encounters, who was here."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # A period
    "desk_last_1h": ("1 小时", "1 h"),
    "desk_last_6h": ("6 小时", "6 h"),
    "desk_last_24h": ("24 小时", "24 h"),
    "desk_last_7d": ("7 天", "7 d"),
    "desk_period_from": ("自（当地时间）", "From (local time)"),
    "desk_period_to": ("至", "To"),
    "desk_period_ask": ("查询", "Show"),
    "desk_wrong_moment": ("格式为 月-日 时:分，如 05-01 22:00", "Write MM-DD HH:MM, e.g. 05-01 22:00"),
    "desk_wrong_order": ("起始须早于截止", "The start must come before the end"),
    "desk_wrong_year": ("最长一年", "At most one year"),
    # State of a query
    "desk_asking": ("正在查询…", "Loading…"),
    "desk_no_answer": ("未得到答复，请稍后重试", "No answer; try again in a moment"),
    "desk_history_none": ("没有历史航迹：航迹记录进程未在运行", "No history is kept: the historian is not running"),
    "desk_history_until": ("历史航迹止于 {at}", "History ends at {at}"),
    "desk_file": ("下载 {kind}", "Download {kind}"),
    # Track of a vessel
    "desk_track": ("航迹", "Track"),
    "desk_track_fit": ("看全程", "Whole track"),
    "desk_track_gone": ("已不在画面中", "no longer in the picture"),
    "desk_track_nothing": ("该时段没有航迹", "No track in that time"),
    "desk_track_cut": ("位置过多，仅取最近 {count} 个", "Too many positions: only the newest {count} are shown"),
    "desk_track_stops": ("停留", "Stops"),
    "desk_track_encounters": ("会遇", "Encounters"),
    "desk_track_zones": ("到过的区域", "Zones visited"),
    "desk_track_none": ("无", "None"),
    "desk_nearest": ("最近 {m} 米", "closest {m} m"),
    "desk_more": ("另有 {count} 条，请缩短时段", "{count} more; choose a shorter time"),
    # Who was here
    "desk_was_here": ("过往船舶", "Who was here"),
    "desk_hint_who": (
        "点按或空格设顶点 · 点首点或回车闭合 · Esc 放弃",
        "Click or Space sets corners · first corner or Enter closes · Esc cancels",
    ),
    "desk_who_draw": ("划定范围", "Draw"),
    "desk_who_view": ("当前画面", "This view"),
    "desk_who_clear": ("清除", "Clear"),
    "desk_who_draw_first": ("请先在图上划定范围", "Draw an area on the map first"),
    "desk_who_nobody": ("该时段无过往船舶", "No vessel was here in that time"),
    "desk_who_count": ("{count} 艘", "{count} vessels"),
    "desk_who_cut": (
        "结果过多，仅列 {count} 艘，请缩小范围或时段",
        "Too many: {count} listed; choose a smaller area or shorter time",
    ),
    # Keys
    "desk_key_track": ("所选目标的航迹", "Track of the selected vessel"),
    "desk_key_was_here": ("划定范围，查询过往船舶", "Draw an area and list who was there"),
}
