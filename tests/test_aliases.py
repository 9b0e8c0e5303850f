"""Names that mean one unit within a document, and names that do not."""

from __future__ import annotations

import pytest

from graph_build.linking.aliases import find_aliases


@pytest.mark.parametrize(
    "names",
    [
        ("区发展改革委", "区发改委"),
        ("县人力资源社会保障局", "县人社局"),
        ("市文化和旅游局", "市文旅局"),
        ("区卫生健康委", "区卫健委"),
        ("各街道办事处", "街道办事处"),
        ("各县（市）区人民政府", "各县（市）区政府"),
        ("市林业局", "林业局"),
        ("市市场监督管理局", "市市场监管局"),
    ],
)
def test_one_unit_under_two_names(names: tuple[str, ...]) -> None:
    assert find_aliases(names) == (names,)


@pytest.mark.parametrize(
    "names",
    [
        ("市教育局", "市教育考试院"),
        ("区政府", "区政府办公室"),
        ("区政府办公室", "区政府新闻办"),
        ("市公安局", "市公安局交警支队"),
        ("市文化局", "市文化和旅游局"),
        ("市教育局", "区教育局"),
        ("市政府各有关直属单位", "市政府各直属单位"),
        ("区政府", "各区政府"),
        ("市生态环境局", "市生态环境局分局"),
    ],
)
def test_two_units(names: tuple[str, ...]) -> None:
    assert find_aliases(names) == ()
