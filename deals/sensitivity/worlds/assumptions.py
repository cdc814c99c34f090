"""Assumptions with a range, in bars: parameters that move together between the ends of their ranges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from deals.kit.errors import UnknownNameError
from deals.model.question import Question
from deals.sensitivity.worlds.rebuilding import Patches
from deals.world.quantity import Quantity

ECONOMY_NAMES = ("demand", "diversion.leak")
"""Families with a parameter for each economy: those of one partner move together, and those of all without a deal."""


@dataclass(frozen=True)
class Assumption:
    """One bar.

    Attributes
    ----------
    name : str
        Name of its parameter, or a few words where several move together.
    quantities : tuple of Quantity
        What moves.
    """

    name: str
    quantities: tuple[Quantity, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of what moves."""
        return tuple(quantity.name for quantity in self.quantities)

    @cached_property
    def alone(self) -> Quantity | None:
        """The parameter, where only one moves."""
        return self.quantities[0] if len(self.quantities) == 1 else None

    def at(self, place: float) -> Patches:
        """Patches that move all of them to a place of their ranges: -1 the low end, 0 as it is, 1 the high end."""
        return {q.name: {"set": value} for q in self.quantities if (value := _placed(q, place)) != q.value}

    def places(self, points: int) -> list[float]:
        """Places from end to end, where things stand among them: in the middle, or at the end where they stand."""
        ends = [0.0 if all(q.low == q.value for q in self.quantities) else -1.0, 1.0]
        if all(q.high == q.value for q in self.quantities):
            ends[1] = 0.0
        return [ends[0] + (ends[1] - ends[0]) * step / (points - 1) for step in range(points)]

    def value(self, place: float) -> float:
        """The parameter at a place; the place itself where several move."""
        return _placed(self.alone, place) if self.alone else place

    @property
    def unit(self) -> str:
        """Unit of :meth:`value`."""
        return self.alone.unit if self.alone else "low end −1, as it is 0, high end 1"


def assumptions(question: Question, signed: Iterable[str]) -> dict[str, Assumption]:
    """Every assumption with a range, in bars, by name.

    Parameters
    ----------
    question : Question
    signed : iterable of str
        Partners whose demand and leaks move apart from those of all others.
    """
    owner = {economy: code for code in signed for economy in question.partner(code).jurisdictions}
    found: dict[str, list[Quantity]] = {}
    for name, quantity in question.scenario.world().parameters.items():
        if quantity.low < quantity.high:
            found.setdefault(_bar(name, owner), []).append(quantity)
    return {name: Assumption(name, tuple(members)) for name, members in found.items()}


def chosen(known: Mapping[str, Assumption], names: Iterable[str]) -> list[Assumption]:
    """Bars of these names.

    Raises
    ------
    UnknownNameError
        If one of them is no assumption with a range; the message names the nearest.
    """
    asked = list(names)
    for name in asked:
        if name not in known:
            raise UnknownNameError.of("assumption", name, known)
    return [known[name] for name in asked]


def _placed(quantity: Quantity, place: float) -> float:
    end = quantity.low if place < 0 else quantity.high
    # The very ends, not what rounding makes of them.
    return end if abs(place) == 1 else quantity.value + abs(place) * (end - quantity.value)


def _bar(name: str, owner: Mapping[str, str]) -> str:
    if name.startswith("diversion.throughput."):
        return "diversion.throughput of all routes"
    for family in ECONOMY_NAMES:
        if name.startswith(f"{family}."):
            economy = name.removeprefix(f"{family}.").split(".")[0]
            if len(economy) == 3 and economy.isupper():
                return f"{family} of {owner[economy]}" if economy in owner else f"{family} of all others"
    return name
