"""Small programmes of one shape, and the same written as one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from optimizer import ProgramStack
from tests.optimizer.cases import Case, cases


@st.composite
def alike(draw: st.DrawFn, most: int = 4) -> list[Case]:
    """Programmes with as many rows and columns and the same senses, any numbers in them."""
    first = draw(cases(bounded=True))
    n, m = len(first.costs), len(first.limits)
    number = st.integers(-3, 6).map(float)

    def another() -> Case:
        return Case(
            maximise=first.maximise,
            costs=tuple(draw(st.lists(number, min_size=n, max_size=n))),
            matrix=tuple(tuple(draw(st.lists(number, min_size=n, max_size=n))) for _ in range(m)),
            senses=first.senses,
            limits=tuple(draw(st.lists(number, min_size=m, max_size=m))),
            upper=tuple(draw(st.lists(st.integers(1, 5).map(float), min_size=n, max_size=n))),
        )

    return [first, *(another() for _ in range(draw(st.integers(0, most - 1))))]


def stacked(found: Sequence[Case]) -> ProgramStack:
    """The same programmes written as one; what is alike in all of them stays a plain number."""

    def together(numbers: Sequence[float]) -> Any:
        return numbers[0] if len(set(numbers)) == 1 else np.array(numbers)

    first = found[0]
    program, keys = ProgramStack("cases", len(found), maximise=first.maximise), range(len(first.costs))
    x = program.variables("x", keys, upper={j: together([case.upper[j] for case in found]) for j in keys})
    program.objective(program.linear((x[j], together([case.costs[j] for case in found])) for j in keys))
    rows: dict[int, Any] = {}
    for i, sense in enumerate(first.senses):
        left: Any = program.linear((x[j], together([case.matrix[i][j] for case in found])) for j in keys)
        limit = together([case.limits[i] for case in found])
        rows[i] = left <= limit if sense == "<" else left >= limit if sense == ">" else left == limit
    program.constraints("row", rows)
    return program
