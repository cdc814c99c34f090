"""Shares of the variance of an outcome that go back to each assumption, alone and together with others.

I. M. Sobol', Mathematics and Computers in Simulation 55 (2001); design and estimators of A. Saltelli and others,
Computer Physics Communications 181 (2010).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem, need
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import percent
from deals.uncertainty.figures.sobol import variance_shares
from deals.uncertainty.methods.checking import CONFIDENCE, SEED, check_names, in_blocks, problem
from optimizer import Floats

RESAMPLES = 500
COLUMNS = {"first": "S1", "first_confidence": "S1_conf", "total": "ST", "total_confidence": "ST_conf"}


@dataclass(frozen=True, eq=False, repr=False)
class Indices(Answer):
    """Shares of variance by input.

    Attributes
    ----------
    outcome : str
        What varies, with its unit.
    blocks : int
        How many blocks of draws they are estimated from.
    failed : int
        How many more were left out, because a draw of theirs failed.
    spread : float
        Standard deviation of the outcome over all draws, in its unit.
    about : callable
        An input in words, for sentence and chart.
    """

    _table: pd.DataFrame
    outcome: str
    blocks: int
    failed: int
    spread: float
    about: Callable[[str], str] = str

    @property
    def table(self) -> pd.DataFrame:
        """Index input, largest total first; shares of the variance of the outcome, of one.

        `first`: what would go if the input alone were known; `total`: what would stay if all but it were known, so that
        the input acts together with others where it is above `first`. `first_confidence` and `total_confidence` are
        half the width of their 95% intervals (bootstrap over blocks). Estimates of small shares may lie below nought.
        An outcome that does not vary has no shares: noughts.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """Which inputs the outcome varies with."""
        parts = [f"{self.about(str(name))}: {percent(share)}" for name, share in self._table["total"].head(3).items()]
        return f"{self.outcome}, varies most, alone or together with others, with {'; '.join(parts)}"

    def chart(self) -> Chart:
        """Shares of variance by input with intervals, alone and in all."""
        return variance_shares(self._table.rename(index=self.about), self.outcome, self.blocks, self.failed)


def sobol_design(names: Sequence[str], base: int, seed: int) -> Floats:
    """Draws to solve for shares of variance: `base` blocks of inputs + 2 draws.

    Parameters
    ----------
    names : sequence of str
        Inputs.
    base : int
        Blocks: a power of two, for the sequence of points is balanced only there.
    seed : int

    Returns
    -------
    array
        Base times (inputs + 2) rows and a column an input, each between -1 and 1.

    Raises
    ------
    InputError
        If names are none or given twice, or `base` is no power of two above one.
    """
    need("SALib")
    from SALib.sample import sobol as sampling  # heavy

    check_names(names)
    check_base(base)
    return cast("Floats", sampling.sample(problem(names), base, calc_second_order=False, seed=seed))


def check_base(base: int) -> None:
    """Check the number of blocks of a design.

    Raises
    ------
    InputError
        If it is no power of two above one.
    """
    if base < 2 or base & (base - 1):
        raise InputError(Problem("", "base", base, "blocks are a power of two", "512 or 1024, say"))


def sobol(
    names: Sequence[str],
    design: Floats,
    outcomes: Floats,
    *,
    outcome: str = "outcome",
    about: Callable[[str], str] = str,
) -> Indices:
    """Shares of variance from the outcomes of a design.

    A block with a failed draw (an outcome that is not a number) is left out as a whole, and counted: what is left is
    the variance over worlds in which all goes well.

    Parameters
    ----------
    names
        As the design was made with.
    design : array
        As :func:`sobol_design` gave it.
    outcomes : array
        A number for each of its rows.
    outcome : str
        What they are, with the unit, for the picture.
    about : callable
        An input in words, for sentence and picture; as it is called by default.

    Raises
    ------
    InputError
        If outcomes do not fit the design, or fewer than two blocks are without a failed draw.
    """
    need("SALib")
    from SALib.analyze import sobol as analysis  # heavy

    blocks, whole = in_blocks(names, len(design), outcomes, len(names) + 2, "outcomes")
    kept = blocks[whole].ravel()
    spread = float(kept.std())
    index = pd.Index(list(names), name="input")
    table = pd.DataFrame(0.0, index=index, columns=list(COLUMNS))
    if np.ptp(kept) > np.finfo(float).eps * np.abs(kept).max():
        found = analysis.analyze(
            problem(names),
            kept,
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=CONFIDENCE,
            seed=SEED,
        )
        table = pd.DataFrame(
            {name: np.asarray(found[key], dtype=float) for name, key in COLUMNS.items()}, index=index
        ).sort_values("total", ascending=False, kind="stable")
    return Indices(table, outcome, int(whole.sum()), int((~whole).sum()), spread, about)
