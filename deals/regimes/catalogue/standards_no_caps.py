"""The vendors' counter-proposal: no limit on numbers, certified data centres, quick decisions on promotion."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.measures import Measure
from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import CertifiedCentres
from deals.regimes.rules.promotion import QuickPromotion
from deals.regimes.rules.vocabulary import AlliesFree, LimitsSoften, StandardForChips

VENDORS = "vendors' comments on 90 FR 4544, early 2025 (secondary; no paragraph of law)"

REGIME = Regime(
    id="standards_no_caps",
    title="Standards without caps",
    citation=VENDORS,
    rules=(
        *pre_2025.BARS,
        AlliesFree(VENDORS),
        CertifiedCentres(
            "certified.share",
            "certified.quarters",
            (pre_2025.GROUPS, pre_2025.PRACTICE),
            f"{VENDORS}; the share that certifies, and how long that takes, are judgements",
        ),
        QuickPromotion(
            "promotion.decision_quarters",
            f"{VENDORS}: quick decisions on promotion; who asks, and when, are judgements",
        ),
        LimitsSoften(f"{VENDORS}: no limit is believed for ever; the rate is a judgement"),
        StandardForChips(VENDORS, everywhere=True),
    ),
    tracks=ON_TRADE | {"chips", "standard"},
    measures=(
        Measure(
            id="certification",
            title="an office that certifies, and decides who moves up",
            citation=f"{VENDORS}; its cost is a judgement",
            yearly_cost="certified.cost",
        ),
    ),
)
