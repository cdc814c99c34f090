"""Whatever free solver PuLP finds beside HiGHS agrees on random programmes; at length: benchmarks/second_solver.py."""

from random import Random

import pytest

from benchmarks import second_solver
from benchmarks.second_solver import NONE_AT_HAND, SLOW, at_hand, disagreements, drawn, first, second
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.plan.rounds import settled
from tests.proposal.small import scenario


def test_scip_is_at_hand() -> None:
    assert "SCIP" in at_hand()


@pytest.mark.long
def test_on_the_default_scenario_with_ten_partners_the_plans_are_worth_the_same() -> None:
    """The whole default programme takes minutes there: `run.py bench second_solver`."""
    program = formulate(worth_talking(settled(scenario()))).program
    ours = first(program)
    for solver in [by_pulp for name, by_pulp in at_hand().items() if name not in SLOW]:
        assert second(solver, program, gapRel=0.0).objective == pytest.approx(ours, rel=1e-9)


def test_every_second_solver_at_hand_agrees() -> None:
    assert [wrong for solver in at_hand().values() for wrong in disagreements(solver, 25, seed=7)] == []


def test_a_disagreement_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    other = second_solver.Found(first(drawn(Random(7))) + 0.01, 0.0)
    monkeypatch.setattr(second_solver, "second", lambda solver, program: other)
    assert len(disagreements("none", 1, seed=7)) == 1


def test_where_none_is_at_hand_it_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(second_solver, "at_hand", dict)
    monkeypatch.setattr("sys.argv", ["second_solver"])
    second_solver.main()
    assert capsys.readouterr().out == f"{NONE_AT_HAND}\n"
