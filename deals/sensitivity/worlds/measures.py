"""What a plan is judged by: the United States' gain, a partner's gain, chips diverted, a quota, an ask.

Where several plans are equally good to the United States, any measure but its gain is that of one of them;
``plan.solution.ties`` says whether there are others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from deals.kit.errors import UnknownNameError
from deals.model.question import Question
from deals.model.rows.diversion import expected_diversion
from deals.model.rows.participation import partner_pairs
from deals.plan.plan import Plan

US_GAIN = "US gain"


class Measured(Enum):
    """What is measured; the value is how it is said."""

    US_GAIN = "US gain"
    DIVERTED = "chips diverted"
    GRANTED = "chips granted"
    DEALS = "deals signed"
    GAIN = "gain of"
    QUOTA = "quota of"
    ASK = "ask of"


UNITS = {
    Measured.US_GAIN: "USD bn",
    Measured.DIVERTED: "thousand H100e",
    Measured.GRANTED: "thousand H100e",
    Measured.DEALS: "deals",
    Measured.GAIN: "USD bn",
    Measured.QUOTA: "thousand H100e",
}
OF_ALL = (Measured.US_GAIN, Measured.DIVERTED, Measured.GRANTED, Measured.DEALS)
"""Measures of the plan as a whole; the others are of one partner."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a plan.

    Attributes
    ----------
    what : Measured
    unit : str
        USD bn are present value, chips thousand H100e over the horizon.
    partner : str
        Whose gain, quota or ask; "" for the plan as a whole.
    instrument : str
        What is asked; "" for anything but an ask.
    """

    what: Measured
    unit: str
    partner: str = ""
    instrument: str = ""

    @property
    def name(self) -> str:
        """As it is asked for: ``"US gain"``, ``"quota of ARE"``, ``"ask of IND: investment"``."""
        whose = f" {self.partner}" if self.partner else ""
        return f"{self.what.value}{whose}" + (f": {self.instrument}" if self.instrument else "")

    def __call__(self, plan: Plan) -> float:
        """The number in a plan; nothing of a partner without a deal."""
        if self.partner and self.partner not in plan.signed:
            return 0.0
        return float(READERS[self.what](plan, self))


def measures(question: Question) -> dict[str, Measure]:
    """Every measure that a plan for this question has, by name."""
    units = {i.name: i.unit for i in question.world.instruments if i.side == "partner"}
    every = [Measure(what, UNITS[what]) for what in OF_ALL]
    for code in question.codes:
        every += [Measure(what, UNITS[what], code) for what in (Measured.GAIN, Measured.QUOTA)]
    every += [
        Measure(Measured.ASK, units[term.instrument], term.partner, term.instrument)
        for term in question.terms
        if term.instrument in units
    ]
    return {measure.name: measure for measure in every}


def find_measure(name: str | Measure, question: Question) -> Measure:
    """The measure of a name.

    Parameters
    ----------
    name : str or Measure
        ``"US gain"``, ``"chips diverted"``, ``"chips granted"``, ``"deals signed"``; or of a partner ``"gain of ARE"``
        (over its reservation value), ``"quota of ARE"``, ``"ask of IND: investment"``.
    question : Question

    Raises
    ------
    UnknownNameError
        If there is no such measure; the message names the nearest.
    """
    if isinstance(name, Measure):
        return name
    known = measures(question)
    if name not in known:
        raise UnknownNameError.of("outcome", name, known)
    return known[name]


def _us_gain(plan: Plan, _: Measure) -> float:
    return plan.gain


def _diverted(plan: Plan, _: Measure) -> float:
    question = plan.asked
    without = sum(row.no_deal for row in expected_diversion(question))
    added = sum(grant.leak * plan.granted(grant) for grant in question.grants)
    return without + added - sum(plan.values["saved"].values())


def _granted(plan: Plan, asked: Measure) -> float:
    grants = plan.choices.grants(asked.partner) if asked.partner else plan.asked.grants
    return sum((plan.granted(grant) for grant in grants), 0.0)


def _deals(plan: Plan, _: Measure) -> float:
    return float(len(plan.signed))


def _gain(plan: Plan, asked: Measure) -> float:
    return plan.amount(partner_pairs(plan.choices, asked.partner))


def _ask(plan: Plan, asked: Measure) -> float:
    kept = plan.values["ask"].items()
    return sum((v for key, v in kept if (key[0], key[1]) == (asked.partner, asked.instrument)), 0.0)


READERS: dict[Measured, Callable[[Plan, Measure], float]] = {
    Measured.US_GAIN: _us_gain,
    Measured.DIVERTED: _diverted,
    Measured.GRANTED: _granted,
    Measured.DEALS: _deals,
    Measured.GAIN: _gain,
    Measured.QUOTA: _granted,
    Measured.ASK: _ask,
}
"""How each measure is read from a plan."""
