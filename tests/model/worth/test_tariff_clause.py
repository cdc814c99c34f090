"""A tariff clause by hand: Korea, announced 40 percent, 10 in force, on a table of five rates."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from deals.kit.periods import periods
from deals.model.worth.partners import Partner
from deals.model.worth.tariff_clause import FirmRate, TariffClause, clause
from deals.model.worth.timeline import Timeline
from deals.model.worth.valuation import rate_alone, relief_term
from deals.scenario.scenario import Scenario
from deals.trade.tabulated import PartnerTable
from deals.world import Instrument, World

NUMBERS = {
    "tariff.announced.KOR": 40.0,
    "tariff.in_force.KOR": 10.0,
    "tariff.floor": 10.0,
    "tariff.threat_probability": 0.5,
    "tariff.answer.KOR": 0.5,
    "tariff.pass_through": 0.25,
    "tariff.revenue_weight": 0.0,
    "tariff.partner_value_factor": 1.0,
}
US = {0: -8.0, 10: 0.0, 20: 4.0, 30: 6.0, 40: 4.0}
"""The United States gains most at 30."""
OWN = {0: 3.0, 10: 0.0, 20: -2.0, 30: -5.0, 40: -9.0}
REVENUE = {0: -2.0, 10: 0.0, 20: 2.0, 30: 4.0, 40: 6.5}
ANSWERED = (-4.0, -2.0)
"""An answer in kind costs the United States 4 and Korea 2."""
KOREA = Partner("KOR", "Korea", ("KOR",))
LINE = Timeline(periods("2025Q3", "2026Q4", 6, date(2025, 5, 13)), 0.05, 0.08, 2.0)

type Curve = dict[int, float]


def table(us: Curve = US, own: Curve = OWN, *, estimated: bool = False) -> PartnerTable:
    """A table of which a quarter of the second column and three quarters of the first are the numbers given."""
    levels = sorted(us)
    rows = [(us[x] - 1.0, us[x] + 3.0, REVENUE.get(x, 0.0) + 1.0, REVENUE.get(x, 0.0) - 3.0, own[x]) for x in levels]
    return PartnerTable(np.array(levels, dtype=float), np.array(rows), ANSWERED, np.zeros((1, 2)), estimated)


def tables(patch: pytest.MonkeyPatch, **found: PartnerTable) -> None:
    """Let these be the tables of every day."""
    patch.setattr("deals.model.worth.tariff_clause.partner_tables", lambda _: found)


@pytest.fixture(scope="module")
def world(scenario: Scenario) -> World:
    return scenario.world().patched({name: {"set": value} for name, value in NUMBERS.items()})


@pytest.fixture(autouse=True)
def _korea(monkeypatch: pytest.MonkeyPatch) -> None:
    tables(monkeypatch, KOR=table())


@pytest.fixture
def relief(world: World) -> Instrument:
    return next(i for i in world.instruments if i.name == "tariff_relief")


def found(world: World, most: int = 10, **numbers: float) -> TariffClause:
    """Korea's clause, with other numbers of its tariffs."""
    names = {f"tariff.{n}.KOR" if n in ("announced", "in_force", "answer") else f"tariff.{n}": n for n in numbers}
    answer = clause(world.patched({name: {"set": numbers[n]} for name, n in names.items()}), "KOR", most)
    assert answer is not None
    return answer


def points(rates: tuple[FirmRate, ...]) -> list[tuple[float, float, float]]:
    return [(r.rate, r.us, r.partner) for r in rates]


def close(rates: tuple[FirmRate, ...], expected: list[tuple[float, float, float]]) -> bool:
    """Whether these are the rates and worths, and no more."""
    return [r.rate for r in rates] == [e[0] for e in expected] and np.allclose(points(rates), expected, atol=1e-12)


def test_the_best_rate_is_worth_what_the_lottery_is_not(world: World) -> None:
    """Lottery: 0.5 (4 - 0.5 x 4) + 0.5 x 0 = 1 for the United States, which has 6 at 30; and -5 for Korea, as there."""
    answer = found(world)
    assert (answer.announced, answer.in_force, answer.best) == (40.0, 10.0, 30.0)
    assert answer.alone == pytest.approx(5.0)
    assert answer.alone_partner == pytest.approx(0.0)


def test_under_threat_both_sides_count_from_the_lottery(world: World) -> None:
    """Korea's lottery: 0.5 (-9 - 0.5 x 2) + 0.5 x 0 = -5. Rate 40 is worse for both than 30."""
    assert close(found(world).under_threat, [(30, 5, 0), (20, 3, 3), (10, -1, 5)])


def test_bought_both_sides_count_from_the_best_rate(world: World) -> None:
    """At 30 they have 6 and -5; only rates below it are bought."""
    assert close(found(world).bought, [(20, -2, 3), (10, -6, 5)])


def test_a_chance_of_an_answer_cheapens_the_lottery_for_both(world: World) -> None:
    """Without it the lottery is 2 and -4.5; if an answer is sure 0 and -5.5. What is bought does not move."""
    never, sure = found(world, answer=0.0), found(world, answer=1.0)
    assert never.alone == pytest.approx(4.0)
    assert sure.alone == pytest.approx(6.0)
    assert close(never.under_threat, [(30, 4, -0.5), (20, 2, 2.5), (10, -2, 4.5)])
    assert close(sure.under_threat, [(30, 6, 0.5), (20, 4, 3.5), (10, 0, 5.5)])
    assert never.bought == sure.bought == found(world).bought


def test_a_partner_may_gain_by_answering(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that brings Korea 2: its lottery is 0.5 (-9 + 1) = -4."""
    tables(monkeypatch, KOR=replace(table(), answered=(-4.0, 2.0)))
    assert close(found(world).under_threat, [(30, 5, -1), (20, 3, 2), (10, -1, 4)])


def test_of_a_threat_that_nobody_believes_there_is_only_the_rate_in_force(world: World) -> None:
    answer = found(world, threat_probability=0.0)
    assert answer.alone == pytest.approx(6.0)
    assert close(answer.under_threat, [(30, 6, -5), (20, 4, -2)])


def test_a_factor_on_its_worth_scales_all_that_is_the_partner_s(world: World) -> None:
    """Twice: its lottery too, answer and all."""
    answer = found(world, partner_value_factor=2.0)
    assert close(answer.under_threat, [(30, 5, 0), (20, 3, 6), (10, -1, 10)])
    assert close(answer.bought, [(20, -2, 6), (10, -6, 10)])


def test_revenue_that_is_worth_more_than_itself_raises_the_best_rate(world: World) -> None:
    """A dollar of it counted twice: 0, 6, 10 and 10.5 from 10 to 40."""
    answer = found(world, revenue_weight=1.0)
    assert answer.best == 40.0
    assert answer.alone == pytest.approx(10.5 - 0.5 * (10.5 - 2.0))


def test_nothing_is_set_or_agreed_below_the_floor(world: World) -> None:
    """At a floor of 25, between rates of the table: 5 and -3.5 there."""
    answer = found(world, floor=25.0)
    assert answer.best == 30.0
    assert close(answer.under_threat, [(30, 5, 0), (25, 4, 1.5)])
    assert close(answer.bought, [(25, -1, 1.5)])


def test_the_best_rate_may_be_the_floor_and_then_none_is_bought(world: World) -> None:
    answer = found(world, floor=35.0)
    assert answer.best == 35.0
    assert answer.alone == pytest.approx(4.0)
    assert answer.bought == ()
    assert [r.rate for r in answer.under_threat] == [35.0]


def test_without_a_floor_rates_go_to_nothing(world: World) -> None:
    answer = found(world, floor=0.0)
    assert close(answer.under_threat, [(30, 5, 0), (20, 3, 3), (10, -1, 5), (0, -9, 8)])
    assert close(answer.bought, [(20, -2, 3), (10, -6, 5), (0, -14, 8)])


def test_no_rate_above_both_of_the_lottery_is_set_or_agreed(world: World) -> None:
    """Announced 20, in force 10: lottery 0.5 (4 - 2) = 1 and 0.5 (-2 - 1) = -1.5. The 6 at 30 is out of reach."""
    answer = found(world, announced=20.0)
    assert answer.best == 20.0
    assert answer.alone == pytest.approx(3.0)
    assert close(answer.under_threat, [(20, 3, -0.5), (10, -1, 1.5)])
    assert close(answer.bought, [(10, -4, 2)])


def test_a_rate_below_the_floor_already_is_not_raised_to_it(world: World) -> None:
    """Announced and in force 5: nothing to win, nothing to agree."""
    answer = found(world, announced=5.0, in_force=5.0, answer=0.0)
    assert (answer.best, answer.under_threat, answer.bought) == (5.0, (), ())
    assert answer.alone == pytest.approx(0.0)


def test_rates_announced_and_in_force_count_between_those_of_the_table(world: World) -> None:
    """At 35: 5 and -7. Lottery 0.5 (5 - 2) + 0.5 x 2, and 0.5 (-7 - 1) - 0.5 x 1, with 15 in force."""
    answer = found(world, announced=35.0, in_force=15.0)
    assert answer.alone == pytest.approx(6.0 - 2.5)
    assert close(answer.under_threat, [(30, 3.5, -0.5), (20, 1.5, 2.5), (10, -2.5, 4.5)])


def test_a_rate_is_dropped_where_parts_of_two_others_are_better_for_both(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 2 at 20 Korea has 3 there for 1: two fifths of 30 and three fifths of 10 are worth 1.4."""
    tables(monkeypatch, KOR=table({**US, 20: 2.0}))
    assert close(found(world).under_threat, [(30, 5, 0), (10, -1, 5)])


def test_a_rate_is_dropped_where_a_part_of_another_and_no_deal_are_better_for_both(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 2 at 20 relief of 3 costs 4 from the best rate: three fifths of the way to 10 cost 3.6."""
    tables(monkeypatch, KOR=table({**US, 20: 2.0}))
    assert close(found(world).bought, [(10, -6, 5)])


def test_of_rates_worth_the_same_to_the_partner_the_better_for_the_united_states_stands(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables(monkeypatch, KOR=table(own={**OWN, 20: 0.0}))
    assert close(found(world).under_threat, [(30, 5, 0), (20, 3, 5)])


def test_where_nothing_is_at_stake_there_is_nothing_to_agree(world: World) -> None:
    """Announced, in force, and best: 30, which is the floor."""
    answer = found(world, announced=30.0, in_force=30.0, answer=0.0, floor=30.0)
    assert answer.alone == pytest.approx(0.0)
    assert (answer.under_threat, answer.bought) == ((), ())


@pytest.mark.parametrize("most", [2, 3, 4, 6, 12])
def test_of_many_rates_both_ends_stand_and_others_evenly_between(
    world: World, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """From 60 down each point costs the United States more: all thirteen rates are efficient, the best among them."""
    us = {level: -((60 - level) ** 2) / 100 for level in range(0, 65, 5)}
    own = {level: -float(level) for level in range(0, 65, 5)}
    tables(monkeypatch, KOR=table(us, own))
    told = found(world, most, floor=0.0, announced=60.0)
    for rates, last in ((told.under_threat, 60.0), (told.bought, 55.0)):
        kept = [r.rate for r in rates]
        assert len(kept) <= most + 1
        assert (kept[0], kept[-1]) == (last, 0.0)
        assert kept == sorted(kept, reverse=True)
        assert np.ptp(np.diff(kept)) <= 5.0
    assert told.best in [r.rate for r in told.under_threat]


def test_no_table_or_no_rate_announced_no_clause(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tables(monkeypatch, XXX=table())
    assert clause(world, "KOR", 10) is None
    assert clause(world, "XXX", 10) is None


@pytest.mark.parametrize("estimate", [True, False])
def test_a_partner_split_off_the_rest_of_the_world_is_said_to_be_so(
    world: World, scenario: Scenario, relief: Instrument, monkeypatch: pytest.MonkeyPatch, estimate: bool
) -> None:
    tables(monkeypatch, KOR=table(estimated=estimate))
    assert found(world).estimated is estimate
    term = relief_term(world, scenario, LINE, KOREA, relief)
    assert term is not None
    assert [("estimated" in flag) for flag in term.flags] == [True] * estimate


def test_a_term_is_of_one_rate_and_counts_points_down_from_what_it_is_measured_from(
    world: World, scenario: Scenario, relief: Instrument
) -> None:
    term = relief_term(world, scenario, LINE, KOREA, relief)
    assert term is not None
    steps = [(s.rate, s.points, s.us, s.partner) for s in term.segments]
    under_threat, bought = [(30, 10, 5, 0), (20, 20, 3, 3), (10, 30, -1, 5)], [(20, 10, -2, 3), (10, 20, -6, 5)]
    assert np.allclose(steps, [*under_threat, *bought], atol=1e-12)
    assert [s.bought for s in term.segments] == [False, False, False, True, True]
    assert {s.width for s in term.segments} == {1.0}
    assert term.of_one_rate
    assert term.limit == 1.0


def test_the_rate_set_alone_is_in_force_as_long_as_relief_signed_at_once(
    world: World, scenario: Scenario, relief: Instrument
) -> None:
    term, alone = relief_term(world, scenario, LINE, KOREA, relief), rate_alone(world, scenario, LINE, KOREA, relief)
    assert term is not None
    assert alone is not None
    assert (alone.announced, alone.in_force, alone.best) == (40.0, 10.0, 30.0)
    assert alone.worth == pytest.approx(5.0 * term.us_years[0])
    never = world.patched({"tariff.answer.KOR": {"set": 0.0}})
    dearer = rate_alone(never, scenario, LINE, KOREA, relief)
    assert dearer is not None
    assert dearer.to_partner == pytest.approx(-0.5 * term.partner_years[0])


def test_where_nothing_may_be_done_alone_no_rate_is_bought_and_none_set(
    world: World, scenario: Scenario, relief: Instrument
) -> None:
    bound = scenario.changed(unilateral_opening=False)
    term = relief_term(world, bound, LINE, KOREA, relief)
    assert term is not None
    assert [s.bought for s in term.segments] == [False] * 3
    assert rate_alone(world, bound, LINE, KOREA, relief) is None


def test_no_clause_or_nothing_in_it_no_term(world: World, scenario: Scenario, relief: Instrument) -> None:
    nobody = Partner("XXX", "Nowhere", ("XXX",))
    assert relief_term(world, scenario, LINE, nobody, relief) is None
    assert rate_alone(world, scenario, LINE, nobody, relief) is None
    level = {"announced.KOR": 30.0, "in_force.KOR": 30.0, "answer.KOR": 0.0, "floor": 30.0}
    idle = world.patched({f"tariff.{name}": {"set": value} for name, value in level.items()})
    assert relief_term(idle, scenario, LINE, KOREA, relief) is None


def test_what_is_settled_with_a_partner_is_not_set_alone(world: World, scenario: Scenario, relief: Instrument) -> None:
    settled = scenario.changed(
        baseline_deals=("KOR",), baseline_instruments={"KOR": ("tariff_relief",)}, talks_under_way={}
    )
    assert rate_alone(world, settled, LINE, KOREA, relief) is None
