"""What it is worth to know an assumption before choosing: the expected value of perfect information about it.

Whoever knew an input could choose by it; the value is how much better such choices come out on average than the one
choice that is best without it. It is found as M. Strong, J. E. Oakley and A. Brennan do (Medical Decision Making 34,
2014): outcomes are regressed on the input, and the choice is that of the regression. Theirs is tried on the draws that
made it, and gains from noise as well; here it is made on nine tenths of the draws and tried on the tenth, in turn. So
the value is that of a rule anyone could follow: no more than the true value on average, and nothing for noise.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import number
from deals.uncertainty.figures.information import values
from deals.uncertainty.methods.checking import CONFIDENCE, SEED, complete
from optimizer import Floats

FOLDS = 10
KNOTS = (0.2, 0.4, 0.6, 0.8)
"""Shares of draws between which an outcome may bend in an input: straight between them."""
SHUFFLES = 200
"""Times that an input is dealt out to other draws, to see what noise would be worth, or a regression drawn anew."""
CERTAIN = 0.95
"""Share of shuffles that a value has to exceed."""


@dataclass(frozen=True, eq=False, repr=False)
class Information(Answer):
    """Value of knowing inputs before choosing between alternatives.

    Attributes
    ----------
    chosen : str
        The alternative that is best without knowing anything.
    everything : float
        What it is worth to know all of it: the best in every draw against that alternative (EVPI).
    everything_error : float
        Half the width of its 95% interval.
    outcome : str
        What is measured, with its unit.
    draws, failed : int
        How many there are, and how many were left out.
    about : callable
        An input in words, for sentence and chart.
    """

    _table: pd.DataFrame
    chosen: str
    everything: float
    everything_error: float
    outcome: str
    draws: int
    failed: int
    about: Callable[[str], str] = str

    @property
    def table(self) -> pd.DataFrame:
        """Index input (or group of them), most valuable first; in the unit of the outcome.

        `value` of knowing it before choosing; `low` and `high`, its 95% interval (over draws; none is below nought, for
        nobody has to use what they know, and `high` is no less than what the regression may be worth for all it
        knows); `noise`, what an input that says nothing would seem to be worth at most in 19
        of 20 cases; `certain`, whether the value is above that and its interval above nought; `switches`, the share of
        draws in which another alternative would be chosen.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """What is worth knowing, and how much that is of all there is to know."""
        sure = self._table[self._table["certain"]]
        worth = [f"{self.about(str(name))}: {number(float(row['value']))}" for name, row in sure.head(3).iterrows()]
        known = f"to know one alone most for {'; '.join(worth)}" if worth else "but no single assumption is for sure"
        return (
            f"{self.chosen} is best as things stand; to know everything before choosing is worth "
            f"{number(self.everything)} ({self.outcome}), {known}"
        )

    def chart(self) -> Chart:
        """Value of knowing each input, with its interval and what noise would seem worth."""
        return values(
            self._table.rename(index=self.about), self.outcome, self.everything, self.chosen, self.draws, self.failed
        )


def information(
    inputs: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    outcome: str = "outcome",
    about: Callable[[str], str] = str,
) -> Information:
    """What it is worth to know each input before choosing.

    Draws that failed for an alternative (missing numbers) are left out, and counted.

    Parameters
    ----------
    inputs : DataFrame
        A row a draw, a column an input; columns that are not of numbers are choices.
    outcomes : DataFrame
        The same draws, a column an alternative; more is better.
    groups : mapping, optional
        Inputs that would be known together, by name of the group; every input on its own by default.
    outcome : str
        What outcomes are, with the unit, for the picture.
    about : callable
        An input in words, for sentence and picture; as it is called by default.

    Raises
    ------
    InputError
        If draws of inputs and outcomes are not the same, an input is missing in a draw, there is only one alternative,
        or fewer draws went well than there are folds.
    UnknownNameError
        If a group names an input that is not there.
    """
    kept, failed = complete(outcomes)
    _check(inputs, outcomes, kept)
    known = groups or {str(name): (name,) for name in inputs.columns}
    for name in (name for members in known.values() for name in members):
        if name not in inputs.columns:
            raise UnknownNameError.of("input", str(name), map(str, inputs.columns), field="groups")
    numbers = kept.to_numpy()
    best = int(numbers.mean(axis=0).argmax())
    every = numbers.max(axis=1) - numbers[:, best]
    known_in = inputs[outcomes.notna().all(axis=1).to_numpy()]
    rng = np.random.default_rng(SEED)
    fold = rng.permutation(len(kept)) % FOLDS
    dealt = np.stack([numbers[rng.permutation(len(kept))] for _ in range(SHUFFLES)])
    wide = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    rows = {}
    for name, members in known.items():
        fit = _Fit(_basis(known_in[list(members)]), fold)
        gains, switches = fit.gains(numbers)
        value, error = float(gains.mean()), float(gains.std(ddof=1)) / math.sqrt(len(gains))
        noise = float(np.quantile(fit.mean_gains(dealt), CERTAIN))
        rows[name] = {
            "value": max(0.0, value),
            "low": max(0.0, value - wide * error),
            "high": max(0.0, value + wide * error, fit.possible(numbers, (1 + CONFIDENCE) / 2)),
            "noise": max(0.0, noise),
            "certain": value - wide * error > 0 and value > noise,
            "switches": switches,
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("input").astype({"certain": bool})
    return Information(
        table.sort_values(["value", "high"], ascending=False, kind="stable"),
        str(kept.columns[best]),
        float(every.mean()),
        wide * float(every.std(ddof=1)) / math.sqrt(len(every)),
        outcome,
        len(kept),
        failed,
        about,
    )


class _Fit:
    """Least squares of outcomes on one basis, made without each fold in turn; ready for many outcomes.

    The basis is made orthonormal over all draws, so that what is left without a fold is well conditioned.
    """

    def __init__(self, basis: Floats, fold: NDArray[np.int64]) -> None:
        left, sizes, _ = np.linalg.svd(basis, full_matrices=False)
        self._basis = left[:, sizes > sizes[0] * 1e-9]
        self._folds = [np.flatnonzero(fold == number) for number in range(FOLDS)]
        whole = self._basis.T @ self._basis
        self._inverse = [np.linalg.pinv(whole - self._basis[own].T @ self._basis[own]) for own in self._folds]

    def gains(self, outcomes: Floats) -> tuple[Floats, float]:
        """By draw, what the choice by the input gains over the choice without it; and how often they differ.

        Both are made on the other folds: neither has seen the draw.
        """
        gained = np.empty(len(outcomes))
        together, total = self._basis.T @ outcomes, outcomes.sum(axis=0)
        switched = 0
        for own, inverse in zip(self._folds, self._inverse, strict=True):
            basis, here = self._basis[own], outcomes[own]
            expected = basis @ (inverse @ (together - basis.T @ here))
            choice, plain = expected.argmax(axis=1), int((total - here.sum(axis=0)).argmax())
            gained[own] = here[np.arange(len(own)), choice] - here[:, plain]
            switched += int((choice != plain).sum())
        return gained, switched / len(outcomes)

    def mean_gains(self, outcomes: Floats) -> Floats:
        """The mean over draws of :meth:`gains`, for many outcomes at once: one a first axis."""
        gained: Floats = np.zeros(len(outcomes))
        together, total = self._basis.T @ outcomes, outcomes.sum(axis=1)
        for own, inverse in zip(self._folds, self._inverse, strict=True):
            basis, here = self._basis[own], outcomes[:, own]
            choice = (basis @ (inverse @ (together - basis.T @ here))).argmax(axis=2)
            plain = (total - here.sum(axis=1)).argmax(axis=1)
            by_choice = np.take_along_axis(here, choice[:, :, None], axis=2)[:, :, 0].sum(axis=1)
            gained = gained + by_choice - here.sum(axis=1)[np.arange(len(outcomes)), plain]
        gained /= outcomes.shape[1]
        return gained

    def possible(self, outcomes: Floats, share: float) -> float:
        """A quantile of the value over regressions that the draws leave possible, each tried on its own lines.

        As Strong and others do for the error of theirs. It errs upwards: what bends by chance can be chosen by.
        """
        lines = self._basis.T @ outcomes
        residual = outcomes - self._basis @ lines
        spread = residual.T @ residual / max(1, len(outcomes) - len(lines))
        sizes, ways = np.linalg.eigh(spread)
        root = ways * np.sqrt(np.maximum(sizes, 0.0))
        rng = np.random.default_rng(SEED)
        expected = self._basis @ (lines + rng.standard_normal((SHUFFLES, *lines.shape)) @ root.T)
        found = expected.max(axis=2).mean(axis=1) - expected.mean(axis=1).max(axis=1)
        return float(np.quantile(found, share))


def _basis(inputs: pd.DataFrame) -> Floats:
    """Columns that outcomes are regressed on: bent lines of numbers and products of two, and a level a choice."""
    columns: list[Floats] = [np.ones(len(inputs))]
    straight: list[Floats] = []
    for _, column in inputs.items():
        columns += _of_one(column, straight)
    columns += [first * second for n, first in enumerate(straight) for second in straight[:n]]
    return np.column_stack(columns)


def _of_one(column: "pd.Series[Any]", straight: list[Floats]) -> Iterator[Floats]:
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        text = column.astype(str).to_numpy(dtype=object)
        yield from ((text == choice).astype(np.float64) for choice in sorted(set(text)))
        return
    numbers = column.to_numpy(dtype=np.float64)
    spread = float(numbers.std())
    if spread:
        scaled = (numbers - numbers.mean()) / spread
        straight.append(scaled)
        yield scaled
        yield from (np.maximum(scaled - knot, 0.0) for knot in np.unique(np.quantile(scaled, KNOTS)))


def _check(inputs: pd.DataFrame, outcomes: pd.DataFrame, kept: pd.DataFrame) -> None:
    problems = []
    if not inputs.index.equals(outcomes.index):
        problems.append(Problem("", "inputs", len(inputs), "not the draws of the outcomes", "give the same rows"))
    elif inputs.isna().to_numpy().any():
        problems.append(Problem("", "inputs", None, "an input is missing in a draw"))
    if len(kept.columns) < 2:
        problems.append(Problem("", "outcomes", len(kept.columns), "nothing to choose between", "two alternatives"))
    if len(kept) < 2 * FOLDS:
        problems.append(Problem("", "outcomes", len(kept), "too few draws", f"{2 * FOLDS} or more"))
    if problems:
        raise InputError(problems)
