"""A mixed-integer search that time stopped, brought to what can be said of it at once."""

from dataclasses import replace

import numpy as np

from optimizer.build.arrays import Arrays, Floats
from optimizer.errors import PricesUnavailableError
from optimizer.solve.engine import Engine
from optimizer.solve.live import Live
from optimizer.solve.outcome import Outcome, Settings, Vectors
from optimizer.status import Status


def completed(arrays: Arrays, outcome: Outcome) -> Outcome:
    """The best with the whole numbers that were found; where none were, with those nearest to nought, if that can be.

    So its prices are those of it with the integers fixed. The bound is that of the search, or of the relaxation where
    the search had none. Both are linear programmes, and solved without a limit.

    Parameters
    ----------
    arrays : Arrays
        The programme.
    outcome : Outcome
        What a run on it ended with. One that time did not stop is given back as it is.
    """
    if outcome.status is not Status.TIME_LIMIT or not arrays.integer.any():
        return outcome
    found = np.array(outcome.solution.col_value) if outcome.has_solution else np.zeros(arrays.columns)
    try:
        live = Live(with_whole_numbers(arrays, np.round(np.clip(found, arrays.lower, arrays.upper))))
    except PricesUnavailableError:
        return outcome
    objective, sign = live.objective, 1.0 if arrays.maximise else -1.0
    if outcome.has_solution and sign * objective < sign * outcome.objective:
        return outcome
    bound = outcome.bound
    if not np.isfinite(bound):
        relaxed = Engine(replace(arrays, integer=np.zeros_like(arrays.integer)), Settings()).run(interruptible=True)
        bound = relaxed.objective if relaxed.has_solution else bound
    point = Vectors.of(live.last.solution)
    return replace(outcome, objective=objective, bound=bound, has_solution=True, solution=point, basis=None)


def with_whole_numbers(arrays: Arrays, point: Floats) -> Arrays:
    """The linear programme that is left when whole numbers are those of a point."""
    whole = arrays.integer
    lower, upper = np.where(whole, point, arrays.lower), np.where(whole, point, arrays.upper)
    return replace(arrays, lower=lower, upper=upper, integer=np.zeros_like(whole))
