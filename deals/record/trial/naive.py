"""Rules that know nothing of the model: what every score stands beside."""

from datetime import timedelta

import numpy as np

from deals.model.question import Question
from deals.record.signed.rates import rates_on
from deals.record.signed.real import RealDeal
from optimizer import Floats

GUESSES = (15.0, 19.0)
"""Percent: the two rates that most deals of 2025 ended at. Known only afterwards, so that they are hard to beat."""


def sizes(question: Question, partners: list[str]) -> dict[str, Floats]:
    """Who is large: imports of the United States from each partner, trade both ways, GDP. USD bn."""
    economies = [question.economies[code] for code in partners]
    imports = np.array([economy.us_imports for economy in economies], dtype=np.float64)
    exports = np.array([economy.us_exports for economy in economies], dtype=np.float64)
    gdp = np.array([economy.gdp for economy in economies], dtype=np.float64)
    return {"imports": imports, "trade": imports + exports, "GDP": gdp}


def last_rate(deal: RealDeal) -> float:
    """The country rate threatened last before a deal, percent; NaN where none is known."""
    if deal.threatened is not None:
        return deal.threatened
    return rates_on(deal.signed - timedelta(days=1)).get((deal.partner, "announced"), float("nan"))
