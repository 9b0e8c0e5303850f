"""A network as one HTML page that loads nothing: pyvis with all assets inline, and a word to its frame on a click."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph_query.drawing.network import role_label


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """How a kind of node is drawn: its name, shape for vis.js and for matplotlib, colour, and a sign for the legend.

    `line` is the colour of its border, and of the sign.
    """

    name: str
    shape: str
    marker: str
    colour: str
    line: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """How a role is drawn: colour, width, and dashes (empty for a whole line)."""

    colour: str
    width: float
    dashes: tuple[int, ...] = ()
    words: str = ""

    @property
    def sign(self) -> str:
        """What stands for it in the legend."""
        return "┅" if self.dashes else "━" if self.width > 1.5 else "─"  # noqa: PLR2004 (a thick line)


# Colours that a colour-blind reader can tell apart (Okabe and Ito); shape or stroke says the same again.
NODES = {
    "agency": NodeStyle("机关", "dot", "o", "#0072B2", "#0072B2", "●", "圆点"),
    "group": NodeStyle("统称单位", "square", "s", "#009E73", "#009E73", "■", "方块"),
    "task": NodeStyle("任务", "box", "s", "#FFF4D6", "#B8860B", "▭", "浅色方框，数字为编号"),
    "act": NodeStyle("所引文件", "diamond", "D", "#E69F00", "#E69F00", "◆", "菱形"),
    "document": NodeStyle("文件", "triangle", "^", "#56B4E9", "#56B4E9", "▲", "三角"),
    "topic": NodeStyle("主题", "hexagon", "h", "#F0E442", "#C9BC00", "⬢", "六边形"),
}
EDGES = {
    "lead": EdgeStyle("#D55E00", 3, words="粗线"),
    "responsible": EdgeStyle("#8A8A8A", 1.2, words="细线"),
    "cooperating": EdgeStyle("#CC79A7", 2, (2, 6), "点线"),
    "cites": EdgeStyle("#E69F00", 1.2, words="细线"),
    "within": EdgeStyle("#56B4E9", 1, words="细线"),
    "about": EdgeStyle("#B8AE00", 1, words="细线"),
    "together": EdgeStyle("#8A8A8A", 1, words="越粗，共同的任务越多"),
}
SUPPOSED_DASHES = (8, 6)
FACES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
FONT = {"face": f"{', '.join(FACES)}, sans-serif", "size": 16}
# pyvis links these even when all its assets are inline.
OUTSIDE = re.compile(
    r"<!--.*?-->|<link\b[^>]*https?://[^>]*>|<script\b[^>]*src=[^>]*>\s*</script>|<(center)>\s*<h1>\s*</h1>\s*</center>",
    re.DOTALL,
)
ON_CLICK = """
<style>
html, body { margin: 0; height: 100% }
.card, #mynetwork { border: 0 !important }
#mynetwork { height: 100vh !important }
div.vis-tooltip { max-width: 320px; white-space: normal !important; font: 14px/1.6 sans-serif !important }
</style>
<script>
network.on("click", (at) => {
  const chosen = at.nodes[0] ?? at.edges[0];
  if (chosen) parent.postMessage({ chosen }, "*");
});
let width = innerWidth;
addEventListener("resize", () => { if (!width) network.fit(); width = innerWidth; });
network.once("afterDrawing", () => { window.still = performance.now() });
window.drawn = network;
</script>
</body>"""


def draw(network: nx.MultiDiGraph, where: dict[str, tuple[float, float]], height: int) -> str:
    """Return a page that draws a network, its nodes at `where`, physics off; a click posts {chosen: id} to its parent.

    The id of a node is its IRI, that of an edge its key.
    """
    from pyvis.network import Network  # pulls IPython: 2 s

    picture = Network(height=f"{height}px", width="100%", directed=True, cdn_resources="in_line")
    picture.toggle_physics(status=False)
    for node, data in network.nodes(data=True):
        x, y = where[node]
        picture.add_node(node, label=data["label"], title=data["words"], x=x, y=y, font=FONT, **_node(data["kind"]))
    for start, end, key, data in network.edges(keys=True, data=True):
        picture.add_edge(start, end, id=key, title=data["words"], arrows="", **_edge(data))
    picture.options.interaction.hover = True
    picture.options.edges.smooth = False  # else each edge has a hidden node of its own
    page: str = picture.generate_html()
    return OUTSIDE.sub("", page).replace("</body>", ON_CLICK)


def with_heading(page: str, title: str, notes: tuple[str, ...]) -> str:
    """Return a drawing's page to be kept as a file: with its title, legend, source and date."""
    paragraphs = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    legend = html.escape("；".join(f"{style.words}：{style.name}" for style in NODES.values()))
    roles = html.escape("；".join(f"{role_label(role)}：{style.words}" for role, style in EDGES.items()))
    head = f"<div style='font:15px/1.7 sans-serif;padding:8px 16px'><h2>{html.escape(title)}</h2>"
    return page.replace("<body>", f"<body>{head}<p>{legend}。连线：{roles}；断续线为推定。</p>{paragraphs}</div>", 1)


def _node(kind: str) -> dict[str, Any]:
    style = NODES[kind]
    if kind == "task":
        return {"shape": style.shape, "color": {"background": style.colour, "border": style.line}}
    return {"shape": style.shape, "color": style.colour, "size": 14 if kind == "agency" else 12}


def _edge(data: dict[str, Any]) -> dict[str, Any]:
    style = EDGES[data["role"]]
    dashes = SUPPOSED_DASHES if data["supposed"] else style.dashes
    width = style.width * (1 + math.log2(data["weight"])) if "weight" in data else style.width
    return {"color": style.colour, "width": width} | ({"dashes": list(dashes)} if dashes else {})
