"""Elementary effects: which assumptions matter at all, for few draws an assumption.

M. D. Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 33 (1991), with the
mean of absolute effects of F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem, need
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.uncertainty.figures.morris import effects
from deals.uncertainty.methods.checking import CONFIDENCE, SEED, check_names, in_blocks, problem
from optimizer import Floats

LEVELS = 4
"""Values an input takes; four is what Morris and Campolongo use."""
RESAMPLES = 1000


@dataclass(frozen=True, eq=False, repr=False)
class Screening(Answer):
    """Elementary effects of inputs.

    Attributes
    ----------
    outcome : str
        What they are effects on, with its unit.
    trajectories : int
        How many paths through the inputs they are means of.
    failed : int
        How many more were left out, because a draw of theirs failed.
    about : callable
        An input in words, for sentence and chart.
    """

    _table: pd.DataFrame
    outcome: str
    trajectories: int
    failed: int
    about: Callable[[str], str] = str

    @property
    def table(self) -> pd.DataFrame:
        """Index input, the one that matters most first; all in the unit of the outcome.

        `mu_star`, the mean size of an effect: what changes if the input alone moves over its whole range, at places all
        over the ranges of the others; `mu_star_confidence`, half the width of its 95% interval (bootstrap over
        trajectories); `sigma`, how much the effect differs from place to place, for the input acts in a bent line or
        together with others; `mu`, the mean effect with its sign.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """Which inputs matter most."""
        largest = "; ".join(self.about(str(name)) for name in self._table.index[:3])
        return f"{self.outcome}, is moved most by {largest} ({self.trajectories} trajectories)"

    def chart(self) -> Chart:
        """Mean size of effects, largest first, with intervals, and how much they differ from place to place."""
        return effects(self._table.rename(index=self.about), self.outcome, self.trajectories, self.failed)


def morris_design(names: Sequence[str], trajectories: int, seed: int, levels: int = LEVELS) -> Floats:
    """Draws to solve for a screening: `trajectories` paths that move one input at a time.

    Parameters
    ----------
    names : sequence of str
        Inputs.
    trajectories : int
        Paths, two or more; ten to a hundred is usual.
    seed : int
    levels : int
        Values that each input takes; an even number.

    Returns
    -------
    array
        Trajectories times (inputs + 1) rows and a column an input, each between -1 and 1.

    Raises
    ------
    InputError
        If names are none or given twice, there are fewer than two trajectories, or the levels are not even.
    """
    need("SALib")
    from SALib.sample import morris as sampling  # heavy

    check_names(names)
    if trajectories < 2:
        raise InputError(Problem("", "trajectories", trajectories, "a screening needs two trajectories or more"))
    _check_levels(levels)
    return cast("Floats", sampling.sample(problem(names), trajectories, num_levels=levels, seed=seed))


def morris(
    names: Sequence[str],
    design: Floats,
    outcomes: Floats,
    *,
    outcome: str = "outcome",
    levels: int = LEVELS,
    about: Callable[[str], str] = str,
) -> Screening:
    """Elementary effects from the outcomes of a design.

    A trajectory with a failed draw (an outcome that is not a number) is left out as a whole, and counted.

    Parameters
    ----------
    names, levels
        As the design was made with.
    design : array
        As :func:`morris_design` gave it.
    outcomes : array
        A number for each of its rows.
    outcome : str
        What they are, with the unit, for the picture.
    about : callable
        An input in words, for sentence and picture; as it is called by default.

    Raises
    ------
    InputError
        If outcomes do not fit the design, or fewer than two trajectories are without a failed draw.
    """
    need("SALib")
    from SALib.analyze import morris as analysis  # heavy

    _check_levels(levels)
    blocks, whole = in_blocks(names, len(design), outcomes, len(names) + 1, "outcomes")
    found = analysis.analyze(
        problem(names),
        design[np.repeat(whole, blocks.shape[1])],
        blocks[whole].ravel(),
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=levels,
        seed=SEED,
    )
    table = pd.DataFrame(
        {
            "mu_star": np.asarray(found["mu_star"], dtype=float),
            "mu_star_confidence": np.asarray(found["mu_star_conf"], dtype=float),
            "sigma": np.asarray(found["sigma"], dtype=float),
            "mu": np.asarray(found["mu"], dtype=float),
        },
        index=pd.Index(list(names), name="input"),
    ).sort_values("mu_star", ascending=False, kind="stable")
    return Screening(table, outcome, int(whole.sum()), int((~whole).sum()), about)


def _check_levels(levels: int) -> None:
    if levels < 2 or levels % 2:
        raise InputError(Problem("", "levels", levels, "levels are an even number", "4 is usual"))
