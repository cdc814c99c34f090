"""Held plans solved world by world: who falls away, and what is left."""

from dataclasses import dataclass, replace

import numpy as np

from deals.kit.numbers import row_sums
from deals.model.rows.variables import Choices
from deals.uncertainty.held.programme import HeldProgramme
from optimizer import Flags, Floats, HotStack, Integers, Status

LACKING = 1e-6
"""USD bn that a partner may lack and sign all the same: what the solver's own tolerance allows."""


@dataclass(frozen=True, eq=False)
class Solved:
    """Held plans in many worlds.

    Attributes
    ----------
    points : array
        Variables, a row a world; NaN where it failed.
    kept : array of bool
        Deals that still pay both sides, a row a world, in the order of `HeldProgramme.signed`.
    unpaid : array of bool
        Deals that no terms make worth the partner's while.
    reasons : tuple of str
        Why a world has no answer; "" where it has one.
    """

    points: Floats
    kept: Flags
    unpaid: Flags
    reasons: tuple[str, ...]


def solved(held: HeldProgramme, hot: HotStack) -> Solved:
    """Solve a held plan in every world: deals that do not pay one side fall away, the others adapt.

    First go those that no terms make worth the partner's while, then those that cost the United States more than they
    bring, until all that are left pay both. What is left is the best that these deals can bring.
    """
    worlds, signed = len(held.stack), held.signed
    hanging = np.array([held.hanging[code] for code in signed]).reshape(len(signed), len(held.stack.columns))
    worth = [worth_columns(held, code) for code in signed]
    columns_of_worth = np.concatenate([np.zeros(0, dtype=np.int32), *worth])
    whose = np.repeat(np.arange(len(signed)), [len(columns) for columns in worth])
    displaced = Displaced.of(held)
    points = np.full((worlds, hanging.shape[1]), np.nan)
    unpaid = _hopeless(held)
    kept = ~unpaid
    reasons = []
    for world in range(worlds):
        arrays, gone = held.stack.arrays(world), hanging[~kept[world]].any(axis=0)
        lower, upper = (np.where(gone, held.without[world], bounds) for bounds in (arrays.lower, arrays.upper))
        answer = hot.solve(replace(arrays, lower=lower, upper=upper))
        while answer.status is Status.OPTIMAL:
            lacking = kept[world] & (answer.point[held.shortfall] > LACKING)
            unpaid[world] |= lacking
            if not lacking.any():
                share = displaced.by_deal(answer.point, world)
                each = held.money[world, columns_of_worth] * answer.point[columns_of_worth]
                brings = np.bincount(whose, weights=each, minlength=len(signed))
                lacking = kept[world] & (brings - share < 0)
            if not lacking.any():
                break
            kept[world] &= ~lacking
            columns = np.flatnonzero(hanging[lacking].any(axis=0)).astype(np.int32)
            without = held.without[world, columns]
            answer = hot.solve_within(columns, without, without)
        reasons.append("" if answer.status is Status.OPTIMAL else f"the solver ended {answer.status.value}")
        points[world] = answer.point
    return Solved(points, kept & np.array([not reason for reason in reasons])[:, None], unpaid, tuple(reasons))


@dataclass(frozen=True, eq=False)
class Displaced:
    """What chips granted and opened displace.

    Attributes
    ----------
    columns, periods : array
        Variables of what is displaced, and the period of each.
    cost : array
        Cost of a unit of each, a row a world: USD bn.
    chips, of_chips : array
        Variables of chips granted or opened, and the period of each.
    amounts : array
        Thousand H100e in a unit of each, a row a world.
    whose : array
        Place of the deal that chips belong to, by variable; one more than there are where they belong to none.
    deals, count : int
        Deals, and periods.
    """

    columns: Integers
    periods: Integers
    cost: Floats
    chips: Integers
    of_chips: Integers
    amounts: Floats
    whose: Integers
    deals: int
    count: int

    @classmethod
    def of(cls, held: HeldProgramme) -> "Displaced":
        labels = held.stack.columns
        steps = labels.keys("displaced")
        columns = labels.positions("displaced")
        periods = np.array([key[0] for key in steps if isinstance(key, tuple)], dtype=np.int32)
        choices, question = held.choices, held.question
        chips: list[tuple[int, int, Floats]] = []
        for grant in question.deliverable:
            pairs = choices.delivered(grant)
            chips += [(variable.id, grant.period, _in_each(amount, len(held.stack))) for variable, amount in pairs]
        places = np.array([column for column, _, _ in chips], dtype=np.int32)
        whose = np.full(len(chips), len(held.signed), dtype=np.int32)
        for deal, code in enumerate(held.signed):
            whose[held.owned[code][places]] = deal
        return cls(
            columns=columns,
            periods=periods,
            cost=-held.money[:, columns],
            chips=places,
            of_chips=np.array([period for _, period, _ in chips], dtype=np.int32),
            amounts=np.array([amount for *_, amount in chips]).reshape(len(chips), len(held.stack)).T,
            whose=whose,
            deals=len(held.signed),
            count=len(question.timeline.periods),
        )

    def by_deal(self, point: Floats, world: int) -> Floats:
        """Cost of what each deal's chips displace: all chips of a period share it alike. USD bn."""
        cost = np.bincount(self.periods, weights=self.cost[world] * point[self.columns], minlength=self.count)
        flow = self.amounts[world] * point[self.chips]
        total = np.bincount(self.of_chips, weights=flow, minlength=self.count)
        each = np.where(total > 0, cost / np.where(total > 0, total, 1.0), 0.0)
        shares: Floats = np.bincount(self.whose, weights=flow * each[self.of_chips], minlength=self.deals + 1)
        return shares[: self.deals]


def worth_columns(held: HeldProgramme, code: str) -> Integers:
    """Variables whose worth to the United States belongs to a deal: its own, and what its standard saves."""
    labels = held.stack.columns
    own = np.flatnonzero(held.owned[code]).tolist()
    keys = labels.keys("saved") if "saved" in labels else ()
    saved = [labels.position("saved", key) for key in keys if isinstance(key, tuple) and key[0] == code]
    return np.array([*own, *saved], dtype=np.int32)


def _hopeless(held: HeldProgramme) -> Flags:
    """Deals that no terms make worth the partner's while, whatever others do: the most each could have is too little.

    Of rates that are alternatives it has the best one.
    """
    found = np.zeros((len(held.stack), len(held.signed)), dtype=np.bool_)
    for place, code in enumerate(held.signed):
        found[:, place] = most_of_partner(held, code) < -LACKING
    return found


def most_of_partner(held: HeldProgramme, code: str) -> Floats:
    """The most that a partner could have of its deal over refusing in each world, all terms its way, USD bn."""
    columns, weights = held.stack.row("participation", code)
    lower, upper = held.stack.lower[:, columns], held.stack.upper[:, columns]
    rates = np.isin(columns, _rates(held.choices, code))
    short = np.isin(columns, held.shortfall)
    each = np.where(short, 0.0, np.maximum(weights * lower, weights * np.where(np.isinf(upper), 0.0, upper)))
    of_rates = np.where(rates, each, 0.0).max(axis=1, initial=0.0)
    most: Floats = row_sums(np.where(rates, 0.0, each)) + of_rates
    return most


def _rates(choices: Choices, code: str) -> list[int]:
    """Variables of firm country rates of a deal."""
    names = {term.instrument for term in choices.terms(code) if term.of_one_rate}
    return [variable.id for key, variable in choices.ask.items() if key[0] == code and key[1] in names]


def _in_each(amount: float, count: int) -> Floats:
    return np.array(np.broadcast_to(amount, count), dtype=np.float64)
