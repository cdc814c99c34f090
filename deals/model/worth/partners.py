"""Who sits across the table: countries one by one, a bloc as one, and what their economies sum to."""

from dataclasses import dataclass

import pandas as pd

from deals.kit.cells import number
from deals.kit.codes import BARRED_TIER, EUROPEAN_UNION, UNITED_STATES
from deals.scenario.scenario import Scenario
from deals.world import World


@dataclass(frozen=True, slots=True)
class Partner:
    """One side of a deal: a country, or a bloc that bargains as one.

    `jurisdictions` are the economies whose access the deal can widen; a bloc's members keep their own access.
    `tariff_only` marks a place where no chip may go and a tariff deal is possible all the same.
    """

    code: str
    name: str
    jurisdictions: tuple[str, ...]
    tariff_only: bool = False


@dataclass(frozen=True, slots=True)
class Economy:
    """Sums over a partner's members. Money in USD bn a year, shares in percent; blanks count as nothing."""

    gdp: float
    gdp_per_capita: float
    us_imports: float
    us_exports: float
    china_trade_share: float
    military_share: float
    distance_from_us: float
    services_tax_base: float


def partners(world: World, scenario: Scenario) -> tuple[Partner, ...]:
    """All partners of a scenario: every economy outside tier 3, the European Union as one, less those excluded.

    Arms-embargoed places listed in ``scenario.tariff_only`` are partners for tariffs alone.
    """
    found, members = [], []
    for code, country in world.countries.iterrows():
        economy = str(code)
        if economy == UNITED_STATES or economy in scenario.excluded:
            continue
        if bool(country["eu_member"]):
            members.append(economy)
        elif number(world.tiers, economy, "tier") != BARRED_TIER:
            found.append(Partner(economy, str(country["name"]), (economy,)))
        elif economy in scenario.tariff_only:
            found.append(Partner(economy, str(country["name"]), (), tariff_only=True))
    if members and EUROPEAN_UNION not in scenario.excluded:
        found.append(Partner(EUROPEAN_UNION, "European Union", tuple(members)))
    return tuple(found)


def economy(world: World, partner: Partner) -> Economy:
    """Sums and trade-weighted means over the members of `partner`."""
    rows = world.countries.loc[list(partner.jurisdictions or (partner.code,))]
    gdp = rows["gdp_usd_bn"].fillna(0.0)
    total = float(gdp.sum())
    tax = (gdp * rows["digital_services_tax_pct"].fillna(0.0)).sum()
    population = rows["population_m"].fillna(0.0).sum()
    return Economy(
        gdp=total,
        gdp_per_capita=total * 1000 / float(population) if population else 0.0,
        us_imports=float(rows["us_goods_imports_usd_bn"].fillna(0.0).sum()),
        us_exports=float(rows["us_goods_exports_usd_bn"].fillna(0.0).sum()),
        china_trade_share=_mean(rows["china_trade_share_pct"], gdp),
        military_share=_mean(rows["military_expenditure_pct_gdp"], gdp),
        distance_from_us=_mean(rows["un_ideal_point_dist_us"], gdp),
        services_tax_base=float(tax),
    )


def _mean(values: "pd.Series[float]", weights: "pd.Series[float]") -> float:
    known = values.notna() & (weights > 0)
    if not known.any():
        return float(values.mean()) if values.notna().any() else 0.0
    return float((values[known] * weights[known]).sum() / weights[known].sum())
