"""A reform: a small, named change of the world's numbers or of the law's, checked before anything changes."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints, model_validator
from pydantic.dataclasses import dataclass

from deals.kit.frozen import FrozenMapping
from deals.kit.patches import Patch
from deals.scenario.refusal import collected
from deals.world.load import load_world
from deals.world.naming.economies import code_or_same
from deals.world.own.own_data import NOTHING, OwnData
from deals.world.quantity import Quantity, RuleParameter
from deals.world.world import Knowledge, World

FIELDS = {
    "title": "what the reform does, in a few words",
    "patches": 'a change for each parameter, as in {"harm.per_kH": {"scale": 0.5}}',
    "source": "where the numbers come from, as a citation or an address",
    "note": "why, and what to mind",
}


def _patch(given: object) -> Mapping[str, float]:
    """Check one change: exactly one operation, with a finite number."""
    patch = Patch.of(given)
    return FrozenMapping({patch.operation: patch.amount})


def _by_code(patches: Mapping[str, Mapping[str, float]]) -> Mapping[str, Mapping[str, float]]:
    """Names of parameters with every country in them by its code."""
    coded: dict[str, Mapping[str, float]] = {}
    for written, patch in patches.items():
        name = ".".join(code_or_same(part) if part[:1].isupper() else part for part in written.split("."))
        if name in coded:
            raise ValueError(f"{name} is changed twice, under two names of a country")
        coded[name] = patch
    return coded


def _plain(patches: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {name: dict(patch) for name, patch in patches.items()}


Title = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]
OnePatch = Annotated[Mapping[str, float], BeforeValidator(_patch), AfterValidator(FrozenMapping)]
Patches = Annotated[
    Mapping[str, OnePatch], AfterValidator(_by_code), AfterValidator(FrozenMapping), PlainSerializer(_plain)
]
Text = Annotated[str, StringConstraints(strict=True, strip_whitespace=True)]


@dataclass(frozen=True, config={"extra": "forbid"})
class Reform:
    """A change of some of the world's parameters, or of numbers in the regimes' rules, under one title.

    A parameter is scaled or set, never given as a bare number: a reader must see which. The range of the parameter
    moves with it. Several reforms apply in order, each to the outcome of those before it.

    Parameters
    ----------
    title
        What the reform does, in a few words.
    patches
        For each parameter of the world one change: ``{"scale": factor}`` or ``{"set": value}`` in its own unit. A
        number of the law has ``rule.`` before its name, and its period after an at sign where it has several:
        ``rule.tier2.country_allocation``, ``rule.nveu.cap@2026Q1``. Without its year or period a name stands for all:
        ``demand.ARE``. A country goes by any of its names: ``demand.United Arab Emirates``.
    source
        Where the numbers come from: a citation, an address, or nothing.
    note
        Why, and what to mind.

    Raises
    ------
    InputError
        With everything wrong in it. Whether the parameters exist is checked against a world, when the reform
        meets one.

    Examples
    --------
    >>> Reform("halve Malaysia's diversion rate", {"diversion.leak.MYS": {"scale": 0.5}}).in_words()
    ['diversion.leak.MYS: multiplied by 0.5']
    >>> Reform("double the allocation", {"rule.tier2.country_allocation": {"scale": 2}}).in_words()
    ['rule.tier2.country_allocation: multiplied by 2']
    """

    title: Title
    patches: Patches
    source: Text = ""
    note: Text = ""

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: Callable[[Any], "Reform"]) -> "Reform":
        answer: Reform = collected(lambda: handler(data), {"": FIELDS})
        return answer

    @property
    def cited(self) -> str:
        """Its title with its source and note, as far as it has any."""
        about = "; ".join(part for part in (self.source and f"source: {self.source}", self.note) if part)
        return f"{self.title} ({about})" if about else self.title

    def in_words(self, world: World | None = None) -> list[str]:
        """Tell, one sentence a parameter, what changes; with a world, from which value to which.

        Raises
        ------
        UnknownNameError
            If the world lacks one of the parameters.
        """
        before = {} if world is None else world.patchable()
        after = {} if world is None else world.patched(self.patches).patchable()
        sentences = []
        for name, patch in self.patches.items():
            ((operation, number),) = patch.items()
            done = f"multiplied by {number:g}" if operation == "scale" else f"set to {number:g}"
            if world is None:
                sentences.append(f"{name}: {done}")
            for one in () if world is None else world.every_year(name):
                old, new = before[one], after[one]
                told = f"{one}: {done}, from {old.value:g} to {new.value:g} {new.unit}".rstrip()
                sentences.append(f"{told}{_beyond(old, new)}")
        return sentences


def _beyond(old: Quantity | RuleParameter, new: Quantity | RuleParameter) -> str:
    """That a number now lies outside the range it had, where it does; numbers of the law have none."""
    if not isinstance(old, Quantity) or old.low <= new.value <= old.high:
        return ""
    return f" (outside its range, {old.low:g} to {old.high:g})"


@lru_cache(maxsize=32)
def reformed(day: date, knowledge: Knowledge, reforms: tuple[Reform, ...], own: OwnData = NOTHING) -> World:
    """Load the world of a day with own rows laid over and apply reforms to it, in order; a world never changes.

    Raises
    ------
    InputError
        If the data have gaps for that day, or a reform names a parameter they lack.
    """
    if reforms:
        return reformed(day, knowledge, reforms[:-1], own).patched(reforms[-1].patches)
    return load_world(day, knowledge, own=own) if own else load_world(day, knowledge)
