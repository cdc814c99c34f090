"""The diversion network: which economies goods can be routed through on their way to the sink."""

from typing import TYPE_CHECKING, Literal

from deals.world.world import World

if TYPE_CHECKING:
    import networkx as nx

SINK = "CHN"
COLUMN_OF_LEVEL = {"low": "low", "value": "throughput", "high": "high"}


def diversion_graph(world: World, level: Literal["low", "value", "high"] = "value") -> "nx.DiGraph[str]":
    """All economies as nodes and the known routes as arcs.

    Parameters
    ----------
    level : str
        Which end of the range of throughput the arcs carry.

    Returns
    -------
    networkx.DiGraph
        Arcs carry ``capacity`` (kH a year). The sink is ``CHN`` and has no arc out. Routes that nobody has observed
        are not in it: whoever wants a worst case adds a direct arc for them.
    """
    import networkx as nx  # heavy

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(world.countries.index)
    columns = world.arcs[["origin", "destination", COLUMN_OF_LEVEL[level]]]
    for origin, destination, capacity in columns.itertuples(index=False):
        if origin != SINK:
            graph.add_edge(origin, destination, capacity=float(capacity))
    return graph
