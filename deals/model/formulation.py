"""The contract problem: a mixed-integer programme over deals, dates, chips and concessions.

One function for each constraint family, named as in ``docs/mathematics.md``. The objective is the difference from no
deals at all, in USD bn of 2025, so that a solver's gap is a share of the surplus.
"""

from collections import defaultdict
from collections.abc import Callable

from deals.model.diversion import expected_diversion
from deals.model.objective import displacement_widths, goal_terms, weights
from deals.model.participation import participation, separate_tracks
from deals.model.question import Question, chip_capex
from deals.model.variables import Choices, Key, Pairs, Rows, choices, removed_share
from deals.model.worst_case import worst_case_cut
from optimizer import Program

PROMOTION_FLOOR = "promotion.divestment_floor"


def formulate(question: Question, *, budgets: bool = True, program: Program | None = None) -> Choices:
    """Write the contract problem.

    Parameters
    ----------
    question : Question
    budgets : bool
        Whether limits on diversion apply. Open access exceeds them by construction, so baselines leave them out.
    program : Program, optional
        Where to write it; by default in a new programme.
    """
    made = _begun(question, program or Program(question.scenario.name, maximise=True))
    families = [one_signing, teams, standard_with_deal, asks_within_limits, access, *_on_terms(made)]
    families += [leak_budget, worst_case_cut] if budgets else []
    for family in families:
        family(made)
    return made


def formulate_decided(question: Question, program: Program) -> Choices:
    """Write the contract problem where every deal, standard and grant left in the question is decided.

    Bounds then say what the rows of the families left out would. So is the limit on worst-case diversion left out.
    """
    made = _begun(question, program)
    for family in (teams, *_on_terms(made), leak_budget):
        family(made)
    return made


def _begun(question: Question, program: Program) -> Choices:
    """Variables and objective."""
    made = choices(question, program, displacement_widths(question))
    scale = weights(question)
    program.objective(
        program.linear([(v, scale[goal] * w) for goal, pairs in goal_terms(made).items() for v, w in pairs])
    )
    return made


def _on_terms(made: Choices) -> list[Callable[[Choices], None]]:
    """Families that concern terms and chips, whoever signs."""
    families: list[Callable[[Choices], None]] = [allocation, matching, supply, savings, participation, orders]
    families += [promotion] if made.promoted else []
    families += [] if made.question.regime.linked else [separate_tracks]
    return families


def one_signing(c: Choices) -> None:
    """1.1 A deal is signed at most once."""
    c.program.constraints("one signing", {code: c.program.linear(c.signed(code)) <= 1 for code in c.question.codes})


def teams(c: Choices) -> None:
    """1.1 Talks need teams, and there are only so many in each period (team-quarters)."""
    question, load = c.question, defaultdict(list)
    for code in question.codes:
        for signing, quarters in question.talks[code].load.items():
            for period, amount in quarters.items():
                load[period].append((c.sign[code, signing], amount))
    number = question.scenario.teams
    available = question.world.value("teams") if number is None else number
    c.program.constraints(
        "negotiating teams",
        {
            p.label: c.program.linear(load[p.index]) <= available * len(p.quarters)
            for p in question.timeline.periods
            if load[p.index]
        },
    )


def standard_with_deal(c: Choices) -> None:
    """1.3 The security standard is adopted with a deal or not at all."""
    c.program.constraints(
        "standard with deal",
        {key: c.program.linear([(v, 1.0), (c.sign[key], -1.0)]) <= 0 for key, v in c.standard.items()},
    )


def asks_within_limits(c: Choices) -> None:
    """1.4 Each step of each term only under a deal signed in that period, within its width."""
    widths = {
        (term.partner, term.instrument, step): segment.width
        for term in c.question.terms
        for step, segment in enumerate(term.segments)
    }
    c.program.constraints(
        "terms under a deal",
        {
            key: c.program.linear([(v, 1.0), (c.sign[key[0], key[3]], -widths[key[:3]])]) <= 0
            for key, v in c.ask.items()
        },
    )


def access(c: Choices) -> None:
    """1.2 Chips beyond the no-deal path only after a deal has taken effect, with the standard where it is required."""
    rows: Rows = {}
    for grant in c.question.grants:
        required = c.question.path.access[grant.economy].standard_required and grant.partner in c.question.standards
        family = c.standard if required else c.sign
        for step, width in enumerate(grant.widths):
            key = (grant.economy, grant.period, step)
            under = c.effective(family, grant.partner, grant.period, -width)
            rows[key] = c.program.linear([(c.grant[key], 1.0), *under]) <= 0
    c.program.constraints("access under a deal", rows)


def allocation(c: Choices) -> None:
    """1.2 Cumulative limits of the regime, legal basis: the allocation, and the channel beside it."""
    within: Rows = {}
    beside: Rows = {}
    total: Rows = {}
    counted: dict[str, Pairs] = defaultdict(list)
    other: dict[str, Pairs] = defaultdict(list)
    for grant in sorted(c.question.grants, key=lambda g: (g.economy, g.period)):
        limits = c.question.path.access[grant.economy]
        if limits.licensed_limit is None:
            continue
        key = (grant.economy, grant.period)
        factor = grant.tpp_factor if c.question.scenario.h100e_basis == "tpp" else 1.0
        counted[grant.economy].append((c.counted[key], factor))
        other[grant.economy] += [*c.granted(grant, factor), (c.counted[key], -factor)]
        up = c.effective(c.promoted, grant.partner, grant.period, -_all_demand(c.question, grant.economy, factor))
        within[key] = c.program.linear([*counted[grant.economy], *up]) <= limits.licensed_limit[grant.period]
        ceiling = limits.beside_limit[grant.period] if limits.beside_limit else 0.0
        beside[key] = c.program.linear([*other[grant.economy], *up]) <= ceiling
        total[key] = c.program.linear([(c.counted[key], 1.0), *c.granted(grant, -1.0)]) <= 0
    c.program.constraints("country allocation", within)
    c.program.constraints("yearly allocation", yearly_allocation(c))
    c.program.constraints("channel beside the allocation", beside)
    c.program.constraints("counted within granted", total)


def yearly_allocation(c: Choices) -> Rows:
    """1.2 Limits of the regime on what counts in each year, legal basis: what one year leaves unused lapses."""
    rows: Rows = {}
    counted: dict[Key, Pairs] = defaultdict(list)
    for grant in sorted(c.question.grants, key=lambda g: (g.economy, g.period)):
        limits = c.question.path.access[grant.economy].yearly_limit
        if limits is None:
            continue
        key = (grant.economy, c.question.timeline.periods[grant.period].year)
        factor = grant.tpp_factor if c.question.scenario.h100e_basis == "tpp" else 1.0
        counted[key].append((c.counted[grant.economy, grant.period], factor))
        up = c.effective(c.promoted, grant.partner, grant.period, -_all_demand(c.question, grant.economy, factor))
        rows[key] = c.program.linear([*counted[key], *up]) <= limits[grant.period]
    return rows


def promotion(c: Choices) -> None:
    """1.3 Promotion needs the standard and divestment from China above a floor."""
    program, floor = c.program, c.question.world.value(PROMOTION_FLOOR)
    program.constraints(
        "promotion with standard",
        {key: program.linear([(v, 1.0), (c.standard[key], -1.0)]) <= 0 for key, v in c.promoted.items()},
    )
    exits: dict[Key, Pairs] = defaultdict(list)
    for (code, instrument, _step, period), variable in c.ask.items():
        if instrument == "china_exit":
            exits[code, period].append((variable, -1.0))
    program.constraints(
        "promotion with divestment",
        {key: program.linear([(v, floor), *exits[key]]) <= 0 for key, v in c.promoted.items()},
    )


def matching(c: Choices) -> None:
    """1.5 Matching investment is at most the capital cost of the chips granted, inside what can be invested.

    Where the regime requires it, it is at least its ratio of that cost. A partner that has already promised to match
    has no such term, and no such row.
    """
    pledged: dict[str, Pairs] = defaultdict(list)
    invested: dict[str, Pairs] = defaultdict(list)
    for (code, instrument, _step, _period), variable in c.ask.items():
        if instrument == "matching_investment":
            pledged[code].append((variable, 1.0))
        if instrument in ("matching_investment", "investment"):
            invested[code].append((variable, 1.0))
    capex: dict[str, Pairs] = defaultdict(list)
    owed: dict[str, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        year = c.question.timeline.periods[grant.period].year
        capex[grant.partner] += c.granted(grant, -chip_capex(c.question.world, year))
        if required := c.question.path.access[grant.economy].matching:
            owed[grant.partner] += c.granted(grant, required * chip_capex(c.question.world, year))
    limits = {t.partner: t.limit for t in c.question.terms if t.instrument == "investment"}
    linear = c.program.linear
    c.program.constraints(
        "matching within chips", {code: linear([*pairs, *capex[code]]) <= 0 for code, pairs in pledged.items()}
    )
    c.program.constraints(
        "matching required",
        {
            code: linear([*pairs, *((v, -w) for v, w in pledged[code])]) <= 0
            for code, pairs in owed.items()
            if code in pledged
        },
    )
    c.program.constraints(
        "investment capacity",
        {
            code: linear([*pairs, *c.signed(code, -limits[code])]) <= 0
            for code, pairs in invested.items()
            if code in limits and code in pledged
        },
    )


def savings(c: Choices) -> None:
    """1.6 The standard removes a share of the leak on all deliveries, where it is in force and only there.

    Where chips need the standard the saving is fixed from both sides: a partner cannot keep its resale.
    """
    removed = removed_share(c.question)
    leaks: dict[Key, Pairs] = defaultdict(list)
    most: dict[Key, float] = defaultdict(float)
    for grant in c.question.grants:
        leaks[grant.partner, grant.period] += c.granted(grant, -removed * grant.leak)
        most[grant.partner, grant.period] += removed * grant.leak * grant.withheld
    needed: dict[Key, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        if c.question.path.access[grant.economy].standard_required:
            needed[grant.partner, grant.period] += c.granted(grant, -removed * grant.leak)
    flows: Rows = {}
    adopted: Rows = {}
    least: Rows = {}
    for key, variable in c.saved.items():
        without = c.question.standards[key[0]].saved[key[1]]
        flows[key] = c.program.linear([(variable, 1.0), *leaks[key]]) <= without
        in_force = c.effective(c.standard, key[0], key[1], -without - most[key])
        adopted[key] = c.program.linear([(variable, 1.0), *in_force]) <= 0
        in_force = c.effective(c.standard, key[0], key[1], -without)
        least[key] = c.program.linear([(variable, 1.0), *in_force, *needed[key]]) >= 0
    c.program.constraints("saved by deliveries", flows)
    c.program.constraints("saved where in force", least)
    c.program.constraints("saved under the standard", adopted)


def supply(c: Choices) -> None:
    """1.5 What is granted beyond spare supply is taken from buyers at home and in tier 1."""
    flows: dict[int, Pairs] = defaultdict(list)
    for grant in c.question.grants:
        flows[grant.period] += c.granted(grant)
    for (period, _step), variable in c.displaced.items():
        flows[period].append((variable, -1.0))
    c.program.constraints(
        "chip supply",
        {
            p.label: c.program.linear(flows[p.index]) <= c.question.path.spare[p.index]
            for p in c.question.timeline.periods
        },
    )


def leak_budget(c: Choices) -> None:
    """1.6 Expected diversion in a year is within its budget (see :mod:`deals.model.diversion`), on deliveries."""
    question = c.question
    flows: dict[int, Pairs] = defaultdict(list)
    room = {row.year: row.budget - row.no_deal for row in expected_diversion(question)}
    for grant in question.grants:
        flows[question.timeline.periods[grant.period].year] += c.granted(grant, grant.leak)
    for (_code, index), variable in c.saved.items():
        flows[question.timeline.periods[index].year].append((variable, -1.0))
    c.program.constraints(
        "diversion budget", {year: c.program.linear(pairs) <= room[year] for year, pairs in flows.items()}
    )


def orders(c: Choices) -> None:
    """What the strategist has settled: deals that must or must not be signed, and ceilings on a partner's chips."""
    scenario, linear = c.question.scenario, c.program.linear
    known = set(c.question.codes)
    c.program.constraints("must sign", {n: linear(c.signed(n)) >= 1 for n in scenario.must_sign if n in known})
    c.program.constraints("must not sign", {n: linear(c.signed(n)) <= 0 for n in scenario.must_not_sign if n in known})
    c.program.constraints(
        "ceiling",
        {
            n: linear([pair for g in c.grants(n) for pair in c.granted(g)]) <= cap
            for n, cap in scenario.caps.items()
            if n in known and c.grants(n)
        },
    )


def _all_demand(question: Question, economy: str, factor: float) -> float:
    return sum(g.withheld for g in question.grants if g.economy == economy) * factor
