"""The window of January 2026 for lesser chips to China and Macau, on top of the rules of 2023."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import LesserChipsWindow

RULE = "91 FR 1684 (15 January 2026)"

WINDOW = LesserChipsWindow(
    ("CHN", "MAC"),
    "china2026.tpp_ceiling",
    "china2026.dram_bw_ceiling",
    "china2026.volume_cap",
    f"{RULE}: case by case under 21,000 TPP and 6,500 GB/s, at most half of the volume at home; duty of 25 percent",
)

REGIME = Regime(
    id="china_window_2026",
    title="Window for lesser chips to China",
    citation=RULE,
    rules=(*pre_2025.BARS, WINDOW, pre_2025.GROUPS, pre_2025.PRACTICE),
    tracks=ON_TRADE,
)
