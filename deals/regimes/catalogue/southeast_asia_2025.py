"""The draft of July 2025 on Malaysia and Thailand: the rules of 2023 plus licences for named diversion hubs."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import FreeUnlessLicensed, HubLicences

DRAFT = "draft rule on Malaysia and Thailand, reported 4 July 2025; publication not found"

REGIME = Regime(
    id="southeast_asia_2025",
    title="Licences for Malaysia and Thailand",
    citation=DRAFT,
    rules=(
        *pre_2025.BARS,
        HubLicences("hubs2025.list", "other_tier2", f"{DRAFT}; the share refused is a judgement"),
        FreeUnlessLicensed(pre_2025.GROUPS),
        pre_2025.PRACTICE,
    ),
    tracks=ON_TRADE,
)
