"""The plan made anew with what country rates do together: in rounds, each at the rates that the last one left.

A plan values each partner's rate with all others in force. But whoever else has a deal changes what one is worth. So
every partner's table is computed again beside the rates of the plan (:func:`~deals.trade.tabulated.partner_tables`) and
the plan is solved again, until its rates stand.
"""

from dataclasses import dataclass

import pandas as pd

from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import assemble
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import LEAST_MONEY, money
from deals.plan.country_rates import SOME, counted, country_rates
from deals.plan.plan import Plan
from deals.plan.search import search
from deals.trade import joint, model_of

MOST = 5


@dataclass(frozen=True, eq=False, repr=False)
class JointRounds(Answer):
    """Plans by round, with what each counts its rates worth beside the trade model solved for all of them at once.

    Attributes
    ----------
    plans : tuple of Plan
        The plan that was given, which counts each rate by itself, and one for each round.
    settled : bool
        Whether the last round moved no rate, or rounds ended first.
    """

    plans: tuple[Plan, ...]
    settled: bool
    _table: pd.DataFrame

    @property
    def plan(self) -> Plan:
        """The plan of the last round."""
        return self.plans[-1]

    @property
    def table(self) -> pd.DataFrame:
        """Index round, from nought for the plan as it was.

        `gain` over nothing with its `gap` (USD bn present value, by the tables of the round), `deals`, `moved` (largest
        move of a rate since the round before, percentage points); `counted`, what the plan counts its rates worth to
        the United States against those in force, and `joint`, the trade model solved for all at once: USD bn a year.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """What the rounds change, and how near the count comes to the joint solve."""
        first, last = self._table.iloc[[0, -1]].to_dict("records")
        made = len(self.plans) - 1
        rounds = "one round" if made == 1 else f"{made} rounds"
        now, then = (
            f"{money(row['counted'])} a year as counted, {money(row['joint'])} all at once" for row in (first, last)
        )
        return (
            f"rates {'stand' if self.settled else 'still move'} after {rounds}; against those in force they bring the "
            f"United States {now}, and in the last round {then}; the plan brings {money(last['gain'])} instead of "
            f"{money(first['gain'])}, and its number of deals is {int(last['deals'])} instead of {int(first['deals'])}"
        )

    @property
    def _idle(self) -> list[str]:
        """That there is nothing to see, where there is not."""
        if self._table[["counted", "joint"]].abs().to_numpy().max() >= LEAST_MONEY:
            return []
        return ["These rates bring nothing against those in force, however counted."]

    def chart(self) -> Chart:
        """What rates bring the United States by round, as the plan counts it and all at once."""
        return dots(
            self._table.rename(index=lambda turn: f"round {turn}" if turn else "the plan as it was"),
            {"counted": "as the plan counts them", "joint": "all rates at once"},
            "US gain a year against the rates in force, USD bn of 2025",
            "What country rates do together",
            "The plan counts each rate beside those of the round before;",
            "the trade model solves all at once.",
            *self._idle,
        )


def joint_rounds(plan: Plan, most: int = MOST) -> JointRounds:
    """Make the plan anew beside the rates it leaves, until they stand; one solve a round.

    Deals count as signed, rates as agreed. Partners split off the rest of the world's trade are valued beside the
    others' rates, and move none.

    Raises
    ------
    InputError
        If no round is asked for.
    optimizer.OptimizerError
        If no plan meets the rules, or none was found in time.
    """
    if most < 1:
        raise InputError(Problem("", "most", most, "no round to make", "give one or more"))
    scenario, plans, settled = plan.question.scenario, [plan], False
    rates, rows = country_rates(plan), [_row(plan, country_rates(plan), float("nan"))]
    while not settled and len(plans) <= most:
        question = assemble(scenario, opened=plan.question.left_open, beside=rates)
        choices = formulate(worth_talking(question), checked=False)
        best = search(choices, scenario.gap, scenario.time_limit_seconds, start=plans[-1].solution)
        plans.append(Plan(question, choices, best))
        after = country_rates(plans[-1])
        moved = max((abs(after.get(c, r) - rates.get(c, r)) for c, r in {**rates, **after}.items()), default=0.0)
        settled = moved <= SOME and after.keys() == rates.keys()
        rates = after
        rows.append(_row(plans[-1], rates, moved))
    return JointRounds(tuple(plans), settled, pd.DataFrame(rows).rename_axis("round"))


def _row(plan: Plan, rates: dict[str, float], moved: float) -> dict[str, float]:
    model = model_of(plan.question.world)
    inside = {code: rate for code, rate in rates.items() if code in model.data.regions}
    return {
        "gain": plan.gain,
        "gap": plan.solution.absolute_gap,
        "deals": float(len(plan.signed)),
        "moved": moved,
        "counted": counted(plan, inside),
        "joint": float(joint(model, inside).table["together"].to_dict()[UNITED_STATES]),
    }
