"""A package in many worlds: worth what the plan's programme says where nothing differs, and kept to the letter."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.division.bilateral import Bilateral
from deals.model.question import Question
from deals.model.worth.terms import Segment
from deals.plan.plan import Plan
from deals.plan.search import search
from deals.plan.tables import summary_table, terms_table
from deals.record.weighing.evaluation import evaluated
from deals.uncertainty.acceptance.packages import FixedRate, Package, Part, Weighed, displaced_by, weighed
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.acceptance.refusal import Without
from optimizer import Floats
from tests.many import over_worlds
from tests.model.tiny import question as tiny
from tests.model.tiny import written
from tests.uncertainty.acceptance import by_hand
from tests.uncertainty.acceptance.conftest import PARTNERS, Held

EXACT = 1e-6
SHARE = 0.85
"""Of what is licensed, what is delivered in time: `delivery.licence`."""


def own_terms(deal: Bilateral) -> Floats:
    """The terms of a deal as its plan has them."""
    return np.asarray(deal.plan.solution.point, dtype=np.float64)[deal.piece.columns]


def same_as_the_plan(plan: Plan, question: Question, code: str) -> None:
    """Both sides of a deal are worth the same as a package and in the programme."""
    deal = Bilateral.of(plan, code)
    point = deal.at(own_terms(deal))
    worth = weighed(question, Package.of(deal, point), Without.of(plan, plan, code).sold)
    assert worth.us - worth.talks == pytest.approx(point.us, abs=EXACT)
    assert worth.partner == pytest.approx(point.partner, abs=EXACT)


@pytest.mark.parametrize("code", PARTNERS)
def test_as_judged_a_package_is_worth_what_the_plan_says(held: Held, centre: Question, code: str) -> None:
    same_as_the_plan(held.plan, centre, code)


@pytest.mark.parametrize("code", PARTNERS)
def test_a_sheet_tells_the_licences_of_the_package_that_is_weighed(held: Held, code: str) -> None:
    plan = held.plan
    deal = Bilateral.of(plan, code)
    licensed = sum(Package.of(deal, deal.at(own_terms(deal))).licences.values())
    told = summary_table(plan, terms_table(plan)).loc[code, "licensed_kh"]
    assert told == pytest.approx(licensed)
    assert not licensed or licensed > sum(plan.granted(grant) for grant in plan.choices.grants(code))


def test_the_plan_has_every_kind_of_deal(held: Held) -> None:
    """Else the test above would say less than it seems to."""
    plan = held.plan
    assert set(plan.signed) == set(PARTNERS)
    assert plan.adopted
    assert any(plan.granted(grant) > 1 for grant in plan.asked.grants)
    assert any(plan.opened(cell) > 1 for cell in plan.asked.cells if cell.partner in plan.adopted)


@pytest.mark.parametrize("code", PARTNERS)
def test_as_judged_every_corner_of_what_can_be_agreed_is_worth_that_to_the_partner(
    held: Held, centre: Question, code: str
) -> None:
    deal, sold = Bilateral.of(held.plan, code), Without.of(held.plan, held.alone, code).sold
    for corner in deal.frontier:
        assert weighed(centre, Package.of(deal, corner), sold).partner == pytest.approx(corner.partner, abs=EXACT)


def test_a_rate_is_worth_as_judged_what_its_step_says(held: Held, centre: Question) -> None:
    steps = [(term, step) for term in held.plan.asked.terms if term.of_one_rate for step in range(len(term.segments))]
    assert steps
    for term, step in steps:
        signed, segment = held.plan.signed[term.partner], term.segments[step]
        rate = FixedRate(segment.rate, 1.0, segment.bought)
        bare = Package(term.partner, signed, (), {}, {}, standard=False)
        with_it, without = (weighed(centre, each, {}) for each in (replace(bare, rates=(rate,)), bare))
        assert with_it.us - without.us == pytest.approx(term.us(step, signed), abs=EXACT)
        worth = term.to_partner(step, signed)
        kept = 1 - centre.world.value("goodwill.floor") if worth > 0 else 1.0
        assert with_it.partner - without.partner == pytest.approx(kept * worth, abs=EXACT)


def test_where_talks_are_not_linked_the_partner_must_gain_on_each_track(unlinked: Held) -> None:
    question = unlinked.work.asked(range(16))
    for code in unlinked.plan.signed:
        talked = Talked.of(unlinked.plan, unlinked.alone, question, code)
        deal = talked.deal
        worth = talked.weigh(deal.at(own_terms(deal)))
        trade, chips = worth.tracks
        politics = question.political_cost(code, unlinked.plan.signed[code])
        assert trade + chips - politics == pytest.approx(worth.partner)
        assert (worth.accepted == (np.min([worth.partner, trade, chips], axis=0) >= -EXACT)).all()


def test_a_track_that_loses_is_refused_however_much_the_other_gains() -> None:
    nothing = np.zeros(3)
    parts = (
        Part("tariff_relief", nothing, np.array([5.0, -4.0, 1.0]), trade=True),
        Part("chip_access", nothing, np.array([-4.0, 5.0, 0.0]), trade=False),
    )
    worth = Weighed(parts, nothing, linked=False)
    assert worth.accepted.tolist() == [False, False, True]


def test_what_is_brought_counts_refusals_and_the_talks_of_all() -> None:
    """Signed in the first two of four worlds: (3 + 5) / 4, less talks of 0.5 in every one."""
    part = Part("purchases", np.array([3.0, 5.0, 7.0, -9.0]), np.array([1.0, 0.0, -1.0, -2.0]), trade=True)
    worth = Weighed((part,), np.full(4, 0.5), linked=True)
    assert worth.brought.tolist() == [2.5, 4.5, -0.5, -0.5]
    assert worth.brought.mean() == pytest.approx((3 + 5) / 4 - 0.5)


@cache
def typed_in() -> Question:
    """The small question of which every number is typed in."""
    return tiny()


def emirates(asks: dict[str, float] | None = None, *, standard: bool = False, **chips: float) -> Package:
    """A deal with the Emirates signed in the first half-year; chips as licences by period, ``p1=20``."""
    licences = {("ARE", int(name[1:])): amount for name, amount in chips.items()}
    return Package("ARE", 0, (), asks or {}, licences, standard)


def worth_of(package: Package, asked: Question | None = None, sold: dict[int, float] | None = None) -> Weighed:
    return weighed(by_hand.in_many(asked or typed_in(), 1), package, sold or {})


def over_nothing(package: Package, asked: Question | None = None) -> tuple[float, float]:
    """What a package adds to an empty one, to the United States and to the partner."""
    full, empty = worth_of(package, asked), worth_of(emirates(), asked)
    return float((full.us - empty.us)[0]), float((full.partner - empty.partner)[0])


def test_a_pledge_is_filled_step_by_step_and_beyond_at_its_last() -> None:
    """Steps of 10 at 0.2 and -0.05, then at 0.1 and -0.1 a year; signed at once, 2.0 and 1.8 years."""
    assert over_nothing(emirates({"investment": 6.0})) == pytest.approx((6 * 0.2 * 2.0, -6 * 0.05 * 1.8))
    both = 10 * 0.2 + 5 * 0.1, 10 * 0.05 + 5 * 0.1
    assert over_nothing(emirates({"investment": 15.0})) == pytest.approx((both[0] * 2.0, -both[1] * 1.8))
    beyond = 10 * 0.2 + 30 * 0.1, 10 * 0.05 + 30 * 0.1
    assert over_nothing(emirates({"investment": 40.0})) == pytest.approx((beyond[0] * 2.0, -beyond[1] * 1.8))


@given(amount=st.floats(0.0, 10.0), part=st.floats(0.0, 1.0))
@settings(max_examples=20)
def test_within_a_step_worth_is_in_proportion(amount: float, part: float) -> None:
    whole, some = (over_nothing(emirates({"investment": each})) for each in (amount, part * amount))
    assert some == pytest.approx(tuple(part * each for each in whole), abs=1e-9)


@given(first=st.floats(0.0, 20.0), second=st.floats(0.0, 8.0))
@settings(max_examples=20)
def test_instruments_add_up(first: float, second: float) -> None:
    one, other = over_nothing(emirates({"investment": first})), over_nothing(emirates({"matching_investment": second}))
    both = over_nothing(emirates({"investment": first, "matching_investment": second}))
    assert both == pytest.approx(tuple(a + b for a, b in zip(one, other, strict=True)), abs=1e-9)


def test_a_licence_is_used_as_far_as_there_is_use_and_as_long_as_it_stands() -> None:
    """Uses of 30 at 3 and 45 at 2: of 40 licensed 34 arrive, 30 and 4; more than 75 are bought by nobody.

    Signed in the first half-year, it stands in the second with a chance of exp(-.5 / 4).
    """
    stands = np.exp(-0.5 / 4.0)
    assert over_nothing(emirates(p1=40.0))[1] == pytest.approx(stands * 0.9 * (30 * 3 + 4 * 2))
    assert over_nothing(emirates(p1=500.0)) == pytest.approx(over_nothing(emirates(p1=75.0 / SHARE)))


def test_a_licence_for_chips_before_the_deal_takes_effect_delivers_none() -> None:
    late = replace(emirates(p1=40.0), signed=1)
    bare = replace(emirates(), signed=1)
    assert worth_of(late).partner == pytest.approx(worth_of(bare).partner)


def test_chips_cost_what_they_displace_on_top_of_those_of_others() -> None:
    asked, stands = typed_in(), np.exp(-0.5 / 4.0)
    grant = next(g for g in asked.grants if (g.economy, g.period) == ("ARE", 1))
    for others in (0.0, 50.0):
        worth = worth_of(emirates(p1=40.0), asked, {1: others})
        arrives = SHARE * 40 * stands
        cost = asked.displacement.cost(1, others + arrives) - asked.displacement.cost(1, others)
        assert float(worth.us[0]) == pytest.approx(arrives * grant.us - cost)


@given(more=st.floats(0.0, 80.0), before=st.floats(0.0, 80.0))
@settings(max_examples=15)
def test_the_more_others_get_the_more_chips_displace(more: float, before: float) -> None:
    asked, flow = by_hand.in_many(typed_in(), 1), np.array([20.0])
    assert displaced_by(asked, 1, before + more, flow)[0] >= displaced_by(asked, 1, before, flow)[0] - 1e-9


def test_a_standard_covers_what_is_opened_to_the_country_too() -> None:
    """The Emirates' 85 of the third half-year leak a tenth, of which the standard as delivered removes two fifths.

    What is saved is worth 3.0 a thousand to the United States and costs the country 0.055 of resale.
    """
    plain, covering = emirates(standard=True), replace(emirates(standard=True), opened=frozenset({("ARE", 2)}))
    saved = 0.4 * 0.1 * 85
    assert float((worth_of(covering).us - worth_of(plain).us)[0]) == pytest.approx(saved * 3.0)
    assert float((worth_of(covering).partner - worth_of(plain).partner)[0]) == pytest.approx(-saved * 0.055)


@pytest.mark.parametrize("goals", [{}, {"leverage": 1.0, "promotion": 2.0, "control": 4.0}])
def test_a_deal_is_worth_to_the_united_states_what_its_goals_say(goals: dict[str, float]) -> None:
    """The partner has no less: of what it is licensed it uses the best first, which the programme need not."""
    asked = (tiny(goals=goals) if goals else typed_in()).keep(("ARE", "MYS"))
    choices = written(asked)
    plan = Plan(asked, choices, search(choices, 0.0, 60.0))
    assert set(plan.signed) == {"ARE", "MYS"}
    for code in plan.signed:
        deal = Bilateral.of(plan, code)
        point = deal.at(own_terms(deal))
        package, sold = Package.of(deal, point), Without.of(plan, plan, code).sold
        worth = weighed(by_hand.in_many(asked, 2), package, sold)
        assert worth.us - worth.talks == pytest.approx(point.us, abs=EXACT)
        assert (worth.partner >= point.partner - EXACT).all()
        alike = weighed(by_hand.in_many(tiny().keep(("ARE", "MYS")), 2), package, sold)
        assert worth.in_money.us == pytest.approx(alike.us, abs=EXACT), "money is no score"
        assert alike.us - alike.talks == pytest.approx(deal.brings(point), abs=EXACT)
        assert (abs(deal.brings(point) - point.us) > EXACT) == bool(goals)


def test_worlds_do_not_meet(held: Held, drawn: Question, talked: Callable[[str], Talked]) -> None:
    """A package is worth the same in a world whatever the others are."""
    few = held.work.asked([5, 3])
    for code in PARTNERS:
        one = talked(code)
        point = one.deal.at(own_terms(one.deal))
        many, two = one.weigh(point), weighed(few, Package.of(one.deal, point), one.without.sold)
        assert two.us == pytest.approx(many.us[[5, 3]], abs=1e-9)
        assert two.partner == pytest.approx(many.partner[[5, 3]], abs=1e-9)
    assert len(drawn.world.elasticities) == len(many.us)


def test_steps_may_be_wider_in_one_world_than_in_another() -> None:
    """A pledge of 15 where the first step is 10 wide, and where it is 20 wide."""
    asked = by_hand.in_many(typed_in(), 2)
    term = next(t for t in asked.terms if (t.partner, t.instrument) == ("ARE", "investment"))
    first, second = term.segments
    wide: Segment = replace(first, width=over_worlds([10.0, 20.0]))
    moved = replace(asked, terms=(replace(term, segments=(wide, second)),))
    worth = weighed(moved, emirates({"investment": 15.0}), {})
    assert worth.us == pytest.approx([(10 * 0.2 + 5 * 0.1) * 2.0, 15 * 0.2 * 2.0])


# Packages that somebody states.


def test_licences_beyond_all_use_are_bought_at_the_worth_of_the_last() -> None:
    """Uses of 30 at 3 and 45 at 2: of 100 that arrive, 30 and 70, as long as the licence stands."""
    stands = np.exp(-0.5 / 4.0)
    beyond = replace(emirates(p1=100.0 / SHARE), beyond=True)
    assert over_nothing(beyond)[1] == pytest.approx(stands * 0.9 * (30 * 3 + 70 * 2))
    within = replace(emirates(p1=75.0), beyond=True)
    assert over_nothing(within) == pytest.approx(over_nothing(emirates(p1=75.0)))


@given(more=st.floats(0.0, 500.0), start=st.floats(75.0 / SHARE, 200.0))
@settings(max_examples=15)
def test_beyond_all_use_every_chip_is_worth_as_much_to_the_partner(more: float, start: float) -> None:
    some, all_of_it = (over_nothing(replace(emirates(p1=kh), beyond=True))[1] for kh in (start, start + more))
    assert all_of_it - some == pytest.approx(SHARE * more * np.exp(-0.5 / 4.0) * 0.9 * 2, abs=1e-9)


def annuity(years: float, discount: float) -> float:
    """Present worth of one a year, paid all the time."""
    rate = np.log1p(discount)
    return float((1 - np.exp(-rate * years)) / rate)


@pytest.mark.parametrize("years", [1.0, 3.5, 10.0])
def test_a_pledge_over_other_years_is_so_much_a_year_for_so_long(years: float) -> None:
    """Quoted over three and a half years: 12 over ten are 4.2 of them, of which the first step holds ten.

    Worth is that of 3.5 years, times the ratio of annuities, at 3 percent to the United States and 6 to the Emirates.
    """
    amount = 12.0
    quoted = amount * 3.5 / years
    filled = min(quoted, 10.0), max(quoted - 10.0, 0.0)
    us, own = filled[0] * 0.2 + filled[1] * 0.1, filled[0] * 0.05 + filled[1] * 0.1
    by_us, by_own = (annuity(years, discount) / annuity(3.5, discount) for discount in (0.03, 0.06))
    found = over_nothing(replace(emirates({"investment": amount}), years={"investment": years}))
    assert found == pytest.approx((us * 2.0 * by_us, -own * 1.8 * by_own))


def test_over_the_years_it_is_quoted_for_a_pledge_is_as_without_years() -> None:
    plain = emirates({"investment": 15.0})
    assert over_nothing(replace(plain, years={"investment": 3.5})) == pytest.approx(over_nothing(plain))


@given(amount=st.floats(0.1, 100.0), years=st.floats(0.5, 30.0), longer=st.floats(0.0, 30.0))
@settings(max_examples=20)
def test_the_same_total_over_more_years_costs_the_partner_no_more(amount: float, years: float, longer: float) -> None:
    plain = emirates({"investment": amount})
    soon, late = (over_nothing(replace(plain, years={"investment": span}))[1] for span in (years, years + longer))
    assert late >= soon - 1e-9


@pytest.mark.parametrize("code", ["IND", "JPN"])
def test_a_deal_of_the_plan_stated_again_brings_what_the_plan_says(held: Held, code: str) -> None:
    """Deals with no chips, under one whole rate: stated in amounts of instruments."""
    plan = held.plan
    deal = Bilateral.of(plan, code)
    point = deal.at(own_terms(deal))
    package = Package.of(deal, point)
    ((rate, part),) = ((rate.percent, rate.part) for rate in package.rates)
    assert (part, package.licences, package.standard) == (1.0, {}, False)
    limits = {term.instrument: term.limit for term in plan.asked.terms if term.partner == code}
    terms = {
        name: amount / limits[name] if name.startswith("sector") else amount for name, amount in package.asks.items()
    }
    signed = plan.question.timeline.periods[plan.signed[code]].label
    found = evaluated(plan.question, code, {**terms, "tariff_to": rate}, signed=signed, draws=0)
    assert (found.us, found.partner_gain) == pytest.approx((point.us, point.partner), abs=EXACT)
