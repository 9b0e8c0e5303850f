"""What a network says beyond its picture: who works with whom most, and who joins units that share nothing else."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

# So many are named where several are alike, or follow.
NAMED = 3
# Of fewer units nobody joins others, a smaller share of their ways (of 100) tells nothing, and one task is no habit.
LEAST_UNITS, LEAST_SHARE, LEAST_SHARED = 5, 5, 2
UNITS = ("agency", "group")


def sentences_of(network: nx.MultiDiGraph) -> tuple[str, ...]:
    """Return what networkx measures of a network, each in a sentence that says what it means."""
    together = units_together(network)
    asked = [unit for unit in network.graph["centre"] if unit in together]
    others = together.subgraph(unit for unit in together if unit not in asked)
    joining = _joining(others, is_part=bool(asked))
    if not asked:
        return tuple(filter(None, (_most(together), joining)))
    if len(asked) > 1:
        return (joining,) if joining else ()
    return tuple(filter(None, (_partners(together, asked[0]), _parts(together, others, asked[0]), joining)))


def units_together(network: nx.MultiDiGraph) -> nx.Graph:
    """Return the units of a network, two of them joined where they share tasks; `weight` is how many."""
    units = [node for node, kind in network.nodes(data="kind") if kind in UNITS]
    tasks = [node for node, kind in network.nodes(data="kind") if kind == "task"]
    carried = nx.Graph(network.subgraph([*units, *tasks]))
    return nx.bipartite.weighted_projected_graph(carried, units)


def _partners(together: nx.Graph, unit: str) -> str:
    """Say with whom a unit shares most tasks: the weights of its edges."""
    shared = sorted(together[unit].items(), key=lambda it: (-it[1]["weight"], _name(together, it[0])))
    if not shared:
        return f"{_name(together, unit)}在这些任务里没有别的承担单位。"
    named = "、".join(f"{_name(together, other)}（{edge['weight']} 项）" for other, edge in shared[:NAMED])
    return f"和{_name(together, unit)}有共同任务的单位 {len(shared)} 个，共同任务最多的是{named}。"


def _most(together: nx.Graph) -> str:
    """Say which two units share most tasks, and which has most partners: its degree. All that are alike are counted."""
    weights = nx.get_edge_attributes(together, "weight")
    highest = max(weights.values(), default=0)
    if highest < LEAST_SHARED:
        return ""
    pairs = sorted(
        "和".join(sorted(_name(together, unit) for unit in pair)) for pair in weights if weights[pair] == highest
    )
    degrees = dict(together.degree())
    partners = max(degrees.values())
    units = sorted(_name(together, unit) for unit in together if degrees[unit] == partners)
    return (
        f"共同任务最多的两个单位是{_alike(pairs, '对')}（{highest} 项）；"
        f"合作单位最多的是{_alike(units, '个')}，和 {partners} 个单位有共同任务。"
    )


def _alike(names: list[str], counter: str) -> str:
    """Return the first of those that are alike, and how many they are where there are more than are named."""
    named = "、".join(names[:NAMED])
    return (
        f"{named}等 {len(names)} {counter}（并列）"
        if len(names) > NAMED
        else f"{named}（并列）"
        if names[1:]
        else named
    )


def _parts(together: nx.Graph, others: nx.Graph, unit: str) -> str:
    """Say into how many groups a unit's partners fall without it."""
    partners = others.subgraph(together[unit])
    parts = nx.number_connected_components(partners) if len(partners) else 0
    if parts < 2:  # noqa: PLR2004 (two are the first that can be parted)
        return ""
    return (
        f"不算{_name(together, unit)}，这 {len(partners)} 个单位分成 {parts} 组，组与组之间没有共同任务，只经它相连。"
    )


def _joining(others: nx.Graph, *, is_part: bool) -> str:
    """Say who stands between units that share no task (betweenness), and what falls apart without it."""
    between = nx.betweenness_centrality(others)
    unit = min(others, key=lambda it: (-between[it], _name(others, it)), default="")
    share = round(100 * between.get(unit, 0))
    if share < LEAST_SHARE or len(others) < LEAST_UNITS:
        return ""
    which = "其余单位中" if is_part else "这些单位中"
    pairs = sum(1 for _ in nx.non_edges(others.subgraph(others[unit])))
    return (
        f"{which}，{_name(others, unit)}居中联系最多：有 {pairs} 对单位彼此没有共同任务，"
        f"但都和它有共同任务{_without(others, unit)}。"
    )


def _without(others: nx.Graph, unit: str) -> str:
    its = nx.node_connected_component(others, unit)
    left: Collection[str] = its - {unit}
    parts = nx.number_connected_components(others.subgraph(left))
    return f"；没有它，靠共同任务连在一起的 {len(left)} 个单位会断成 {parts} 组" if parts > 1 else ""


def _name(together: nx.Graph, unit: str) -> str:
    return str(together.nodes[unit]["label"]).split("\n")[0]
