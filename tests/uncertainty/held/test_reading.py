"""What is told of a held plan: in the world where the plan was made, all that the plan itself tells."""

from typing import Any

import numpy as np
import pytest

from deals.plan.country_rates import country_rates
from deals.plan.tables import diversion_table
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.held.programme import HeldProgramme, written
from deals.uncertainty.held.reading import OF_DEAL, WHOLE, by_deal, columns_by_deal, whole
from deals.uncertainty.held.solving import solved
from deals.uncertainty.held.work import HeldWork
from optimizer import HotStack
from tests.uncertainty.held.conftest import Held


@pytest.fixture(params=["alone", "dealt"])
def held(request: pytest.FixtureRequest) -> Held:
    found: Held = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def here(held: Held) -> HeldProgramme:
    """The plan held in its own world."""
    return written(held.decisions, held.plan.question.keep(held.decisions.concerned), 1)


@pytest.fixture
def told(here: HeldProgramme) -> dict[str, Any]:
    answer = solved(here, HotStack(here.stack.arrays(0)))
    return {name: numbers[0] for name, numbers in {**whole(here, answer), **by_deal(here, answer)}.items()}


def test_columns_are_named_as_they_are_told(here: HeldProgramme, told: dict[str, Any]) -> None:
    assert list(told) == [*WHOLE, *sorted(columns_by_deal(here), key=list(told).index)]
    assert set(columns_by_deal(here)) == set(told) - set(WHOLE)
    for code in here.signed:
        assert {f"{name}/{code}" for name in OF_DEAL} <= set(told)
    kinds = {name: np.asarray(told[name]).dtype.kind for name in columns_by_deal(here)}
    assert kinds == {name: "i" if kind == "int" else "f" for name, kind in columns_by_deal(here).items()}


def test_a_plan_brings_what_it_brings_and_diverts_what_it_diverts(held: Held, told: dict[str, Any]) -> None:
    assert told["gain"] == pytest.approx(held.plan.gain, abs=1e-6)
    assert told["diverted"] == pytest.approx(diversion_table(held.plan)["expected_kh"].sum())
    assert told["over_limit"] == pytest.approx(0.0, abs=1e-6)


def test_deals_have_the_terms_of_the_plan(held: Held, told: dict[str, Any]) -> None:
    """Rates in percent, amounts in natural units, chips in thousand H100e."""
    plan, rates = held.plan, country_rates(held.plan)
    for code in plan.signed:
        chips = sum(plan.granted(grant) for grant in plan.asked.grants if grant.partner == code)
        assert told[f"chips/{code}"] == pytest.approx(chips, abs=1e-6)
        assert told[f"rate/{code}"] == pytest.approx(rates.get(code, np.nan), nan_ok=True)
        for name in told:
            if name.startswith(f"terms/{code}/"):
                given = [v for key, v in plan.values["ask"].items() if key[:2] == (code, name.split("/")[2])]
                assert told[name] == pytest.approx(sum(given), abs=1e-6), name
        assert (told[f"signed/{code}"], told[f"unpaid/{code}"]) == (1, 0)


def test_a_partner_that_is_threatened_might_have_its_rate_set_alone(held: Held, told: dict[str, Any]) -> None:
    question = held.plan.question
    for code in held.plan.signed:
        rate = question.alone.get(code)
        expected = rate.worth if rate is not None and code not in held.plan.unthreatened else 0.0
        assert told[f"alone/{code}"] == pytest.approx(expected)


def test_what_deals_and_what_is_done_alone_bring_add_up_to_the_gain(held: Held, told: dict[str, Any]) -> None:
    """What is opened pays for what its own chips displace."""
    from deals.plan.alone import done_alone

    deals = sum(told[f"us/{code}"] for code in held.plan.signed)
    assert deals + done_alone(held.plan)["us_value"].sum() == pytest.approx(told["gain"], abs=1e-6)


def test_a_plan_that_decides_nothing_brings_nothing_in_any_world(dealt: Held) -> None:
    decisions = dealt.decisions
    values = {family: dict.fromkeys(held, 0.0) for family, held in decisions.values.items()}
    idle = HeldWork.of({"idle": Decisions(decisions.question, values, {}, {})}, dealt.draws)
    answer = idle([0, 1, 2])
    assert answer["gain"].tolist() == [0.0, 0.0, 0.0]
    assert list(answer["status"]) == ["ok", "ok", "ok"]
