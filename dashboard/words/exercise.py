"""The words of the exercise page: choice, timeline, injects, truth, score.

What lives here: a table. What does not: how a line of it is said (dashboard/words).
"""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # Controls
    "ex_play": ("播放", "Play"),
    "ex_pause": ("暂停", "Pause"),
    "ex_step": ("单步 1 秒", "One tick"),
    "ex_back_ten": ("后退 10 秒", "Back 10 s"),
    "ex_on_ten": ("前进 10 秒", "On 10 s"),
    "ex_begin": ("回到开头", "To the beginning"),
    "ex_speed": ("倍速", "Speed"),
    "ex_seek": ("跳转到", "Go to"),
    "ex_goto": ("时:分:秒", "hh:mm:ss"),
    "ex_seeking": ("正在跳转", "On the way"),
    "ex_paused": ("已暂停", "Paused"),
    "ex_ended": ("数据已放完", "End of the data"),
    "ex_timeline": ("时间轴", "Timeline"),
    "ex_indexing": ("预演至 {time}", "Run ahead to {time}"),
    "ex_indexed": ("预演完毕", "Run ahead to the end"),
    "ex_machine_clock": ("本演练按实时钟运行，不可暂停或跳转", "Runs by the machine's clock: cannot be held or moved"),
    "ex_not_sent": ("未送达：{why}", "Not sent: {why}"),
    # The map
    "ex_map": ("海图", "Map"),
    "ex_zoom_in": ("放大", "Zoom in"),
    "ex_zoom_out": ("缩小", "Zoom out"),
    "ex_home": ("全图", "Whole sea"),
    "ex_overlay": ("真值", "Truth"),
    # Truth, alerts, score
    "ex_truth": ("真值与发现", "Truth and findings"),
    "ex_alerts": ("全部告警", "All alerts"),
    "ex_no_alerts": ("预演尚未发现告警", "No alerts in what has been run through"),
    "ex_no_truth": ("记录回放，没有真值可比对", "A recording: there is no truth to compare with"),
    "ex_found": ("已发现", "found"),
    "ex_running": ("未发现", "not yet"),
    "ex_missed": ("漏报", "missed"),
    "ex_false": ("误报", "false"),
    "ex_ahead": ("将发生", "to come"),
    "ex_optional": ("可报可不报", "may be told"),
    "ex_found_after": ("{span}后发现", "found after {span}"),
    "ex_in": ("{span}后开始", "in {span}"),
    "ex_later": ("此后另有 {count} 起", "{count} more after these"),
    "ex_sea": ("海域整体", "The sea itself"),
    "ex_injected": ("导调", "injected"),
    "ex_alarm_true": ("属实", "true"),
    "ex_alarm_false": ("误报", "false"),
    "ex_alarm_optional": ("可报", "allowed"),
    "ex_report": ("总评", "Score"),
    "ex_recall": ("发现率", "Recall"),
    "ex_precision": ("准确率", "Precision"),
    "ex_delay": ("发现延时（中位）", "Median delay"),
    "ex_false_rate": ("误报 / 千船时", "False / 1,000 vessel-hours"),
    # Keys
    "ex_help": ("按键一览", "Keys"),
    "ex_close": ("关闭", "Close"),
    "ex_key_play": ("播放或暂停", "Play or pause"),
    "ex_key_ten": ("后退或前进 10 秒", "Back or on 10 s"),
    "ex_key_step": ("后退或前进 1 秒", "Back or on one tick"),
    "ex_key_speed": ("减速或加速", "Slower or faster"),
    "ex_key_begin": ("回到开头", "To the beginning"),
    "ex_key_home": ("全图", "Whole sea"),
    "ex_key_truth": ("显示或隐藏真值", "Show or hide the truth"),
}
