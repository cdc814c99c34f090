"""Worlds that are typed in: what some parameters are in each, all else at its central value."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from deals.uncertainty.draws import BASIS, ELASTICITIES, Patches
from optimizer import Floats


@dataclass(frozen=True)
class Given:
    """A world for each place of the lists, and what is chosen in all of them."""

    numbers: Mapping[str, Sequence[float]]
    chosen: Mapping[str, str] = field(default_factory=lambda: {ELASTICITIES: "BSY", BASIS: "tpp"})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.numbers)

    def values(self, numbers: Sequence[int]) -> dict[str, Floats]:
        return {name: np.array([listed[number] for number in numbers]) for name, listed in self.numbers.items()}

    def choices(self, numbers: Sequence[int]) -> dict[str, tuple[str, ...]]:
        return {name: (option,) * len(numbers) for name, option in self.chosen.items()}

    def patches(self, number: int) -> Patches:
        return {name: {"set": float(listed[number])} for name, listed in self.numbers.items()}

    def fingerprint(self) -> str:
        return hashlib.sha256(repr((self.numbers, self.chosen)).encode()).hexdigest()
