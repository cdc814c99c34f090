"""Repeal, strong: only arms-embargoed places are restricted."""

from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import FreeOutsideEmbargo
from deals.regimes.rules.vocabulary import BarByPlace

CARNEGIE = "Carnegie Endowment, 8 May 2025, option 3, strong"

REGIME = Regime(
    id="open_embargo_only",
    title="Repeal: only the arms-embargoed barred",
    citation=CARNEGIE,
    rules=(
        BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
        FreeOutsideEmbargo(CARNEGIE),
    ),
    tracks=ON_TRADE,
)
