"""The frame that holds a drawing: a click in it comes back as the node or edge, and moves nothing."""

from __future__ import annotations

import hashlib
import html

import networkx as nx
import streamlit as st

from app_pages.parts.addresses import keep
from graph_query.drawing.network import role_label, roles_shown
from graph_query.drawing.page import EDGES, NODES, draw
from graph_query.drawing.positions import Positions, positions
from graph_query.ledger import notices

# The drawing lives in a frame of its own: new data with the same key leaves it alone, so a click moves nothing.
FRAME = """
export default function ({ data, parentElement, setTriggerValue }) {
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.title = "关系图";
    frame.sandbox = "allow-scripts";
    parentElement.appendChild(frame);
  }
  frame.style = `width: 100%; height: min(${data.height}px, 120vw); border: 1px solid #d5dae0`;
  if (frame.dataset.key !== data.key) {
    frame.dataset.key = data.key;
    frame.srcdoc = data.html;
  }
  const listen = (event) => {
    if (event.source === frame.contentWindow && typeof event.data?.chosen === "string")
      setTriggerValue("chosen", event.data.chosen);
  };
  window.addEventListener("message", listen);
  return () => window.removeEventListener("message", listen);
}
"""
frame = st.components.v2.component("zeren_network", js=FRAME)


def show_drawing(key: str, network: nx.MultiDiGraph, height: int, where: Positions | None = None) -> None:
    """Show a network; the IRI of the node or edge that is clicked is put into the address as `node`."""
    where = where or positions_of(network)
    content = (sorted(network.nodes(data=True)), sorted(network.edges(keys=True, data="words")), sorted(where.items()))
    drawn = hashlib.sha256(repr(content).encode()).hexdigest()[:12]
    data = {"html": _page(drawn, height, network, where), "key": f"{drawn}-{height}", "height": height}

    def remember() -> None:
        # The frame's value is gone at the next rerun.
        keep("node", st.session_state[f"frame-{key}"]["chosen"])

    frame(key=f"frame-{key}", data=data, on_chosen_change=remember)
    show_legend(network)


def positions_of(network: nx.MultiDiGraph) -> Positions:
    """Return where the nodes of a network stand, found once."""
    return _where(tuple(network), network.number_of_edges(), network)


# Two numbers and a name a node: 50 of 300 nodes take 1 MB.
@st.cache_data(show_spinner="正在绘图…", max_entries=50)
def _where(nodes: tuple[str, ...], edges: int, _network: nx.MultiDiGraph) -> Positions:  # noqa: ARG001 (a cache key)
    return positions(_network)


# A click runs the page again, and many sessions open the same drawing: pyvis writes it once.
# Few: vis.js inside makes each 0.7 MB, and a whole library some more.
@st.cache_data(show_spinner="正在绘图…", max_entries=12, ttl=600)
def _page(drawn: str, height: int, _network: nx.MultiDiGraph, _where: Positions) -> str:  # noqa: ARG001 (a cache key)
    return draw(_network, _where, height)


def show_legend(network: nx.MultiDiGraph) -> None:
    """Say what shapes, strokes and colours of a network mean."""
    kinds = {kind for _, kind in network.nodes(data="kind")}
    parts = [_mark(s.sign, s.line, f"{s.name}（{s.words}）") for kind, s in NODES.items() if kind in kinds]
    parts += [
        _mark(EDGES[r].sign, EDGES[r].colour, f"{role_label(r)}（{EDGES[r].words}）") for r in roles_shown(network)
    ]
    if any(supposed for _, _, supposed in network.edges(data="supposed")):
        parts.append(_mark("╍", "#8A8A8A", f"断续线 {notices.SUPPOSED}"))
    st.html(f"<div class='legend'>{''.join(parts)}</div>")


def _mark(sign: str, colour: str, words: str) -> str:
    return f"<span><b style='color:{colour}'>{sign}</b> {html.escape(words)}</span>"
