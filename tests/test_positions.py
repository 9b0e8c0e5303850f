"""Drawings: no name lies on another or on a line that is not its own; names of tasks; what is measured of networks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any

import networkx as nx
import pytest
from lxml import etree, html
from playwright.sync_api import Page

from graph_query.drawing.asking import TOPIC, WORDS, Asked
from graph_query.drawing.labels import lines_of, width_of
from graph_query.drawing.matrix import as_table, matrix_of
from graph_query.drawing.measures import sentences_of, units_together
from graph_query.drawing.naming import LONGEST, names_of
from graph_query.drawing.network import MOST_DRAWN, network_of, size_of
from graph_query.drawing.page import draw
from graph_query.drawing.pictures import as_picture
from graph_query.drawing.positions import HEADING, HEADING_LINE, INSIDE, NARROW, WIDE, Box, Point, places_of
from graph_query.ledger.facets import Choice
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.ledger.workload import partners, topics_of
from graph_query.stores import Store

# Left, top, right, bottom.
Rectangle = tuple[float, float, float, float]
# So many pieces of a line are looked at.
PIECES = 24
EMPTY = re.compile("^(进一步|推进|加强|做好|完善)")
# What vis.js has drawn: the labels that lie on each other, and the lines that lie on labels of others.
CROSSED = """({nodes, edges}) => {
  drawn.setData({nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges)});
  drawn.setSize("2400px", "2400px");  // what is out of sight, or too small to be read, has no size
  drawn.fit({animation: false});
  drawn.redraw();
  const labels = nodes.filter((node) => node.about && !node.hidden).map(({id, about, chosen}) => {
    const {x, y, shape, labelModule: {size}} = drawn.body.nodes[id], wide = shape.width / 2, high = shape.height / 2;
    return chosen === false
      ? {about, left: size.left, top: size.top, right: size.left + size.width, bottom: size.top + size.labelHeight}
      : {about, left: x - wide, top: y - high, right: x + wide, bottom: y + high};
  });
  const found = labels.filter((a) => !(a.right > a.left && a.bottom > a.top)).map((a) => [a.about, "no size"]);
  labels.forEach((a, n) => labels.slice(n + 1).forEach((b) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push([a.about, b.about]);
  }));
  for (const edge of edges) for (let n = 0; n <= 24; n++) {
    const {x, y} = drawn.body.edges[edge.id].edgeType.getPoint(n / 24);
    for (const at of labels) if (!edge.ends.includes(at.about))
      if (at.left < x && x < at.right && at.top < y && y < at.bottom) found.push([edge.id, at.about]);
  }
  return found;
}"""


@pytest.fixture(params=["five", "generated"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    found: Ledger | Store = request.getfixturevalue(request.param)
    return found if isinstance(found, Ledger) else ledger_of(found)


def questions(ledger: Ledger) -> Iterator[Asked]:
    """Give all units, topics and acts that can be asked about, two units for each, and some tasks and words."""
    for n, unit in enumerate(ledger.units):
        yield Asked("unit", (unit,))
        if n % 5 == 0:
            tasks = Asked("unit", (unit,)).tasks(ledger, Choice())
            yield from (Asked("pair", (unit, other)) for other in islice(partners(unit, tasks), 1))
    yield from (Asked("topic", (f"{TOPIC}{topic}",)) for topic in topics_of(ledger.tasks))
    yield from (Asked("act", (act,)) for act in ledger.acts)
    yield from (Asked("task", (task.iri,)) for task in ledger.tasks[::9])
    yield from (Asked("words", (f"{WORDS}{words}",)) for words in ("公报", "平台", "就业", "目录"))


def networks(ledger: Ledger, step: int = 1) -> Iterator[nx.MultiDiGraph]:
    """Give what is drawn of all questions, or of one of so many; and tasks of no question."""
    for asked in islice(questions(ledger), 0, None, step):
        tasks = asked.tasks(ledger, Choice())
        if tasks and size_of(tasks) <= MOST_DRAWN:
            network = network_of(ledger, tasks, asked)
            if len(network) <= MOST_DRAWN:
                yield network
    yield network_of(ledger, ledger.tasks[:6])


def rectangle(box: Box) -> Rectangle:
    return (box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2)


def heading(box: Box) -> Rectangle:
    """Return where the heading of a frame stands: at its top."""
    wide = HEADING * max(map(width_of, box.lines))
    top = box.y - box.height / 2 + INSIDE / 2
    return (box.x - wide / 2, top, box.x + wide / 2, top + HEADING_LINE * len(box.lines))


def meet(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def points(ends: tuple[Point, Point]) -> Iterator[Point]:
    """Give points on a line: a curve that leaves both its ends straight to the side."""
    (x, y), (other_x, other_y) = ends
    for n in range(PIECES + 1):
        t = n / PIECES
        at = 1.5 * t * (1 - t) + t**3
        yield x + (other_x - x) * at, y + (other_y - y) * (3 * t**2 - 2 * t**3)


def crossed(network: nx.MultiDiGraph, form: Any) -> list[tuple[str, str]]:
    """Return the labels that lie on each other, and the lines that lie on labels that are not their own."""
    places = places_of(network, form)
    labels = [(node, rectangle(box)) for node, box in places.boxes.items()]
    labels += [(document, heading(box)) for (document, _), box in places.frames.items()]
    found = [(a, b) for (a, one), (b, other) in combinations(labels, 2) if meet(one, other)]
    for start, end, key in network.edges(keys=True):
        (x, y), (other_x, other_y) = places.lines[key]
        room = (x, min(y, other_y), other_x, max(y, other_y))
        others = [(node, box) for node, box in labels if node not in (start, end) and meet(box, room)]
        for x, y in points(places.lines[key]) if others else ():
            found += [(key, node) for node, box in others if box[0] < x < box[2] and box[1] < y < box[3]]
    return found


def test_no_name_lies_on_another_or_on_a_line_of_others(ledger: Ledger) -> None:
    drawn = 0
    for network in networks(ledger):
        drawn += 1
        for form in (WIDE, NARROW):
            assert not crossed(network, form), network.graph["centre"]
    assert drawn > 150


@pytest.mark.parametrize("measured", [10, pytest.param(30, marks=pytest.mark.long)])
def test_nor_does_it_in_a_browser(ledger: Ledger, window: Page, measured: int) -> None:
    window.goto("about:blank")  # what another drawing has named is gone
    window.set_viewport_size({"width": 1000, "height": 900})
    several = list(networks(ledger, len(list(questions(ledger))) // measured))
    window.set_content(draw(several[0]))
    for network in several:
        written = draw(network)
        edges = json.loads(found(r"edges = new vis.DataSet\((\[.*?\])\);", written))
        forms = json.loads(found(r"const FORMS = (\{.*\});", written))
        for form in forms.values():
            assert not window.evaluate(CROSSED, {"nodes": form["nodes"], "edges": edges}), network.graph["centre"]


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match
    return match[1]


def test_what_is_asked_stands_in_the_middle(ledger: Ledger) -> None:
    for network in islice(networks(ledger), 60):
        places = places_of(network)
        assert places == places_of(network)
        (asked, *_) = network.graph["centre"]
        its = places.boxes[asked]
        columns = sorted({box.x for box in places.boxes.values()})
        assert len(columns) < 4 or its.x == columns[len(columns) // 2] or its.x == columns[len(columns) // 2 - 1]
        beside = [places.boxes[node] for node in nx.all_neighbors(network, asked)]
        assert all(box.x != its.x for box in beside)


def test_nothing_has_its_place_too() -> None:
    places = places_of(nx.MultiDiGraph(centre=(), documents={}))
    assert (places.width, places.height, places.boxes) == (0, 0, {})


def test_tasks_have_names_of_their_own(ledger: Ledger) -> None:
    for document in islice(ledger.documents, 10):
        texts = [task.text for task in ledger.tasks if task.document.iri == document]
        names = names_of(tuple(texts))
        assert all(
            name.strip("…") in re.sub(r"[^\w、%％—-]", "", text) for name, text in zip(names, texts, strict=True)
        )
        assert all(0 < len(name) <= LONGEST for name in names)
        if len({*texts}) == len(texts):
            assert len({*names}) >= len(names) * 0.9
        assert not [name for name in names if EMPTY.match(name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("推进全市老年教育信息公开。", "全市老年教育信息公开"),
        ("建立市级文化遗产名录数据库，及时更新。", "文化遗产名录数据库"),
        ("将修订后的目录上传至全市档案文件库进行集中展示。", "全市档案文件库"),
        ("压实信用信息起草单位的档案保管责任。", "档案保管责任"),
        ("人员发生变动要及时报送名单，健全档案信息管理制度。", "档案信息管理制度"),
        ("引导社会公众广泛使用全区古籍数字平台。", "全区古籍数字平台"),
    ],
)
def test_a_name_ends_where_a_phrase_ends(text: str, name: str) -> None:
    assert names_of((text,)) == (name,)


def test_lines_of_a_label_are_no_wider_than_they_may_be() -> None:
    for label in (
        "市人力资源和社会保障局",
        "16 重大行政决策事项目录",
        "国办发〔2022〕8号",
        "甲" * 40,
        "http://example.com/a",
    ):
        assert all(width_of(line) <= 7.4 for line in lines_of(label, 7.4))
    assert lines_of("59 配齐配强工作力量", 7) == ("59 配齐配强", "工作力量")
    assert lines_of("国办公开办函〔2020〕109号", 9)[-1].endswith("〔2020〕109号")
    assert lines_of("市教育局\n某市", 7) == ("市教育局", "某市")


def small(*carried: tuple[str, str], centre: tuple[str, ...] = ()) -> nx.MultiDiGraph:
    """Return a network of units that carry tasks: ("甲", "1")."""
    network = nx.MultiDiGraph(centre=centre, documents={"d": "某市 2022"})
    for unit, task in carried:
        network.add_node(unit, kind="agency", label=unit, words=unit)
        network.add_node(task, kind="task", label=task, words=task, document="d")
        network.add_edge(unit, task, key=f"{unit}{task}", role="lead", words="", supposed=unit == "乙")
    return network


def test_what_is_measured_is_said_in_words() -> None:
    bridge = [("甲", "1"), ("乙", "1"), ("乙", "2"), ("丙", "2"), ("丙", "3"), ("丁", "3"), ("丁", "4"), ("戊", "4")]
    together = units_together(small(*bridge, ("甲", "5"), ("乙", "5")))
    assert together["甲"]["乙"]["weight"] == 2
    most, joining = sentences_of(small(*bridge, ("甲", "5"), ("乙", "5")))
    assert "共同任务最多的两个单位是乙和甲（2 项）" in most
    assert "丙居中联系最多：有 1 对单位彼此没有共同任务，但都和它有共同任务" in joining
    assert "没有它，靠共同任务连在一起的 4 个单位会断成 2 组" in joining
    assert "合作单位最多的是丁、丙、乙（并列），和 2 个单位有共同任务" in most
    partners_said, parts, *_ = sentences_of(small(("甲", "1"), ("乙", "1"), ("甲", "2"), ("丙", "2"), centre=("甲",)))
    assert "和甲有共同任务的单位 2 个" in partners_said
    assert "不算甲，这 2 个单位分成 2 组" in parts


def test_a_table_says_what_the_network_does(five: Store) -> None:
    ledger = ledger_of(five)
    unit = max(ledger.units, key=lambda it: len(Asked("unit", (it,)).tasks(ledger, Choice())))
    asked = Asked("unit", (unit,))
    network = network_of(ledger, asked.tasks(ledger, Choice()), asked)
    assert len(network) > MOST_DRAWN
    matrix, table = matrix_of(network), html.fromstring(as_table(network))
    assert matrix.units[0] == unit
    cells = {button.get("data-node") for button in table.xpath("//td//button")}
    roles = {(start, end, role): key for start, end, key, role in network.edges(keys=True, data="role")}
    assert len(cells) == len(roles)
    assert cells <= {key for *_, key in network.edges(keys=True)}
    assert len(table.xpath("//tbody//th[@scope='row']")) == sum(len(tasks) for _, tasks in matrix.groups)
    assert "※" in table.text_content() or not any(supposed for *_, supposed in network.edges(data="supposed"))


def test_a_picture_has_its_question_above_and_its_source_below(ledger: Ledger) -> None:
    network = next(networks(ledger))
    title, notes = "某市教育局承担哪些任务，和谁一起？", ("地方：某市；年度：2022", "来源：《某市任务分解表》")
    picture = as_picture(network, title, notes, "png")
    assert int.from_bytes(picture[16:20]) >= 2400
    drawn = etree.fromstring(as_picture(network, title, notes, "svg"))
    texts = [("".join(text.itertext()), text) for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    down = {words: height(text) for words, text in texts}
    labels = [line for box in places_of(network).boxes.values() for line in box.lines]
    assert max(down[label] for label in labels) < min(down[note] for note in notes)
    assert down[title] < min(down[label] for label in labels)


def height(text: Any) -> float:
    """Return how far down a text of a picture stands."""
    style = text.get("style") or ""
    moved = re.findall(r"translate\([-\d.e]+[ ,]+([-\d.e]+)\)", text.get("transform") or "")
    return float(text.get("y") or 0) if not moved else float(moved[0]) if style is not None else 0
