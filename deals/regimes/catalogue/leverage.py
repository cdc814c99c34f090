"""Leverage: no fixed caps; what a country gets beyond interim practice is what its deal grants."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.vocabulary import AlliesFree, InterimPractice, SmallOrders, StandardForChips

CARNEGIE = "Carnegie Endowment, 8 May 2025, option 4"

REGIME = Regime(
    id="leverage",
    title="Leverage: country-by-country deals",
    citation=CARNEGIE,
    rules=(
        *pre_2025.BARS,
        AlliesFree("judgement: refusal to close allies is not believed (assumption denial.tier1)"),
        InterimPractice(f"{CARNEGIE}, caution; shares refused by licence class are judgements"),
        SmallOrders("exemption.small_orders", "judgement, after 15 CFR 740.29 (90 FR 4544)"),
        StandardForChips("judgement: chips without safeguards only where few leak"),
    ),
    tracks=ON_TRADE | {"chips", "matching", "divestment", "standard", "alignment"},
    linked=True,
)
