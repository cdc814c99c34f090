"""The vendors' counter-proposal: no limit on numbers, certified data centres, quick decisions on promotion."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.regime import TRADE_ASKS, TRADE_OFFERS, Regime
from deals.regimes.rules.licences import CertifiedCentres
from deals.regimes.rules.promotion import QuickPromotion
from deals.regimes.rules.vocabulary import AlliesFree, StandardForChips

VENDORS = "vendors' comments on 90 FR 4544, early 2025 (secondary; no paragraph of law)"

REGIME = Regime(
    id="standards_no_caps",
    title="Standards without caps",
    citation=VENDORS,
    rules=(
        *pre_2025.BARS,
        AlliesFree(VENDORS),
        CertifiedCentres("certified.share", f"{VENDORS}; the share that certifies is a judgement"),
        QuickPromotion(
            "promotion.decision_quarters",
            f"{VENDORS}: quick decisions on promotion; who asks, and when, are judgements",
        ),
        StandardForChips(VENDORS, everywhere=True),
    ),
    asks=TRADE_ASKS | {"security_standard"},
    offers=TRADE_OFFERS | {"chip_access"},
)
