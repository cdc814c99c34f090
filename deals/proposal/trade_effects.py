"""What all country rates of a plan do together: to the United States, to signers, and to everybody else."""

from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from deals.kit.cells import number
from deals.kit.codes import UNITED_STATES
from deals.kit.errors import InputError, Problem
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import listed, money
from deals.plan.country_rates import SOME, country_rates
from deals.plan.plan import Plan
from deals.trade import ByRegion, effects, model_of

type Before = Literal["in force", "announced"]
BEFORE = get_args(Before.__value__)
MOST_NAMED = 4
WAYS = ("together", "one_at_a_time")


@dataclass(frozen=True, eq=False, repr=False)
class TradeEffects(Answer):
    """Gains of every region when all the rates of a plan stand at once, against those before.

    Attributes
    ----------
    before : str
        Which rates stood before: those in force, or those announced, for the partners whose rate the plan moves.
    together : ByRegion
        The trade model solved exactly, all moves at once and each by itself.
    signed : tuple of str
        Regions that sign; all others are outsiders.
    left : tuple of str
        Partners whose moved rate is left out: small ones inside the rest of the world that sign no deal.
    """

    before: Before
    together: ByRegion
    signed: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a region, USD bn of 2025 a year: each partner's move, `one_at_a_time`, `together`, and `signs`."""
        table = self.together.table
        return table.assign(signs=table.index.isin(self.signed))

    @property
    def interaction(self) -> float:
        """What the moves bring the United States together less the sum of each alone, which the plan counts: USD bn."""
        return self._of_us("together") - self._of_us("one_at_a_time")

    @property
    def sentence(self) -> str:
        """The joint gain beside the sum of each alone, and who outside gains and loses."""
        table = self.table.drop(UNITED_STATES)
        outside = table.loc[~table["signs"], "together"].sort_values()
        ends = [*outside.index[: MOST_NAMED // 2], *outside.index[-MOST_NAMED // 2 :]]
        named = [f"{table['name'][code]} {money(float(outside[code]), sign=True)}" for code in ends]
        inside = table[table["signs"]]
        us = {way: money(self._of_us(way), sign=True) for way in WAYS}
        theirs = {way: money(float(inside[way].sum()), sign=True) for way in WAYS}
        return (
            f"against the rates {self.before} the plan's rates together bring the United States {us[WAYS[0]]} a year, "
            f"{us[WAYS[1]]} one at a time; signers {theirs[WAYS[0]]} together, {theirs[WAYS[1]]} one at a time; "
            f"outside {listed(named)}"
        )

    def _of_us(self, way: str) -> float:
        return number(self.together.table, UNITED_STATES, way)

    def chart(self) -> Chart:
        """A map of what all the rates together do to every region."""
        return self.together.chart()


def trade_effects(plan: Plan, before: Before = "announced") -> TradeEffects:
    """Solve the trade model at the rates that the plan leaves, all at once; side effects on outsiders included.

    The plan itself values each partner's rate with all others in force: what that misses is the difference between the
    two sums; :func:`~deals.proposal.joint_rounds.joint_rounds` makes the plan anew with most of it counted.

    Raises
    ------
    InputError
        If `before` is neither of the two.
    """
    if before not in BEFORE:
        fix = f"write {' or '.join(map(repr, BEFORE))}"
        raise InputError(Problem("", "before", before, "none of the rates there are", fix))
    model = model_of(plan.question.world)
    rates = country_rates(plan)
    old = model.in_force if before == "in force" else model.announced
    moved = {code: rate for code, rate in rates.items() if abs(rate - old.get(code, rate)) > SOME}
    kept = {code: rate for code, rate in moved.items() if code in model.data.regions or code in plan.signed}
    start = {} if before == "in force" else {code: old[code] for code in kept}
    left = tuple(code for code in moved if code not in kept)
    return TradeEffects(before, effects(model, kept, start), tuple(plan.signed), left)
