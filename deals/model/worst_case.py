"""Worst-case diversion: an adversary routes what leaks through arcs of limited throughput to one sink.

High leak rates, high throughputs, the low end of what the standard removes. Flows owned by the optimiser would be set
to zero, so the limit is written on a cut of the network, with a binary side for each node (``formulation`` 1.6). Every
economy also has a direct arc for routes nobody has observed, wide enough for the leak expected of it under open
access; so the worst case is never below the expected flow.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from deals.model.no_deal import leak_rate
from deals.model.question import Question
from deals.model.variables import Choices, Pairs, Rows
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


def network(question: Question, period: int) -> Network:
    """The adversary's network in `period`."""
    world, when = question.world, question.timeline.periods[period]
    graph = diversion_graph(world, level="high")
    arcs = {(str(a), str(b)): float(d["capacity"]) * when.years for a, b, d in graph.edges(data=True)}
    inject, direct = {}, {}
    for code, access in question.path.access.items():
        if code == SINK or access.tier == 3:
            continue
        leak = world.parameters[f"diversion.leak.{code}"]
        rate = leak_rate(world, code, when.year)
        inject[code] = rate * leak.high / leak.value if leak.value > 0 else 0.0
        direct[code] = rate * access.demand[period]
    low = world.parameters["leak.standard_reduction"].low * world.parameters["delivery.standard"].low
    return Network(inject, direct, arcs, low)


def worst_case_flow(net: Network, deliveries: Mapping[str, float], standard: Mapping[str, float]) -> float:
    """Largest flow that an adversary can bring to the sink, thousand H100e.

    Parameters
    ----------
    net : Network
    deliveries : mapping
        Thousand H100e delivered to each economy.
    standard : mapping
        Whether each economy has the standard in force, 0 or 1.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(SINK)
    for (origin, destination), throughput in net.arcs.items():
        graph.add_edge(origin, destination, capacity=throughput)
    for code, amount in deliveries.items():
        if amount > 0 and net.inject.get(code, 0.0) > 0:
            leak = net.inject[code] * amount * (1 - net.reduction * standard.get(code, 0.0))
            graph.add_edge(SOURCE, code, capacity=leak)
            observed = graph.get_edge_data(code, SINK, {"capacity": 0.0})["capacity"]
            graph.add_edge(code, SINK, capacity=observed + net.direct[code])
    if SOURCE not in graph:
        return 0.0
    return float(nx.maximum_flow_value(graph, SOURCE, SINK))


def limit(question: Question, period: int) -> float:
    """Most that the worst case may bring in `period`, thousand H100e.

    A share of the worst case under open access, but never less than the worst case without any deal.
    """
    net = network(question, period)
    without = {c: a.no_deal[period] for c, a in question.path.access.items() if c != SINK and a.tier != 3}
    share = question.world.value("worst_case.limit")
    return max(share * worst_case_flow(net, open_deliveries(question, period), {}), worst_case_flow(net, without, {}))


def open_deliveries(question: Question, period: int) -> dict[str, float]:
    """Deliveries to every economy under open access, thousand H100e."""
    return {
        code: access.demand[period]
        for code, access in question.path.access.items()
        if code != SINK and access.tier != 3
    }


def worst_case_cut(c: Choices) -> None:
    """1.6 Some cut of the adversary's network is at most the limit, in every period.

    Economies outside the observed routes have one way to the sink and need no side: they add the smaller of what they
    can leak and what their unobserved routes can carry.
    """
    question, program = c.question, c.program
    decided = {g.economy: g.partner for g in question.grants}
    nets = {p.index: network(question, p.index) for p in question.timeline.periods}
    limits = {index: limit(question, index) for index in nets}
    nodes = sorted({node for net in nets.values() for arc in net.arcs for node in arc} - {SINK})
    sides = [(node, index) for node in nodes for index in nets]
    flowing = [(code, index) for code in nodes for index, net in nets.items() if _most(question, net, code, index) > 0]
    arcs = [(a, b, index) for index, net in nets.items() for (a, b) in net.arcs if b != SINK]
    side = program.variables("source side", sides, binary=True)
    leaked = program.variables(
        "worst leak", flowing, lower=0.0, upper={(n, i): _most(question, nets[i], n, i) for n, i in flowing}
    )
    cut = program.variables("cut arc", arcs, lower=0.0, upper=1.0)
    program.constraints(
        "cut arcs",
        {
            (a, b, i): program.linear([(cut[a, b, i], 1.0), (side[a, i], -1.0), (side[b, i], 1.0)]) >= 0
            for a, b, i in arcs
        },
    )
    grants: dict[tuple[str, int], Pairs] = defaultdict(list)
    for grant in question.grants:
        grants[grant.economy, grant.period] += c.granted(grant)
    with_standard: Rows = {}
    without: Rows = {}
    for node, index in flowing:
        net = nets[index]
        rate, most = net.inject[node], _most(question, net, node, index)
        base = rate * question.path.access[node].no_deal[index]
        flow: Pairs = [(v, -rate * w) for v, w in grants[node, index]]
        kept = 1 - net.reduction
        reduced: Pairs = [(v, w * kept) for v, w in flow]
        here: Pairs = [(side[node, index], most)]
        partner = decided.get(node, "")
        adopted = c.effective(c.standard, partner, index, most) if partner in question.standards else []
        with_standard[node, index] = program.linear([(leaked[node, index], 1.0), *reduced, *here]) >= kept * base
        without[node, index] = program.linear([(leaked[node, index], 1.0), *flow, *here, *adopted]) >= base
    program.constraints("worst leak with standard", with_standard)
    program.constraints("worst leak without standard", without)
    rows: Rows = {}
    for index, net in nets.items():
        pairs: Pairs = [(leaked[n, i], 1.0) for n, i in flowing if i == index]
        pairs += [(cut[a, b, index], net.arcs[a, b]) for a, b, i in arcs if i == index]
        pairs += [(side[node, index], net.arcs.get((node, SINK), 0.0) + net.direct.get(node, 0.0)) for node in nodes]
        constant = without_sides(question, net, index)
        rows[question.timeline.periods[index].label] = program.linear(pairs) <= limits[index] - constant
    program.constraints("worst-case diversion", rows)


def without_sides(question: Question, net: Network, period: int) -> float:
    """What economies outside the observed routes add to every cut, thousand H100e."""
    routed = {node for arc in net.arcs for node in arc}
    return sum(min(_most(question, net, code, period), net.direct[code]) for code in net.inject if code not in routed)


def _most(question: Question, net: Network, code: str, period: int) -> float:
    """Most that an economy can leak in the worst case."""
    access = question.path.access.get(code)
    if access is None or code not in net.inject:
        return 0.0
    allowed = access.demand[period] if code in {g.economy for g in question.grants} else access.no_deal[period]
    return net.inject[code] * allowed
