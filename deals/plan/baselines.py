"""What the plan is measured against: fixings of its own programme, under the same limits, and readings of its threats.

Nothing: chips withheld, tariffs by the lottery. Best alone: no deal is made. Opening and tariff deals: no chip is
granted by a deal. Deals only: nothing is opened and every rate is threatened. Each is a restriction of the plan, so
that none is better, up to the gaps. The gain over nothing alone flatters a plan, since it counts undoing harm the
United States would do to itself.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from deals.kit.cells import number
from deals.model.families import of_plan_alone
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question
from deals.model.rows.variables import Choices
from deals.page.stages import stage
from deals.plan.plan import Plan
from deals.plan.search import Held, search
from deals.scenario.scenario import Scenario
from optimizer import Solution

FAILURE = "threat.failure"
NOTHING, ALONE, OPENING, DEALS, PLAN = "nothing", "best_alone", "opening_and_tariff_deals", "deals_only", "plan"
FULL, DEFAULT, PAYING = "full commitment", "as judged", "only threats that pay"
CREDIBILITY = ["withheld", "margin", "rivalry", "harm", "risk", "scarcity", "margin_of_refusal"]


@dataclass(frozen=True, eq=False)
class Baselines:
    """The plan and what it is measured against.

    Attributes
    ----------
    plans : mapping
        The plan behind each row of :attr:`table` but the first.
    read : mapping
        The plan under each reading of threats.
    failure : float
        The chance that talks once begun fail.
    """

    plans: Mapping[str, Plan]
    read: Mapping[str, Plan]
    failure: float

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = {NOTHING: {"gain": 0.0, "gap": 0.0}, **{name: _row(plan) for name, plan in self.plans.items()}}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("baseline")

    @property
    def table(self) -> pd.DataFrame:
        """Index nothing, best_alone, opening_and_tariff_deals, deals_only, plan; `gain` over nothing and `gap`, USD bn.

        Present value, unweighted. The gap is by how much a better plan of that kind is not excluded.
        """
        return self._table.copy()

    @cached_property
    def readings(self) -> pd.DataFrame:
        """The same plan under three readings of its threats, USD bn over nothing.

        Full commitment: talks never fail. As judged: they fail with the chance `failure`. Only threats that pay: what
        is opened alone is opened, and no rate above the best is threatened. `adds` is what deals add to the best alone.
        """
        frame = pd.DataFrame.from_dict({name: _row(plan) for name, plan in self.read.items()}, orient="index")
        frame["adds"] = frame["gain"] - self.best_alone
        frame["deals"] = [len(plan.signed) for plan in self.read.values()]
        return frame.rename_axis("reading")

    @property
    def opening_slack(self) -> float:
        """What could undo the lead in :attr:`over_opening`, USD bn: the gap of whichever of the two is behind."""
        return number(self._table, OPENING if self.over_opening >= 0 else PLAN, "gap")

    @property
    def over_opening_range(self) -> tuple[float, float]:
        """Between what :attr:`over_opening` lies if a better plan of either kind is found within its gap, USD bn."""
        table, added = self._table, self.over_opening
        return added - number(table, OPENING, "gap"), added + number(table, PLAN, "gap")

    @property
    def gain(self) -> float:
        """The plan's gain over nothing, USD bn."""
        return number(self._table, PLAN, "gain")

    @property
    def best_alone(self) -> float:
        """What the United States gains without any deal, USD bn."""
        return number(self._table, ALONE, "gain")

    @property
    def over_alone(self) -> float:
        """What deals add to the best the United States can do alone, USD bn."""
        return self.gain - self.best_alone

    @property
    def over_opening(self) -> float:
        """What chips as leverage add to opening them and making the other deals all the same, USD bn."""
        return self.gain - number(self._table, OPENING, "gain")


type Ask = Callable[[str, Choices, Held, Solution | None], Solution]
"""Finds the best plan of a programme, some variables held, from a start: by its name in :class:`Baselines`."""


def baselines(question: Question, ask: Ask | None = None) -> Baselines:
    """The plan of a question, its baselines, and three readings of its threats; each to the question's gap.

    Baselines are solved first and the best of them is handed to the plan to improve on. What the strategist wants
    signed, signed first or agreed at least is an order to the plan alone: no baseline need follow it, and each may then
    be better than the plan. What there may be at most binds all alike.

    Parameters
    ----------
    question : Question
    ask : callable, optional
        What finds each of the plans; by default a search to the scenario's gap and time.

    Raises
    ------
    optimizer.OptimizerError
        If no plan meets the rules, or none was found in time.
    """
    scenario, small = question.scenario, worth_talking(question)
    choices = formulate(small)
    answer = ask or _searched
    free = of_plan_alone()
    unbound = formulate(small, without=free, checked=False) if has_orders(scenario) else choices

    def under(name: str, held: Held) -> Plan:
        return Plan(question, unbound, answer(name, unbound, held, None))

    def other(name: str, asked: Question, without: Collection[str], start: Solution | None) -> Plan:
        made = formulate(worth_talking(asked), without=without, checked=False)
        return Plan(asked, made, answer(name, made, {}, start))

    alone = under(ALONE, {("sign", key): (0.0, 0.0) for key in choices.sign})
    opening = under(OPENING, {("grant", key): (0.0, 0.0) for key in choices.grant})
    deals = other(DEALS, replace(question, cells=(), alone={}), free, None)
    found = {ALONE: alone, OPENING: opening, DEALS: deals}
    best = max(found.values(), key=lambda plan: plan.solution.objective)
    plan = Plan(question, choices, answer(PLAN, choices, {}, best.solution))
    full = other(FULL, at_failure(question, 0.0), (), plan.solution)
    read = {FULL: full, DEFAULT: plan, PAYING: under(PAYING, _paying(small, alone))}
    return Baselines({**found, PLAN: plan}, read, question.world.value(FAILURE))


def has_orders(scenario: Scenario) -> bool:
    """Whether something is an order to the plan alone, which no baseline need follow."""
    return bool(scenario.must_sign) or any(limit.promises for limit in scenario.limits)


def _searched(name: str, choices: Choices, held: Held, start: Solution | None) -> Solution:
    """The best plan, to the gap and within the time of its scenario."""
    scenario = choices.question.scenario
    with stage(f"solving, {name.replace('_', ' ')}"):
        return search(choices, scenario.gap, scenario.time_limit_seconds, start=start, held=held)


def at_failure(question: Question, chance: float) -> Question:
    """The same question with another chance that talks fail."""
    return replace(question, world=question.world.patched({FAILURE: {"set": chance}}))


def _paying(question: Question, alone: Plan) -> Held:
    """What is opened alone is opened, and no rate is threatened where another is worth more."""
    opened = {("opened", key): (1.0, 1.0) for key, value in alone.values["opened"].items() if value > 0.5}
    rates = {("unthreatened", code): (1.0, 1.0) for code, rate in question.alone.items() if rate.worth > 0}
    return {**opened, **rates}


def _row(plan: Plan) -> dict[str, float]:
    return {"gain": plan.gain, "gap": plan.solution.absolute_gap}


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
