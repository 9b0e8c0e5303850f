"""Twenty sessions at once on one server: in browsers that turn a page every few seconds, and without a browser."""

from __future__ import annotations

import asyncio
import random
import shutil
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil
from playwright.async_api import Browser, async_playwright, expect

from tests.light_sessions import turn_pages

SESSIONS = 20
TURNS = 6
# Seconds that a reader stays on a page.
STAY = (5.0, 15.0)
PAGES = {"tasks": "任务台账", "acts": "文件依据", "units": "单位清单", "network": "关系图", "documents": "文件库"}
FLAGS = ["--no-sandbox", "--disable-gpu"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of all turns of pages, sorted; errors that pages showed; the server's MB afterwards."""

    seconds: Sequence[float]
    errors: int
    memory: int

    @property
    def median(self) -> float:
        """Half of the turns take less."""
        return statistics.median(self.seconds)

    @property
    def most(self) -> float:
        """95 of 100 turns take less."""
        return self.seconds[int(0.95 * (len(self.seconds) - 1))]


def in_browsers(address: str, *, together: bool) -> Figures:
    """Return the figures of twenty browser sessions, each turning a page now and then, or all at the same moment.

    The browsers work on the same cores as the server.
    """
    return asyncio.run(_in_browsers(address, together=together))


async def _in_browsers(address: str, *, together: bool) -> Figures:
    expect.set_options(timeout=120_000)
    chance = random.Random(1)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        start = asyncio.Barrier(SESSIONS)
        readers = [
            _reader(browser, address, start if together else None, random.Random(chance.random()))
            for _ in range(SESSIONS)
        ]
        found = await asyncio.gather(*readers)
        memory = server_memory()
        await browser.close()
    seconds = sorted(second for turns, _ in found for second in turns)
    return Figures(seconds, sum(errors for _, errors in found), memory)


async def _reader(
    browser: Browser, address: str, start: asyncio.Barrier | None, chance: random.Random
) -> tuple[list[float], int]:
    """Turn pages; return the seconds of each turn, and how many pages showed an error."""
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(120_000)
    await page.goto(address)
    await expect(page.locator(".foot")).to_contain_text("数据截至")
    seconds, errors = [], 0
    for turn in range(TURNS):
        if start:
            await start.wait()
        else:
            await asyncio.sleep(chance.uniform(*STAY))
        title = list(PAGES.values())[turn % len(PAGES)] if start else chance.choice(sorted(PAGES.values()))
        if await page.get_by_role("heading", name=title, exact=True).count():
            title = "查询台"  # it is on that page already
        begun = time.perf_counter()
        await page.get_by_role("link", name=title, exact=True).click(no_wait_after=True)
        await page.get_by_role("heading", name=title, exact=True).wait_for()
        await expect(page.locator(".foot")).to_contain_text("数据截至")
        seconds.append(time.perf_counter() - begun)
        errors += await page.get_by_test_id("stException").count()
    return seconds, errors


def without_browsers(address: str, sessions: int = SESSIONS) -> Figures:
    """Return the figures of the server alone: all sessions ask for the same page at the same moment, page by page."""
    seconds, errors = turn_pages(address, ["home", *PAGES, "console"], sessions)
    return Figures(sorted(seconds), len(errors), server_memory())


def server_memory() -> int:
    """Return the MB of the servers that this process has started, with the processes of their queries."""
    children = psutil.Process().children(recursive=True)
    return sum(child.memory_info().rss for child in children if "streamlit" in " ".join(child.cmdline())) >> 20
