"""A network of many nodes as a table: tasks by document downwards, units across, the roles as letters."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import networkx as nx

from graph_query.drawing.network import role_label
from graph_query.ledger.concepts import ROLES

# Behind the letter of a supposed part.
SUPPOSED = "※"
UNITS = ("agency", "group")


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's part in a task: the key of its edge, its role, whether it is supposed."""

    key: str
    role: str
    supposed: bool

    @property
    def letter(self) -> str:
        """What stands for it in the table."""
        return f"{letter_of(self.role)}{SUPPOSED if self.supposed else ''}"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units across, tasks downwards by the heading of their document, and the cells that are not empty."""

    units: Sequence[str]
    groups: Sequence[tuple[str, Sequence[str]]]
    cells: Mapping[tuple[str, str], Sequence[Cell]]


def letter_of(role: str) -> str:
    """Return the letter of a role: 牵, 责, 配."""
    return role_label(role)[0]


def roles_of(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells of one task and unit, each role once."""
    return list({cell.role: cell for cell in reversed(cells)}.values())[::-1]


def matrix_of(network: nx.MultiDiGraph) -> Matrix:
    """Return a network as a table; units that are asked about come first, the others as the documents name them."""
    asked = network.graph["centre"]
    units = [node for node, kind in network.nodes(data="kind") if kind in UNITS]
    tasks = [node for node, kind in network.nodes(data="kind") if kind == "task"]
    cells: dict[tuple[str, str], list[Cell]] = {}
    for unit, task, key, data in network.edges(keys=True, data=True):
        if data["role"] in ROLES:
            cells.setdefault((task, unit), []).append(Cell(key, data["role"], data["supposed"]))
    of_document = groupby(tasks, key=lambda task: network.nodes[task]["document"])
    groups = [(network.graph["documents"][document], list(its)) for document, its in of_document]
    return Matrix(sorted(units, key=lambda unit: unit not in asked), groups, cells)


def as_table(network: nx.MultiDiGraph) -> str:
    """Return a network as an HTML table; each of its buttons has the node or edge that it stands for as data-node."""
    matrix = matrix_of(network)
    head = "".join(f"<th scope='col'{_asked(network, unit)}>{_button(network, unit)}</th>" for unit in matrix.units)
    body = "".join(
        f"<tr class='document'><th scope='rowgroup' colspan='{len(matrix.units) + 1}'><span>{html.escape(heading)}"
        f"</span></th></tr>{''.join(_row(network, matrix, task) for task in tasks)}"
        for heading, tasks in matrix.groups
    )
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(network: nx.MultiDiGraph, matrix: Matrix, task: str) -> str:
    cells = "".join(_cell(network, task, unit, matrix) for unit in matrix.units)
    return f"<tr><th scope='row'>{_button(network, task)}</th>{cells}</tr>"


def _cell(network: nx.MultiDiGraph, task: str, unit: str, matrix: Matrix) -> str:
    names = f"{network.nodes[task]['label']} {network.nodes[unit]['label']}"
    parts = "".join(
        f"<button class='{cell.role}' data-node='{html.escape(cell.key)}' tabindex='-1' "
        f"aria-label='{html.escape(f'{names} {role_label(cell.role)}')}'>{cell.letter}</button>"
        for cell in roles_of(matrix.cells.get((task, unit), ()))
    )
    return f"<td{_asked(network, unit)}>{parts}</td>"


def _button(network: nx.MultiDiGraph, node: str) -> str:
    data = network.nodes[node]
    label, words = html.escape(data["label"]), html.escape(data["words"])
    return f"<button data-node='{html.escape(node)}' title='{words}'>{label}</button>"


def _asked(network: nx.MultiDiGraph, node: str) -> str:
    return " class='asked'" if node in network.graph["centre"] else ""
