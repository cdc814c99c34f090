"""A thing one side can give the other: a row of ``instruments.csv``."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument of a deal and the recipe of its worth.

    With `s` the share of its capacity in use, the marginal worth to the United States is ``us_base x us_value x
    additionality x delivery x (us_intercept + us_slope s)`` and the marginal cost to the partner is ``cost_base x
    cost_value x (cost_intercept + cost_slope s**cost_power)``. Bases are sizes of the partner that the model computes
    by name; values, additionality and delivery are names of parameters, or "" for one.

    Attributes
    ----------
    name, label : str
        Identifier, and what a reader sees.
    side : str
        Who gives: ``"partner"`` or ``"us"``.
    unit : str
        Natural unit of an amount.
    quoted_years : float
        1 where amounts are for each year in force, else the years over which a quoted total is spread.
    legal_authority : str
        What the promise rests on; ``durability.<legal_authority>`` says how long it lasts.
    eligible : str
        ``"all"``, or partner codes separated by spaces.
    goal : str
        What it serves: ``"leverage"``, ``"promotion"`` or ``"control"``.
    """

    name: str
    side: str
    label: str
    unit: str
    quoted_years: float
    capacity_base: str
    us_base: str
    us_value: str
    us_intercept: float
    us_slope: float
    additionality: str
    delivery: str
    cost_base: str
    cost_value: str
    cost_intercept: float
    cost_slope: float
    cost_power: float
    legal_authority: str
    eligible: str
    goal: str
    source: str
    known_on: date
    confidence: str
    description: str
