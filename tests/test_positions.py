"""Where nodes of a drawing stand: names can be read, the same each time, what stood stays."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from graph_query.drawing.network import MORE_KINDS, network_of, summary_of
from graph_query.drawing.positions import SPRING_LIMIT, positions
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.stores import Store

# Pixels of a sign and of a line of names, as the drawing writes them.
SIGN, LINE = 16, 20


@pytest.fixture(scope="module")
def ledger(five: Store) -> Ledger:
    return ledger_of(five)


def networks(ledger: Ledger) -> list[nx.MultiDiGraph]:
    place = matching(ledger, Choice({"place": ("厦门市",)}))
    return [
        network_of(ledger, place),
        network_of(ledger, place, MORE_KINDS),
        network_of(ledger, ledger.tasks),
        summary_of(ledger, ledger.tasks),
    ]


def test_no_name_lies_on_another(ledger: Ledger) -> None:
    for network in networks(ledger):
        where = positions(network)
        assert len(where) == len(network) <= SPRING_LIMIT
        units = [node for node, kind in network.nodes(data="kind") if kind != "task"]
        named = [(where[unit], network.nodes[unit]["label"].split("\n")) for unit in units]
        for ((x, y), lines), ((other_x, other_y), others) in combinations(named, 2):
            wide = SIGN * (max(map(len, lines)) + max(map(len, others))) / 2
            assert abs(x - other_x) >= wide or abs(y - other_y) >= LINE * min(len(lines), len(others))


def test_the_same_network_stands_the_same(ledger: Ledger) -> None:
    for network, again in zip(networks(ledger), networks(ledger), strict=True):
        assert positions(network) == positions(again)


def test_what_stood_stays(ledger: Ledger) -> None:
    small, large, *_ = networks(ledger)
    before = positions(small)
    after = positions(large, before)
    assert {node: after[node] for node in small} == before
    assert set(after) == set(large)


def test_nothing_and_much_have_places() -> None:
    assert positions(nx.MultiDiGraph()) == {}
    many = nx.MultiDiGraph()
    for n in range(SPRING_LIMIT + 1):
        many.add_node(n, kind="agency" if n % 2 else "task", label=str(n), words="")
    assert len({*positions(many).values()}) == len(many)
