"""Programmes of a held plan, written for many worlds at once: each is the one written for that world by itself."""

import numpy as np
import pytest

from deals.model.question import assemble
from deals.model.rows.diversion import expected_diversion
from deals.plan.plan import solve
from deals.sensitivity.worlds.decisions import YES_OR_NO, Decisions
from deals.uncertainty.held.asking import asked_of_many
from deals.uncertainty.held.programme import BUDGET, PRICE_OF_SHORTFALL, HeldProgramme, written
from deals.uncertainty.held.reading import whole
from deals.uncertainty.held.solving import solved
from optimizer import Hot, HotStack, Status
from tests import three
from tests.uncertainty.held.conftest import Held

FEW = (0, 7)


def alone_in(held: HeldProgramme, place: int) -> Hot:
    """One of the programmes solved by itself."""
    arrays = held.stack.arrays(place)
    return HotStack(arrays).solve(arrays)


@pytest.mark.parametrize("which", ["alone", "dealt"])
def test_each_world_s_programme_has_the_optimum_of_the_one_written_for_it(
    which: str, request: pytest.FixtureRequest
) -> None:
    """As the solver ends it, before anybody falls away, and in what it brings once they have."""
    held: Held = request.getfixturevalue(which)
    many = held.work.programme("plan", FEW)
    gains = whole(many, solved(many, HotStack(many.stack.arrays(0))))["gain"]
    for place, number in enumerate(FEW):
        one = written(held.decisions, held.by_itself(number), 1)
        found, expected = alone_in(many, place), alone_in(one, 0)
        assert found.status is expected.status is Status.OPTIMAL
        assert found.objective == pytest.approx(expected.objective, rel=1e-9)
        by_hot = whole(one, solved(one, HotStack(one.stack.arrays(0))))["gain"]
        assert gains[place] == pytest.approx(by_hot[0], rel=1e-9)


@pytest.mark.parametrize("regime", ["diffusion_rule", "leverage+location_verification+export_duty+unlinked"])
def test_under_regimes_that_are_asked_world_by_world_too(regime: str) -> None:
    """One with allocations, by each world's measure of them; one that does not link chips and trade."""
    held = Held.of(solve(three.question(("ARE", "MYS", "IND"), regime=regime)))
    assert held.plan.signed
    assert any(held.decisions.values["opened"].values())
    many, one = held.work.programme("plan", (0, 1)), written(held.decisions, held.by_itself(1), 1)
    found, expected = alone_in(many, 1), alone_in(one, 0)
    assert found.status is expected.status is Status.OPTIMAL
    assert found.objective == pytest.approx(expected.objective, rel=1e-9)
    assert set(one.stack.rows.families) == set(many.stack.rows.families)


@pytest.mark.parametrize("which", ["alone", "dealt"])
def test_at_the_centre_a_held_plan_brings_what_the_plan_brings(which: str, request: pytest.FixtureRequest) -> None:
    """In the world where it was made, with nobody lacking anything."""
    held: Held = request.getfixturevalue(which)
    one = written(held.decisions, held.plan.question.keep(held.decisions.concerned), 1)
    found = alone_in(one, 0)
    assert found.objective == pytest.approx(held.plan.solution.objective, abs=1e-6)
    assert float(one.money[0] @ found.point) == pytest.approx(held.plan.gain, abs=1e-6)
    assert found.point[one.shortfall] == pytest.approx(0.0, abs=1e-9)


def test_decisions_stand_in_every_world(alone: Held) -> None:
    many = alone.work.programme("plan", FEW)
    for family in YES_OR_NO:
        if family not in many.stack.columns:
            continue
        for key in many.stack.columns.keys(family):
            column, value = many.stack.columns.position(family, key), alone.decisions.values[family].get(key, 0.0)
            assert many.stack.lower[:, column].tolist() == many.stack.upper[:, column].tolist() == [value] * len(FEW)


def test_a_shortfall_costs_more_than_any_term_brings(dealt: Held) -> None:
    """So nobody is left short whom terms could satisfy: for each that it costs a partner no term brings as much."""
    many = dealt.work.programme("plan", range(12))
    for code in many.signed:
        columns, weights = many.stack.row("participation", code)
        worth = many.stack.cost[:, columns]
        costly = (weights < -1e-9) & ~np.isin(columns, many.shortfall)
        assert (worth[costly] / -weights[costly]).max() < PRICE_OF_SHORTFALL


def test_a_deal_s_columns_are_its_own(dealt: Held) -> None:
    many = dealt.work.programme("plan", FEW)
    flags = np.array([many.owned[code] for code in many.signed])
    assert flags.sum(axis=0).max() == 1
    owners = {
        many.stack.columns.all[column]: code
        for code, owned in many.owned.items()
        for column in np.flatnonzero(owned).tolist()
    }
    assert {family for family, _ in owners} <= {"sign", "standard", "promoted", "ask", "grant"}
    assert {"sign", "ask", "grant"} <= {family for family, _ in owners}
    assert all(isinstance(key, tuple) and key[0] == code for (_, key), code in owners.items())


def test_what_is_opened_is_opened_also_beyond_the_limit_on_diversion(alone: Held) -> None:
    """With no room at all the limit is what comes of what is decided, and deals may add nothing to it."""
    base = assemble(three.scenario())
    values = {"limit.expected": np.array([0.0, alone.plan.question.world.value("limit.expected")])}
    many = written(
        alone.decisions, asked_of_many(base, alone.decisions.concerned, alone.decisions.signed, values, ("", "")), 2
    )
    limits = {row.year: row.limit - row.no_deal for row in expected_diversion(many.question)}
    opened = {}
    for year in limits:
        columns, weights = many.stack.row(BUDGET, year)
        fixed = np.where(many.stack.lower == many.stack.upper, many.stack.lower, 0.0)[:, columns]
        opened[year] = (weights * fixed).sum(axis=1)
        upper = many.stack.row_upper[:, many.stack.rows.position(BUDGET, year)]
        assert upper == pytest.approx(np.maximum(limits[year], opened[year]))
    assert max(flow[0] for flow in opened.values()) > 0
    found = solved(many, HotStack(many.stack.arrays(1)))
    assert found.reasons == ("", "")
    over = whole(many, found)["over_limit"]
    # The standard saves some of it, so that it is less than what is opened brings.
    assert 0 < over[0] < max(float((flow - limits[year])[0]) for year, flow in opened.items())
    assert over[1] == pytest.approx(0.0, abs=1e-9)


def test_talks_end_when_they_were_planned_to_however_long_they_would_take(alone: Held) -> None:
    """Where talks take ten years no deal could be signed at once; the dates of a held plan are given."""
    slow = {f"talk.{size}.quarters": np.full(2, 40.0) for size in ("small", "medium", "large")}
    decisions = alone.decisions
    asked = asked_of_many(assemble(three.scenario()), decisions.concerned, decisions.signed, slow, ("", ""))
    many = written(decisions, asked, 2)
    assert set(many.stack.columns.keys("sign")) == set(decisions.signed.items())
    assert solved(many, HotStack(many.stack.arrays(0))).kept.all()


def test_a_plan_for_other_decisions_is_another_programme(dealt: Held) -> None:
    """Without one of its deals a plan brings less where all of them paid."""
    values = {family: dict(of) for family, of in dealt.decisions.values.items()}
    dropped = next(iter(dealt.decisions.signed))
    for family in ("sign", "standard"):
        values[family] = {key: 0.0 if key[0] == dropped else value for key, value in values[family].items()}
    signed = {code: when for code, when in dealt.decisions.signed.items() if code != dropped}
    adopted = {code: when for code, when in dealt.decisions.adopted.items() if code != dropped}
    fewer = Decisions(dealt.decisions.question, values, signed, adopted)
    question = dealt.plan.question.keep(fewer.concerned)
    one = written(fewer, question, 1)
    assert one.signed == tuple(signed)
    assert alone_in(one, 0).objective < dealt.plan.solution.objective
