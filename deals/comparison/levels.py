"""What a regime brings in all, on one scale for every regime: USD bn and thousand H100e, from nothing sold abroad.

The contract problem measures a plan against its own regime without deals, which differs from regime to regime. Here
every chip that leaves the United States counts, licensed or free, with a deal or without; each dollar once, with the
coefficients of the plan. The difference between a plan and its regime without deals is again the plan's own gain.
"""

import math
from dataclasses import dataclass

from deals.kit.codes import BARRED_TIER, UNITED_STATES
from deals.kit.periods import Period
from deals.model.question import Question
from deals.model.worth.compute_value import system_price
from deals.model.worth.grants import margin_per_kh, stock_risk
from deals.model.worth.no_deal import harm_per_kh, leak_rate
from deals.plan.plan import Plan
from deals.regimes import EconomyAccess

NEARLY_NIL = 1e-9


@dataclass(frozen=True)
class Levels:
    """Worth to the United States by part, USD bn of 2025, present value; losses are negative.

    Attributes
    ----------
    sales, duty, lost, displaced : float
        Promotion: margin and ecosystem on chips sold abroad, duties that buyers bear, sales lost to the other
        supplier, and users at home and with allies who go without.
    harm, risk, window : float
        Control: expected diversion, stock abroad that may be seized or change sides, and chips licensed to a barred
        place.
    at_home : float
        Worth of chips taken up at home because buyers abroad were refused, at what they are worth there less their
        cost. In no goal: the plan counts spare chips as worth nothing.
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
        """Sales and duties, less what is lost and displaced."""
        return self.sales + self.duty + self.lost + self.displaced

    @property
    def control(self) -> float:
        """Harm, risk and window together; nought is perfect control."""
        return self.harm + self.risk + self.window


def buyers(question: Question) -> dict[str, EconomyAccess]:
    """Economies that may buy at all: neither the United States nor tier 3."""
    return {c: a for c, a in question.path.access.items() if c != UNITED_STATES and a.tier != BARRED_TIER}


def window_flow(question: Question, period: int) -> float:
    """Chips licensed to barred places in `period`, thousand H100e."""
    return sum(a.window[period] for a in question.path.access.values() if a.window)


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
            sales += flow * margin_per_kh(world, year)
            duty += flow * access.duty * world.value("duty.passed_on") * price
            harm -= flow * harm_per_kh(world, year) * leak_rate(world, code, year)
            risk -= flow * stock_risk(world, access, year)
            rival = question.path.rival[code][period.index] * present
            lost -= rival * world.value("lost_to_other_supplier")
        flow = window_flow(question, period.index) * present
        rate = world.rules["china2026.tariff"].value / 100 if flow else 0.0
        sales += flow * margin_per_kh(world, year)
        duty += flow * rate * world.value("duty.passed_on") * price
        window -= flow * harm_per_kh(world, year) * world.value("china_window.harm_share")
    if plan is not None:
        for grant in plan.choices.question.grants:
            amount = plan.granted(grant)
            granted[grant.period] = granted.get(grant.period, 0.0) + amount
            sales += amount * grant.margin
            lost += amount * grant.rivalry
            harm -= amount * grant.harm
            risk -= amount * grant.risk
        for (code, index), saved in plan.values["saved"].items():
            harm += saved * plan.choices.question.standards[code].harm[index]
    for period in timeline.periods:
        more = granted.get(period.index, 0.0)
        displaced -= question.displacement.cost_of(period.index, shortage(question, period, more))
        at_home += worth_at_home(question, period, more)
    return Levels(sales, duty, lost, displaced, harm, risk, window, at_home)


def shortage(question: Question, period: Period, granted: float = 0.0) -> float:
    """Chips wanted, allowed and not to be had in `period`, thousand H100e; negative where supply is left over."""
    world, index = question.world, period.index
    supply = world.value(f"supply.{period.year}") * period.years
    backlog = world.value("supply.backlog.2025_26") if period.year <= 2026 else 1.0
    refused = sum(a.withheld[index] + a.barred[index] for a in buyers(question).values())
    return backlog * supply - refused + granted + window_flow(question, index) - supply


def home_uptake(question: Question, period: Period, granted: float = 0.0) -> float:
    """Chips taken up in the United States in `period`, thousand H100e.

    Home demand, and more at a lower price if chips are left over: down to the price that only covers their cost, and
    not beyond what power can run.
    """
    world, year = question.world, period.year
    wanted = world.value(f"demand.{UNITED_STATES}.{year}") * period.years
    left = world.value(f"supply.{year}") * period.years - sold_abroad(question, period, granted)
    reach = math.pow(1 - world.value("margin.us_rent_share"), world.value("wtp.elasticity"))
    return max(0.0, min(left, wanted * reach, world.value(f"power.usa.{year}") * period.years))


def sold_abroad(question: Question, period: Period, granted: float = 0.0) -> float:
    """Chips sold abroad in `period`, thousand H100e: without a deal, by deals, and through a window."""
    without = sum(a.no_deal[period.index] for a in buyers(question).values())
    return without + granted + window_flow(question, period.index)


def worth_at_home(question: Question, period: Period, granted: float = 0.0) -> float:
    """Worth of home uptake beyond demand at the going price, less the cost of the chips: USD bn present value."""
    world, year = question.world, period.year
    wanted = world.value(f"demand.{UNITED_STATES}.{year}") * period.years
    times = home_uptake(question, period, granted) / wanted
    if times <= 1:
        return 0.0
    price, power = system_price(world, year), 1 + 1 / world.value("wtp.elasticity")
    area = math.log(times) if abs(power) < NEARLY_NIL else (math.pow(times, power) - 1) / power
    cost = (1 - world.value("margin.us_rent_share")) * (times - 1)
    return price * wanted * (area - cost) * question.timeline.present_us(period)
