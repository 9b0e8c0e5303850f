"""A network as files to keep: PNG and SVG with title, source and date, drawn by matplotlib; and GraphML."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import networkx as nx

from graph_query.drawing.network import role_label, roles_shown
from graph_query.drawing.page import EDGES, FACES, NODES, SUPPOSED_DASHES
from graph_query.drawing.positions import Positions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches: a picture grows with what it shows, within what a page or a screen can take.
SMALLEST, LARGEST, PER_PIXEL = 7.0, 30.0, 1 / 90
DOTS_PER_INCH = 130
FEW = 60


def as_picture(network: nx.MultiDiGraph, where: Positions, title: str, notes: tuple[str, ...], form: str) -> bytes:
    """Return a network as "png" or "svg", `where` its nodes stand, with a title, a legend, and notes under it."""
    from matplotlib import font_manager, rc_context  # takes half a second
    from matplotlib.figure import Figure

    fonts = {font.name for font in font_manager.fontManager.ttflist}
    faces = [face for face in FACES if face in fonts] or ["sans-serif"]
    # Names are no formulas, though they may have two $.
    with rc_context(
        {"font.family": faces, "text.parse_math": False, "svg.fonttype": "none", "axes.unicode_minus": False}
    ):
        figure = Figure(figsize=_size(where))
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_title(title, fontsize=15)
        _draw(network, where, axes)
        figure.text(0.01, 0.01, "\n".join(notes), fontsize=8, color="#4a5560")
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Title": title})
    return out.getvalue()


def as_graphml(network: nx.MultiDiGraph, where: Positions, notes: tuple[str, ...]) -> bytes:
    """Return a network as GraphML, positions as x and y, for Gephi, yEd and others."""
    copy = network.copy()
    copy.graph["description"] = "\n".join(notes)
    for node, (x, y) in where.items():
        copy.nodes[node].update(x=x, y=y, kind=NODES[copy.nodes[node]["kind"]].name)
    for _, _, data in copy.edges(data=True):
        data["role"] = role_label(data["role"])
    out = io.BytesIO()
    nx.write_graphml(copy, out, encoding="utf-8")
    return out.getvalue()


def _size(where: Positions) -> tuple[float, float]:
    xs, ys = [x for x, _ in where.values()] or [0.0], [y for _, y in where.values()] or [0.0]
    width, height = ((max(axis) - min(axis)) * PER_PIXEL for axis in (xs, ys))
    return min(max(width, SMALLEST), LARGEST), min(max(height, SMALLEST * 0.7), LARGEST)


def _draw(network: nx.MultiDiGraph, where: Positions, axes: Axes) -> None:
    # The page's y grows downwards.
    at = {node: (x, -y) for node, (x, y) in where.items()}
    for role in roles_shown(network):
        style = EDGES[role]
        for supposed in (False, True):
            drawn = [
                (a, b, data.get("weight", 1))
                for a, b, data in network.edges(data=True)
                if (data["role"], data["supposed"]) == (role, supposed)
            ]
            edges = [(a, b) for a, b, _ in drawn]
            if edges:
                dashes = SUPPOSED_DASHES if supposed else style.dashes
                line = (0, dashes) if dashes else "solid"
                nx.draw_networkx_edges(
                    network,
                    at,
                    edges,
                    ax=axes,
                    width=[style.width * 0.7 * (1 + math.log2(weight)) for _, _, weight in drawn],
                    edge_color=style.colour,
                    style=line,
                    arrows=False,
                    label=f"{role_label(role)}（推定）" if supposed else role_label(role),
                )
    size = 70 if len(network) > FEW else 130
    for kind, look in NODES.items():
        nodes = [node for node, its in network.nodes(data="kind") if its == kind]
        if nodes:
            nx.draw_networkx_nodes(
                network,
                at,
                nodes,
                node_size=size,
                node_shape=look.marker,
                node_color=look.colour,
                edgecolors="#5a4a10" if kind == "task" else look.colour,
                ax=axes,
                label=look.name,
            )
    for node, label in network.nodes(data="label"):
        inside = network.nodes[node]["kind"] == "task"
        axes.annotate(
            label,
            at[node],
            xytext=(0, 0 if inside else -10),
            textcoords="offset points",
            ha="center",
            va="center" if inside else "top",
            fontsize=6 if len(network) > FEW else 8,
        )
    if len(network):
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8, frameon=False)
