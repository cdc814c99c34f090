"""A question asked of many worlds is in each of them the question that is put for this world by itself."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

import deals
from deals.model.question import Question, assemble
from deals.plan.rounds import settled
from deals.uncertainty.draws import BASIS, ELASTICITIES, Draws
from deals.uncertainty.held.asking import asked_of_many
from tests import three
from tests.uncertainty.alone import apart, by_itself, in_numbers
from tests.uncertainty.held.conftest import Held

FEW = (0, 7)
CODES = ("ARE", "MYS", "IND")


def agreed_with(question: Question, signed: Collection[str]) -> Question:
    """The question without terms of others: of many worlds they are not put in numbers."""
    return replace(question, terms=tuple(term for term in question.terms if term.partner in signed))


def of_many(base: Question, draws: Draws, numbers: tuple[int, ...]) -> Question:
    chosen = draws.choices(numbers)
    return asked_of_many(base, base.codes, base.codes, draws.values(numbers), chosen[ELASTICITIES], chosen[BASIS])


@pytest.mark.parametrize("which", ["alone", "dealt"])
def test_each_world_s_question_is_that_of_this_world_by_itself(which: str, request: pytest.FixtureRequest) -> None:
    """Access, path, terms, rates, chips, standards, talks, limits."""
    held: Held = request.getfixturevalue(which)
    decisions, many = held.decisions, held.work.asked(FEW)
    for place, number in enumerate(FEW):
        one = agreed_with(held.by_itself(number), decisions.signed)
        assert not apart(in_numbers(many, place), in_numbers(one))


@pytest.mark.parametrize(
    "regime",
    [
        "diffusion_rule",
        "leverage+location_verification+export_duty+unlinked",
        "standards_no_caps+matching+allied_alignment",
    ],
)
def test_under_regimes_that_are_asked_world_by_world_too(regime: str) -> None:
    """Rules with an arithmetic of their own, measures that change numbers, and both; each by its own legal measure."""
    base = assemble(three.scenario(CODES, regime=regime))
    assert not base.regime.elementwise
    draws = Draws.of(base.scenario.world())
    assert draws.choices((0, 1))[BASIS] == ("tpp", "8-bit")
    many, one = of_many(base, draws, (0, 1)), by_itself(base, base.codes, draws, 1)
    assert not apart(in_numbers(many, 1), in_numbers(one))


def test_a_regime_is_asked_at_once_where_all_of_its_rules_can_be(alone: Held) -> None:
    assert alone.plan.question.regime.elementwise


def test_the_path_knows_what_is_opened(alone: Held) -> None:
    """What is opened leaves the other supplier to others, in every world as in the one where the plan was made."""
    base = settled(alone.plan.question.scenario)
    assert base.left_open
    many, one = of_many(base, alone.draws, FEW), by_itself(base, base.codes, alone.draws, FEW[1])
    assert not apart(in_numbers(many, 1), in_numbers(one))
    assert apart(in_numbers(many, 1)["path"], in_numbers(alone.work.asked(FEW), 1)["path"])


def test_a_reform_of_the_scenario_holds_in_every_world() -> None:
    """What it sets, and a rule that it changes; limits on diversion are those under the law as it is."""
    reform = deals.Reform("a reform", {"rule.lpp.annual_limit": {"scale": 2.0}, "tariff.in_force.IND": {"set": 12.0}})
    base = assemble(three.scenario(CODES, reforms=(reform,)))
    draws = Draws.of(base.scenario.world())
    many = of_many(base, draws, FEW)
    assert not apart(in_numbers(many, 1), in_numbers(by_itself(base, base.codes, draws, FEW[1])))


def test_values_at_the_centre_are_the_question_as_it_was_put(alone: Held) -> None:
    base = alone.plan.question
    values = {name: np.full(2, base.world.value(name)) for name in alone.draws.names}
    many = asked_of_many(base, base.codes, base.codes, values, ("", ""))
    for place in (0, 1):
        assert not apart(in_numbers(many, place), in_numbers(base))


def test_only_partners_that_are_named_are_asked_and_terms_are_put_to_those_that_sign(alone: Held) -> None:
    base, values = alone.plan.question, alone.draws.values(FEW)
    many = asked_of_many(base, ("QAT", "IND"), {"IND"}, values, ("",) * 2)
    assert many.codes == ("QAT", "IND")
    assert {term.partner for term in many.terms} == {"IND"}
    assert {grant.partner for grant in many.grants} == {"IND", "QAT"}
