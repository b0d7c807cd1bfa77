"""The words that a play-book may use. Each table is explained in docs/playbooks.md."""

from __future__ import annotations

COLOURS = ("yellow", "orange", "red", "distress")  # from the least to the most urgent
# The rules of the detectors (models/risk/detection/detectors/), which a test compares with this, and `dark`, a radar
# contact without AIS, which a site may name before it has radar.
RULES = (
    "dark",
    *("anchor_drag", "asset", "bad_mmsi", "clock", "collision", "crowding", "disabled", "distress", "distress_status"),
    *("distress_test", "drift", "duplicate_mmsi", "fishing", "gap", "grounding", "identity", "influx", "interference"),
    *("lane", "left_group", "loitering", "reception", "rendezvous", "speeding", "sudden_stop", "teleport", "turn"),
    *("unusual", "watch", "weather", "zone"),
)
WHO = ("duty", "commander", "unit", "grid", "legal", "rescue")
WHEN = ("always", "red", "criminal", "closed")
CLOCKS = ("assess", "order", "ack", "move", "arrive", "report", "close", "sensitive")
TASKS = ("board", "verify", "call", "escort", "expel", "cordon", "tow", "search", "rescue", "patrol")
# What a step finds out or fills in, and the command that it leads to.
GIVES = ("verified_by", "vhf", "permit", "items", "lead", "report", "place", "target")
DOES = (
    *("case_assess", "order_issue", "sar_plan", "thread_open", "transfer_offer", "inspection_plan", "procedure_step"),
    *("evidence_add", "review", "note"),
)
HOW = ("copy", "assistance", "consultation", "recognition", "legal", "early", "transfer")
EVIDENCE = (
    *("photo", "video", "audio", "statement", "scene_record", "correction_notice", "catch_record", "appraisal"),
    *("track", "sentences", "other"),
)
WAIVERS = ("none", "first_minor")
MEANS = ("vhf_text", "vhf", "sms", "call", "watch")
END_NEEDS = ("all_accounted_or_why", "review", "report")
# What a call or an order should bring about on the track (effects.py).
EXPECTATIONS = ("course_or_speed", "slows", "stops_fishing", "leaves", "cpa_opens", "reports_again")
# Placeholders of orders and warnings, and what stands there when the value is not known.
PLACEHOLDERS = {
    "craft": ("各艇", "All craft"),
    "unit": ("本单位", "your unit"),
    "place": ("目标海域", "the scene"),
    "lat": ("纬度待报", "latitude to follow"),
    "lon": ("经度待报", "longitude to follow"),
    "target": ("目标船", "the vessel"),
    "other": ("他船", "the other vessel"),
    "why": ("情况待核", "to be verified"),
    "minutes": ("（未知）", "(unknown)"),
    "distance_nm": ("（未知）", "(unknown)"),
    "bearing_deg": ("方位待报", "bearing to follow"),
    "people": ("（未知）", "(unknown)"),
    "wind": ("风力不明", "wind unknown"),
    "asset": ("该设施", "the installation"),
}
