"""The AI Diffusion Rule of January 2025 (90 FR 4544): three tiers, country allocations, exemptions and channels."""

from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.providers import TrustedProviders
from deals.regimes.rules.vocabulary import (
    AlliesFree,
    BarByHeadquarters,
    BarByPlace,
    ConsigneeExemption,
    CountryAllocation,
    LimitsSoften,
    NationalChannel,
    StandardForChips,
)

RULE = "90 FR 4544 (15 January 2025)"

REGIME = Regime(
    id="diffusion_rule",
    title="AI Diffusion Rule, January 2025",
    citation=RULE,
    rules=(
        BarByPlace(f"{RULE}, 15 CFR 742.6(b)(10)(iii)(A)(1)"),
        BarByHeadquarters(f"{RULE}, 15 CFR 742.6(b)(10)(iii)(A)(1): headquarters or ultimate parent"),
        AlliesFree(f"{RULE}, 15 CFR 742.6(b)(10)(iii)(A)(2), Supp. No. 5 to Part 740(a)"),
        ConsigneeExemption("lpp.annual_limit", f"{RULE}, 15 CFR 740.29: low processing performance"),
        TrustedProviders(
            "uveu.share",
            "uveu.max_share_outside_tier1",
            "uveu.max_share_single_tier2_country",
            "uveu.max_share_outside_us_for_us_hq",
            f"{RULE}, 15 CFR 748.15(a)(2)(ii), Supp. No. 10 to Part 748, para 6; share of demand is a judgement",
        ),
        CountryAllocation(
            "tier2.country_allocation", "tier2.g2g_uplift_max", f"{RULE}, 15 CFR 742.6(b)(10)(iii)(B)(1) and (C)"
        ),
        NationalChannel("nveu.cap", f"{RULE}, 15 CFR 748.15(a)(2)(iii)(B), Table 1; Supp. No. 10 to Part 748, para 12"),
        LimitsSoften(f"{RULE}: dropped on 13 May 2025, before its limits applied; the rate is a judgement"),
        StandardForChips(f"{RULE}, Supp. No. 10 to Part 748, para 14", everywhere=True),
    ),
    tracks=ON_TRADE | {"chips", "divestment", "standard", "alignment", "arrangement"},
)
