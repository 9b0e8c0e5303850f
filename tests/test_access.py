"""Every page as those meet it who hear it or have only a keyboard: axe-core finds nothing serious, at two widths."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Every page of the menu, and what each shows besides its list.
VIEWS = (
    "",
    "?q=厦门市有哪些任务？",
    "?q=深圳市有哪些任务？",
    "network?place=厦门市",
    "units",
    "units?view=图表&place=厦门市",
    "units?unit=unit/350200/市税务局",
    "tasks",
    "tasks?open=task/xiamen-2022/d9ae5f857d55",
    "tasks?task=task/xiamen-2022/d9ae5f857d55",
    "tasks?view=月历",
    "acts",
    "documents",
    "documents?tab=上传文件",
    "console?sparql=SELECT ?task { ?task a zr:Task }",
)
BAD = ("serious", "critical")
# Headings in their order, one main part: of no weight for axe, of some for who goes by them.
ALSO = ("heading-order", "page-has-heading-one", "landmark-one-main", "landmark-unique")


# On a small screen all pages are laid out by the same few rules.
@pytest.mark.parametrize(
    ("width", "views"), [(1280, VIEWS), (390, VIEWS[1::4]), pytest.param(390, VIEWS, marks=pytest.mark.long)]
)
def test_no_page_keeps_anybody_out(page: Page, address: str, width: int, views: Sequence[str]) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_default_timeout(90_000)
    found = {view: names for view in views if (names := _violations(page, f"{address}/{view}"))}
    assert not found


def _violations(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.locator(".foot").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['impact']} {found['id']}: {found['nodes'][0]['html'][:200]}"
        for found in violations
        if found["impact"] in BAD or found["id"] in ALSO
    ]
