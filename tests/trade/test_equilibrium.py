"""The equilibrium: an independent solver, and what must not change it."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import fsolve

from deals.kit.errors import InputError
from deals.trade import Economy, NoEquilibriumError, balanced, solve
from deals.trade.economy import Array
from deals.trade.equilibrium import solve_both
from deals.trade.markets import Markets, cleared
from tests.trade.random_economies import drawn, raised


def generic(economy: Economy, tariffs: Array) -> tuple[Array, Array, Array]:
    """Wages, spending and prices by a solver that knows nothing of the problem, in wages, spending and prices."""
    regions = len(economy.names)
    before = economy.flows * (1 + economy.tariffs)
    total = before.sum(0)
    old = before / total
    weight = total / total.sum(1)[:, None]
    sales = economy.flows.sum((1, 2))
    spending = total.sum(1)
    ratio = (1 + tariffs) / (1 + economy.tariffs)

    def gap(unknowns: Array) -> Array:
        wages, spent, prices = np.split(np.exp(unknowns), 3)
        cheap = old * (wages[:, None, None] * ratio) ** -economy.elasticities
        sold = cheap / cheap.sum(0) * (weight * (spending * spent)[:, None]) / (1 + tariffs)
        markets = sold.sum((1, 2)) - wages * sales
        markets[0] = (sales * (wages - 1)).sum()
        budgets = wages * sales + (sold * tariffs).sum((0, 2)) + economy.transfers - spending * spent
        index = (weight * np.log(cheap.sum(0)) / -economy.elasticities).sum(1)
        return np.concatenate([markets, budgets, np.log(prices) - index])

    found = np.exp(fsolve(gap, np.zeros(3 * regions), xtol=1e-13))
    return found[:regions], found[regions : 2 * regions], found[2 * regions :]


@pytest.mark.parametrize("seed", range(4))
def test_a_generic_solver_agrees(seed: int) -> None:
    economy = drawn(seed)
    tariffs = raised(economy, 0, 0.3)
    tariffs[range(5), range(5)] = 0.0
    ours = solve(economy, tariffs)
    wages, spending, prices = generic(economy, tariffs)
    assert ours.wages == pytest.approx(wages, abs=1e-9)
    assert ours.spending == pytest.approx(spending * economy.spending, abs=1e-8)
    assert ours.price_index == pytest.approx(prices, abs=1e-9)
    assert ours.welfare == pytest.approx(spending / prices, abs=1e-9)
    assert ours.residual < 1e-9


def test_the_new_flows_add_up() -> None:
    economy = drawn(1)
    ours = solve(economy, raised(economy, 2, 0.5))
    paid = ours.flows * (1 + ours.tariffs)
    assert paid.sum((0, 2)) == pytest.approx(ours.spending, rel=1e-10)
    assert ours.flows.sum((1, 2)) == pytest.approx(ours.wages * economy.sales, rel=1e-10)
    assert (ours.flows * ours.tariffs).sum((0, 2)) == pytest.approx(ours.revenue, rel=1e-10)
    assert ours.imports == pytest.approx(ours.flows.sum((0, 2)) - [ours.flows[i, i].sum() for i in range(5)], rel=1e-12)
    assert ours.wages * economy.sales + ours.revenue + economy.transfers == pytest.approx(ours.spending, rel=1e-10)


def test_no_shock_no_gain() -> None:
    economy = drawn(2)
    for same in solve_both(economy, economy.tariffs):
        assert same.welfare == pytest.approx(np.ones(5), abs=1e-13)
        assert same.gain == pytest.approx(np.zeros(5), abs=1e-11)
        assert same.flows == pytest.approx(economy.flows, rel=1e-12)
        assert same.revenue == pytest.approx(economy.revenue, rel=1e-12)


def test_the_unit_of_money_changes_nothing() -> None:
    economy = drawn(3)
    tariffs = raised(economy, 1, 0.4)
    tenfold = Economy.build(economy.names, 10 * economy.flows, economy.tariffs, economy.elasticities)
    once, more = solve(economy, tariffs), solve(tenfold, tariffs)
    assert more.welfare == pytest.approx(once.welfare, abs=1e-11)
    assert more.gain == pytest.approx(10 * once.gain, abs=1e-8)


def test_splitting_a_region_in_two_changes_nothing() -> None:
    """The last of five regions as two of 2/5 and 3/5 that trade with each other without tariffs."""
    economy = drawn(4)
    tariffs = raised(economy, 0, 0.3)
    parts = np.zeros((6, 5))
    parts[:5] = np.eye(5)
    parts[4, 4], parts[5, 4] = 0.4, 0.6
    member = (parts > 0).astype(float)
    flows = np.einsum("ao,bd,ods->abs", parts, parts, economy.flows)
    before, after = (np.einsum("ao,bd,ods->abs", member, member, cube) for cube in (economy.tariffs, tariffs))
    whole = solve(economy, tariffs)
    split = solve(Economy.build("ABCDEF", flows, before, economy.elasticities), after)
    assert split.welfare[:5] == pytest.approx(whole.welfare, abs=1e-10)
    assert split.welfare[5] == pytest.approx(whole.welfare[4], abs=1e-10)
    assert split.gain[4:].sum() == pytest.approx(whole.gain[4], abs=1e-9)


def test_the_order_of_regions_changes_nothing() -> None:
    economy = drawn(5)
    tariffs = raised(economy, 0, 0.3)
    turned = [3, 1, 4, 0, 2]
    other = Economy.build(
        [economy.names[i] for i in turned],
        economy.flows[np.ix_(turned, turned)],
        economy.tariffs[np.ix_(turned, turned)],
        economy.elasticities,
    )
    again = solve(other, tariffs[np.ix_(turned, turned)])
    assert again.welfare == pytest.approx(solve(economy, tariffs).welfare[turned], abs=1e-10)


def test_the_slope_is_that_of_the_markets() -> None:
    """Against differences of the excess itself, away from any solution."""
    economy = drawn(6)
    markets = Markets(economy, economy.cube(raised(economy, 0, 0.3)))
    logs = np.random.default_rng(1).uniform(-0.2, 0.2, 5)
    step = 1e-6
    moved = [(markets.at(logs + step * one).gap - markets.at(logs - step * one).gap) / (2 * step) for one in np.eye(5)]
    assert np.linalg.inv(markets.slope_at(logs)) == pytest.approx(np.array(moved).T, abs=1e-7)


def test_a_start_saves_rounds_and_gives_the_same() -> None:
    economy = drawn(7)
    near = solve(economy, raised(economy, 0, 0.30))
    tariffs = raised(economy, 0, 0.31)
    cold, warm = solve(economy, tariffs), solve(economy, tariffs, start=near)
    assert warm.welfare == pytest.approx(cold.welfare, abs=1e-10)
    assert warm.rounds < cold.rounds


def test_few_rounds_are_needed() -> None:
    """One slope, kept up: 8 or 9 looks at all markets for a moderate change, 12 for a large one, 7 from near."""
    for seed in range(10):
        economy = drawn(seed)
        near = solve(economy, raised(economy, 0, 0.3))
        assert 7 <= near.rounds <= 9
        assert 10 <= solve(economy, raised(economy, 0, 1.5)).rounds <= 12
        assert solve(economy, raised(economy, 0, 0.31), start=near).rounds <= 7


def test_shorter_steps_find_the_way_where_a_full_one_goes_astray() -> None:
    economy = drawn(8, regions=8, sectors=4)
    tariffs = economy.tariffs.copy()
    tariffs[:, :3] += 5.0
    point, rounds, _ = cleared(Markets(economy, economy.cube(tariffs)), np.zeros(8), None)
    assert point.size < 1e-11
    assert 18 <= rounds <= 24


@pytest.mark.parametrize(("by", "seed"), [(5.0, 8), (20.0, 13), (50.0, 10)])
def test_prohibitive_tariffs_are_solved(by: float, seed: int) -> None:
    """Thousands of per cent: a leap goes astray, and the last two are reached by stages alone."""
    economy = drawn(seed, regions=8, sectors=4)
    tariffs = economy.tariffs.copy()
    tariffs[:, :3] += by
    reached = solve(economy, tariffs)
    assert reached.rounds > 14
    assert reached.residual < 1e-9
    assert np.isfinite(reached.welfare).all()


def test_stages_lie_between_the_old_tariffs_and_the_new(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = drawn(10, regions=8, sectors=4)
    tariffs = economy.tariffs.copy()
    tariffs[:, :3] += 50.0
    asked = []

    def watched(of: Economy, cube: Array) -> Markets:
        asked.append(cube)
        return Markets(of, cube)

    monkeypatch.setattr("deals.trade.equilibrium.Markets", watched)
    solve(economy, tariffs)
    new = economy.cube(tariffs)
    assert len(asked) > 2
    assert all(((economy.tariffs - 1e-12 <= cube) & (cube <= new + 1e-12)).all() for cube in asked)


def test_a_surplus_that_cannot_be_kept_is_no_equilibrium() -> None:
    """B must give away 90% of what it earns before its exports are taxed away: no wages pay for that."""
    flows = np.array([[1.0, 0.01], [9.0, 1.0]])[:, :, None]
    economy = Economy.build(["A", "B"], flows, np.zeros(2), [4.0])
    with pytest.raises(NoEquilibriumError, match="excess demand is"):
        solve(economy, [1e9, 0.0])


@pytest.mark.parametrize("prices", ["equilibrium", "fixed"])
def test_duties_beyond_all_numbers_are_no_equilibrium(prices: Any) -> None:
    """Nobody sells B its second sector at home, and at 10^20 with elasticity 20 nobody can: no NaN comes out."""
    flows = np.array([[[5.0, 5.0], [1.0, 1.0]], [[1.0, 1.0], [3.0, 0.0]]])
    economy = Economy.build(["A", "B"], flows, np.zeros(2), [4.0, 20.0])
    with pytest.raises(NoEquilibriumError, match=r"duties so high|did not clear"):
        solve(economy, [0.0, 1e20], prices=prices)


def test_what_does_not_clear_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    economy = drawn(9)
    monkeypatch.setattr("deals.trade.markets.MOST_ROUNDS", 2)
    with pytest.raises(NoEquilibriumError, match="did not clear in 2 rounds"):
        cleared(Markets(economy, economy.cube(raised(economy, 0, 3.0))), np.zeros(5), None)


def test_balanced_economies_have_no_transfers() -> None:
    economy = drawn(10)
    level = balanced(economy)
    assert level.transfers == pytest.approx(np.zeros(5), abs=1e-8)
    assert np.abs(economy.transfers).max() > 1
    assert level.tariffs == pytest.approx(economy.tariffs)
    assert solve(level, level.tariffs).welfare == pytest.approx(np.ones(5), abs=1e-10)


def test_the_table_is_by_region() -> None:
    economy = drawn(11)
    reached = solve(economy, raised(economy, 0, 0.3))
    table = reached.table
    assert list(table.index) == list("ABCDE")
    assert table["gain"].to_numpy() == pytest.approx(reached.gain)
    assert table["welfare_percent"].to_numpy() == pytest.approx(100 * (reached.welfare - 1))
    assert table["wages_percent"].to_numpy() == pytest.approx(100 * (reached.wages - 1))
    assert table["revenue"].to_numpy() == pytest.approx(reached.revenue)


def test_a_subsidy_an_unknown_assumption_or_a_strange_start_is_refused() -> None:
    economy = drawn(12)
    misspelt: Any = "fxed"
    with pytest.raises(InputError, match="a duty below nought"):
        solve(economy, [-0.1, 0, 0, 0, 0])
    with pytest.raises(InputError, match=r"unknown assumption on prices .* did you mean fixed\?"):
        solve(economy, economy.tariffs, prices=misspelt)
    with pytest.raises(InputError, match="of other regions"):
        solve(economy, economy.tariffs, start=solve(drawn(1, regions=4), np.zeros(4)))
