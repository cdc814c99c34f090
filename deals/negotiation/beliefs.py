"""What the other side's weights can be, given what it has said: a box cut by half-spaces.

The model says what each instrument is worth to a partner. How much its government cares is another matter: each
instrument's worth counts with a weight of its own, known only to lie in a range. Every statement that a package is at
least as good to the partner as another cuts the set of weights that can explain it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from deals.model.variables import Rows
from optimizer import Program

if TYPE_CHECKING:
    import pandas as pd

type Floats = NDArray[np.float64]

LEAST, MOST = 0.5, 2.0
"""Weights before anything is heard: half to twice what the model says (a judgement)."""
CONSISTENT, ROOM = 1e-7, 1e-9
DRAWS = 300


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
        """Weights to reckon with: the mean over the set, when all ratios to the model are as likely as each other.

        The mean is taken over a chain of draws, one weight after the other, and is the same every time. Where nothing
        explains all that was heard, the set is stretched until something does.
        """
        random = np.random.default_rng(0)
        slack = self.strain + ROOM
        lean = np.array([cut.worth for cut in self.cuts]).reshape(len(self.cuts), len(self.issues))
        base = np.array([cut.constant for cut in self.cuts])
        at = np.mean([corner for _, corner in self._corners], axis=0)
        total = np.zeros_like(at)
        for _ in range(DRAWS):
            for i in range(len(at)):
                rest = base + slack + lean @ at - lean[:, i] * at[i]
                with np.errstate(divide="ignore", invalid="ignore"):
                    ends = -rest / lean[:, i]
                low = max([self.low, *ends[lean[:, i] > 0]])
                high = min([self.high, *ends[lean[:, i] < 0]])
                if low < high:
                    at[i] = low * (high / low) ** random.random()
            total += at
        return total / DRAWS

    @cached_property
    def _corners(self) -> list[tuple[float, Floats]]:
        """Least and greatest value of each weight in turn, each with the weights it is taken at."""
        return [self._extreme(sign * row) for row in np.eye(len(self.issues)) for sign in (1.0, -1.0)]

    def _extreme(self, direction: Floats) -> tuple[float, Floats]:
        program, weight = self._allowed()
        program.objective(program.linear([(weight[i], -float(a)) for i, a in zip(self.issues, direction, strict=True)]))
        solution = program.solve()
        return -solution.objective, np.asarray(solution.values("weight"), dtype=np.float64)

    @cached_property
    def strain(self) -> float:
        """How far the least unlikely weights are from explaining all that was heard; nothing if they do."""
        program, _, strain = self._program()
        program.objective(program.linear([(strain, -1.0)]))
        found = -program.solve().objective
        return found if found > CONSISTENT else 0.0

    @property
    def consistent(self) -> bool:
        """Whether some weights explain all that was heard."""
        return self.strain == 0.0

    def span(self, worth: Sequence[float] | Floats, constant: float = 0.0) -> tuple[float, float]:
        """Least and greatest ``worth . weights + constant`` over the set."""
        direction = np.array(worth, dtype=float)
        return self._extreme(direction)[0] + constant, -self._extreme(-direction)[0] + constant

    def table(self) -> "pd.DataFrame":
        """Range of each weight: one row an instrument, columns low, high and the value reckoned with."""
        import pandas as pd

        ends = [value for value, _ in self._corners]
        frame = pd.DataFrame(index=pd.Index(self.issues, name="instrument"))
        frame["low"], frame["high"], frame["reckoned"] = ends[::2], [-x for x in ends[1::2]], self.centre()
        return frame

    def _allowed(self) -> tuple[Program, Any]:
        """The set as a programme, stretched just enough to hold something."""
        program, weight, strain = self._program()
        program.constraints("no more strain", {"all": program.linear([(strain, 1.0)]) <= self.strain + ROOM})
        return program, weight

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
