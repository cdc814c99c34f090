"""A sweep gives for every variant what building it anew would give, whoever works on it."""

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer import Edit, ModelError, NoOptimumError, Program, Solution, UnknownKeyError, Variables, sweep
from tests.optimizer.cases import Case, cases, near


def solved(case: Case) -> Solution:
    try:
        return case.program().solve()
    except NoOptimumError:
        assume(False)
        raise


@given(cases(), st.data())
@settings(max_examples=40)
def test_every_variant_is_what_a_rebuild_gives(case: Case, data: st.DataObject) -> None:
    variants, changes = [], []
    for _ in range(4):
        row = data.draw(st.integers(0, len(case.limits) - 1))
        column = data.draw(st.integers(0, len(case.costs) - 1))
        limit, cost = float(data.draw(st.integers(-3, 9))), float(data.draw(st.integers(-3, 4)))
        variants.append(case.with_limit(row, limit).with_cost(column, cost))
        changes.append([Edit("limit", "row", row, limit), Edit("cost", "x", column, cost)])
    table = sweep(solved(case), changes)
    for variant, status, found in zip(variants, table["status"], table["objective"], strict=True):
        expected = variant.optimum()
        assert (status == "optimal") == np.isfinite(expected)
        assert near(found, expected) or np.isnan(found)


def shop() -> tuple[Program, Variables[str]]:
    program = Program("shop")
    x = program.variables("make", ["a", "b"], upper={"a": 6, "b": None})
    program.objective(3 * x["a"] + 5 * x["b"])
    program.constraints("hours", {"cut": x["a"] + x["b"] <= 8, "sew": x["a"] + 3 * x["b"] <= 12})
    program.constraints("order", {"a": x["a"] >= 1})
    return program, x


def many() -> dict[str, list[Edit]]:
    rng = np.random.default_rng(3)
    return {
        f"draw {n}": [
            Edit("limit", "hours", "cut", float(rng.uniform(2, 9))),
            Edit("limit", "hours", "sew", float(rng.uniform(2, 15))),
            Edit("cost", "make", "a", float(rng.uniform(1, 6))),
        ]
        for n in range(37)
    }


class Courier:
    """A client whose workers are far away: everything is sent to them in writing."""

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        there, those = pickle.loads(pickle.dumps((work, arguments)))
        future.set_result(pickle.loads(pickle.dumps(there(*those))))
        return future


def test_workers_chunks_and_order_make_no_difference() -> None:
    program, x = shop()
    changes, outcomes = many(), {"sewn": x["b"] + 0.5, "both": x["a"] + x["b"]}
    one = sweep(program, changes, outcomes=outcomes)
    assert list(one.columns) == ["status", "objective", "sewn", "both"]
    pd.testing.assert_frame_equal(sweep(program, changes, outcomes=outcomes, workers=2), one, check_exact=True)
    pd.testing.assert_frame_equal(sweep(program, changes, outcomes=outcomes, client=Courier()), one, check_exact=True)
    backwards = sweep(program, dict(reversed(changes.items())), outcomes=outcomes)
    pd.testing.assert_frame_equal(backwards.loc[one.index], one, check_exact=True)


def test_a_variant_without_an_optimum_has_its_row() -> None:
    program, _ = shop()
    changes = {
        "as it is": [],
        "no hours": [Edit("limit", "hours", "cut", 0.0)],
        "no end": [Edit("limit", "hours", "cut", np.inf), Edit("limit", "hours", "sew", np.inf)],
        "less of a": [Edit("lower", "make", "a", 0.0), Edit("upper", "make", "a", 3.0)],
        "again": [],
    }
    table = sweep(program, changes)
    assert table["status"].tolist() == ["optimal", "infeasible", "unbounded", "optimal", "optimal"]
    assert table["objective"].tolist() == pytest.approx([28, np.nan, np.nan, 24, 28], nan_ok=True)
    assert table.attrs["values_are"] == "linear programme"


def test_integers_stay_where_the_source_has_them() -> None:
    program, _ = shop()
    pick = program.variables("pick", ["p"], binary=True)
    program.constraints("either", {"p": 1 * pick["p"] <= 0.5})
    table = sweep(program, [[], [Edit("limit", "hours", "cut", 5.0)]])
    assert table.attrs["values_are"] == "integers fixed"


def test_impossible_changes_are_refused_before_anything_is_solved() -> None:
    program, _ = shop()
    with pytest.raises(UnknownKeyError, match="did you mean cut"):
        sweep(program, [[Edit("limit", "hours", "cot", 1.0)]])
    with pytest.raises(ModelError, match="bounds"):
        sweep(program, [[Edit("upper", "make", "a", -1.0)]])
    with pytest.raises(ModelError, match="limit"):
        sweep(program, [[Edit("limit", "hours", "cut", np.nan)]])
    with pytest.raises(ModelError, match="worker"):
        sweep(program, [[]], workers=0)


def test_a_sweep_of_nothing_is_an_empty_table() -> None:
    program, _ = shop()
    assert sweep(program, {}).empty
