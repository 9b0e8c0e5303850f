"""How long pages of many documents take, and the memory of the server that makes them, without a browser."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from benchmarks.run import QUERY_PREFIXES
from benchmarks.sessions import server_memory
from graph_query.stores import open_store, select
from tests.app_server import served
from tests.light_sessions import turn_pages

ROUNDS = 8
BUSIEST = f"{QUERY_PREFIXES} SELECT ?u (COUNT(*) AS ?n) {{ ?a zr:unit ?u }} GROUP BY ?u ORDER BY DESC(?n) LIMIT 1"


@dataclass(frozen=True, slots=True)
class Paged:
    """Seconds: of the server's first page of all, of a later session's first page, of each page's turns when warm.

    `cpu` is what a turn of each page costs the server and its processes.
    """

    cold: float
    opening: float
    turns: Mapping[str, list[float]]
    cpu: Mapping[str, float]
    memory: int

    @property
    def most(self) -> float:
        """95 of 100 turns take less."""
        every = sorted(second for turns in self.turns.values() for second in turns)
        return every[int(0.95 * (len(every) - 1))]


def paged(home: Path) -> Paged:
    """Return what the pages of a home's snapshot take, one session after another. Raises RuntimeError where one errs.

    The unit is the one with the most assignments: its pages are the longest.
    """
    unit = quote(str(select(open_store("oxigraph:data/graph/current", home), BUSIEST).values()[0]["u"]))
    pages = {
        "首页": "home",
        "任务台账": "tasks",
        "单位清单": "units",
        "单位清单, one unit": f"units?unit={unit}",
        "关系图, one unit": f"network?unit={unit}",
        "文件依据": "acts",
        "文件库": "documents",
    }
    with served(home) as address:
        start = time.perf_counter()
        _turned(address, ["home"])
        cold = time.perf_counter() - start
        for page in pages.values():
            _turned(address, [page])
        openings = [sum(_turned(address, ["home"])) for _ in range(ROUNDS)]
        turns, cpu = {}, {}
        for name, page in pages.items():
            _turned(address, [page])
            before = _cpu()
            turns[name] = _turned(address, [page] * ROUNDS)
            cpu[name] = (_cpu() - before) / ROUNDS
        return Paged(cold, statistics.median(openings), turns, cpu, server_memory())


def _cpu() -> float:
    """Return the CPU seconds of the processes that this one has started, and of theirs."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return sum(one.user + one.system for one in times)


def _turned(address: str, pages: list[str]) -> list[float]:
    seconds, errors = turn_pages(address, pages, 1)
    if errors:
        raise RuntimeError(f"{pages}: {errors}")
    return seconds
