"""Plans made anew as work: each draw by itself, whatever stands beside it, failures told with their reasons."""

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deals.model.question import Question
from deals.plan.plan import Plan
from deals.plan.tables import summary_table, terms_table
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.anew.work import WHOLE, AnewWork
from deals.uncertainty.draws import BASIS, ELASTICITIES, Draws
from deals.uncertainty.held.work import HeldWork
from tests import three
from tests.uncertainty.alone import apart, by_itself, in_numbers
from tests.uncertainty.given import Given

SIX = range(6)


@pytest.fixture(scope="module")
def draws(question: Question) -> Draws:
    return Draws.of(question.scenario.world())


@pytest.fixture(scope="module")
def work(question: Question, draws: Draws) -> AnewWork:
    return AnewWork.of(question, draws)


@pytest.fixture(scope="module")
def told(work: AnewWork) -> pd.DataFrame:
    return pd.DataFrame(work(SIX))


def centre(question: Question, worlds: int = 1) -> Given:
    """Draws that are all the scenario's own world."""
    world = question.scenario.world()
    return Given({name: [world.value(name)] * worlds for name in ("harm.per_kH", "tariff.floor", "discount.us")})


def test_a_draw_s_question_is_that_of_its_world_by_itself(work: AnewWork, question: Question, draws: Draws) -> None:
    """With its own elasticities and its own measure of legal limits."""
    number = 1
    asked, one = work.question(number), by_itself(question, question.codes, draws, number)
    chosen = {name: of_draw[0] for name, of_draw in draws.choices([number]).items()}
    assert not apart(in_numbers(asked), in_numbers(one))
    assert asked.world.elasticities == chosen[ELASTICITIES]
    assert asked.scenario.h100e_basis == chosen[BASIS] != question.scenario.h100e_basis


def test_only_those_are_asked_who_were_and_on_the_same_path(question: Question, draws: Draws) -> None:
    fewer = replace(question.keep(("IND", "QAT")), left_open={("MYS", 1): 1.0})
    asked = AnewWork.of(fewer, draws).question(0)
    assert asked.codes == ("IND", "QAT")
    assert dict(asked.left_open) == {("MYS", 1): 1.0}
    whole = AnewWork.of(question, draws).question(0)
    assert asked.path.rival["IND"] != whole.path.rival["IND"]


def test_in_the_scenario_s_own_world_it_is_the_plan(question: Question, plan: Plan) -> None:
    """Within the sum of both gaps: gain, and deal by deal who signs, what it brings and what chips it has."""
    found = pd.DataFrame(AnewWork.of(question, centre(question))([0])).iloc[0]
    assert (found["status"], found["reason"]) == ("ok", "")
    assert found["gain"] == pytest.approx(plan.gain, abs=found["gap"] + plan.solution.absolute_gap + 1e-6)
    assert found["deals"] == len(plan.signed)
    summary = summary_table(plan, terms_table(plan))
    for code in question.codes:
        assert found[f"signed/{code}"] == (code in plan.signed)
        chips = sum(plan.granted(grant) for grant in plan.asked.grants if grant.partner == code)
        assert found[f"chips/{code}"] == pytest.approx(chips, abs=1e-6)
    assert set(plan.signed) == set(summary.index)


def test_columns_are_those_of_the_answer_and_of_their_kinds(work: AnewWork) -> None:
    told = work([3])
    assert list(work.columns) == list(told) == [
        *("draw", "status", "reason", *WHOLE),
        *(f"{name}/{code}" for code in work.codes for name in ("signed", "us", "chips")),
    ]  # fmt: skip
    for name, kind in work.columns.items():
        column: Any = told[name]
        assert len(column) == 1
        if kind == "text":
            assert isinstance(column[0], str)
        else:
            assert column.dtype == {"int": np.int64, "float": np.float64}[kind], name


def test_no_certified_gap_is_negative(told: pd.DataFrame) -> None:
    assert (told["status"] == "ok").all()
    assert (told["gap"] >= 0).all()


def test_a_row_counts_its_deals_and_who_has_none_has_nothing(told: pd.DataFrame, work: AnewWork) -> None:
    signed = told[[f"signed/{code}" for code in work.codes]]
    assert (signed.sum(axis=1) == told["deals"]).all()
    assert 0 < signed.to_numpy().mean() < 1
    for code in work.codes:
        nobody = told[told[f"signed/{code}"] == 0]
        assert not nobody[[f"us/{code}", f"chips/{code}"]].to_numpy().any()
    assert (told["gain"] >= 0).all()


def test_where_nothing_is_done_alone_deals_bring_all_of_the_gain() -> None:
    """Each less its talks and what its chips displace."""
    question = three.question(unilateral_opening=False)
    found = pd.DataFrame(AnewWork.of(question, Draws.of(question.scenario.world()))(range(3)))
    total = found[[f"us/{code}" for code in question.codes]].sum(axis=1)
    assert found["deals"].sum() > 3
    assert np.allclose(total, found["gain"], rtol=1e-9, atol=1e-9)


def test_a_deal_made_anew_as_it_is_held_brings_the_same(plan: Plan, question: Question) -> None:
    """In the scenario's own world, where both are the plan: what is told of deals is told alike."""
    given = centre(question)
    anew = pd.DataFrame(AnewWork.of(question, given)([0])).iloc[0]
    held = pd.DataFrame(HeldWork.of({"plan": Decisions.of(plan)}, given)([0])).iloc[0]
    assert held["gain"] == pytest.approx(anew["gain"], abs=anew["gap"] + 1e-6)
    for code in plan.signed:
        assert held[f"us/{code}"] == pytest.approx(anew[f"us/{code}"], abs=1e-6)


def test_a_draw_without_a_plan_is_a_row_with_its_reason() -> None:
    """Where Qatar must sign and no terms could make it, nothing else is found; the draws beside it are."""
    question = three.question(must_sign=("QAT",))
    cost = question.world.value("political_reserve")
    work = AnewWork.of(question, Given({"political_reserve": [cost, 1.0, cost]}))
    told = pd.DataFrame(work(range(3)))
    assert told["status"].tolist() == ["ok", "failed", "ok"]
    assert "infeasible" in told["reason"][1]
    assert np.isnan(told["gain"][1])
    assert np.isnan(told["us/QAT"][1])
    assert told["deals"][1] == 0
    assert told["signed/QAT"].tolist() == [1, 0, 1]
    assert told["gain"][0] == told["gain"][2]
    assert told["draw"].tolist() == [0, 1, 2]


def test_so_is_a_draw_that_is_no_world() -> None:
    """A number that its parameter cannot have is told as such."""
    question = three.question(("IND",))
    told = AnewWork.of(question, Given({"tariff.threat_probability": [1.5]}))([0])
    assert told["status"] == ["failed"]
    assert "tariff.threat_probability" in told["reason"][0]


def test_a_draw_is_the_same_by_itself_in_any_order_and_in_a_copy(work: AnewWork, told: pd.DataFrame) -> None:
    sent: AnewWork = pickle.loads(pickle.dumps(work))
    found = pd.DataFrame(sent([4, 1]))
    expected = told.iloc[[4, 1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_the_fingerprint_tells_what_the_answer_rests_on(work: AnewWork, question: Question, draws: Draws) -> None:
    """Seed, scenario, path and partners, each by its own entry."""
    base = work.fingerprint()
    assert base == AnewWork.of(question, Draws.of(question.scenario.world())).fingerprint()
    scenario = question.scenario.changed(segments=6)
    others = {
        "draws": AnewWork.of(question, Draws.of(question.scenario.world(), seed=1)),
        "scenario": AnewWork.of(replace(question, scenario=scenario), draws),
        "path": AnewWork.of(replace(question, left_open={("MYS", 1): 1.0}), draws),
        "partners": AnewWork.of(question.keep(("IND",)), draws),
    }
    for name, other in others.items():
        told = other.fingerprint()
        assert {entry for entry in told if told[entry] != base[entry]} == {name}
    assert base["depth"] == "anew"
