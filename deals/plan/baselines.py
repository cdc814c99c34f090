"""What the plan is measured against: no deals, the open regime, and threats that would be carried out.

The gain over no deals alone flatters a plan, since it counts undoing harm the United States would do to itself.
"""

from dataclasses import dataclass, replace

import pandas as pd

from deals.model.families import of_diversion
from deals.model.question import Question, assemble
from deals.plan.plan import Plan, solve
from deals.regimes import EconomyAccess


@dataclass(frozen=True)
class Baselines:
    """Gains over no deals at all, USD bn present value. Limits on diversion bind the plan, not the baselines.

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
    """Solve the plan's question under open access, and under credible refusal only."""
    question = plan.question
    cells = {(g.economy, g.period) for g in question.grants}
    refusals = credibility(question)["margin_of_refusal"]
    incredible = {(str(economy), int(period)) for _, economy, period in refusals[refusals < 0].index}
    return Baselines(
        no_deals=plan.solution.objective,
        open_chips=opening_gain(question, cells),
        open_chips_with_tariff_deals=_with_opened(question, cells),
        credible_only=_with_opened(question, incredible),
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
        scarce = wanted[grant.period] > question.path.spare[grant.period]
        scarcity = question.displacement.cost(grant.period, 0) if scarce else 0.0
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
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["partner", "economy", "period"])


def opening_gain(question: Question, cells: set[tuple[str, int]]) -> float:
    """Gain over no deals from serving all demand in `cells` (economy, period) without asking for anything."""
    opened: dict[int, float] = {}
    gain = 0.0
    for grant in question.grants:
        if (grant.economy, grant.period) in cells:
            opened[grant.period] = opened.get(grant.period, 0.0) + grant.withheld
            gain += grant.withheld * grant.us
    for period, amount in opened.items():
        gain -= question.displacement.cost_of(period, amount - question.path.spare[period])
    return gain


def _with_opened(question: Question, cells: set[tuple[str, int]]) -> float:
    access = {code: _open(limits, cells) for code, limits in question.path.access.items()}
    deals = solve(assemble(question.scenario, access), without=of_diversion())
    return opening_gain(question, cells) + deals.solution.objective


def _open(access: EconomyAccess, cells: set[tuple[str, int]]) -> EconomyAccess:
    served = tuple(
        access.demand[period] if (access.economy, period) in cells else beside
        for period, beside in enumerate(access.beside)
    )
    licensed = tuple(
        0.0 if (access.economy, period) in cells else amount for period, amount in enumerate(access.licensed)
    )
    return replace(access, beside=served, licensed=licensed)
