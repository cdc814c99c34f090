"""A monopoly: a licence, presumed denied, for every country above a low threshold, allies too."""

from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import LowThreshold
from deals.regimes.rules.vocabulary import BarByHeadquarters, BarByPlace, LimitsSoften

CARNEGIE = "Carnegie Endowment, 8 May 2025, option 2"

REGIME = Regime(
    id="monopoly",
    title="Monopoly: keep the chips at home",
    citation=CARNEGIE,
    rules=(
        BarByHeadquarters("15 CFR 742.6(b)(10): headquarters or ultimate parent; kept (judgement)"),
        BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
        LowThreshold("monopoly.threshold", f"{CARNEGIE}; the threshold is a judgement, at most 300 H100"),
        LimitsSoften(f"{CARNEGIE}: no limit is believed for ever; the rate is a judgement"),
    ),
    tracks=ON_TRADE,
)
