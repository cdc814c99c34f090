"""Codes and words that mean the same everywhere: sides, economies, tiers."""

UNITED_STATES, CHINA = "USA", "CHN"
EUROPEAN_UNION = "EUU"
"""The Union as a partner; its members by ISO3."""
BARRED_TIER = 3
"""Arms-embargoed states and Macau: no chip may go there."""
ALLIED_TIER = 1
"""Close allies, in the Federal Register's numbering."""
