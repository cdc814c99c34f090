"""Controls before January 2025: licences for arms-embargoed places and their firms, and for the groups of 2023."""

from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import FreeOutsideGroups
from deals.regimes.rules.vocabulary import BarByHeadquarters, BarByPlace, InterimPractice

BARS = (
    BarByPlace("15 CFR 742.6(b)(10): Country Group D:5 and Macau"),
    BarByHeadquarters(
        "88 FR 73458, 15 CFR 744.23(a)(3), since 17 November 2023: a licence worldwide for firms headquartered in D:5 "
        "or Macau; the agency's guidance of 31 May 2026 says that it stood all along"
    ),
)
"""What may go to nobody: places (2022) and the firms headquartered there, wherever they are (2023)."""

GROUPS = FreeOutsideGroups("88 FR 73458 (25 October 2023): Country Groups D:1, D:4 and D:5 less A:5 and A:6")
PRACTICE = InterimPractice("licences for the groups of 2023 case by case; shares refused are judgements")
RULES = (*BARS, GROUPS, PRACTICE)
"""The controls of 2023, on which the measures of 2025 and 2026 were laid."""

REGIME = Regime(
    id="pre_2025",
    title="Controls before January 2025",
    citation="88 FR 73458 (25 October 2023)",
    rules=RULES,
    tracks=ON_TRADE,
)
