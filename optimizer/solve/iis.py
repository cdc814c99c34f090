"""Limits that the solver finds to be in conflict."""

import highspy

from optimizer.solve.handle import Handle

_IRREDUCIBLE = 4
_Side = highspy.IisBoundStatus


def irreducible_conflict(handle: Handle) -> tuple[list[int], list[tuple[int, bool]]] | None:
    """Rows, and columns with whether it is their lower bound, that the solver says are infeasible together.

    A column that needs both its bounds is there twice. None if the solver finds none; what it finds is not proven.
    """
    # Found by linear programmes and thinned out: a fraction of a second where thinning out
    # from nothing takes ten, and the default finds nothing.
    handle.set_option("iis_strategy", int(highspy.IisStrategy.kIisStrategyFromLp) | _IRREDUCIBLE)
    status, conflict = handle.highs.getIis()
    if status == highspy.HighsStatus.kError or not conflict.valid_:
        return None
    rows = [int(row) for row in conflict.row_index_]
    columns = []
    for column, side in zip(conflict.col_index_, conflict.col_bound_, strict=True):
        if side in (_Side.kIisBoundStatusLower, _Side.kIisBoundStatusBoxed):
            columns.append((int(column), True))
        if side in (_Side.kIisBoundStatusUpper, _Side.kIisBoundStatusBoxed):
            columns.append((int(column), False))
    return (rows, columns) if rows or columns else None
