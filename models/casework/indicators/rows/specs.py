"""The columns of the rows that indicators count: one table for each thing that is counted.

`id` columns hold texts, `code` columns numbers of texts (`FigureRows.names`), `f8` UTC seconds (infinite: did not
happen) or amounts. Every table has `case`, the row of its case or -1, `about`, the id that a list opens, and `unit`.
"""

from __future__ import annotations

from collections.abc import Mapping

Spec = Mapping[str, str]
ID, CODE, TIME, FLAG = "id", "code", "f8", "?"
HEAD: Spec = {"case": "case", "about": ID, "unit": CODE}


def _spec(*, ids: str = "", codes: str = "", times: str = "", flags: str = "") -> Spec:
    kinds = ((ids, ID), (codes, CODE), (times, TIME), (flags, FLAG))
    return {**HEAD, **{name: kind for names, kind in kinds for name in names.split()}}


SPECS: Mapping[str, Spec] = {
    "cases": _spec(
        codes="colour kind agency source state",
        times="opened_s sensor_s detected_s on_scene_s dispatched_s criminal_s",
        flags="merged owes raised",
    ),
    "items": _spec(codes="item", times="mmsi opened_s"),
    "closings": _spec(times="closed_s reopened_s"),
    "clocks": _spec(codes="officer key", times="start_s due_s done_s off_s", flags="pausable"),
    "pauses": _spec(codes="key", times="from_s to_s"),
    "marks": _spec(codes="rule", times="t_s", flags="true"),
    "raised": _spec(codes="key", times="pct t_s"),
    "orders": _spec(
        codes="officer task craft state result unable",
        times="issued_s under_way_s on_scene_s over_s heard_s",
        flags="call",
    ),
    "boardings": _spec(
        codes="officer", times="t_s", flags="violation certificate code recorder two material joint regular"
    ),
    "papers": _spec(codes="key state", times="opened_s due_s done_s"),
    "transfers": _spec(codes="to key", times="offered_s decided_s refused_s", flags="clean"),
    "gaps": _spec(codes="gap", times="t_s"),
    "reviews": _spec(times="t_s", flags="returned"),
    "procedures": _spec(codes="agency", times="filed_s decided_s"),
    "decisions": _spec(codes="party officers item", times="t_s mmsi act_s", flags="exempt off_tier fined"),
    "remedies": _spec(codes="key", times="t_s", flags="against"),
    "seizures": _spec(times="until_s dealt_s"),
    "inspections": _spec(times="done_s results"),
    "clues": _spec(codes="source kind", times="received_s classified_s taken_s cased_s answered_s"),
    "acts": _spec(codes="department", times="t_s"),
    "ready": _spec(codes="craft", times="from_s to_s"),
}
