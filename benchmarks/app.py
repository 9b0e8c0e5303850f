"""`make bench-app`: how long the app takes in a browser, and what twenty sessions at once cost.

Headless chromium on this machine; each figure is the median of some runs once the server is warm, beside the bar that
it is held to. Writes benchmarks/app.md.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from benchmarks.run import FORMAT, PROJECT, machine
from benchmarks.sessions import FLAGS, STAY, Figures, in_browsers, without_browsers
from graph_build.pipeline import build
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.stores import open_store
from tests.app_server import NODE_AT, NODES, at_foot, drawing, served

RUNS = 5
TASKS_EACH = 40
# So many documents give a table of 10,000 tasks.
LISTED = 250
WORDS = ["就业", "教育", "政务公开", "培训", "平台", "制度"]  # none twice: what was found is remembered
OTHER_WORDS = ["服务", "管理", "公开", "项目", "企业", "安全"]


def timed(run: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median seconds of some runs, after one that does not count."""
    found = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found[1:])


def small(browser: Browser, home: Path) -> list[tuple[str, float, float]]:
    """Return the figures on the five documents: a page, a drawing, the table of nearly 300 nodes, and a click."""
    with served(home) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        found = [("first page usable", timed(lambda: _open(page, address)), 2.0)]
        office = f"{address}/network?unit=unit/500103/区政府办"
        found.append(("drawing of 38 nodes still", timed(lambda: _draw(page, office)), 2.0))
        many = f"{address}/network?find=公开&year=2022"
        found.append(("table of some 280 nodes", timed(lambda: _lay_out(page, many)), 2.0))
        found.append(("click on a node to its sentence", timed(_clicks(page, address)), 0.5))
        page.close()
    return found


def large(browser: Browser, folder: Path) -> list[tuple[str, float, float]]:
    """Return the figures on generated documents: a filter of 10,000 tasks."""
    found = []
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    home, ledger = _generated(folder / "listed", LISTED)
    with served(home) as address:
        page.goto(f"{address}/tasks")
        at_foot(page)
        words = iter(WORDS)
        seconds = timed(lambda: _find(page, ledger, next(words)))
        found.append((f"table of {len(ledger.tasks)} tasks filters", seconds, 1.0))
        page.locator("summary", has_text="筛选").press("Enter")
        page.get_by_role("combobox", name="责任依据").wait_for()
        words = iter(OTHER_WORDS)
        seconds = timed(lambda: _find(page, ledger, next(words)))
        found.append(("the same with the boxes of all facets open", seconds, 1.0))
    page.close()
    return found


def together(home: Path) -> list[str]:
    """Return the lines on twenty sessions at once: readers in browsers, all at one moment, and without browsers."""
    with served(home) as address:
        without_browsers(address, sessions=1)  # the server is warm
        alone = without_browsers(address)
        readers = in_browsers(address, together=False)
        moment = in_browsers(address, together=True)
    stay = "{:.0f} to {:.0f} s".format(*STAY)
    return [
        "| 20 sessions at once, a page | median s | 95 of 100, s | bar | errors | server, MB |",
        "| --- | --- | --- | --- | --- | --- |",
        _line(f"readers in browsers, each turning a page every {stay}", readers, "3.0"),
        _line("the server alone, all asking for the same page at the same moment", alone, "3.0"),
        _line("twenty browsers, all turning to the same page at the same moment", moment, ""),
    ]


def _line(what: str, figures: Figures, bar: str) -> str:
    return f"| {what} | {figures.median:.2f} | {figures.most:.2f} | {bar} | {figures.errors} | {figures.memory} |"


def _generated(home: Path, documents: int) -> tuple[Path, Ledger]:
    folder = home / "data" / "documents"
    folder.mkdir(parents=True)
    layouts = sorted(LAYOUTS)
    for n in range(documents):
        write(make(n, layouts[n % len(layouts)], TASKS_EACH), FORMAT, folder / f"{n:05}.txt")
    build(home)
    return home, ledger_of(open_store("memory:data/graph/current", home))


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("textbox", name="输入单位、事项、文号或问题").wait_for()
    at_foot(page)


def _draw(page: Page, address: str) -> None:
    page.goto(address)
    drawing(page)


def _lay_out(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".drawing tbody th[scope=row]").last.wait_for()


def _clicks(page: Page, address: str) -> Callable[[], None]:
    """Return a click on the next task of a drawing, to its heading and marked text beside it."""
    page.goto(f"{address}/network?unit=unit/500103/区政府办")
    frame = drawing(page)
    at_foot(page)
    page.locator('iframe[title="关系图"]').scroll_into_view_if_needed()
    box = page.locator('iframe[title="关系图"]').bounding_box()
    tasks = [node for node in frame.evaluate(NODES) if "/task/" in node]
    titles = [frame.evaluate("id => window.drawn.body.nodes[id].options.title", task) for task in tasks]
    labels = [title.split("：")[0].rsplit(" ", 1)[1] for title in titles]
    targets = iter(zip(labels, [frame.evaluate(NODE_AT, task) for task in tasks], strict=True))

    def click() -> None:
        label, (x, y, _) = next(targets)
        page.mouse.click((box or {"x": 0})["x"] + x, (box or {"y": 0})["y"] + y)
        page.get_by_role("heading", name=label, exact=False).wait_for()
        page.locator("mark").first.wait_for()

    return click


def _find(page: Page, ledger: Ledger, words: str) -> None:
    box = page.get_by_role("textbox", name="查找词语")
    box.fill(words)
    box.press("Enter")
    page.get_by_text(f"共 {len(matching(ledger, Choice(words=words)))} 项任务", exact=True).wait_for()


def main() -> None:
    """Measure, print the table and write it down."""
    folder = Path(tempfile.mkdtemp(prefix="zeren-app-"))
    expect.set_options(timeout=120_000)
    try:
        build(PROJECT)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            figures = [*small(browser, PROJECT), *large(browser, folder)]
            browser.close()
        sessions = together(PROJECT)
    finally:
        shutil.rmtree(folder)
    lines = [
        "# The app",
        "",
        (
            f"{machine()}, headless chromium on the same cores; medians of {RUNS}, once the server is warm. "
            "Made by `make bench-app`."
        ),
        "",
        "| what | s | bar |",
        "| --- | --- | --- |",
        *(f"| {what} | {seconds:.2f} | {bar} |" for what, seconds, bar in figures),
        "",
        *sessions,
        "",
        "The browsers of all sessions work on the same cores as the server; without browsers the server is asked in",
        "Streamlit's own protocol, and nothing is drawn.",
    ]
    text = "\n".join(lines) + "\n"
    (PROJECT / "benchmarks" / "app.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
