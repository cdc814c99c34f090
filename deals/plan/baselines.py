"""What the plan is measured against: no deals, the open regime, and threats that would be carried out.

The gain over no deals alone flatters a plan, since it counts undoing harm the United States would do to itself.
"""

from dataclasses import dataclass, replace

import pandas as pd

from deals.model.question import Question, assemble
from deals.plan.levels import total
from deals.plan.plan import Plan, solve
from deals.regimes import EconomyAccess

CREDIBILITY = ["withheld", "margin", "rivalry", "harm", "risk", "scarcity", "margin_of_refusal"]
OPEN = "open_embargo_only"
"""The regime that chips as leverage are measured against."""


@dataclass(frozen=True)
class Baselines:
    """Gains over no deals at all, USD bn present value, unweighted.

    Attributes
    ----------
    no_deals : float
        The plan itself.
    open_chips : float
        Chips open to all but tier 3, and no deals.
    open_chips_with_tariff_deals : float
        Chips open, and deals over everything else.
    credible_only : float
        Deals where chips are refused only when refusing pays (see :func:`credibility`).
    """

    no_deals: float
    open_chips: float
    open_chips_with_tariff_deals: float
    credible_only: float

    @property
    def over_open(self) -> float:
        """What chips as leverage add to the open regime with deals over everything else."""
        return self.no_deals - self.open_chips_with_tariff_deals


def baselines(plan: Plan) -> Baselines:
    """Solve the plan's question under open access, and under credible refusal only.

    Each is measured as any regime is (:func:`deals.plan.levels.total`), against the plan's own regime without deals.
    Open access is the regime that restricts arms-embargoed places alone, with its talks about tariffs; it exceeds any
    limit on diversion, and is held to its own flow.
    """
    question = plan.question
    scenario, own = question.scenario, question.path.access
    refusals = credibility(question)["margin_of_refusal"]
    incredible = {(str(economy), int(period)) for _, economy, period in refusals[refusals < 0].index}
    credible = {code: _open(access, incredible) for code, access in own.items()}
    nothing = total(question).sum
    free = assemble(scenario.changed(regime=OPEN)).keep(question.codes)
    threatened = assemble(scenario, credible).keep(question.codes)
    return Baselines(
        no_deals=plan.gain,
        open_chips=total(free).sum - nothing,
        open_chips_with_tariff_deals=total(free, solve(free, checked=False)).sum - nothing,
        credible_only=total(threatened, solve(threatened, checked=False)).sum - nothing,
    )


def credibility(question: Question) -> pd.DataFrame:
    """Whether refusing chips pays, for each partner, economy and period.

    Returns
    -------
    DataFrame
        Index partner, economy, period; USD bn present value for a thousand H100e: `margin` and `rivalry` lost by
        refusing, against `harm`, `risk` and `scarcity` avoided; `margin_of_refusal` is what refusing brings in all,
        and is negative where the threat would not be carried out. `withheld` is in thousand H100e.
    """
    wanted: dict[int, float] = {}
    for grant in question.grants:
        wanted[grant.period] = wanted.get(grant.period, 0.0) + grant.withheld
    rows = {}
    for grant in question.grants:
        scarcity = question.displacement.marginal(grant.period, wanted[grant.period])
        avoided = grant.harm + grant.risk + scarcity
        rows[grant.partner, grant.economy, grant.period] = {
            "withheld": grant.withheld,
            "margin": grant.margin,
            "rivalry": grant.rivalry,
            "harm": grant.harm,
            "risk": grant.risk,
            "scarcity": scarcity,
            "margin_of_refusal": avoided - grant.promotion,
        }
    names = ["partner", "economy", "period"]
    index = pd.MultiIndex.from_arrays([list(part) for part in zip(*rows, strict=True)] or [[], [], []], names=names)
    return pd.DataFrame(list(rows.values()), index=index, columns=CREDIBILITY)


def _open(access: EconomyAccess, cells: set[tuple[str, int]]) -> EconomyAccess:
    served = tuple(
        access.demand[period] if (access.economy, period) in cells else beside
        for period, beside in enumerate(access.beside)
    )
    licensed = tuple(
        0.0 if (access.economy, period) in cells else amount for period, amount in enumerate(access.licensed)
    )
    return replace(access, beside=served, licensed=licensed)
