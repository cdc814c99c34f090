"""Worst-case diversion: some cut of the adversary's network is at most the limit, in every period.

Economies outside the observed routes have one way to the sink and need no side: without deals they add the smaller of
what they leak and what their unobserved routes carry; each chip granted adds what it leaks while these have room, and a
cell that is opened what it leaks and these still carry.
"""

from collections import defaultdict
from dataclasses import replace

from deals.model.question import Question
from deals.model.rows.adversary import (
    Network,
    leak_of_grant,
    leak_without_deals,
    limit,
    most_leaked,
    network,
    routed,
    without_sides,
)
from deals.model.rows.variables import Choices, Cut, Pairs, Rows
from deals.world.network import SINK

type Leak = tuple[float, Pairs]
"""What leaks of deliveries without a deal, and of chips granted as a weighted sum: thousand H100e."""


def with_cut(c: Choices) -> Choices:
    """The choices with the variables of a cut of the adversary's network in each period."""
    question, program = c.question, c.program
    nets = {p.index: network(question, p.index) for p in question.timeline.periods}
    nodes = sorted({node for net in nets.values() for arc in net.arcs for node in arc} - {SINK})
    most = {(n, i): most_leaked(question, net, n, i) for n in nodes for i, net in nets.items()}
    flowing = {key: amount for key, amount in most.items() if amount > 0}
    arcs = [(a, b, index) for index, net in nets.items() for (a, b) in net.arcs if b != SINK]
    side = program.variables("source side", [(node, index) for node in nodes for index in nets], binary=True)
    leaked = program.variables("worst leak", list(flowing), lower=0.0, upper=flowing)
    cut = program.variables("cut arc", arcs, lower=0.0, upper=1.0)
    return replace(c, cut=Cut(nets, tuple(nodes), flowing, side, leaked, cut))


def cut_arcs(c: Choices) -> Rows:
    """An arc from the source's side to the other is cut."""
    if c.cut is None:
        return {}
    side = c.cut.side
    return {
        (a, b, i): c.program.linear([(arc, 1.0), (side[a, i], -1.0), (side[b, i], 1.0)]) >= 0
        for (a, b, i), arc in c.cut.arc.items()
    }


def leak_with_standard(c: Choices) -> Rows:
    """What an economy on the sink's side leaks at worst, the standard in force on all deliveries."""
    rows: Rows = {}
    for cut, node, index, plain, secured, here in _leaks(c):
        kept = 1 - cut.nets[index].reduction
        base, flow = kept * (plain[0] + secured[0]), [(v, -w * kept) for v, w in (*plain[1], *secured[1])]
        rows[node, index] = c.program.linear([(cut.leaked[node, index], 1.0), *flow, *here]) >= base
    return rows


def leak_without_standard(c: Choices) -> Rows:
    """What an economy on the sink's side leaks at worst, unless the country has adopted the standard."""
    partner_of = {g.economy: g.partner for g in c.question.deliverable}
    rows: Rows = {}
    for cut, node, index, plain, secured, here in _leaks(c):
        kept = 1 - cut.nets[index].reduction
        base = plain[0] + kept * secured[0]
        flow: Pairs = [(v, -w) for v, w in plain[1]] + [(v, -w * kept) for v, w in secured[1]]
        partner = partner_of.get(node, "")
        with_standard = partner in c.question.standards
        adopted = (
            c.effective(c.standard, partner, index, cut.nets[index].reduction * cut.most[node, index])
            if with_standard
            else []
        )
        rows[node, index] = c.program.linear([(cut.leaked[node, index], 1.0), *flow, *here, *adopted]) >= base
    return rows


def worst_case_diversion(c: Choices) -> Rows:
    """The cut is within the limit."""
    if c.cut is None:
        return {}
    rows: Rows = {}
    for index, net in c.cut.nets.items():
        pairs: Pairs = [(v, 1.0) for (_node, i), v in c.cut.leaked.items() if i == index]
        pairs += [(v, net.arcs[a, b]) for (a, b, i), v in c.cut.arc.items() if i == index]
        pairs += [
            (c.cut.side[node, index], net.arcs.get((node, SINK), 0.0) + net.direct.get(node, 0.0))
            for node in c.cut.nodes
        ]
        pairs += _beside(c, net, index)
        room = limit(c.question, index) - without_sides(c.question, net, index)
        rows[c.question.timeline.periods[index].label] = c.program.linear(pairs) <= room
    return rows


def _beside(c: Choices, net: Network, index: int) -> Pairs:
    """What is added where no route is observed: exact for what is opened, never too little for what is granted."""
    nodes = routed(net)
    found: Pairs = []
    for grant in c.question.deliverable:
        if grant.period != index or grant.economy in nodes or grant.economy not in net.inject:
            continue
        before, most = leak_without_deals(c.question, net, grant.economy, index), net.direct[grant.economy]
        each = leak_of_grant(net, grant)
        if before < most:
            found += c.granted(grant, each) if (grant.economy, index, 0) in c.grant else []
            found += c.opening(grant, min(each, (most - before) / grant.opened))
    return found


def beside_the_cut(question: Question, label: str) -> float:
    """What economies outside the observed routes add in the period called `label`, thousand H100e."""
    index = next(p.index for p in question.timeline.periods if p.label == label)
    return without_sides(question, network(question, index), index)


def _leaks(c: Choices) -> list[tuple[Cut, str, int, Leak, Leak, Pairs]]:
    """For each node and period what may leak, plain and at certified places, and the relief of the source's side."""
    if c.cut is None:
        return []
    granted: dict[tuple[str, int, bool], Pairs] = defaultdict(list)
    for grant in c.question.deliverable:
        granted[grant.economy, grant.period, grant.certified] += c.delivered(grant)
    found = []
    for (node, index), most in c.cut.most.items():
        rate, access = c.cut.nets[index].inject[node], c.question.path.access[node]
        parts: list[Leak] = []
        for certified in (False, True):
            base = rate * (access.secured if certified else access.plain)[index]
            parts.append((base, [(v, rate * w) for v, w in granted[node, index, certified]]))
        found.append((c.cut, node, index, parts[0], parts[1], [(c.cut.side[node, index], most)]))
    return found
