"""That there is no optimum is said only where fractions prove it."""

import math
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from highspy import HighsModelStatus

from optimizer import (
    InfeasibleError,
    NoOptimumError,
    Program,
    Solution,
    SolverError,
    Status,
    UnboundedError,
)
from optimizer.solve import handle, verdict
from optimizer.solve.engine import Engine
from optimizer.solve.outcome import Settings
from tests.optimizer.exactly import ROUNDING, wide

type Rows = list[tuple[dict[str, float], str, float]]


def program(costs: dict[str, float], rows: Rows, **kinds: Any) -> Program:
    """Minimise costs where rows hold."""
    built = Program("far apart", maximise=False)
    x = built.variables("x", costs, **kinds)
    built.objective(built.linear((x[name], cost) for name, cost in costs.items()))
    for number, (terms, sense, limit) in enumerate(rows):
        left = built.linear((x[name], a) for name, a in terms.items())
        built.constraints("row", {number: left <= limit if sense == "<" else left >= limit})
    return built


def thin_cone() -> Program:
    """Feasible (0, 30, 1), and cheaper without end along (0, 1, 1/40): presolve calls it infeasible."""
    return program(
        {"a": 0.0, "b": -1.0, "c": -1.0},
        [
            ({"a": 500.0, "b": -30000.0, "c": -800.0}, "<", -1.0),
            ({"a": 0.006, "b": 5.0, "c": 30.0}, ">", 100.0),
            ({"a": 0.005, "b": 0.0006, "c": -0.09}, "<", 0.0),
            ({"b": -60.0, "c": 0.0009}, "<", -1.0),
        ],
    )


def steep() -> Program:
    """b <= a / 40, while b is at least 0.2 a + 2.5."""
    return program(
        {"a": 1.0, "b": 50.0},
        [
            ({"a": 5.0, "b": 0.008}, ">", 1.0),
            ({"a": -500.0, "b": 20000.0}, "<", 0.0),
            ({"a": 0.08, "b": -0.4}, "<", -1.0),
        ],
    )


def switch(size: float) -> Program:
    """Nothing but the origin and b alone keep both rows: a = 1 asks for b = 1 and for b < 1."""
    return program(
        {"a": -1.0, "b": 0.0},
        [({"a": 90.7, "b": size}, "<", size), ({"a": 90.7, "b": -size}, "<", 0.0)],
        binary=True,
    )


def test_what_is_unbounded_is_not_called_infeasible() -> None:
    with pytest.raises(UnboundedError):
        thin_cone().solve()


def test_what_is_infeasible_is_not_left_unknown_and_explains_itself() -> None:
    with pytest.raises(InfeasibleError) as caught:
        steep().solve()
    assert caught.value.proof().holds
    assert {part.key for part in caught.value.conflict().parts if part.kind == "constraint"} == {1, 2}
    assert caught.value.repair().changes


@pytest.mark.parametrize("power", range(9, 15))
@pytest.mark.parametrize("share", [1.0, 3.0, 7.0])
def test_two_switches_keep_their_origin_at_any_size(power: int, share: float) -> None:
    solution = switch(share * 10.0**power).solve()
    assert (solution.objective, solution.value("x", "a")) == (0.0, 0.0)
    assert solution.certificate.proven


@pytest.mark.parametrize("binary", [False, True])
def test_verdicts_are_those_of_fractions(binary: bool) -> None:
    random = Random(20)
    for _ in range(150):
        case = wide(random, binary=binary)
        exact = case.optimum()
        found = said(case.program())
        if found == exact or (isinstance(found, float) and not isinstance(exact, str) and close(found, exact)):
            continue
        # A limit missed by less than the solver's tolerance may decide.
        ends = [case.looser(share).optimum() for share in (ROUNDING, -ROUNDING)]
        assert isinstance(found, float), (case, found, exact)
        assert not isinstance(ends[0], str)
        assert float(ends[0]) - 1e-6 <= found, case


def said(asked: Program) -> float | str:
    try:
        return asked.solve().objective
    except NoOptimumError as error:
        return error.status.value


def close(one: float, other: Any) -> bool:
    return math.isclose(one, float(other), rel_tol=1e-5, abs_tol=1e-5)


def test_a_claim_that_nothing_proves_is_not_decided() -> None:
    """Fractions are out of reach and no ray is exact: then nothing is said to hold."""
    with (
        patch.object(verdict, "_ENTRIES", -1),
        patch.object(verdict, "contradiction", lambda *ray: None),
        pytest.raises(SolverError, match="not decided") as caught,
    ):
        steep().solve()
    assert caught.value.status is Status.UNDECIDED


def test_another_way_is_tried_where_fractions_are_out_of_reach() -> None:
    with patch.object(verdict, "_ENTRIES", -1):
        with pytest.raises(UnboundedError):
            thin_cone().solve()
        with pytest.raises(InfeasibleError) as caught:
            steep().solve()
    assert caught.value.proof().holds


def test_of_whole_numbers_two_searches_have_to_agree_where_fractions_are_out_of_reach() -> None:
    odd = program(
        {"a": 1.0, "b": 1.0}, [({"a": 2.0, "b": 2.0}, ">", 3.0), ({"a": 2.0, "b": 2.0}, "<", 3.0)], binary=True
    )
    with patch.object(verdict, "_ENTRIES", -1):
        with pytest.raises(InfeasibleError):
            odd.solve()
        # A search that ends at a = 1, b = 1e-10 has not found whole numbers that keep the rows.
        for size in (1e12, 3e13):
            assert said(switch(size)) in {0.0, Status.UNDECIDED.value}


def test_a_further_run_that_gets_nowhere_ends_undecided() -> None:
    """However many steps it would take: here none is too many."""
    odd = program({"a": 1.0, "b": 1.0}, [({"a": 2.0, "b": 2.0}, ">", 3.0), ({"a": 2.0, "b": 2.0}, "<", 3.0)])
    whole = program(
        {f"{i}": -1.0 for i in range(30)},
        [({f"{i}": 2.0 for i in range(30)}, side, 31.0) for side in "<>"],
        binary=True,
    )
    with (
        patch.object(verdict, "_ENTRIES", -1),
        patch.object(verdict, "contradiction", lambda *ray: None),
        patch.multiple(handle, _STEPS=0, _STEPS_EACH=0, _NODES_EACH=0),
    ):
        assert said(odd) == 1.5
        assert said(steep()) == Status.UNDECIDED.value
        assert said(whole) == Status.UNDECIDED.value


def test_further_runs_share_the_time_limit() -> None:
    engine = Engine(steep().snapshot().arrays, Settings(time_limit=1000.0))
    seen = []

    def run_once(*, interruptible: bool) -> Any:
        seen.append(engine.highs.getOptionValue("time_limit")[1])
        return HighsModelStatus.kUnknown

    with patch.object(verdict, "_ENTRIES", -1), patch.object(engine, "run_once", run_once):
        assert engine.run().status is Status.UNDECIDED
    assert seen[0] == 1000.0
    assert sorted(seen, reverse=True) == seen
    assert all(990.0 < limit < 1000.0 for limit in seen[1:])
    assert len(seen) > 3
    assert engine.highs.getOptionValue("time_limit")[1] == 1000.0


def test_an_optimum_costs_no_check() -> None:
    with patch("optimizer.solve.engine.settle", side_effect=AssertionError):
        assert isinstance(program({"a": 1.0}, [({"a": 1.0}, ">", 2.0)]).solve(), Solution)


def test_an_engine_goes_on_after_a_claim_was_mended() -> None:
    engine = Engine(thin_cone().snapshot().arrays, Settings())
    assert engine.run().status is Status.UNBOUNDED
    engine.set_columns(np.arange(3, dtype=np.int32), np.zeros(3), np.full(3, 100.0))
    outcome = engine.run()
    assert outcome.status is Status.OPTIMAL
    assert outcome.objective == pytest.approx(-200.0)
    engine.set_row(1, 1e6, math.inf)
    outcome = engine.run()
    assert outcome.status is Status.INFEASIBLE
    assert outcome.multipliers


def test_a_hot_run_of_an_empty_programme_looks_at_its_rows() -> None:
    empty = Program("empty", maximise=False)
    empty.constraints("row", {1: empty.linear({}) >= 1.0})
    status, _, _ = Engine(empty.snapshot().arrays, Settings()).run_hot()
    assert status is Status.INFEASIBLE
