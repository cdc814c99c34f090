"""What a held plan comes to in each world, as columns: the whole, and deal by deal."""

from typing import Any

import numpy as np

from deals.kit.numbers import row_sums
from deals.model.rows.participation import partner_pairs
from deals.uncertainty.held.programme import BUDGET, HeldProgramme
from deals.uncertainty.held.solving import Displaced, Solved, most_of_partner, worth_columns
from optimizer import Floats, valued

type Columns = dict[str, Any]

WHOLE = {"gain": "float", "diverted": "float", "over_limit": "float"}
OF_DEAL = {
    "signed": "int",
    "unpaid": "int",
    "us": "float",
    "partner": "float",
    "most": "float",
    "alone": "float",
    "chips": "float",
    "rate": "float",
}
LEAST_PART = 1e-6
"""Part of a whole below which a firm rate is not agreed."""


def gain(held: HeldProgramme, answer: Solved) -> Floats:
    """What a plan brings over nothing, USD bn unweighted; NaN where a world has no answer."""
    summed: Floats = row_sums(held.money * answer.points)
    return summed


def whole(held: HeldProgramme, answer: Solved) -> Columns:
    """`gain` over nothing (USD bn), and thousand H100e `diverted` as expected, and `over_limit` in the worst year."""
    rows = held.choices.expected_diversion
    diverted, over = np.zeros(len(held.stack)), np.zeros(len(held.stack))
    for row in rows:
        diverted += row.no_deal
        if (BUDGET, row.year) not in held.stack.rows.all:
            continue
        columns, weights = held.stack.row(BUDGET, row.year)
        flow = row_sums(weights * answer.points[:, columns])
        diverted += flow
        over = np.maximum(over, flow - (row.limit - row.no_deal))
    return {
        "gain": gain(held, answer),
        "diverted": diverted,
        "over_limit": np.where(np.isnan(answer.points).any(axis=1), np.nan, over),
    }


def by_deal(held: HeldProgramme, answer: Solved) -> Columns:
    """Columns of each deal, ``us/IND`` and so on.

    `signed` whether it still pays both sides; `unpaid` whether no terms make it worth the partner's while; `us` what it
    brings the United States as expected, less its talks and what its chips displace, and `partner` what it brings the
    partner over refusing, both nothing where it falls away; `most` what the partner could have of it with all terms
    its way; `alone` what the best rate alone would bring the United States toward a partner that is threatened instead
    (USD bn); `chips` (thousand H100e); the firm `rate` (percent, missing where none is agreed);
    ``terms/IND/investment`` what is agreed, natural units.
    """
    found: Columns = {}
    displaced, points, question = Displaced.of(held), answer.points, held.question
    shares = np.array([displaced.by_deal(point, world) for world, point in enumerate(np.nan_to_num(points))])
    free = set(_free(held))
    for place, code in enumerate(held.signed):
        kept = answer.kept[:, place]
        columns = worth_columns(held, code)
        us = row_sums(held.money[:, columns] * points[:, columns]) - shares[:, place]
        rate = question.alone.get(code)
        instead = rate.worth if rate is not None and code not in free else 0.0
        found[f"signed/{code}"] = kept.astype(np.int64)
        found[f"unpaid/{code}"] = answer.unpaid[:, place].astype(np.int64)
        found[f"us/{code}"] = np.where(kept, us, 0.0)
        found[f"partner/{code}"] = np.where(kept, valued(partner_pairs(held.choices, code), points), 0.0)
        found[f"most/{code}"] = most_of_partner(held, code)
        found[f"alone/{code}"] = np.array(np.broadcast_to(instead, len(points)), dtype=np.float64)
        chips = [pair for grant in held.choices.grants(code) for pair in held.choices.granted(grant)]
        found[f"chips/{code}"] = valued(chips, points)
        found |= _terms(held, code, points)
    return found


def columns_by_deal(held: HeldProgramme) -> dict[str, str]:
    """Names of the columns of each deal, and their kinds."""
    found: dict[str, str] = {}
    for code in held.signed:
        found |= {f"{name}/{code}": kind for name, kind in OF_DEAL.items()}
        found |= {f"terms/{code}/{t.instrument}": "float" for t in held.choices.terms(code) if not t.of_one_rate}
    return found


def _terms(held: HeldProgramme, code: str, points: Floats) -> Columns:
    """The firm rate of a deal, and the amount of every other term."""
    found: Columns = {f"rate/{code}": np.full(len(points), np.nan)}
    for term in held.choices.terms(code):
        taken = [
            (step, points[:, variable.id])
            for (whose, instrument, step, _), variable in held.choices.ask.items()
            if whose == code and instrument == term.instrument
        ]
        if term.of_one_rate:
            part = sum((amount for _, amount in taken), np.zeros(len(points)))
            rates = sum((term.segments[step].rate * amount for step, amount in taken), np.zeros(len(points)))
            agreed = part > LEAST_PART
            found[f"rate/{code}"] = np.where(agreed, rates / np.where(agreed, part, 1.0), np.nan)
        else:
            found[f"terms/{code}/{term.instrument}"] = sum((amount for _, amount in taken), np.zeros(len(points)))
    return found


def _free(held: HeldProgramme) -> list[str]:
    """Partners that the plan does not threaten with a rate."""
    labels, lower = held.stack.columns, held.stack.lower[0]
    keys = labels.keys("unthreatened") if "unthreatened" in labels else ()
    return [str(key) for key in keys if lower[labels.position("unthreatened", key)] > 0]
