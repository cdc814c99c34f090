"""What a refusal leaves: others get what they get, and what acting alone would have brought is forgone."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from deals.model.question import Question
from deals.model.rows.objective import IN_MONEY, weights
from deals.plan.alone import done_alone
from deals.plan.tables import summary_table, terms_table
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.acceptance.refusal import Without
from tests.many import over_worlds
from tests.model.tiny import question as tiny
from tests.uncertainty.acceptance import by_hand
from tests.uncertainty.acceptance.conftest import PARTNERS, Held
from tests.uncertainty.acceptance.test_packages import own_terms

CELL = ("ARE", 1)


def without(rate: int = 0, opened: Mapping[tuple[str, int], int] | None = None, sold: float = 0.0) -> Without:
    return Without("ARE", {1: sold}, rate, dict(opened or {}))


@pytest.fixture(scope="module")
def typed_in() -> Question:
    """The small question, with a best rate alone for the Emirates worth 3 in one world and 4 in the other."""
    asked = tiny()
    rate = replace(asked.alone["MYS"], worth=over_worlds([3.0, 4.0]))
    return by_hand.in_many(replace(asked, alone={**asked.alone, "ARE": rate}), 2)


def test_where_a_threat_stands_in_the_way_the_best_rate_alone_is_forgone(typed_in: Question) -> None:
    assert without(rate=1).forgone(typed_in, IN_MONEY).tolist() == [3.0, 4.0]
    assert without(rate=0).forgone(typed_in, IN_MONEY).tolist() == [0.0, 0.0]


def test_a_rate_that_only_the_plan_sets_is_gained_and_not_forgone(typed_in: Question) -> None:
    assert without(rate=-1).forgone(typed_in, IN_MONEY).tolist() == [-3.0, -4.0]


@pytest.mark.parametrize("sign", [1, -1])
def test_chips_that_one_opens_and_the_other_does_not_count_less_what_they_displace(
    typed_in: Question, sign: int
) -> None:
    """75 thousand at 4 of margin, 1 of rivalry, 0.25 of risk and 0.5 of harm each; on top of 100 that others get."""
    cost = typed_in.displacement.cost
    displaced = cost(1, 100 + sign * 75.0) - cost(1, 100.0)
    worth = sign * 75 * (4.0 + 1.0 - 0.25 - 0.5) - displaced
    assert without(opened={CELL: sign}, sold=100.0).forgone(typed_in, IN_MONEY) == pytest.approx([worth, worth])


def test_goals_weigh_what_is_forgone_as_they_weigh_the_deal() -> None:
    """Twice the weight for promotion as for the others: 3/4, 3/2 and 3/4."""
    asked = by_hand.in_many(tiny(goals={"leverage": 1.0, "promotion": 2.0, "control": 1.0}), 1)
    cost = asked.displacement.cost
    worth = 75 * (1.5 * (4.0 + 1.0) - 0.75 * (0.25 + 0.5)) - 1.5 * (cost(1, 75.0) - cost(1, 0.0))
    assert without(opened={CELL: 1}).forgone(asked, weights(asked)) == pytest.approx([worth])


def test_a_refusal_leaves_others_their_chips_and_the_refuser_what_is_opened(held: Held) -> None:
    plan = held.plan
    for code in PARTNERS:
        rest = Without.of(plan, held.alone, code)
        for period in plan.question.timeline.periods:
            here = [grant for grant in plan.asked.deliverable if grant.period == period.index]
            theirs = sum(plan.granted(grant) for grant in here if grant.partner == code)
            everything = sum(plan.delivered(grant) for grant in here)
            assert rest.sold.get(period.index, 0.0) == pytest.approx(everything - theirs)


def test_what_only_the_plan_does_counts_against_what_only_acting_alone_does(held: Held) -> None:
    found = 0
    for code in PARTNERS:
        there, back = Without.of(held.plan, held.alone, code), Without.of(held.alone, held.plan, code)
        assert back.rate == -there.rate
        assert back.opened == {cell: -sign for cell, sign in there.opened.items()}
        for cell, sign in there.opened.items():
            plan, alone = (each.values["opened"].get(cell, 0.0) > 0.5 for each in (held.plan, held.alone))
            assert (plan, alone) == ((False, True) if sign > 0 else (True, False))
            found += 1
    assert found
    assert any(Without.of(held.plan, held.alone, code).rate for code in PARTNERS)


def test_only_differences_between_the_plan_and_acting_alone_are_forgone(held: Held, centre: Question) -> None:
    """Against the best plan without deals as itself nothing is."""
    for code in PARTNERS:
        same = Without.of(held.alone, held.alone, code)
        assert same.rate == 0
        assert not same.opened
        assert same.forgone(centre, IN_MONEY).tolist() == [0.0, 0.0]


def test_as_judged_a_deal_without_chips_gains_over_acting_alone_what_the_summary_says(
    held: Held, centre: Question
) -> None:
    """Where chips are opened on one side only the two differ by who is charged for what is displaced."""
    summary = summary_table(held.plan, terms_table(held.plan), held.alone)
    own_way, beside = done_alone(held.alone)["us_value"].to_dict(), done_alone(held.plan)["us_value"].to_dict()
    checked = 0
    for code in PARTNERS:
        talked = Talked.of(held.plan, held.alone, centre, code)
        if talked.without.opened or any(held.plan.granted(g) > 0 for g in held.plan.choices.grants(code)):
            continue
        checked += 1
        worth = talked.weigh(talked.deal.at(own_terms(talked.deal)))
        over = float(summary["us_gain"][code]) + beside.get(code, 0.0) - own_way.get(code, 0.0)
        if code in beside:
            # What is opened in both displaces at another price beside deals.
            chips = [float(done_alone(each)["chips_us_value"][code]) for each in (held.plan, held.alone)]
            over += chips[1] - chips[0]
        assert (worth.us - worth.talks - talked.forgone)[0] == pytest.approx(over, abs=1e-6)
    assert checked >= 2
