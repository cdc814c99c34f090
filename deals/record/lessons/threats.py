"""How far an announced rate was carried out on those who did not sign, by what the partner is.

On 7 August 2025 the suspended rates of April came into force, on most partners in part. The part, from the baseline to
what was announced, is explained by how high the announcement was, the partner's size, income and balance: a linear
rule, its slopes shrunk (ridge), fitted to partners that have signed nothing. What it says of the others is the belief
in a threat that they could have had.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from deals.model.question import Question
from deals.record.signed.rates import rates_on
from deals.record.signed.reading_files import recorded
from deals.record.signed.real import RATE
from optimizer import Floats

ANNOUNCED_BY, CARRIED_OUT = date(2025, 5, 13), date(2025, 8, 8)
BASELINE = 10.0
"""Percent that all had at the least."""
CLEARLY_ABOVE = 2.0
"""Points above the baseline from which a part of an announcement can be told."""
MOST_PART = 1.5
LOWEST, HIGHEST = 0.05, 0.97
SHRINK = 1.0
FEWEST = 10
"""Partners that it takes to fit the rule."""
FEATURES = ("points announced", "log of imports", "log of income a head", "balance over trade")


@dataclass(frozen=True, eq=False)
class Threats:
    """The rule, and what it says of every partner.

    Attributes
    ----------
    part : Series
        Of announcements carried out on partners that signed nothing, by partner.
    slopes : Series
        By feature, for one standard deviation of it; and the mean.
    error, error_of_median : float
        Mean absolute error, each partner left out: of the rule, and of the others' median.
    believed : mapping of str to float
        By partner, from :data:`LOWEST` to :data:`HIGHEST`.
    spread : float
        Half the range that holds eight of ten errors.
    """

    part: "pd.Series[float]"
    slopes: "pd.Series[float]"
    error: float
    error_of_median: float
    believed: Mapping[str, float]
    spread: float


def threats(base: Question, until: date | None = None) -> Threats:
    """Fit the rule on the partners of a question that have signed nothing, as known on a day.

    Where threats were not carried out yet, or on too few partners to tell, nothing is said of anybody.
    """
    announced, in_force = rates_on(ANNOUNCED_BY), rates_on(CARRIED_OUT)
    signed = {code for code, deal in recorded(until).items() if any(term.name == RATE for term in deal.terms)}
    features = {code: row for code in base.codes if (row := _features(base, code, announced)) is not None}
    part = {
        code: min(max((in_force[code, "in_force"] - BASELINE) / row[0], 0.0), MOST_PART)
        for code, row in features.items()
        if code not in signed and row[0] > CLEARLY_ABOVE and (code, "in_force") in in_force
    }
    if len(part) < FEWEST or (until is not None and until < CARRIED_OUT):
        nothing = float("nan")
        return Threats(pd.Series(dtype=np.float64), pd.Series(dtype=np.float64), nothing, nothing, {}, nothing)
    known = np.array([features[code] for code in part])
    middle, spread = known.mean(axis=0), known.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)

    def scaled(rows: Floats) -> Floats:
        return np.column_stack([np.ones(len(rows)), (rows - middle) / scale])

    carried, of_known = np.array(list(part.values())), scaled(known)
    slopes = _ridge(of_known, carried)
    others = [np.arange(len(carried)) != place for place in range(len(carried))]
    said = np.array([of_known[place] @ _ridge(of_known[kept], carried[kept]) for place, kept in enumerate(others)])
    missed = np.abs(said - carried)
    medians = np.array([np.median(carried[kept]) for kept in others])
    everyone = scaled(np.array(list(features.values()))) @ slopes
    return Threats(
        part=pd.Series(part),
        slopes=pd.Series(dict(zip(("mean", *FEATURES), slopes.tolist(), strict=True))),
        error=float(missed.mean()),
        error_of_median=float(np.abs(medians - carried).mean()),
        believed=dict(zip(features, np.clip(everyone, LOWEST, HIGHEST).tolist(), strict=True)),
        spread=float(np.quantile(missed, 0.8)),
    )


def _features(base: Question, code: str, announced: Mapping[tuple[str, str], float]) -> list[float] | None:
    """What the rule knows of a partner; None where something is not known."""
    economy = base.economies[code]
    rate, trade = announced.get((code, "announced")), economy.us_imports + economy.us_exports
    income = economy.gdp_per_capita
    if rate is None or not trade > 0 or not income > 0 or not economy.us_imports > 0:
        return None
    balance = (economy.us_imports - economy.us_exports) / trade
    return [rate - BASELINE, float(np.log(economy.us_imports)), float(np.log(income)), balance]


def _ridge(rows: Floats, values: Floats) -> Floats:
    """Least squares with slopes shrunk, the mean left as it is."""
    shrink = SHRINK * np.eye(rows.shape[1])
    shrink[0, 0] = 0.0
    slopes: Floats = np.linalg.solve(rows.T @ rows + shrink, rows.T @ values)
    return slopes
