"""Nash tariffs: where the formula is exact, how near it comes elsewhere, and what it gives by hand."""

import numpy as np
import pytest

from deals.trade import Economy, NoEquilibriumError, balanced, nash_tariffs, solve
from deals.trade.economy import Array
from deals.trade.nash import best_rates
from tests.trade.random_economies import drawn

STEP = 1e-3


def test_the_formula_by_hand() -> None:
    """Three alike, an eighth of spending on each of the others: at elasticity 4 a wage rise costs 4 (1 - 1/8) = 7/2."""
    flows = np.full((3, 3, 1), 0.125) + 0.625 * np.eye(3)[:, :, None]
    economy = Economy.build("ABC", flows, np.zeros(3), [4.0])
    assert best_rates(solve(economy, np.zeros(3))) == pytest.approx([2 / 7] * 3, abs=1e-12)


def test_two_sectors_count_by_exports_net_of_tariff() -> None:
    """A sells B 1 beside 3 and 3 beside 9, B taxes 100%: shares 2/5 and 6/15.

    At elasticities 2 and 6, 2 (3/5) and 6 (3/5) weighted 1 and 3 make 3.
    """
    flows = np.array([[[5.0, 5.0], [1.0, 3.0]], [[2.0, 2.0], [3.0, 9.0]]])
    economy = Economy.build(["A", "B"], flows, [0.0, 1.0], [2.0, 6.0])
    assert best_rates(solve(economy, economy.tariffs))[0] == pytest.approx(1 / 3, abs=1e-12)


def welfare_of_first(economy: Economy, rates: Array, change: float) -> float:
    moved = rates.copy()
    moved[0] += change
    return float(solve(economy, moved).welfare[0])


@pytest.mark.parametrize("seed", range(3))
def test_it_is_exact_for_one_of_two_when_the_other_has_no_tariffs(seed: int) -> None:
    """Nothing is gained to first order: a step either way loses, and the slope is nought beside the bend."""
    economy = balanced(drawn(seed, regions=2, tariffs=0.0))
    rates = np.zeros(2)
    for _ in range(60):
        rates[0] = best_rates(solve(economy, rates))[0]
    at_best, up, down = (welfare_of_first(economy, rates, step) for step in (0.0, STEP, -STEP))
    assert up < at_best
    assert down < at_best
    bent = (up + down - 2 * at_best) / STEP**2
    assert (up - down) / (2 * STEP) == pytest.approx(0.0, abs=abs(bent) * 1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_elsewhere_nobody_gains_more_than_three_parts_in_a_hundred_thousand_by_leaving_it(seed: int) -> None:
    """The best answer is within 1.5 points of the rate, and worth under 3e-5 of income."""
    economy = balanced(drawn(seed, regions=3 + seed % 3, sectors=2))
    nash = nash_tariffs(economy)
    assert nash.residual < 1e-9
    grid = np.linspace(-0.03, 0.03, 25)
    worth = [welfare_of_first(economy, nash.tariffs, change) for change in grid]
    assert abs(grid[int(np.argmax(worth))]) <= 0.0151
    assert max(worth) / nash.welfare[0] - 1 < 3e-5


def test_what_it_returns_is_the_world_under_these_tariffs() -> None:
    economy = drawn(1)
    nash = nash_tariffs(economy)
    again = solve(economy, nash.tariffs)
    assert nash.tariffs.shape == (5,)
    assert nash.rounds > 1
    assert nash.welfare == pytest.approx(again.welfare, abs=1e-8)
    assert nash.gain == pytest.approx(again.gain, abs=1e-6)
    assert best_rates(again) == pytest.approx(nash.tariffs, abs=1e-8)


def test_who_sells_alone_has_no_best_tariff() -> None:
    """A is the only seller of what B buys abroad and at home: B cannot turn away, so there is no best rate."""
    flows = np.array([[[1.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0]]])
    economy = Economy.build(["A", "B"], flows, np.zeros(2), [4.0, 4.0])
    with pytest.raises(NoEquilibriumError, match="no best tariff: A, B sells nothing abroad that others sell too"):
        nash_tariffs(economy)


def test_rates_that_do_not_settle_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deals.trade.nash.MOST_ROUNDS", 2)
    with pytest.raises(NoEquilibriumError, match="did not settle in 2 rounds"):
        nash_tariffs(drawn(2))


def test_a_sector_that_a_region_does_not_buy_has_no_part() -> None:
    """B buys nothing of the second sector: A's rate is by the first alone, 1 / (4 (1 - 1/4))."""
    flows = np.array([[[5.0, 5.0], [1.0, 0.0]], [[1.0, 0.0], [3.0, 0.0]]])
    economy = Economy.build(["A", "B"], flows, np.zeros(2), [4.0, 9.0])
    assert best_rates(solve(economy, np.zeros(2)))[0] == pytest.approx(1 / 3, abs=1e-12)
