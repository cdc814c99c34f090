"""The draft withdrawn in March 2026: conditions by size of installation, allies included."""

from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.quantities import SizeSteps
from deals.regimes.rules.vocabulary import BarByHeadquarters, BarByPlace, LimitsSoften, StandardForChips

DRAFT = "draft rule 'AI Action Plan Implementation', reported 5 March 2026, withdrawn 13 March 2026"

REGIME = Regime(
    id="draft_2026",
    title="Draft of 2026: steps by size",
    citation=DRAFT,
    rules=(
        BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
        BarByHeadquarters("15 CFR 742.6(b)(10); made explicit by the guidance of 31 May 2026"),
        SizeSteps(
            "GB300",
            "draft2026.small_threshold",
            "draft2026.g2g_assurance_threshold",
            "draft2026.large_threshold",
            "leverage.match_ratio",
            f"{DRAFT}; installations of a country are a judgement",
        ),
        LimitsSoften(f"{DRAFT}: no limit is believed for ever; the rate is a judgement"),
        StandardForChips(f"{DRAFT}: monitoring and site visits; where is a judgement"),
    ),
    tracks=ON_TRADE | {"chips", "matching", "standard", "alignment", "arrangement"},
)
