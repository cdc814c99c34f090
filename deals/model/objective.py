"""What the United States gains over no deals at all, part by part: leverage, promotion, control, and the talks.

Each dollar has one owner. A chip sold abroad earns margin unless supply binds; then it displaces a chip at home or with
an ally and the margin, with the lost user's surplus, is charged to promotion.
"""

from deals.model.compute_value import segment_values, system_price, user_cost
from deals.model.partners import UNITED_STATES
from deals.model.question import Question
from deals.model.variables import Choices, Key, Pairs

DISPLACED_STEPS = 3
GOALS = ("leverage", "promotion", "control", "talks")


def displacement_widths(question: Question) -> dict[Key, float]:
    """Steps of chips taken from home and allied buyers, least valued first: thousand H100e by (period, step)."""
    granted = [0.0] * len(question.timeline.periods)
    for grant in question.grants:
        granted[grant.period] += grant.withheld
    width = [home / question.scenario.segments for home in question.path.home]
    return {
        (p.index, step): max(width[p.index], granted[p.index] if step == DISPLACED_STEPS - 1 else 0.0)
        for p in question.timeline.periods
        for step in range(DISPLACED_STEPS)
        if granted[p.index] > question.path.spare[p.index]
    }


def displacement_cost(question: Question, period: int, step: int) -> float:
    """Cost of a thousand H100e displaced, USD bn present value: margin, and surplus of its own users."""
    world, when = question.world, question.timeline.periods[period]
    values = segment_values(world, UNITED_STATES, question.scenario.segments)
    surplus = values[-1 - step] * user_cost(world, when.year) * world.value("wtp.life_factor")
    own = world.value(f"share.usa.{when.year}") * world.value(f"supply.{when.year}") * when.years
    margin = world.value("margin.us_rent_share") * system_price(world, when.year)
    return (margin + surplus * own / question.path.home[period]) * question.timeline.present_us(when)


def goal_terms(choices: Choices) -> dict[str, Pairs]:
    """The objective as weighted sums of variables, by goal, USD bn present value."""
    question = choices.question
    parts: dict[str, Pairs] = {goal: [] for goal in GOALS}
    for term in question.terms:
        for step, segment in enumerate(term.segments):
            for period in question.talks[term.partner].load:
                worth = segment.us * term.us_years[period]
                parts["leverage"].append((choices.ask[term.partner, term.instrument, step, period], worth))
    for grant in question.grants:
        parts["promotion"] += choices.granted(grant, grant.margin + grant.rivalry)
        parts["control"] += choices.granted(grant, -grant.risk - grant.harm)
    for (period, step), variable in choices.displaced.items():
        parts["promotion"].append((variable, -displacement_cost(question, period, step)))
    for (code, period), variable in choices.saved.items():
        parts["control"].append((variable, question.standards[code].harm[period]))
    each = question.world.value("deal.fixed_cost")
    for (code, period), variable in choices.sign.items():
        present = question.timeline.once_us(question.timeline.periods[period])
        parts["talks"].append((variable, -each * question.talks[code].teams * present))
    return parts


def weights(question: Question) -> dict[str, float]:
    """Weight of each goal; one means money. Talks always count as money."""
    goals = question.scenario.goals
    return {"leverage": goals.leverage, "promotion": goals.promotion, "control": goals.control, "talks": 1.0}
