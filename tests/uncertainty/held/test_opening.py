"""What is opened as far as a regime's limits allow, by hand on the tiny question's Emirates.

In 2026 they may have 30 thousand by the legal measure within an allocation, and beside it 7 by the middle of the year
and 11 by its end. 75 and 85 thousand are refused; each counts 1.25 by total processing performance.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from deals.model.question import Question
from deals.plan.plan import solve
from deals.sensitivity.worlds.decisions import YES_OR_NO, Decisions
from deals.uncertainty.held.opening import Opened, opened_within_limits
from deals.uncertainty.held.programme import written
from deals.uncertainty.held.reading import by_deal, whole
from deals.uncertainty.held.solving import solved
from optimizer import HotStack
from tests import three
from tests.model import tiny
from tests.uncertainty.held.conftest import Held

BOTH = (("ARE", 1), ("ARE", 2))


def decided(question: Question, *, signed: int | None = None, promoted: bool = False) -> Decisions:
    """All that is refused to the Emirates in 2026 is opened; they may sign, and be promoted with it."""
    yes: dict[str, dict[Any, float]] = {family: {} for family in YES_OR_NO}
    yes["opened"] = dict.fromkeys(BOTH, 1.0)
    deals = {} if signed is None else {"ARE": signed}
    for family in ("sign", "standard", "promoted") if promoted else ("sign",):
        yes[family] = dict.fromkeys(deals.items(), 1.0)
    return Decisions(question, yes, deals, deals if promoted else {})


def opened(question: Question, decisions: Decisions) -> dict[tuple[str, int], Opened]:
    """Shares of the cells that are opened, as the programme is asked for them."""
    return opened_within_limits(decisions, decisions.settled(question))


@pytest.fixture(scope="module")
def asked() -> Question:
    return tiny.question("refined_tiers")


def test_of_what_is_opened_so_much_is_as_fits_first_come_first_served(asked: Question) -> None:
    """30 within the allocation and 7 beside it; then nothing is left of the year's, and 4 of the channel."""
    found = opened(asked, decided(asked))
    shares = {("ARE", 1): 37 / (1.25 * 75), ("ARE", 2): 4 / (1.25 * 85)}
    assert {key: cell.share for key, cell in found.items()} == pytest.approx(shares)
    assert all(cell.without == cell.share and not cell.promoted_by for cell in found.values())


def test_each_world_has_its_own_measure(asked: Question) -> None:
    """By 8-bit operations a chip counts for one."""
    by: Any = np.array([True, False])
    found = opened(replace(asked, by_tpp=by), decided(asked))
    assert found["ARE", 1].share == pytest.approx([37 / (1.25 * 75), 37 / 75])
    assert found["ARE", 2].share == pytest.approx([4 / (1.25 * 85), 4 / 85])


def test_where_there_are_no_limits_all_is_opened(asked: Question) -> None:
    """And where limits are wider than what is refused."""
    free = {code: replace(access, licensed_limit=None) for code, access in asked.path.access.items()}
    wide = {code: replace(a, licensed_limit=(1e3,) * 3, yearly_limit=(1e3,) * 3) for code, a in free.items()}
    for table in (free, wide):
        question = replace(asked, path=replace(asked.path, access=table))
        assert [cell.share for cell in opened(question, decided(question)).values()] == [1.0, 1.0]


def test_promotion_lifts_limits_from_when_it_takes_effect(asked: Question) -> None:
    """Signed in the second half-year, from the third on; without the deal nothing is lifted."""
    found = opened(asked, decided(asked, signed=1, promoted=True))
    assert found["ARE", 1].share == found["ARE", 1].without == pytest.approx(37 / (1.25 * 75))
    assert found["ARE", 2].share == 1.0
    assert found["ARE", 2].without == pytest.approx(4 / (1.25 * 85))
    assert {cell.promoted_by for cell in found.values()} == {"ARE"}


def test_what_is_opened_under_a_promotion_shrinks_where_its_deal_falls_away(asked: Question) -> None:
    """One that its partner wants for its own sake stands; one that no terms pay for takes what it lifts with it.

    Linked, so that nobody need be paid in chips for the standard.
    """
    costs: Any = np.array([-50.0, 1e4])
    linked = replace(asked.regime, linked=True)
    many = replace(asked, regime=linked, reserve={**asked.reserve, "ARE": costs})
    held = written(decided(asked, signed=1, promoted=True), many, 2)
    answer = solved(held, HotStack(held.stack.arrays(0)))
    assert answer.reasons == ("", "")
    assert answer.kept[:, 0].tolist() == [True, False]
    column = held.stack.columns.position("opened", ("ARE", 2))
    assert answer.points[:, column] == pytest.approx([1.0, 4 / (1.25 * 85)])
    told = {**whole(held, answer), **by_deal(held, answer)}
    assert told["us/ARE"][1] == told["chips/ARE"][1] == 0.0


def test_no_draw_fails_for_what_a_plan_opens_under_allocations() -> None:
    """Where more is refused than in the plan's own world a decision to open it is no contradiction."""
    held = Held.of(solve(three.question(("ARE", "MYS", "IND"), regime="diffusion_rule")))
    assert set(held.work(range(20))["status"]) == {"ok"}
