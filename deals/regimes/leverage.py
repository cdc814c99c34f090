"""Leverage: no fixed caps; what a country gets beyond interim practice is what its deal grants."""

from deals.regimes.regime import Regime
from deals.regimes.vocabulary import AlliesFree, BarByPlace, InterimPractice, SmallOrders, StandardForChips

CARNEGIE = "Carnegie Endowment, 8 May 2025, option 4"

REGIME = Regime(
    id="leverage",
    title="Leverage: country-by-country deals",
    citation=CARNEGIE,
    rules=(
        BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
        AlliesFree("judgement: refusal to close allies is not believed (assumption denial.tier1)"),
        InterimPractice(f"{CARNEGIE}, caution; shares refused by licence class are judgements"),
        SmallOrders("exemption.small_orders", "judgement, after 15 CFR 740.29 (90 FR 4544)"),
        StandardForChips(0.4, "judgement: chips without safeguards only where little would be refused"),
    ),
    asks=frozenset(
        {
            "tariff_cut",
            "investment",
            "purchases",
            "matching_investment",
            "defence",
            "china_exit",
            "security_standard",
            "dst_removal",
            "deregulation",
            "export_control_alignment",
        }
    ),
    offers=frozenset({"chip_access", "tariff_relief", "sector_tariff_relief"}),
)
