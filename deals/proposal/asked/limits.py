"""Which limit holds a term of a deal where it is: rows of the plan's programme that its steps press against."""

import numpy as np

from deals.division.bilateral import Bilateral, Point
from deals.model.families import REGISTER
from deals.model.family import Kind
from deals.page.wording import listed
from deals.plan.binding import whom
from optimizer import Flags

TIGHT = 1e-6
TOLD = (Kind.POLICY, Kind.CAPACITY, Kind.ORDER)
"""What families of rows must be for to be told as a limit; the others say what a deal and its words mean."""


def pressed(deal: Bilateral, point: Point, instrument: str) -> tuple[str, ...]:
    """The rules that more of an instrument would break at a point of a deal, in words; none where it merely ends."""
    program = deal.plan.choices.program.snapshot()
    arrays, rows = program.arrays, program.rows
    activity = arrays.activity(deal.piece.moved(point.terms))
    used = np.zeros(arrays.columns)
    asked = np.array([issue == instrument for issue in deal.issues])
    used[deal.piece.columns[asked & ~_shut(deal)]] = 1.0
    slope = arrays.activity(used)
    limit = np.where(slope > 0, arrays.row_upper, arrays.row_lower)
    tight = np.isfinite(limit) & (slope != 0)
    tight[tight] = np.abs(activity - limit)[tight] <= TIGHT * (1 + np.abs(limit[tight]))
    told: dict[str, list[str]] = {}
    for row in np.flatnonzero(tight).tolist():
        name, key = rows.all[row]
        family = REGISTER.get(name)
        if family is not None and family.kind in TOLD:
            told_limit = family.told_with(deal.plan.asked, key) + float(limit[row])
            words = family.words.replace("{limit:.4g}", f"{told_limit:.3g}")
            told.setdefault(words, []).append(whom(deal.plan.question, family, key))
    return tuple(words.format(key=listed(subjects)) for words, subjects in told.items())


def _shut(deal: Bilateral) -> Flags:
    """Terms that cannot be at all as dates stand, such as chips before the deal: what they would press is no limit."""
    shut = np.zeros(len(deal.issues), dtype=np.bool_)
    for row in deal.piece.rows:
        if row.high <= TIGHT and (row.weights > 0).all() and not deal.piece.lower[row.columns].any():
            shut[row.columns] = True
    return shut
