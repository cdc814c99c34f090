"""Threads of the solver are nobody else's business."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import highspy
import pytest

from optimizer import ModelError, Program


def knapsack(size: int = 12) -> Program:
    program = Program("knapsack")
    x = program.variables("x", range(size), upper=5, integer=True)
    program.objective(program.linear((x[j], 1.0 + (7 * j % 11) / 10) for j in x))
    rows = {i: program.linear((x[j], 0.5 + (3 * i + 5 * j) % 9) for j in x) <= 40.0 + i for i in range(4)}
    program.constraints("row", rows)
    return program


def elsewhere(work: Callable[[], None]) -> None:
    """Run something in a thread that has not met the solver yet."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def somebody_elses(threads: int) -> highspy.HighsModelStatus:
    """What a solver that is not ours answers in this thread."""
    make: Callable[[], highspy.Highs] = highspy.Highs
    solver = make()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", threads)
    solver.addVar(0.0, 1.0)
    solver.changeColCost(0, -1.0)
    solver.run()
    return solver.getModelStatus()


@pytest.mark.parametrize("order", [(1, 2, 1), (2, 1, 3), (1, 1, 2)])
def test_any_number_of_threads_after_any_other_gives_the_same_answer(order: tuple[int, ...]) -> None:
    expected = knapsack().solve().objective

    def work() -> None:
        assert [knapsack().solve(threads=threads).objective for threads in order] == pytest.approx([expected] * 3)

    work()
    elsewhere(work)


def test_somebody_elses_solver_goes_on_with_its_own_threads() -> None:
    def work() -> None:
        assert somebody_elses(2) == highspy.HighsModelStatus.kOptimal
        assert knapsack().solve(threads=3).objective == pytest.approx(knapsack().solve().objective)
        assert somebody_elses(2) == highspy.HighsModelStatus.kOptimal

    elsewhere(work)


def test_a_session_solves_beside_other_threads_too() -> None:
    def work() -> None:
        somebody_elses(2)
        session = knapsack().open()
        first = session.solve().objective
        session.limit("row", 0, 10.0)
        assert session.solve().objective < first

    elsewhere(work)


def test_a_number_of_threads_that_is_none_is_refused() -> None:
    with pytest.raises(ModelError, match="threads"):
        knapsack().solve(threads=-1)
