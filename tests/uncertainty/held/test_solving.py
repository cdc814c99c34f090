"""Who falls away, by hand in small worlds, and what must hold in all."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from deals.kit.frozen import FrozenMapping
from deals.model.formulation import formulate
from deals.model.question import Question
from deals.plan.plan import Plan
from deals.sensitivity.worlds.decisions import YES_OR_NO, Decisions
from deals.uncertainty.held.programme import HeldProgramme, written
from deals.uncertainty.held.reading import OF_DEAL, by_deal, whole
from deals.uncertainty.held.solving import LACKING, Displaced, Solved, most_of_partner, solved
from optimizer import HotStack
from tests.model import tiny
from tests.uncertainty.held.conftest import Held

MANY = range(40)
HOLDS, KEPT = 0.8, 0.9
"""Of the tiny question: the chance that talks hold, and what of its gains a partner counts."""
SIGNED = 1
THEIRS, OURS = 1.06**-0.75, 1.03**-0.75
"""Present value of what is spent once in the middle of the second half-year, to India and to the United States."""
TALKS = 0.05 * 2.0 * OURS


def decided(question: Question, signed: dict[str, int], opened: tuple[tuple[str, int], ...] = ()) -> Decisions:
    """Decisions by hand: these deals, and cells that are opened."""
    yes: dict[str, dict[Any, float]] = {family: {} for family in YES_OR_NO}
    yes["sign"] = dict.fromkeys(signed.items(), 1.0)
    yes["opened"] = dict.fromkeys(opened, 1.0)
    return Decisions(question, yes, signed, {})


def answered(held: HeldProgramme) -> tuple[Solved, dict[str, Any]]:
    answer = solved(held, HotStack(held.stack.arrays(0)))
    return answer, {**whole(held, answer), **by_deal(held, answer)}


@pytest.fixture(scope="module")
def rates_only() -> Question:
    """India alone, with rates and purchases and no chips; political cost in today's money of 0.5, 3, 4.3 and 5."""
    asked = tiny.question(unilateral_opening=False).keep(("IND",))
    terms = tuple(term for term in asked.terms if term.instrument in ("tariff_relief", "purchases"))
    costs: Any = np.array([0.5, 3.0, 4.3, 5.0]) / THEIRS
    return replace(asked, terms=terms, grants=(), reserve={"IND": costs})


@pytest.fixture(scope="module")
def rated(rates_only: Question) -> tuple[Solved, dict[str, Any]]:
    return answered(written(decided(rates_only, {"IND": SIGNED}), rates_only, 4))


def test_terms_adapt_to_what_a_deal_costs_the_partner(rated: tuple[Solved, dict[str, Any]]) -> None:
    """A rate of 15 is worth 0.9 x 2.0 x 1.6 = 2.88 to India, 10 is worth 4.32, and a purchase costs it 0.068.

    At a cost of 0.5 a rate of 15 pays for all 20 purchases; at 3 it takes the rate of 10, which leaves 1.32 for 19.4.
    To the United States the rates are worth 0.68 and -1.02, a purchase 0.18, where talks hold; which takes two teams.
    """
    _, found = rated
    bought = (4.32 - 3.0) / 0.068
    assert found["signed/IND"][:2].tolist() == [1, 1]
    assert found["rate/IND"][:2] == pytest.approx([15.0, 10.0])
    assert found["terms/IND/purchases"][:2] == pytest.approx([20.0, bought])
    gains = [HOLDS * (0.68 + 0.18 * 20) - TALKS, HOLDS * (0.18 * bought - 1.02) - TALKS]
    assert found["gain"][:2] == pytest.approx(gains)
    assert found["us/IND"][:2] == pytest.approx(gains)
    assert found["partner/IND"][:2] == pytest.approx([2.88 - 0.068 * 20 - 0.5, 0.0], abs=1e-9)


def test_a_deal_that_costs_the_united_states_more_than_it_brings_is_dropped(
    rated: tuple[Solved, dict[str, Any]],
) -> None:
    """At 4.3 only a rate of 10 would do, and India could buy next to nothing for it: it would sign."""
    answer, found = rated
    assert not answer.kept[2, 0]
    assert not answer.unpaid[2, 0]
    assert (found["signed/IND"][2], found["unpaid/IND"][2]) == (0, 0)
    assert found["most/IND"][2] == pytest.approx(4.32 - 4.3)


def test_a_deal_that_no_terms_make_worth_the_partner_s_while_is_unpaid(rated: tuple[Solved, dict[str, Any]]) -> None:
    """At 5 not even the lowest rate, with nothing in return, pays for it."""
    answer, found = rated
    assert answer.unpaid[:, 0].tolist() == [False, False, False, True]
    assert found["most/IND"] == pytest.approx(4.32 - np.array([0.5, 3.0, 4.3, 5.0]))


def test_of_a_deal_that_fell_away_nothing_is_left(rated: tuple[Solved, dict[str, Any]]) -> None:
    answer, found = rated
    assert np.isnan(found["rate/IND"][2:]).all()
    for name in ("gain", "us/IND", "partner/IND", "chips/IND", "terms/IND/purchases"):
        assert found[name][2:].tolist() == [0.0, 0.0], name
    assert not answer.points[2:].any()


def test_solving_leaves_the_programmes_as_they_were(rates_only: Question) -> None:
    """So that they can be solved again, with the same ending."""
    held = written(decided(rates_only, {"IND": SIGNED}), rates_only, 4)
    before = {name: getattr(held.stack, name).copy() for name in ("lower", "upper", "row_upper", "value", "cost")}
    first, second = answered(held), answered(held)
    assert all(np.array_equal(getattr(held.stack, name), numbers) for name, numbers in before.items())
    assert np.array_equal(first[0].kept, second[0].kept)
    assert all(np.array_equal(first[1][name], second[1][name], equal_nan=True) for name in first[1])


def test_the_others_go_on_as_if_who_fell_away_had_never_been_asked() -> None:
    """And take up what it leaves of common limits."""
    asked = tiny.question(unilateral_opening=False)
    made = formulate(asked, checked=False)
    decisions = Decisions.of(Plan(asked, made, made.program.solve()))
    assert set(decisions.signed) == {"ARE", "IND", "MYS"}
    costs: Any = np.array([0.1, 1e3])
    _, found = answered(written(decisions, replace(asked, reserve={**asked.reserve, "IND": costs}), 2))
    fewer = replace(
        decisions,
        values={f: {k: v for k, v in of.items() if k[0] != "IND"} for f, of in decisions.values.items()},
        signed={code: when for code, when in decisions.signed.items() if code != "IND"},
    )
    _, without = answered(written(fewer, asked, 1))
    assert found["signed/IND"].tolist() == [1, 0]
    assert found["gain"][1] == pytest.approx(without["gain"][0], rel=1e-9)
    assert found["gain"][0] > found["gain"][1]
    for code in ("ARE", "MYS"):
        assert found[f"us/{code}"][1] == pytest.approx(without[f"us/{code}"][0], rel=1e-6)


def test_the_limit_on_diversion_is_told_as_exceeded_where_what_is_opened_exceeds_it() -> None:
    """42 thousand opened in India in 2026, of which 2 percent are diverted: 0.84 where no room is left.

    With a quarter of what is refused it fits, and nothing is told.
    """
    asked = tiny.question()
    parts: Any = np.array([0.0, 0.25])
    room = replace(asked.world.parameters["limit.expected"], value=parts)
    here = replace(asked.world, parameters=FrozenMapping({**asked.world.parameters, "limit.expected": room}))
    many = replace(asked, world=here)
    held = written(decided(many, {}, (("IND", 1),)), many, 2)
    answer, found = answered(held)
    limit = held.stack.row_upper[:, held.stack.rows.position("diversion budget", 2026)]
    assert answer.reasons == ("", "")
    assert found["over_limit"].tolist() == pytest.approx([0.02 * 42, 0.0])
    assert found["diverted"][0] == found["diverted"][1]
    assert limit[0] == pytest.approx(0.84)
    assert limit[1] > 0.84


def test_where_no_point_is_feasible_a_world_has_its_reason_and_no_numbers(rates_only: Question) -> None:
    held = written(decided(rates_only, {"IND": SIGNED}), rates_only, 4)
    upper = held.stack.row_upper.copy()
    upper[1, held.stack.rows.position("participation", "IND")] = -1e6
    lower = held.stack.row_lower.copy()
    lower[1] = np.where(np.isfinite(upper[1]), -np.inf, lower[1])
    broken = replace(held, stack=replace(held.stack, row_upper=upper, row_lower=lower))
    answer, found = answered(broken)
    assert answer.reasons == ("", "the solver ended infeasible", "", "")
    assert np.isnan(answer.points[1]).all()
    assert not answer.kept[1].any()
    for name in ("gain", "over_limit", "rate/IND", "terms/IND/purchases"):
        assert np.isnan(found[name][1]), name
    assert (found["signed/IND"][1], found["us/IND"][1], found["partner/IND"][1]) == (0, 0.0, 0.0)
    assert np.isfinite(found["gain"][[0, 2, 3]]).all()


@pytest.fixture(scope="module")
def told(dealt: Held) -> pd.DataFrame:
    return pd.DataFrame(dealt.work(MANY))


@pytest.fixture(scope="module")
def deals(told: pd.DataFrame, dealt: Held) -> pd.DataFrame:
    """One row a draw and deal."""
    rows = {
        code: told[[f"{name}/{code}" for name in OF_DEAL]].set_axis([*OF_DEAL], axis="columns")
        for code in dealt.decisions.signed
    }
    return pd.concat(rows)


def test_draws_show_deals_that_stand_and_deals_that_fall_away(deals: pd.DataFrame) -> None:
    """None of them both."""
    kinds = deals.groupby(["signed", "unpaid"]).size()
    assert set(kinds.index) >= {(1, 0), (0, 1)}
    assert (1, 1) not in kinds.index


def test_a_deal_that_stands_pays_both_sides(deals: pd.DataFrame) -> None:
    kept = deals[deals["signed"] == 1]
    assert (kept["us"] >= 0).all()
    assert (kept["partner"] >= -2 * LACKING).all()


def test_no_partner_has_more_than_the_most_it_could_have(deals: pd.DataFrame) -> None:
    kept = deals[deals["signed"] == 1]
    assert (kept["partner"] <= kept["most"] + 1e-6).all()
    assert (deals.loc[deals["most"] < -LACKING, "unpaid"] == 1).all()


def test_what_a_plan_brings_is_what_its_deals_bring(told: pd.DataFrame, deals: pd.DataFrame) -> None:
    """Where nothing is done alone: less talks and what their chips displace, shared out without a rest."""
    total = deals["us"].groupby(level=1).sum()
    assert np.allclose(total, told["gain"], rtol=1e-9, atol=1e-9)
    assert (told["gain"] >= -1e-9).all()


def test_even_terms_that_are_best_for_a_partner_bring_it_no_more_than_the_most(dealt: Held) -> None:
    """All that is in the plan's way left in it, the terms that are best for the partner bring it no more."""
    held = dealt.work.programme("plan", range(4))
    for code in held.signed:
        columns, weights = held.stack.row("participation", code)
        cost = np.zeros_like(held.stack.cost)
        cost[:, columns] = np.where(np.isin(columns, held.shortfall), 0.0, weights)
        selfish = replace(held.stack, cost=cost, offset=np.zeros(4))
        hot = HotStack(selfish.arrays(0))
        found = np.array([hot.solve(selfish.arrays(world)).objective for world in range(4)])
        assert (found <= most_of_partner(held, code) + 1e-6).all()


def test_whom_the_others_leave_too_little_is_unpaid_too(dealt: Held, told: pd.DataFrame) -> None:
    """Whoever lacks anything in the best of all deals together, though by itself it could have enough."""
    held = dealt.work.programme("plan", MANY)
    hot, most = HotStack(held.stack.arrays(0)), {code: most_of_partner(held, code) for code in held.signed}
    seen = 0
    for world in MANY:
        arrays = held.stack.arrays(world)
        gone = np.any([held.hanging[code] for code in held.signed if most[code][world] < -LACKING], axis=0)
        lower, upper = (np.where(gone, held.without[world], bounds) for bounds in (arrays.lower, arrays.upper))
        lacks = hot.solve(replace(arrays, lower=lower, upper=upper)).point[held.shortfall] > LACKING
        for code, lacking in zip(held.signed, lacks.tolist(), strict=True):
            if lacking and most[code][world] >= 0:
                assert told.loc[world, f"unpaid/{code}"] == 1
                seen += 1
    assert seen


def test_what_is_left_is_the_best_that_these_deals_can_bring(dealt: Held, told: pd.DataFrame) -> None:
    """Of draws in which somebody falls away: planned without them from the start, the rest brings as much."""
    some = told[(told[[f"signed/{code}" for code in dealt.decisions.signed]] == 0).any(axis=1)].index[:3]
    assert len(some) == 3
    for draw in some.tolist():
        kept = [code for code in dealt.decisions.signed if told.loc[draw, f"signed/{code}"] == 1]
        values = {
            family: {key: value * (key[0] in kept) for key, value in of.items()}
            for family, of in dealt.decisions.values.items()
        }
        fewer = replace(
            dealt.decisions,
            values=values,
            signed={code: when for code, when in dealt.decisions.signed.items() if code in kept},
            adopted={code: when for code, when in dealt.decisions.adopted.items() if code in kept},
        )
        asked = dealt.work.asked([draw]).keep(kept)
        if kept:
            held = written(fewer, asked, 1)
            gain = whole(held, solved(held, HotStack(held.stack.arrays(0))))["gain"][0]
            assert gain == pytest.approx(told.loc[draw, "gain"], rel=1e-7, abs=1e-9)


def test_what_chips_displace_is_shared_by_all_chips_of_a_period_alike(dealt: Held, alone: Held) -> None:
    """Deals pay in proportion to their chips; what is opened pays the rest."""
    for held, whole_of_it in ((dealt, True), (alone, False)):
        programme = held.work.programme("plan", range(6))
        displaced = Displaced.of(programme)
        answer = solved(programme, HotStack(programme.stack.arrays(0)))
        for world, point in enumerate(answer.points):
            shares = displaced.by_deal(point, world)
            cost = float(displaced.cost[world] @ point[displaced.columns])
            assert (shares >= 0).all()
            assert shares.sum() <= cost + 1e-9
            if whole_of_it:
                assert shares.sum() == pytest.approx(cost, abs=1e-9)
