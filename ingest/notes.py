"""Short notes from an ingestor to the wall, in Chinese and English: connection, disk, clock and recording problems."""

from __future__ import annotations

NOTES = {
    "connecting": ("正在连接 {}", "connecting to {}"),
    "listening": ("等待对方接入 {}", "waiting for a connection on {}"),
    "opening": ("正在打开 {}", "opening {}"),
    "ended": ("数据源已结束 {}", "the source has ended: {}"),
    "file_damaged": ("文件损坏，损坏处之前的内容已读取：{}", "damaged file, read up to the damage: {}"),
    "no_times": (
        "{} 中没有可识别的时间，自 1970-01-01 起按每秒 100 行读取",
        "no times in {} that are understood, so it is read at 100 lines a second from 1970-01-01",
    ),
    "no_dates": (
        "{} 中的时间没有日期，从 1970 年或 1972 年算起",
        "times without a date in {}, so days count from 1970-01-01, and dates without a year lie in 1972",
    ),
    "udp_lost": ("系统丢弃了 {} 个数据报", "{} datagrams dropped by the system; raise net.core.rmem_max"),
    "clock": (
        "本机时钟倒退 {} 秒，计时放慢",
        "this machine's clock went back {} s; time runs slower",
    ),
    "disk_low": ("磁盘将满，剩余 {} MB", "disk nearly full, {} MB left"),
    "disk_failed": ("未能记录原始数据：{}", "raw data is not being recorded: {}"),
    "missing": ("录制中缺少第 {} 条", "no longer recorded: pieces {}"),
    "recording_damaged": ("录制文件损坏 {}", "damaged recording {}"),
}


def note(key: str, about: object = "") -> str:
    """Return the text of a note in both languages, with `about` filled in."""
    return " / ".join(text.format(about) for text in NOTES[key]).strip()


def in_english(notes: str) -> list[str]:
    """Return each of several notes, joined by semicolons, in English alone."""
    return [each.split(" / ", 1)[1] for each in notes.split("; ") if " / " in each]


def damages(notes: str) -> list[str]:
    """Return the notes on damaged files among several, in English."""
    start = NOTES["file_damaged"][1].split("{", maxsplit=1)[0]
    return [each for each in in_english(notes) if each.startswith(start)]
