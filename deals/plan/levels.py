"""What a regime brings in all, on one scale for every regime: USD bn and thousand H100e, from nothing sold abroad.

The contract problem measures a plan against its own regime without deals, which differs from regime to regime. Here
every chip that leaves the United States counts, licensed or free, with a deal or without; each dollar once, with the
coefficients of the plan. The difference between a plan and its regime without deals is again the plan's own gain.
"""

from dataclasses import dataclass

from deals.kit.codes import BARRED_TIER, UNITED_STATES
from deals.kit.numbers import possible
from deals.kit.periods import Period
from deals.model.question import Question
from deals.model.rows.objective import GOALS
from deals.model.worth.compute_value import system_price
from deals.model.worth.grants import margin_per_kh, stock_risk
from deals.model.worth.no_deal import harm_per_kh, leak_rate, window_flow
from deals.model.worth.security import removed_share
from deals.plan.plan import Plan
from deals.regimes import EconomyAccess


@dataclass(frozen=True)
class Levels:
    """Worth to the United States by part, USD bn of 2025, present value; losses are negative.

    Attributes
    ----------
    sales, duty, lost, displaced, at_home : float
        Promotion: margin and ecosystem on chips sold abroad, duties that buyers bear, sales lost to the other
        supplier, users at home and with allies who go without, and chips left over that are taken up at home, at what
        they are worth there less their cost.
    harm, risk, window : float
        Control: expected diversion, stock abroad that may be seized or change sides, and chips licensed to a barred
        place or bought by firms headquartered in one.
    """

    sales: float
    duty: float
    lost: float
    displaced: float
    harm: float
    risk: float
    window: float
    at_home: float

    @property
    def promotion(self) -> float:
        """Sales and duties, less what is lost and displaced, and what chips kept are worth at home."""
        return self.sales + self.duty + self.lost + self.displaced + self.at_home

    @property
    def control(self) -> float:
        """Harm, risk and window together; nought is perfect control."""
        return self.harm + self.risk + self.window


@dataclass(frozen=True)
class Total:
    """What a regime brings with its deals, by goal and with talks: USD bn present value, unweighted."""

    control: float
    promotion: float
    leverage: float
    talks: float

    @property
    def sum(self) -> float:
        """All of it."""
        return self.control + self.promotion + self.leverage + self.talks


def total(question: Question, plan: Plan | None = None) -> Total:
    """What a regime brings in all without deals, or with a plan under it, counted by the chance that its talks hold.

    Concessions that serve control or promotion stand there; the costs of the regime's measures stand with talks.
    """
    whole = levels(question, plan)
    conceded = dict.fromkeys(GOALS, 0.0)
    if plan is not None:
        conceded["talks"] = plan.goals["talks"]
        conceded["leverage"] = rates_alone(plan)
        for term in plan.asked.terms:
            for signed in plan.question.talks[term.partner].load:
                for step in range(len(term.segments)):
                    amount = plan.values["ask"][term.partner, term.instrument, step, signed]
                    conceded[term.goal] += question.holds * amount * term.us(step, signed)
    return Total(
        control=whole.control + conceded["control"],
        promotion=whole.promotion + conceded["promotion"],
        leverage=conceded["leverage"],
        talks=conceded["talks"] - cost_of_measures(question),
    )


def rates_alone(plan: Plan) -> float:
    """What country rates bring that are set without a deal, over those threatened: USD bn present value."""
    return sum(plan.asked.alone[code].worth for code in plan.unthreatened)


def cost_of_measures(question: Question) -> float:
    """Present cost of the regime's measures, USD bn."""
    timeline = question.timeline
    each = [question.world.value(m.yearly_cost) for m in question.regime.measures if m.yearly_cost]
    return sum(each) * sum(timeline.weight(p) * timeline.once_us(p) for p in timeline.periods)


def buyers(question: Question) -> dict[str, EconomyAccess]:
    """Economies that may buy at all: neither the United States nor tier 3."""
    return {c: a for c, a in question.path.access.items() if c != UNITED_STATES and a.tier != BARRED_TIER}


def levels(question: Question, plan: Plan | None = None) -> Levels:
    """Levels of a regime without deals, or of a plan under it."""
    world, timeline = question.world, question.timeline
    sales = duty = lost = harm = risk = window = displaced = at_home = 0.0
    granted: dict[int, float] = {}
    for period in timeline.periods:
        year, present = period.year, timeline.present_us(period)
        price = system_price(world, year)
        for code, access in buyers(question).items():
            flow = access.no_deal[period.index] * present
            sales += flow * (margin_per_kh(world, year) - access.vetting)
            window -= flow * access.owners * harm_per_kh(world, year) * world.value("china_window.harm_share")
            leaking = (access.no_deal[period.index] - removed_share(world) * access.secured[period.index]) * present
            duty += flow * access.duty * world.value("duty.passed_on") * price
            harm -= leaking * harm_per_kh(world, year) * leak_rate(world, code, year)
            risk -= flow * stock_risk(world, access, year)
            rival = question.path.rival[code][period.index] * present
            lost -= rival * world.value("lost_to_other_supplier")
        through = window_flow(question.path.access, period.index)
        rate = world.rules["china2026.tariff"].value / 100 if possible(through > 0) else 0.0
        flow = through * present
        sales += flow * margin_per_kh(world, year)
        duty += flow * rate * world.value("duty.passed_on") * price
        window -= flow * harm_per_kh(world, year) * world.value("china_window.harm_share")
    if plan is not None:
        for grant in plan.asked.deliverable:
            more, opened = plan.delivered(grant), plan.opened(grant)
            amount = opened + question.holds * (more - opened)
            granted[grant.period] = granted.get(grant.period, 0.0) + more
            sales += amount * grant.margin
            lost += amount * grant.rivalry
            harm -= amount * grant.harm
            risk -= amount * grant.risk
        for (code, index), saved in plan.values["saved"].items():
            harm += question.holds * saved * plan.asked.standards[code].harm[index]
    for period in timeline.periods:
        more = granted.get(period.index, 0.0)
        displaced -= question.displacement.shortage(period.index, more)
        at_home += question.displacement.kept_at_home(period.index, more)
    return Levels(sales, duty, lost, displaced, harm, risk, window, at_home)


def sold_abroad(question: Question, period: Period, granted: float = 0.0) -> float:
    """Chips sold abroad in `period`, thousand H100e: without a deal, by deals, and through a window."""
    without = sum(a.no_deal[period.index] for a in buyers(question).values())
    return without + granted + window_flow(question.path.access, period.index)
