"""A network on a page, drawn, or of many nodes as a table: a click gives the node or edge, and moves nothing."""

from __future__ import annotations

import hashlib
import html
from pathlib import Path

import networkx as nx
import streamlit as st

from app_pages.parts.addresses import keep
from graph_query.drawing.matrix import SUPPOSED, as_table, letter_of
from graph_query.drawing.network import MOST_DRAWN, role_label, roles_shown
from graph_query.drawing.page import TELEPHONE, draw
from graph_query.drawing.positions import NARROW, WIDE, Form, places_of
from graph_query.drawing.styles import EDGES, NODES, TINTS
from graph_query.ledger import notices

# The drawing lives in a frame of its own: new data with the same key leaves it alone, so a click moves nothing.
HERE = Path(__file__)
frame = st.components.v2.component(
    "zeren_network",
    html="<div class='drawing'></div>",
    css=HERE.with_name("drawing.css").read_text("utf-8"),
    js=HERE.with_name("drawing.js").read_text("utf-8"),
)


def show_drawing(key: str, network: nx.MultiDiGraph, height: int) -> None:
    """Show a network, no higher than `height` pixels; what is clicked in it comes into the address as `node`.

    What is higher scrolls; on a telephone the page does.
    """
    content = (
        sorted(network.nodes(data=True)),
        sorted(network.edges(keys=True, data="words")),
        network.graph["centre"],
    )
    drawn = hashlib.sha256(repr(content).encode()).hexdigest()[:12]
    is_table = len(network) > MOST_DRAWN
    data = {"key": drawn, "height": height, "telephone": TELEPHONE}
    data |= _laid_out(drawn, network) if is_table else _drawn(drawn, network)

    def remember() -> None:
        # The frame's value is gone at the next rerun.
        keep("node", st.session_state[f"frame-{key}"]["chosen"])

    frame(key=f"frame-{key}", data=data, on_chosen_change=remember)
    st.html(f"<div class='legend'>{''.join(_letters(network) if is_table else _signs(network))}</div>")


# A click runs the page again, and many sessions open the same drawing: pyvis writes it once.
# Few: vis.js inside makes each 0.7 MB.
@st.cache_data(show_spinner="正在绘图…", max_entries=12, ttl=600)
def _drawn(drawn: str, _network: nx.MultiDiGraph) -> dict[str, object]:  # noqa: ARG001 (a cache key)
    return {"page": draw(_network), "wide": _extent(_network, WIDE), "narrow": _extent(_network, NARROW)}


@st.cache_data(show_spinner="正在列表…", max_entries=12, ttl=600)
def _laid_out(drawn: str, _network: nx.MultiDiGraph) -> dict[str, object]:  # noqa: ARG001 (a cache key)
    return {"table": as_table(_network)}


def _extent(network: nx.MultiDiGraph, form: Form) -> tuple[float, float]:
    places = places_of(network, form)
    return places.width, places.height


def _signs(network: nx.MultiDiGraph) -> list[str]:
    """Say what shapes, strokes and colours of a drawing mean."""
    kinds = {kind for _, kind in network.nodes(data="kind")}
    parts = [_box(kind) + html.escape(style.name) for kind, style in NODES.items() if kind in kinds]
    parts += [
        _sign(EDGES[role].sign, EDGES[role].colour) + html.escape(role_label(role)) for role in roles_shown(network)
    ]
    asked = dict.fromkeys(network.nodes[node]["kind"] for node in network.graph["centre"] if node in network)
    if asked:
        parts.append(f"{''.join(_box(kind, is_asked=True) for kind in asked)}底色深的：所问的")
    if any(supposed for _, _, supposed in network.edges(data="supposed")):
        parts.append(_sign("╍", "#8A8A8A") + html.escape(f"断续线 {notices.SUPPOSED}"))
    return [f"<span>{part}</span>" for part in parts]


def _letters(network: nx.MultiDiGraph) -> list[str]:
    """Say what letters of a table mean."""
    parts = [
        f"<b class='box' style='background:{TINTS[role]}'>{letter_of(role)}</b> {html.escape(role_label(role))}"
        for role in roles_shown(network)
        if role in TINTS
    ]
    if any(supposed for _, _, supposed in network.edges(data="supposed")):
        parts.append(html.escape(f"{SUPPOSED} {notices.SUPPOSED}"))
    return [f"<span>{part}</span>" for part in parts]


def _box(kind: str, *, is_asked: bool = False) -> str:
    style = NODES[kind]
    line = "dashed" if style.dashed else "solid"
    fill = style.line if is_asked else style.fill
    look = f"background:{fill};border:2px {line} {style.line};border-radius:{style.round / 2}px"
    return f"<b class='box' style='{look}'></b> "


def _sign(sign: str, colour: str) -> str:
    return f"<b style='color:{colour}'>{sign}</b> "
