"""Controls before January 2025: licences for arms-embargoed places (2022) and for the groups of 2023; the rest free."""

from deals.regimes.regime import TRADE_ASKS, TRADE_OFFERS, Regime
from deals.regimes.rules.licences import FreeOutsideGroups
from deals.regimes.rules.vocabulary import BarByPlace, InterimPractice

RULES = (
    BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
    FreeOutsideGroups("88 FR 73458 (25 October 2023): Country Groups D:1, D:4 and D:5 less A:5 and A:6"),
    InterimPractice("licences for the groups of 2023 case by case; shares refused are judgements"),
)
"""Also the ground on which the measures of 2025 and 2026 were laid."""

REGIME = Regime(
    id="pre_2025",
    title="Controls before January 2025",
    citation="88 FR 73458 (25 October 2023)",
    rules=RULES,
    asks=TRADE_ASKS,
    offers=TRADE_OFFERS,
)
