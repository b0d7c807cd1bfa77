"""Texts of the map tools, the cursor, layers and palettes."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "edge_mark": (
        "图外{direction}{distance} 海里：{colour} {count} 起",
        "{colour}: {count}, {distance} NM {direction}, off the map",
    ),
    "patrol_label": ("{name} {number} {state}{minutes}", "{name} {number} {state}{minutes}"),
    "edge_distance": ("{distance} 海里", "{distance} NM"),
    "edge_n": ("北", "N"),
    "edge_ne": ("东北", "NE"),
    "edge_e": ("东", "E"),
    "edge_se": ("东南", "SE"),
    "edge_s": ("南", "S"),
    "edge_sw": ("西南", "SW"),
    "edge_w": ("西", "W"),
    "edge_nw": ("西北", "NW"),
    # Tools
    "desk_zoom_in": ("放大", "Zoom in"),
    "desk_zoom_out": ("缩小", "Zoom out"),
    "desk_home": ("全图", "Home"),
    "desk_zoom_to": ("定位", "Zoom to"),
    "desk_measure": ("测量", "Measure"),
    "desk_zone_draw": ("划区", "Draw zone"),
    "desk_layers": ("图层", "Layers"),
    "desk_trails": ("尾迹", "Trails"),
    "desk_minutes": ("{count} 分钟", "{count} min"),
    "desk_hours": ("{count} 小时", "{count} h"),
    "desk_nm": ("海里", "NM"),
    "desk_hint_measure": ("点按量距 · 退格撤销 · Esc 结束", "Click to measure · Backspace undoes · Esc ends"),
    "desk_hint_zone": (
        "点按设顶点 · 点首点或回车闭合 · 拖动修改 · Esc 放弃",
        "Click corners · first corner or Enter closes · drag to change · Esc cancels",
    ),
    # Craft on the wall: name, what it is doing, minutes
    "patrol_wall": ("{name} {doing}{minutes}", "{name} {doing}{minutes}"),
    "patrol_minutes": (" {minutes} 分", " {minutes} min"),
    "patrol_issued": ("待签收：{task}", "ordered to {task}"),
    "patrol_acknowledged": ("准备{task}", "makes ready to {task}"),
    "patrol_under_way": ("赶往{task}", "on its way to {task}"),
    "patrol_on_scene": ("现场{task}", "on scene: {task}"),
}
