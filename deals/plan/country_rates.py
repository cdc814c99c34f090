"""The country rates that a plan leaves, and what its tables count them worth a year."""

from collections.abc import Mapping

from deals.plan.alone import done_alone
from deals.plan.plan import Plan
from deals.plan.tables import summary_table, terms_table
from deals.trade.tabulated import partner_tables

SOME = 0.05
"""Percentage points below which a rate has not moved."""


def country_rates(plan: Plan) -> dict[str, float]:
    """The rate toward every partner whose rate the plan settles, by a deal or alone: percent.

    A rate agreed for a part of the trade counts as the mean.
    """
    alone, summary = done_alone(plan)["rate"].dropna(), summary_table(plan, terms_table(plan))["tariff_to"].dropna()
    return {str(code): float(rate) for code, rate in {**alone.to_dict(), **summary.to_dict()}.items()}


def counted(plan: Plan, rates: Mapping[str, float]) -> float:
    """What the plan's tables say that rates bring the United States against those in force: USD bn of 2025 a year.

    Summed over partners, revenue unweighted.
    """
    world = plan.question.world
    tables, plain = partner_tables(world), world.patched({"tariff.revenue_weight": {"set": 0.0}})
    return sum(tables[code].at(tables[code].us(plain), rate) for code, rate in rates.items())
