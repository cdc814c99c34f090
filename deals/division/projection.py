"""What some deals can still choose while everything else in a plan stands: a piece cut from the whole programme.

The piece is cut once for a partner, or for several, and then laid on any point of the programme, so that the terms of
others may move and the piece follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deals.model.rows.participation import partner_pairs
from deals.model.worth.terms import Term
from deals.plan.plan import Plan
from deals.world.instrument import CHIPS
from optimizer import Flags, Floats, Piece, Restriction, weighted_sum

PREVENTED = "diversion_prevented"
PREVENTED_LABEL = "Diversion prevented by the standard"


@dataclass(frozen=True, eq=False)
class Terms:
    """What can move at a point of the programme, and the worth of what cannot.

    Attributes
    ----------
    piece : Piece
        The terms that can move, and the limits on them.
    us, own : array
        Worth of a unit of each of them to the United States, and to each partner (one row a partner), USD bn.
    us_fixed : float
        Worth to the United States of what cannot move, over no deal with any of the partners, USD bn.
    own_fixed : array
        Worth of it to each partner, over its reservation value.
    money, money_fixed : array, float
        `us` and `us_fixed` whatever the goals weigh.
    """

    piece: Piece
    us: Floats
    own: Floats
    us_fixed: float
    own_fixed: Floats
    money: Floats
    money_fixed: float


@dataclass(frozen=True, eq=False)
class Projection:
    """The part of a plan's programme that is the deals with some partners.

    Attributes
    ----------
    mine : array
        Whether a column is a term with one of these partners.
    free : array
        Whether it can move while deals, dates and standards stand: their terms, and chips displaced at home.
    own : array
        Worth of a unit of every column, USD bn: one row a partner.
    issue : mapping
        Instrument of each column that is a step of one, and the units shown in one unit of the column.
    dates : mapping
        Period of each dated column.
    restriction : Restriction
        The rows that hold these deals, less what the partners must gain: that is what is bargained over.
    """

    plan: Plan
    partners: tuple[str, ...]
    mine: Flags
    free: Flags
    own: Floats
    issue: dict[int, tuple[str, float]]
    dates: dict[int, int]
    restriction: Restriction

    @classmethod
    def of(cls, plan: Plan, partners: Sequence[str]) -> "Projection":
        """The part of `plan` that is the deals with `partners`."""
        choices, asked = plan.choices, plan.asked
        program = choices.program
        snapshot = program.snapshot()
        terms = {(t.partner, t.instrument): t for t in asked.terms}
        mine, free = np.zeros(snapshot.arrays.columns, dtype=np.bool_), ~snapshot.arrays.integer
        issue: dict[int, tuple[str, float]] = {}
        dates: dict[int, int] = {}
        for partner, columns in choices.within.items():
            places = [column for _, _, column in columns]
            if partner not in partners:
                free[places] = False
                continue
            mine[places] = True
            for family, key, column in columns:
                if family == "ask":
                    term = terms[key[0], key[1]]
                    issue[column] = (key[1], term.shown(key[2]))
                    if term.of_one_rate and not _on_the_table(plan, term, key[2], key[3]):
                        free[column] = False
                elif family == "grant":
                    issue[column], dates[column] = (CHIPS, 1.0), key[1]
                elif family == "saved":
                    issue[column], dates[column] = (PREVENTED, 1.0), key[1]
        worths = [program.weights(program.linear(partner_pairs(choices, partner))) for partner in partners]
        bargained = [("participation", partner) for partner in partners]
        return cls(
            plan=plan,
            partners=tuple(partners),
            mine=mine,
            free=free,
            own=np.array(worths).reshape(len(partners), len(mine)),
            issue=issue,
            dates=dates,
            restriction=program.restricted(free, bargained),
        )

    def at(self, point: Floats) -> Terms:
        """What the deals can choose while all that is not their own stands at `point`."""
        piece = self.restriction.at(point, self.own)
        score, money = self.plan.us_if_signed, self.plan.us_in_money
        return Terms(
            piece=piece,
            us=score[piece.columns],
            own=self.own[:, piece.columns],
            us_fixed=float(weighted_sum(score, piece.rest)) - self.without(point, score),
            own_fixed=weighted_sum(self.own, piece.rest),
            money=money[piece.columns],
            money_fixed=float(weighted_sum(money, piece.rest)) - self.without(point, money),
        )

    def without(self, point: Floats, cost: Floats) -> float:
        """The United States' gain if these deals fall through and the others stand: fewer chips are then displaced.

        `cost` is the worth of a unit of every variable: by weighted goals, or in money.
        """
        choices, displaced = self.plan.choices, self.plan.asked.displaced
        gain = float(weighted_sum(cost, np.where(self.mine, 0.0, point)))
        for period in self.plan.question.timeline.periods:
            freed = sum(
                float(point[column])
                for column, date in self.dates.items()
                if date == period.index and self.issue[column][0] == CHIPS
            )
            steps = [(key, variable.id) for key, variable in choices.displaced.items() if key[0] == period.index]
            for _, column in sorted(steps, key=lambda step: -displaced[step[0]].cost):
                back = min(freed, float(point[column]))
                gain -= back * float(cost[column])
                freed -= back
        return gain


def _on_the_table(plan: Plan, term: Term, step: int, signed: int) -> bool:
    """Whether a firm rate belongs to the deal as it stands: its date, and under threat or bought.

    Rates are alternatives: no row on one of them alone says so.
    """
    bought = term.partner in plan.unthreatened
    return plan.signed.get(term.partner) == signed and term.segments[step].bought == bought
