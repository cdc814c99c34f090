"""The promotion of July 2026: the United Arab Emirates move up, named firms licence-free, one part with a sunset."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import FreeUnlessLicensed, NamedFirms
from deals.regimes.rules.promotion import MovedUp

RULE = "91 FR 43034 (14 July 2026)"

REGIME = Regime(
    id="uae_2026",
    title="Promotion of the United Arab Emirates",
    citation=RULE,
    rules=(
        *pre_2025.BARS,
        MovedUp("ARE", "A5_A6", f"{RULE}: out of D:3 and D:4, into A:5; licences stay for everybody not named"),
        FreeUnlessLicensed(pre_2025.GROUPS),
        NamedFirms(
            "ARE", "uae.named_share", "", f"{RULE}, Supp. No. 8: government and eight firms of the United States"
        ),
        NamedFirms(
            "ARE", "uae.local_share", "uae2026.g42_sunset", f"{RULE}, Supp. No. 8: two local entities, to 6 April 2027"
        ),
        pre_2025.PRACTICE,
    ),
    tracks=ON_TRADE,
)
