"""The adversary: what leaks is routed through arcs of limited throughput to one sink.

High leak rates, high throughputs, the low end of what the standard removes. Flows owned by the optimiser would be set
to zero, so the limit is written on a cut of the network, with a binary side for each node (``formulation`` 1.6). Every
economy also has a direct arc for routes nobody has observed, wide enough for the leak expected of it under open
access; so the worst case is never below the expected flow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
from networkx.algorithms.flow import shortest_augmenting_path

from deals.kit.codes import BARRED_TIER
from deals.model.question import Question, Reference
from deals.model.worth.no_deal import leak_rate
from deals.model.worth.terms import Grant
from deals.regimes import EconomyAccess
from deals.world.network import SINK, diversion_graph

SOURCE = "leaks"


@dataclass(frozen=True)
class Network:
    """The adversary's network in one period, thousand H100e.

    `inject` holds high leak rates by economy, `direct` the capacity of its unobserved routes, `arcs` the observed ones.
    """

    inject: Mapping[str, float]
    direct: Mapping[str, float]
    arcs: Mapping[tuple[str, str], float]
    reduction: float


def network(question: Question, period: int, reference: Reference | None = None) -> Network:
    """The adversary's network in `period`, under the question's regime or under the reference."""
    world, when = (reference or question).world, question.timeline.periods[period]
    table = reference.access if reference else question.path.access
    graph = diversion_graph(world, level="high")
    arcs = {(str(a), str(b)): float(d["capacity"]) * when.years for a, b, d in graph.edges(data=True)}
    inject, direct = {}, {}
    for code, access in table.items():
        if code == SINK or access.tier == BARRED_TIER:
            continue
        leak = world.parameters[f"diversion.leak.{code}"]
        rate = leak_rate(world, code, when.year)
        inject[code] = rate * leak.high / leak.value if leak.value > 0 else 0.0
        direct[code] = rate * access.demand[period]
    low = world.parameters["leak.standard_reduction"].low * world.parameters["delivery.standard"].low
    return Network(inject, direct, arcs, low)


def worst_case_flow(net: Network, deliveries: Mapping[str, float], secured: Mapping[str, float]) -> float:
    """Largest flow that an adversary can bring to the sink, thousand H100e.

    Parameters
    ----------
    net : Network
    deliveries : mapping
        Thousand H100e delivered to each economy.
    secured : mapping
        Those of them that are under the security standard.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(SINK)
    nodes, straight = routed(net), 0.0
    for (origin, destination), throughput in net.arcs.items():
        graph.add_edge(origin, destination, capacity=throughput)
    for code, amount in deliveries.items():
        if amount > 0 and net.inject.get(code, 0.0) > 0:
            leak = net.inject[code] * (amount - net.reduction * secured.get(code, 0.0))
            if code not in nodes:
                straight += min(leak, net.direct[code])
                continue
            graph.add_edge(SOURCE, code, capacity=leak)
            observed = graph.get_edge_data(code, SINK, {"capacity": 0.0})["capacity"]
            graph.add_edge(code, SINK, capacity=observed + net.direct[code])
    if SOURCE not in graph:
        return straight
    # The default sums in the order of a set of names, which no two processes share.
    return straight + float(nx.maximum_flow_value(graph, SOURCE, SINK, flow_func=shortest_augmenting_path))


def limit(question: Question, period: int) -> float:
    """Most that the worst case may bring in `period`, thousand H100e.

    A share of the way from the worst case without deals to that under open access, both under the reference regime; but
    never less than the worst case of the question's own regime without any deal.
    """
    share, reference = question.world.value("limit.worst_case"), question.reference
    net = network(question, period, reference)
    least = worst_case_flow(net, *no_deal_deliveries(reference.access, period, standards=False))
    most = worst_case_flow(net, open_deliveries(reference.access, period), {})
    own = worst_case_flow(network(question, period), *no_deal_deliveries(question.path.access, period))
    return max(least + share * (most - least), own)


def open_deliveries(table: Mapping[str, EconomyAccess], period: int) -> dict[str, float]:
    """Deliveries to every economy under open access, thousand H100e."""
    return {c: a.demand[period] for c, a in table.items() if c != SINK and a.tier != BARRED_TIER}


def no_deal_deliveries(
    table: Mapping[str, EconomyAccess], period: int, *, standards: bool = True
) -> tuple[dict[str, float], dict[str, float]]:
    """Deliveries to every economy without deals, and those of them under the standard, thousand H100e."""
    flows = {c: a.no_deal[period] for c, a in table.items() if c != SINK and a.tier != BARRED_TIER}
    return flows, {c: table[c].secured[period] if standards else 0.0 for c in flows}


def routed(net: Network) -> frozenset[str]:
    """Nodes of the observed routes; every other economy has its unobserved routes alone."""
    return frozenset(node for arc in net.arcs for node in arc)


def leak_without_deals(question: Question, net: Network, code: str, period: int) -> float:
    """What an economy leaks in the worst case of what flows without a deal, thousand H100e."""
    access = question.path.access.get(code)
    if access is None or code not in net.inject:
        return 0.0
    return net.inject[code] * (access.no_deal[period] - net.reduction * access.secured[period])


def leak_of_grant(net: Network, grant: Grant) -> float:
    """What each chip of a grant leaks in the worst case where its country has not adopted the standard."""
    return net.inject.get(grant.economy, 0.0) * (1 - net.reduction if grant.certified else 1.0)


def without_sides(question: Question, net: Network, period: int) -> float:
    """What economies outside the observed routes add to every cut without deals, thousand H100e."""
    outside = net.inject.keys() - routed(net)
    return sum(min(leak_without_deals(question, net, code, period), net.direct[code]) for code in sorted(outside))


def most_leaked(question: Question, net: Network, code: str, period: int) -> float:
    """Most that an economy can leak in the worst case, thousand H100e."""
    granted = sum(
        leak_of_grant(net, g) * g.withheld for g in question.deliverable if (g.economy, g.period) == (code, period)
    )
    return leak_without_deals(question, net, code, period) + granted
