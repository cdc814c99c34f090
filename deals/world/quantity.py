"""A number that says where it comes from and how sure it is."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True)
class Quantity:
    """One ranged number with its pedigree.

    Attributes
    ----------
    name : str
        Dotted name by which reforms and models refer to it, e.g. ``"diversion.leak.MYS"``.
    value, low, high : float
        Central value and the ends of its range, in `unit`; ``low <= value <= high``.
    unit : str
        Unit of the number, in words ("kH a year", "share", "USD bn per kH").
    kind : str
        ``"fact"`` (read in a source), ``"derived"`` (computed from facts) or ``"judgement"``.
    source : str
        Key of ``sources.csv``.
    known_on : date
        Day from which it could be known.
    confidence : str
        How it was checked: "verified in source text", "recalled, unverified", "judgement" ...
    reason : str
        Why this value and this range.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    source: str
    known_on: date
    confidence: str
    reason: str

    def scaled(self, factor: float) -> Self:
        """Value and range multiplied by `factor`."""
        ends = sorted((self.low * factor, self.high * factor))
        return replace(self, value=self.value * factor, low=ends[0], high=ends[1])

    def with_value(self, value: float) -> Self:
        """Another central value; the range widens to hold it."""
        return replace(self, value=value, low=min(self.low, value), high=max(self.high, value))


@dataclass(frozen=True, slots=True)
class RuleParameter:
    """One number of an export regime, with the paragraph it stands in.

    Attributes
    ----------
    name : str
        Parameter, with ``@period`` where the same parameter has several.
    value : float
        The number, in `unit`.
    unit, period : str
        Unit, and the period for which the number holds ("" where it is not bounded).
    citation : str
        Source and paragraph, in words.
    source : str
        Key of ``sources.csv``.
    known_on : date
        Day of publication.
    confidence, note : str
        How it was checked, and what to mind.
    """

    name: str
    value: float
    unit: str
    period: str
    citation: str
    source: str
    known_on: date
    confidence: str
    note: str

    def scaled(self, factor: float) -> Self:
        """The number multiplied by `factor`."""
        return replace(self, value=self.value * factor)

    def with_value(self, value: float) -> Self:
        """Another number in its place."""
        return replace(self, value=value)
