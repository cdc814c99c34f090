"""The worlds in which a package of one's own is weighed: the one as judged first, then drawn ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from deals.model.question import Question
from deals.record.weighing.stated import Stated
from deals.uncertainty.acceptance.packages import Weighed, weighed
from deals.uncertainty.draws import BASIS, ELASTICITIES, Draws
from deals.uncertainty.held.asking import asked_of_many
from optimizer import Floats

DRAWS = 256
"""Worlds drawn if nobody says otherwise: odds to about three points."""


@dataclass(frozen=True, eq=False)
class Weighing:
    """A question in the world as judged and in drawn ones, for some partners.

    Attributes
    ----------
    base : Question
        In one world.
    question : Question
        In all of them; the first is the world as judged.
    sold : mapping
        Thousand H100e that others get beyond the no-deal path, by period.
    """

    base: Question
    question: Question
    sold: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        base: Question,
        partners: Collection[str],
        draws: int,
        *,
        seed: int = 0,
        sold: Mapping[int, float] | None = None,
        changes: Mapping[str, float] | None = None,
        factors: Mapping[str, float] | None = None,
    ) -> "Weighing":
        """The worlds for some partners.

        Parameters
        ----------
        base : Question
        partners : collection of str
        draws : int
            Drawn worlds beside the one as judged.
        seed : int
        sold : mapping
        changes, factors : mapping
            Parameters set to a value, or multiplied, in every world.
        """
        scenario = base.scenario
        world = base.regime.world(scenario.world())
        plain = scenario.world()
        drawn = Draws.of(plain, seed)
        values = {name: np.full(draws + 1, plain.parameters[name].value) for name in drawn.names}
        elasticities, bases = [str(base.world.elasticities)], [str(scenario.h100e_basis)]
        if draws:
            numbers = range(draws)
            for name, found in drawn.values(numbers).items():
                values[name][1:] = found
            choices = drawn.choices(numbers)
            elasticities += choices[ELASTICITIES]
            bases += choices[BASIS]
        for name, value in (changes or {}).items():
            values[name] = np.full(draws + 1, value)
        for name, factor in (factors or {}).items():
            values[name] = factor * values.get(name, np.full(draws + 1, world.parameters[name].value))
        codes = [code for code in base.codes if code in set(partners)]
        asked = asked_of_many(base, codes, set(codes), values, elasticities, bases)
        return cls(base, asked, dict(sold or {}))

    def weigh(self, stated: Stated) -> Weighed:
        """A package for both sides, an element a world."""
        return weighed(self.question, stated.package(self.base), self.sold)

    def alone(self, partner: str) -> Floats:
        """What the best country rate alone brings the United States toward a partner, USD bn, an element a world."""
        rate = self.question.alone.get(partner)
        nothing = np.zeros(len(self.question.world.elasticities))
        return nothing if rate is None else nothing + rate.worth
