"""What a plan is judged by: the United States' gain, a partner's gain, chips diverted, a quota, an ask.

Where several plans are equally good to the United States, any outcome but its gain is that of one of them;
``plan.solution.ties`` says whether there are others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from deals.errors import UnknownNameError
from deals.model.diversion import expected_diversion
from deals.model.participation import partner_pairs
from deals.model.question import Question
from deals.negotiation.plan import Plan

US_GAIN = "US gain"


class Measure(Enum):
    """What is measured; the value is how it is said."""

    US_GAIN = "US gain"
    DIVERTED = "chips diverted"
    GRANTED = "chips granted"
    DEALS = "deals signed"
    GAIN = "gain of"
    QUOTA = "quota of"
    ASK = "ask of"


UNITS = {
    Measure.US_GAIN: "USD bn",
    Measure.DIVERTED: "thousand H100e",
    Measure.GRANTED: "thousand H100e",
    Measure.DEALS: "deals",
    Measure.GAIN: "USD bn",
    Measure.QUOTA: "thousand H100e",
}
OF_ALL = (Measure.US_GAIN, Measure.DIVERTED, Measure.GRANTED, Measure.DEALS)
"""Measures of the plan as a whole; the others are of one partner."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number of a plan.

    Attributes
    ----------
    measure : Measure
    unit : str
        USD bn are present value, chips thousand H100e over the horizon.
    partner : str
        Whose gain, quota or ask; "" for the plan as a whole.
    instrument : str
        What is asked; "" for anything but an ask.
    """

    measure: Measure
    unit: str
    partner: str = ""
    instrument: str = ""

    @property
    def name(self) -> str:
        """As it is asked for: ``"US gain"``, ``"quota of ARE"``, ``"ask of IND: investment"``."""
        whose = f" {self.partner}" if self.partner else ""
        return f"{self.measure.value}{whose}" + (f": {self.instrument}" if self.instrument else "")

    def __call__(self, plan: Plan) -> float:
        """The number in a plan; nothing of a partner without a deal."""
        if self.partner and self.partner not in plan.signed:
            return 0.0
        return float(READERS[self.measure](plan, self))


def outcomes(question: Question) -> dict[str, Outcome]:
    """Every outcome that a plan for this question has, by name."""
    units = {i.name: i.unit for i in question.world.instruments if i.side == "partner"}
    found = [Outcome(measure, UNITS[measure]) for measure in OF_ALL]
    for code in question.codes:
        found += [Outcome(measure, UNITS[measure], code) for measure in (Measure.GAIN, Measure.QUOTA)]
    found += [
        Outcome(Measure.ASK, units[term.instrument], term.partner, term.instrument)
        for term in question.terms
        if term.instrument in units
    ]
    return {outcome.name: outcome for outcome in found}


def find_outcome(name: str | Outcome, question: Question) -> Outcome:
    """The outcome of a name.

    Parameters
    ----------
    name : str or Outcome
        ``"US gain"``, ``"chips diverted"``, ``"chips granted"``, ``"deals signed"``; or of a partner ``"gain of ARE"``
        (over its reservation value), ``"quota of ARE"``, ``"ask of IND: investment"``.
    question : Question

    Raises
    ------
    UnknownNameError
        If there is no such outcome; the message names the nearest.
    """
    if isinstance(name, Outcome):
        return name
    known = outcomes(question)
    if name not in known:
        raise UnknownNameError.of("outcome", name, known)
    return known[name]


def _us_gain(plan: Plan, _: Outcome) -> float:
    return plan.solution.objective


def _diverted(plan: Plan, _: Outcome) -> float:
    question = plan.choices.question
    without = sum(row.no_deal for row in expected_diversion(question))
    added = sum(grant.leak * plan.granted(grant) for grant in question.grants)
    return without + added - sum(plan.values["saved"].values())


def _granted(plan: Plan, asked: Outcome) -> float:
    grants = plan.choices.grants(asked.partner) if asked.partner else plan.choices.question.grants
    return sum((plan.granted(grant) for grant in grants), 0.0)


def _deals(plan: Plan, _: Outcome) -> float:
    return float(len(plan.signed))


def _gain(plan: Plan, asked: Outcome) -> float:
    return plan.amount(partner_pairs(plan.choices, asked.partner))


def _ask(plan: Plan, asked: Outcome) -> float:
    kept = plan.values["ask"].items()
    return sum((v for key, v in kept if (key[0], key[1]) == (asked.partner, asked.instrument)), 0.0)


READERS: dict[Measure, Callable[[Plan, Outcome], float]] = {
    Measure.US_GAIN: _us_gain,
    Measure.DIVERTED: _diverted,
    Measure.GRANTED: _granted,
    Measure.DEALS: _deals,
    Measure.GAIN: _gain,
    Measure.QUOTA: _granted,
    Measure.ASK: _ask,
}
"""How each measure is read from a plan."""
