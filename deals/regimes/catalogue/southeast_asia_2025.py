"""The draft of July 2025 on Malaysia and Thailand: the rules of 2023 plus licences for named diversion hubs."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.regime import TRADE_ASKS, TRADE_OFFERS, Regime
from deals.regimes.rules.licences import FreeOutsideGroups, FreeUnlessLicensed, HubLicences

DRAFT = "draft rule on Malaysia and Thailand, reported 4 July 2025; publication not found"

REGIME = Regime(
    id="southeast_asia_2025",
    title="Licences for Malaysia and Thailand",
    citation=DRAFT,
    rules=(
        pre_2025.RULES[0],
        HubLicences("hubs2025.list", "other_tier2", f"{DRAFT}; the share refused is a judgement"),
        FreeUnlessLicensed(FreeOutsideGroups("88 FR 73458 (25 October 2023)")),
        pre_2025.RULES[-1],
    ),
    asks=TRADE_ASKS,
    offers=TRADE_OFFERS,
)
