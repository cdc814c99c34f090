"""What the other side's weights can be, given what it has said: a box cut by half-spaces.

The model says what each instrument is worth to a partner. How much its government cares is another matter: each
instrument's worth counts with a weight of its own, known only to lie in a range. Every statement that a package is at
least as good to the partner as another cuts the set of weights that can explain it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from deals.model.rows.variables import Rows
from optimizer import Floats, Program

LEAST, MOST = 0.5, 2.0
"""Weights before anything is heard: half to twice what the model says (a judgement)."""
CONSISTENT, ROOM = 1e-7, 1e-9
DRAWS = 300
LIKELY = (0.1, 0.9)
"""Quantiles between which a weight likely lies."""
TRIED = 4000


@dataclass(frozen=True, eq=False)
class Cut:
    """``worth . weights + constant >= 0``, with what was heard."""

    worth: Floats
    constant: float
    heard: str


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights that can explain what was heard.

    Attributes
    ----------
    issues : tuple of str
        Instruments, one weight each.
    cuts : tuple of Cut
        What was heard, in order.
    low, high : float
        The range of every weight before that.
    """

    issues: tuple[str, ...]
    cuts: tuple[Cut, ...] = ()
    low: float = LEAST
    high: float = MOST

    def after(self, worth: Sequence[float] | Floats, constant: float, heard: str) -> "Weights":
        """The set after hearing one more thing; what says nothing about weights is left out."""
        vector = np.array(worth, dtype=float)
        size = float(np.abs(vector).max(initial=0.0))
        if size <= CONSISTENT:
            return self
        return replace(self, cuts=(*self.cuts, Cut(vector / size, constant / size, heard)))

    def centre(self) -> Floats:
        """Weights to reckon with: the mean over the set."""
        mean: Floats = self.draws.mean(axis=0)
        return mean

    @cached_property
    def draws(self) -> Floats:
        """Weights drawn from the set, all ratios to the model being as likely as each other.

        They form a chain, one weight moving after the other, and are the same every time. Where nothing explains all
        that was heard, the set is stretched until something does.
        """
        random = np.random.default_rng(0)
        at, lean, base = self._start
        drawn = np.empty((DRAWS, len(at)))
        for sweep in range(DRAWS):
            for i in range(len(at)):
                slope = lean[:, i]
                rest = base + lean @ at - slope * at[i]
                rising, falling = slope > 0, slope < 0
                low = max(self.low, float((-rest[rising] / slope[rising]).max(initial=self.low)))
                high = min(self.high, float((-rest[falling] / slope[falling]).min(initial=self.high)))
                if low < high:
                    at[i] = low * (high / low) ** random.random()
            drawn[sweep] = at
        return drawn

    @cached_property
    def _start(self) -> tuple[Floats, Floats, Floats]:
        """Weights well inside the set, and the set as half-spaces: ``lean . weights + base >= 0``."""
        lean = np.array([cut.worth for cut in self.cuts]).reshape(len(self.cuts), len(self.issues))
        base = np.array([cut.constant for cut in self.cuts]) + self.strain + ROOM
        program, weight, _ = self._program()
        inside = program.variables("inside", ["all"])["all"]
        rows: Rows = {}
        for number, (row, constant) in enumerate(zip(lean, base, strict=True)):
            pairs = [(weight[i], float(a)) for i, a in zip(self.issues, row, strict=True)]
            rows[number,] = program.linear([*pairs, (inside, -1.0)]) >= -float(constant)
        box: Rows = {}
        for i in self.issues:
            box[i, "low"] = program.linear([(weight[i], 1.0), (inside, -1.0)]) >= self.low
            box[i, "high"] = program.linear([(weight[i], 1.0), (inside, 1.0)]) <= self.high
        program.constraints("inside the cuts", rows)
        program.constraints("inside the box", box)
        program.objective(program.linear([(inside, 1.0)]))
        return np.array(program.solve().values("weight"), dtype=np.float64), lean, base

    @cached_property
    def _corners(self) -> list[float]:
        """Least and greatest value of each weight in turn."""
        return [end for row in np.eye(len(self.issues)) for end in self.span(row)]

    @cached_property
    def strain(self) -> float:
        """How far the least unlikely weights are from explaining all that was heard; nothing if they do."""
        program, _, strain = self._program()
        program.objective(program.linear([(strain, -1.0)]))
        least = -program.solve().objective
        return least if least > CONSISTENT else 0.0

    @property
    def consistent(self) -> bool:
        """Whether some weights explain all that was heard."""
        return self.strain == 0.0

    @cached_property
    def left(self) -> float:
        """Share of the weights that seemed possible at first (all ratios to the model alike) that explain it all."""
        tried = self.low * (self.high / self.low) ** np.random.default_rng(0).random((TRIED, len(self.issues)))
        fit = np.ones(TRIED, dtype=bool)
        for cut in self.cuts:
            fit &= tried @ cut.worth + cut.constant >= 0
        return float(fit.mean())

    def span(self, worth: Sequence[float] | Floats, constant: float = 0.0) -> tuple[float, float]:
        """Least and greatest ``worth . weights + constant`` over the set."""
        program, weight, strain = self._program()
        least_strain = program.linear([(strain, 1.0)]) <= self.strain + ROOM
        program.constraints("no more strain", {"all": least_strain})
        ends = []
        for sign in (-1.0, 1.0):
            pairs = [(weight[i], sign * float(a)) for i, a in zip(self.issues, worth, strict=True)]
            program.objective(program.linear(pairs))
            ends.append(sign * program.solve().objective + constant)
        return ends[0], ends[1]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Range of each weight: one row an instrument.

        Returns
        -------
        DataFrame
            Columns low and high (possible), likely_low and likely_high (nine draws in ten lie above the one, nine in
            ten below the other), and reckoned (the value we reckon with). A weight of one is the model's own.
        """
        frame = pd.DataFrame(index=pd.Index(self.issues, name="instrument"))
        frame["low"], frame["high"] = self._corners[::2], self._corners[1::2]
        frame["likely_low"], frame["likely_high"] = np.quantile(self.draws, LIKELY, axis=0)
        frame["reckoned"] = self.centre()
        return frame

    def _program(self) -> tuple[Program, Any, Any]:
        program = Program("weights", maximise=True)
        weight = program.variables("weight", self.issues, lower=self.low, upper=self.high)
        strain = program.variables("strain", ["all"])["all"]
        rows: Rows = {}
        for number, cut in enumerate(self.cuts):
            pairs = [(weight[issue], float(a)) for issue, a in zip(self.issues, cut.worth, strict=True)]
            rows[number,] = program.linear([*pairs, (strain, 1.0)]) >= -cut.constant
        program.constraints("heard", rows)
        return program, weight, strain
