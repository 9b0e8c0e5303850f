"""The app served on a free port of this machine, and steps that several tests take in a browser."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Download, FloatRect, Frame, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.conftest import PROJECT

# Nothing is unfolding.
UNFOLDED = "() => [...document.querySelectorAll('details')].every((it) => getComputedStyle(it).overflow === 'visible')"
NODE_AT = """id => {
  const at = window.drawn.canvasToDOM(window.drawn.getPosition(id));
  return [at.x, at.y, window.drawn.getScale()];
}"""
# Where the drawing as a whole is: what a change of the page's width moves.
WHERE = "() => [window.drawn.getScale(), window.drawn.getViewPosition(), innerWidth, innerHeight]"
# So many looks, a tenth of a second apart, must be the same.
STILL = 4
# Beside these vis.js has frames of documents, and points where lines end.
NODES = "() => window.drawn.body.data.nodes.getIds({filter: (node) => node.about === node.id})"


@contextlib.contextmanager
def served(home: Path, proxy: str = "", app: Path = PROJECT / "app.py") -> Iterator[str]:
    """Serve the app on a free port of this machine until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"ZEREN_HOME": str(home)}
    if proxy:
        environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy)
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/_stcore/health")
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(240):
        with contextlib.suppress(OSError), opener.open(address, timeout=1):
            return
        time.sleep(0.25)
    raise TimeoutError(address)


def drawing(page: Page) -> Frame:
    """Return the frame of the drawing once it is drawn."""
    page.frame_locator('iframe[title="关系图"]').locator("canvas").wait_for()
    # A browser draws nothing that is out of sight.
    page.locator('iframe[title="关系图"]').scroll_into_view_if_needed()
    frame = next(frame for frame in page.frames if frame is not page.main_frame)
    frame.wait_for_function("() => window.still")
    settled(page, frame)
    return frame


def settled(page: Page, frame: Frame) -> FloatRect:
    """Wait until neither the drawing in its frame nor the frame in the page moves; return where the frame is."""
    before, same = None, 0
    for _ in range(200):
        box = page.locator('iframe[title="关系图"]').bounding_box()
        now = (box, frame.evaluate(WHERE))
        same = same + 1 if now == before else 0
        if box and same == STILL:
            return box
        before = now
        page.wait_for_timeout(100)
    raise TimeoutError("the drawing does not come to rest")


def click_node(page: Page, frame: Frame, node: str) -> None:
    page.locator('iframe[title="关系图"]').scroll_into_view_if_needed()
    box = settled(page, frame)
    x, y, _ = frame.evaluate(NODE_AT, node)
    page.mouse.click(box["x"] + x, box["y"] + y)


def choose(page: Page, label: str, option: str) -> None:
    """Type into a choice until only the option is left, and take it: long lists show but a part."""
    box = page.get_by_role("combobox", name=label)
    # What unfolds scrolls while it does, which closes a list.
    page.wait_for_function(UNFOLDED)
    expect(box).to_be_visible()
    for _ in range(3):
        box.fill(option)
        with contextlib.suppress(PlaywrightTimeout):
            page.get_by_role("option", name=option).first.click(timeout=10_000)
            return
        # A run of the page that came between has closed the list.
        page.keyboard.press("Escape")
        box.fill("")
    raise AssertionError(option)


def downloaded(page: Page, button: str) -> bytes:
    """Press a button that gives a file, by the keyboard, and return what is in it.

    A mouse click right after scrolling still meets the drawing's frame where it was, in a browser without a screen.
    """
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name=button).press("Enter")
    download: Download = waiting.value
    return download.path().read_bytes()


def at_foot(page: Page) -> None:
    """Wait until a page is there to its foot, without an error, and its scripts are.

    A link that is clicked before them loads its page anew.
    """
    expect(page.locator(".foot")).to_contain_text("非官方台账，以原文为准；数据截至")
    for script in ("links", "places", "narrow", "keyboard"):
        expect(page.locator("html")).to_have_attribute(f"data-{script}", "yes")
    expect(page.get_by_test_id("stException")).to_have_count(0)
