"""What an address names that is not here is said in one line, and the page is shown as without it."""

from __future__ import annotations

import re

import pytest

from app_pages.parts.astray import KEYS
from tests.conftest import PROJECT
from tests.page_runs import AppTest
from tests.test_pages import Opener, opener, text_of  # noqa: F401 (a fixture)

# Where the source of a page names a part of the address.
NAMED = re.compile(
    r"""(?:\bkeep\(|query_params\.(?:get|get_all|pop)\(|\b(?:value_of|concepts_named)\()"([a-z-]+)\""""
    r"""|"([a-z-]+)"\ in\ st\.query_params"""
    r"""|\b(?:typed|one|several)\("[^"]+",\ "([a-z-]+)"|\bkey="([a-z-]+)",\ bind=""",
    re.VERBOSE,
)


def warnings(app: AppTest) -> list[str]:
    return [str(warning.value) for warning in app.warning]


@pytest.mark.parametrize(
    ("page", "asked", "said"),
    [
        ("tasks", {"basis": "zzz"}, "地址中的“zzz”不在本库的责任依据中，已略过。"),
        ("tasks", {"time": "明年"}, "地址中的“明年”不在本库的时限中，已略过。"),
        ("tasks", {"unit": "unit/1/没有"}, "地址中的“unit/1/没有”不在本库的单位中，已略过。"),
        ("tasks", {"place": "000000"}, "地址中的“000000”不在本库的地方中，已略过。"),
        ("tasks", {"open": "task/没有"}, "库中没有这个地址所要打开的任务，可能文件已改动。"),
        ("units", {"function": "zzz"}, "地址中的“zzz”不在本库的职能中，已略过。"),
        ("units", {"unit": "bogus"}, "库中没有这个地址所指的单位。下面是全部单位。"),
        ("console", {"query": "zzz"}, "地址中的“query”本程序不认识，已略过。"),
    ],
)
def test_what_is_not_here_is_said(page: str, asked: dict[str, str], said: str, opener: Opener) -> None:  # noqa: F811
    app, plain = opener(page, **asked), opener(page)
    assert warnings(app) == [said]
    assert text_of(app).replace(said, "").split() == text_of(plain).split()
    assert not warnings(plain)


def test_all_keys_of_pages_are_known() -> None:
    sources = [path.read_text("utf-8") for path in (PROJECT / "app_pages").rglob("*.py")]
    named = {key for source in sources for found in NAMED.finditer(source) for key in found.groups() if key}
    assert len(named) > 20
    assert named - KEYS == set()
