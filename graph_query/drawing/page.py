"""A network as one HTML page that loads nothing: pyvis with all assets inline, and a word to its frame on a click."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx

from graph_query.drawing.network import role_label
from graph_query.drawing.positions import (
    HEADING,
    HEADING_LINE,
    INSIDE,
    LINE,
    NARROW,
    SIZE,
    WIDE,
    Box,
    Frame,
    Places,
    places_of,
)
from graph_query.drawing.styles import EDGES, FACES, FRAME, INK, NODES, PALE, SUPPOSED_DASHES, NodeStyle

FONT = {"face": f"{', '.join(FACES)}, sans-serif", "size": SIZE, "multi": "html"}
# Lines run from the side of a box to the side of another as curves that leave it straight.
CURVE = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}
# vis.js draws lines first: they show through the frames of documents.
THROUGH = "rgba(74, 85, 96, 0.05)"
# A page less wide than this is a telephone's.
TELEPHONE = 640
# pyvis links these even when all its assets are inline.
OUTSIDE = re.compile(
    r"<!--.*?-->|<link\b[^>]*https?://[^>]*>|<script\b[^>]*src=[^>]*>\s*</script>|<(center)>\s*<h1>\s*</h1>\s*</center>",
    re.DOTALL,
)
# What pyvis leaves to do: the form that fits the width, all of it in sight, and a word to the frame on a click.
SCRIPT = """
<style>
html, body { margin: 0; background: #fff }
.card { border: 0 !important }
#mynetwork { border: 0 !important; float: none !important; touch-action: pan-y }
canvas { touch-action: pan-y !important }
div.vis-tooltip { white-space: pre-wrap !important; max-width: 22em; font: 13px/1.6 sans-serif !important }
#mynetwork:focus-within::after { content: "方向键选图中各项，回车显示原文"; position: fixed; right: 4px; bottom: 4px;
  padding: 2px 8px; background: #1b2a38; color: #fff; font: 13px/1.6 sans-serif }
#said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
@media (hover: none), (max-width: __TELEPHONE__px) { div.vis-tooltip { display: none } }
</style>
<script>
const FORMS = __FORMS__;
const linesOf = {};
edges.forEach((edge) => { for (const node of edge.ends) (linesOf[node] ??= []).push(edge.id); });
const shape = () => {
  const form = FORMS[innerWidth < __TELEPHONE__ ? "narrow" : "wide"];
  if (window.form !== form) nodes.update(form.nodes);
  window.form = form;
  const scale = Math.min(1.1, (document.documentElement.clientWidth - 4) / form.width);
  document.getElementById("mynetwork").style.height = `${Math.ceil(form.height * scale) + 12}px`;
  network.setSize("100%", `${Math.ceil(form.height * scale) + 12}px`);
  window.middle = { position: { x: form.width / 2, y: form.height / 2 }, scale, animation: false };
  network.redraw();
  network.moveTo(window.middle);
  toAsked();
};
// What is asked is in sight where the drawing is higher than its frame, until a person scrolls.
let scrolled = false;
for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => { scrolled = true; });
const toAsked = () => {
  if (!scrolled && window.form) scrollTo({ top: window.form.asked * window.middle.scale - innerHeight / 2 });
};
// vis.js may have measured its canvas before it had a size, and drawn beside it: then all is put in the middle again.
network.on("afterDrawing", () => {
  if (!window.middle) return;
  const { x, y } = network.getViewPosition(), { position } = window.middle;
  const beside = Math.abs(x - position.x) > 1 || Math.abs(y - position.y) > 1;
  if (beside && network.canvas.frame.canvas.clientWidth) requestAnimationFrame(() => network.moveTo(window.middle));
  else window.still ??= performance.now();
});
network.on("click", (at) => {
  const node = at.nodes.find((id) => nodes.get(id).about);
  const chosen = node ? nodes.get(node).about : at.edges[0];
  if (!chosen) return;
  for (const told of document.querySelectorAll(".vis-tooltip")) told.style.visibility = "hidden";
  if (node) network.setSelection({ nodes: [node], edges: linesOf[node] ?? [] }, { highlightEdges: false });
  parent.postMessage({ chosen }, "*");
});
shape();
let width = innerWidth;
addEventListener("resize", () => { if (innerWidth !== width) shape(); else toAsked(); width = innerWidth; });
network.canvas.frame.canvas.setAttribute("role", "img");
const LABEL = "关系图，方向键选图中各项，回车显示原文；图外的“查看”列表也可选";
network.canvas.frame.canvas.setAttribute("aria-label", LABEL);
// By the keyboard: arrows go from box to box as they are read, Enter opens the one that is marked.
const said = document.body.appendChild(Object.assign(document.createElement("p"), { id: "said" }));
said.setAttribute("role", "status");
let marked = null;
const mark = (step) => {
  const boxes = window.form.nodes.filter((it) => it.about && it.chosen !== false && !it.hidden);
  boxes.sort((a, b) => a.x - b.x || a.y - b.y);
  const at = boxes.findIndex(({ id }) => id === marked);
  const { id, title, y } = boxes[at < 0 ? 0 : (at + step + boxes.length) % boxes.length];
  marked = id;
  network.setSelection({ nodes: [id], edges: linesOf[id] ?? [] }, { highlightEdges: false });
  said.textContent = title;
  scrollTo({ top: y * window.middle.scale - innerHeight / 2 });
};
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && marked) parent.postMessage({ chosen: nodes.get(marked).about }, "*");
  else if (STEPS[event.key]) mark(STEPS[event.key]);
  else return;
  event.preventDefault();
});
window.drawn = network;
</script>
</body>"""


def draw(network: nx.MultiDiGraph) -> str:
    """Return a page that draws a network, physics off; a click posts {chosen: id} to its parent.

    The id of a node is its IRI, that of a frame its document's, that of a line the key of its edge.
    """
    from pyvis.network import Network  # pulls IPython: 2 s

    wide, narrow = places_of(network, WIDE), places_of(network, NARROW)
    picture = Network(height="100px", width="100%", directed=True, cdn_resources="in_line")
    picture.toggle_physics(status=False)
    for node in _nodes(network, wide):
        picture.add_node(node.pop("id"), **node)
    for start, end, key, data in network.edges(keys=True, data=True):
        ends = {"ends": [start, end], "arrows": "", **_edge(data)}
        picture.add_edge(f"{key} a", f"{key} b", id=key, title=data["words"], **ends)
    picture.options.interaction.hover = True
    picture.options.interaction.tooltipDelay = 700
    picture.options.interaction.dragNodes = False
    picture.options.interaction.dragView = False
    picture.options.interaction.zoomView = False
    picture.options.edges.smooth = CURVE
    forms = {"wide": _form(network, wide), "narrow": _form(network, narrow, wide.frames.keys() - narrow.frames.keys())}
    script = SCRIPT.replace("__TELEPHONE__", str(TELEPHONE)).replace("__FORMS__", _inert(forms))
    page: str = picture.generate_html()
    head = "<html lang='zh-CN'><head><title>关系图</title>"
    return re.sub(r"<html>\s*<head>", head, OUTSIDE.sub("", page), count=1).replace("</body>", script)


def with_heading(page: str, title: str, notes: tuple[str, ...]) -> str:
    """Return a drawing's page to be kept as a file: with the question as title; its legend, source and date below."""
    paragraphs = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    legend = html.escape("；".join(f"{style.words}：{style.name}" for style in NODES.values()))
    roles = html.escape("；".join(f"{role_label(role)}：{style.words}" for role, style in EDGES.items()))
    style = "font:15px/1.7 sans-serif;padding:8px 16px"
    head = f"<div style='{style}'><h1 style='font-size:22px'>{html.escape(title)}</h1></div>"
    foot = f"<div style='{style}'><p>{legend}。连线：{roles}；断续线为推定。</p>{paragraphs}</div>"
    page = page.replace("<body>", f"<body>{head}", 1).replace(
        "<title>关系图</title>", f"<title>{html.escape(title)}</title>", 1
    )
    return page.replace("</body>", f"{foot}</body>")


def _inert(value: object) -> str:
    """Return a value as JSON that ends no script."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _form(network: nx.MultiDiGraph, places: Places, unused: Iterable[Frame] = ()) -> dict[str, Any]:
    """Return where all stands in a form of the drawing, and its size; frames that it does not use are hidden."""
    shown = [{**node, "hidden": False} for node in _nodes(network, places)]
    hidden = [{"id": _frame_id(frame), "hidden": True} for frame in unused]
    asked = [places.boxes[node].y for node in network.graph["centre"] if node in places.boxes]
    size = {"width": places.width, "height": places.height, "asked": sum(asked) / len(asked) if asked else 0}
    return {"nodes": shown + hidden, **size}


def _nodes(network: nx.MultiDiGraph, places: Places) -> list[dict[str, Any]]:
    """Return all that vis.js knows as nodes: frames behind all, boxes, and points where lines end."""
    frames = [_frame(network, frame, box) for frame, box in places.frames.items()]
    boxes = [_box(node, box, network) for node, box in places.boxes.items()]
    points = [
        {
            "id": f"{key} {end}",
            "label": " ",
            "shape": "dot",
            "size": 0.5,
            "x": x,
            "y": y,
            "color": PALE,
            "chosen": False,
        }
        for key, ends in places.lines.items()
        for end, (x, y) in zip("ab", ends, strict=True)
    ]
    return [*frames, *boxes, *points]


def _frame(network: nx.MultiDiGraph, frame: Frame, box: Box) -> dict[str, Any]:
    looks = _looks(FRAME, THROUGH, PALE, HEADING)
    height = {"heightConstraint": {"minimum": box.height - INSIDE, "valign": "top"}, "chosen": False}
    its = {"id": _frame_id(frame), "about": frame[0], "title": network.graph["documents"][frame[0]]}
    return {**looks, **_room(box), **height, **its}


def _frame_id(frame: Frame) -> str:
    return f"{frame[0]} {frame[1]}"


def _box(node: str, box: Box, network: nx.MultiDiGraph) -> dict[str, Any]:
    """Return a node as vis.js knows it; one in the middle is filled, its letters white."""
    data, style = network.nodes[node], NODES[network.nodes[node]["kind"]]
    in_the_middle = node in network.graph["centre"]
    looks = _looks(style, style.line, "#FFFFFF") if in_the_middle else _looks(style, style.fill, INK)
    return {**looks, **_room(box), "id": node, "about": node, "title": data["words"]}


def _looks(style: NodeStyle, fill: str, ink: str, size: int = SIZE) -> dict[str, Any]:
    """Return how a box looks; what fills it keeps lines away from its letters."""
    colour = {"background": fill, "border": style.line}
    looks = {"shape": "box", "color": {**colour, "highlight": {**colour, "border": INK}, "hover": colour}}
    shape = {"borderRadius": style.round, "borderDashes": [5, 4] if style.dashed else False}
    # A sign without width, in a kind of letters of its own, makes lines as high as they are meant to be.
    tall = {"size": HEADING_LINE if size == HEADING else LINE, "face": FONT["face"]}
    return looks | {"shapeProperties": shape, "font": FONT | {"size": size, "color": ink, "mono": tall}}


def _room(box: Box) -> dict[str, Any]:
    """Return what makes vis.js give a box its room: the least width and height, beside margins."""
    beside, above = INSIDE, INSIDE / 2
    room = {"widthConstraint": {"minimum": box.width - 2 * beside}}
    room["margin"] = {"left": beside, "right": beside, "top": above, "bottom": above}
    height = {"heightConstraint": {"minimum": box.height - 2 * above, "valign": "middle"}}
    return {**room, **height, "label": _label(box.lines), "x": box.x, "y": box.y}


def _label(lines: Sequence[str]) -> str:
    return "\n".join(f"<code>\u200b</code>{html.escape(line, quote=False)}" for line in lines)


def _edge(data: dict[str, Any]) -> dict[str, Any]:
    style = EDGES[data["role"]]
    dashes = SUPPOSED_DASHES if data["supposed"] else style.dashes
    return {"color": style.colour, "width": style.width} | ({"dashes": list(dashes)} if dashes else {})
