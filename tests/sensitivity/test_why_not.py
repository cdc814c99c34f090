"""Impossible mixes are explained by few rules, and the repair makes them possible."""

from deals.scenario import Scenario
from deals.sensitivity import Sensitivity
from deals.sensitivity.why_not import why_not


def test_a_mix_of_orders_that_talks_cannot_serve_is_explained(scenario: Scenario) -> None:
    answer = why_not(scenario.changed(must_sign=("EUU",), teams=2.0))
    assert answer is not None
    assert set(answer.conflict["rule"]) == {"must sign", "negotiating teams"}
    assert "EUU must sign" in answer.sentence
    assert answer.repair["sentence"].tolist() == ["let EUU go without a deal"]


def test_what_can_be_done_is_not_explained(sensitivity: Sensitivity) -> None:
    assert sensitivity.why_not(must_sign=("IND",), caps={"IND": 0.0}) is None
