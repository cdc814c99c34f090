"""Impossible mixes are explained by few rules, and the repair makes them possible."""

import deals
from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.scenario.scenario import Scenario
from deals.sensitivity import Sensitivity
from deals.sensitivity.why_not import WhyNot, why_not
from optimizer import InfeasibleError


def repaired(scenario: Scenario, answer: WhyNot) -> bool:
    """Whether the deals ordered have a plan once the limits in the repair are moved as it says."""
    question = assemble(scenario)
    program = formulate(question.keep(scenario.must_sign)).program
    session, labels = program.open(), {(family, str(key)): key for family, key in program.snapshot().rows.all}
    for row in answer.repair.to_dict("records"):
        key = labels.get((row["rule"], row["subject"]))
        if key is not None:
            session.limit(row["rule"], key, row["needed"] + 1e-6 * (1 if row["needed"] > row["limit"] else -1))
    try:
        session.solve()
    except InfeasibleError:
        return False
    return True


def test_a_mix_of_orders_that_talks_cannot_serve_is_explained(scenario: Scenario) -> None:
    answer = why_not(scenario.changed(must_sign=("EUU",), teams=1.0))
    assert set(answer.conflict["rule"]) == {"must sign", "negotiating teams"}
    assert "European Union must sign" in answer.sentence
    assert answer.repair["sentence"].tolist() == ["let European Union go without a deal"]
    assert answer.proof.empty
    assert "yes or no" in answer.proof_sentence


def test_a_ceiling_below_what_a_partner_needs_is_explained_and_proven(scenario: Scenario) -> None:
    changed = scenario.changed(must_sign=("ARE",), caps={"ARE": 0.5})
    answer = why_not(changed)
    assert {"must sign", "ceiling"} <= set(answer.conflict["rule"])
    assert set(answer.repair["rule"]) <= {"ceiling", "must sign"}
    assert repaired(changed, answer)
    assert {"must sign", "ceiling"} <= set(answer.proof["rule"])
    assert "of United Arab Emirates 0" not in answer.sentence


def test_a_ceiling_under_a_regime_with_caps_is_proven_by_three_rules(scenario: Scenario) -> None:
    answer = why_not(scenario.changed(regime="diffusion_rule", must_sign=("ARE",), caps={"ARE": 0.0}))
    assert set(answer.conflict["rule"]) == {"participation", "must sign", "ceiling"}
    used = answer.proof[answer.proof["kind"] == "constraint"]
    assert set(used["rule"]) == {"participation", "must sign", "ceiling"}
    assert (answer.proof["multiplier"] > 0).all()
    assert "Checked in exact fractions" in answer.proof_sentence


def test_a_diversion_budget_forbids_no_deal_that_comes_with_the_standard(scenario: Scenario) -> None:
    """It is never below what flows without deals."""
    low = deals.Reform("no budget to speak of", {"limit.expected": {"set": 0.0}})
    assert why_not(scenario.apply(low).changed(must_sign=("ARE", "SAU", "KAZ"))).is_possible


def test_what_can_be_done_is_not_explained(sensitivity: Sensitivity) -> None:
    answer = sensitivity.why_not(must_sign=("IND",), caps={"IND": 0.0})
    assert answer.is_possible
    assert answer.table.empty
    assert "a plan meets these rules" in repr(answer)
