"""The diversion network."""

import networkx as nx

from deals.world import World, diversion_graph


def test_the_sink_takes_in_and_gives_nothing(hindsight: World) -> None:
    graph = diversion_graph(hindsight)
    assert set(graph.nodes) == set(hindsight.countries.index)
    assert graph.out_degree("CHN") == 0
    assert graph.number_of_edges() == 122
    assert graph["HKG"]["CHN"]["capacity"] == 300


def test_higher_throughput_never_lowers_the_flow(then: World, hindsight: World) -> None:
    for world in (then, hindsight):
        flows = [
            nx.maximum_flow_value(diversion_graph(world, level), "MYS", "CHN") for level in ("low", "value", "high")
        ]
        assert flows == sorted(flows)
        assert flows[0] > 0


def test_the_taiwan_route_was_not_known_in_may_2025(then: World, hindsight: World) -> None:
    """The server case was unsealed in March 2026: only hindsight gives that route its weight."""
    early, late = (diversion_graph(world)["TWN"]["MYS"]["capacity"] for world in (then, hindsight))
    assert early < late == 50
    assert then.value("diversion.leak.TWN") < 0.1 < hindsight.value("diversion.leak.TWN")


def test_a_patched_route_shows_in_the_graph(then: World) -> None:
    closed = then.patched({"diversion.throughput.HKG.CHN": {"set": 0}})
    assert diversion_graph(closed)["HKG"]["CHN"]["capacity"] == 0
