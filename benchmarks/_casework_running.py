"""Casework in a complete Wanghai: a ledger of thousands of cases, and a core that ticks traffic beside the desk."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from benchmarks._running import free_port, until_answers, wanghai
from benchmarks.page_load.traffic import TrafficFeed
from models.base.clock import monotonic_s
from models.base.settings import UserError

LISTS, AT_MOST_S = 20, 300.0
CONFIRMED = 0.98  # of the vessels; a few reports are late


def measured(folder: Path, cases: int, vessels: int, commands: int) -> dict[str, Any]:
    """The figures of a run whose ledger lies in `folder`: from request to answer over HTTP, in ms."""
    udp, http = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_STREAM)
    feeds = f"[{{id: bench, source: 'udp://127.0.0.1:{udp}'}}]"
    with wanghai(folder, http, "live", feeds=feeds):
        page, address = build_opener(HTTPCookieProcessor(CookieJar())), f"http://127.0.0.1:{http}"
        until_answers(f"{address}/healthz", AT_MOST_S)
        _post(page, f"{address}/api/session", {"actor": "王"})
        began_s = monotonic_s()
        _until(lambda: _get(page, f"{address}/api/cases?limit=1")["count"] == cases, "all cases")
        all_cases_s = monotonic_s() - began_s
        first_ms, *list_ms = (_ms(lambda: page.open(f"{address}/cases").read()) for _ in range(LISTS))
        traffic = TrafficFeed(udp, vessels)
        traffic.start()
        try:
            _until(lambda: _vessels(page, address) >= CONFIRMED * vessels, "the vessels")
            times = [_ms(partial(_open_case, page, address, number)) for number in range(commands)]
        finally:
            traffic.stop()
    return {
        "page_has_all_cases_s": round(all_cases_s, 1),
        "first_list_ms": first_ms,
        "list_p95_ms": round(quantiles(list_ms, n=20)[-1], 1),
        "command_beside_core_p95_ms": round(quantiles(times, n=20)[-1], 1),
    }


def _open_case(page: OpenerDirector, address: str, number: int) -> None:
    body = {"clues": [f"person:{number}"]}
    _post(page, f"{address}/api/commands", {"kind": "case_open", "subject": "new", "body": body})


def _vessels(page: OpenerDirector, address: str) -> float:
    """How many the core follows."""
    with page.open(f"{address}/metrics", timeout=60) as answer:
        lines = (line.decode().split() for line in answer)
        return next((float(words[1]) for words in lines if words[0] == "wanghai_vessels"), 0.0)


def _get(page: OpenerDirector, address: str) -> Any:
    with page.open(address, timeout=60) as answer:
        return json.load(answer)


def _post(page: OpenerDirector, address: str, content: dict[str, Any]) -> None:
    kind = {"Content-Type": "application/json"}
    page.open(Request(address, json.dumps(content).encode(), kind), timeout=60).read()


def _until(true: Callable[[], bool], what: str) -> None:
    until_s = monotonic_s() + AT_MOST_S
    while not true():
        if monotonic_s() > until_s:
            raise UserError(f"{what}: not within {AT_MOST_S:g} s")
        sleep(0.1)


def _ms(work: Callable[[], Any]) -> float:
    begin = perf_counter()
    work()
    return round(1000.0 * (perf_counter() - begin), 1)
