"""A network as one HTML page that loads nothing: pyvis with all assets inline, and a word to its frame on a click."""

from __future__ import annotations

import html
import re
from typing import Any

import networkx as nx

# Colours that a colour-blind reader can tell apart (Okabe and Ito); shape or stroke says the same again.
NODES: dict[str, dict[str, Any]] = {
    "agency": {"shape": "dot", "size": 14, "color": "#0072B2"},
    "group": {"shape": "square", "size": 12, "color": "#009E73"},
    "task": {"shape": "box", "color": {"background": "#FFF4D6", "border": "#B8860B"}},
}
EDGES: dict[str, dict[str, Any]] = {
    "lead": {"color": "#D55E00", "width": 3},
    "responsible": {"color": "#8A8A8A", "width": 1.2},
    "cooperating": {"color": "#CC79A7", "width": 2, "dashes": [2, 6]},
}
FONT = {"face": "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif", "size": 16}
# pyvis links these even when all its assets are inline.
OUTSIDE = re.compile(
    r"<!--.*?-->|<link\b[^>]*https?://[^>]*>|<script\b[^>]*src=[^>]*>\s*</script>|<(center)>\s*<h1>\s*</h1>\s*</center>",
    re.DOTALL,
)
ON_CLICK = """
<style>
html, body { margin: 0; height: 100% }
.card, #mynetwork { border: 0 !important }
div.vis-tooltip { max-width: 320px; white-space: normal !important; font: 14px/1.6 sans-serif !important }
</style>
<script>
network.on("click", (at) => {
  const chosen = at.nodes[0] ?? at.edges[0];
  if (chosen) parent.postMessage({ chosen }, "*");
});
window.drawn = network;
</script>
</body>"""


def draw(network: nx.MultiDiGraph, places: dict[str, tuple[float, float]], height: int) -> str:
    """Return a page that draws a network at given places, physics off; a click posts {chosen: id} to its parent.

    The id of a node is its IRI, that of an edge its assignment's.
    """
    from pyvis.network import Network  # pulls IPython: 2 s

    picture = Network(height=f"{height}px", width="100%", directed=True, cdn_resources="in_line")
    picture.toggle_physics(status=False)
    for node, data in network.nodes(data=True):
        x, y = places[node]
        picture.add_node(
            node, label=data["label"], title=html.escape(data["words"]), x=x, y=y, font=FONT, **NODES[data["kind"]]
        )
    for unit, task, assignment, data in network.edges(keys=True, data=True):
        style = EDGES[data["role"]] | ({"dashes": [8, 6]} if data["supposed"] else {})
        picture.add_edge(unit, task, id=assignment, title=html.escape(data["words"]), arrows="", **style)
    picture.options.interaction.hover = True
    page: str = picture.generate_html()
    return OUTSIDE.sub("", page).replace("</body>", ON_CLICK)
