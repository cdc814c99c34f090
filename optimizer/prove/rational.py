"""Exact solution of sparse linear systems in fractions.

The basis of a linear programme is nearly triangular, so pivots are taken where they cost least:
first entries that are alone in their row or column, then by the fewest neighbours (Markowitz 1957,
"The elimination form of the inverse and its application to linear programming").
"""

import heapq
from fractions import Fraction

type Row = dict[int, Fraction]


class TooLargeError(ArithmeticError):
    """The elimination would take more operations than allowed."""


def solve(rows: list[Row], right: list[Fraction], budget: int) -> dict[int, Fraction]:
    """Solve a square sparse system exactly.

    Parameters
    ----------
    rows
        Coefficients of each equation by column; used up.
    right
        Right-hand sides; used up.
    budget
        Operations after which to give up.

    Returns
    -------
    dict
        Values by column.

    Raises
    ------
    ZeroDivisionError
        If the system is singular.
    TooLargeError
        If the budget is spent.
    """
    users: dict[int, set[int]] = {}
    for i, row in enumerate(rows):
        for column in row:
            users.setdefault(column, set()).add(i)
    if len(users) != len(rows):
        raise ZeroDivisionError("the system is singular")
    lonely = [column for column, found in users.items() if len(found) == 1]
    queue = [(len(row), i) for i, row in enumerate(rows)]
    heapq.heapify(queue)
    open_rows = set(range(len(rows)))
    order: list[tuple[int, int]] = []
    while open_rows:
        i, pivot = _next_pivot(rows, users, open_rows, lonely, queue)
        others = users.pop(pivot) - {i}
        budget -= len(others) * len(rows[i])
        if budget < 0:
            raise TooLargeError
        for k in others:
            _eliminate(rows, right, users, i, k, pivot)
            heapq.heappush(queue, (len(rows[k]), k))
        for column in rows[i]:
            if column != pivot:
                users[column].discard(i)
                if len(users[column]) == 1:
                    lonely.append(column)
        open_rows.discard(i)
        order.append((i, pivot))
    values: dict[int, Fraction] = {}
    for i, pivot in reversed(order):
        known = sum((a * values[column] for column, a in rows[i].items() if column != pivot), Fraction(0))
        values[pivot] = (right[i] - known) / rows[i][pivot]
    return values


def _next_pivot(
    rows: list[Row],
    users: dict[int, set[int]],
    open_rows: set[int],
    lonely: list[int],
    queue: list[tuple[int, int]],
) -> tuple[int, int]:
    while lonely:
        column = lonely.pop()
        if column in users and len(users[column]) == 1:
            return next(iter(users[column])), column
    while queue:
        length, i = heapq.heappop(queue)
        if i in open_rows and length == len(rows[i]):
            left = [column for column in rows[i] if column in users]
            if not left:
                break
            return i, min(left, key=lambda column: len(users[column]))
    raise ZeroDivisionError("the system is singular")


def _eliminate(rows: list[Row], right: list[Fraction], users: dict[int, set[int]], i: int, k: int, pivot: int) -> None:
    """Take a multiple of row i from row k so that the pivot column leaves it."""
    factor = rows[k].pop(pivot) / rows[i][pivot]
    target = rows[k]
    for column, a in rows[i].items():
        if column == pivot:
            continue
        changed = target.get(column, Fraction(0)) - factor * a
        if changed:
            target[column] = changed
            users[column].add(k)
        elif column in target:
            del target[column]
            users[column].discard(k)
    right[k] -= factor * right[i]
