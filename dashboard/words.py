"""Every text a page shows, Chinese and English, as one table.

What lives here: the table and the way to say a line of it. What does not: names and reasons that come from the sea or
from a site's files, which carry their own two languages, and any markup.
"""

from __future__ import annotations

LANGUAGES = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    # The page as a whole
    "title": ("{site}海上态势", "{site} Maritime Situation"),
    "waiting": ("正在等待第一幅态势图", "Waiting for the first picture"),
    "waiting_hint": ("核心进程启动后自动显示", "It appears by itself when the core is running"),
    "stale": ("画面停滞 {age}", "Picture frozen for {age}"),
    "stale_hint": (
        "核心进程未发布新画面，图上位置已过时",
        "The core publishes nothing new; positions are out of date",
    ),
    "cut_off": ("与服务器的连接中断", "Connection to the server lost"),
    "cut_off_hint": ("恢复后自动重新载入", "The page reloads by itself when the server answers"),
    "stale_mark": ("停滞", "FROZEN"),
    "mode_live": ("实时 LIVE", "LIVE"),
    "mode_replay": ("回放 REPLAY {speed}", "REPLAY {speed}"),
    "mode_exercise": ("演练 EXERCISE {speed}", "EXERCISE {speed}"),
    "speed": ("×{speed}", "×{speed}"),
    "utc": ("UTC", "UTC"),
    "local": ("本地", "Local"),
    "beijing": ("北京", "Beijing"),
    # Counts at the top
    "count_all": ("目标", "craft"),
    "count_fishing": ("渔船", "fishing"),
    "count_merchant": ("商船", "merchant"),
    "count_passenger": ("客船", "passenger"),
    "count_law": ("执法船", "law"),
    # Kinds of craft
    "kind_unknown": ("类型不明", "Unknown"),
    "kind_merchant": ("商船", "Merchant"),
    "kind_passenger": ("客船", "Passenger"),
    "kind_fishing": ("渔船", "Fishing"),
    "kind_law": ("执法船", "Law"),
    "kind_service": ("工作船", "Service"),
    "kind_pleasure": ("游艇", "Pleasure"),
    "kind_other": ("其他", "Other"),
    "kind_aton": ("航标", "Aid to nav."),
    "kind_base": ("基站", "Base station"),
    "kind_aircraft": ("航空器", "Aircraft"),
    "kind_gear": ("网位仪", "Net beacon"),
    "kind_distress": ("遇险示位标", "Distress beacon"),
    # Colours of risk
    "colour_distress": ("遇险 立即救助", "Distress: rescue"),
    "colour_red": ("红 立即处置", "Red: act now"),
    "colour_orange": ("橙 核查", "Orange: check"),
    "colour_yellow": ("黄 关注", "Yellow: watch"),
    "short_distress": ("遇险", "Distress"),
    "short_red": ("红", "Red"),
    "short_orange": ("橙", "Orange"),
    "short_yellow": ("黄", "Yellow"),
    # Triage
    "calm": ("当前没有告警", "No alerts"),
    "calm_hint": ("{count} 个目标受监视", "{count} craft are being watched"),
    "quiet_for": ("已 {span}无{colour}色", "{colour}: none for {span}"),
    "more": ("另有 {count} 起", "{count} more"),
    "over_budget": ("本小时超额 {count}", "{count} over budget"),
    "ended_unseen": ("已自行解除、未经确认 {count} 起", "{count} ended unseen"),
    "state_open": ("未确认", "open"),
    "state_seen": ("✓ {actor} 已确认", "✓ {actor}"),
    "state_escalated": ("未确认 已升级 {count} 次", "open, escalated {count}×"),
    "boat_in": ("最近艇 {minutes} 分", "boat in {minutes} min"),
    "area_none": ("区域外", "Outside areas"),
    "and": ("{name} × {partner}", "{name} × {partner}"),
    "nameless": ("无名", "No name"),
    # Left column
    "areas": ("海域风险", "Sea areas"),
    "areas_hint": ("较常态 · 指数", "unusual · index"),
    "areas_none": ("区域指数尚未算出", "Not worked out yet"),
    "pressure": ("执法压力", "Pressure"),
    "pressure_none": ("执法压力尚未算出", "Not worked out yet"),
    "part_load": ("占用", "load"),
    "part_wait": ("等待", "wait"),
    "part_overdue": ("超时", "late"),
    "boats_hint": ("可用艇", "boats"),
    "all_units": ("合计", "All units"),
    "overdue": ("超时 {count}", "{count} late"),
    "clues": ("线索", "Reports"),
    "clues_hint": ("共 {count} 条", "{count} in all"),
    "clues_none": ("暂无线索", "Nothing reported"),
    "source_video_ai": ("视频", "Video"),
    "source_beidou": ("北斗", "BeiDou"),
    "source_hotline": ("12345", "Hotline"),
    "source_police": ("110", "Police"),
    "source_grid": ("网格", "Grid team"),
    "source_patrol": ("巡查", "Patrol"),
    "source_weather": ("气象", "Weather"),
    "source_waterway": ("航道", "Waterway"),
    "source_agency": ("部门", "Agency"),
    "classes": ("目标构成", "Craft by kind"),
    "classes_hint": ("在航 · 全部", "under way · all"),
    "traffic": ("报文流量", "Message rate"),
    "traffic_hint": ("近 {minutes} 分钟", "last {minutes} min"),
    "per_second": ("条/秒", "per s"),
    # Feeds
    "feed_ok": ("{rate} 条/秒", "{rate}/s"),
    "feed_reports": ("{count} 条", "{count} in all"),
    "spared": ("计算吃紧，次要检测放缓 {step} 档", "Busy: less urgent checks put off ({step})"),
    "feed_late": ("滞后 {silence}", "late {silence}"),
    "feed_silent": ("静默 {silence}", "silent {silence}"),
    "feed_ended": ("记录已放完", "recording at its end"),
    "feed_down": ("断开 {silence}", "down {silence}"),
    "feed_never": ("尚无数据", "nothing yet"),
    "feeds_none": ("没有数据源", "No feeds"),
    "feeds_more": ("另有 {count} 路正常", "{count} more well"),
    "feed_kind_ais": ("AIS", "AIS"),
    "feed_kind_radar_nmea": ("雷达", "Radar"),
    "feed_kind_asterix": ("雷达", "Radar"),
    "feed_kind_report": ("上报", "Reports"),
    # Map
    "attribution": (
        "© OpenStreetMap contributors · 不得用于导航",
        "© OpenStreetMap contributors · not for navigation",
    ),
    "nm": ("{count} 海里", "{count} NM"),
    "legend_lost": ("失联", "Lost"),
    "legend_coasting": ("推算", "Coasting"),
    "legend_aids": ("航标 网位仪", "Aids, nets"),
    "beacon_test": ("测试", "TEST"),
    "forecast": ("{force} 级风 {start}–{end}", "Force {force} {start}–{end}"),
    "zone_inactive": ("未生效", "not in force"),
    # Ticker
    "ticker_none": ("尚无变化", "Nothing has changed yet"),
    "event_raise": ("新增", "Raised"),
    "event_update": ("变化", "Changed"),
    "event_clear": ("解除", "Cleared"),
    # Rules, as the alerts name them
    "rule_collision": ("碰撞危险", "Collision risk"),
    "rule_grounding": ("近岸搁浅", "Grounding"),
    "rule_zone": ("区域违规", "Zone breach"),
    "rule_fishing": ("疑似捕捞", "Fishing"),
    "rule_lane": ("航道违规", "Lane breach"),
    "rule_loitering": ("徘徊", "Loitering"),
    "rule_drift": ("漂航", "Adrift"),
    "rule_sudden_stop": ("突然停船", "Sudden stop"),
    "rule_turn": ("异常转向", "Sudden turn"),
    "rule_anchor_drag": ("走锚", "Dragging anchor"),
    "rule_gap": ("AIS 中断", "AIS gap"),
    "rule_teleport": ("位置跳变", "Position jump"),
    "rule_duplicate_mmsi": ("MMSI 重复", "Duplicate MMSI"),
    "rule_reception": ("接收中断", "Reception lost"),
    "rule_clock": ("时钟异常", "Clock trouble"),
    "rule_interference": ("定位干扰", "GNSS interference"),
    "rule_influx": ("目标激增", "Flood of MMSI"),
    "rule_identity": ("身份变更", "Identity change"),
    "rule_bad_mmsi": ("MMSI 异常", "Bad MMSI"),
    "rule_rendezvous": ("海上会合", "Rendezvous"),
    "rule_dark": ("无 AIS 目标", "Dark target"),
    "rule_crowding": ("船舶聚集", "Crowding"),
    "rule_left_group": ("脱编", "Left group"),
    "rule_speeding": ("超速", "Speeding"),
    "rule_asset": ("危及设施", "Near asset"),
    "rule_weather": ("大风影响", "Weather"),
    "rule_distress": ("遇险示位", "Distress"),
    "rule_watch": ("名单目标", "Watch list"),
    "rule_unusual": ("行为异常", "Unusual"),
    # Spans of time
    "span_s": ("{s} 秒", "{s} s"),
    "span_min": ("{m} 分", "{m} min"),
    "span_h": ("{h} 小时 {m} 分", "{h} h {m} min"),
    "span_d": ("{d} 天 {h} 小时", "{d} d {h} h"),
}


def say(lang: str, key: str, **values: object) -> str:
    """The words of `key` in a language, placeholders filled. Raises KeyError for a key without words."""
    return WORDS[key][LANGUAGES.index(lang)].format(**values)


def say_or(lang: str, key: str, otherwise: str) -> str:
    """The words of `key`, or `otherwise` where the table has none: names that feeds or rules bring along."""
    return WORDS[key][LANGUAGES.index(lang)] if key in WORDS else otherwise


def span(lang: str, seconds: float) -> str:
    """How long, in words: `12 秒`, `3 小时 12 分`."""
    whole = max(0, int(seconds))
    minutes, hours, days = whole // 60, whole // 3600, whole // 86400
    if days:
        return say(lang, "span_d", d=days, h=hours % 24)
    if hours:
        return say(lang, "span_h", h=hours, m=minutes % 60)
    return say(lang, "span_min", m=minutes) if minutes else say(lang, "span_s", s=whole)


def stopwatch(seconds: float) -> str:
    """How long, in figures: `00:41`, `1:02:07`."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes:02}:{whole % 60:02}"
