"""The rescission of 13 May 2025: limits move from countries to uses."""

from deals.regimes.catalogue import pre_2025
from deals.regimes.measures import Measure, due_diligence
from deals.regimes.regime import ON_TRADE, Regime
from deals.regimes.rules.licences import EndUses, VettedHubs

GUIDANCE = "guidance of the Bureau of Industry and Security, 13 May 2025"

REGIME = Regime(
    id="use_based_2025",
    title="Rescission of May 2025: limits by use",
    citation=GUIDANCE,
    rules=(
        *pre_2025.BARS,
        EndUses("use.refused_share", f"{GUIDANCE}: training for arms-embargoed military or intelligence (15 CFR 744)"),
        pre_2025.GROUPS,
        pre_2025.PRACTICE,
        VettedHubs("due_diligence.cost", f"{GUIDANCE}: diversion red flags; the cost is a judgement"),
    ),
    tracks=ON_TRADE,
    measures=(
        Measure(
            id="due_diligence",
            title="red flags at hubs, no Ascend chips anywhere",
            citation=f"{GUIDANCE}: General Prohibition 10 on Ascend chips; diversion red flags; effects are judgements",
            patches=due_diligence,
            yearly_cost="ascend.guidance_cost",
        ),
    ),
)
