"""The share formula of demand, and demand shared out again by what of it was known."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deals.kit.codes import CHINA, UNITED_STATES
from deals.world.quantity import Quantity

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "gdp_usd_bn",
    "gdp_per_capita_usd",
    "cloud_regions_count",
    "cloud_regions_hyperscale_count",
    "cloud_regions_gpu_flagged_count",
    "ai_clusters_h100e",
    "top500_rmax_pflops",
    "electricity_generation_twh",
)
"""Columns of ``countries.csv`` that the formula reads."""
RICH, MIDDLING, MOST_INCOME = 40_000, 20_000, 1.5
"""Incomes a head, USD: at which GDP counts once, and from which electricity counts in full; and the most it counts."""
BLANKED = ", without what became known later"


def proxies(countries: "pd.DataFrame") -> "dict[str, pd.Series[float]]":
    """Five signs of demand by economy, each in its own unit; one of which nothing is known is left out.

    Source: docs/data.md, "Demand".
    """
    table = countries.drop([UNITED_STATES, CHINA]).select_dtypes("number")
    income = table["gdp_per_capita_usd"]
    clouds, hyperscale = table["cloud_regions_count"], table["cloud_regions_hyperscale_count"]
    found = {
        "gdp_income": table["gdp_usd_bn"] * ((income / RICH) ** 0.5).clip(upper=MOST_INCOME),
        "cloud_regions": (clouds.add(hyperscale, fill_value=0)) / 2
        + table["cloud_regions_gpu_flagged_count"].fillna(0),
        "existing_clusters": table["ai_clusters_h100e"],
        "top500": table["top500_rmax_pflops"],
        "electricity": table["electricity_generation_twh"] * (income / MIDDLING).clip(upper=1),
    }
    return {name: proxy for name, proxy in found.items() if proxy.notna().any()}


def shares(countries: "pd.DataFrame", parameters: Mapping[str, Quantity]) -> "pd.Series[float]":
    """Each economy's share of demand by the formula: proxies by their weights, those unknown left out."""
    known = proxies(countries)
    weights = {name: parameters[f"demand.weight.{name}"].value for name in known}
    terms = [weights[name] / sum(weights.values()) * proxy.fillna(0) / proxy.sum() for name, proxy in known.items()]
    return sum(terms[1:], start=terms[0])


def shared_again(
    parameters: Mapping[str, Quantity],
    known: "pd.DataFrame",
    strict: "pd.DataFrame",
    planned: Collection[tuple[str, str]],
    counted: Collection[str],
) -> dict[str, Quantity]:
    """Demand by year, shared out by the proxies of one country table in place of those of another.

    Announced plans stay. The rest of each year, of the economies counted in the sum, stays the same in all.

    Parameters
    ----------
    parameters : mapping
        The world's numbers.
    known, strict : DataFrame
        Country tables: that by which demand was shared out, and that by which it is now.
    planned : collection of (str, str)
        Economies and years of which a plan is on record.
    counted : collection of str
        Economies that add up to what is left of world supply.
    """
    by_known, by_strict = shares(known, parameters), shares(strict, parameters)
    ratio = (by_strict / by_known).where(by_known > 0, 1.0)
    found = dict(parameters)
    years = sorted({name.rpartition(".")[2] for name in parameters if _is_demand(name)})
    for year in years:
        codes = [str(c) for c in ratio.index if (c, year) not in planned and f"demand.{c}.{year}" in parameters]
        before = {code: parameters[f"demand.{code}.{year}"] for code in codes}
        left = sum(q.value for code, q in before.items() if code in counted)
        total = sum(q.value * float(ratio[code]) for code, q in before.items() if code in counted)
        for code, was in before.items():
            by = float(ratio[code]) * left / total
            reason = was.reason + BLANKED
            found[was.name] = replace(was.scaled(by), reason=reason)
    return found


def _is_demand(name: str) -> bool:
    parts = name.split(".")
    return len(parts) == 3 and parts[0] == "demand" and parts[2].isdigit()
