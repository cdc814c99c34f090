"""A plan is checked by other means than the ones that made it, and a plan that breaks a rule is found out."""

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from deals.plan.plan import Plan
from deals.plan.proof import prove


def test_a_plan_keeps_its_rows_in_exact_fractions(plan: Plan) -> None:
    assert prove(plan).certificate.primal_violation < Fraction(1, 10**6)


def test_by_its_own_programme_no_partner_gains_less_than_the_plan_says(plan: Plan) -> None:
    """A granted chip replaces the other supplier's in proportion in the plan; a partner fills its gaps first."""
    found = prove(plan).participation
    assert set(found.index) == set(plan.signed)
    assert (found["resolved"] >= found["in_plan"] - 1e-9).all()
    assert (found["resolved"] > found["in_plan"] + 1e-6).any()


def test_what_the_adversary_can_bring_is_within_its_limit(plan: Plan) -> None:
    found = prove(plan).worst_case
    assert len(found) == len(plan.question.timeline.periods)
    assert (found["flow"] <= found["limit"] + 1e-6).all()


def test_checks_that_pass_say_what_is_left_to_the_solver(plan: Plan) -> None:
    proof = prove(plan)
    assert proof.holds
    assert "solver's bound" in proof.sentence


def test_a_partner_that_would_lose_and_a_flow_above_its_limit_are_named(plan: Plan) -> None:
    proof = prove(plan)
    loser = proof.participation.assign(resolved=-1.0)
    above = pd.DataFrame({"flow": [2.0], "limit": [1.0]}, index=["2025H2"])
    wrong = replace(proof, participation=loser, worst_case=above)
    assert not wrong.holds
    assert len(wrong.failures) == len(loser) + 1
    assert "IND would lose USD 1 bn" in wrong.sentence
    assert "2025H2" in wrong.sentence
