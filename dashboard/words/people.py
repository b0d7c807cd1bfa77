"""Words of the score sheet of an exercise's people."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "score.people": ("人员成绩", "Score of the people"),
    "score.units": ("单位成绩", "Score of the units"),
    "score.who": ("人员", "person"),
    "score.unit": ("单位", "unit"),
    "score.score": ("及时率", "in time"),
    "score.met": ("按时", "clocks met"),
    "score.late": ("超时", "late"),
    "score.latest": ("最迟", "latest"),
    "score.commands": ("命令", "commands"),
    "score.refused": ("被拒", "refused"),
    "score.unscripted": ("脚本外", "against the script"),
    "score.cases": ("案件", "cases"),
    "score.minutes": ("{clock} {minutes} 分", "{clock} by {minutes} min"),
}
