"""The one table of indicators: id, name, what k and n are, and the function that computes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.casework.indicators.boarding import found, regular
from models.casework.indicators.closing import closed, sensed, sent_back
from models.casework.indicators.counts import counts
from models.casework.indicators.coverage import clue_flow, load, present
from models.casework.indicators.fairness import remedies, waived
from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.joint import complete, one_visit
from models.casework.indicators.response import busy, precision, response, warned
from models.casework.indicators.timeliness import between_in_time, clocks_in_time, paused
from models.casework.indicators.view import FigureView


@dataclass(frozen=True)
class Indicator:
    """One row. `ids` are the first parts of the ids of its figures; `k` and `n` say what is counted, in zh and en."""

    ids: tuple[str, ...]
    zh: str
    en: str
    k: tuple[str, str]
    n: tuple[str, str]
    figures: Callable[[FigureView], Iterator[IndicatorFigure]]


Figures = Callable[[FigureView], Iterator[IndicatorFigure]]


def _row(ids: str, name: str, k: str, n: str, compute: Figures) -> Indicator:
    """A row; the texts are Chinese and English with a bar between."""
    zh, en = name.split("|")
    return Indicator(tuple(ids.split()), zh, en, _pair(k), _pair(n), compute)


def _pair(text: str) -> tuple[str, str]:
    zh, en = text.split("|")
    return zh, en


INDICATORS: tuple[Indicator, ...] = (
    _row(
        "C",
        "及时率|In time",
        "按时停止|stopped by the due time",
        "期内到期的时限|clocks due in the period",
        clocks_in_time,
    ),
    _row("K1", "结案率|Closed", "期末已结案|closed at the end of the period", "期内立案|opened in the period", closed),
    _row(
        "K2", "感知率|Sensed", "首条线索由传感器发现|first clue from a sensor", "期内立案|opened in the period", sensed
    ),
    _row(
        "K3 K4",
        "综合查一次实施率、减少干扰|One visit; visits spared",
        "两个以上部门有结果；部门数减一之和|results of two agencies or more; agencies less one",
        "期内完成的登临|boardings done in the period",
        one_visit,
    ),
    _row(
        "K5",
        "协同及时处置率|Answered in time",
        "按时答复|answered by the due time",
        "期内到期的协同与移送|threads and transfers due in the period",
        between_in_time,
    ),
    _row(
        "K6",
        "移送一次完备率|Complete at once",
        "未经退回即接收|accepted without a return",
        "期内已答复的移送|transfers decided in the period",
        complete,
    ),
    _row(
        "K7",
        "退回率、重开率|Returned; reopened",
        "退回；30日内重开|returned; reopened within 30 days",
        "期内审核；期内满30日的结案|reviews; closings whose 30 days ended in the period",
        sent_back,
    ),
    _row(
        "K8",
        "首违不罚、再犯|First breach exempted; again",
        "首违不罚；12个月内同一事项再犯|exempted; same item again in 12 months",
        "期内决定；期内满12个月的首违不罚|decisions; exemptions whose 12 months ended in the period",
        waived,
    ),
    _row(
        "K9",
        "复议纠错率、败诉率|Corrected on appeal; lost in court",
        "改变或败诉|decided against us",
        "期内审结|decided in the period",
        remedies,
    ),
    _row(
        "K10",
        "规范率|Regular boardings",
        "亮证、亮码、记录、两人、材料|certificate, code, recorder, two officers, material",
        "期内报告的登临|boardings reported in the period",
        regular,
    ),
    _row(
        "K11",
        "查获率、未控原因|Found; why not controlled",
        "查获违法；各原因|violations; each reason",
        "期内报告的登临；期内结束的指令|boardings reported; orders ended in the period",
        found,
    ),
    _row(
        "K12",
        "响应|Response",
        "立案至到场|opened to on scene",
        "期内首次到场的案件|cases first reached in the period",
        response,
    ),
    _row("K13", "忙闲|Busy", "出发至结束的时间|time from under way until over", "可用时间|time ready", busy),
    _row("K14", "暂停占比|Paused", "暂停时间|time paused", "计时时间|time of the clocks", paused),
    _row(
        "K15",
        "警示有效率|Calls with effect",
        "按时见效|effect seen in time",
        "期内已测量的警示|calls of the period that were measured",
        warned,
    ),
    _row(
        "K16",
        "告警准确率|Precision of rules",
        "属实|marked true",
        "期内标为属实或误报|marked true or false in the period",
        precision,
    ),
    _row(
        "K17",
        "入驻率、巡航覆盖|On the platform; patrolled",
        "期内有操作的部门；7日内巡过的网格|departments that acted; cells passed in 7 days",
        "全部部门；所辖网格|all departments; cells owned",
        present,
    ),
    _row(
        "K18",
        "负荷|Load",
        "平均压力、橙色以上时间占比|mean pressure, share of time at orange or worse",
        "无|none",
        load,
    ),
    _row("K19", "线索流|Clues", "已入案|in a case", "期内收到的线索|clues received in the period", clue_flow),
    _row("N", "件数|Counts", "件数|how many", "无|none", counts),
)


def figures(view: FigureView, wanted: Iterable[str] = ()) -> Mapping[str, IndicatorFigure]:
    """The figures of the wanted indicators by id, in the order of the table; all where none is named."""
    names = set(wanted)
    rows = (each for each in INDICATORS if not names or names & set(each.ids))
    return {figure.id: figure for each in rows for figure in each.figures(view)}
