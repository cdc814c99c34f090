"""The vendors' counter-proposal: no limit on numbers, certified data centres, quick decisions on promotion."""

from deals.regimes.measures import Measure, certification
from deals.regimes.regime import TRADE_ASKS, TRADE_OFFERS, Regime
from deals.regimes.rules.licences import CertifiedCentres
from deals.regimes.rules.promotion import QuickPromotion
from deals.regimes.rules.vocabulary import AlliesFree, BarByPlace, StandardForChips

VENDORS = "vendors' comments on 90 FR 4544, early 2025 (secondary; no paragraph of law)"

REGIME = Regime(
    id="standards_no_caps",
    title="Standards without caps",
    citation=VENDORS,
    rules=(
        BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
        AlliesFree(VENDORS),
        CertifiedCentres("certified.share", f"{VENDORS}; the share that certifies is a judgement"),
        QuickPromotion(
            "promotion.decision_quarters",
            f"{VENDORS}: quick decisions on promotion; who asks, and when, are judgements",
        ),
        StandardForChips(0.0, VENDORS),
    ),
    asks=TRADE_ASKS | {"security_standard"},
    offers=TRADE_OFFERS | {"chip_access"},
    measures=(
        Measure(
            id="certification",
            title="certified centres keep the security standard",
            citation=f"{VENDORS}; effect as that of the security standard (judgement)",
            patches=certification,
        ),
    ),
)
