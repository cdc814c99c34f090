"""A good plan near the relaxation, and how far from the best it can be."""

from dataclasses import dataclass

from deals.model.rows.variables import Choices
from deals.plan.search import SETTLED, Held, settled_by
from optimizer import InfeasibleError, Solution, TimeLimitError

WHOLE = ("sign", "standard", "promoted", "opened", "unthreatened")
"""Yes or no: what the relaxation has settled on yes stands."""
SEARCHED = 3.0
"""Times a plan's own gap that the search for whole numbers may leave: the relaxation itself mostly lies further off."""


@dataclass(frozen=True, eq=False)
class Nearest:
    """A plan, and the most that any plan could bring.

    Attributes
    ----------
    solution : Solution
    bound : float
        USD bn by weighted goals.
    """

    solution: Solution
    bound: float

    @property
    def gap(self) -> float:
        """By how much a better plan is not excluded, USD bn by weighted goals."""
        return max(0.0, self.bound - self.solution.objective)


def nearest(choices: Choices, gap: float, time_limit: float) -> Nearest:
    """Solve the relaxation, hold what it has settled, and find whole numbers for the rest.

    Its bound is that of the relaxation, or of the search where all that was held does not fit together.

    Raises
    ------
    optimizer.OptimizerError
        If there is no plan, or none was found in time.
    """
    program = choices.program
    relaxed = program.solve(relaxed=True)
    near = settled_by(choices, relaxed)
    for held in ({**near, **_agreed(relaxed)}, near):
        try:
            found = program.solve(gap=SEARCHED * gap, time_limit=time_limit, held=held)
            return Nearest(found, relaxed.objective)
        except (InfeasibleError, TimeLimitError):
            continue
    solution = program.solve(gap=gap, time_limit=time_limit)
    return Nearest(solution, min(relaxed.objective, solution.objective + solution.absolute_gap))


def _agreed(relaxed: Solution) -> Held:
    """What the relaxation says yes to."""
    return {
        (family, key): (1.0, 1.0)
        for family in WHOLE
        for key, value in relaxed.mapping(family).items()
        if value > 1 - SETTLED
    }
