"""Who sits across the table: countries one by one, a bloc as one, and what their economies sum to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deals.kit.cells import number
from deals.kit.codes import BARRED_TIER, EUROPEAN_UNION, UNITED_STATES
from deals.scenario.scenario import Scenario
from deals.world import World

type Array = NDArray[np.float64]

COLUMNS = (
    "gdp_usd_bn",
    "population_m",
    "us_goods_imports_usd_bn",
    "us_goods_exports_usd_bn",
    "china_trade_share_pct",
    "military_expenditure_pct_gdp",
    "un_ideal_point_dist_us",
    "digital_services_tax_pct",
)


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
    rows = world.countries.loc[list(partner.jurisdictions or (partner.code,)), list(COLUMNS)]
    of = dict(zip(COLUMNS, rows.to_numpy(dtype=float).T, strict=True))
    gdp, population = np.nan_to_num(of["gdp_usd_bn"]), _total(of["population_m"])
    judged = f"gdp.{partner.code}"
    total = world.value(judged) if judged in world.parameters else float(gdp.sum())
    return Economy(
        gdp=total,
        gdp_per_capita=total * 1000 / population if population else 0.0,
        us_imports=_total(of["us_goods_imports_usd_bn"]),
        us_exports=_total(of["us_goods_exports_usd_bn"]),
        china_trade_share=_mean(of["china_trade_share_pct"], gdp),
        military_share=_mean(of["military_expenditure_pct_gdp"], gdp),
        distance_from_us=_mean(of["un_ideal_point_dist_us"], gdp),
        services_tax_base=_total(gdp * of["digital_services_tax_pct"]),
    )


def _total(values: Array) -> float:
    return float(np.nansum(values))


def _mean(values: Array, weights: Array) -> float:
    known = ~np.isnan(values) & (weights > 0)
    if not known.any():
        return 0.0 if np.isnan(values).all() else float(np.nanmean(values))
    return float((values[known] * weights[known]).sum() / weights[known].sum())
