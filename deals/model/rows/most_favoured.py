"""1.10 Most-favoured treatment: peers see each other's deals, and none that signs is treated worse than another.

Peers are alike in an instrument if each agrees to the same share of what could be agreed with it at most: whoever is
asked for more, or given less, would claim what its peer has. Chips are compared period by period, from the period in
which a deal has taken effect on deliveries. Only peers with which an instrument is on the table are compared in it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from deals.model.question import Question
from deals.model.rows.variables import Choices, Common, Pairs, Rows, Treatment
from deals.world.instrument import CHIPS, STANDARD

PEERS = "peers"
SMALLEST = 1e-9


def peer_groups(question: Question) -> dict[str, tuple[str, ...]]:
    """Partners in question that expect to be treated alike, by group (a judgement, see ``blocs.csv``)."""
    blocs, codes = question.world.blocs, set(question.codes)
    found: dict[str, tuple[str, ...]] = {}
    for group, members in blocs[blocs["kind"] == PEERS].groupby("group")["member"]:
        found[str(group)] = tuple(str(code) for code in members if code in codes)
    return found


def with_common_shares(c: Choices) -> Choices:
    """The choices with the share of its limit that peers have in common, for each instrument that two have."""
    alike = {key: members for key, members in shares(c).items() if len(members) > 1}
    common = c.program.variables("common share", list(alike), lower=0.0, upper=1.0)
    return replace(c, common=Common(alike, common))


def no_more_than_peers(c: Choices) -> Rows:
    """What a peer agrees is at most the common share."""
    if c.common is None:
        return {}
    return {
        (code, *key[1:]): c.program.linear([*pairs, (c.common.share[key], -1.0)]) <= 0
        for key, members in c.common.agreed.items()
        for code, pairs in members.items()
    }


def no_less_than_peers(c: Choices) -> Rows:
    """What a peer agrees is at least the common share, if it has signed."""
    if c.common is None:
        return {}
    rows: Rows = {}
    for key, members in c.common.agreed.items():
        period = key[2]
        for code, pairs in members.items():
            bound = c.signed(code, -1.0) if period is None else c.effective(c.sign, code, period, -1.0)
            rows[code, *key[1:]] = c.program.linear([*pairs, (c.common.share[key], -1.0), *bound]) >= -1
    return rows


def shares(c: Choices) -> dict[Treatment, Mapping[str, Pairs]]:
    """Share of its limit that each peer agrees, as a weighted sum, by group, instrument and, for chips, period."""
    found: dict[Treatment, dict[str, Pairs]] = defaultdict(dict)
    for group, members in peer_groups(c.question).items():
        for code in members:
            for term in c.terms(code):
                if term.limit > SMALLEST:
                    found[group, term.instrument, None][code] = [
                        (c.ask[code, term.instrument, step, period], 1 / term.limit)
                        for step in range(len(term.segments))
                        for period in c.question.talks[code].load
                    ]
            adopted = [(v, 1.0) for key, v in c.standard.items() if key[0] == code]
            if adopted:
                found[group, STANDARD, None][code] = adopted
            for period in c.question.timeline.periods:
                grants = [g for g in c.grants(code) if g.period == period.index]
                most = sum(g.opened for g in grants)
                if most > SMALLEST:
                    pairs = [pair for g in grants for pair in c.delivered(g, 1 / most)]
                    found[group, CHIPS, period.index][code] = pairs
    return dict(found)
