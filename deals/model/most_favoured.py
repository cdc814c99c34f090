"""1.10 Most-favoured treatment: peers see each other's deals, and none that signs is treated worse than another.

Peers are alike in an instrument if each agrees to the same share of what could be agreed with it at most: whoever is
asked for more, or given less, would claim what its peer has. Chips are compared period by period, from the period in
which a deal has taken effect on deliveries. Only peers with which an instrument is on the table are compared in it.
"""

from collections import defaultdict
from collections.abc import Mapping

from deals.model.question import Question
from deals.model.variables import Choices, Pairs, Rows

PEERS = "peers"
CHIPS, STANDARD = "chip_access", "security_standard"
SMALLEST = 1e-9

type Treatment = tuple[str, str, int | None]
"""Group, instrument, and the period for chips."""


def peer_groups(question: Question) -> dict[str, tuple[str, ...]]:
    """Partners in question that expect to be treated alike, by group (a judgement, see ``blocs.csv``)."""
    blocs, codes = question.world.blocs, set(question.codes)
    found: dict[str, tuple[str, ...]] = {}
    for group, members in blocs[blocs["kind"] == PEERS].groupby("group")["member"]:
        found[str(group)] = tuple(str(code) for code in members if code in codes)
    return found


def most_favoured(c: Choices) -> None:
    """Add the rows: what a peer agrees is at most the common share, and at least that if it has signed."""
    found = {key: alike for key, alike in shares(c).items() if len(alike) > 1}
    common = c.program.variables("common share", list(found), lower=0.0, upper=1.0)
    at_most: Rows = {}
    at_least: Rows = {}
    for key, alike in found.items():
        period = key[2]
        for code, pairs in alike.items():
            shared = c.program.linear([*pairs, (common[key], -1.0)])
            at_most[code, *key[1:]] = shared <= 0
            bound = c.signed(code, -1.0) if period is None else c.effective(c.sign, code, period, -1.0)
            at_least[code, *key[1:]] = c.program.linear([*pairs, (common[key], -1.0), *bound]) >= -1
    c.program.constraints("no more than peers", at_most)
    c.program.constraints("no less than peers", at_least)


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
                most = sum(sum(g.widths) for g in grants)
                if most > SMALLEST:
                    pairs = [pair for g in grants for pair in c.granted(g, 1 / most)]
                    found[group, CHIPS, period.index][code] = pairs
    return dict(found)
